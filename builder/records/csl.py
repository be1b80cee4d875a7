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
    issued = reference.issued
    item: Json = {
        "id": reference.key,
        "type": "dataset",
        "title": reference.title,
        "author": [_name(author) for author in reference.authors],
        "issued": {"date-parts": [[issued.year, issued.month, issued.day]]} if issued else None,
        "version": reference.version,
        "publisher": reference.publisher,
        "DOI": reference.doi,
        "URL": reference.url,
        "keyword": ", ".join(reference.keywords),
        "abstract": reference.abstract,
    }
    return {name: value for name, value in item.items() if value}


def _name(author: Author) -> Json:
    return {"family": author.family, "given": author.given} if author.family else {"literal": author.name}
