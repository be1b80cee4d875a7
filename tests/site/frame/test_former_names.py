"""A theme that knows a template or a source by a name of before is told the one of today."""

from pathlib import Path

import pytest

from builder.errors import UsageError
from builder.machine.folders import builtin_folder
from builder.site.frame.former_names import TODAY, instead_of, where_now
from builder.site.frame.own_files import check_theme

BUILT_IN = {
    f"{folder}/{path.relative_to(builtin_folder(folder)).as_posix()}"
    for folder in ("templates", "static")
    for path in builtin_folder(folder).rglob("*")
    if path.is_file()
}


def test_the_names_of_today_are_there_and_those_of_before_are_not() -> None:
    assert set(TODAY.values()) <= BUILT_IN
    assert BUILT_IN.isdisjoint(TODAY)


@pytest.mark.parametrize(
    ("before", "today"),
    [
        ("templates/404.html", "templates/pages/404.html"),
        ("templates/dandiset.html", "templates/pages/dandiset.html"),
        ("templates/components/icon.html", "templates/components/parts/icon.html"),
        ("static/styles/60-prose.css", "static/styles/parts/prose.css"),
        ("static/styles/20-base.css", "static/styles/base/elements.css"),
        ("static/scripts/25-theme.js", "static/scripts/theme-switch.js"),
        ("static/files/75-view.js", "static/files/page/view.js"),
        ("static/search/90-engine.js", "static/search/engine/engine.js"),
        ("static/search/ui-70-page.js", "static/search/page/page.js"),
    ],
)
def test_a_theme_that_has_a_file_of_an_old_name_is_told_the_new_one(tmp_path: Path, before: str, today: str) -> None:
    (tmp_path / before).parent.mkdir(parents=True)
    (tmp_path / before).write_text("", encoding="utf-8")

    with pytest.raises(UsageError) as caught:
        check_theme(tmp_path)

    assert str(caught.value).startswith(f"{tmp_path / before}: is {today} now: ")


@pytest.mark.parametrize(
    "name",
    [
        "templates/base.html",
        "templates/pages/404.html",
        "static/styles/95-ours.css",
        "static/files/ours.js",
        "static/404.html",
    ],
)
def test_names_of_today_and_a_themes_own_are_no_mistake(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_text("", encoding="utf-8")

    check_theme(tmp_path)


def test_of_other_names_nothing_is_told() -> None:
    assert where_now("components/parts/icon.html") == ""
    assert where_now("nowhere.html") == ""
    assert instead_of("static/site.js") == ""
