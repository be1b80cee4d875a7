"""The corpus that lies beside the project, as payloads."""

from __future__ import annotations

import json

from support import SHARED
from support.hostile.payloads import Payload

CORPUS = SHARED / "hostile"
_NUMBER = "@N@"


def shared_payloads() -> tuple[Payload, ...]:
    """Empty where the corpus is not at hand. Numbers begin at 10,000, so that no run is taken for one of ours."""
    pairs = [
        (path.stem, entry["text"])
        for path in sorted(CORPUS.glob("*.json"))
        for entry in json.loads(path.read_text(encoding="utf-8"))
    ]
    return tuple(
        Payload(number, kind, text.replace(_NUMBER, str(number)))
        for number, (kind, text) in enumerate(pairs, start=10_000)
    )
