"""What a build keeps of the site before: nothing that would come out otherwise, and all else.

Each test changes one of the things that a site is made from. The site that is built on must then be the one that is
made afresh, byte for byte.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import pytest

from builder.errors import TemplateError
from builder.search.index.search_index import KeptIndex
from builder.search.query.store import open_index
from builder.settings import ArchiveAddresses, Canonical, KnownArchive, Select, Settings, Twins, Versions
from builder.site.folder.manifest import MANIFEST
from builder.site.frame import addresses
from builder.site.pipeline.build import build
from builder.snapshot import ArchiveRow, DandisetState, Snapshot
from support.archives.small import INFO, NOW, blob_asset, encode, metadata_of, put_open, version_object
from support.archives.two_people import ORCID, ROR, make_snapshot
from support.sites.pages import bytes_of, in_site, pages_of, read_page, text_of

DATED = {"index.html", "about/index.html", "statistics/index.html"}
"""Pages that tell the date of the last harvest: they are written each time, and so never kept."""

BASE = '{% extends "base.html" %}{% block main %}<h1>'
END = "</h1>{% endblock %}"


TOPICS = {"000021": "delta waves", "000022": "delta waves", "000023": "birdsong", "000024": "octopus arms"}


def put_topic(
    snapshot: Snapshot, identifier: str, topic: str, *, name: str = "", date: str = "2023-01-01T12:00:00Z"
) -> None:
    """A draft that tells of a topic, with a file whose name holds an e-mail address."""
    name = name or f"On {topic}, {identifier}"
    files = [blob_asset(int(identifier), f"sub-1/josiah@example.org {identifier}.nwb")]
    listed = version_object("draft", name, files, status="Valid", created=date, modified=date)
    metadata = metadata_of(identifier, "draft", name, keywords=topic.split(), description=f"We looked at {topic}.")
    put_open(snapshot, identifier, "", [(listed, metadata, files)])


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot of dandisets that settings tell apart, some of them alike; for reading only."""
    path = make_snapshot(tmp_path_factory.mktemp("archive") / "snapshot.sqlite", INFO)
    with Snapshot.writable(path) as opened:
        for identifier, topic in TOPICS.items():
            put_topic(opened, identifier, topic)
        opened.settle()
    return path


@pytest.fixture(scope="module")
def theme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A theme with something of each kind; for reading only."""
    folder = tmp_path_factory.mktemp("theme") / "theme"
    for name, text in {
        "templates/pages/404.html": f"{BASE}Nothing here <a href=\"{{{{ link('news/index.html') }}}}\">news</a>{END}",
        "static/styles/ours.css": "h1 { color: red; }",
        "static/scripts/ours.js": '"use strict";',
        "static/search/ours.js": "let ours = 1;",
        "static/files/ours.js": "let ours = 2;",
        "static/ours.txt": "ours",
        "content/about.md": "---\ntitle: About\nnav: true\norder: 9\n---\nOurs.",
        "content/news.md": "---\ntitle: News\n---\nNothing new.",
        "content/help/more.md": "---\ntitle: More\ndescription: More help\n---\nMore.",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Built:
    """A site to build on, and what it was made from; all of it may be changed."""

    snapshot: Path
    settings: Settings
    out: Path
    before: Mapping[str, bytes]

    @property
    def theme(self) -> Path:
        assert self.settings.theme
        return self.settings.theme

    def changed(self, settings: Settings | None = None) -> tuple[set[str], int]:
        """Builds on: the addresses of what is different now, and how many pages were kept."""
        settings = settings or self.settings
        kept = build(self.snapshot, settings, self.out, jobs=1).skipped
        fresh = self.out.with_name("fresh")
        build(self.snapshot, settings, fresh, jobs=1)
        now = bytes_of(self.out)
        assert now == bytes_of(fresh)
        changed = {a for a in now.keys() | self.before.keys() if now.get(a) != self.before.get(a)}
        return changed - {MANIFEST}, kept

    def pages(self) -> set[str]:
        return set(pages_of(self.out))


@pytest.fixture(scope="module")
def site(small: Path, theme: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For reading only."""
    out = tmp_path_factory.mktemp("built") / "site"
    build(small, settings_with(theme), out, jobs=1)
    return out


def settings_with(theme: Path) -> Settings:
    return Settings(base_url="https://data.example.org/catalog/", theme=theme)


