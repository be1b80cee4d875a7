"""Links that lead out of the catalog, wherever archive text gives one, say which host they lead to."""

from __future__ import annotations

import json

import pytest

from builder.catalog.changes.files import compare_files
from builder.catalog.changes.versions import compare_versions
from builder.catalog.schema.dandiset import read_dandiset
from builder.catalog.schema.metadata import Activity, Affiliation, AssetsSummary, Contributor, Resource, Term
from builder.records.citation import read_authors
from builder.site.compare.page import compare_page
from builder.site.dandiset.relations import project_rows, protocol_links, resource_rows, subject_links
from builder.site.parts.people import contributor_rows, funding_rows, identity_url
from builder.site.parts.term_links import TermLinks
from support.sites.scope import SCOPE

HOST = "xn--dndiarchive-yij.org"
WRITTEN = "https://d\u0430ndiarchive.org/x"
URL = f"https://{HOST}/x"


@pytest.fixture(scope="module")
def terms() -> TermLinks:
    info = (
        b"""{"version": "draft", "metadata": {"contributor": [{"schemaKey": "Organization", "name": "The lab"}]}}"""
    )
    return TermLinks(read_dandiset("000001", listed=b"{}", infos=[("draft", info)]), AssetsSummary())


def test_a_resource_a_protocol_and_a_project_tell_their_host() -> None:
    [resource] = resource_rows([Resource(name="Our paper", url=WRITTEN)])
    [named] = resource_rows([Resource(identifier=WRITTEN)])
    [protocol] = protocol_links([WRITTEN])
    [project] = project_rows([Activity(name="A project", identifier=WRITTEN)])

    assert (resource.link.text, resource.link.url) == (f"Our paper ({HOST})", URL)
    assert (named.link.text, named.link.url) == (URL, URL)
    assert (protocol.text, protocol.url) == (URL, URL)
    assert (project.link.text, project.link.url) == (f"A project ({HOST})", URL)


def test_people_and_terms_tell_their_host(terms: TermLinks) -> None:
    lab = Contributor(schema_key="Organization", name="Another lab", url=WRITTEN, role_name=("dcite:Funder",))
    person = Contributor(
        schema_key="Person", name="Doe, Jane", affiliation=(Affiliation(name="X", identifier=WRITTEN),)
    )
    [row, of_person] = contributor_rows([lab, person], terms, show_emails=False)
    [funding] = funding_rows([lab], terms)
    [about] = subject_links([Term(name="Fear", identifier=WRITTEN)], terms)

    assert (row.name.text, row.name.url) == (f"Another lab ({HOST})", URL)
    assert (of_person.affiliations[0].text, of_person.affiliations[0].url) == (f"X ({HOST})", URL)
    assert (funding.funder.text, funding.funder.url) == (f"Another lab ({HOST})", URL)
    assert (about.text, about.url) == (f"Fear ({HOST})", URL)


def test_a_page_of_changes_tells_the_host_of_who_came() -> None:
    lab = {"schemaKey": "Organization", "name": "A lab", "url": WRITTEN}
    infos = [
        ("0.210101.1200", b"{}"),
        ("draft", json.dumps({"metadata": {"contributor": [lab]}}).encode()),
    ]
    dandiset = read_dandiset("000001", listed=b"{}", infos=infos)
    before, after = dandiset.versions
    changes = compare_versions(before, after, compare_files([], []))
    [person] = compare_page(SCOPE, dandiset, [(after, changes)], {}).pairs[0].contributors

    assert (person.name, person.url) == (f"A lab ({HOST})", URL)


def test_where_the_name_leads_to_a_browse_page_the_source_tells_its_host(terms: TermLinks) -> None:
    [row] = contributor_rows(
        [Contributor(schema_key="Organization", name="The lab", url=WRITTEN)], terms, show_emails=False
    )

    assert row.name.text == "The lab"
    assert row.name.address
    assert (row.name.source, row.name.url) == (f"Source ({HOST})", URL)


@pytest.mark.parametrize(
    "url", ["https://dandiarchive.org\\@evil.example/", "https://u:p@a.example/", "http://localhost/"]
)
def test_what_leads_elsewhere_than_it_says_is_no_link(url: str) -> None:
    lab = Contributor(schema_key="Organization", name="A lab", url=url, identifier=url, include_in_citation=True)
    [resource] = resource_rows([Resource(name="Our paper", url=url, identifier=url)])
    [author] = read_authors([lab])

    assert resource.link.url is identity_url(lab) is author.url is None
    assert protocol_links([url])[0].url is project_rows([Activity(name="x", identifier=url)])[0].link.url is None
