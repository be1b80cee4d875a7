"""What each stylesheet and script of the site is joined from, and in which order: the one place that says it.

A script may use what those before it made. Of styles the layer decides (`@layer` in base/tokens.css says their
order), then how specific a selector is, and only between equals of one layer the order here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from builder.site.frame import addresses


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """One file of the site, joined from the sources in a folder of static/."""

    address: str
    folder: str
    suffix: str
    order: tuple[str, ...]
    """Our sources: their paths below the folder, without the suffix."""

    def sources(self, found: Collection[str]) -> list[str]:
        """Paths below static/ of what is joined: ours in their order, then what a theme adds, by name."""
        ours = [f"{self.folder}/{name}{self.suffix}" for name in self.order]
        joined = (name for name in found if self.holds(name) and name.endswith(self.suffix))
        return [*ours, *sorted(set(joined).difference(ours))]

    def holds(self, name: str) -> bool:
        return name.startswith(f"{self.folder}/")


BUNDLES = (
    Bundle(
        address=addresses.STYLESHEET,
        folder="styles",
        suffix=".css",
        order=(
            "base/tokens",
            "base/elements",
            "base/layout",
            "parts/frame",
            "parts/controls",
            "parts/lists",
            "pages/dandiset",
            "pages/home",
            "search/box",
            "search/results",
            "search/filters",
            "search/notes",
            "search/hits",
            "parts/download",
            "parts/raster",
            "pages/browse",
            "files/filter",
            "files/page",
            "files/tree",
            "pages/changes",
            "files/panel",
            "parts/charts",
            "parts/bars",
            "pages/statistics",
            "pages/gallery",
            "pages/roles",
            "parts/tables",
            "parts/sortable",
            "parts/prose",
            "base/utilities",
        ),
    ),
    Bundle(
        address=addresses.SCRIPT,
        folder="scripts",
        suffix=".js",
        order=(
            "start",
            "words",
            "nodes",
            "current",
            "theme-switch",
            "copy",
            "old-addresses",
            "sortable",
            "tabs",
        ),
    ),
    Bundle(
        address=addresses.ENGINE,
        folder="search",
        suffix=".js",
        order=(
            "engine/pieces",
            "engine/analysis",
            "engine/ranges",
            "engine/identifiers",
            "engine/query",
            "engine/table",
            "engine/ranking",
            "engine/files",
            "engine/facets",
            "engine/marks",
            "engine/answer",
            "engine/engine",
            "page/state",
            "page/address",
            "page/nodes",
            "page/hits",
            "page/filters",
            "page/notes",
            "page/recent",
            "page/keys",
            "page/status",
            "page/failures",
            "page/results",
            "page/page",
        ),
    ),
    Bundle(
        address=addresses.FILES_SCRIPT,
        folder="files",
        suffix=".js",
        order=(
            "data/pieces",
            "data/words",
            "data/templates",
            "data/services",
            "data/forms",
            "data/columns",
            "data/store",
            "data/tree",
            "data/query",
            "data/index",
            "data/sort",
            "data/commands",
            "page/state",
            "page/nodes",
            "page/rows",
            "page/folders",
            "page/view",
            "page/keys",
            "page/panel",
            "page/selection",
            "page/filter",
            "page/frame",
            "page/notices",
            "page/page",
        ),
    ),
)
