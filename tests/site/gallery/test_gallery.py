"""The page of components: it shows all there is, and nothing of the snapshot."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import msgspec
import pytest

from builder.machine.folders import builtin_folder
from builder.site.contexts import GalleryPage, Link, NavLink, Notice, TermLink
from builder.site.frame import addresses
from builder.site.frame.icons import ICONS
from builder.site.gallery import gallery_page
from builder.site.gallery.example import read_example
from builder.site.gallery.neutral_links import neutral_links
from builder.site.gallery.notes import NOTES
from builder.site.gallery.roles import COLORS, GAPS, SIZES, TYPEFACES
from support.sites.pages import Html, text_of
from support.sites.scope import SCOPE

pytest_plugins = ["support.sites.fixtures"]

COMPONENTS = sorted((builtin_folder("templates") / "components").rglob("*.html"))
TEMPLATE = (builtin_folder("templates") / "pages" / "components.html").read_text(encoding="utf-8")
STYLES = builtin_folder("static") / "styles"
ROLES = [role.name for role in (*COLORS, *TYPEFACES, *SIZES, *GAPS)]


@pytest.fixture(scope="module")
def page() -> GalleryPage:
    return gallery_page(SCOPE)


@pytest.fixture
def html(pages: dict[str, Html]) -> Html:
    return pages[addresses.COMPONENTS]


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_every_component_is_shown_with_what_its_comment_says(path: Path) -> None:
    name = path.stem
    told = re.search(r"\{# (\w+\(.*?\)): (.+?) #\}\n\{% macro ", path.read_text(encoding="utf-8"))

    assert told
    place = f"components/{path.parent.name}/{path.name}"
    assert f'import "{place}"' in TEMPLATE or f'from "{place}" import' in TEMPLATE, (
        f"show {path.name} in templates/pages/components.html"
    )
    assert f'example(notes["{name}"])' in TEMPLATE, f"show {path.name} in templates/pages/components.html"
    assert name in NOTES, f"say in builder/site/gallery/notes.py what {name} shows and when to use it"
    assert (NOTES[name].call, NOTES[name].shows) == (told[1], told[2].replace("`", "")), (
        f"builder/site/gallery/notes.py tells something else of {name} than its comment"
    )


def test_no_component_is_told_of_that_is_not_there() -> None:
    assert set(NOTES) == {path.stem for path in COMPONENTS}


def test_every_role_of_the_styles_is_shown() -> None:
    tokens = (STYLES / "base" / "tokens.css").read_text(encoding="utf-8").partition("[data-theme")[0]
    gallery = (STYLES / "pages" / "roles.css").read_text(encoding="utf-8")

    found = re.findall(r"^ +--([a-z0-9-]+):", tokens, re.MULTILINE)
    assert sorted(found) == sorted(ROLES), (
        "list the roles of base/tokens.css in builder/site/gallery/roles.py, and each in pages/roles.css"
    )
    assert [name for name in ROLES if f"var(--{name})" not in gallery.partition(f"__{name} {{")[2][:160]] == []


def test_every_icon_is_shown(html: Html) -> None:
    shown = [path.get("d") for path in html.all(".//*[@class='gallery__icons']//*[@d]")]

    assert shown == list(ICONS.values())


def test_it_is_neither_indexed_nor_in_the_navigation(pages: dict[str, Html], html: Html) -> None:
    assert html.one(".//meta[@name='robots']").get("content") == "noindex"
    for address, page in pages.items():
        if address != addresses.COMPONENTS:
            assert not [link.url for link in page.links if "components/" in link.url]


def test_its_links_lead_to_itself_to_the_frame_or_to_the_help(page: GalleryPage, html: Html) -> None:
    text = msgspec.json.encode(page, enc_hook=str.__str__).decode()
    led = set(re.findall(r'"(?:\w+_)?address":"([^"]*)"', text)) - {item.address for item in SCOPE.site.nav}

    assert led == {addresses.COMPONENTS}
    assert not [link.url for link in html.links if "000000" in link.url]


def test_it_is_the_same_whatever_is_shown_beside_it(page: GalleryPage) -> None:
    assert page == gallery_page(SCOPE)


def test_the_example_is_read_without_a_problem_and_has_something_of_everything(page: GalleryPage) -> None:
    example = read_example()
    empty = [field.name for field in dataclasses.fields(page) if getattr(page, field.name) in ((), None, "")]

    assert example.dandiset.problems == ()
    assert empty == []
    assert {notice.kind for notice in page.notices} == {"old", "draft", "stale"}
    assert {group.kind for group in page.changed_files} >= {"added", "removed", "changed"}


def test_the_rules_stand_on_the_page(page: GalleryPage, html: Html) -> None:
    shown = [text_of(item) for item in html.all(".//*[@class='gallery__rules']/*")]

    assert shown == list(page.rules)


def test_links_are_led_home_however_deep_they_lie() -> None:
    term = TermLink(text="Mouse", address="browse/x/index.html", url="https://example.org/x", source="X")
    notice = Notice(kind="old", text="Old", link=NavLink(text="New", address="dandiset/1/index.html", anchor="a"))
    found = neutral_links((term, notice, Link(text="no link"), "text"), address="here", url="away")

    assert found == (
        TermLink(text="Mouse", address="here", url="away", source="X"),
        Notice(kind="old", text="Old", link=NavLink(text="New", address="here", anchor="a")),
        Link(text="no link"),
        "text",
    )
