"""`check` asks whether search can begin."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.check.site import check_site
from support.sites.small import FILES, write_site

LIST = "search/list.12345.js"


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({a: t for a, t in FILES.items() if a != "current.js"}, "is missing: no page can tell when"),
        (FILES | {"current.js": "catalogCurrent.put({});\n"}, "names no list of the search"),
        (
            {a: t for a, t in FILES.items() if a != LIST},
            f"names a list of the search that the site doesn't have: {LIST}",
        ),
    ],
    ids=["missing", "without a list", "without its list"],
)
def test_a_site_whose_search_can_not_begin_is_told(tmp_path: Path, files: dict[str, str], told: str) -> None:
    problems = check_site(write_site(tmp_path / "site", files)).problems

    assert any(problem.where == "current.js" and told in problem.what for problem in problems)


def test_a_page_that_leads_to_no_such_script_is_told(tmp_path: Path) -> None:
    pages = {"index.html": FILES["index.html"].replace('"current.js"', '"now.js"')}
    problems = check_site(write_site(tmp_path / "site", FILES | pages)).problems

    assert [problem.what for problem in problems if problem.where == "index.html"] == [
        "line 9: leads to a file that the site doesn't have: now.js"
    ]
