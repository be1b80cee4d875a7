"""What the list tells a browser's engine: all that it shares with the terminal, in a form that both can read."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from builder.search.browser.rules import rules
from builder.search.index.fields import DESCRIPTION, FIELDS, IDENTIFIER, OTHER, PUBLICATION, SEARCHED_FACETS, TITLE
from builder.search.index.search_index import FILTER_FACETS
from builder.search.query.messages import Message
from builder.search.query.tokens import FACET_NAMES, MEASURE_NAMES

PYTHONS_OWN = re.compile(r"\(\?P|\(\?[aiLmsux#]|\\[AZ]|\(\?\(|[+*?}]\+")


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for one in value.values() for text in texts(one))
    elif isinstance(value, list):
        yield from (text for one in value for text in texts(one))


def test_rules_are_what_json_can_hold() -> None:
    assert json.loads(json.dumps(rules())) == rules()


def test_patterns_keep_to_what_both_languages_know() -> None:
    assert [text for text in texts(rules()) if PYTHONS_OWN.search(text)] == []


def test_fields_are_those_of_facets_and_the_rest() -> None:
    assert len(FIELDS) == len(SEARCHED_FACETS) + len({TITLE, DESCRIPTION, PUBLICATION, OTHER, IDENTIFIER})
    assert all(field.weight > 0 for field in FIELDS.values())


def test_nothing_before_a_colon_means_two_things() -> None:
    """Of facets by themselves see tests/catalog/facets/test_kinds.py."""
    counted = Counter([*FACET_NAMES, *MEASURE_NAMES, "has"])

    assert {name for name, count in counted.items() if count > 1} == set()
    assert set(FACET_NAMES.values()) == set(FILTER_FACETS)


def test_gaps_of_messages_are_single_words() -> None:
    """Both programs fill in no others."""
    for message in Message:
        assert re.findall(r"\{([^}]*)\}", message) == re.findall(r"\{([a-z]+)\}", message)
        assert message.count("{") == message.count("}")
