"""Which elements may stand where: what HTML's parser would move or close by itself is an error."""

from __future__ import annotations

from builder.check.site.markup import VOID
from builder.check.site.notes import Note

_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_ANYWHERE = frozenset(("script", "template"))

_CHILDREN = {
    "": frozenset(("html",)),
    "html": frozenset(("head", "body")),
    "head": frozenset(("base", "link", "meta", "noscript", "style", "title")),
    "table": frozenset(("caption", "colgroup", "tbody", "tfoot", "thead", "tr")),
    "thead": frozenset(("tr",)),
    "tbody": frozenset(("tr",)),
    "tfoot": frozenset(("tr",)),
    "tr": frozenset(("td", "th")),
    "colgroup": frozenset(("col",)),
    "ul": frozenset(("li",)),
    "ol": frozenset(("li",)),
    "dl": frozenset(("dd", "div", "dt")),
    "select": frozenset(("hr", "optgroup", "option")),
    "optgroup": frozenset(("option",)),
}
"""Elements that hold only these, and no text. The empty name stands for the page itself."""

_PARENTS = {
    "body": ("html",),
    "caption": ("table",),
    "col": ("colgroup",),
    "colgroup": ("table",),
    "dd": ("dl", "div"),
    "dt": ("dl", "div"),
    "head": ("html",),
    "html": ("",),
    "li": ("ul", "ol", "menu"),
    "optgroup": ("select",),
    "option": ("select", "optgroup", "datalist"),
    "tbody": ("table",),
    "td": ("tr",),
    "tfoot": ("table",),
    "th": ("tr",),
    "thead": ("table",),
    "tr": ("table", "thead", "tbody", "tfoot"),
}
"""Elements that stand only in these."""

_ENDS_PARAGRAPH = _HEADINGS | frozenset(
    (
        *("address", "article", "aside", "blockquote", "dd", "details", "dialog", "div", "dl", "dt", "fieldset"),
        *("figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "li", "main", "menu", "nav", "ol"),
        *("p", "pre", "search", "section", "summary", "table", "ul"),
    )
)
_PARAGRAPH_SCOPE = frozenset(("button", "caption", "object", "table", "td", "template", "th"))
_NOT_IN_ITSELF = frozenset(("a", "button", "form", "label", "select"))

_FOREIGN = frozenset(("svg", "math"))
_FOREIGN_HTML = frozenset(("foreignobject", "desc", "title"))
"""Inside SVG, elements whose content is HTML again."""


class Nesting:
    """The elements that are open, from `html` inwards."""

    def __init__(self, note: Note) -> None:
        self.stack: list[str] = []
        self._note = note
        self._foreign_depth = 0

    def start(self, name: str, *, closed: bool) -> None:
        parent = self.stack[-1] if self.stack else ""
        if self._foreign_depth and self._is_foreign():
            self._start_foreign(name, closed)
            return
        self._check_place(name, parent)
        if name in VOID:
            return
        if name in _FOREIGN:
            if not closed:
                self._foreign_depth += 1
                self.stack.append(name)
            return
        if closed:
            self._note(f"<{name}/>: only void elements end in a slash; close it with </{name}>")
            return
        self.stack.append(name)

    def end(self, name: str) -> None:
        if self.stack and self.stack[-1] == name:
            self._pop()
        elif name in VOID:
            self._note(f"</{name}>: a void element has no end tag")
        elif name in self.stack:
            self._note(f"</{name}> comes before <{self.stack[-1]}> is closed")
            while self.stack[-1] != name:
                self._pop()
            self._pop()
        else:
            self._note(f"</{name}> closes nothing")

    def text(self, text: str) -> None:
        parent = self.stack[-1] if self.stack else ""
        if parent in _CHILDREN and not text.isspace():
            self._note(f"text directly in <{parent}>" if parent else "text outside <html>")

    def finish(self) -> None:
        for name in self.stack:
            self._note(f"<{name}> is never closed")

    def _pop(self) -> None:
        if self.stack.pop() in _FOREIGN:
            self._foreign_depth -= 1

    def _check_place(self, name: str, parent: str) -> None:
        if name in _PARENTS and parent not in _PARENTS[name] and parent != "template":
            belongs = " or ".join(f"<{other}>" for other in _PARENTS[name] if other)
            place = f"in <{parent}>" if parent else "outside <html>"
            self._note(f"<{name}> stands {place}, but belongs {f'in {belongs}' if belongs else 'outside all others'}")
        elif parent in _CHILDREN and name not in _CHILDREN[parent] and name not in _ANYWHERE:
            self._note(f"<{name}> can't stand {f'in <{parent}>' if parent else 'outside <html>'}")
        if name in _ENDS_PARAGRAPH and "p" in self.stack and self._in_paragraph():
            self._note(f"<{name}> can't stand in <p>, which ends there")
        if name in _HEADINGS and parent in _HEADINGS:
            self._note(f"<{name}> stands in <{parent}>")
        if name in _NOT_IN_ITSELF and name in self.stack:
            self._note(f"<{name}> stands in another <{name}>")

    def _in_paragraph(self) -> bool:
        for name in reversed(self.stack):
            if name == "p":
                return True
            if name in _PARAGRAPH_SCOPE:
                return False
        return False

    def _is_foreign(self) -> bool:
        """Whether SVG or MathML is what stands here, rather than HTML within it."""
        return next((name in _FOREIGN for name in reversed(self.stack) if name in _FOREIGN | _FOREIGN_HTML), False)

    def _start_foreign(self, name: str, closed: bool) -> None:
        if name in _ENDS_PARAGRAPH or name in _CHILDREN or name in ("img", "span", "br", "body"):
            self._note(f"<{name}> can't stand in drawings and formulas, which end there")
        if closed:
            return
        if name in _FOREIGN:
            self._foreign_depth += 1
        self.stack.append(name)
