"""Which program it is: with any other module, library or Python it is another one, and goes on with nothing."""

from __future__ import annotations

import json
import platform
import shutil
import sys
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import builder
from builder.check.site import check_site
from builder.errors import UsageError
from builder.machine import program as program_module
from builder.machine.program import program_key
from builder.settings import Settings
from builder.site.folder.manifest import MANIFEST
from builder.site.pipeline.build import build
from builder.snapshot import ArchiveRow, Snapshot
from support.archives.small import INFO, NOW, blob_asset, encode, put_draft
from support.machine.copied_program import build_with, copy_program, run
from support.sites.pages import bytes_of, pages_of


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four dandisets, two of them alike."""
    path = tmp_path_factory.mktemp("archive") / "snapshot.sqlite"
    names = ("Grid cells of <i>mice</i>", "Grid cells of rats", "Songs of finches", "Octopus arms")
    with Snapshot.writable(path) as opened:
        opened.put_archive(ArchiveRow(info=encode(INFO), api_url="https://api.dandiarchive.org/api", read_utc=NOW))
        for number, name in enumerate(names, start=1):
            files = [blob_asset(10 * number, f"sub-{number}/a.nwb")]
            put_draft(opened, f"{number:06d}", name, files, created=f"2022-01-0{number}T00:00:00Z")
        opened.settle()
    return path


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program; for reading only."""
    return copy_program(tmp_path_factory.mktemp("program"))


