"""What a harvest has to do: the archive's list against what is stored. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from builder.archive.answers import ListedDandiset, decode
from builder.errors import UsageError
from builder.snapshot import DandisetRow, DandisetState

SHARES = 30
"""In so many runs the versions of every dandiset are asked for: a month of nights."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The dandisets by what is to be done with them; each group in order of identifier."""

    fetch: tuple[str, ...] = ()
    relist: tuple[str, ...] = ()
    """Nothing to fetch, but the list's item differs in something like stars: store that."""
    unchanged: tuple[str, ...] = ()
    """Up to date as far as the list tells, those of `relist` and `share` among them."""
    share: tuple[str, ...] = ()
    """Of `unchanged` those whose versions are asked for all the same: the list shows the newest two of each alone."""
    share_end: str = ""
    """The last one of the share of the whole list; the next run's begins after it."""
    missing: tuple[str, ...] = ()
    """Stored as open but no longer listed: ask the archive why."""


def plan_harvest(
    listed: Mapping[str, bytes],
    stored: Mapping[str, DandisetRow],
    *,
    only: Collection[str] = (),
    verify: bool = False,
    share_after: str = "",
) -> Plan:
    """`listed` are the raw items of the list by identifier. `only` narrows the plan to some dandisets.

    Dandisets that are named are few, so the share is all of them, and the rotation stays where it is.
    """
    unknown = sorted(set(only) - set(listed) - set(stored))
    if unknown:
        raise UsageError(
            f"--only {' '.join(unknown)}: the archive lists no such dandiset (ids have six digits, as 000003)"
        )
    chosen = sorted(set(listed) & set(only) if only else listed)
    current = dict.fromkeys(i for i in chosen if not verify and _is_current(listed[i], stored.get(i)))
    share = chosen if only else next_share(chosen, share_after)
    missing = sorted(i for i, row in stored.items() if row.state is DandisetState.OPEN and i not in listed)
    return Plan(
        fetch=tuple(i for i in chosen if i not in current),
        relist=tuple(i for i in current if listed[i] != stored[i].listed),
        unchanged=tuple(current),
        share=tuple(i for i in share if i in current),
        share_end=share_after if only or not share else share[-1],
        missing=tuple(i for i in missing if not only or i in only),
    )


def next_share(listed: Sequence[str], after: str) -> Sequence[str]:
    """A thirtieth of the sorted identifiers, from the one that follows `after`, and from the first after the last.

    By place and not by number, so that none is left out when others come or go.
    """
    start = bisect_right(listed, after)
    return [*listed[start:], *listed[:start]][: -(-len(listed) // SHARES)]


def _is_current(item: bytes, row: DandisetRow | None) -> bool:
    """Whether the stored state is the listed one: each version's date, count, size, status and name."""
    if row is None or row.state is not DandisetState.OPEN or row.stale_since_utc:
        return False
    try:
        return decode(item, ListedDandiset) == decode(row.listed, ListedDandiset)
    except (msgspec.ValidationError, RecursionError):  # no harvest stored that: read it again
        return False
