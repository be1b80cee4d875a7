"""Dandisets that the archive no longer shows: gone, embargoed, or only out of reach at the moment."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from builder.archive import ArchiveClient
from builder.archive.answers import DandisetEnvelope, decode
from builder.errors import ArchiveError, Forbidden, IntegrityError, NotFound
from builder.snapshot import DandisetState

ALWAYS_ALLOWED = 5
"""With a share as --max-deletes, which of a small catalog would be none at all."""


def ask_for_state(client: ArchiveClient, identifier: str) -> DandisetState:
    """What the dandiset's own address says. Any ArchiveError but 404, 401 and 403 is raised: it proves nothing."""
    try:
        answer = decode(client.dandiset(identifier), DandisetEnvelope)
    except NotFound:
        return DandisetState.GONE
    except Forbidden:
        return DandisetState.EMBARGOED
    except msgspec.ValidationError as error:
        raise ArchiveError(f"the answer is not of the known form: {error}") from error
    # A token shows us what others don't see.
    return DandisetState.OPEN if answer.embargo_status == "OPEN" else DandisetState.EMBARGOED


def refuse_too_many(lost: Mapping[str, DandisetState], *, shown: int, max_deletes: str) -> None:
    """Raise IntegrityError if more of the `shown` dandisets would be hidden than `max_deletes` (a number or a share).

    Embargoes count as well: an archive whose log-in is broken answers 401 for everything, and a site without it all
    has lost as much as by deletion.
    """
    limit = _most(max_deletes, shown)
    if len(lost) <= limit:
        return
    gone = sum(state is DandisetState.GONE for state in lost.values())
    raise IntegrityError(
        f"the archive no longer shows {len(lost)} dandisets ({gone} gone, {len(lost) - gone} embargoed), more than "
        f"--max-deletes {max_deletes} allows ({limit}): nothing was removed; if that is right, allow more"
    )


def _most(max_deletes: str, shown: int) -> int:
    if max_deletes.endswith("%"):
        return max(ALWAYS_ALLOWED, shown * int(max_deletes.rstrip("%")) // 100)
    return int(max_deletes)