@pytest.fixture
def built(small: Path, theme: Path, site: Path, tmp_path: Path) -> Built:
    return Built(
        snapshot=Path(shutil.copy(small, tmp_path / "snapshot.sqlite")),
        settings=settings_with(shutil.copytree(theme, tmp_path / "theme")),
        out=shutil.copytree(site, tmp_path / "site"),
        before=bytes_of(site),
    )


# -- settings -------------------------------------------------------------------------------------------------------

SETTINGS: dict[str, tuple[object, ...]] = {
    "folder": (),
    "theme": (None,),
    "logo": (),
    "title": ("Ours",),
    "tagline": ("A line",),
    "accent": ("#aa0000",),
    "footer": ("Ours, *too*.",),
    "base_url": (None, "https://data.example.org/other/"),
    "archive": (
        KnownArchive.EMBER,
        ArchiveAddresses(api="https://api.lab.example.org/api", web="https://lab.example.org"),
        ArchiveAddresses(api="https://api.lab.example.org/api", web="https://web.example.org"),
        ArchiveAddresses(
            api="https://api.lab.example.org/api",
            web="https://lab.example.org",
            neurosift="https://sift.lab.example.org",
        ),
    ),
    "canonical": (Canonical.ARCHIVE,),
    "noindex": (True,),
    "versions": (Versions.LATEST,),
    "twins": (Twins.ALL,),
    "select": (
        Select(ids=("000011", "000021")),
        Select(contributors=(ORCID,)),
        Select(institutions=(ROR,)),
        Select(awards=("AB-123",)),
        Select(species=("House mouse",)),
        Select(keywords=("theta",)),
    ),
    "exclude": (("000022",),),
    "viewers": ({"neurosift": False},),
    "show_emails": (True,),
}
"""For each setting the values that are tried."""


def test_every_setting_is_tried() -> None:
    assert SETTINGS.keys() == {field.name for field in fields(Settings)}
    for field in fields(Select):
        assert any(getattr(value, field.name) for value in SETTINGS["select"])


@pytest.mark.parametrize(
    ("name", "value"),
    [(name, value) for name, values in SETTINGS.items() for value in values],
    ids=[f"{name} {number}" for name, values in SETTINGS.items() for number in range(len(values))],
)
def test_another_setting_renders_what_depends_on_it(built: Built, name: str, value: object) -> None:
    settings: Any = {name: value}
    changed, kept = built.changed(replace(built.settings, **settings))

    assert changed
    assert kept == 0


def test_where_the_settings_and_the_theme_lie_makes_no_difference(built: Built, tmp_path: Path) -> None:
    moved = shutil.move(built.theme, tmp_path / "moved")
    changed, kept = built.changed(replace(built.settings, folder=tmp_path, theme=moved))

    assert changed == set()
    assert kept == len(built.pages())


def test_a_logo_renders_all_pages_and_its_picture_itself(built: Built, tmp_path: Path) -> None:
    logo = tmp_path / "logo.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    with_logo = replace(built.settings, logo=logo)
    changed, kept = built.changed(with_logo)
    assert built.pages() <= changed
    assert kept == 0

    built = replace(built, before=bytes_of(built.out))
    shutil.rmtree(built.out.with_name("fresh"))
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9"/>', encoding="utf-8")
    changed, kept = built.changed(with_logo)
    assert built.pages() | {in_site(built.out, "static/logo.svg")} <= changed
    assert kept == 0


# -- the theme ------------------------------------------------------------------------------------------------------

FILES = {
    "static/styles/ours.css": (addresses.STYLESHEET, "h2 { color: red; }"),
    "static/scripts/ours.js": (addresses.SCRIPT, "let more = 1;"),
    "static/search/ours.js": (addresses.ENGINE, "let more = 1;"),
    "static/files/ours.js": (addresses.FILES_SCRIPT, "let more = 1;"),
    "static/ours.txt": ("static/ours.txt", "more"),
    "content/about.md": ("about/index.html", "And more."),
    "content/news.md": ("news/index.html", "And more."),
    "content/help/more.md": ("help/more/index.html", "And more."),
}
"""Files whose text stands in one file of the site, and what is added to them."""


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_the_theme_changes_what_is_made_of_it(built: Built, name: str) -> None:
    address, more = FILES[name]
    with (built.theme / name).open("a", encoding="utf-8") as file:
        file.write(f"\n{more}\n")
    changed, kept = built.changed()

    if address.startswith("static/"):  # its name, which pages hold, is another now
        assert in_site(built.out, address) in changed
        assert kept == 0
    else:
        assert changed == {address}
        assert kept == len(built.pages() - DATED - {address})


