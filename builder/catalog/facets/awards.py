"""Awards: which a text names, and the normal form that makes two spellings of one the same.

One place for settings, facets and search. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from builder.catalog.facets.keys import folded
from builder.identifiers import NIH_AWARD

INSTITUTES = (
    "aa|ag|ai|ar|at|bx|ca|cx|da|dc|de|dk|eb|es|ey|gm|hd|hg|hl|hs|lm|md|mh|nr|ns|od|oh|rr|rx|tr|tw"  # NIH, AHRQ, VA
)
# The number that follows must end there, or two would be read as a number and a year.
_GRANT = re.compile(rf"(?<![a-z0-9]){NIH_AWARD}(?![a-z0-9])")
_SERIAL = re.compile(
    rf"(?<![a-z0-9])(?:nih[ -]?)?({INSTITUTES})[ -]?([0-9]{{5,6}})(?:-[0-9]{{2}}(?:[as][0-9])*)?(?![a-z0-9])"
)
_OF_NIH = re.compile(f"{_GRANT.pattern}|{_SERIAL.pattern}")
_TWO_PHASES = re.compile(rf"([a-z][0-9]{{2}}) ?/ ?([a-z][0-9]{{2}})[ -]?({INSTITUTES})[ -]?([0-9]{{5,6}})")
"""An award that goes on under another activity: K99/R00 MH106744."""

_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:[a-z]{2,4}[- ]?)?[0-9]{7}",  # NSF, with or without its directorate: IOS-1552868
        r"[0-9]{6}/[a-z]/[0-9]{2}/[a-z]",  # Wellcome
        r"(?:erc|h2020|horizon 2020)[- :]?(?:[0-9]{4}-)?(?:stg|cog|adg|syg|poc)?[- :]?[0-9]{6,9}",  # ERC
        r"(?:exc|sfb|trr|crc|spp|for|grk)[ -]?[0-9]{3,4}",  # DFG: clusters, centers, units
        r"[a-z]{2} ?[0-9]{3,5}/[0-9]{1,2}-[0-9]{1,2}",  # DFG: a person's
        r"[a-z]{1,2}[a-z0-9]{4,5}-?[0-9]{2}-?[0-9]-?[0-9]{4}",  # US Army, Navy, Air Force, DARPA
        r"d[0-9]{2}pc[0-9]{4,5}",  # IARPA
        r"(?:embo )?altf ?[0-9]{1,4}-[0-9]{4}",  # EMBO
        r"(?:lt|rgp|rgy)-?[0-9]{4,7}/[0-9]{4}(?:-[a-z])?",  # HFSP
        r"[a-z]{2}/[a-z][0-9]{5}[0-9x]/[0-9]",  # UKRI
        r"jp[0-9]{2}[a-z]{1,2}[0-9]{4,5}",  # JSPS
        r"(?:anr|pid)-?[0-9]{2,4}-[a-z0-9]{4}-[0-9]{4}",  # ANR
        r"asap-[0-9]{6}",  # Aligning Science Across Parkinson's
        r"nnf[0-9]{2}[a-z]{2}[0-9]{7}",  # Novo Nordisk
        r"scgb[ -]?[0-9]{6}",  # Simons Collaboration on the Global Brain
    )
)
_BARE = re.compile(r"(?P<number>[0-9]{6,9})[a-z]{0,5}")
_BARE_FUNDERS = re.compile(
    r"simons|wellcome|kavli|european research council|\berc\b|national science foundation|\bnsf\b|human frontier"
    r"|swiss national|\bsnsf\b|research council of norway|howard hughes|\bhhmi\b|burroughs",
    re.IGNORECASE,
)
"""Funders whose awards are numbers and nothing else."""
_NAMING = re.compile(
    r"(?:(?:nih|nsf|erc|dfg|nin?ds|nimh|nei|nidcd|nida|nia|nibib|nichd|nhgri|nigms|niaaa|nhlbi|nci|nccih|bmbf|darpa|onr"
    r"|wellcome|trust|national institutes? (?:of|for) (?:mental )?health|national science foundation"
    r"|european research council|brain initiative|advanced|starting|consolidator|synergy|career development"
    r"|grants?|awards?|agreement|contracts?|nos?|nr|numbers?|ref|id|under|the)(?![a-z0-9])[\s.:#(/-]*|[\s.:#(/-]+)+"
)
"""What stands before a number and says no more than whose it is."""
_BETWEEN = re.compile(r"\s*[;,\n|]\s*(?:and\s+|&\s*)?|\s+(?:and|&)\s+")


def split_awards(text: str, funder: str = "") -> tuple[str, ...]:
    """The awards of a text: several only where each part is one by itself, in a known form; else the whole text."""
    whole = " ".join(text.split()).strip(" ,;.")
    parts = [part for part in (part.strip(" .") for part in _BETWEEN.split(text.strip(" ,;."))) if part]
    if len(parts) == 1:
        parts = _in_a_row(whole)
    has_numbers = _BARE_FUNDERS.search(funder) is not None
    if len(parts) > 1 and all(_known(part) or (has_numbers and _BARE.fullmatch(part.lower())) for part in parts):
        return tuple(dict.fromkeys(" ".join(part.split()) for part in parts))
    return (whole,) if whole else ()


def _in_a_row(whole: str) -> list[str]:
    """`U19 NS107616 R01 NS104590`: nothing but blanks or slashes between whole grants."""
    grants = [whole[slice(*found.span())].strip(" -") for found in _OF_NIH.finditer(whole.lower())]
    return grants if len(grants) > 1 and not _OF_NIH.sub("", whole.lower()).strip(" /+") else [whole]


@lru_cache(maxsize=20_000)
def award_key(text: str) -> str:
    """The normal form of one award; of what has none the folded text.

    `5 R01 NS 123887-03`, `1R01NS123887-01` and `NIH R01-NS123887` are `r01ns123887`: all years of a grant are one.
    """
    return _known(text) or folded(text)


def award_numbers(text: str) -> tuple[str, ...]:
    """All that a text is found by, without blanks: its normal form, and the numbers in it."""
    return tuple(dict.fromkeys(_numbers(text)))


def award_names(text: str, funder: str = "") -> frozenset[str]:
    """What of a selection or a query means this text; see `meant_award`."""
    return frozenset(number for part in (text, *split_awards(text, funder)) for number in award_numbers(part))


def meant_award(text: str) -> str:
    """An award that somebody asks for, as `award_numbers` has it."""
    return award_key(text).replace(" ", "")


def _numbers(text: str) -> Iterator[str]:
    lower = text.lower()
    yield meant_award(text)
    for found in _GRANT.finditer(lower):
        yield grant_key(found)
        yield from _serial_forms(found[2], found[3])
    for first, second, institute, serial in _TWO_PHASES.findall(lower):
        yield from (f"{activity}{institute}{serial.zfill(6)}" for activity in (first, second))
    for institute, serial in _SERIAL.findall(lower):
        yield from _serial_forms(institute, serial)
    yield from ("".join(words) for words in _CODE_AND_NUMBER.findall(lower))
    for word in re.findall(r"[a-z0-9][a-z0-9/-]*", lower):
        bare = re.sub(r"[^a-z0-9]", "", word)
        if sum(sign.isdigit() for sign in bare) >= _LEAST_DIGITS:
            yield meant_award(word)
            yield bare


_CODE_AND_NUMBER = re.compile(r"(?<![a-z0-9])([a-z]{2,5})[ -]([0-9]{3,9})(?![a-z0-9])")
_LEAST_DIGITS = 4
"""Of a number that may be an award's."""


