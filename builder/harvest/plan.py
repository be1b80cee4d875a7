"""What a harvest has to do: the archive's list against what is stored. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import msgspec

from builder.archive.answers import ListedDandiset, decode
from builder.errors import UsageError
from builder.snapshot import DandisetRow, DandisetState


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The dandisets by what is to be done with them; each group in order of identifier."""

    fetch: tuple[str, ...] = ()
    relist: tuple[str, ...] = ()
    """Nothing to fetch, but the list's item differs in something like stars: store that."""
    unchanged: tuple[str, ...] = ()
    """Up to date, those of `relist` among them."""
    missing: tuple[str, ...] = ()
    """Stored as open but no longer listed: ask the archive why."""


def plan_harvest(
    listed: Mapping[str, bytes],
    stored: Mapping[str, DandisetRow],
    *,
    only: Collection[str] = (),
    verify: bool = False,
) -> Plan:
    """`listed` are the raw items of the list by identifier. `only` narrows the plan to some dandisets."""
    unknown = sorted(set(only) - set(listed) - set(stored))
    if unknown:
        raise UsageError(
            f"--only {' '.join(unknown)}: the archive lists no such dandiset (ids have six digits, as 000003)"
        )
    chosen = sorted(set(listed) & set(only) if only else listed)
    current = [i for i in chosen if not verify and _is_current(listed[i], stored.get(i))]
    missing = sorted(i for i, row in stored.items() if row.state is DandisetState.OPEN and i not in listed)
    return Plan(
        fetch=tuple(i for i in chosen if i not in set(current)),
        relist=tuple(i for i in current if listed[i] != stored[i].listed),
        unchanged=tuple(current),
        missing=tuple(i for i in missing if not only or i in only),
    )


def _is_current(item: bytes, row: DandisetRow | None) -> bool:
    """Whether the stored state is the listed one: each version's date, count, size, status and name."""
    if row is None or row.state is not DandisetState.OPEN or row.stale_since_utc:
        return False
    try:
        return decode(item, ListedDandiset) == decode(row.listed, ListedDandiset)
    except msgspec.DecodeError:  # of what is stored, since what is listed has been read already
        return False
