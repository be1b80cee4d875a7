"""No cell of a table is run by the spreadsheet that opens it, and none becomes two."""

from __future__ import annotations

import csv
import io
import sys
import unicodedata

import pytest

from builder.records.cells import csv_text, harmless, several, tsv_line
from support.hostile.texts import hostile_texts

UNSEEN = [
    *("", " ", "  ", "\t", "\r", "\n", "\v", "\f", "\x00", "\x1b", "\x7f", "\x85", "\u00a0", "\u00ad", "\u034f"),
    *("\u061c", "\u115f", "\u1680", "\u180e", "\u200b", "\u200d", "\u200e", "\u2028", "\u2029", "\u202e", "\u202f"),
    *("\u205f", "\u2060", "\u2066", "\u2800", "\u3000", "\u3164", "\ufe0f", "\ufeff", "\uffa0", "\uffff", "\ue000"),
    *("\U000e0020", "\u0301", " \u200b\t\ufeff\u00a0"),
]
"""What may stand before a formula, and is not seen."""
SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b"
HARMLESS = [
    *("", " ", "\u200b", "mouse", " mouse", "\u00a0mouse", "1-2", "a=b", "'=1+1", '"=1+1', "{=1}", "%0A=1", "|calc"),
    *("é", "\u200bmouse", "脳", "\u2212 1", "–", "(-1)", "#1", "~", "_", "a;=1+1;b", "½"),
]


@pytest.mark.parametrize("before", UNSEEN, ids=ascii)
@pytest.mark.parametrize("sign", SIGNS, ids=ascii)
def test_what_a_spreadsheet_would_run_begins_with_an_apostrophe(before: str, sign: str) -> None:
    for text in (before + sign, f"{before}{sign}cmd|'/c calc'!A1", f"{before}{sign}1"):
        assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS, ids=ascii)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize("text", ["\tmouse", "\rmouse", "\nmouse", " \tmouse"])
def test_what_begins_with_the_end_of_a_cell_begins_with_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_whatever_leaves_no_ink_is_looked_past() -> None:
    """Every blank, control and mark that Unicode has."""
    unseen = ("C", "Z", "M")
    found = [sign for sign in map(chr, range(sys.maxunicode)) if unicodedata.category(sign)[0] in unseen]
    # A vowel sign with a width of its own is seen.
    seen = [sign for sign in found if unicodedata.category(sign) == "Mc"]

    assert len(found) > 3000
    assert [sign for sign in found if harmless(f"{sign}=1") == f"{sign}=1"] == seen


def test_our_own_numbers_are_no_texts() -> None:
    assert csv_text(("n",), [(-15,)]) == "n\r\n-15\r\n"
    assert csv_text(("n",), [("-15",)]) == "n\r\n'-15\r\n"


@pytest.mark.parametrize(
    "text", [*UNSEEN, *HARMLESS, "a\tb", "a\nb", 'a"\tb', '"', 'a"b', "a,b", "=1\t+2\n-3"], ids=ascii
)
def test_a_cell_of_either_table_is_one_cell(text: str) -> None:
    rows = list(csv.reader(io.StringIO(csv_text(("a", "b"), [(text, text)]), newline="")))
    line = tsv_line([text, text])

    assert rows == [["a", "b"], [harmless(text)] * 2]
    assert line.count("\t") == 1
    assert line.splitlines() == [line[:-1]]


@pytest.mark.parametrize(
    ("texts", "cell"),
    [([], ""), (["a"], "a"), (["a", "b c"], "a, b c"), (["a, b", "c"], '"a, b", c'), (['a"', "c"], '"a""", c')],
)
def test_several_texts_of_a_cell_can_be_told_apart(texts: list[str], cell: str) -> None:
    assert several(texts) == cell
    assert (next(csv.reader([cell], skipinitialspace=True)) if cell else []) == texts


def runs(cell: str) -> bool:
    """Whether a spreadsheet would take it for a formula."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKC", cell) if sign.isprintable()).strip()
    return bare[:1] in set("=+-@")


def test_of_a_list_of_hostile_cells_none_is_run() -> None:
    texts = hostile_texts("csv")
    rows = list(csv.reader(io.StringIO(csv_text(("a",), [(text,) for text in texts]), newline="")))

    assert len(rows) == len(texts) + 1 > 10
    assert [row for row in rows if len(row) != 1 or runs(row[0])] == []
    assert any(map(runs, texts))
