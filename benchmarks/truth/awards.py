"""Grants and the largest funders: a site's facets beside the archive's raw JSON.

    python benchmarks/truth/awards.py --archive ../shared/archive --site site

Counted here by a search for the numbers alone, wherever they stand in an award's field or a funder's name: an
activity of the NIH (three signs), an institute (two letters), five or six digits. The default version of a dandiset
is looked at, as facets do. A grant without its activity is compared by institute and number.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from site_facets import read_facet

INSTITUTES = "NS|MH|EY|DC|DA|AG|EB|HD|HG|AT|HL|NR|AA|GM|CA"
GRANT = re.compile(rf"(?<![A-Z])([A-Z][A-Z0-9][0-9])?[ -]?({INSTITUTES})[ -]?([0-9]{{5,6}})(?![0-9]{{3,}})")
NIH = r"^(?:the )?(?:nih|national institutes? (?:of|for) health)(?: \((?:nih|brain ?)\))?(?: [a-z]{2}[0-9]+)?$"
FUNDERS = {
    "ror_01cwqze88": NIH,
    "ror_006w34k90": r"^(?:hhmi|howard hughes medical institute)$",
    "ror_021nxhr62": r"^(?:nsf|national science foundation)$",
}


def default_versions(archive: Path) -> Iterator[tuple[str, dict]]:
    for folder in sorted(path for path in archive.iterdir() if path.is_dir()):
        names = sorted(path.parent.name for path in folder.glob("*/version.json"))
        published = [name for name in names if name != "draft"]
        path = folder / (published[-1] if published else "draft") / "version.json"
        yield folder.name, json.loads(path.read_text(encoding="utf-8"))


def pays(one: dict) -> bool:
    roles = one.get("roleName") or []
    return bool({"dcite:Funder", "dcite:Sponsor"} & set(roles)) or (
        not roles and one.get("schemaKey") == "Organization" and bool(one.get("awardNumber"))
    )


def count(archive: Path) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    grants: dict[str, set[str]] = defaultdict(set)
    funders: dict[str, set[str]] = defaultdict(set)
    for identifier, metadata in default_versions(archive):
        for one in metadata.get("contributor") or []:
            name = one.get("name") or ""
            text = (one.get("awardNumber") or "") + (f" | {name}" if pays(one) else "")
            for activity, institute, serial in GRANT.findall(re.sub(r"\bUO1\b", "U01", text.upper())):
                grants[f"{activity}{institute}{serial.zfill(6)}".lower()].add(identifier)
            name = " ".join(name.split()).lower()
            for slug, pattern in FUNDERS.items():
                if pays(one) and re.search(pattern, name):
                    funders[slug].add(identifier)
    return grants, funders


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--archive", type=Path, default=Path("../shared/archive"))
    options.add_argument("--site", type=Path, default=Path("site"))
    given = options.parse_args()
    grants, funders = count(given.archive)
    listed = read_facet(given.site, "award")
    others = 0
    for grant, expected in sorted(grants.items()):
        found = {i for slug, _, also, having in listed if grant == slug or grant in also for i in having}
        if not expected <= found or (grant[0] in "rfukptd" and len(grant) == 11 and found != expected):
            others += 1
            print(f"{grant}: {sorted(expected)} | {sorted(found)}")
    by_slug = {slug: having for slug, _, _, having in read_facet(given.site, "funder")}
    for slug, expected in funders.items():
        found = by_slug.get(slug, frozenset())
        print(f"{slug}: {len(expected)} dandisets by name, {len(found)} on its page")
        if not expected <= found:
            others += 1
            print(f"  not on its page: {sorted(expected - found)}")
    values = read_facet(given.site, "funder")
    print(f"{len(grants)} grants, {len(listed)} awards, {len(values)} funders; {others} that differ")
    return 1 if others else 0


if __name__ == "__main__":
    sys.exit(main())
