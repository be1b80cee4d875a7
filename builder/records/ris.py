"""A reference in RIS, which EndNote, Mendeley, Zotero and most others read."""

from __future__ import annotations

from collections.abc import Iterator

from builder.records.citation import Reference


def ris_text(reference: Reference) -> str:
    """Lines end as the format's description asks for: CR LF."""
    return "".join(f"{tag}  - {value}\r\n" for tag, value in _lines(reference) if value or tag == "ER")


def _lines(reference: Reference) -> Iterator[tuple[str, str]]:
    issued = reference.issued
    yield "TY", "DATA"
    yield "ID", reference.key
    yield from (("AU", author.name) for author in reference.authors)
    yield "TI", reference.title
    yield "PY", f"{reference.year:04}" if reference.year else ""
    yield "DA", issued.isoformat().replace("-", "/") if issued else ""
    yield "ET", reference.version
    yield "PB", reference.publisher
    yield "DO", reference.doi or ""
    yield "UR", reference.url
    yield "AB", reference.abstract
    yield from (("KW", word) for word in reference.keywords)
    yield "ER", ""
