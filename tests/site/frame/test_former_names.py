"""A theme that knows a template, a source or a field by a name of before is told the one of today."""

import dataclasses
import inspect
from pathlib import Path

import pytest

from builder.errors import TemplateError, UsageError
from builder.machine.folders import builtin_folder
from builder.site import contexts
from builder.site.contexts import NotFoundPage
from builder.site.frame.former_names import TODAY, instead_of, where_now
from builder.site.frame.own_files import check_theme
from builder.site.frame.rendering import Renderer
from builder.site.notices.not_found import not_found_page
from support.sites.scope import SCOPE, Anywhere

BUILT_IN = {
    f"{folder}/{path.relative_to(builtin_folder(folder)).as_posix()}"
    for folder in ("templates", "static")
    for path in builtin_folder(folder).rglob("*")
    if path.is_file()
}
RENAMED = {
    kind: kind.renamed
    for _, kind in inspect.getmembers(contexts, dataclasses.is_dataclass)
    if getattr(kind, "renamed", None)
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


def test_fields_that_were_renamed_have_their_new_names_alone() -> None:
    assert RENAMED
    for kind, renamed in RENAMED.items():
        fields = {field.name for field in dataclasses.fields(kind)}
        assert set(renamed.values()) <= fields, kind
        assert renamed.keys().isdisjoint(fields), kind


@pytest.mark.parametrize("named", ["{{ portal }}", "{% if portal %}here{% endif %}"])
def test_a_theme_that_names_a_field_of_a_page_by_its_old_name_is_told_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    monkeypatch.setattr(NotFoundPage, "renamed", {"portal": "archive_portal_url"})
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "404.html").write_text(f"\n{named}", encoding="utf-8")

    with pytest.raises(
        TemplateError, match=r"404\.html, line 2: .* has no attribute 'portal': use archive_portal_url in its place"
    ):
        Renderer([tmp_path, builtin_folder("templates")], Anywhere(), "/").render(not_found_page(SCOPE))
