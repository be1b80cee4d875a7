"""Whose dandisets an ORCID leads to: a site's contributors beside the archive's raw JSON.

    python benchmarks/truth/people.py --archive ../shared/archive --site site

Counted here by ORCID and the first four letters of the family name: of two families under one ORCID the one with more
dandisets has it. The site must list just its dandisets under the ORCID, and the others' under their names.
"""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

from awards import default_versions
from site_facets import read_facet

ORCID = re.compile(r"(?:[0-9]{4}-){3}[0-9]{3}[0-9X]")


def letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z]", "", plain)


def words(name: str) -> tuple[str, ...]:
    """In any order: initials are typed before family names, too."""
    return tuple(sorted(filter(None, map(letters, re.split(r"[\s,]+", name)))))


def count(archive: Path) -> dict[str, dict[str, dict[str, set[str]]]]:
    """ORCID -> beginning of the family name -> name -> dandisets."""
    found: dict[str, dict[str, dict[str, set[str]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    for identifier, metadata in default_versions(archive):
        for one in metadata.get("contributor") or []:
            orcid = ORCID.search((one.get("identifier") or "").upper())
            name = " ".join((one.get("name") or "").split())
            if orcid and one.get("schemaKey") == "Person" and letters(name):
                found[orcid[0]][letters(name.partition(",")[0])[:4]][name].add(identifier)
    return found


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--archive", type=Path, default=Path("../shared/archive"))
    options.add_argument("--site", type=Path, default=Path("site"))
    given = options.parse_args()
    values = read_facet(given.site, "contributor")
    by_slug = {slug.upper(): having for slug, _, _, having in values}
    by_name = defaultdict(set)
    for _, label, also, having in values:
        for name in (label, *also):
            by_name[words(name)] |= having
    shared = others = 0
    for orcid, families in sorted(count(given.archive).items()):
        sizes = {family: len(set().union(*names.values())) for family, names in families.items()}
        owners = [family for family, size in sizes.items() if size == max(sizes.values())]
        shared += len(families) > 1
        own = set().union(*families[owners[0]].values()) if len(owners) == 1 else set()
        if by_slug.get(orcid, frozenset()) != own:
            others += 1
            print(f"{orcid}: {sorted(own)} | {sorted(by_slug.get(orcid, ()))}")
        for names in families.values():
            for name, expected in names.items():
                if not expected <= by_name[words(name)]:
                    others += 1
                    print(f"{orcid} {name}: {sorted(expected)} | {sorted(by_name[words(name)])}")
    print(f"{len(by_slug)} contributors, {shared} ORCIDs of several people; {others} that differ")
    return 1 if others else 0


if __name__ == "__main__":
    sys.exit(main())
