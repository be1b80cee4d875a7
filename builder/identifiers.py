"""How identifiers are written: the archive's own, and those of people, organizations, awards and terms. Pure.

One place for all that read them. The archive's own become names of folders and parts of addresses, so what looks
otherwise is refused wherever it comes in: in the archive's answers, in a snapshot, in a request.

Patterns are of lower-case letters and know no language's specialties: browsers are sent them too.
"""

from __future__ import annotations

import re

DANDISET = "[0-9]{6}"
VERSION = r"draft|0\.[0-9]{6}\.[0-9]{4}"
UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
"""Of an asset, a blob or a zarr."""

DANDI_DOIS, TEST_DOIS, DATACITE_TEST_DOIS = "10.48324", "10.80507", "10.5072"
"""What comes before the slash in DOIs of dandisets: of DANDI's, and of those that archives register while they are
tried out, which lead nowhere; DataCite has a prefix for these, too."""

ORCID = "(?:[0-9]{4}-){3}[0-9]{3}[0-9x]"
"""Of a person."""
ROR = "0[a-z0-9]{6}[0-9]{2}"
"""Of an organization."""
ONTOLOGIES = ("NCBITaxon", "UBERON", "MBA", "HBA", "CL", "DOID", "MONDO", "HP")
"""Those that dandisets name species, parts of the body, cells and disorders by, as they write themselves."""
TERM = rf"(?:{'|'.join(ONTOLOGIES).lower()})[_:][0-9]+"

NIH_PROJECT = "([a-z]{2})[ -]?([0-9]{5,6})"
"""What all years of an award share: institute and serial number."""
NIH_AWARD = rf"(?:nih[ -]?)?[1-9]{{0,2}}[ -]?([a-z][a-z0-9][0-9])[ -]?{NIH_PROJECT}(?:[ -]?[0-9]{{2}}(?:[as][0-9])*)?"
"""Kind of application, activity, institute, serial number, year; the middle three are groups."""

# As they are, or in an address.
_TEST_DOI = re.compile(
    rf"(?:doi:?\s*)?(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/)?(?:{TEST_DOIS}|{DATACITE_TEST_DOIS})/.*",
    re.IGNORECASE | re.DOTALL,
)
_DANDISET, _VERSION, _UUID = re.compile(DANDISET), re.compile(VERSION), re.compile(UUID)


def is_dandiset(text: str) -> bool:
    """Whether it is a dandiset's identifier, as 000003."""
    return _DANDISET.fullmatch(text) is not None


def is_version(text: str) -> bool:
    """Whether it names a version, as `draft` or 0.230629.1955."""
    return _VERSION.fullmatch(text) is not None


def is_uuid(text: str) -> bool:
    """Whether it is an id of an asset, a blob or a zarr."""
    return _UUID.fullmatch(text) is not None


def is_test_doi(text: str) -> bool:
    """Whether it is a DOI, or the address of one, that leads nowhere."""
    return _TEST_DOI.fullmatch(text.strip()) is not None