def test_every_kind_of_file_of_the_theme_is_tried(theme: Path) -> None:
    names = {path.relative_to(theme).as_posix() for path in theme.rglob("*") if path.is_file()}

    assert names == FILES.keys() | {"templates/pages/404.html"}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_template_renders_all_pages(built: Built) -> None:
    edit(built.theme / "templates/pages/404.html", "Nothing here", "Nothing there")

    assert built.changed() == ({"404.html"}, 0)


def test_a_template_laid_over_a_built_in_one_renders_all_pages(built: Built) -> None:
    (built.theme / "templates/components/parts").mkdir(parents=True)
    (built.theme / "templates/components/parts/icon.html").write_text("{% macro icon(name) %}*{% endmacro %}")
    changed, kept = built.changed()

    assert {"dandiset/000011/index.html", "dandiset/000012/draft/index.html", "index.html"} <= changed
    assert kept == 0


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("title: More", "title: Other", {"index.html", "help/index.html", "help/more/index.html"}),
        ("description: More help", "description: Help", {"index.html", "help/more/index.html"}),
    ],
)
def test_what_pages_name_of_a_content_page_is_rendered_there(
    built: Built, old: str, new: str, changed: set[str]
) -> None:
    edit(built.theme / "content/help/more.md", old, new)
    found, kept = built.changed()

    assert changed <= found
    assert all(address.startswith("help/") for address in found - changed)
    assert kept == len(built.pages() - DATED - found)


@pytest.mark.parametrize(("old", "new"), [("title: About", "title: Ours"), ("nav: true", "nav: false")])
def test_what_the_navigation_names_is_rendered_everywhere(built: Built, old: str, new: str) -> None:
    edit(built.theme / "content/about.md", old, new)
    changed, kept = built.changed()

    assert built.pages() <= changed
    assert kept == 0


@pytest.mark.parametrize("name", ["content/news.md", "static/ours.txt"])
def test_what_is_gone_is_no_more_linked_to(built: Built, name: str) -> None:
    (built.theme / "templates/pages/dandiset.html").write_text(
        f"{BASE}<a href=\"{{{{ link('news/index.html') }}}}{{{{ link('static/ours.txt') }}}}\">us</a>{END}"
    )
    built.changed()
    (built.theme / name).unlink()

    with pytest.raises(TemplateError, match=r"which the site doesn't have"):
        build(built.snapshot, built.settings, built.out, jobs=1)


# -- the snapshot ---------------------------------------------------------------------------------------------------


def of(identifier: str) -> Callable[[str], bool]:
    return lambda address: address.startswith(f"dandiset/{identifier}/")


def rendered(built: Built, kept: int) -> int:
    """How many pages that aren't dated were rendered."""
    return len(built.pages() - DATED) - kept


def test_since_when_a_dandiset_is_stale_is_rendered(built: Built) -> None:
    with Snapshot.writable(built.snapshot) as opened:
        opened.mark_stale("000012", "timeout", now_utc="2026-02-03T00:00:00Z")
    changed, kept = built.changed()

    assert changed
    assert all(map(of("000012"), changed))
    assert "3 Feb 2026" in text_of(read_page(built.out, "dandiset/000012/index.html").main)
    assert rendered(built, kept) == len([page for page in built.pages() if of("000012")(page)])


def test_a_dandiset_that_was_read_again_is_stale_no_more(built: Built) -> None:
    with Snapshot.writable(built.snapshot) as opened:
        opened.mark_stale("000022", "timeout", now_utc="2026-02-03T00:00:00Z")
    build(built.snapshot, built.settings, built.out, jobs=1)
    with Snapshot.writable(built.snapshot) as opened:
        put_topic(opened, "000022", TOPICS["000022"])
        opened.settle()

    assert built.changed()[0] == set()


def similar(built: Built, identifier: str) -> list[str]:
    """The titles of those that the page of a dandiset names as similar."""
    (section,) = read_page(built.out, f"dandiset/{identifier}/index.html").all(
        ".//section[@aria-labelledby='related']"
    )
    return [text_of(link) for link in section.iter("a") if link.get("href", "").startswith("../0")]


def test_the_new_title_of_a_similar_dandiset_is_rendered(built: Built) -> None:
    assert similar(built, "000021") == ["On delta waves, 000022"]
    with Snapshot.writable(built.snapshot) as opened:
        put_topic(opened, "000022", TOPICS["000022"], name="Delta")
        opened.settle()
    changed, kept = built.changed()

    assert {address for address in changed if of("000021")(address)} >= {"dandiset/000021/index.html"}
    assert similar(built, "000021") == ["Delta"]
    assert not any(map(of("000023"), changed))
    assert kept > 0


