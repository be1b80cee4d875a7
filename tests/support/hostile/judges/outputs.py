"""Reads every file of a site by a parser of its own kind; what a parser objects to is a fault."""

from __future__ import annotations

import csv
import functools
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import rispy
import yaml

from builder.serve.preview.rules import parse_headers, parse_redirects
from support.hostile.judges.emails import addresses_in
from support.hostile.judges.shapes import PROBE, foreign_nodes
from support.readers.cff_rules import cff_mistakes
from support.readers.importing import READERS, from_bibtex, from_csl, from_ris
from support.sites.pages import Html

_CALL = re.compile(r"[A-Za-z]+\.[A-Za-z]+\(")
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_UNSEEN = ("Cf", "Cc", "Zs", "Zl", "Zp")
_IN_LINE = frozenset(
    ("a", "b", "code", "del", "em", "i", "ins", "kbd", "mark", "s", "small", "span", "strong", "sub", "sup", "u")
)
RIS_KEYS = frozenset(
    (
        *("type_of_reference", "id", "authors", "title", "year", "date", "edition", "publisher", "doi", "urls"),
        *("abstract", "keywords"),
    )
)


def faults_of(address: str, data: bytes) -> list[str]:
    """What is wrong with a file by itself, e-mail addresses among it."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        return [f"is no UTF-8: {error}"]
    read = _reader(address)
    try:
        found = list(read(text))
    except (ValueError, SyntaxError, KeyError, TypeError, AssertionError, yaml.YAMLError) as error:
        return [f"{type(error).__name__}: {error}"[:300]]
    return found


def is_own(address: str) -> bool:
    """Whether a file is the same for any archive: our scripts and styles, which a browser reads."""
    return address.startswith("static/") and address.rpartition(".")[2] in ("js", "css")


def by_kind(faults: Iterable[tuple[str, str]]) -> dict[str, tuple[int, str]]:
    """Faults that differ only in numbers are one: how many there are, and where the first is."""
    found: dict[str, tuple[int, str]] = {}
    for address, what in faults:
        kind = re.sub(r"[0-9]+", "N", f"{address.rpartition('.')[2]}: {what}")[:120]
        count, first = found.get(kind, (0, f"{address}: {what}"))
        found[kind] = (count + 1, first)
    return found


def _reader(address: str) -> Callable[[str], Iterable[str]]:
    name = address.rpartition("/")[2]
    if name in _BY_NAME:
        return _BY_NAME[name]
    kind = name.rpartition(".")[2]
    if kind == "html":
        return lambda text: _page_faults(Html(text, address))
    return _BY_KIND[kind]


# -- pages ------------------------------------------------------------------------------------------------------


def _page_faults(page: Html) -> Iterator[str]:
    yield from (f"html: {error}" for error in page.errors)
    yield from (f"node: {foreign.what}" for foreign in foreign_nodes(page))
    yield from (f"id twice: {name[:60]!r}" for name in {one for one in page.ids if page.ids.count(one) > 1})
    attributes = (value for element in page.elements for value in element.attrib.values())
    for found in (address for part in (_text(page.root), *attributes) for address in addresses_in(part)):
        yield f"e-mail: {found}"


def _text(element: Element) -> str:
    """As it is read: what stands in a line is one text."""
    inside = "".join([element.text or "", *(_text(child) + (child.tail or "") for child in element)])
    return inside if element.tag in _IN_LINE else f"\n{inside}\n"


# -- data -------------------------------------------------------------------------------------------------------


def _json_faults(text: str) -> Iterator[str]:
    yield from _emails(_texts(json.loads(text, parse_constant=_no_constant)))


def _script_faults(text: str) -> Iterator[str]:
    """Calls of one function with JSON between the brackets, and nothing else."""
    decoder = json.JSONDecoder(parse_constant=_no_constant)
    at, values = 0, []
    while at < len(text):
        call = _CALL.match(text, at)
        if call is None:
            raise ValueError(f"no call at {at}: {text[at : at + 60]!r}")
        at = call.end()
        while True:
            value, at = decoder.raw_decode(text, at)
            values.append(value)
            if text[at] != ",":
                break
            at += 1
        if text[at : at + 2] != ");":
            raise ValueError(f"the call does not end at {at}: {text[at : at + 60]!r}")
        at += 2 + (text[at + 2 : at + 3] == "\n")
    yield from _emails(_texts(values))


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _emails(texts: Iterable[str]) -> Iterator[str]:
    yield from (f"e-mail: {found}" for text in texts for found in addresses_in(text))


# -- tables -----------------------------------------------------------------------------------------------------


def _csv_faults(text: str) -> Iterator[str]:
    yield from _table_faults(list(csv.reader(io.StringIO(text, newline=""), strict=True)))


def _tsv_faults(text: str) -> Iterator[str]:
    rows = [line.split("\t") for line in text.removesuffix("\n").split("\n")]
    yield from _table_faults(rows)
    if list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)) != rows:
        yield "another program finds other rows"


def _table_faults(rows: list[list[str]]) -> Iterator[str]:
    for number, row in enumerate(rows):
        if len(row) != len(rows[0]):
            yield f"row {number} has {len(row)} cells, the header {len(rows[0])}"
        for cell in row:
            if _bare(cell).startswith(_FORMULA):
                yield f"row {number} has a formula: {cell[:60]!r}"
    yield from _emails(cell for row in rows for cell in row)


def _bare(cell: str) -> str:
    """Without what stands there unseen, as a spreadsheet takes it."""
    for at, letter in enumerate(cell):
        if unicodedata.category(letter) not in _UNSEEN:
            return cell[at:]
    return ""


# -- citations --------------------------------------------------------------------------------------------------


def _bibtex_faults(text: str) -> Iterator[str]:
    from_bibtex(text)
    yield from _emails([text])


def _ris_faults(text: str) -> Iterator[str]:
    for entry in rispy.loads(text):
        yield from (f"an unknown field: {key}" for key in entry.keys() - RIS_KEYS)
    from_ris(text)
    yield from _emails([text])


def _csl_faults(text: str) -> Iterator[str]:
    from_csl(text)
    yield from _json_faults(text)


def _cff_faults(text: str) -> Iterator[str]:
    yield from cff_mistakes(text)
    yield from _emails(_texts(yaml.safe_load(text)))


def disagreements(folder: Path) -> Iterator[str]:
    """Where the citation files of a version don't say the same: something of the text was read as a field."""
    read = {}
    for name, reader in READERS.items():
        if (folder / name).exists():
            try:
                read[name] = reader((folder / name).read_text(encoding="utf-8"))
            except (ValueError, KeyError, TypeError, AssertionError, yaml.YAMLError):
                continue  # told by `faults_of`
    for field in ("authors", "title", "doi", "url"):
        said = {name: getattr(one, field) for name, one in read.items()}
        if len({_typeset(json.dumps(value, ensure_ascii=False)) for value in said.values()}) > 1:
            yield f"{field}: {said}"


