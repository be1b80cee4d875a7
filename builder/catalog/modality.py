"""How data were recorded: the few kinds that a reader tells apart at a glance."""

from __future__ import annotations

from enum import StrEnum


class Modality(StrEnum):
    """In order of rank: where a session has several and there is room for one colour, the first counts."""

    EXTRACELLULAR = "extracellular"
    INTRACELLULAR = "intracellular"
    OPTICAL = "optical"
    IMAGING = "imaging"
    BEHAVIOR = "behavior"
    OTHER = "other"
