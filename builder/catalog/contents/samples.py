"""The samples that files were recorded from, as pieces of tissue and slices, and the cells; by their names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from builder.catalog.contents.subject_keys import is_derived
from builder.catalog.schema.asset import Asset, BioSample
from builder.catalog.text.lines import one_line

_DEEPEST = 8
_LABEL = re.compile(r"(?:^|[/_])sample-([^/_.]+)")


class Samples:
    """Grows with each file."""

    def __init__(self) -> None:
        self.samples: set[str] = set()
        self.cells: set[str] = set()

    def add(self, asset: Asset) -> None:
        """What lies in folders of derived data names none by its path."""
        if asset.metadata.was_derived_from:
            self._add(asset.metadata.was_derived_from, 0)
        if "sample-" in asset.path and not is_derived(asset.path):
            self.samples.update(_LABEL.findall(asset.path))

    def _add(self, found: Sequence[BioSample], depth: int) -> None:
        """A cell with the slice that it lies in."""
        for sample in found:
            is_cell = sample.sample_type is not None and sample.sample_type.name == "cell"
            if name := one_line(sample.identifier or "").strip():
                (self.cells if is_cell else self.samples).add(name)
            if depth < _DEEPEST:
                self._add(sample.was_derived_from, depth + 1)
