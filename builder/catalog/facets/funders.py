"""Funders under one entry each, whatever they are called: by their ROR, their names, their abbreviations. Pure.

The names are facts of the field; the RORs are those of ror.org (CC0).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from builder.catalog.facets.awards import INSTITUTES, award_key
from builder.catalog.facets.keys import folded

_NIH = "National Institutes of Health"
FUNDERS: Mapping[str, tuple[str, ...]] = {
    "ror:01cwqze88": (_NIH, "NIH", "National Institute of Health", "National Institutes for Health", "US NIH"),
    "ror:006w34k90": ("Howard Hughes Medical Institute", "HHMI"),
    "ror:021nxhr62": ("National Science Foundation", "NSF", "US National Science Foundation"),
    "ror:01s5ya894": ("National Institute of Neurological Disorders and Stroke", "NINDS"),
    "ror:04xeg9z08": ("National Institute of Mental Health", "NIMH"),
    "ror:03wkg3b53": ("National Eye Institute", "NEI"),
    "ror:04mhx6838": ("National Institute on Deafness and Other Communication Disorders", "NIDCD"),
    "ror:00fq5cm18": ("National Institute on Drug Abuse", "NIDA"),
    "ror:049v75w11": ("National Institute on Aging", "National Institute of Aging", "NIA"),
    "ror:00372qc85": ("National Institute of Biomedical Imaging and Bioengineering", "NIBIB"),
    "ror:04q48ey07": ("National Institute of General Medical Sciences", "NIGMS"),
    "ror:012pb6c26": ("National Heart, Lung, and Blood Institute", "NHLBI"),
    "ror:02jzrsm59": ("National Institute on Alcohol Abuse and Alcoholism", "NIAAA"),
    "ror:00baak391": ("National Human Genome Research Institute", "NHGRI"),
    "ror:00190t495": ("National Center for Complementary and Integrative Health", "NCCIH"),
    "ror:04byxyr05": (
        "Eunice Kennedy Shriver National Institute of Child Health and Human Development",
        "National Institute of Child Health and Human Development",
        "NICHD",
    ),
    "ror:01cmst727": ("Simons Foundation",),
    "ror:00kztt736": ("Kavli Foundation",),
    "ror:029chgv08": ("Wellcome Trust", "Wellcome"),
    "ror:0472cxd90": ("European Research Council", "ERC"),
    "ror:018mejw64": ("Deutsche Forschungsgemeinschaft", "German Research Foundation", "DFG"),
    "ror:04pz7b180": (
        "German Federal Ministry of Education and Research",
        "Bundesministerium für Bildung und Forschung",
        "BMBF",
    ),
    "ror:00yjd3n13": ("Swiss National Science Foundation", "SNSF", "SNF"),
    "ror:033hnyq61": ("Leon Levy Foundation",),
    "ror:02caytj08": ("Defense Advanced Research Projects Agency", "DARPA"),
    "ror:03zj4c476": ("Aligning Science Across Parkinson's", "ASAP"),
    "ror:03hz8wd80": ("Lundbeck Foundation", "Lundbeckfonden"),
    "ror:000k40t10": ("Nakajima Foundation", "Heiwa Nakajima Foundation"),
    # A program, which the registry doesn't have.
    "": ("BRAIN Initiative", "NIH BRAIN Initiative", "National Institutes of Health BRAIN Initiative"),
}
"""ROR -> the name, then others of the same.

The name counts more than a ROR that was picked beside it: several countries have institutes of health, and forms
offer them all.
"""


def _by_name() -> dict[str, tuple[str, str]]:
    return {folded(name): (names[0], ror) for ror, names in FUNDERS.items() for name in names}


_BY_NAME = _by_name()
_PARENTHESIS = re.compile(r"\s*\(([^()]*)\)")
_OF_NIH = re.compile(r"^(?:nih|national institutes? of health) | (?:nih|national institutes? of health)$")


@lru_cache(maxsize=5_000)
def known_funder(typed: str) -> tuple[str, str] | None:
    """The name and the ROR, perhaps empty, of a funder that the table has under any of its names."""
    names = (typed, _PARENTHESIS.sub("", typed), _PARENTHESIS.sub(r" \1", typed))
    for name in (folded(name).removeprefix("the ") for name in names):
        if found := _BY_NAME.get(name) or _BY_NAME.get(_OF_NIH.sub("", name)):
            return found
    return None


@lru_cache(maxsize=5_000)
def funder_and_award(typed: str) -> tuple[str, str]:
    """`NIH NS124564` as `NIH` and `NS124564`: some have the award in the funder's name. Without one it is empty."""
    words = typed.split()
    for count in range(1, min(_MOST_WORDS, len(words) - 1) + 1):
        name, last = " ".join(words[:-count]), " ".join(words[-count:])
        if not _DIGIT.search(last):
            break
        if known_funder(name) and (_PLAIN.fullmatch(last) or award_key(last) != folded(last)):
            return name, last
    return " ".join(words), ""


@lru_cache(maxsize=5_000)
def giver_of(award: str) -> tuple[str, str] | None:
    """The name and the ROR of the one funder whose awards have this form."""
    key = award_key(award)
    return next((known_funder(name) for form, name in _GIVERS if form.fullmatch(key)), None)


_GIVERS = (
    (re.compile(rf"(?:[a-z][a-z0-9][0-9] ?){{1,2}}(?!bx|cx|hs|oh|rx)(?:{INSTITUTES})[0-9]{{6}}"), "NIH"),
    (re.compile(r"(?:exc|sfb|trr|grk|spp)[0-9]{3,4}"), "DFG"),
    (re.compile(r"[0-9]{6} [a-z] [0-9]{2} [a-z]"), "Wellcome"),
    (re.compile(r"asap[0-9]{6}"), "ASAP"),
    (re.compile(r"scgb[0-9]{6}"), "Simons Foundation"),
)
"""Normal forms of awards; the institutes that are left out are of Veterans Affairs, of AHRQ and of NIOSH."""
_MOST_WORDS = 4
"""Of an award: 1 R01 NS 123887-03 has them."""
_DIGIT = re.compile(r"[0-9]")
_PLAIN = re.compile(r"[A-Za-z]{0,3}[0-9]{5,9}")
