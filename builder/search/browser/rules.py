"""What static/search shares with the search in the terminal: tables, patterns, limits and messages. Pure.

All is written where the terminal uses it; the list, which a browser loads first, holds a copy.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from builder.identifiers import UUID
from builder.search.index.fields import FIELDS
from builder.search.index.file_keys import LABEL
from builder.search.index.search_index import Has
from builder.search.query import facet_matching, marks, matching, parsing, ranking, terms, tokens
from builder.search.query.messages import Message
from builder.search.words import analysis, identifiers, ranges, word_rules
from builder.search.words.names import SAME
from builder.search.words.ranges import Measure

HASH_LETTERS = 5
"""In the name of a piece."""
FIRST_DAY = date(2019, 1, 1)
"""Days are counted from here; the archive opened later."""


def rules() -> dict[str, Any]:
    """By the names that static/search has for them, as JSON can hold it."""
    return {
        **_analysis(),
        **_matching(),
        **_query(),
        **_identifiers(),
        "hashLetters": HASH_LETTERS,
        "firstDay": FIRST_DAY.isoformat(),
        "fields": list(FIELDS),
        "fieldLabels": {field.name: field.label for field in FIELDS.values() if field.label},
        "messages": {message.name: message.value for message in Message},
    }


def _analysis() -> dict[str, Any]:
    return {
        "joints": analysis.JOINTS,
        "letters": word_rules.LETTERS,
        "stopWords": " ".join(sorted(word_rules.STOP_WORDS)),
        "irregular": word_rules.IRREGULAR,
        "spellings": [list(pair) for pair in word_rules.SPELLINGS],
        "suffixes": " ".join(word_rules.SUFFIXES),
        "leastStem": word_rules.LEAST_STEM,
        "longestWord": word_rules.LONGEST_WORD,
        "mostJoined": word_rules.MOST_JOINED,
        "same": {
            analysis.normal(short): [" ".join(analysis.names_words(name)) for name in names]
            for short, names in SAME.items()
        },
    }


def _matching() -> dict[str, Any]:
    return {
        "sameFactor": terms.SAME_FACTOR,
        "exact": matching.EXACT,
        "stem": matching.STEM,
        "prefix": matching.PREFIX,
        "typo": matching.TYPO,
        "leastPrefix": matching.LEAST_PREFIX,
        "leastTypo": matching.LEAST_TYPO,
        "leastStemmed": matching.LEAST_STEMMED,
        "unit": ranking.UNIT,
        "empty": ranking.EMPTY,
        "snippet": marks.SNIPPET,
        "lead": marks.LEAD,
    }


def _query() -> dict[str, Any]:
    return {
        "longestQuery": parsing.LONGEST,
        "blanks": parsing.BLANKS,
        "quotes": parsing.QUOTES,
        "dashes": parsing.DASHES,
        "operator": tokens.OPERATOR,
        "phrase": tokens.PHRASE,
        "bare": tokens.BARE,
        "sizeValue": tokens.SIZE,
        "exactName": tokens.EXACT,
        "address": facet_matching.ADDRESS,
        "facetNames": {name: facet.value for name, facet in tokens.FACET_NAMES.items()},
        "measureNames": {name: measure.value for name, measure in tokens.MEASURE_NAMES.items()},
        "examples": {measure.value: measure.example for measure in Measure},
        "dates": [measure.value for measure in Measure if measure.is_date],
        "number": ranges.NUMBER,
        "day": ranges.DAY,
        "span": ranges.SPAN,
        "units": ranges.UNITS,
        "has": [what.value for what in Has],
    }


def _identifiers() -> dict[str, Any]:
    return {
        "uuid": UUID,
        "path": identifiers.PATH,
        "label": LABEL,
        "leastFileName": identifiers.LEAST_FILE_NAME,
        "dandisets": list(identifiers.DANDISETS),
        "doi": identifiers.DOI,
        "beforeDoi": identifiers.BEFORE_DOI,
        "afterDoi": identifiers.AFTER_DOI,
        "ownDois": list(identifiers.OWN_DOIS),
        "preprints": identifiers.PREPRINTS,
        "preprintEnd": identifiers.PREPRINT_END,
        "articles": [list(pair) for pair in identifiers.ARTICLES],
        "pubmed": identifiers.PUBMED,
        "award": identifiers.AWARD,
        "person": identifiers.PERSON,
        "organization": identifiers.ORGANIZATION,
        "term": identifiers.ONTOLOGY_TERM,
        "colon": identifiers.COLON,
    }
