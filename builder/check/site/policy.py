"""What a page must not hold because the site's Content-Security-Policy forbids it, or would have to allow it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from builder.catalog.text.private_hosts import private_host
from builder.check.site.links import Links
from builder.check.site.notes import Note

_LEADS = frozenset(("cite", "longdesc"))
_LOADS = frozenset(
    (
        *("action", "background", "data", "formaction", "manifest", "ping", "poster", "src"),
        "data-current",  # our own: a script that a script loads
    )
)
_LOADING_RELATIONS = frozenset(
    (
        *("apple-touch-icon", "dns-prefetch", "icon", "manifest", "mask-icon", "modulepreload"),
        *("preconnect", "prefetch", "preload", "prerender", "stylesheet"),
    )
)
_WORDS = frozenset(("alt", "aria-label", "data-value", "placeholder", "title", "value"))
"""Attributes that hold words for readers, or what their order goes by: the archive's text, as a rule."""
_NAMED = "the text names an address that only private networks have, {}"
_JSON_LD = "application/ld+json"


class Policy:
    """Judges scripts, styles and every attribute of one page."""

    def __init__(self, links: Links, note: Note, say: Note) -> None:
        """`note` hears what is wrong, `say` what the archive's text says."""
        self._links = links
        self._note = note
        self._say = say
        self._inline: str | None = None
        """The type of the script that is open; None for one with a `src`."""

    def start(self, name: str, attributes: Mapping[str, str], stack: Sequence[str]) -> None:
        if name == "style":
            self._note("an inline <style>: the policy allows stylesheets of the site alone")
        elif name == "base":
            self._note("<base>: the policy forbids it, and it would move every link")
        elif name == "script":
            self._script(attributes)
        for key, value in attributes.items():
            if key not in ("class", "id"):
                self._attribute(name, key, value, attributes)

    def text(self, text: str, stack: Sequence[str]) -> None:
        if stack and stack[-1] == "script" and self._inline is not None and not text.isspace():
            self._inline_script(text, self._inline)
        elif "://" in text and (host := private_host(text)):
            self._say(_NAMED.format(host))

    def _script(self, attributes: Mapping[str, str]) -> None:
        kind = attributes.get("type", "").strip().lower()
        self._inline = None if "src" in attributes else kind
        if kind == "module":
            self._note('<script type="module">: modules can\'t be loaded from a disk')

    def _inline_script(self, text: str, kind: str) -> None:
        if kind != _JSON_LD:
            self._note(f"an inline <script>: the policy allows scripts of the site alone, and {_JSON_LD}")
            return
        try:
            msgspec.json.decode(text)
        except msgspec.DecodeError as error:
            self._note(f"JSON-LD that can't be read: {error}")

    def _attribute(self, name: str, key: str, value: str, attributes: Mapping[str, str]) -> None:
        if key in ("href", "xlink:href"):
            self._links.add(value, loads=_fetches(name, attributes))
        elif key in _LOADS:
            self._links.add(value, loads=True)
        elif key in ("srcset", "imagesrcset"):
            for candidate in value.split(","):
                self._links.add((candidate.split() or [""])[0], loads=True)
        elif key in _LEADS:
            self._links.add(value, loads=False)
        elif key == "style":
            self._note("an attribute style: the policy allows stylesheets of the site alone")
        elif key.startswith("on"):
            self._note(f"an attribute {key}: the policy allows scripts of the site alone")
        elif "://" in value and (host := private_host(value)):
            if _is_for_readers(name, key, attributes):
                self._say(_NAMED.format(host))
            else:
                self._note(f"{key} holds an address that only private networks have, {host}")


def _fetches(name: str, attributes: Mapping[str, str]) -> bool:
    """Whether a browser asks for the address of such an href without a click."""
    if name == "link":
        return not _LOADING_RELATIONS.isdisjoint(attributes.get("rel", "").lower().split())
    return name not in ("a", "area")


def _is_for_readers(name: str, key: str, attributes: Mapping[str, str]) -> bool:
    return key in _WORDS or (name == "meta" and key == "content" and attributes.get("name") == "description")
