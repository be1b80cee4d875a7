"""What dandisets are found by: the kinds of facets, their values, and what goes with what."""
