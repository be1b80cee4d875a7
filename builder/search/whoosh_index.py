"""Whoosh: indexes the records and says what it counted. The only module that imports it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from whoosh.analysis import Token, Tokenizer
from whoosh.fields import TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.reading import IndexReader

Words = Callable[[str], Iterator[str]]


class _WordTokenizer(Tokenizer):  # type: ignore[misc]
    """Our words as Whoosh's tokens."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def __call__(self, value: str, **_: Any) -> Iterator[Token]:  # noqa: ANN401 - Whoosh's own signature
        token = Token()
        for word in self._words(value):
            token.text = word
            yield token


def index_texts(texts: Sequence[Mapping[str, str]], analyses: Mapping[str, Words]) -> IndexReader:
    """Index texts, each a mapping of fields; `analyses` says how a field is cut into words.

    In memory, in one go, so that documents keep the numbers of their places: an index that is updated in place has
    wrong field lengths ever after, and other scores.
    """
    schema = Schema(
        **{field: TEXT(analyzer=_WordTokenizer(words), phrase=False) for field, words in analyses.items()}
    )
    index = RamStorage().create_index(schema)
    with index.writer() as writer:
        for text in texts:
            writer.add_document(**text)
    return index.reader()
