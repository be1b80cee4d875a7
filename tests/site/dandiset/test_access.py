"""Who may use a version, whom to ask, where else it is, and which version it is: in words that are true."""

from __future__ import annotations

from typing import Any

import pytest

from builder.catalog.schema.dandiset import read_dandiset
from builder.catalog.schema.metadata import Contributor, DandisetMetadata, Resource, Standard, StandardExtension
from builder.catalog.schema.version import Envelope, Version
from builder.site.dandiset.relations import resource_rows, same_rows
from builder.site.dandiset.version_facts import access_words, license_notes
from builder.site.parts.people import contacts_of
from support.archives.small import encode

EMBARGOED = {"status": "dandi:EmbargoedAccess", "embargoedUntil": "2028-01-14"}


def read(metadata: dict[str, Any], **info: Any) -> Version:
    text = encode({"version": "draft", "metadata": metadata, **info})
    return read_dandiset("000001", listed=b"{}", infos=[("draft", text)]).default


@pytest.mark.parametrize(
    ("status", "metadata", "words"),
    [
        ("OPEN", [EMBARGOED], ["Open access"]),
        ("OPEN", [], ["Open access"]),
        ("EMBARGOED", [EMBARGOED], ["Embargoed until 14 Jan 2028"]),
        ("", [{"status": "dandi:OpenAccess"}], ["Open access"]),
        ("", [], []),
    ],
)
def test_what_the_archive_does_counts_more_than_what_metadata_say(status: str, metadata: Any, words: Any) -> None:
    assert access_words(read({"access": metadata}, dandiset={"embargo_status": status})) == words


def test_where_there_is_no_license_a_reader_is_told_to_ask() -> None:
    assert license_notes(()) == ("No license given: ask first",)
    assert license_notes(("Ask Jane",)) == ()
    assert license_notes(("spdx:CC0-1.0", "spdx:CC-BY-NC-4.0")) == (
        "CC0 1.0: Any use, also commercial; no credit required, no share alike.",
        "CC BY-NC 4.0: No commercial use; credit required, no share alike.",
    )


def test_all_contacts_are_named_once() -> None:
    ito, brook = (
        Contributor(name=name, role_name=("dcite:ContactPerson",)) for name in ("Ito, Hana", "Brook, Peter")
    )
    several = Version(metadata=DandisetMetadata(contributor=(ito, brook, ito)), contact_person="Ito, Hana")

    assert contacts_of(several) == ("Hana Ito", "Peter Brook")
    assert contacts_of(Version(contact_person="Ito, Hana")) == ("Hana Ito",)
    assert contacts_of(Version()) == ()


def test_a_paper_that_is_named_twice_is_one_row_with_both_links() -> None:
    papers = [
        Resource(identifier="10.1234/A.1", name="Trails", url="https://a.example/1", relation="dcite:Describes"),
        Resource(identifier="10.1234/b", name="Tails", url="https://a.example/2"),
        Resource(identifier="doi:10.1234/a.1 ", name="Trails, again", url="https://b.example/1"),
        Resource(url="https://doi.org/10.1234/a.1", relation="dcite:IsCitedBy"),
        Resource(name="Notes"),
        Resource(name="Notes"),
    ]
    rows = resource_rows(papers)

    assert [row.link.text for row in rows] == ["Trails", "Tails", "Notes", "Notes"]
    assert rows[0].link.url == "https://a.example/1"
    assert [(link.text, link.url) for link in rows[0].others] == [
        ("b.example", "https://b.example/1"),
        ("doi.org", "https://doi.org/10.1234/a.1"),
    ]
    assert rows[0].relation == "Describes, is cited by"


def test_the_same_dandiset_elsewhere_is_linked() -> None:
    (row,) = same_rows(("dandi://EMBER-DANDI/000123@draft", " ", "dandi://EMBER-DANDI/000123@draft"))

    assert (row.relation, row.link.text) == ("Same as", "dandi://EMBER-DANDI/000123@draft")
    assert row.link.url == "https://dandi.emberarchive.org/dandiset/000123/draft"


def test_versions_are_in_the_order_of_their_publication() -> None:
    published = {"0.210827.1435": "2021-08-27T14:41:00Z", "0.210827.1436": "2021-08-27T14:36:00Z"}
    infos = [(name, encode({"version": name, "created": created})) for name, created in published.items()]
    draft = ("draft", encode({"version": "draft", "created": "2021-01-01T00:00:00Z"}))
    found = read_dandiset("000001", listed=b"{}", infos=[*infos, draft])

    assert [version.version for version in found.versions] == ["0.210827.1436", "0.210827.1435", "draft"]
    assert found.default.version == "0.210827.1435"


def test_a_standard_is_named_with_its_version_and_extensions() -> None:
    hed = Standard(name="HED", version="8.3.0", extensions=(StandardExtension(name="sc", version="2.1.0"),))

    assert hed.full_name == "HED 8.3.0 with sc 2.1.0"
    assert Standard(identifier="RRID:SCR_015242").full_name == "RRID:SCR_015242"
    assert Standard().full_name == ""


def test_a_version_without_a_title_of_its_own_is_told_by_its_number() -> None:
    assert Version(dandiset=Envelope(identifier="000001")).title == "Dandiset 000001 (without a title)"
