"""Walk over a site: every file once, in several processes where there is much to read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from builder.check.site.current_script import current_problems
from builder.check.site.data_files import check_data_file, is_checked
from builder.check.site.folder import WHOLE_SITE, changed, folder_problems, read_folder, stamp
from builder.check.site.host_rules import HEADERS, header_problems
from builder.check.site.links import SiteFiles
from builder.check.site.notes import Finding, SiteFindings
from builder.check.site.page import PageFindings, check_page
from builder.identifiers import DANDISET, VERSION
from builder.machine.processes import Processes, told_of_memory
from builder.machine.processors import processors
from builder.site.frame.addresses import CURRENT
from builder.site.frame.budgets import (
    LARGEST_PAGE_BYTES,
    MOST_OVER_ONE_ROUND_TRIP,
    ONE_ROUND_TRIP_BYTES,
    packed_bytes,
)
from builder.words import formats

DANDISET_PAGE = re.compile(rf"dandiset/{DANDISET}/(?:(?:{VERSION})/)?index\.html")
"""A dandiset or one of its versions."""

FEWEST_FOR_A_SHARE = 100
"""Dandiset pages: of fewer, a long one or two are no sign of anything."""

_WORTH_A_PROCESS_BYTES = 8 << 20
_FILES_PER_TASK = 8


class FileFindings(msgspec.Struct, frozen=True, kw_only=True):
    """What the check of one file brought."""

    problems: tuple[Finding, ...] = ()
    page: PageFindings | None = None
    packed_bytes: int | None = None
    """Of dandiset pages: their size, compressed."""


def check_site(site: Path, *, jobs: int | None = None) -> SiteFindings:
    """All that is wrong with a built site; UsageError for a folder that is none.

    `jobs` is the number of processes; without it there is one for each processor that this one may use, if there is
    enough to read.
    """
    before = stamp(site)
    sizes = read_folder(site)
    readable = [address for address, size in sizes.items() if size >= 0]
    jobs = jobs or processors()
    with told_of_memory(site, jobs):
        found = dict(_check_files(site, sizes, readable, jobs))
    pages = {address: findings.page for address, findings in found.items() if findings.page}
    packed = {address: one.packed_bytes for address, one in found.items() if one.packed_bytes is not None}
    problems = [
        *folder_problems(site, sizes),
        *header_problems(_read_text(site, HEADERS, sizes), filter(_is_page, readable)),
        *current_problems(_read_text(site, CURRENT, sizes), readable),
        *(problem for findings in found.values() for problem in findings.problems),
        *_lost_places(pages),
        *_heavy_pages(packed),
    ]
    notes = [*_said(pages), *_long_pages(packed)]
    if stamp(site) != before:
        raise changed(site)
    return SiteFindings(problems=_in_order(problems), notes=_in_order(notes))


def _in_order(found: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(found, key=lambda one: one.where))


def _check_files(
    site: Path, sizes: Mapping[str, int], addresses: Sequence[str], jobs: int
) -> Iterator[tuple[str, FileFindings]]:
    """The largest first, so that no process is left with one at the end."""
    order = sorted(addresses, key=lambda address: (-sizes[address], address))
    total = sum(sizes[address] for address in addresses if _is_page(address))
    jobs = min(jobs, max(1, total // _WORTH_A_PROCESS_BYTES))
    if jobs == 1:
        worker = _Worker(site, addresses)
        yield from ((address, worker.check(address)) for address in order)
        return
    with Processes(jobs, _Worker, site, addresses) as processes:
        yield from zip(order, processes.map(_Worker.check, order, at_once=_FILES_PER_TASK), strict=True)


def _said(pages: Mapping[str, PageFindings]) -> Iterator[Finding]:
    """What the archive's text says: once, since many pages show the same."""
    places: dict[str, list[str]] = {}
    for address in sorted(pages):
        for what in pages[address].notes:
            places.setdefault(what, []).append(address)
    for what, found in places.items():
        more = f" (as on {formats.counted(len(found) - 1, 'more page')})" if len(found) > 1 else ""
        yield Finding(where=found[0], what=f"{what}{more}")


def _lost_places(pages: Mapping[str, PageFindings]) -> Iterator[Finding]:
    """Links to places on other pages that aren't there."""
    ids: dict[str, frozenset[str] | None] = {}
    for page in pages.values():
        for target, place in page.elsewhere:
            if target not in ids:
                written = pages[target].ids if target in pages else None
                ids[target] = None if written is None else frozenset(written.split(" "))
            known = ids[target]
            if known is not None and place not in known:
                what = f"a link leads to {target}#{place}, but nothing there has this id"
                yield Finding(where=page.address, what=what)


def _heavy_pages(packed: Mapping[str, int]) -> Iterator[Finding]:
    for address, size in packed.items():
        if size > LARGEST_PAGE_BYTES:
            most = f"{LARGEST_PAGE_BYTES >> 10} KB is the most"
            yield Finding(where=address, what=f"over budget: {size / 1024:.1f} KB compressed, where {most}")


def _long_pages(packed: Mapping[str, int]) -> Iterator[Finding]:
    """Depositors who write much can bring this about, and no page is worse for it."""
    over = sum(size > ONE_ROUND_TRIP_BYTES for size in packed.values())
    if len(packed) >= FEWEST_FOR_A_SHARE and over > MOST_OVER_ONE_ROUND_TRIP * len(packed):
        share = f"{over} of {len(packed)} dandiset pages ({over / len(packed):.1%})"
        most = f"{MOST_OVER_ONE_ROUND_TRIP:.0%} may be"
        what = f"over budget: {share} are over {ONE_ROUND_TRIP_BYTES >> 10} KB compressed, where {most}"
        yield Finding(where=WHOLE_SITE, what=what)


def _read_text(site: Path, address: str, sizes: Mapping[str, int]) -> str | None:
    return (site / address).read_text(encoding="utf-8", errors="replace") if sizes.get(address, -1) >= 0 else None


def _is_page(address: str) -> bool:
    return address.endswith(".html")


class _Worker:
    """Checks one file after the other."""

    def __init__(self, site: Path, addresses: Iterable[str]) -> None:
        self._site = site
        self._files = SiteFiles(addresses)

    def check(self, address: str) -> FileFindings:
        if not _is_page(address) and not is_checked(address):
            return FileFindings()
        try:
            data = (self._site / address).read_bytes()
            if not _is_page(address):
                return FileFindings(problems=check_data_file(address, data, self._files))
            page = check_page(address, data.decode(), self._files)
        except OSError as error:
            return _unreadable(address, str(error.strerror))
        except UnicodeDecodeError as error:
            return _unreadable(address, f"no UTF-8 at byte {error.start}")
        is_dandiset = DANDISET_PAGE.fullmatch(address) is not None
        return FileFindings(
            problems=page.problems, page=page, packed_bytes=packed_bytes(data) if is_dandiset else None
        )


def _unreadable(address: str, why: str) -> FileFindings:
    return FileFindings(problems=(Finding(where=address, what=f"can't be read: {why}"),))
