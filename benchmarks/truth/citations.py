"""Who is cited, and with which year: a site's pages beside the archive's own citations, read from its raw JSON.

    python benchmarks/truth/citations.py --archive ../shared/archive --site site

Nothing of the program is used: the archive's `citation` is cut apart here, and pages are read as text. Every version
that has a page is looked at. Names are compared by their words: "Birch, Joseph, M." and "Birch, Joseph M." are one.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ENTRY = re.compile(r"@misc\{.*?\n\}", re.DOTALL)
FIELD = re.compile(r"^\s+(author|year)\s+= \{(.*)\},?$", re.MULTILINE)


def versions(archive: Path) -> Iterator[tuple[str, str, dict]]:
    for path in sorted(archive.glob("*/*/version.json")):
        yield path.parts[-3], path.parts[-2], json.loads(path.read_text(encoding="utf-8"))


def archives_own(metadata: dict) -> tuple[list[str], str]:
    """The names and the year of the archive's citation: "A; B (2023) TITLE …", or "TITLE (2023). …" without names."""
    citation, title = metadata["citation"], metadata["name"]
    if found := re.search(r"\((\d{4})\)\. \(Version ", citation):
        return [], found[1]
    before, year = re.match(r"(.*?) \((\d{4})\) ", citation.replace(f") {title}", ") "), re.DOTALL).groups()
    return before.split("; "), year


def on_page(text: str) -> tuple[list[str], str]:
    """The same of the BibTeX entry on a page."""
    entry = ENTRY.search(html.unescape(re.sub(r"<[^>]+>", "", text)))
    fields = dict(FIELD.findall(entry[0]))
    names = fields.get("author", "")
    return [name for name in re.split(r" and (?![^{}]*\})", names) if name], fields.get("year", "")


def words(name: str) -> list[str]:
    bare = re.sub(r"\\(?:textasciitilde|textasciicircum|[&%$#_])?", "", name)
    return sorted(re.findall(r"\w+", bare.casefold()))


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--archive", type=Path, default=Path("../shared/archive"))
    options.add_argument("--site", type=Path, default=Path("site"))
    given = options.parse_args()
    counted: Counter[str] = Counter()
    for identifier, version, metadata in versions(given.archive):
        page = given.site / "dandiset" / identifier / version / "index.html"
        if not page.is_file():
            counted["versions without a page"] += 1
            continue
        counted["versions"] += 1
        names, year = archives_own(metadata)
        shown, shown_year = on_page(page.read_text(encoding="utf-8"))
        counted["names"] += len(names)
        said = list(dict.fromkeys(name for name in names if words(name)))
        counted["names that hold no letter, or come again, and are left out"] += len(names) - len(said)
        if list(map(words, said)) != list(map(words, shown)):
            counted["other names"] += 1
            print(f"{identifier}/{version}: {'; '.join(names)} | {' and '.join(shown)}")
        if year != shown_year:
            counted["another year"] += 1
            print(f"{identifier}/{version}: {year} | {shown_year}")
    print(", ".join(f"{count} {what}" for what, count in counted.items()))
    return 1 if counted["other names"] or counted["another year"] else 0


if __name__ == "__main__":
    sys.exit(main())
