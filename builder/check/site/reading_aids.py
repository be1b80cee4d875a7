"""What people need who hear a page or work it by keyboard: texts of images, labels, heads of tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from builder.check.site.notes import Note

_SCOPES = frozenset(("col", "colgroup", "row", "rowgroup"))
_NEED_LABEL = frozenset(("input", "select", "textarea"))
_NEED_NO_LABEL = frozenset(("button", "hidden", "reset", "submit"))
_LABELS = ("aria-label", "aria-labelledby", "title")


class ReadingAids:
    """Judges images, tables and inputs of one page."""

    def __init__(self, note: Note) -> None:
        self._note = note
        self._tables: list[bool] = []
        """For each table that is open, whether it has a caption, or needs none."""
        self._prose: int | None = None
        """How deep the prose lies that is being read; None outside. Markdown can give its tables no caption."""
        self._labelled: set[str] = set()
        self._inputs: dict[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str], stack: Sequence[str]) -> None:
        self._enter(attributes, len(stack))
        if name == "table":
            self._tables.append(self._prose is not None)
        elif name == "caption" and self._tables:
            self._tables[-1] = True
        elif name == "th" and self._prose is None and attributes.get("scope", "").lower() not in _SCOPES:
            self._note("<th> without scope")
        elif name in ("img", "area") and "alt" not in attributes:
            self._note(f"<{name}> without alt")
        elif name == "label" and "for" in attributes:
            self._labelled.add(attributes["for"])
        elif name in _NEED_LABEL:
            self._input(name, attributes, stack)

    def end(self, name: str) -> None:
        if name == "table" and self._tables and not self._tables.pop():
            self._note("<table> without caption")

    def finish(self) -> None:
        for own_id, name in self._inputs.items():
            if own_id not in self._labelled:
                self._note(f'<{name} id="{own_id}"> without label')

    def _enter(self, attributes: Mapping[str, str], depth: int) -> None:
        if self._prose is not None and depth <= self._prose:
            self._prose = None
        if self._prose is None and "prose" in attributes.get("class", "").split():
            self._prose = depth

    def _input(self, name: str, attributes: Mapping[str, str], stack: Sequence[str]) -> None:
        kind = attributes.get("type", "").lower()
        if kind == "image":
            if not attributes.get("alt"):
                self._note('<input type="image"> without alt')
        elif kind in _NEED_NO_LABEL or "label" in stack or any(attributes.get(key) for key in _LABELS):
            return
        elif attributes.get("id"):
            self._inputs[attributes["id"]] = name  # its label may come later
        else:
            self._note(f"<{name}> without label")