def _typeset(text: str) -> str:
    """With the dashes and quotes that LaTeX makes of some signs, since what is read of BibTeX has them."""
    return functools.reduce(lambda made, pair: made.replace(*pair), _LIGATURES, text)


_LIGATURES = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"))


# -- the rest ---------------------------------------------------------------------------------------------------


def _xml_faults(text: str) -> Iterator[str]:
    root = ElementTree.fromstring(text)
    yield from ("a payload became an element" for element in root.iter() if PROBE in str(element.tag))
    yield from _emails(root.itertext())


def _headers_faults(text: str) -> Iterator[str]:
    yield from parse_headers(text)[1]


def _redirects_faults(text: str) -> Iterator[str]:
    yield from parse_redirects(text)[1]


_BY_NAME: dict[str, Callable[[str], Iterable[str]]] = {
    "_headers": _headers_faults,
    "_redirects": _redirects_faults,
    "CITATION.cff": _cff_faults,
    "citation.csl.json": _csl_faults,
}
_BY_KIND: dict[str, Callable[[str], Iterable[str]]] = {
    "bib": _bibtex_faults,
    "csv": _csv_faults,
    "js": _script_faults,
    "json": _json_faults,
    "ris": _ris_faults,
    "svg": _xml_faults,
    "tsv": _tsv_faults,
    "xml": _xml_faults,
}
