"""When each dandiset was updated, by docs/data.md, read from the raw JSON.

Of a published version the day of its publication, of a draft the day when its newest file came; of a draft without
files nothing.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from raw import Raw, compare, page_fact


def moment(text: str) -> datetime:
    when = datetime.fromisoformat(text)
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)


def updated(raw: Raw) -> datetime | None:
    if raw.version != "draft":
        return moment(raw.metadata.get("datePublished") or raw.listed["created"])
    return max((moment(asset["created"]) for asset in raw.assets), default=None)


def count(raw: Raw) -> str:
    when = updated(raw)
    return f"{when.day} {when:%b %Y}" if when else ""


def shown(site: Path, raw: Raw) -> str:
    return re.sub(r"\s", " ", page_fact(site, raw, "Updated" if raw.version == "draft" else "Published"))


if __name__ == "__main__":
    compare(__doc__ or "", count, shown)
