"""The index as scripts that a browser loads."""
