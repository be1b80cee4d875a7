"""The built-in archive: small, true to the schema, with real bytes for a few files."""

from builder.sample.make import Sample, make_sample

__all__ = ["Sample", "make_sample"]
