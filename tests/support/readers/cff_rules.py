"""What version 1.2.0 of the Citation File Format demands, as far as a dataset's file goes.

Written down here, since `cffconvert` can't live beside dandischema: it pins an old jsonschema.
Source: https://github.com/citation-file-format/citation-file-format (schema.json).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

REQUIRED = {"authors", "cff-version", "message", "title"}
KEYS = {
    *REQUIRED,
    *("abstract", "commit", "contact", "date-released", "doi", "identifiers", "keywords", "license", "license-url"),
    *("preferred-citation", "references", "repository", "repository-artifact", "repository-code", "type", "url"),
    "version",
}
PERSON = {
    *("address", "affiliation", "alias", "city", "country", "email", "family-names", "fax", "given-names"),
    *("name-particle", "name-suffix", "orcid", "post-code", "region", "tel", "website"),
}
ENTITY = {
    *("address", "alias", "city", "country", "date-end", "date-start", "email", "fax", "location", "name", "orcid"),
    *("post-code", "region", "tel", "website"),
}
LICENSES = {"CC0-1.0", "CC-BY-4.0", "CC-BY-NC-4.0", "CC-BY-SA-4.0", "ODC-By-1.0", "PDDL-1.0"}
"""Those of the schema's 459 that a DANDI archive has, or might."""
FORMS = {
    "cff-version": r"1\.2\.0",
    "date-released": r"[0-9]{4}-(0[1-9]|1[012])-(0[1-9]|[12][0-9]|3[01])",
    "doi": r"10\.\d{4,9}(\.\d+)?/[A-Za-z0-9:/_;\-\.\(\)\[\]\\]+",
    "type": r"dataset|software",
    "url": r"(https|http|ftp|sftp)://.+",
    "repository": r"(https|http|ftp|sftp)://.+",
    "website": r"(https|http|ftp|sftp)://.+",
    "orcid": r"https://orcid\.org/[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]",
}


def cff_mistakes(text: str) -> list[str]:
    """What is wrong with a file; [] for one that follows the schema."""
    read = yaml.safe_load(text)
    if not isinstance(read, dict):
        return ["is no mapping"]
    return list(_mistakes(read))


def _mistakes(read: dict[str, Any]) -> Iterator[str]:
    yield from (f"{key} is missing" for key in sorted(REQUIRED - read.keys()))
    yield from (f"{key} is not known" for key in sorted(read.keys() - KEYS))
    for key, value in read.items():
        if key == "authors":
            yield from _list_mistakes(key, value)
            yield from (mistake for author in value for mistake in _author_mistakes(author))
        elif key in ("keywords", "license") and isinstance(value, list):
            yield from _list_mistakes(key, value)
            yield from (mistake for item in value for mistake in _text_mistakes(key, item))
        else:
            yield from _text_mistakes(key, value)
    licenses = read.get("license", [])
    for name in licenses if isinstance(licenses, list) else [licenses]:
        if name not in LICENSES:
            yield f"license {name!r} is none of the schema's"


def _list_mistakes(key: str, value: Any) -> Iterator[str]:
    if not isinstance(value, list) or not value:
        yield f"{key} must be a list with something in it"
    elif len({repr(item) for item in value}) != len(value):
        yield f"{key} holds something twice"


def _author_mistakes(author: Any) -> Iterator[str]:
    if not isinstance(author, dict):
        yield f"an author must be a mapping: {author!r}"
        return
    kind = ENTITY if "name" in author else PERSON
    if not author.keys() <= kind or not author:
        yield f"neither a person nor an entity: {author!r}"
    yield from (mistake for key, value in author.items() for mistake in _text_mistakes(key, value))


def _text_mistakes(key: str, value: Any) -> Iterator[str]:
    if not isinstance(value, str) or not value:
        yield f"{key} must be a text that isn't empty: {value!r}"
    elif key in FORMS and not re.fullmatch(FORMS[key], value):
        yield f"{key} has another form: {value!r}"
