"""What animals are called: one label for each, whatever its dandisets write. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

SPECIES_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "NCBITaxon:10090": ("Mus musculus", "house mouse", "laboratory mouse", "rodent"),
        "NCBITaxon:10116": ("Rattus norvegicus", "Norway rat", "brown rat", "laboratory rat", "rodent"),
        "NCBITaxon:10117": ("Rattus rattus", "black rat", "roof rat", "rodent"),
        "NCBITaxon:9606": ("Homo sapiens", "human", "people"),
        "NCBITaxon:9544": ("Macaca mulatta", "rhesus monkey", "rhesus macaque", "nonhuman primate"),
        "NCBITaxon:9541": (
            "Macaca fascicularis",
            "cynomolgus macaque",
            "crab-eating macaque",
            "monkey",
            "nonhuman primate",
        ),
        "NCBITaxon:9545": (
            "Macaca nemestrina",
            "pig-tailed macaque",
            "pigtail macaque",
            "monkey",
            "nonhuman primate",
        ),
        "NCBITaxon:9548": ("Macaca radiata", "bonnet macaque", "monkey", "nonhuman primate"),
        "NCBITaxon:9483": ("Callithrix jacchus", "common marmoset", "monkey", "nonhuman primate"),
        "NCBITaxon:9598": ("Pan troglodytes", "chimpanzee", "ape", "nonhuman primate"),
        "NCBITaxon:7955": ("Danio rerio", "zebrafish", "zebra fish", "Brachydanio rerio"),
        "NCBITaxon:7227": ("Drosophila melanogaster", "fruit fly", "vinegar fly", "insect"),
        "NCBITaxon:6239": ("Caenorhabditis elegans", "roundworm", "C. elegans", "nematode", "worm"),
        "NCBITaxon:59729": ("Taeniopygia guttata", "zebra finch", "Poephila guttata", "songbird", "bird"),
        "NCBITaxon:9986": ("Oryctolagus cuniculus", "European rabbit", "rabbit"),
        "NCBITaxon:9669": ("Mustela putorius furo", "ferret"),
        "NCBITaxon:9685": ("Felis catus", "domestic cat"),
        "NCBITaxon:9615": ("Canis lupus familiaris", "dog"),
        "NCBITaxon:9823": ("Sus scrofa", "pig", "swine"),
        "NCBITaxon:9913": ("Bos taurus", "cattle", "cow"),
        "NCBITaxon:9940": ("Ovis aries", "sheep"),
        "NCBITaxon:10141": ("Cavia porcellus", "guinea pig", "rodent"),
        "NCBITaxon:10029": ("Cricetulus griseus", "Chinese hamster", "rodent"),
        "NCBITaxon:10036": ("Mesocricetus auratus", "golden hamster", "Syrian hamster", "rodent"),
        "NCBITaxon:10047": ("Meriones unguiculatus", "Mongolian gerbil", "rodent"),
        "NCBITaxon:8355": ("Xenopus laevis", "African clawed frog", "frog", "amphibian"),
        "NCBITaxon:8364": ("Xenopus tropicalis", "western clawed frog", "frog", "amphibian"),
        "NCBITaxon:8296": ("Ambystoma mexicanum", "axolotl", "salamander", "amphibian"),
        "NCBITaxon:9031": ("Gallus gallus", "chicken", "bird"),
        "NCBITaxon:7460": ("Apis mellifera", "honey bee", "insect"),
        "NCBITaxon:30207": ("Polistes fuscatus", "common paper wasp", "northern paper wasp", "insect"),
        "NCBITaxon:2015173": ("Ooceraea biroi", "clonal raider ant", "insect"),
        "NCBITaxon:28584": ("Drosophila suzukii", "spotted wing drosophila", "insect"),
        "NCBITaxon:6728": ("Procambarus clarkii", "red swamp crayfish", "crustacean"),
        "NCBITaxon:6500": ("Aplysia californica", "California sea hare"),
        "NCBITaxon:28377": ("Anolis carolinensis", "green anole", "lizard"),
        "NCBITaxon:9407": ("Rousettus aegyptiacus", "Egyptian fruit bat", "bat"),
    }
)
"""NCBI's name, then common ones, of animals that neuroscience works with, by taxonomy id.

The label is made of the first two. The first were compared with NCBI's taxonomy.
"""

_BETWEEN = re.compile(r" [-–] |;")
"""What stands between the names of one animal in the archive's labels, and in ours."""
_TAXON = re.compile(r"NCBITaxon[_:]([0-9]+)/?$", re.IGNORECASE)


def taxon_label(name: str, identifier: str | None) -> str:
    """`Mus musculus – House mouse`: the scientific name and a common one; of unknown animals the name as it is."""
    found = _TAXON.search(identifier or "")
    names = SPECIES_NAMES.get(f"NCBITaxon:{found[1]}") if found else None
    return f"{names[0]} – {names[1][:1].upper()}{names[1][1:]}" if names else name


def scientific_name(label: str) -> str:
    """`Mus musculus – House mouse` as `Mus musculus`, `Rat; norway rat; rats` as `Rat`."""
    return _BETWEEN.split(label)[0].strip()


def name_parts(name: str) -> tuple[str, ...]:
    """The names that stand in one, as the archive and other vocabularies join them."""
    return tuple(filter(None, map(str.strip, _BETWEEN.split(name))))
