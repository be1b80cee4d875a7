"""Pages of the operator's content, and where there is nothing to show."""
