"""Text becomes the words that search compares."""

import pytest

from builder.search.words.analysis import fold, index_words, normal, plain_words, stem
from builder.search.words.plain import plain


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Buzsáki", "buzsaki"),
        ("HØYDAL Łukasz Straße Æsir ılgın", "hoydal lukasz strasse aesir ilgin"),
        ("e\u0301tude", "etude"),
        ("ﬁne µm²", "fine μm2"),
    ],
)
def test_accents_and_letters_of_other_alphabets_are_folded(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("patch-seq", ["patch", "seq", "patchseq"]),
        ("Parkinson's disease", ["parkinson", "disease"]),
        ("O'Connor", ["o", "connor", "oconnor"]),
        ("mice, rats; 3 studies", ["mouse", "rat", "3", "study"]),
        ("behaviours of tumours", ["behavior", "of", "tumor"]),
        ("hippocampus analysis class", ["hippocampus", "analysis", "class"]),
        ("two-photon", ["two", "photon", "twophoton", "2photon"]),
        ("at New York University", ["at", "new", "york", "university", "nyu"]),
        ("0000-0002-1825-0097", ["0000", "0002", "1825", "0097"]),
        ("f" * 41, []),
        ("\U0001d400lpha", ["alpha"]),
        ("\U00020000x", ["x"]),
    ],
)
def test_words_are_indexed_in_normal_form_with_what_stands_for_them(text, words):
    assert list(index_words(text)) == words


@pytest.mark.parametrize(
    "forms",
    [
        "hippocampus hippocampal",
        "cerebellum cerebellar",
        "olfaction olfactory",
        "imaging image",
        "planning plan",
        "organized organised organization",
        "electrophysiology electrophysiological",
        "larva larval",
    ],
)
def test_forms_of_a_word_share_a_stem(forms):
    assert len({stem(normal(word)) for word in forms.split()}) == 1


@pytest.mark.parametrize("pair", ["motor motion", "neuron neural", "sleep slow", "cell call"])
def test_other_words_do_not(pair):
    one, other = pair.split()

    assert stem(one) != stem(other)


def test_phrases_are_looked_for_in_plain_words():
    assert list(plain_words("Patch-seq of grid cells")) == ["patch", "seq", "of", "grid", "cell"]


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("# Title\n\n* **one**\n* _two_ [three](https://example.org)", "Title one two three"),
        ("<p>See <b>this</b> &amp; that</p>", "See this & that"),
        ("p < 0.05 and n > 3, snake_case_name", "p < 0.05 and n > 3, snake_case_name"),
        ("![picture](x.png) `code`", "picture code"),
        ("", ""),
    ],
)
def test_descriptions_lose_their_marks(markdown, shown):
    assert plain(markdown) == shown
