"""Static files have names that change with their bytes, wherever they are named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.errors import UsageError
from builder.settings import Settings
from builder.site.frame.fingerprints import fingerprint, pattern
from builder.site.pipeline.build import build
from support.archives.small import make_small_archive
from support.sites.pages import in_site, pages_of, read_page


def test_the_name_changes_with_the_bytes_and_with_nothing_else() -> None:
    one, same, other = (fingerprint({"static/a/x.js": data, **more}).names["static/a/x.js"] for data, more in (
        (b"1", {}),
        (b"1", {"static/b.js": b"2"}),
        (b"2", {}),
    ))  # fmt: skip

    assert re.fullmatch(pattern("static/a/x.js"), one)
    assert one == same != other


def test_a_file_without_a_suffix_and_one_with_two_get_a_hash_too() -> None:
    names = fingerprint({"static/LICENSE": b"l", "static/a.min.js": b"a"}).names

    assert re.fullmatch(r"static/LICENSE\.[0-9a-f]{8}", names["static/LICENSE"])
    assert re.fullmatch(r"static/a\.min\.[0-9a-f]{8}\.js", names["static/a.min.js"])


@pytest.mark.parametrize(
    ("style", "names"),
    [
        ("a { background: url(icon.svg) }", ["icon.svg"]),
        ("a { background: URL( 'icon.svg#part' ) }", ["icon.svg"]),
        ('@font-face { src: url("fonts/ours.woff2?#iefix"), url(./icon.svg) }', ["fonts/ours.woff2", "icon.svg"]),
        ('@import "more.css";', ["more.css"]),
        ("@import url(more.css);", ["more.css"]),
        ("a { background: image-set(\"icon.svg\" 1x, url('icon.svg') 2x) }", ["icon.svg"]),
    ],
)
def test_a_stylesheet_names_files_as_they_are_called_in_the_site(style: str, names: list[str]) -> None:
    files = {
        "static/site.css": style.encode(),
        "static/more.css": b"b {}",
        "static/icon.svg": b"<svg/>",
        "static/fonts/ours.woff2": b"font",
    }
    statics = fingerprint(files)
    written = statics.files[statics.names["static/site.css"]].decode()

    for name in names:
        assert statics.names[f"static/{name}"].removeprefix("static/") in written
        assert not re.search(rf"[\"'(/\s]{re.escape(name)}", written)


def test_a_stylesheet_in_a_folder_finds_what_lies_elsewhere() -> None:
    statics = fingerprint({"static/a/x.css": b"a { background: url(../i.svg) }", "static/i.svg": b"<svg/>"})
    icon = statics.names["static/i.svg"].removeprefix("static/")

    assert statics.files[statics.names["static/a/x.css"]] == f"a {{ background: url(../{icon}) }}".encode()


def test_what_is_none_of_the_files_stays_as_it_is() -> None:
    style = (
        b"a { background: url(https://example.org/icon.svg), url(nowhere.svg), url(data:image/png;base64,AA) } \xff"
    )
    statics = fingerprint({"static/site.css": style})

    assert list(statics.files.values()) == [style]


def test_a_changed_picture_changes_the_name_of_the_style_that_shows_it() -> None:
    names = [
        fingerprint({"static/x.css": b"a { background: url(i.svg) }", "static/i.svg": icon}).names["static/x.css"]
        for icon in (b"<svg/>", b"<svg></svg>")
    ]

    assert names[0] != names[1]


@pytest.mark.parametrize("name", ["a b.png", "q(1).png", "Ünï.png"])
def test_a_name_that_some_host_refuses_is_told_as_it_lies(name: str) -> None:
    with pytest.raises(UsageError, match=re.escape(f"static/{name}: names of files may hold")):
        fingerprint({f"static/{name}": b""})


def test_styles_that_import_each_other_are_refused() -> None:
    with pytest.raises(UsageError, match=r"in a circle: static/a\.css -> static/b\.css"):
        fingerprint({"static/a.css": b'@import "b.css";', "static/b.css": b'@import "a.css";'})


def test_templates_and_content_of_a_theme_name_static_files_as_they_lie(tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    for name, text in {
        "static/handout.pdf": "%PDF",
        "content/about.md": "---\ntitle: About\nnav: true\n---\n\nTake [this](/static/handout.pdf) home.\n",
    }.items():
        (theme / name).parent.mkdir(parents=True, exist_ok=True)
        (theme / name).write_text(text, encoding="utf-8")
    site = tmp_path / "site"
    build(make_small_archive(tmp_path / "snapshot.sqlite"), Settings(theme=theme), site, jobs=1)

    assert f"../{in_site(site, 'static/handout.pdf')}" in read_page(site, "about/index.html").hrefs()
    for address in pages_of(site):
        for link in read_page(site, address).links:
            if "/static/" in f"/{link.url}" and not link.is_outside:
                assert re.search(r"\.[0-9a-f]{8}\.[a-z0-9]+$", link.url), (address, link.url)
