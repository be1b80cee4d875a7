"""A reference as CITATION.cff, version 1.2.0 of the Citation File Format.

Source: https://github.com/citation-file-format/citation-file-format (schema-guide.md).
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from builder.records.citation import Author, Reference

Field = tuple[str, str | None]


def fits_cff(reference: Reference) -> bool:
    """The format demands an author."""
    return bool(reference.authors)


def cff_text(reference: Reference) -> str:
    """The file, in YAML, of a reference that fits."""
    return "\n".join(_lines(reference)) + "\n"


def _lines(reference: Reference) -> Iterator[str]:
    # A draft was never released.
    released = None if reference.is_draft or not reference.issued else reference.issued.isoformat()
    yield "cff-version: 1.2.0"
    yield "message: If you use these data, please cite them as below."
    yield "type: dataset"
    yield f"title: {_quoted(reference.title)}"
    yield "authors:"
    for author in reference.authors:
        yield from _item(_entity(author) if not author.family else _person(author))
    yield from _mapping(
        ("version", reference.version),
        # In quotes, or YAML makes a date of it where the format wants text.
        ("date-released", released),
        ("doi", reference.doi),
        ("url", reference.url),
    )
    if len(reference.licenses) == 1:
        yield f"license: {_quoted(reference.licenses[0])}"
    elif reference.licenses:
        yield from _list("license", reference.licenses)
    if reference.keywords:
        yield from _list("keywords", reference.keywords)
    yield from _mapping(("abstract", reference.abstract))


def _person(author: Author) -> tuple[Field, ...]:
    return (
        ("family-names", author.family),
        ("given-names", author.given),
        ("name-suffix", author.suffix),
        ("affiliation", author.affiliation),
        ("orcid", author.orcid_url),
    )


def _entity(author: Author) -> tuple[Field, ...]:
    """Also a person whose name nothing tells how to divide."""
    return ("name", author.name), ("website", author.url), ("orcid", author.orcid_url)


def _item(fields: tuple[Field, ...]) -> Iterator[str]:
    for number, line in enumerate(_mapping(*fields)):
        yield f"  {'  ' if number else '- '}{line}"


def _mapping(*fields: Field) -> Iterator[str]:
    return (f"{name}: {_quoted(value)}" for name, value in fields if value)


def _list(name: str, values: tuple[str, ...]) -> Iterator[str]:
    yield f"{name}:"
    yield from (f"  - {_quoted(value)}" for value in values)


def _quoted(text: str) -> str:
    """YAML reads JSON's texts, in whatever version; nothing in them is taken for something else."""
    return msgspec.json.encode(text).decode()
