"""What changed in a text."""

from __future__ import annotations

import random
import time

import pytest

from builder.catalog.changes.texts import Edit, TextPart, compare_prose, compare_words

KEPT, ADDED, REMOVED, SKIPPED = Edit.KEPT, Edit.ADDED, Edit.REMOVED, Edit.SKIPPED
WORDS = ("mouse", "cell", "in", "a", "10", "µm", "<b>", "&", "(", "）", "細胞")


def side(parts: tuple[TextPart, ...], other: Edit) -> list[str]:
    return "".join(part.text for part in parts if part.edit is not other).split()


def test_a_word_is_exchanged() -> None:
    assert compare_words("Units of one mouse in a maze", "Units of two mice in a maze") == (
        TextPart(KEPT, "Units of "),
        TextPart(REMOVED, "one mouse"),
        TextPart(ADDED, "two mice"),
        TextPart(KEPT, " in a maze"),
    )


def test_texts_that_share_little_stand_one_after_the_other() -> None:
    parts = compare_words("Odor set 1", "Two photon imaging of mice under passive odor presentation")

    assert [part.edit for part in parts] == [REMOVED, ADDED]


def test_text_that_was_appended_is_all_that_is_new() -> None:
    parts = compare_prose("A short note.", "A short note.\n\n" + "More was said later. " * 20)

    assert [part.edit for part in parts] == [KEPT, ADDED]


def test_a_text_ends_with_its_last_word() -> None:
    assert compare_prose("One thing.\nOld", "One thing.\nNew")[-1] == TextPart(ADDED, "New")


def test_blanks_are_no_change() -> None:
    assert compare_words("a  b", "a b ") == ()
    assert compare_prose("one\r\ntwo  \n", "one\ntwo") == ()


def test_long_stretches_without_a_change_are_left_out() -> None:
    same = "Nothing new here. " * 100

    parts = compare_prose(same + "Old end.", same + "New end.")

    assert parts[0] == TextPart(SKIPPED, "")
    assert sum(len(part.text) for part in parts) < 400
    assert (TextPart(REMOVED, "Old") in parts, TextPart(ADDED, "New") in parts) == (True, True)


def test_what_changed_is_cut_where_it_is_very_long() -> None:
    parts = compare_prose("x" * 9_000, "y" * 9_000)

    changed = [len(part.text) for part in parts if part.edit in (ADDED, REMOVED)]
    assert changed == [2_500, 2_500]
    assert SKIPPED in {part.edit for part in parts}


@pytest.mark.parametrize("seed", range(40))
def test_both_texts_can_be_read_from_the_parts(seed: int) -> None:
    draw = random.Random(seed)
    before = " ".join(draw.choices(WORDS, k=draw.randrange(30)))
    after = " ".join(word for word in before.split() if draw.random() < 0.8) + draw.choice(("", " new", "\nnew line"))

    parts = compare_words(before, after)

    if parts:
        assert "".join(side(parts, ADDED)) == "".join(before.split())
        assert "".join(side(parts, REMOVED)) == "".join(after.split())
    assert all(part.text for part in parts)


@pytest.mark.parametrize("unit", ["a ", "a\n", "ab\n\n", "( "])
def test_no_text_takes_long(unit: str) -> None:
    draw = random.Random(1)
    texts = ["".join(draw.choice((unit, "b ")) for _ in range(4_000)) for _ in range(2)]

    started = time.process_time()
    compare_prose(*texts)

    assert time.process_time() - started < 5
