"""A command is a module and its name in the list: added by the recipe, it is listed, helps and ends as all do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from support.archives.small import make_small_archive
from support.project.recipes import Checkout, told_files

MAIN, README, MODULE = "builder/commands/main.py", "README.md", "builder/commands/count.py"
TEXT = '''"""`count`: how many dandisets a snapshot holds."""

from __future__ import annotations

from pathlib import Path

import click

from builder.commands.options import SNAPSHOT, Command, PathOption
from builder.commands.output import echo


@click.command("count", cls=Command)
@click.option("--snapshot", type=PathOption, default=SNAPSHOT, show_default=True, help="What to count in.")
def command(snapshot: Path) -> int:
    """Count the dandisets of a snapshot."""
    from builder.snapshot import Snapshot

    with Snapshot.readable(snapshot) as opened:
        echo(f"{len(opened.dandisets())} dandisets")
    return 0
'''


def follow(folder: Path, *, is_told: bool = True) -> Checkout:
    checkout = Checkout(folder)
    checkout.add(MODULE, TEXT)
    checkout.replace(MAIN, '"sample", "demo")', '"sample", "demo", "count")')
    if is_told:
        checkout.insert(
            README, "dandi-catalog count    # how many dandisets\n", before="dandi-catalog diff --since last"
        )
    return checkout


def called(checkout: Checkout, *words: str | Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "builder", *map(str, words)],
        cwd=checkout.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_recipe_makes_a_command(tmp_path: Path) -> None:
    checkout = follow(tmp_path / "copy")
    snapshot = make_small_archive(tmp_path / "snapshot.sqlite")

    assert checkout.touched == told_files("A command")
    assert "Count the dandisets" in called(checkout, "--help")[1]
    assert called(checkout, "count", "--snapshot", snapshot) == (0, "5 dandisets\n")
    code, told = called(checkout, "count", "--snapshot", "none.sqlite")
    assert code == 2
    assert told.startswith("dandi-catalog: none.sqlite")
    checkout.passing_tests("tests/project/test_project.py::test_every_command_and_setting_is_told_in_the_readme")


def test_what_is_forgotten_is_named(tmp_path: Path) -> None:
    checkout = follow(tmp_path / "copy", is_told=False)
    told = checkout.failed_tests(
        "tests/project/test_project.py::test_every_command_and_setting_is_told_in_the_readme"
    )

    assert "assert ['count'] == []" in told