def test_a_dandiset_that_became_another_is_similar_no_more(built: Built) -> None:
    with Snapshot.writable(built.snapshot) as opened:
        put_topic(opened, "000022", "giant squid")
        opened.settle()
    changed, _ = built.changed()

    assert "dandiset/000021/index.html" in changed
    assert "On delta waves, 000022" not in text_of(read_page(built.out, "dandiset/000021/index.html").main)


OWN = {"name": "Ours", "api": "https://api.example.org/api", "web": "https://web.example.org"}


def put_archive(built: Built, *, name: str, api: str, web: str) -> None:
    """What an archive that the program doesn't know says of itself."""
    info = INFO | {
        "instance_config": INFO["instance_config"] | {"instance_name": name},
        "services": {"api": {"url": api}, "webui": {"url": web}},
    }
    with Snapshot.writable(built.snapshot) as opened:
        opened.put_archive(ArchiveRow(info=encode(info), api_url="http://127.0.0.1:9/api", read_utc=NOW))
        opened.settle()


@pytest.mark.parametrize(
    ("part", "value"),
    [("name", "Theirs"), ("api", "https://other.example.org/api"), ("web", "https://other.example.org")],
)
def test_what_the_archive_says_of_itself_is_rendered(built: Built, part: str, value: str) -> None:
    put_archive(built, **OWN)
    build(built.snapshot, built.settings, built.out, jobs=1)
    put_archive(built, **OWN | {part: value})
    changed, kept = replace(built, before=bytes_of(built.out)).changed()

    assert {"dandiset/000011/index.html", "dandiset/000012/index.html"} <= changed
    assert kept == 0


def test_what_claims_to_be_of_a_later_month_counts_once_that_has_come(built: Built) -> None:
    with Snapshot.writable(built.snapshot) as opened:
        put_topic(opened, "000023", "birdsong", date="2026-05-05T00:00:00Z")
        opened.settle()
    build(built.snapshot, built.settings, built.out, jobs=1)
    assert "2026 Q2" not in text_of(read_page(built.out, addresses.STATISTICS).main)
    with Snapshot.writable(built.snapshot) as opened:
        opened.put_archive(
            ArchiveRow(info=encode(INFO), api_url="http://127.0.0.1:9/api", read_utc="2026-05-06T00:00:00Z")
        )
        opened.settle()
    built.changed()

    assert "2026 Q2" in text_of(read_page(built.out, addresses.STATISTICS).main)


def test_a_dandiset_that_is_gone_leaves_notices_and_no_words(built: Built) -> None:
    with Snapshot.writable(built.snapshot) as opened:
        opened.hide_dandiset("000022", DandisetState.GONE, now_utc=NOW)
        opened.settle()
    changed, _ = built.changed()

    assert {"dandiset/000022/index.html", "dandiset/000021/index.html", "current.js"} <= changed
    assert not any(b"On delta waves, 000022" in data for data in bytes_of(built.out).values())


# -- the terminal's index -------------------------------------------------------------------------------------------


def in_terminal(built: Built, settings: Settings, cache: Path) -> KeptIndex:
    with Snapshot.readable(built.snapshot) as snapshot:
        return open_index(snapshot, settings, cache)


@pytest.mark.parametrize(
    "settings",
    [Settings(exclude=("000022",)), Settings(select=Select(ids=("000011",))), Settings(show_emails=True)],
    ids=["exclude", "select", "show_emails"],
)
def test_the_terminals_index_is_of_the_settings(built: Built, settings: Settings, tmp_path: Path) -> None:
    before = in_terminal(built, Settings(), tmp_path / "cache")
    after = in_terminal(built, settings, tmp_path / "cache")

    assert after != before
    assert after == in_terminal(built, settings, tmp_path / "empty")


def test_the_terminals_index_is_of_the_snapshot(built: Built, tmp_path: Path) -> None:
    before = in_terminal(built, Settings(), tmp_path / "cache")
    with Snapshot.writable(built.snapshot) as opened:
        put_topic(opened, "000022", "giant squid")
        opened.settle()
    after = in_terminal(built, Settings(), tmp_path / "cache")

    assert after != before
    assert after == in_terminal(built, Settings(), tmp_path / "empty")
