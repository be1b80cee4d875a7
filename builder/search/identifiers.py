"""Identifiers in the forms that people paste: DOIs, addresses of papers, awards, ORCIDs, RORs, dandisets. Pure.

The browser's engine reads them with the same patterns, so these keep to what both languages' expressions share.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

DOI = r"10\.[0-9]{4,9}/[^\s\"'<>?#]+"
ARTICLES = (
    (r"nature\.com/articles/([a-z0-9.-]+)", "10.1038/"),
    (r"elifesciences\.org/(?:articles|reviewed-preprints)/([0-9]+)", "10.7554/elife."),
)
"""Papers whose address holds a part of the DOI, and the rest of that."""
PUBMED = r"(?:pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/|pmid:? ?)([0-9]{4,9})"
ORCID = r"(?:[0-9]{4}-){3}[0-9]{3}[0-9x]"
ROR = r"ror(?:\.org/|:)(0[a-z0-9]{6}[0-9]{2})"
TAXON = r"(?:ncbitaxon|uberon|mba|hba|cl|doid|mondo|hp)[_:][0-9]+"
NIH = r"(?:nih[ -]?)?[1-9]?[ -]?([a-z](?:[a-z][0-9]|[0-9]{2}))[ -]?([a-z]{2})[ -]?([0-9]{5,6})(?:[ -]?[0-9]{2}(?:[as][0-9])*)?"
"""An NIH award: kind of application, activity, institute, serial number, year."""
SERIAL = r"([a-z]{2})[ -]?([0-9]{5,6})"

_DOI = re.compile(DOI)
_ARTICLES = tuple((re.compile(pattern), prefix) for pattern, prefix in ARTICLES)
_PUBMED = re.compile(PUBMED)
_NIH = re.compile(rf"(?<![a-z0-9]){NIH}(?![a-z0-9])")
_SERIAL = re.compile(rf"(?<![a-z0-9]){SERIAL}(?![a-z0-9])")
_END = ".,;:)]}"
_VERSION = re.compile(r"(?:v[0-9]+)?(?:\.(?:full|abstract|short))?(?:\.pdf)?(?:/(?:full|abstract|pdf))?$")


def publication_key(text: str) -> str:
    """A paper as one word: its DOI in lower case, else `pmid:…`; empty for what names none. Dandisets' own are none."""
    folded = text.strip().lower()
    if found := _DOI.search(folded):
        doi = found[0].rstrip(_END)
        if doi.startswith("10.1101/"):  # a preprint's address goes on after it
            doi = _VERSION.sub("", doi)
        return "" if doi.startswith(("10.48324/", "10.80507/")) else doi
    for pattern, prefix in _ARTICLES:
        if found := pattern.search(folded):
            return prefix + found[1]
    found = _PUBMED.search(folded)
    return f"pmid:{found[1]}" if found else ""


def award_words(text: str) -> Iterator[str]:
    """The words under which an award's number is found: `1 R01 NS 123887-03` as `r01ns123887`, `ns123887` and the number."""
    folded = text.lower()
    grants = _NIH.findall(folded)
    yield from (f"{activity}{institute}{serial}" for activity, institute, serial in grants)
    yield from (f"{institute}{serial}" for _, institute, serial in grants)
    yield from (serial for *_, serial in grants)
    yield from (f"{institute}{serial}" for institute, serial in _SERIAL.findall(folded))
    if not grants:
        yield re.sub(r"[^a-z0-9]", "", folded)
