"""A reference as CSL-JSON, which Zotero, pandoc and citeproc read.

Source: https://github.com/citation-style-language/schema (csl-data.json, 1.0.2).
"""

from __future__ import annotations

import msgspec

from builder.records.citation import Author, Reference

Json = dict[str, object]


def csl_text(reference: Reference) -> str:
    """A list of one item."""
    return msgspec.json.format(msgspec.json.encode([csl_item(reference)]), indent=1).decode() + "\n"


def csl_item(reference: Reference) -> Json:
    """The item, without what is unknown."""
    item: Json = {
        "id": reference.key,
        "type": "dataset",
        "title": reference.title,
        "author": [_name(author) for author in reference.authors],
        "issued": {"date-parts": [_date_parts(reference)]} if reference.year else None,
        "version": reference.version,
        "publisher": reference.publisher,
        "DOI": reference.doi,
        "URL": reference.url,
        "keyword": ", ".join(reference.keywords),
        "abstract": reference.abstract,
    }
    return {name: value for name, value in item.items() if value}


def _date_parts(reference: Reference) -> list[int | None]:
    """The day, or the year where no more is known."""
    issued = reference.issued
    return [issued.year, issued.month, issued.day] if issued else [reference.year]


def _name(author: Author) -> Json:
    if not author.family:
        return {"literal": author.name}
    suffix = {"suffix": author.suffix} if author.suffix else {}
    return {"family": author.family, "given": author.given, **suffix}
