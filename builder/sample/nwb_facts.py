"""What an NWB file of the sample is told to hold."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NwbFacts:
    """Everything that decides a file's bytes, beside the libraries' versions."""

    kind: str
    """`extracellular`, `two-photon` or `intracellular`."""
    path: str
    """The asset's path; its identifier and object ids follow from it."""
    number: int
    """Which of its rule's files it is; varies the data."""
    session: str
    description: str
    start: str
    """When the session began, ISO 8601 with an offset."""
    subject: str
    species: str
    """An NCBI taxon's address."""
    sex: str
    """M, F, U or O."""
    age: str
    """An ISO 8601 duration."""
    strain: str
    """Empty where it isn't known."""
    genotype: str
    """Empty where it isn't known."""
