"""Queries are read; whatever is typed, there is a best reading and never an error."""

import json
import random

import pytest

from builder.catalog.facets.awards import award_numbers
from builder.search.query.parsing import LONGEST, parse
from builder.search.words.identifiers import publication_key
from builder.search.words.ranges import Measure, Range, read_range
from support import ROOT
from support.readers.search_summary import summarize

CASES = json.loads((ROOT / "tests" / "support" / "readers" / "search_cases.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["query"][:40] for case in CASES])
def test_query_is_read_as_the_table_says(case):
    expected = {name: value for name, value in case.items() if name != "query"}

    assert summarize(parse(case["query"])) == expected


def test_nothing_that_is_typed_is_an_error():
    draw = random.Random(5)
    letters = 'ab :"-<>=./,1ß\n\t(){}[]*?\\“’…🐭'

    for _ in range(2000):
        parse("".join(draw.choices(letters, k=draw.randrange(30))))


def test_only_the_beginning_of_a_long_query_is_read():
    query = parse("mouse " * LONGEST)

    assert query.messages == (f"Only the first {LONGEST} characters of the query were read.",)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("doi:10.1016/J.NEURON.2016.12.011", "10.1016/j.neuron.2016.12.011"),
        ("https://www.nature.com/articles/s41586-020-2907-3?x=1", "10.1038/s41586-020-2907-3"),
        ("https://www.biorxiv.org/content/10.1101/2022.05.10.491259v2.full.pdf", "10.1101/2022.05.10.491259"),
        ("(10.7554/eLife.61834).", "10.7554/elife.61834"),
        ("https://pubmed.ncbi.nlm.nih.gov/29017866/", "pmid:29017866"),
        ("https://doi.org/10.48324/dandi.000003/0.230629.1955", ""),
        ("https://github.com/x/y", ""),
    ],
)
def test_a_paper_has_one_key_in_all_its_forms(text, key):
    assert publication_key(text) == key


def test_all_years_and_spellings_of_an_award_share_a_word():
    spellings = ["1 R01 NS 123887-01", "R01NS123887", "5R01NS123887-03", "r01-ns-123887"]

    assert set.intersection(*(set(award_numbers(text)) for text in spellings)) >= {"r01ns123887", "ns123887"}


@pytest.mark.parametrize(
    ("measure", "text", "expected"),
    [
        (Measure.SUBJECTS, "10..", Range(10, None)),
        (Measure.SUBJECTS, "10…20", Range(10, 20)),
        (Measure.SIZE, ">=1.5 gb", Range(1_500_000_000, None)),
        (Measure.SIZE, "1kib", Range(1024, 1024)),
        (Measure.PUBLISHED, "2022-05", Range(20220501, 20220531)),
        (Measure.PUBLISHED, "<2022", Range(None, 20220100)),
        (Measure.CREATED, "2022-00", None),
        (Measure.SUBJECTS, "ten", None),
        (Measure.SUBJECTS, "10..x", None),
        (Measure.SUBJECTS, "", None),
    ],
)
def test_ranges_are_read_in_their_forms(measure, text, expected):
    assert read_range(measure, text) == expected
