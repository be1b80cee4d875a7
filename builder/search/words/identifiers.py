"""Identifiers in the forms that people paste: DOIs, addresses of papers, awards, ORCIDs, RORs, dandisets. Pure.

The browser's engine reads them with the same patterns, so these keep to what both languages' expressions share.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.catalog.facets.awards import grant_key
from builder.identifiers import DANDI_DOIS, NIH_AWARD, ORCID, ROR, TERM, TEST_DOIS, UUID
from builder.search.words.analysis import fold

DOI = r"10\.[0-9]{4,9}/[^\s\"'<>?#]+"
ARTICLES = (
    (r"nature\.com/articles/([a-z0-9.-]+)", "10.1038/"),
    (r"elifesciences\.org/(?:articles|reviewed-preprints)/([0-9]+)", "10.7554/elife."),
)
"""Papers whose address holds a part of the DOI, and the rest of that."""
PUBMED = r"(?:pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/|pmid:? ?)([0-9]{4,9})"
AWARD = rf"(?<![a-z0-9]){NIH_AWARD}(?![a-z0-9])"
PERSON = rf"(?:https?://)?(?:www\.)?orcid(?:\.org/|:) ?({ORCID})|(?<![0-9])({ORCID})"
ORGANIZATION = rf"(?:https?://)?ror(?:\.org/|:)({ROR})"
ONTOLOGY_TERM = rf"(?<![a-z])({TERM})(?![0-9])"
COLON = rf"^(?:(?:https?|doi|dandi[a-z-]*|orcid|ror|pmid|rrid|spdx):|{TERM})"
"""What has a colon of its own, which tells of no filter."""
BEFORE_DOI = "doi:? $"
"""As some write "doi: 10.…"."""
AFTER_DOI = ".,;:)]}"
"""Signs that belong to the text around a DOI."""
OWN_DOIS = (f"{DANDI_DOIS}/", f"{TEST_DOIS}/")
"""What DOIs of dandisets begin with: these are no papers."""
PREPRINTS = "10.1101/"
PREPRINT_END = r"(?:v[0-9]+)?(?:\.(?:full|abstract|short))?(?:\.pdf)?(?:/(?:full|abstract|pdf))?$"
"""How a preprint's address goes on after its DOI."""

_DOI = re.compile(DOI)
_ARTICLES = tuple((re.compile(pattern), prefix) for pattern, prefix in ARTICLES)
_PUBMED = re.compile(PUBMED)
_PREPRINT_END, _BEFORE_DOI = re.compile(PREPRINT_END), re.compile(BEFORE_DOI)


def publication_key(text: str) -> str:
    """A paper as one word: its DOI in lower case, else `pmid:…`; empty for others, as dandisets' own DOIs."""
    folded = text.strip().lower()
    if found := _DOI.search(folded):
        doi = found[0].rstrip(AFTER_DOI)
        if doi.startswith(PREPRINTS):
            doi = _PREPRINT_END.sub("", doi)
        return "" if doi.startswith(OWN_DOIS) else doi
    for pattern, prefix in _ARTICLES:
        if found := pattern.search(folded):
            return prefix + found[1]
    found = _PUBMED.search(folded)
    return f"pmid:{found[1]}" if found else ""


DANDISETS = (
    r"^[0-9]{1,6}$",
    r"^(?:dandi(?:-[a-z]+)?:|dandisets?[ :#/]|dandi[ /])\s*([0-9]{1,6})(?:[/@ ]+(?:draft|[0-9.]+))?/?$",
    r"^([0-9]{6})[/@](?:draft|[0-9.]+)/?$",
    r"dandisets?/([0-9]{6})(?![0-9])",
    r"dandisetid=([0-9]{6})(?![0-9])",
    rf"(?:{'|'.join(map(re.escape, OWN_DOIS))})dandi[a-z.-]*\.([0-9]{{6}})(?![0-9])",
    r"dandi://[a-z-]+/([0-9]{6})(?![0-9])",
)
"""A dandiset: a number, with a prefix or a version; addresses of portals, APIs, Neurosift; its DOI."""
_DANDISETS = tuple(map(re.compile, DANDISETS))


def dandiset_of(typed: str) -> str:
    """The six digits of the dandiset that a whole query names; empty for none."""
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
    """Whether it may be the path or name of a file, a subject or a session."""
    return bool(_PATH.search(text.lower()))


_IDENTIFIERS = tuple(map(re.compile, (AWARD, PERSON, ORGANIZATION, ONTOLOGY_TERM)))


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
            before = _BEFORE_DOI.search(text[place:start])
            candidates.append((start - len(before[0]) if before else start, place + chunk.end(), key))
            break
    award, person, organization, term = (pattern.search(text, place) for pattern in _IDENTIFIERS)
    if award:
        candidates.append((*award.span(), grant_key(award)))
    if person:
        candidates.append((*person.span(), person[1] or person[2]))
    if organization:
        candidates.append((*organization.span(), f"ror:{organization[1]}"))
    if term:
        candidates.append((*term.span(), term[1].replace("_", ":")))
    return min(candidates, default=None)


def identifier_of(text: str) -> str:
    """The word under which an identifier is indexed; empty for what is none."""
    folded = fold(text).strip()
    found = _first_identifier(folded, 0)
    return found[2] if found and found[:2] == (0, len(folded)) else ""


def explains_colon(text: str) -> bool:
    """Whether the colon belongs to an identifier or an address."""
    folded = fold(text)
    return bool(_COLON.match(folded))


_COLON = re.compile(COLON)
