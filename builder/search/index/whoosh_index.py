"""Whoosh: indexes words with their weights, and scores each of them. The only module that imports it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from whoosh.analysis import Token, Tokenizer
from whoosh.fields import TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.scoring import BM25F
from whoosh.searching import Searcher

_FIELD = "words"
_MEMORY_MB = 1024
"""So that the index is written in one go."""


class _Bags(Tokenizer):  # type: ignore[misc]
    """Gives the words of a document, each once with its weight; the value is the document's place."""

    def __init__(self, bags: Sequence[Mapping[str, float]]) -> None:
        self._bags = bags

    def __call__(self, value: str, **_: Any) -> Iterator[Token]:  # noqa: ANN401 - Whoosh's own signature
        token = Token()
        for word, weight in self._bags[int(value)].items():
            token.text = word
            token.boost = weight
            yield token


def score_words(
    bags: Sequence[Mapping[str, float]], *, saturation: float
) -> Iterator[tuple[str, list[tuple[int, float]]]]:
    """Each word with the documents that hold it and its BM25 score there, by place.

    A bag's weights are sums over fields, each by its own weight and length, so the scorer looks at no lengths. The
    index is made in memory and in one go, so that documents keep the numbers of their places.
    """
    index = RamStorage().create_index(Schema(**{_FIELD: TEXT(analyzer=_Bags(bags), phrase=False)}))
    with index.writer(limitmb=_MEMORY_MB) as writer:
        for place in range(len(bags)):
            writer.add_document(**{_FIELD: str(place)})
    weighting = BM25F(B=0.0, K1=saturation)
    with Searcher(index.reader(), weighting=weighting) as searcher:
        for word in searcher.reader().field_terms(_FIELD):
            matcher = searcher.postings(_FIELD, word)
            scored = []
            while matcher.is_active():
                scored.append((matcher.id(), matcher.score()))
                matcher.next()
            yield word, scored
