"""What a run over a hostile archive counted."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from support.hostile.judges.walk import Walked


@dataclass
class Figures:
    """Of one corpus of payloads; what stands below `check_problems` must be 0."""

    payloads: int = 0
    dandisets: int = 0
    versions: int = 0
    assets: int = 0
    plantings: int = 0
    """Pairs of a place and a payload that came there."""
    build_seconds: float = 0.0
    build_peak_mb: int = 0
    """Memory of the largest process."""
    files: int = 0
    files_parsed: int = 0
    pages_visited: int = 0
    """In the browser, from the server and from disk together."""
    steps: int = 0
    commands_run: int = 0
    check_problems: int = 0
    parser_faults: int = 0
    emails: int = 0
    executions: int = 0
    requests_off_host: int = 0
    console_messages: int = 0
    windows_and_dialogs: int = 0
    nodes_injected: int = 0
    misleading_links: int = 0

    def add(self, walked: Walked) -> None:
        """Count what a walk saw."""
        self.pages_visited += walked.pages
        self.steps += walked.steps
        self.executions += len(walked.ran)
        self.requests_off_host += len(walked.asked)
        self.console_messages += len(walked.said)
        self.windows_and_dialogs += len(walked.opened)
        self.nodes_injected += len(walked.injected)
        self.misleading_links += len(walked.misleading)

    def lines(self, title: str) -> list[str]:
        return [title, *(f"  {name.replace('_', ' '):<22}{value}" for name, value in asdict(self).items())]
