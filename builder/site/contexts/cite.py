"""How to cite a version."""

from __future__ import annotations

from dataclasses import dataclass

from builder.site.contexts.frame import NavLink


@dataclass(frozen=True, slots=True, kw_only=True)
class CiteBox:
    """The citation to copy, and as files for reference managers."""

    note: str
    """What to mind when citing; empty for the newest published version."""
    before: str
    """The citation up to its title: authors and year. Empty where nobody is named."""
    title: str
    after: str
    """The rest: version, archive, and the DOI or where else to look."""
    bibtex: str
    """The entry without keywords and abstract; empty where it is too long for a page."""
    files: tuple[NavLink, ...]
    """Empty where the settings leave them out."""
