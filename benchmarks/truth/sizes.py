"""How many zarrs of each dandiset the archive has not counted yet, and how often its page says `0 B` all the same."""

from __future__ import annotations

import re
from pathlib import Path

from raw import Raw, compare


def count(raw: Raw) -> str:
    return "0" if uncounted(raw) else ""


def uncounted(raw: Raw) -> int:
    return sum(bool(asset.get("zarr")) and not asset.get("size") for asset in raw.assets)


def shown(site: Path, raw: Raw) -> str:
    if not uncounted(raw):
        return ""
    pages = (site / "dandiset" / raw.identifier).rglob("*.html")
    return str(sum(len(re.findall(r"(?<![\d.])0 B\b", page.read_text())) for page in pages))


if __name__ == "__main__":
    compare(__doc__ or "", count, shown)
