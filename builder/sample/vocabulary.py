"""Terms and people that recipes name by key, as the schema writes them out."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from builder.sample.recipe import ContributorRecipe, EthicsRecipe, ProjectRecipe, Recipe, RelatedRecipe, read_yaml

Json = dict[str, Any]

_OBO = "http://purl.obolibrary.org/obo"


class _Species(Recipe, frozen=True, kw_only=True):
    name: str
    taxon: int


class _Organization(Recipe, frozen=True, kw_only=True):
    name: str
    ror: str | None = None


class _Person(Recipe, frozen=True, kw_only=True):
    name: str
    orcid: str | None = None
    at: tuple[str, ...] = ()


class _Vocabulary(Recipe, frozen=True, kw_only=True):
    species: dict[str, _Species]
    sex: dict[str, dict[str, str]]
    anatomy: dict[str, str]
    disorders: dict[str, str]
    organizations: dict[str, _Organization]
    people: dict[str, _Person]


@cache
def _vocabulary() -> _Vocabulary:
    return msgspec.convert(read_yaml("vocabulary.yaml"), _Vocabulary)


def species(key: str) -> Json:
    found = _vocabulary().species[key]
    return {"name": found.name, "schemaKey": "SpeciesType", "identifier": f"{_OBO}/NCBITaxon_{found.taxon}"}


def sex(key: str) -> Json:
    return {"schemaKey": "SexType", **_vocabulary().sex[key]}


def anatomy(key: str) -> Json:
    return {"name": key, "schemaKey": "Anatomy", "identifier": _vocabulary().anatomy[key]}


def disorder(key: str) -> Json:
    return {"name": key, "schemaKey": "Disorder", "identifier": _vocabulary().disorders[key]}


def subject_matter(key: str) -> Json:
    """Anatomy or a disorder where the vocabulary has it, else a plain term."""
    if key in _vocabulary().anatomy:
        return anatomy(key)
    if key in _vocabulary().disorders:
        return disorder(key)
    return {"name": key, "schemaKey": "GenericType"}


def contributor(recipe: ContributorRecipe) -> Json:
    """A person or an organization in their roles.

    A contact person gets an invented address: the schema asks for one.
    """
    answer: Json = {"roleName": [f"dcite:{role}" for role in recipe.roles]}
    if "ContactPerson" in recipe.roles:
        answer["email"] = f"{recipe.who}@example.org"
    if recipe.award:
        answer["awardNumber"] = recipe.award
    if recipe.who in _vocabulary().people:
        return _person(_vocabulary().people[recipe.who], answer, cited=recipe.cited is not False)
    return _organization(_vocabulary().organizations[recipe.who], answer, cited=recipe.cited is True)


def _person(found: _Person, answer: Json, *, cited: bool) -> Json:
    identifier = {"identifier": found.orcid} if found.orcid else {}
    return {
        "name": found.name,
        "schemaKey": "Person",
        **identifier,
        **answer,
        "affiliation": [_affiliation(key) for key in found.at],
        "includeInCitation": cited,
    }


def _organization(found: _Organization, answer: Json, *, cited: bool) -> Json:
    identifier = {"identifier": f"https://ror.org/{found.ror}"} if found.ror else {}
    return {
        "name": found.name,
        "schemaKey": "Organization",
        **identifier,
        **answer,
        "contactPoint": [],
        "includeInCitation": cited,
    }


def _affiliation(key: str) -> Json:
    found = _vocabulary().organizations[key]
    identifier = {"identifier": f"https://ror.org/{found.ror}"} if found.ror else {}
    return {"name": found.name, "schemaKey": "Affiliation", **identifier}


def related_resource(recipe: RelatedRecipe) -> Json:
    answer: Json = {"schemaKey": "Resource", "relation": f"dcite:{recipe.relation}"}
    if recipe.name:
        answer["name"] = recipe.name
    if recipe.doi:
        answer["identifier"] = f"doi:{recipe.doi}"
    if url := recipe.url or (recipe.doi and f"https://doi.org/{recipe.doi}"):
        answer["url"] = url
    if recipe.kind:
        answer["resourceType"] = f"dcite:{recipe.kind}"
    if recipe.repository:
        answer["repository"] = recipe.repository
    return answer


def ethics_approval(recipe: EthicsRecipe) -> Json:
    answer: Json = {"schemaKey": "EthicsApproval", "identifier": recipe.identifier}
    if recipe.url:
        answer["contactPoint"] = {"schemaKey": "ContactPoint", "url": recipe.url}
    return answer


def project(recipe: ProjectRecipe) -> Json:
    answer: Json = {"schemaKey": "Project", "name": recipe.name}
    for key, value in (
        ("identifier", recipe.identifier),
        ("description", recipe.description),
        ("startDate", recipe.start),
        ("endDate", recipe.end),
    ):
        if value:
            answer[key] = value
    return answer
