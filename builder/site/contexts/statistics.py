"""The catalog in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from builder.site.contexts.charts import ChartGroup
from builder.site.contexts.frame import Fact, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticsPage(Page):
    template: ClassVar[str] = "pages/statistics.html"
    read_text: str
    """When the archive was last read."""
    read_utc: str
    facts: tuple[Fact, ...]
    """The whole catalog in a few numbers."""
    groups: tuple[ChartGroup, ...]
    """Empty while the catalog is."""
    csv_address: str
    """The file with the numbers of all charts."""
