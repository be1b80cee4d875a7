"""A reference in the style of the APA's seventh edition, made from its parts: the archive's own has another form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from builder.records.citation import Author, Reference

_MOST_AUTHORS = 20
"""Of more, the first 19 are named, and the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApaText:
    """The citation in three pieces, since its title is set in italics."""

    before: str
    title: str
    after: str

    def __str__(self) -> str:
        return f"{self.before}{self.title}{self.after}"


def apa_text(reference: Reference) -> ApaText:
    """The reference, without the day on which it was looked at.

    Source: https://apastyle.apa.org/style-grammar-guidelines/references/examples/data-set-references
    """
    year = f"({reference.year:04})." if reference.year else "(n.d.)."
    title = _without_stop(reference.title)
    version = f" (Version {reference.version}) [Data set]."
    source = f" {_sentence(reference.publisher)} {reference.address}"
    if not reference.authors:
        return ApaText(before="", title=title, after=f"{version} {year}{source}")
    authors = _sentence(_listed([_shown(author) for author in reference.authors]))
    return ApaText(before=f"{authors} {year} ", title=title, after=f"{version}{source}")


def _listed(names: Sequence[str]) -> str:
    if len(names) > _MOST_AUTHORS:
        return f"{', '.join(names[: _MOST_AUTHORS - 1])}, … {names[-1]}"
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])}, & {names[-1]}"


def _shown(author: Author) -> str:
    if not author.family:
        return author.name
    return ", ".join(filter(None, (author.family, _initials(author.given), author.suffix)))


_PARTICLES = frozenset(
    ("al", "bin", "da", "de", "del", "den", "der", "di", "dos", "du", "la", "le", "ter", "van", "von")
)


def _initials(given: str) -> str:
    """`Jean-Luc M. van` -> `J.-L. M. van`; names in scripts that know no capitals stay whole, too."""
    return " ".join(filter(None, (_initial(part) for part in re.sub(r"\.(?=\w)", ". ", given).split())))


def _initial(part: str) -> str:
    if part in _PARTICLES:
        return part
    if _CAPITALS.fullmatch(part):
        return " ".join(f"{sign}." for sign in part)
    pieces = [piece for piece in part.split("-") if any(sign.isalpha() for sign in piece)]
    return "-".join(_letter(piece) for piece in pieces)


_CAPITALS = re.compile("[A-Z]{2,3}")
"""Initials that were typed without full stops: JC."""


def _letter(piece: str) -> str:
    first = next(sign for sign in piece if sign.isalpha())
    return f"{first.upper()}." if first.upper() != first.lower() else piece


def _without_stop(title: str) -> str:
    """The version follows, and the sentence ends behind that. What marks an abbreviation or leaves off stays."""
    return title[:-1] if title.endswith(".") and not _KEEPS_STOP.search(title) else title


_KEEPS_STOP = re.compile(r"(?:\.\.|\b(?:al|etc|spp?|vs|no|\w(?:\.\w)+)\.)$", re.IGNORECASE)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."
