"""The files of a version: a page, scripts that a browser's tree loads, and tables for other programs."""
