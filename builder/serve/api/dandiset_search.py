"""The archive's search language: words, quoted phrases, and operators such as `species:mouse`."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

import msgspec

from builder.serve.api.stored import read_stored
from builder.serve.http.answers import Refused
from builder.snapshot import VersionRow

MAX_LENGTH = 1024
_SUMMARY_FIELDS = {"species": "species", "approach": "approach", "technique": "measurementTechnique"}
_DATES = ("created", "modified", "published")
_OPERATORS = (
    *(f"{name}_{side}" for name in _DATES for side in ("before", "after")),
    *_SUMMARY_FIELDS,
    "file_type",
    "owner",
)
_FILE_TYPES = {"nwb": "application/x-nwb", "image": "image/", "text": "text/", "video": "video/"}
_OPERATOR = re.compile(r"([a-z_]+):(.*)", re.DOTALL)


class _Info(msgspec.Struct):
    metadata: msgspec.Raw = msgspec.Raw(b"{}")


class _Summarised(msgspec.Struct):
    assetsSummary: Any = None  # noqa: N815 - the archive's name


@dataclass(frozen=True, slots=True, kw_only=True)
class DandisetSearch:
    """What a search asks for; all of it must hold."""

    words: tuple[str, ...]
    """Without case and accents; all of them stand in the metadata of one version."""
    dates: tuple[tuple[str, str, str], ...]
    """(`created`, `modified` or `published`; `before` or `after`; day)."""
    summary: tuple[tuple[str, str], ...]
    """(field of assetsSummary, part of a name in lower case); all of them in one version."""
    file_types: tuple[str, ...]
    """How encoding formats begin."""
    owners: tuple[str, ...]
    """Owners are not part of a snapshot: any of these finds nothing."""

    def fits(
        self,
        dates: Mapping[str, str | None],
        versions: Callable[[], Sequence[VersionRow]],
        formats: Callable[[], Collection[str]],
    ) -> bool:
        """Whether a dandiset answers; its versions and file formats are read only if they are needed."""
        if self.owners or not all(_fits_date(dates.get(name), side, day) for name, side, day in self.dates):
            return False
        if self.file_types:
            found = formats()
            if not all(any(kind.startswith(start) for kind in found) for start in self.file_types):
                return False
        if not self.words and not self.summary:
            return True
        documents = [bytes(read_stored(row.info, _Info).metadata) for row in versions()]
        return (not self.words or any(map(self._has_words, documents))) and (
            not self.summary or any(map(self._has_summary, documents))
        )

    def _has_words(self, document: bytes) -> bool:
        text = plain(document.decode())
        return all(word in text for word in self.words)

    def _has_summary(self, document: bytes) -> bool:
        summary = read_stored(document, _Summarised).assetsSummary
        return isinstance(summary, dict) and all(
            any(value in name for name in _names(summary.get(field))) for field, value in self.summary
        )


def parse_search(text: str) -> DandisetSearch:
    """Read a search; Refused says what is wrong with it, as the archive does."""
    if len(text) > MAX_LENGTH:
        _refuse(f"Search query is too long ({len(text)} characters; max {MAX_LENGTH}).")
    if text.count('"') % 2:
        _refuse(
            "Unbalanced quote in search query. Remove the stray quote, or wrap the intended phrase in matched quotes."
        )
    words: list[str] = []
    asked: list[tuple[str, str]] = []
    for token, starts_quoted, has_quotes in _tokens(text):
        found = None if starts_quoted else _OPERATOR.fullmatch(token)
        if found and (found[2] or has_quotes):
            asked.append(_operator(found[1], found[2].strip()))
        else:
            words.append(token)
    return DandisetSearch(
        words=tuple(plain(word) for word in words),
        dates=tuple((*_split_date(name), value) for name, value in asked if name.partition("_")[0] in _DATES),
        summary=tuple((_SUMMARY_FIELDS[name], value.lower()) for name, value in asked if name in _SUMMARY_FIELDS),
        file_types=tuple(
            _FILE_TYPES.get(value.lower(), value.lower()) for name, value in asked if name == "file_type"
        ),
        owners=tuple(value for name, value in asked if name == "owner"),
    )


def plain(text: str) -> str:
    """Lower case, without accents."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    return "".join(letter for letter in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(letter))


def _tokens(text: str) -> Iterator[tuple[str, bool, bool]]:
    """The parts between spaces, which quotes may hold.

    Each is given without its quotes, with whether it began with one and whether it had any.
    """
    for part in re.findall(r'(?:"[^"]*"|[^\s"])+', text):
        token = part.replace('"', "")
        if token or '"' not in part:
            yield token, part.startswith('"'), '"' in part


def _operator(name: str, value: str) -> tuple[str, str]:
    if name not in _OPERATORS:
        near = difflib.get_close_matches(name, _OPERATORS, n=1)
        hint = f' Did you mean "{near[0]}"?' if near else ""
        _refuse(
            f'Unknown search operator "{name}".{hint} Wrap the term in double quotes (e.g. "foo:bar") '
            "to search for it as text."
        )
    if not value:
        _refuse(f'Operator "{name}" requires a value (e.g. {name}:something).')
    if name.endswith(("_before", "_after")) and not _is_day(value):
        _refuse(f'Invalid date for "{name}": {value!r}. Use YYYY-MM-DD.')
    return name, value


def _split_date(name: str) -> tuple[str, str]:
    field, _, side = name.partition("_")
    return field, side


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) is not None


def _fits_date(stamp: str | None, side: str, day: str) -> bool:
    return bool(stamp) and ((stamp or "") < day) == (side == "before")


def _names(items: object) -> Iterable[str]:
    """The names in a list of the summary; drafts hold what they like there."""
    for item in items if isinstance(items, list) else ():
        name = item.get("name") if isinstance(item, dict) else None
        if isinstance(name, str):
            yield name.lower()


def _refuse(why: str) -> NoReturn:
    raise Refused({"search": why}, 400)
