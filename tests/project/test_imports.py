"""The stages of builder/ import one way, and some things are done in one stage only."""

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from support import ROOT

PACKAGE = ROOT / "builder"

ORDER = (
    "printable",
    "errors",
    "script_data",
    "identifiers",
    "progress",
    "settings",
    "catalog.text",
    "catalog.schema",
    "catalog.links",
    "catalog.anatomy",
    "catalog.contents",
    "catalog.files",
    "catalog.facets",
    "catalog.changes",
    "catalog.numbers",
    "catalog",
    "archive",
    "machine",
    "snapshot",
    "harvest",
    "search",
    "search.words",
    "search.index",
    "search.query",
    "search.browser",
    "words",
    "records",
    "site",
    "site.contexts",
    "site.frame",
    "site.prose",
    "site.parts",
    "site.files",
    "site.compare",
    "site.dandiset",
    "site.notices",
    "site.browse",
    "site.home",
    "site.statistics.charts",
    "site.statistics",
    "site.gallery",
    "site.folder",
    "site.pipeline",
    "diff",
    "serve.http",
    "serve.api",
    "serve.preview",
    "serve",
    "check.site",
    "check",
    "sample",
    "commands",
    "__main__",
    "unchanged",
)
"""A room may import those before it. A room is a folder, or a module that lies in none."""

ONLY_IN = {
    "click": {"commands"},
    "h5py": {"nwb", "sample"},
    "jinja2": {"site"},
    "markdown": {"site"},
    "nh3": {"site"},
    "pynwb": {"nwb", "sample"},
    "requests": {"archive"},
    "rich": {"commands"},
    "starlette": {"serve", "sample"},
    "uvicorn": {"serve", "sample"},
    "whoosh": {"search"},
}
"""Libraries, and the stages that may know of them."""

MOST_IN_A_ROOM = 16

PURE = ("catalog", "records")
"""Stages that open no file and no socket."""

OPENERS = {"http", "multiprocessing", "requests", "shutil", "socket", "sqlite3", "subprocess", "tempfile"}

RENDERING = ("catalog", "records", "search", "site")
"""Stages whose output is the same bytes whenever they run."""

CLOCKS_AND_CHANCE = {"now", "today", "utcnow", "uuid1", "uuid4"}

MODULES = sorted(PACKAGE.rglob("*.py"))


def stage_of(path: Path) -> str:
    """The stage that a module belongs to; empty for builder/__init__.py."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py") if first != "__init__.py" else ""


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def imports(path: Path) -> Iterator[str]:
    """The dotted names that a module imports, wherever in it and however."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: line {node.lineno}: a relative import; name the stage"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def calls(path: Path) -> Iterator[str]:
    """The last names of what a module calls: `print`, `exit` for sys.exit(), `now` for datetime.now()."""
    for node in nodes(path):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr


