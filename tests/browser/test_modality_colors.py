"""The colours of modalities can be told from the page and from each other, also by colour-blind readers.

Simulation: G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, "A physiologically-based model for simulation of
color vision deficiency", 2009, at full severity, on linear RGB. Distance: CIE 1976 in Lab, D65.
"""

from __future__ import annotations

import itertools
import re

import pytest

from builder.catalog.contents.modality import Modality
from builder.machine.folders import builtin_folder

TOKENS = (builtin_folder("static") / "styles" / "base" / "tokens.css").read_text(encoding="utf-8")
SCHEMES = ("light", "dark")
CONTRAST = 3.0
"""WCAG 2.2, 1.4.11, of graphics."""
APART = 15.0
"""Lab; about 2 is the least difference that is seen side by side."""

Triple = tuple[float, float, float]

VISION: dict[str, tuple[Triple, Triple, Triple]] = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}


def color(role: str, scheme: str) -> Triple:
    """A role's colour as linear RGB."""
    found = re.search(rf"--color-{role}: light-dark\((#\w{{6}}), (#\w{{6}})\)", TOKENS)
    assert found, f"no role --color-{role} with two plain colours"
    text = found[1 + SCHEMES.index(scheme)]
    red, green, blue = (linear(int(text[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return red, green, blue


def linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def luminance(rgb: Triple) -> float:
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


def contrast(one: Triple, other: Triple) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def seen(rgb: Triple, vision: str) -> Triple:
    red, green, blue = (
        min(1.0, max(0.0, sum(weight * part for weight, part in zip(row, rgb, strict=True))))
        for row in VISION[vision]
    )
    return red, green, blue


def lab(rgb: Triple) -> Triple:
    red, green, blue = rgb
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116 for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def distance(one: Triple, other: Triple) -> float:
    return sum((a - b) ** 2 for a, b in zip(lab(one), lab(other), strict=True)) ** 0.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("modality", Modality)
@pytest.mark.parametrize("ground", ["page", "surface"])
def test_a_modality_stands_out_from_the_page(modality: Modality, scheme: str, ground: str) -> None:
    assert contrast(color(f"modality-{modality}", scheme), color(ground, scheme)) >= CONTRAST


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("vision", VISION)
def test_modalities_stay_apart(scheme: str, vision: str) -> None:
    near = {
        (one.value, other.value): round(gap, 1)
        for one, other in itertools.combinations(Modality, 2)
        if (gap := distance(*(seen(color(f"modality-{m}", scheme), vision) for m in (one, other)))) < APART
    }

    assert near == {}
