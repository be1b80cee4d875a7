"""The files that cite a version, one entry each: docs/architecture.md says how to add one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from builder.records.bibtex import bibtex_text
from builder.records.cff import cff_text, fits_cff
from builder.records.citation import Reference
from builder.records.csl import csl_text
from builder.records.ris import ris_text


def _fits_any(_: Reference) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationFormat:
    """A form of a citation that other programs read."""

    file: str
    """The name of the file beside a version's page."""
    label: str
    """What readers know the format as."""
    media_type: str
    """What hosts send it as; all are in UTF-8."""
    write: Callable[[Reference], str]
    """The whole file of a reference that fits."""
    fits: Callable[[Reference], bool] = _fits_any
    """Whether the file can be made of a reference."""

    @property
    def ending(self) -> str:
        """Of the file's name, from its first full stop on: `.csl.json`."""
        return self.file[self.file.index(".") :]


CITATION_FORMATS = (
    CitationFormat(
        file="citation.bib",
        label="BibTeX",
        media_type="application/x-bibtex",
        write=partial(bibtex_text, is_full=True),
    ),
    CitationFormat(
        file="citation.ris",
        label="RIS",
        media_type="application/x-research-info-systems",
        write=ris_text,
    ),
    CitationFormat(
        file="citation.csl.json",
        label="CSL-JSON",
        media_type="application/vnd.citationstyles.csl+json",
        write=csl_text,
    ),
    CitationFormat(
        file="CITATION.cff",
        label="CITATION.cff",
        media_type="application/yaml",
        write=cff_text,
        fits=fits_cff,
    ),
)
"""In the order in which a page links them."""
