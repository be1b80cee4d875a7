"""The icons, drawn for this catalog on a grid of 16: name -> path of a stroke."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ICONS: Mapping[str, str] = MappingProxyType(
    {
        "arrow": "M3 8h10M9 4l4 4-4 4",
        "auto": "M8 2.5a5.5 5.5 0 0 0 0 11zM8 2.5a5.5 5.5 0 0 1 0 11",
        "chevron": "M6 3.5 10.5 8 6 12.5",
        "cite": "M3 11V8c0-2.5 1-4 3-4.5M9 11V8c0-2.5 1-4 3-4.5M3 8h3v3H3zM9 8h3v3H9z",
        "close": "M4 4l8 8M12 4l-8 8",
        "compare": "M3 5h8l-2-2M13 11H5l2 2",
        "copy": "M6 5.5V3h7v7h-2.5M3 6h7v7H3z",
        "dark": "M13 9.5A5.5 5.5 0 1 1 6.5 3 4.5 4.5 0 0 0 13 9.5z",
        "download": "M8 2.5v7.5M4.5 7 8 10.5 11.5 7M3 13.5h10",
        "eye": "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 6a2 2 0 1 1 0 4 2 2 0 0 1 0-4",
        "file": "M4 2.5h5L12 5.5v8H4zM9 2.5v3h3",
        "folder": "M2 12.5v-9h4l1.5 2H14v7z",
        "info": "M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11M8 7.5v3.5M8 5v.1",
        "leave": "M6 3.5H3v9.5h9.5v-3M9 3h4v4M13 3 7.5 8.5",
        "light": (
            "M8 5.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5M8 1.5V3M8 13v1.5M1.5 8H3M13 8h1.5"
            "M3.4 3.4l1 1M11.6 11.6l1 1M3.4 12.6l1-1M11.6 4.4l1-1"
        ),
        "search": "M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9M10.5 10.5l3.5 3.5",
        "star": "M8 2l1.8 3.8 4.2.5-3.1 2.9.8 4.1L8 11.3l-3.7 2 .8-4.1L2 6.3l4.2-.5z",
        "warning": "M8 2.5 14 13H2zM8 6.5v3.5M8 11.5v.1",
    }
)