@pytest.fixture(scope="module")
def built(original: Path, snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its site; for reading only."""
    out = tmp_path_factory.mktemp("built") / "site"
    build_with(original, snapshot, out)
    return out


@pytest.fixture
def program(original: Path, tmp_path: Path) -> Path:
    """A copy to change."""
    return shutil.copytree(original, tmp_path / "program")


@pytest.fixture
def out(built: Path, tmp_path: Path) -> Path:
    """A copy of the site, to build into."""
    return shutil.copytree(built, tmp_path / "site")


# -- the key ----------------------------------------------------------------------------------------------------


@pytest.fixture
def modules(program: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the copy's modules, which the key is now of."""
    monkeypatch.setattr(builder, "__file__", str(program / "builder" / "__init__.py"))
    return program / "builder"


def key() -> str:
    """Computed anew."""
    return program_key.__wrapped__()


def test_a_copy_is_the_same_program(modules: Path) -> None:
    assert key() == program_key()


def test_a_change_of_any_module_is_another_program(modules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program_module, "_libraries", lambda: iter(()))  # reading them takes most of the time
    keys = {key()}
    paths = sorted(modules.rglob("*.py"))
    for path in paths:
        text = path.read_bytes()
        path.write_bytes(text + b"#\n")
        keys.add(key())
        path.write_bytes(text)

    assert len(keys) == 1 + len(paths)


def test_a_module_more_or_fewer_or_of_another_name_is_another_program(modules: Path) -> None:
    keys = {key()}
    for change in (
        lambda: (modules / "site" / "more.py").write_text(""),
        lambda: (modules / "site" / "more.py").rename(modules / "site" / "morf.py"),
        lambda: (modules / "site" / "morf.py").rename(modules / "site" / "other.py"),
        lambda: (modules / "site" / "other.py").rename(modules / "catalog" / "other.py"),
        lambda: (modules / "site" / "prose" / "render.py").unlink(),
    ):
        change()
        keys.add(key())

    assert len(keys) == 6


def needed(name: str) -> set[str]:
    """The distributions that one needs here, and those that these need."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for text in distribution(waiting.pop()).requires or ():
            requirement = Requirement(text)
            other = canonicalize_name(requirement.name)
            if other not in found and (requirement.marker is None or requirement.marker.evaluate({"extra": ""})):
                found.add(other)
                waiting.append(other)
    return found


def lay_over(folder: Path, name: str) -> None:
    """Another version of a distribution, as far as it tells of itself."""
    told = distribution(name).read_text("METADATA")
    assert told is not None
    place = folder / f"{name.replace('-', '_')}-99.dist-info"
    place.mkdir()
    (place / "METADATA").write_text(told.replace("\nVersion: ", "\nVersion: 99.", 1), encoding="utf-8")


def test_another_version_of_any_library_is_another_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    libraries = needed("dandi-catalog")
    keys = {key()}
    for name in sorted(libraries):
        with monkeypatch.context() as patch:
            (tmp_path / name).mkdir()
            lay_over(tmp_path / name, name)
            patch.syspath_prepend(tmp_path / name)
            keys.add(key())

    assert {"jinja2", "markupsafe", "markdown", "nh3", "whoosh3"} <= libraries
    assert len(keys) == 1 + len(libraries)


def test_what_only_an_extra_needs_makes_no_other_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = key()
    lay_over(tmp_path, "playwright")
    monkeypatch.syspath_prepend(tmp_path)

    assert key() == before


def test_another_python_is_another_program(monkeypatch: pytest.MonkeyPatch) -> None:
    before = key()
    monkeypatch.setattr(platform, "python_version", lambda: "3.99.1")

    assert key() != before


def test_an_installation_that_does_not_know_its_libraries_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [str(tmp_path)])

    with pytest.raises(UsageError, match="install dandi-catalog again"):
        key()


# -- what is built on -------------------------------------------------------------------------------------------

MODULES = {
    "builder/script_data.py": """
plain = script_data
def script_data(data):
    return plain(data).replace("<", "\\\\u003c")
""",
    "builder/snapshot/loading.py": """
load_all_assets = load_assets
def load_assets(*of):
    return iter(list(load_all_assets(*of))[1:])
""",
    "builder/search/index/similar.py": """
def find_similar(dandisets):
    return {dandiset.identifier: () for dandiset in dandisets}
""",
    "builder/settings/model.py": """
Settings.__init__.__kwdefaults__["title"] = "Another title"
""",
    "builder/words/formats.py": """
def number(count):
    return f"{count} or so"
""",
}
"""Changes of modules that pages or scripts show; of each stage that has to do with them, one."""


def add(path: Path, text: str) -> None:
    """To the end of a module."""
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


@pytest.mark.parametrize("module", MODULES)
def test_a_changed_module_renders_everything_again(
    program: Path, snapshot: Path, built: Path, out: Path, tmp_path: Path, module: str
) -> None:
    add(program / module, MODULES[module])
    kept = build_with(program, snapshot, out, tmp_path / "fresh")

    assert bytes_of(out) == bytes_of(tmp_path / "fresh")
    assert without_manifest(out) != without_manifest(built)
    assert kept == [0, 0]


def without_manifest(site: Path) -> dict[str, bytes]:
    return {address: data for address, data in bytes_of(site).items() if address != MANIFEST}


def test_a_library_of_another_version_renders_everything_again(program: Path, snapshot: Path, out: Path) -> None:
    lay_over(program, "nh3")

    assert build_with(program, snapshot, out, out) == [0, len(list(pages_of(out)))]


def test_the_same_program_elsewhere_keeps_every_page(program: Path, snapshot: Path, built: Path, out: Path) -> None:
    assert build_with(program, snapshot, out) == [len(list(pages_of(built)))]
    assert bytes_of(out) == bytes_of(built)


def by_another_program(site: Path, **more: object) -> None:
    """Its manifest as a program wrote it that knew something else of dandisets."""
    manifest = json.loads((site / MANIFEST).read_text(encoding="utf-8"))
    manifest |= {"program": "another", "dandisets": {"000001": "unreadable"}, **more}
    (site / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")


def test_nothing_of_another_programs_pages_stays(snapshot: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(snapshot, Settings(), out)
    whole = bytes_of(out)
    sizes = {address: len(data) for address, data in whole.items() if address != MANIFEST}
    for address in sizes:
        (out / address).write_bytes(b"\0" * sizes[address])
    by_another_program(out, sizes=sizes)
    report = build(snapshot, Settings(), out)

    assert report.skipped == 0
    assert bytes_of(out) == whole


def test_files_beside_another_programs_pages_are_not_removed_with_them(snapshot: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(snapshot, Settings(), out)
    by_another_program(out)
    (out / "CNAME").write_text("mine")

    with pytest.raises(UsageError, match=r"holds files that no build made.*CNAME"):
        build(snapshot, Settings(), out)
    assert (out / "CNAME").read_text() == "mine"


def test_another_programs_site_can_be_checked(snapshot: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    build(snapshot, Settings(), out)
    by_another_program(out)

    assert check_site(out).problems == ()


PLACE_CELLS = """
plain = clean_json
def clean_json(raw, **more):
    return plain(raw, **more).replace(b"Grid", b"Place")
"""
NINE_SUBJECTS = """
plain = make_digest
def make_digest(contents):
    return msgspec.structs.replace(plain(contents), subjects=9)
"""


def test_the_terminals_index_is_of_one_program(program: Path, snapshot: Path, tmp_path: Path) -> None:
    script = """
import sys
from pathlib import Path
from builder.search.query.store import open_index
from builder.settings import Settings
from builder.snapshot import Snapshot
with Snapshot.readable(Path(sys.argv[1])) as snapshot:
    listed = open_index(snapshot, Settings(), Path(sys.argv[2])).index.listed[0]
    print(listed.title, listed.subjects)
"""
    told = [run(program, script, snapshot, tmp_path / "cache")]
    add(program / "builder/catalog/text/cleaning.py", PLACE_CELLS)
    # What is known of the files lies in a cache of its own.
    add(program / "builder/catalog/contents/digest.py", NINE_SUBJECTS)
    told.append(run(program, script, snapshot, tmp_path / "cache"))

    assert told == ["Grid cells of <i>mice</i> 1\n", "Place cells of <i>mice</i> 9\n"]
