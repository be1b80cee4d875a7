"""Identifiers in the forms that people paste: DOIs, addresses of papers, awards, ORCIDs, RORs, dandisets. Pure.

The browser's engine reads them with the same patterns, so these keep to what both languages' expressions share.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.catalog.schema.identifiers import UUID
from builder.search.words.analysis import fold

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
NIH = (
    r"(?:nih[ -]?)?[1-9]?[ -]?([a-z](?:[a-z][0-9]|[0-9]{2}))[ -]?([a-z]{2})[ -]?([0-9]{5,6})"
    r"(?:[ -]?[0-9]{2}(?:[as][0-9])*)?"
)
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
    """A paper as one word: its DOI in lower case, else `pmid:…`; empty for others, as dandisets' own DOIs."""
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
    """The words under which an award is found: `1 R01 NS 123887-03` as `r01ns123887`, `ns123887` and `123887`."""
    folded = text.lower()
    grants = _NIH.findall(folded)
    yield from (f"{activity}{institute}{serial}" for activity, institute, serial in grants)
    yield from (f"{institute}{serial}" for _, institute, serial in grants)
    yield from (serial for *_, serial in grants)
    yield from (f"{institute}{serial}" for institute, serial in _SERIAL.findall(folded))
    if not grants:
        yield re.sub(r"[^a-z0-9]", "", folded)


DANDISETS = (
    r"^[0-9]{1,6}$",
    r"^(?:dandi(?:-[a-z]+)?:|dandisets?[ :#/]|dandi[ /])\s*([0-9]{1,6})(?:[/@ ]+(?:draft|[0-9.]+))?/?$",
    r"^([0-9]{6})[/@](?:draft|[0-9.]+)/?$",
    r"dandisets?/([0-9]{6})(?![0-9])",
    r"dandisetid=([0-9]{6})(?![0-9])",
    r"10\.(?:48324|80507)/dandi[a-z.-]*\.([0-9]{6})(?![0-9])",
    r"dandi://[a-z-]+/([0-9]{6})(?![0-9])",
)
"""A dandiset: a number, with a prefix or a version; addresses of portals, APIs, Neurosift; its DOI."""
_DANDISETS = tuple(map(re.compile, DANDISETS))


def dandiset_of(typed: str) -> str:
    folded = fold(typed).strip()
    for pattern in _DANDISETS:
        if found := pattern.search(folded):
            return found[found.lastindex or 0].zfill(6)
    return ""


PATH = r"^(?:sub|ses)-.|^[^:]*[^:/]/[^:]*$|[^.]\.[a-z][a-z0-9]{1,7}(?:\.gz)?$"
"""A label of BIDS, folders, or an ending; an address has a colon."""
LEAST_FILE_NAME = 3
_UUID, _PATH = re.compile(UUID), re.compile(PATH)


def uuid_in(text: str) -> str:
    """The id of an asset in a text, as in its address; empty for none."""
    found = _UUID.search(text.lower())
    return found[0] if found else ""


def looks_like_path(text: str) -> bool:
    return bool(_PATH.search(text.lower()))


_IDENTIFIERS = (
    re.compile(rf"(?<![0-9a-z]){NIH}(?![a-z0-9])"),
    re.compile(rf"(?:https?://)?(?:www\.)?orcid(?:\.org/|:) ?({ORCID})|(?<![0-9])({ORCID})"),
    re.compile(rf"(?:https?://)?{ROR}"),
    re.compile(rf"(?<![a-z])({TAXON})(?![0-9])"),
)


def find_identifiers(text: str) -> Iterator[tuple[int, int, str]]:
    """Where identifiers stand in a folded text, and the word that each is indexed as."""
    place = 0
    while place < len(text):
        found = _first_identifier(text, place)
        if found is None:
            return
        yield found
        place = found[1]


def _first_identifier(text: str, place: int) -> tuple[int, int, str] | None:
    candidates: list[tuple[int, int, str]] = []
    for chunk in re.finditer(r"\S+", text[place:]):
        if key := publication_key(chunk[0]):
            start = place + chunk.start()
            # "doi: 10.…" as some write it
            before = re.search(r"doi:? $", text[place:start])
            candidates.append((start - len(before[0]) if before else start, place + chunk.end(), key))
            break
    award, orcid, ror, taxon = (pattern.search(text, place) for pattern in _IDENTIFIERS)
    if award:
        candidates.append((*award.span(), "".join(award.group(1, 2, 3))))
    if orcid:
        candidates.append((*orcid.span(), orcid[1] or orcid[2]))
    if ror:
        candidates.append((*ror.span(), f"ror:{ror[1]}"))
    if taxon:
        candidates.append((*taxon.span(), taxon[1].replace("_", ":")))
    return min(candidates, default=None)


def identifier_of(text: str) -> str:
    """The word under which an identifier is indexed; empty for what is none."""
    folded = fold(text).strip()
    found = _first_identifier(folded, 0)
    return found[2] if found and found[:2] == (0, len(folded)) else ""


def explains_colon(text: str) -> bool:
    """Whether the colon belongs to an identifier or an address."""
    folded = fold(text)
    return bool(_WITH_COLON.match(folded))


_WITH_COLON = re.compile(rf"(?:https?|doi|dandi[a-z-]*|orcid|ror|pmid|rrid|spdx):|{TAXON}")
