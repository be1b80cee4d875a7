"""The page of statistics, and its numbers as a file. Pure."""

from builder.site.statistics.page import statistics_outputs

__all__ = ["statistics_outputs"]
