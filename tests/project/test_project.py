"""What holds for the project's own files: clean texts, whole pages, commands that exist."""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest
import yaml

import builder
from builder.commands.main import COMMANDS
from builder.errors import UsageError
from builder.machine import folders
from builder.machine.folders import builtin_folder
from builder.settings import Select, Settings
from support import ROOT

CONTENT = sorted((ROOT / "content").rglob("*.md"))

MACHINE_PATH = re.compile(r"(?<![\w.:/$}-])/(?:home|Users|root|work|mnt|private)/\w")
EMAIL = re.compile(r"[\w.+-]+@((?:[\w-]+\.)+[A-Za-z]{2,})\b")
NOBODYS_DOMAIN = re.compile(r"(?:.*\.)?(?:example(?:\.(?:com|net|org))?|invalid|test|localhost)")
MARKDOWN_LINK = re.compile(r"\]\(([^)\s]+)\)")


@cache
def project_files() -> tuple[Path, ...]:
    """The files that are, or would be, under version control."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip(f"not a git checkout: {listed.stderr.strip()}")
    return tuple(path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file())


def texts() -> Iterator[tuple[str, str]]:
    """Every project file that is text, with its name."""
    for path in project_files():
        try:
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def front_matter(path: Path) -> tuple[dict[str, object], str]:
    opening, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    assert opening == "", f"{path} must begin with ---"
    read = yaml.safe_load(head)
    assert isinstance(read, dict)
    return read, body


def stub_commands(folder: Path, *, harvest_exit: int) -> Path:
    """A folder of commands that only note that they were called; harvest ends with the given code."""
    folder.mkdir()
    for name in ("pip", "python", "dandi-catalog"):
        command = folder / name
        command.write_text(
            f'#!/bin/sh\necho "{name} $*" >> "{folder}/called"\n[ "$1" = harvest ] && exit {harvest_exit}\nexit 0\n'
        )
        command.chmod(0o755)
    return folder


def called(folder: Path) -> list[str]:
    """The subcommands of dandi-catalog that were called, in order."""
    lines = (folder / "called").read_text().splitlines()
    return [line.split()[1] for line in lines if line.startswith("dandi-catalog ")]


def test_no_file_holds_a_path_of_somebodys_machine() -> None:
    found = [(name, match[0]) for name, text in texts() for match in MACHINE_PATH.finditer(text)]
    assert found == []


def test_no_file_holds_an_email_address_of_a_person() -> None:
    found = [
        (name, match[0])
        for name, text in texts()
        for match in EMAIL.finditer(text)
        if not NOBODYS_DOMAIN.fullmatch(match[1].lower())
    ]
    assert found == []


def test_every_file_is_under_a_megabyte() -> None:
    assert [str(path) for path in project_files() if path.stat().st_size > 1_000_000] == []


def test_templates_switch_off_no_escaping_and_hold_nothing_inline() -> None:
    banned = re.compile(r"\|\s*safe\b|autoescape\s+false|\sstyle\s*=|<style|\son[a-z]+\s*=\s*[\"']|(?:href|src)=\"/")
    found = [
        (str(path.relative_to(ROOT)), match[0])
        for path in (ROOT / "templates").rglob("*")
        if path.suffix in {".html", ".xml", ".svg", ".txt"}
        for match in banned.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_licenses_are_spelled_in_one_way() -> None:
    british = re.compile("lic" + "ence", re.IGNORECASE)
    found = {name for name, text in texts() if british.search(text)}

    assert found == {  # where it is what others type
        "builder/catalog/facets/kinds.py",
        "builder/catalog/schema/licenses.py",
        "tests/support/readers/search_cases.json",
    }


def test_the_license_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.strip().startswith("Apache License")
    assert "END OF TERMS AND CONDITIONS" in text


def test_the_version_is_the_same_everywhere() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    changelog = (ROOT / "docs" / "changelog.md").read_text(encoding="utf-8")
    assert citation["version"] == builder.__version__
    assert re.findall(r"^## (\S+)", changelog, re.MULTILINE)[0] == builder.__version__


def test_the_readme_names_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make demo" in text
    assert "make test" in text


def test_every_target_of_make_is_explained() -> None:
    helped = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    targets = re.findall(r"^make (\w+) +\S", helped, re.MULTILINE)
    assert set(targets) == {"bench", "check", "clean", "demo", "help", "proof", "site", "test"}


def test_the_script_of_continuous_integration_can_be_run() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", script], check=True)


@pytest.mark.parametrize(
    ("harvest_exit", "then"), [(0, ["build"]), (1, ["build"]), (2, []), (3, []), (4, []), (5, [])]
)
def test_make_site_builds_after_a_harvest_that_is_worth_it(
    tmp_path: Path, harvest_exit: int, then: list[str]
) -> None:
    stubs = stub_commands(tmp_path / "bin", harvest_exit=harvest_exit)
    installed = tmp_path / "installed"
    installed.touch()

    made = subprocess.run(
        ["make", "site", f"BIN={stubs}", f"CORE={installed}"], cwd=ROOT, capture_output=True, check=False
    )

    assert called(stubs) == ["harvest", *then]
    assert (made.returncode == 0) == bool(then)


@pytest.mark.parametrize(
    ("harvest_exit", "then"), [(0, ["build"]), (1, ["build"]), (2, []), (3, []), (4, []), (5, [])]
)
def test_netlify_builds_after_a_harvest_that_is_worth_it(tmp_path: Path, harvest_exit: int, then: list[str]) -> None:
    stubs = stub_commands(tmp_path / "bin", harvest_exit=harvest_exit)
    config = tomllib.loads((ROOT / "netlify.toml").read_text(encoding="utf-8"))

    ended = subprocess.run(
        ["bash", "-c", config["build"]["command"]],
        cwd=tmp_path,
        env={"PATH": f"{stubs}:/usr/bin:/bin"},
        capture_output=True,
        check=False,
    )

    assert called(stubs) == ["harvest", *then]
    assert (ended.returncode == 0) == bool(then)
    assert config["build"]["publish"] == "site"


@pytest.mark.parametrize("path", CONTENT, ids=[str(path.relative_to(ROOT)) for path in CONTENT])
def test_a_content_page_says_what_it_is_and_links_to_pages_that_are_there(path: Path) -> None:
    head, body = front_matter(path)

    assert {key: type(value) for key, value in head.items()} == {
        "title": str,
        "description": str,
        "order": int,
        "nav": bool,
    }
    assert body.strip()
    assert not re.search(r"^# ", re.sub(r"```.*?```", "", body, flags=re.DOTALL), re.MULTILINE), "the title is the h1"
    for link in MARKDOWN_LINK.findall(body):
        if not link.startswith(("https://", "/")):  # pages of other kinds, behind a slash, are held by the built site
            assert link.endswith(".md")
            assert (path.parent / link).is_file(), link


def test_every_content_page_is_reached_from_another() -> None:
    linked = {
        (path.parent / link).resolve()
        for path in CONTENT
        for link in MARKDOWN_LINK.findall(front_matter(path)[1])
        if link.endswith(".md")
    }
    in_navigation = {path for path in CONTENT if front_matter(path)[0]["nav"]}
    assert set(CONTENT) == linked | in_navigation


def test_pages_of_one_folder_have_an_order_of_their_own() -> None:
    places = [(path.parent, front_matter(path)[0]["order"]) for path in CONTENT if path.name != "index.md"]
    assert len(places) == len(set(places))


def documented_commands() -> Iterator[tuple[str, str, frozenset[str]]]:
    """Every command line of the documents: where it is, the subcommand, its long options."""
    for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "netlify.toml", ROOT / "Makefile"):
        for line in path.read_text(encoding="utf-8").splitlines():
            for rest in re.findall(r"dandi-catalog ([a-z]+(?: [^|&;`}#)]*)?)", line):
                words = rest.split()
                if words[0] in COMMANDS:
                    yield f"{path.name}: {line}", words[0], frozenset(re.findall(r"--[a-z][a-z-]*", rest))


@cache
def help_of(command: str) -> str:
    program = Path(sys.executable).with_name("dandi-catalog")
    return subprocess.run([program, command, "--help"], capture_output=True, text=True, check=True).stdout


def test_commands_in_the_documents_exist() -> None:
    unknown = [
        (where, option)
        for where, command, options in documented_commands()
        for option in options
        if not re.search(rf"(?<![\w-]){option}(?![\w-])", help_of(command))
    ]
    assert unknown == []


def test_modules_and_templates_that_the_documents_name_are_there() -> None:
    """But for what recipes make up."""
    named = {
        (path.name, name)
        for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
        if path.name != "changelog.md"  # what was, was
        for text in [path.read_text(encoding="utf-8").partition("\n## How to add")[0]]
        for name in re.findall(r"`([\w/.-]+/[\w.-]+\.(?:py|html))`", text)
    }
    places = (ROOT, ROOT / "builder", ROOT / "builder" / "site")
    missing = [(page, name) for page, name in sorted(named) if not any((place / name).exists() for place in places)]

    assert [(page, name) for page, name in missing if not name.endswith("index.html")] == []


def test_every_command_and_setting_is_told_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    keys = {field.name for kind in (Settings, Select) for field in fields(kind)} - {"folder"}

    assert [name for name in COMMANDS if f"dandi-catalog {name}" not in text] == []
    assert [key for key in sorted(keys) if not re.search(rf"^ *{key}:|`{key}[`:]", text, re.MULTILINE)] == []


def test_built_in_folders_of_a_checkout_lie_beside_the_package() -> None:
    assert {builtin_folder(name) for name in ("templates", "static", "content")} == {
        ROOT / "templates",
        ROOT / "static",
        ROOT / "content",
    }


def test_built_in_folders_of_a_wheel_lie_in_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside = tmp_path / "builder" / "_site" / "static"
    inside.mkdir(parents=True)
    (tmp_path / "static").mkdir()
    monkeypatch.setattr(folders, "_PACKAGE", tmp_path / "builder")

    assert builtin_folder("static") == inside


def test_an_installation_without_its_folders_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "_PACKAGE", tmp_path / "builder")

    with pytest.raises(UsageError, match=r"templates/ is missing.*install"):
        builtin_folder("templates")
