"""How long a page's thread is at work for each key, by the browser's own trace."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline", "toplevel"]
"""What the trace has to hold."""

_PARTS = {
    "script": ("EventDispatch", "FunctionCall"),
    "style and layout": ("UpdateLayoutTree", "Layout", "PrePaint"),
    "paint": ("Paint", "Layerize", "Commit", "UpdateLayer"),
}

_Event = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keystroke:
    """In milliseconds, from the key's event to the end of the first frame painted after it."""

    work: float
    """All tasks of the page's thread; not the wait for the screen's next frame."""
    processor: float
    """What the thread had of a processor in that time: what others take of a busy machine is left out."""
    parts: Mapping[str, float]
    """Named parts of the work; the rest is the browser's own, and the trace's."""


def read_keystrokes(path: Path) -> list[Keystroke]:
    """Of a trace, all keys that changed an input, in order."""
    events = json.loads(path.read_text(encoding="utf-8"))["traceEvents"]
    keys = [event for event in events if _is_dispatch(event, "keydown")]
    thread = (keys[0]["pid"], keys[0]["tid"])
    own = [e for e in events if e.get("ph") == "X" and (e["pid"], e["tid"]) == thread]
    own.sort(key=lambda event: event["ts"])
    inputs = [event["ts"] for event in own if _is_dispatch(event, "input")]
    return [_keystroke(own, key["ts"]) for key in keys if any(0 <= at - key["ts"] < 50_000 for at in inputs)]


def _keystroke(events: Sequence[_Event], started: float) -> Keystroke:
    tasks = [event for event in events if event["name"] == "RunTask"]
    painted = next(event for event in events if event["name"] == "Commit" and event["ts"] > started)
    inside = [task for task in tasks if started < task["ts"] + task["dur"] and task["ts"] <= painted["ts"]]
    first, end = inside[0]["ts"], inside[-1]["ts"] + inside[-1]["dur"]
    within = [event for event in events if first <= event["ts"] <= end]
    return Keystroke(
        work=sum(task["dur"] for task in inside) / 1000,
        processor=sum(task.get("tdur", task["dur"]) for task in inside) / 1000,
        parts={part: _sum(within, names) for part, names in _PARTS.items()},
    )


def _sum(events: Sequence[_Event], names: Sequence[str]) -> float:
    """Milliseconds in events of these names; of those inside each other the outer one counts."""
    total, end = 0.0, 0.0
    for event in events:
        if event["name"] in names and event["ts"] >= end:
            total += event["dur"]
            end = event["ts"] + event["dur"]
    return total / 1000


def _is_dispatch(event: _Event, kind: str) -> bool:
    return event.get("name") == "EventDispatch" and event["args"].get("data", {}).get("type") == kind


def quantiles(values: Sequence[float]) -> Iterator[str]:
    """The median, the 95th percentile and the largest, as text."""
    ordered = sorted(values)
    for value in (ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)], ordered[-1]):
        yield f"{value:.1f}"
