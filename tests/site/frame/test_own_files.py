"""A theme and a logo bring no file into a site that does not lie in their own folders."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from builder.errors import UsageError
from builder.settings import Settings
from builder.site.frame.own_files import check_logo, check_theme
from builder.site.pipeline.build import build
from support.archives.small import make_small_archive
from support.sites.pages import in_site

SECRET = "not for the public"


@pytest.fixture
def theme(tmp_path: Path) -> Path:
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets/key.md").write_text(SECRET)
    for name in ("templates/parts", "static/fonts", "content", "src"):
        (tmp_path / "theme" / name).mkdir(parents=True)
    (tmp_path / "theme/src/mark.svg").write_text("<svg/>")
    return tmp_path / "theme"


def link(path: Path, target: str | Path) -> Path:
    path.symlink_to(target)
    return path


@pytest.mark.parametrize(
    "name", ["static/key.txt", "static/fonts/key", "templates/x.html", "content/x.md", "static/.x"]
)
@pytest.mark.parametrize("target", ["/etc/hostname", "../../secrets/key.md", "../../../../secrets/key.md"])
def test_a_link_out_of_the_theme_is_refused_by_its_name(theme: Path, name: str, target: str) -> None:
    path = link(theme / name, target if target[0] == "/" else theme.parent / "secrets/key.md")

    with pytest.raises(UsageError) as caught:
        check_theme(theme)

    assert caught.value.exit_code == 2
    assert str(caught.value) == f"{path}: leads out of {theme}, to {path.resolve()}: put a copy in place of the link"


@pytest.mark.parametrize("name", ["static/all", "templates/parts/all", "content/all"])
def test_a_linked_folder_out_of_the_theme_is_refused(theme: Path, name: str) -> None:
    link(theme / name, theme.parent / "secrets")

    with pytest.raises(UsageError, match=r"/all: leads out of .*, to .*/secrets: put a copy"):
        check_theme(theme)


def test_a_whole_folder_of_a_theme_may_not_lie_elsewhere(theme: Path) -> None:
    (theme / "content").rmdir()
    link(theme / "content", theme.parent / "secrets")

    with pytest.raises(UsageError, match=r"/content: leads out of "):
        check_theme(theme)


def test_a_link_by_way_of_another_is_refused(theme: Path) -> None:
    """Templates are found through linked folders, so those within are gone into."""
    link(theme / "src/deep", theme.parent / "secrets")
    link(theme / "templates/parts/more", theme / "src")

    with pytest.raises(UsageError, match=r"/more/deep: leads out of "):
        check_theme(theme)


def test_a_theme_may_be_a_link_and_have_links_within(theme: Path) -> None:
    link(theme / "static/mark.svg", "../src/mark.svg")
    link(theme / "static/fonts/round", "..")
    link(theme / "static/.#lock", "somebody@somewhere:1")
    own = link(theme.parent / "ours", theme)

    check_theme(own)
    check_theme(theme)


@pytest.mark.parametrize("name", ["static/pipe", "templates/pipe.html", "content/pipe.md"])
def test_a_pipe_is_refused(theme: Path, name: str) -> None:
    os.mkfifo(theme / name)

    with pytest.raises(UsageError, match=r"pipe.*: is neither a file nor a folder: remove it"):
        check_theme(theme)


def test_a_link_to_itself_is_refused(theme: Path) -> None:
    link(theme / "static/round", "round")

    with pytest.raises(UsageError, match="round: can't be read: "):
        check_theme(theme)


def test_a_file_that_no_host_takes_is_refused(theme: Path) -> None:
    with (theme / "static/film.mp4").open("wb") as file:
        file.truncate((25 << 20) + 1)

    with pytest.raises(UsageError, match=r"film\.mp4: 26\.2 MB, where hosts take 26\.2 MB a file: make it smaller"):
        check_theme(theme)


def test_a_logo_is_a_file_of_its_folder(theme: Path) -> None:
    out, pipe, large = theme / "out.png", theme / "pipe.png", theme / "large.png"
    link(out, theme.parent / "secrets/key.md")
    os.mkfifo(pipe)
    with large.open("wb") as file:
        file.truncate((25 << 20) + 1)
    link(theme / "new.svg", "src/mark.svg")
    link(theme.parent / "brand", "theme/src")

    for logo, words in ((out, "leads out of"), (pipe, "neither a file"), (large, "where hosts take")):
        with pytest.raises(UsageError, match=words):
            check_logo(logo)
    check_logo(theme / "new.svg")
    check_logo(theme.parent / "brand/mark.svg")


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_small_archive(tmp_path_factory.mktemp("own") / "snapshot.sqlite")


def test_no_build_publishes_what_a_link_leads_to_and_the_site_before_stays(
    theme: Path, snapshot: Path, tmp_path: Path
) -> None:
    out = tmp_path / "site"
    (theme / "static/.git").mkdir()
    (theme / "static/.git/config").write_text(SECRET)
    (theme / "content/.drafts").mkdir()
    (theme / "content/.drafts/next.md").write_text(f"---\ntitle: {SECRET}\n---\n")
    link(theme / "static/mark.svg", "../src/mark.svg")
    build(snapshot, Settings(theme=theme), out)
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    link(theme / "static/key.txt", "../../secrets/key.md")
    with pytest.raises(UsageError, match=r"static/key\.txt: leads out of "):
        build(snapshot, Settings(theme=theme), out)

    assert (out / in_site(out, "static/mark.svg")).read_text() == "<svg/>"
    assert SECRET.encode() not in b"".join(before.values())
    assert {path: path.read_bytes() for path in out.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("logo", ["mark.svg", "mark.png"])
def test_a_logo_that_leads_elsewhere_ends_the_build(theme: Path, snapshot: Path, tmp_path: Path, logo: str) -> None:
    path = link(theme / logo, "../secrets/key.md")

    with pytest.raises(UsageError, match=f"{logo}: leads out of "):
        build(snapshot, Settings(logo=path), tmp_path / "site")
    assert not (tmp_path / "site").exists()
