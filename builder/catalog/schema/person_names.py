"""Names of people: the archive keeps "Last, First", typed by hand. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as it may be put together again."""

    whole: str
    """As it was typed, but for stray blanks and commas."""
    family: str = ""
    """With particles, as `van den Boom`. Empty for what nothing tells how to divide."""
    given: str = ""
    suffix: str = ""
    """`Jr.`, `III`."""

    @property
    def written(self) -> str:
        """As lists have it: "King, Martin Luther, III"."""
        return ", ".join(filter(None, (self.family, self.given, self.suffix))) if self.family else self.whole

    @property
    def spoken(self) -> str:
        """As it is spoken: "Martin Luther King III"."""
        return " ".join(filter(None, (self.given, self.family, self.suffix))) if self.family else self.whole


_SUFFIXES = {"jr": "Jr.", "sr": "Sr.", "ii": "II", "iii": "III", "iv": "IV"}
_DEGREE = re.compile(r"(?:Ph\.?\s?D|M\.?D|M\.?Sc|B\.?Sc|D\.?Phil|Dr|Prof)\.?", re.IGNORECASE)
_INITIALS = re.compile(r"(?:[^\W\d_]\.?[ -]?){1,4}")
_LEADING = re.compile(r"(?:[^\W\d_]\.[ -]?|[^\W\d_DELMNOÓY] )+(?=[^\W\d_]{2}|[^\W\d_]['’])")
"""Initials before a family name. Letters that begin one (O Keefe, D Souza) are such only with a full stop."""
_PARTICLE = re.compile("af|al|av|bin|d|da|de|del|della|den|der|di|do|dos|du|el|ibn|la|le|ten|ter|van|von|y|zu|zur")
_SMALL_WORD = re.compile(r"[^\W\d_]+(?=([ '’-]?))")
# Organizations that were entered as persons, by words that nobody is called.
_INSTITUTION = re.compile(
    r"\b(?:universit(?:y|ies|ät|é|à|at|eit)|universidad(?:e)?|instituto?|institutes?|institut|institution"
    r"|laborator(?:y|ies)|labs?|college|consortium|collaboration|collective|network|committee|council|agency|academy"
    r"|association|corporation|department|ministry|foundation|hospital|clinic|initiative|observatory|museum"
    r"|cent(?:er|re)s?|societ(?:y|é)|program(?:me)?|project|team|group|school|gmbh|inc\.?|ltd\.?|llc)(?=\W|$)",
    re.IGNORECASE,
)


def is_institution(name: str) -> bool:
    """Whether no person is called so, whatever it was entered as."""
    return _INSTITUTION.search(name) is not None


@lru_cache(maxsize=20_000)
def read_person_name(typed: str) -> PersonName:
    """Divide a name where it says how; one of an institution stays as it is."""
    whole = " ".join(typed.split()).strip(", ")
    parts = [part for part in (part.strip() for part in whole.split(",")) if part]
    if len(parts) < 2 or is_institution(whole):
        return PersonName(whole)
    suffixes = [part for part in parts[1:] if _suffix(part)]
    parts = [part for part in parts if part not in suffixes and not (len(parts) > 2 and _DEGREE.fullmatch(part))]
    if len(parts) == 3 and _INITIALS.fullmatch(parts[2]):  # "Birch, Joseph, M."
        parts = [parts[0], f"{parts[1]} {parts[2]}"]
    if len(parts) != 2:
        return PersonName(whole)
    family, in_family = _without_suffix(parts[0])
    given, in_given = _without_suffix(parts[1])
    suffix = _suffix(suffixes[0]) if suffixes else in_given or in_family
    if _shouted(family) and _shouted(given):
        family, given = family.title(), given.title()
    elif family.islower() and given.islower():
        family, given = _SMALL_WORD.sub(_with_capital, family), given.title()
    family, given = _without_initials(family, given)
    return PersonName(whole, family, given, suffix)


def _with_capital(word: re.Match[str]) -> str:
    """`van den boom` as `van den Boom`."""
    return word[0] if word[1] and _PARTICLE.fullmatch(word[0]) else word[0].title()


def _without_initials(family: str, given: str) -> tuple[str, str]:
    """`C. Birch` and `Joseph` as `Birch` and `Joseph C.`: initials belong to the given names."""
    found = _LEADING.match(family)
    if not found or not found[0].isupper():
        return family, given
    initials = found[0].strip()
    return family[found.end() :], given if given.endswith(initials) else f"{given} {initials}"


def _suffix(part: str) -> str:
    return _SUFFIXES.get(part.casefold().rstrip("."), "")


def _without_suffix(part: str) -> tuple[str, str]:
    """`Martin Luther III` as `Martin Luther` and `III`."""
    before, _, last = part.rpartition(" ")
    return (before, _suffix(last)) if before and _suffix(last) else (part, "")


def _shouted(part: str) -> bool:
    """Whether it is all in capitals, and not just initials."""
    return part.isupper() and len(part) > 1 and "." not in part
