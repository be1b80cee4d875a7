"""Citation files say the same in every format, whatever people typed, as other programs read them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from builder.catalog.schema.metadata import Contributor
from builder.records.apa import apa_text
from builder.records.bibtex import bibtex_text
from builder.records.cff import cff_text, fits_cff
from builder.records.citation import Reference, read_authors
from builder.records.citation_formats import CITATION_FORMATS
from builder.records.csl import csl_text
from builder.records.ris import ris_text
from support import ROOT
from support.readers.importing import READERS, from_bibtex, in_apa
from support.readers.same_everywhere import assert_same_everywhere

PLAIN = Reference(
    key="dandi_000003_0_230629_1955",
    authors=read_authors(
        [
            Contributor(
                schema_key="Person", name="Senzai, Yuta", identifier="0000-0002-1825-0097", include_in_citation=True
            ),
            Contributor(schema_key="Organization", name="Allen Institute", include_in_citation=True),
        ]
    ),
    title="Granule cells",
    year=2023,
    issued=date(2023, 6, 9),
    version="0.230629.1955",
    is_draft=False,
    doi="10.48324/dandi.000003/0.230629.1955",
    url="https://dandiarchive.org/dandiset/000003/0.230629.1955",
    publisher="DANDI Archive",
    licenses=("CC-BY-4.0",),
    keywords=("place cells", "mouse"),
    abstract="What was done.",
)


def test_every_format_is_read_back_by_a_program_of_others() -> None:
    """Whoever adds a format adds its reader to `support.readers.importing`."""
    assert set(READERS) == {form.file for form in CITATION_FORMATS}


def test_every_format_is_told_in_the_help() -> None:
    told = (ROOT / "content" / "help" / "cite.md").read_text(encoding="utf-8")

    assert [form.label for form in CITATION_FORMATS if f"**{form.label}**" not in told] == []


def test_no_two_formats_have_a_name_or_an_ending_in_common() -> None:
    for told in ([form.file for form in CITATION_FORMATS], [form.ending for form in CITATION_FORMATS]):
        assert len(set(told)) == len(told)


TEXTS = [
    "50 % bipolar & unipolar pulses, $5 #1 a_b",
    "Braces { not closed",
    "Braces } { the wrong way round {}",
    r"C:\temp\new \textbf{bold} \\",
    "tilde ~ caret ^ \"quotes\" 'single' `back` @at",
    "- yes: no, [list], {a: b} # comment | > & * ! %",
    "TY - JOUR ER -",
    "İstanbul naïve Übung Ελλάδα Москва",
    "דגים بيانات 脳 🧠👩‍🔬",
    "null",
    "2023-06-29",
    "- dash",
    "=1+1",
    "a" * 2000,
]
NAMES = [
    "Senzai, Yuta",
    "van den Boom, Max",
    "de la Cruz, Ana María",
    "denman, daniel",
    "O'Keefe, John",
    "Sand and Sea, Bob",
    "Others, others",
    "Adam Cohen",
    "Plato",
    "Smith & Sons, Joe",
    "محمد, أحمد",
    "王, 小明",
    "Bracket {x, Y}",
    "King, Jr., Martin",
    "King, Martin Luther III",
    "Smith Sr., John",
    "Birch, Joseph, M.",
    "LI, YI",
    "Cang, JC",
    "University of California, San Diego",
    "Institute of Science and Technology",
    "null",
    "Dash-Name, J.-P.",
]


def cited(name: str) -> Contributor:
    return Contributor(schema_key="Person", name=name, include_in_citation=True)


def test_a_plain_reference_is_the_same_everywhere() -> None:
    assert_same_everywhere(PLAIN)


@pytest.mark.parametrize("text", TEXTS)
def test_what_people_type_survives_every_format(text: str) -> None:
    assert_same_everywhere(replace(PLAIN, title=text, abstract=text, keywords=(text,)))


@pytest.mark.parametrize("name", NAMES)
def test_names_survive_every_format(name: str) -> None:
    authors = read_authors([cited(name)])

    assert_same_everywhere(replace(PLAIN, authors=authors))


def test_89_authors_survive_every_format() -> None:
    authors = read_authors(cited(f"Name{n}, First{n}") for n in range(89))

    assert_same_everywhere(replace(PLAIN, authors=authors))


def test_a_reference_that_lacks_almost_everything_is_the_same_everywhere() -> None:
    bare = replace(
        PLAIN,
        authors=(),
        year=None,
        issued=None,
        doi=None,
        licenses=(),
        keywords=(),
        abstract="",
        is_draft=True,
        version="draft",
    )

    assert_same_everywhere(bare)
    assert not fits_cff(bare)


def test_addresses_stand_in_bibtex_as_they_are_but_for_what_breaks_an_entry() -> None:
    """Styles print them letter by letter, so that a backslash before a sign would be part of the address."""
    odd = replace(PLAIN, url="https://example.org/a_b%20c~d?e=1&f#g$h\\ i{j}k", doi="10.1000/(a)_b<c>{d")
    imported = from_bibtex(bibtex_text(odd))

    assert imported.url == "https://example.org/a_b%20c~d?e=1&f#g$h%5C%20i%7Bj%7Dk"
    assert imported.doi == "10.1000/(a)_b%3Cc%3E%7Bd"
    assert imported.title == PLAIN.title


def test_a_draft_with_a_date_is_cited_with_its_year_but_was_never_released() -> None:
    draft = replace(PLAIN, is_draft=True, version="draft", doi=None, issued=None)

    assert_same_everywhere(draft)
    assert "date-released" in cff_text(PLAIN)
    assert "date-released" not in cff_text(draft)


def test_several_licenses_are_named() -> None:
    reference = replace(PLAIN, licenses=("CC0-1.0", "CC-BY-4.0"))

    assert_same_everywhere(reference)
    assert "copyright    = {CC0-1.0, CC-BY-4.0}" in bibtex_text(reference)


def test_nobody_says_when_it_was_looked_at() -> None:
    texts = [form.write(PLAIN) for form in CITATION_FORMATS]

    assert not [text for text in texts if "urldate" in text or "accessed" in text or "Y2  -" in text]


def test_lines_of_ris_end_as_its_description_asks() -> None:
    assert ris_text(PLAIN).count("\r\n") == ris_text(PLAIN).count("\n")
    assert ris_text(PLAIN).startswith("TY  - DATA\r\n")
    assert ris_text(PLAIN).endswith("ER  - \r\n")


def test_the_entry_is_of_a_kind_that_every_importer_knows() -> None:
    assert bibtex_text(PLAIN).startswith("@misc{dandi_000003_0_230629_1955,\n")


def test_what_follows_on_a_bibtex_entry_is_still_read() -> None:
    hostile = replace(PLAIN, title="} @misc{evil, title = {x")
    imported = from_bibtex(bibtex_text(hostile))

    assert imported.title == hostile.title


@pytest.mark.parametrize("count", [1, 2, 3, 20, 21, 40])
def test_the_text_is_what_the_apas_own_style_makes(count: int) -> None:
    authors = read_authors(cited(f"Name{chr(96 + n % 26)}, Anna-Maria B.") for n in range(1, count + 1))
    reference = replace(PLAIN, authors=authors)

    assert in_apa(csl_text(reference)) == str(apa_text(reference))
