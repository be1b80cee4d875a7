"""A citation, as other programs read it in every format."""

from __future__ import annotations

from dataclasses import replace

from builder.records.bibtex import bibtex_text
from builder.records.cff import cff_text, fits_cff
from builder.records.citation import Reference
from builder.records.csl import csl_text
from builder.records.ris import ris_text
from support.readers.cff_rules import cff_mistakes
from support.readers.importing import Imported, from_bibtex, from_cff, from_csl, from_ris


def expected(reference: Reference) -> Imported:
    return Imported(
        authors=tuple(author.name for author in reference.authors),
        title=reference.title,
        year=f"{reference.issued.year}" if reference.issued else "",
        doi=reference.doi or "",
        url=reference.url,
    )


def assert_same_everywhere(reference: Reference) -> None:
    wanted = expected(reference)

    assert from_bibtex(bibtex_text(reference)) == wanted
    assert from_bibtex(bibtex_text(reference, is_full=True)) == wanted
    assert from_ris(ris_text(reference)) == wanted
    assert from_csl(csl_text(reference)) == wanted
    if fits_cff(reference):
        text = cff_text(reference)
        assert cff_mistakes(text) == []
        assert from_cff(text) == (wanted if not reference.is_draft else replace(wanted, year=""))
