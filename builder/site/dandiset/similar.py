"""Similar dandisets as a page names them. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from builder.search.index.similar import Likeness
from builder.site.contexts import SimilarRow
from builder.site.frame import addresses
from builder.words import formats


def similar_rows(likenesses: Iterable[Likeness]) -> tuple[SimilarRow, ...]:
    """Most alike first, each with the reason."""
    return tuple(
        SimilarRow(
            identifier=likeness.identifier,
            title=likeness.title,
            address=addresses.dandiset(likeness.identifier),
            why=_why(likeness),
        )
        for likeness in likenesses
    )


def _why(likeness: Likeness) -> str:
    people = [f"{formats.counted(likeness.people, 'contributor')} in common"] if likeness.people else []
    return ", ".join([*people, *likeness.topics])
