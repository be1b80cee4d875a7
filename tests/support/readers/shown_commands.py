"""What a page's download box says to type or to run."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from dataclasses import dataclass

from support.sites.pages import Html, text_of

SHELLS = {"dandi", "datalad", "curl", "aws"}


@dataclass(frozen=True)
class Shown:
    """A command or a piece of code."""

    tab: str
    """`dandi`, `python`, `matlab`, `datalad`, `curl` or `aws`."""
    label: str
    text: str

    @property
    def is_shell(self) -> bool:
        return self.tab in SHELLS or self.text.startswith("pip ")


def shown_commands(page: Html) -> list[Shown]:
    section = page.section("download")
    panels = section.iter("section") if section is not None else ()
    return [
        Shown(panel.attrib["id"].removeprefix("download-"), text_of(box.find("p")), "".join(code.itertext()))
        for panel in panels
        if "tabs__panel" in panel.get("class", "")
        for box in panel.findall("div[@class='command']")
        for code in box.iter("code")
    ]


def bash_mistakes(texts: Iterable[str]) -> str:
    """What Bash says of commands that it reads but does not run."""
    ran = subprocess.run(["bash", "-n"], input="\n".join(texts), capture_output=True, text=True, check=False)
    return ran.stderr
