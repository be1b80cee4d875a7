"""Files that stay for one build more than the site needs them, for pages that are open in browsers. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from builder.site.folder.manifest import BuiltFiles
from builder.site.frame import addresses
from builder.site.frame.budgets import MOST_FILES


def retained_files(
    before: BuiltFiles, sizes: Mapping[str, int], shown: Collection[str], *, show_emails: bool
) -> dict[str, int]:
    """Static and search files of the site before that the new one, of `sizes`, has no more; with their sizes.

    Search files only if all that they tell may still be told: `shown` are the addresses of all dandisets' pages. None
    at all where a host would refuse so many files.
    """
    may_be_told = _may_be_told(before, shown, show_emails=show_emails)
    found = {
        address: size
        for address, size in before.sizes.items()
        if (addresses.is_static(address) or (may_be_told and addresses.is_search(address)))
        and address not in sizes
        and address not in before.retained
    }
    return found if len(sizes) + len(found) <= MOST_FILES else {}


def _may_be_told(before: BuiltFiles, shown: Collection[str], *, show_emails: bool) -> bool:
    pages = (addresses.version(identifier, version) for identifier, version in before.searched.items())
    return show_emails >= before.show_emails and all(page in shown for page in pages)