def _serial_forms(institute: str, serial: str) -> Iterator[str]:
    yield f"{institute}{serial.zfill(6)}"
    yield f"{institute}{serial}"
    yield serial


def _known(text: str) -> str:
    """The normal form of a text that is an award in a known form, and nothing else but whose it is; else empty."""
    bare = " ".join(text.lower().replace("–", "-").split()).strip(" .,;:#()")
    form = ""
    for form in (bare, _NAMING.sub("", bare, count=1) if _NAMING.match(bare) else ""):
        if found := _GRANT.fullmatch(form):
            return grant_key(found)
        if found := _TWO_PHASES.fullmatch(form):
            return f"{found[1]} {found[2]} {found[3]}{found[4].zfill(6)}"
        if found := _SERIAL.fullmatch(form):
            return f"{found[1]}{found[2].zfill(6)}"
        if any(pattern.fullmatch(form) for pattern in _FORMS):
            return _WHOSE.sub("", form).replace("-", "").replace(" ", "").replace("/", " ")
    return form if re.fullmatch(r"[0-9]{4,9}", form) else ""


_WHOSE = re.compile(r"^(?:embo|erc|h2020|horizon 2020)[- :]+(?:[0-9]{4}-)?(?:stg|cog|adg|syg|poc)?[- :]*")


def grant_key(found: re.Match[str]) -> str:
    """The normal form of what NIH_AWARD found; `1 UO1 NS 12605` is `u01ns012605`."""
    activity, institute, serial = found.group(1, 2, 3)
    return f"{activity[0]}{activity[1].replace('o', '0')}{activity[2]}{institute}{serial.zfill(6)}"
