"""A snapshot as a live, read-only DANDI API."""
