"""The wheel brings everything: installed into an environment of its own, the demo runs in another folder."""

import os
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterable
from importlib.metadata import Distribution, PathDistribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from support import ROOT


def requirements(requires: Iterable[str], extras: Iterable[str] = ("",)) -> list[Requirement]:
    """The requirements that hold on this machine, for the chosen extras."""
    read = [Requirement(text) for text in requires]
    return [one for one in read if not one.marker or any(one.marker.evaluate({"extra": extra}) for extra in extras)]


def closure(requires: Iterable[str]) -> list[Distribution]:
    """The installed distributions that these requirements bring, directly or not."""
    todo = requirements(requires)
    found: dict[str, Distribution] = {}
    while todo:
        wanted = todo.pop()
        name = canonicalize_name(wanted.name)
        if name not in found:
            found[name] = distribution(name)
            todo += requirements(found[name].requires or (), ("", *wanted.extras))
    return list(found.values())


def lend(distributions: Iterable[Distribution], site_packages: Path) -> None:
    """Link installed distributions into another environment: as good as installed, without the network."""
    for lent in distributions:
        tops = {file.parts[0] for file in lent.files or ()} - {"..", "__pycache__"}
        for top in sorted(tops):
            place = site_packages / top
            if not place.exists():
                place.symlink_to(Path(str(lent.locate_file(top))))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel and what it requires, without extras; nothing else is importable there."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False)
    (site_packages,) = folder.glob("lib/python*/site-packages")
    with zipfile.ZipFile(wheel) as archive:
        (info,) = {name.split("/")[0] for name in archive.namelist() if ".dist-info/" in name}
        requires = PathDistribution(zipfile.Path(archive, f"{info}/")).requires
    lend(closure(requires or ()), site_packages)
    python = folder / "bin" / "python"
    install = ["install", "--quiet", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", "--python", str(python), *install], check=True)
    return folder


def run(environment: Path, *words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a program of the environment elsewhere, without what leads back to the checkout."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    program, *arguments = words
    return subprocess.run(
        [environment / "bin" / program, *arguments],
        cwd=cwd,
        env={**kept, "PATH": f"{environment / 'bin'}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_holds_the_built_in_folders_and_the_license(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())

    for folder in ("templates", "static", "content"):
        sources = [path for path in (ROOT / folder).rglob("*") if path.is_file() and path.name != ".keep"]
        assert {f"builder/_site/{path.relative_to(ROOT)}" for path in sources} <= names
    assert "builder/py.typed" in names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"builder"}


def test_the_installed_program_finds_its_own_folders(environment: Path, tmp_path: Path) -> None:
    script = (
        "from builder.machine.folders import builtin_folder as f; print(f('templates'), f('static'), f('content'))"
    )

    found = run(environment, "python", "-c", script, cwd=tmp_path)

    assert found.stderr == ""
    folders = [Path(word) for word in found.stdout.split()]
    assert [folder.name for folder in folders] == ["templates", "static", "content"]
    assert all(folder.is_relative_to(environment.resolve()) for folder in folders)


def test_the_demo_runs_from_the_wheel_in_another_folder(environment: Path, tmp_path: Path) -> None:
    out = tmp_path / "catalog"

    ended = run(environment, "dandi-catalog", "demo", "--no-serve", "--out", out, cwd=tmp_path)

    assert ended.returncode == 0, ended.stderr
    assert "Traceback" not in ended.stderr
    assert list(out.rglob("dandiset/*/index.html")), ended.stderr
    assert list(out.rglob("404.html"))