def room_of(path: Path) -> str:
    """The folder that a module lies in, with dots; a module of none is a room of its own."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return parts[0] if len(parts) == 1 else ".".join(parts[:-1])


def rooms_imported(path: Path) -> set[str]:
    found = set()
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "builder":
            continue
        # The longest part of the name that is a module.
        for end in range(len(parts), 1, -1):
            place = PACKAGE.joinpath(*parts[1:end])
            module = next((m for m in (place.with_suffix(".py"), place / "__init__.py") if m.exists()), None)
            if module:
                found.add(room_of(module))
                break
    return found


def every(modules: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", modules, ids=[str(path.relative_to(PACKAGE)) for path in modules])


def test_every_room_has_its_place_in_the_order() -> None:
    rooms = {room_of(path) for path in MODULES} - {"__init__"}

    assert rooms == set(ORDER)


@every(MODULES)
def test_a_module_imports_only_rooms_before_its_own(path: Path) -> None:
    own = room_of(path)
    allowed = {own, *ORDER[: ORDER.index(own)]} if own != "__init__" else set()

    assert rooms_imported(path) <= allowed


def test_the_rooms_are_told_in_their_order() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    told = re.findall(
        r"^\| `([a-z_.]+)` \| (.+) \|$", text.partition("## The rooms\n")[2].partition("\n## ")[0], re.MULTILINE
    )

    assert told == [(room, first_line(room)) for room in ORDER]


def test_the_rooms_of_templates_and_static_are_told() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    section = text.partition("## The rooms of templates/")[2].partition("\n## ")[0]
    files = [path for top in ("templates", "static") for path in (ROOT / top).rglob("*") if path.is_file()]

    told = re.findall(r"^\| `([a-z/]+)` \| .+ \|$", section, re.MULTILINE)
    assert sorted(told) == sorted({path.parent.relative_to(ROOT).as_posix() for path in files})


def first_line(room: str) -> str:
    place = PACKAGE.joinpath(*room.split("."))
    module = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    return (ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or "").split("\n")[0]


@pytest.mark.parametrize("top", ["builder", "tests", "content", "proofs", "benchmarks", "static", "templates"])
def test_a_room_is_not_crowded(top: str) -> None:
    folders = Counter(path.parent for path in (ROOT / top).rglob("*") if is_ours(path))
    crowded = {str(folder.relative_to(ROOT)): count for folder, count in folders.items() if count > MOST_IN_A_ROOM}

    assert crowded == {}


def is_ours(path: Path) -> bool:
    """Data is not counted: the sample has a file for each dandiset."""
    is_code = path.suffix in {".py", ".js", ".css", ".html", ".md"} and path.name != "__init__.py"
    return is_code and path.is_file()


def test_tests_lie_in_rooms_as_the_program_does() -> None:
    """What crosses rooms has a place of its own."""
    across = {"browser", "hostile", "nights", "project", "real", "support"}
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    rooms = {".".join(folder.relative_to(ROOT / "tests").parts) for folder in folders}

    assert rooms - set(ORDER) - across == set()


def test_tests_import_nothing_from_each_other() -> None:
    found = {
        (path.name, name)
        for path in (ROOT / "tests").rglob("*.py")
        for name in imports(path)
        if re.search(r"(^|\.)(test_|conftest)", name) or name.startswith("tests.")
    }

    assert found == set()


@every([path for path in MODULES if stage_of(path) not in {"commands", "unchanged"}])
def test_only_the_command_line_and_its_terminal_print(path: Path) -> None:
    assert "print" not in set(calls(path))


@every([path for path in MODULES if stage_of(path) not in {"commands", "__main__", "unchanged"}])
def test_only_the_command_line_exits(path: Path) -> None:
    assert not {"exit", "_exit", "quit", "SystemExit"} & set(calls(path))
    assert "SystemExit" not in path.read_text(encoding="utf-8")


@every(MODULES)
def test_a_library_is_known_to_its_stages_only(path: Path) -> None:
    roots = {name.split(".")[0] for name in imports(path)}
    assert [root for root in roots & ONLY_IN.keys() if stage_of(path) not in ONLY_IN[root]] == []


def test_one_module_imports_whoosh_and_one_markdown() -> None:
    for library in ("whoosh", "markdown"):
        knowing = [path for path in MODULES if any(name.split(".")[0] == library for name in imports(path))]
        assert len(knowing) <= 1, f"{library}: {knowing}"


@every([path for path in MODULES if stage_of(path) in PURE])
def test_the_pure_stages_open_nothing(path: Path) -> None:
    assert not OPENERS & {name.split(".")[0] for name in imports(path)}
    assert not {"open", "read_text", "read_bytes", "write_text", "write_bytes", "urlopen"} & set(calls(path))


@every([path for path in MODULES if stage_of(path) in RENDERING])
def test_what_a_build_renders_depends_on_no_clock_and_no_chance(path: Path) -> None:
    assert not {"random", "secrets"} & {name.split(".")[0] for name in imports(path)}
    assert not CLOCKS_AND_CHANCE & set(calls(path))


@every(MODULES)
def test_no_module_is_a_drawer(path: Path) -> None:
    assert path.stem not in {"utils", "util", "helpers", "common", "misc"}


def test_what_hosts_ask_before_they_install_needs_no_library() -> None:
    for name in ("__init__.py", "unchanged.py"):
        assert {found.split(".")[0] for found in imports(PACKAGE / name)} <= sys.stdlib_module_names
