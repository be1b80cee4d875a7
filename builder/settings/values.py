"""Single values of catalog.yaml, each from its text (and, for paths, what lies there).

Every function answers the value in the form that the program keeps, or raises ValueError with what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TypeVar
from urllib.parse import SplitResult, urlsplit

from builder.identifiers import ORCID, ROR, is_dandiset

_Choice = TypeVar("_Choice", bound=StrEnum)

_COLOUR = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_ORCID = re.compile(rf"(?:https?://(?:www\.)?orcid\.org/)?({ORCID})/?", re.IGNORECASE)
_ROR = re.compile(rf"(?:(?:https?://)?(?:www\.)?ror\.org/)?({ROR})/?", re.IGNORECASE | re.ASCII)
# What RFC 3986 lets stand in an address; the rest must be percent-encoded.
_URL_TEXT = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")


def line(text: str) -> str:
    """Text on one line: breaks and runs of blanks become one space."""
    words = " ".join(text.split())
    if not words:
        raise ValueError("is empty: write a text or leave the key out")
    return words


def markdown(text: str) -> str:
    """Text that may have several lines."""
    if not text.strip():
        raise ValueError("is empty: write a text or leave the key out")
    return text.strip()


def choice(kind: type[_Choice]) -> Callable[[str], _Choice]:
    """A reader of one word out of a closed set."""

    def read(text: str) -> _Choice:
        try:
            return kind(text)
        except ValueError:
            raise ValueError(f"{text!r} is not one of {', '.join(kind)}") from None

    return read


def colour(text: str) -> str:
    """`#rgb` or `#rrggbb`."""
    if not _COLOUR.fullmatch(text):
        raise ValueError(f'{text!r} is not a colour: write "#rrggbb" or "#rgb", in quotes')
    return text.lower()


def identifier(text: str) -> str:
    """A dandiset's six digits."""
    if not is_dandiset(text):
        digits = re.sub(r"(?i)^dandi:", "", text).zfill(6)
        example = digits if is_dandiset(digits) else "000003"
        raise ValueError(f"{text!r} is not an id of six digits: write {example}")
    return text


def orcid(text: str) -> str:
    """An ORCID, bare, from its number or its address."""
    found = _ORCID.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is not an ORCID: write four groups of four, like 0000-0002-1825-0097")
    return found[1].upper()


def ror(text: str) -> str:
    """A ROR as the archive keeps it, from its number or its address."""
    found = _ROR.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is not a ROR: write nine signs, a 0 first and two digits last, like 02jqj7156")
    return f"https://ror.org/{found[1].lower()}"


def service_url(text: str) -> str:
    """The address of a service, without a slash at its end."""
    return _web_address(text).geturl().rstrip("/")


def base_url(text: str) -> str:
    """The address of a site, with a slash at its end, so that a page's path can follow."""
    return _web_address(text).geturl().rstrip("/") + "/"


def file_in(folder: Path, suffixes: tuple[str, ...]) -> Callable[[str], Path]:
    """A reader of a file's path from `folder`; the file must be there and of one of the kinds."""

    def read(text: str) -> Path:
        path = folder / text
        if not _holds(path.is_file):
            raise ValueError(f"{text!r} is not a file: name one by its path from the folder of this file")
        if path.suffix.lower() not in suffixes:
            raise ValueError(
                f"{text!r} is not of a kind that works: name a file that ends with {', '.join(suffixes)}"
            )
        return path

    return read


def folder_in(folder: Path, holding: tuple[str, ...]) -> Callable[[str], Path]:
    """A reader of a folder's path from `folder`; it must be there and hold at least one of some folders."""

    def read(text: str) -> Path:
        path = folder / text
        if not _holds(path.is_dir):
            raise ValueError(f"{text!r} is not a folder: name one by its path from the folder of this file")
        if not any((path / name).is_dir() for name in holding):
            raise ValueError(f"{text!r} holds none of the folders {', '.join(holding)}: put at least one there")
        return path

    return read


def _holds(test: Callable[[], bool]) -> bool:
    """The answer of a file system test; no for a path that the system refuses, as one that is too long."""
    try:
        return test()
    except OSError:
        return False


def _web_address(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise ValueError(f"{text!r} has a host or port that can't be read") from None
    if parts.scheme not in ("http", "https"):
        example = text if re.match(r"[a-z0-9-]+(\.[a-z0-9-]+)+(/|$)", text) else "example.org/catalog/"
        raise ValueError(f"{text!r} is not a web address: write https:// and a host, like https://{example}")
    if not host:
        raise ValueError(f"{text!r} names no host: write something like https://example.org/catalog/")
    if not _URL_TEXT.fullmatch(text):
        raise ValueError(f"{text!r} holds characters that no web address has: percent-encode them")
    if parts.username is not None:
        raise ValueError(f"{text!r} names a user: leave out what stands before the @")
    if parts.query or parts.fragment:
        raise ValueError(f"{text!r} goes on after its path: leave out the ? or # and what follows")
    return parts
