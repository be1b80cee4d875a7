"""Runs what pages say to type, with stand-ins for all programs: a payload in it must stay a word."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

PROGRAMS = (
    "aria2c",
    "aws",
    "cat",
    "cd",
    "curl",
    "cut",
    "dandi",
    "datalad",
    "git",
    "id",
    "pip",
    "sh",
    "wget",
    "xargs",
)
_SILENT = "#!/bin/sh\nexit 0\n"
_NOTED = '#!/bin/sh\necho "$@" >> "$NOTED"\n'
"""Of the program that payloads want to run."""


def command_faults(texts: Iterable[str], folder: Path) -> Iterator[str]:
    """What of these commands and pieces of code is broken, or does what a payload says; `folder` is for the runs."""
    programs, noted = folder / "programs", folder / "noted.txt"
    programs.mkdir()
    for name in (*PROGRAMS, "touch"):
        (programs / name).write_text(_NOTED if name == "touch" else _SILENT)
        (programs / name).chmod(0o755)
    scratch = folder / "scratch"
    scratch.mkdir()
    for text in sorted(set(texts)):
        # What begins as a command is one, whatever words are in its paths; and a citation is no code.
        if text.split(maxsplit=1)[:1] and text.split(maxsplit=1)[0] in PROGRAMS:
            yield from _shell_faults(text, scratch, {"PATH": str(programs), "NOTED": str(noted)})
            if noted.exists():
                noted.unlink()
                yield f"runs what a payload says: {text[:200]!r}"
        elif "import " in text and not text.startswith("@misc{"):
            yield from _python_faults(text)
    yield from (f"{path.name} was written" for path in scratch.iterdir())


def _python_faults(text: str) -> Iterator[str]:
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        yield f"no Python ({error}): {text[:200]!r}"
        return
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    if "os" in names:
        yield f"Python that a payload wrote: {text[:200]!r}"


def _shell_faults(text: str, scratch: Path, environment: dict[str, str]) -> Iterator[str]:
    ran = subprocess.run(
        ["/bin/bash", "-c", text],
        cwd=scratch,
        env=environment,
        capture_output=True,
        text=True,
        errors="replace",
        stdin=subprocess.DEVNULL,
        timeout=20,
        check=False,
    )
    if "syntax error" in ran.stderr or "unexpected EOF" in ran.stderr or "command not found" in ran.stderr:
        yield f"{ran.stderr.strip()[:200]}: {text[:200]!r}"
