"""The judged queries, and how well a ranking answers them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

QUERIES = Path(__file__).resolve().parents[1] / "search" / "queries.yaml"
Ranker = Callable[[str], Sequence[str]]
"""Query -> identifiers, the best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    query: str
    kind: str
    answers: dict[str, int]
    """Identifier -> 2 for what is wanted, 1 for what is useful."""
    is_held_out: bool
    """Every second of a kind was never looked at while tuning."""


def read_judged() -> Iterator[Judged]:
    seen: Counter[str] = Counter()
    for item in yaml.safe_load(QUERIES.read_text(encoding="utf-8")):
        seen[item["kind"]] += 1
        yield Judged(
            query=item["query"],
            kind=item["kind"],
            answers=item["answers"],
            is_held_out=seen[item["kind"]] % 2 == 0,
        )


def measures(ranked: Sequence[str], answers: dict[str, int]) -> tuple[float, float, float]:
    """MRR@10, nDCG@10 with gains of 1 and 3, recall@50."""
    first = next((place for place, found in enumerate(ranked[:10], 1) if found in answers), 0)
    ideal = _gain(sorted(answers.values(), reverse=True)[:10])
    gained = _gain([answers.get(found, 0) for found in ranked[:10]])
    recall = len(set(ranked[:50]) & answers.keys()) / min(50, len(answers))
    return (1 / first if first else 0.0, gained / ideal, recall)


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, 1))


def evaluate(ranker: Ranker, *, held_out: bool) -> dict[str, tuple[float, ...]]:
    """Means by kind; `nonsense` is how many hits queries without answers have.

    `all` is over all with answers, `words` leaves out what only an engine that was made for it can read.
    """
    found: dict[str, list[tuple[float, ...]]] = defaultdict(list)
    for judged in read_judged():
        if judged.is_held_out is held_out:
            ranked = ranker(judged.query)
            if judged.answers:
                for group in (judged.kind, *([] if judged.kind in _SPECIAL else ["words"]), "all"):
                    found[group].append(measures(ranked, judged.answers))
            else:
                found["nonsense"].append((len(ranked),))
    kinds = (*(kind for kind in found if kind not in _LAST), *_LAST)
    return {
        kind: tuple(sum(column) / len(found[kind]) for column in zip(*found[kind], strict=True)) for kind in kinds
    }


_SPECIAL = ("identifier", "doi", "filter")
_LAST = ("nonsense", "words", "all")
