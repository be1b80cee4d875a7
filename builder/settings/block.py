"""One mapping of a YAML file, read key by key; mistakes are collected, not raised.

Values are read from the text of their nodes, so that an unquoted 000003 stays 000003 and no number's or date's form
is lost on the way.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Value = TypeVar("Value")

_NULL = "tag:yaml.org,2002:null"
_BOOL = "tag:yaml.org,2002:bool"
_TRUE = ("true", "yes", "on")
# Only escapes can bring these in; a lone surrogate could not even be written to a file.
_UNUSABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_COLOUR_AS_COMMENT = re.compile(r":\s*(#[0-9A-Fa-f]{3,8})\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """Something in the file that can't be used."""

    line: int
    """Counted from 1."""
    text: str
    """The key, what is wrong and what to write."""

    def __str__(self) -> str:
        return f"line {self.line}: {self.text}"


class Block:
    """A mapping; whoever reads it asks for every key it knows and then calls `finish`."""

    def __init__(self, node: MappingNode, *, lines: list[str], mistakes: list[Mistake], path: str = "") -> None:
        self._lines = lines
        self._mistakes = mistakes
        self._path = path
        self._line = _line_of(node)
        self._keys: dict[str, ScalarNode] = {}
        self._nodes: dict[str, Node] = {}
        self._asked: list[str] = []
        for key, value in node.value:
            self._add(key, value)

    def finish(self, *, elsewhere: dict[str, str] | None = None) -> None:
        """Report the keys that nobody asked for; `elsewhere` says of some of them where they belong."""
        for key, node in self._keys.items():
            if key in self._asked:
                continue
            place = (elsewhere or {}).get(key)
            near = difflib.get_close_matches(key.lower().replace("-", "_"), self._asked, n=1)
            if place:
                hint = f"write it under {place}"
            elif near:
                hint = f"did you mean {near[0]}?"
            else:
                hint = f"the keys are {', '.join(self._asked)}"
            self._report(node, key, f"unknown key; {hint}")

    def value(self, key: str, read: Callable[[str], Value], default: Value) -> Value:
        """A single value; the default when it isn't there, is null, or is wrong."""
        node = self._find(key)
        if node is None:
            return default
        found = self._read(node, key, read)
        return default if found is None else found

    def required(self, key: str, read: Callable[[str], str], what: str) -> str:
        """A single value that must be there; empty when it is missing or wrong."""
        if self._is_null(key):
            self._asked.append(key)
            self._mistakes.append(Mistake(line=self._line, text=f"{self._path}{key}: is missing: write {what}"))
            return ""
        return self.value(key, read, "")

    def values(self, key: str, read: Callable[[str], Value]) -> tuple[Value, ...]:
        """A list of single values, each once."""
        node = self._find(key)
        if node is None:
            return ()
        if not isinstance(node, SequenceNode):
            example = f": [{node.value}]" if isinstance(node, ScalarNode) else ""
            self._report(node, key, f"must be a list: write {key}{example or ': [...]'}")
            return ()
        return tuple(dict.fromkeys(self._items(node, key, read)))

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        node = self._find(key)
        if node is None:
            return default
        if node.tag != _BOOL:
            shown = f"{node.value!r}" if isinstance(node, ScalarNode) else "this"
            self._report(node, key, f"{shown} is neither true nor false: write one of them, without quotes")
            return default
        return str(node.value).lower() in _TRUE

    def flags(self, key: str) -> dict[str, bool]:
        """A mapping of names that the reader of the file doesn't know, each true or false."""
        block = self.block(key)
        return {name: block.flag(name, False) for name in block._keys} if block else {}

    def block(self, key: str) -> Block | None:
        """A mapping under a key; None when it isn't there or isn't one."""
        node = self._find(key)
        if node is None:
            return None
        if not isinstance(node, MappingNode):
            self._report(node, key, f"must hold keys of its own: write them under {key}, indented")
            return None
        return Block(node, lines=self._lines, mistakes=self._mistakes, path=f"{self._path}{key}.")

    def holds_block(self, key: str) -> bool:
        """Whether the key's value is a mapping."""
        return isinstance(self._nodes.get(key), MappingNode)

    def _add(self, key: Node, value: Node) -> None:
        if not isinstance(key, ScalarNode) or not key.value.isprintable():
            self._report(key, "", "a key must be a single word")
            return
        name = key.value
        if name in self._keys:
            first = _line_of(self._keys[name])
            self._report(key, name, f"is there twice, first on line {first}: keep one")
            return
        self._keys[name] = key
        self._nodes[name] = value

    def _is_null(self, key: str) -> bool:
        return key not in self._nodes or self._nodes[key].tag == _NULL

    def _find(self, key: str) -> Node | None:
        """The key's node, None for null; remembers that the key is known."""
        self._asked.append(key)
        if not self._is_null(key):
            return self._nodes[key]
        if key in self._keys:
            self._report_lost_colour(self._keys[key])
        return None

    def _report_lost_colour(self, key: ScalarNode) -> None:
        """`accent: #0a7` is null with a comment, which nobody means."""
        lost = _COLOUR_AS_COMMENT.search(self._lines[_line_of(key) - 1])
        if lost:
            self._report(key, key.value, f'{lost[1]} without quotes is a comment: write {key.value}: "{lost[1]}"')

    def _items(self, node: SequenceNode, key: str, read: Callable[[str], Value]) -> Iterator[Value]:
        for item in node.value:
            if item.tag == _NULL:
                self._report(item, key, "an item of the list is empty: remove it or write it in quotes")
                continue
            value = self._read(item, key, read)
            if value is not None:
                yield value

    def _read(self, node: Node, key: str, read: Callable[[str], Value]) -> Value | None:
        """What `read` makes of the node's text; None after a mistake."""
        if not isinstance(node, ScalarNode):
            kind = "a list" if isinstance(node, SequenceNode) else "a block of keys"
            self._report(node, key, f"is {kind}: write a single value")
            return None
        if _UNUSABLE.search(node.value):
            self._report(node, key, f"{node.value!r} holds a control character: remove it")
            return None
        try:
            return read(node.value)
        except ValueError as error:
            self._report(node, key, str(error))
            return None

    def _report(self, node: Node, key: str, text: str) -> None:
        name = f"{self._path}{key}: " if key else ""
        self._mistakes.append(Mistake(line=_line_of(node), text=name + text))


def _line_of(node: Node) -> int:
    return int(node.start_mark.line) + 1
