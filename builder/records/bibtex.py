"""A reference for LaTeX, and for the reference managers that read BibTeX.

The entry is a @misc, the only kind for data that all of them take: Zotero's importer passes over a @dataset, which is
biblatex's, without a word. Styles of BibTeX and biblatex print `howpublished` of a @misc; importers read `publisher`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from builder.records.citation import Author, Reference

_SIGNS = {
    "\\": r"\textbackslash{}",
    # BibTeX counts braces even behind a backslash.
    "{": r"\lbrace{}",
    "}": r"\rbrace{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "$&%#_"},
}
_ESCAPED = str.maketrans(_SIGNS)
_MISREAD = re.compile(r"\band\b|\bothers\b|,", re.IGNORECASE)
"""What BibTeX takes for the end of a name, or of a part of it."""


def bibtex_text(reference: Reference, *, is_full: bool = False) -> str:
    """The entry, in UTF-8; a full one has keywords and abstract too."""
    fields = [*_fields(reference), *(_more_fields(reference) if is_full else ())]
    lines = (f"  {name:<12} = {{{value}}}" for name, value in fields if value)
    return f"@misc{{{reference.key},\n" + ",\n".join(lines) + "\n}\n"


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "author", " and ".join(map(_name, reference.authors))
    # In braces of its own, so that no style changes its capitals.
    yield "title", f"{{{_escape(reference.title)}}}"
    yield "year", f"{reference.year:04}" if reference.year else ""
    yield "version", _escape(reference.version)
    yield "howpublished", _escape(reference.publisher)
    yield "publisher", _escape(reference.publisher)
    yield "doi", _verbatim(reference.doi or "")
    yield "url", _verbatim(reference.url)
    yield "copyright", ", ".join(map(_escape, reference.licenses))


def _more_fields(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "keywords", ", ".join(_escape(word.replace(",", " ")) for word in reference.keywords)
    yield "abstract", _escape(reference.abstract)


def _name(author: Author) -> str:
    if not author.family:
        return f"{{{_escape(author.name)}}}"
    # BibTeX has the suffix in the middle: "King, III, Martin Luther".
    return ", ".join(map(_part, filter(None, (author.family, author.suffix, author.given))))


def _part(text: str) -> str:
    return f"{{{_escape(text)}}}" if _MISREAD.search(text) else _escape(text)


def _escape(text: str) -> str:
    return text.translate(_ESCAPED)


def _verbatim(address: str) -> str:
    """Styles print it as it stands; only what would break the entry is encoded."""
    return quote(address, safe="%/:?#[]@!$&'()*+,;=~")
