"""What search joins by signs holds none of them, whatever the archive's texts hold."""

from __future__ import annotations

import pytest

from builder.catalog.facets.index import index_facets
from builder.search.index.packing import pack_words
from builder.search.index.records import read_record
from builder.search.index.search_index import TermTable
from builder.search.index.table import make_table
from support.archives.entries import make_entry, summary
from support.hostile.texts import hostile_texts

SEPARATORS = "\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029 .,;:"
TEXTS = [
    f"10.1234/a{sign}b ror:05a28rw5{sign}8 UBERON:12{sign}34 R01 NS12{sign}3456 0000-0002-1825-009{sign}7 a{sign}b"
    for sign in SEPARATORS
]


def table_of(texts: list[str]) -> TermTable:
    """The words of dandisets that hold these texts wherever they hold any."""
    entries = []
    for number, text in enumerate(texts):
        person = {"schemaKey": "Person", "name": text, "identifier": text, "awardNumber": text, "roleName": [text]}
        place = {"schemaKey": "Organization", "name": text, "identifier": text, "roleName": ["dcite:Funder"]}
        person["affiliation"] = [{"name": text, "identifier": text}]
        terms = summary(species=[(text, text)], approach=[(text, text)], measurementTechnique=[(text, text)])
        entry = make_entry(
            f"{number:06}",
            name=text,
            description=text,
            keywords=[text],
            contributor=[person, place],
            about=[{"schemaKey": "Anatomy", "name": text, "identifier": text}],
            license=[text],
            relatedResource=[{"name": text, "identifier": text, "url": text}],
            studyTarget=[text],
            acknowledgement=text,
            assetsSummary=terms | {"variableMeasured": [text]},
        )
        entries.append(entry)
    facets = index_facets(entries)
    return make_table([read_record(entry.dandiset, facets) for entry in entries])


def read_words(packed: str) -> list[str]:
    """As the browser's engine reads a shard."""
    words, before = [], ""
    for line in packed.split("\n"):
        start, tab, _ = line.partition("\t")
        assert tab
        before = before[: int(start[0], 36)] + start[1:]
        words.append(before)
    return words


@pytest.mark.parametrize("kind", ["", "identifier"])
def test_a_word_holds_no_sign_that_words_are_joined_by(kind: str) -> None:
    table = table_of(hostile_texts(kind) if kind else TEXTS)

    assert len(table.words) > 10
    assert read_words(pack_words(table.words, table.postings)) == list(table.words)
    assert [word for word in table.words if len(f"{word}|".splitlines()) != 1 or "\t" in word] == []
