"""What changed in a text, as parts that a page can mark: kept, added, removed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_LONGEST_KEPT = 240
"""Characters between two changes that are shown in full."""
_LONGEST_CHANGED = 2_500
"""Characters that are shown of all that was added to a text, and of all that was removed."""
_MOST_WORDS = 1_000
_MOST_LINES = 400
"""Longer texts are compared as a whole, or those who want to could make it take minutes."""
_ALIKE = 0.5
"""Where less than this part of the shorter passage is in the other one, too, in two words or more at a time, it is
easier to read them one after the other than woven together."""


class Edit(StrEnum):
    KEPT = "kept"
    ADDED = "added"
    REMOVED = "removed"
    SKIPPED = "skipped"
    """Text that both have, or that is too long, was left out here."""


@dataclass(frozen=True, slots=True)
class TextPart:
    edit: Edit
    text: str
    """Empty where it was skipped."""


def compare_words(before: str, after: str) -> tuple[TextPart, ...]:
    """The way from one text to the other, word by word where they are alike.

    Blanks don't count: what is kept has those of the later text, and () is the answer where nothing else changed.
    """
    if before.split() == after.split():
        return ()
    return tuple(_joined(_compare_passages(before, after)))


def compare_prose(before: str, after: str) -> tuple[TextPart, ...]:
    """The same for a text of several lines, with long stretches cut; () if no reader would see a difference."""
    old, new = _lines(before), _lines(after)
    if before.split() == after.split():
        return ()
    *parts, last = _cut(tuple(_joined(_compare_lines(old, new))))
    end = TextPart(last.edit, last.text.rstrip())
    return (*parts, end) if end.text or end.edit is Edit.SKIPPED else tuple(parts)


def _compare_lines(old: Sequence[str], new: Sequence[str]) -> Iterator[TextPart]:
    if max(len(old), len(new)) > _MOST_LINES:
        yield from _compare_passages("".join(old), "".join(new))
        return
    for tag, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            yield TextPart(Edit.KEPT, "".join(old[a:b]))
        else:
            yield from _compare_passages("".join(old[a:b]), "".join(new[c:d]))


def _lines(text: str) -> list[str]:
    """Lines with their ends, but without the blanks before those, which nobody sees."""
    return [f"{line.rstrip()}\n" for line in text.strip().splitlines()]


def _compare_passages(before: str, after: str) -> Iterator[TextPart]:
    old, new = _words(before), _words(after)
    if len(old) <= _MOST_WORDS and len(new) <= _MOST_WORDS:
        matcher = SequenceMatcher(None, [word.rstrip() for word in old], [word.rstrip() for word in new])
        shared = sum(
            block.size for block in matcher.get_matching_blocks() if block.size > 1 or block.size == len(old)
        )
        if shared >= _ALIKE * min(len(old), len(new)):
            yield from _woven(matcher.get_opcodes(), old, new)
            return
    yield from _replaced(before, after)


def _words(text: str) -> list[str]:
    """Words and marks, each with the blanks behind it."""
    return _WORD.findall(text)


_WORD = re.compile(r"(?:\w+|[^\w\s])\s*|\s+")


def _woven(
    opcodes: Iterable[tuple[str, int, int, int, int]], old: Sequence[str], new: Sequence[str]
) -> Iterator[TextPart]:
    """Kept and changed passages in turn; a lone short word between two changes goes with them."""
    removed, added = "", ""
    for tag, a, b, c, d in opcodes:
        kept = "".join(new[c:d]) if tag == "equal" else ""
        is_crumb = len(kept.strip()) < 4 and a > 0 and b < len(old)
        if tag == "equal" and not (is_crumb and (removed or added)):
            yield from _replaced(removed, added)
            yield TextPart(Edit.KEPT, kept)
            removed = added = ""
        else:
            removed += "".join(old[a:b])
            added += "".join(new[c:d])
    yield from _replaced(removed, added)


def _replaced(removed: str, added: str) -> Iterator[TextPart]:
    """The blanks that both end with are kept, and so not marked."""
    blanks = 0
    while blanks < min(len(removed), len(added)) and removed[-1 - blanks] == added[-1 - blanks] <= " ":
        blanks += 1
    yield TextPart(Edit.REMOVED, removed[: len(removed) - blanks])
    yield TextPart(Edit.ADDED, added[: len(added) - blanks])
    yield TextPart(Edit.KEPT, removed[len(removed) - blanks :])


def _joined(parts: Iterable[TextPart]) -> Iterator[TextPart]:
    """Without empty parts, and neighbours of one kind made one."""
    last: TextPart | None = None
    for part in parts:
        if not part.text:
            continue
        if last and last.edit is part.edit:
            last = TextPart(part.edit, last.text + part.text)
            continue
        if last:
            yield last
        last = part
    if last:
        yield last


def _cut(parts: Sequence[TextPart]) -> Iterator[TextPart]:
    """The changes with some text around them."""
    room = {Edit.ADDED: _LONGEST_CHANGED, Edit.REMOVED: _LONGEST_CHANGED}
    for place, part in enumerate(parts):
        if part.edit is Edit.KEPT:
            yield from _cut_kept(part.text, is_first=place == 0, is_last=place == len(parts) - 1)
        elif room[part.edit] > 0:
            yield TextPart(part.edit, part.text[: room[part.edit]])
            if len(part.text) > room[part.edit]:
                yield TextPart(Edit.SKIPPED, "")
            room[part.edit] -= len(part.text)


def _cut_kept(text: str, *, is_first: bool, is_last: bool) -> Iterator[TextPart]:
    if len(text) <= _LONGEST_KEPT:
        yield TextPart(Edit.KEPT, text)
        return
    some = _LONGEST_KEPT // 2
    if not is_first:
        yield TextPart(Edit.KEPT, text[:some].rsplit(" ", 1)[0])
    yield TextPart(Edit.SKIPPED, "")
    if not is_last:
        yield TextPart(Edit.KEPT, text[-some:].split(" ", 1)[-1])
