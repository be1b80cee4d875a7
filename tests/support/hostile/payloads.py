"""The texts that attack: each with its class and a number that tells which one ran."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import yaml

OWN = Path(__file__).with_name("payloads.yaml")
JSON = "json"
"""The class of payloads that are JSON themselves, whatever belongs in their place."""


@dataclass(frozen=True)
class Payload:
    number: int
    kind: str
    """Its class."""
    text: str

    @property
    def is_text(self) -> bool:
        """Whether anybody could type it: JSON is none, and lone surrogates only JSON can hold."""
        return self.kind != JSON and not any("\ud800" <= letter <= "\udfff" for letter in self.text)

    @property
    def value(self) -> Any:
        """What stands in an answer of the archive: text, or JSON as it is."""
        return self.text if self.is_text else msgspec.Raw(self._json.encode())

    @property
    def is_whole(self) -> bool:
        """Whether programs can hold it, so that nobody has to mend it; not so halves of characters."""
        try:
            msgspec.json.decode(self._json)
        except msgspec.DecodeError:
            return False
        return True

    @property
    def _json(self) -> str:
        return self.text if self.kind == JSON else json.dumps(self.text)


def own_payloads() -> tuple[Payload, ...]:
    """Those of payloads.yaml, numbered from 1."""
    classes = yaml.safe_load(OWN.read_text(encoding="utf-8"))
    pairs = [(kind, entry) for kind, entries in classes.items() for entry in entries]
    return tuple(Payload(number, kind, _text(entry, number)) for number, (kind, entry) in enumerate(pairs, start=1))


def _text(entry: str | dict[str, Any], number: int) -> str:
    text = entry if isinstance(entry, str) else _repeated(entry)
    return text.replace("⟦n⟧", str(number))


def _repeated(entry: dict[str, Any]) -> str:
    times = int(entry["times"])
    before, close = str(entry.get("before", "")), str(entry.get("close", ""))
    return before + str(entry["text"]) * times + str(entry.get("after", "")) + close * times
