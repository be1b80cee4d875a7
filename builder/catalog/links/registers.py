"""Identifiers that people type without an address, and where the register of each has its page. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from builder.catalog.links.instances import KNOWN_INSTANCES
from builder.identifiers import DANDISET, ONTOLOGIES, VERSION

ORCID_PAGES = "https://orcid.org/"

_ONTOLOGIES = "|".join((*ONTOLOGIES, "PATO", "GO", "CHEBI", "OBI"))
_ARCHIVES = {instance.identifier_prefix: instance.web_url for instance in KNOWN_INSTANCES.values()}


def _dandiset(found: re.Match[str]) -> str:
    """DANDI:000003/0.230629.1955 and dandi://DANDI/000003@0.230629.1955; what comes after is a file's path."""
    parts = (_ARCHIVES[found["archive"].upper()], "dandiset", found["dandiset"], found["version"])
    return "/".join(filter(None, parts))


_AFTER_DANDISET = rf"(?P<dandiset>{DANDISET})(?:[/@](?P<version>{VERSION}))?"
_ARCHIVE = f"(?P<archive>{'|'.join(map(re.escape, _ARCHIVES))})"

_REGISTERS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (
        re.compile(r"RRID:(?P<id>[A-Za-z0-9_-]+(?::[A-Za-z0-9_-]+)?)", re.ASCII),
        lambda found: f"https://scicrunch.org/resolver/RRID:{found['id']}",
    ),
    (
        re.compile(rf"(?P<prefix>{_ONTOLOGIES}):(?P<id>[A-Za-z0-9_-]+)", re.ASCII),
        lambda found: f"http://purl.obolibrary.org/obo/{found['prefix']}_{found['id']}",
    ),
    (
        re.compile(r"(?:PMID|PubMed(?:[ -]?ID)?)[:\s]*(?P<id>[0-9]{1,9})", re.IGNORECASE | re.ASCII),
        lambda found: f"https://pubmed.ncbi.nlm.nih.gov/{found['id']}/",
    ),
    (
        re.compile(r"(?:PMC(?:ID)?[:\s]*)?PMC[:\s]*(?P<id>[0-9]{1,9})(?:\.[0-9]+)?", re.IGNORECASE | re.ASCII),
        lambda found: f"https://www.ncbi.nlm.nih.gov/pmc/articles/PMC{found['id']}/",
    ),
    (
        re.compile(r"arXiv[:\s]*(?P<id>[0-9]{4}\.[0-9]{4,5}(?:v[0-9]+)?|[a-z.-]+/[0-9]{7}(?:v[0-9]+)?)", re.I | re.A),
        lambda found: f"https://arxiv.org/abs/{found['id']}",
    ),
    (
        re.compile(r"(?:hdl|handle)[:\s]*(?P<id>[0-9][0-9.]*/[A-Za-z0-9._/-]*[A-Za-z0-9])", re.IGNORECASE | re.ASCII),
        lambda found: f"https://hdl.handle.net/{found['id']}",
    ),
    (re.compile(rf"{_ARCHIVE}:\s*{_AFTER_DANDISET}", re.IGNORECASE | re.ASCII), _dandiset),
    (re.compile(rf"dandi://{_ARCHIVE}/{_AFTER_DANDISET}(?:/.*)?", re.IGNORECASE | re.ASCII | re.DOTALL), _dandiset),
)

_ORCID = re.compile(
    r"(?:(?:https?://)?(?:www\.)?orcid\.org/(?:#/)?|orcid(?:[ -]?id)?[:\s]*)?"
    r"(?P<id>[0-9]{4}(?P<dash>[\s‐‑–—-]?)(?:[0-9]{4}(?P=dash)){2}[0-9]{3}[0-9X])/?(?:\?[\w=&-]*)?",
    re.IGNORECASE | re.ASCII,
)


def register_url(text: str) -> str | None:
    """The page of an identifier in its register: a paper, a person, a dandiset, a term of an ontology, a RRID."""
    for pattern, address in _REGISTERS:
        if found := pattern.fullmatch(text):
            return address(found)
    orcid = orcid_of(text)
    return f"{ORCID_PAGES}{orcid}" if orcid and _checks(orcid.replace("-", "")) else None


def orcid_of(text: str) -> str:
    """An ORCID as it is written, 0000-0002-1825-0097, from any form; empty for what is none.

    Sixteen digits in a row are one where the last checks the others: they may be anything.
    """
    found = _ORCID.fullmatch(text)
    if not found:
        return ""
    digits = re.sub(r"[^0-9X]", "", found["id"].upper())
    if not found["dash"] and not _checks(digits):
        return ""
    return "-".join(digits[place : place + 4] for place in range(0, 16, 4))


def _checks(digits: str) -> bool:
    """ISO 7064, MOD 11-2."""
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == digits[-1]
