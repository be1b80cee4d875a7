"""What makes two facet terms the same, and how that is written in an address. Pure."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

from builder.catalog.links.archive_links import DOI_RESOLVER, doi_url
from builder.catalog.links.registers import orcid_of
from builder.identifiers import ONTOLOGIES, ORCID, ROR

_OWN_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "’": "'"}
)
"""Letters of European names that no decomposition turns into plain ones."""
_ACCENTS = re.compile("[\u0300-\u036f]")
_BETWEEN_WORDS = re.compile(r"(?:[^\w+#%&@*<>=~^|$]|_)+")
"""Blanks, hyphens, other marks. What is part of a name stays: C++ is not C."""


@lru_cache(maxsize=50_000)
def folded(text: str) -> str:
    """Words in lower case, without accents and marks, a blank between them: `Decision-Making ` is `decision making`.

    Empty for what holds no letter and no digit.
    """
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold().translate(_OWN_LETTERS)))
    words = _BETWEEN_WORDS.sub(" ", plain).strip()
    return words if any(map(str.isalnum, words)) else ""


_TERM = re.compile(r"(?:.*[/=#])?(?P<prefix>[A-Za-z]+)[_:](?P<number>[0-9]+)/?", re.DOTALL)
_RRID = re.compile(r"(?:.*/)?RRID:(?P<local>[A-Za-z]+_?[0-9]+)", re.DOTALL | re.IGNORECASE)
_ROR = re.compile(rf"(?:(?:https?://)?(?:www\.)?ror\.org/|ror:)?(?P<ror>{ROR})/?", re.IGNORECASE | re.ASCII)
_PREFIXES = {name.casefold(): name for name in ONTOLOGIES}


@lru_cache(maxsize=20_000)
def term_identifier(text: str | None) -> str:
    """An ontology's identifier as `NCBITaxon:10090`, from that form, `NCBITaxon_10090`, or an address that ends so.

    Also a RRID or a DOI; empty for what is none of these.
    """
    bare = (text or "").strip()
    if found := _RRID.fullmatch(bare):
        return f"RRID:{found['local']}"
    if found := _TERM.fullmatch(bare):
        return f"{_PREFIXES.get(found['prefix'].casefold(), found['prefix'])}:{found['number']}"
    url = doi_url(bare)
    return f"doi:{url.removeprefix(DOI_RESOLVER)}" if url else ""


@lru_cache(maxsize=20_000)
def orcid(text: str | None) -> str:
    """A bare ORCID; empty for what is none."""
    return orcid_of((text or "").strip())


@lru_cache(maxsize=20_000)
def ror(text: str | None) -> str:
    """An organization's ROR as `ror:05a28rw58`; empty for what is none."""
    found = _ROR.fullmatch((text or "").strip())
    return f"ror:{found['ror'].lower()}" if found else ""


_PLAIN_KEYS = re.compile(
    r"[a-z0-9]+(?: [a-z0-9]+)*"  # a folded name
    r"|[a-z]+:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?"  # an identifier
    rf"|{ORCID}"
)
_TAKEN = re.compile(
    r"page [0-9]+"  # the pages of the list itself
    r"|con|prn|aux|nul|com[0-9]|lpt[0-9]"  # Windows keeps these names for itself
)
_ORCID = re.compile(ORCID)
_LONGEST_SLUG = 80


def _is_taken(key: str) -> bool:
    """Whether it would have the name of something else; a name of digits that of an ORCID."""
    return bool(_TAKEN.fullmatch(key) or (" " in key and _ORCID.fullmatch(key.replace(" ", "-"))))


@lru_cache(maxsize=50_000)
def slug_of(key: str) -> str:
    """A key as a folder's name: other keys have other names, whatever they hold.

    A blank becomes `-`, the colon of an identifier `_`. What can't be written so is shortened to its plain letters,
    a full stop and a hash: only those names hold a full stop and no `_`.
    """
    if _PLAIN_KEYS.fullmatch(key) and not _is_taken(key) and len(key) <= _LONGEST_SLUG:
        return key.replace(" ", "-").replace(":", "_")
    letters = re.sub(r"[^a-z0-9]+", "-", key)[: _LONGEST_SLUG - 12].strip("-")
    start = f"x-{letters}" if _is_taken(key) else letters or "x"
    return f"{start}.{hashlib.sha256(key.encode()).hexdigest()[:10]}"
