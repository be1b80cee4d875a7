"""Numbers to the geometry of charts, which templates draw as SVG. Pure."""

from builder.site.statistics.charts.bars import LabeledAmount, bar_list, stacked_bars
from builder.site.statistics.charts.columns import Edges, bin_label, column_chart
from builder.site.statistics.charts.lines import Series, line_chart

__all__ = ["Edges", "LabeledAmount", "Series", "bar_list", "bin_label", "column_chart", "line_chart", "stacked_bars"]
