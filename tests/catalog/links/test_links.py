"""Addresses outside the catalog: the archive's, Neurosift's, and what metadata may lead to."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest
from msgspec import structs

from builder.catalog.files.table import list_file
from builder.catalog.files.viewers import chosen_viewers, offered
from builder.catalog.links import archive_links as links
from builder.catalog.links.instances import KNOWN_INSTANCES, Instance, instance_of, own_instance
from builder.catalog.schema.asset import Asset, AssetMetadata, read_asset
from builder.catalog.text.web_addresses import web_url

DANDI, SANDBOX, EMBER, LINC = (KNOWN_INSTANCES[name] for name in ("dandi", "sandbox", "ember", "linc"))
OWN = own_instance(api_url="https://x.example/api", web_url="https://x.example", name="X")
ASSET_ID = "52b551c4-2a2f-4a87-82f5-3d804b7cb82a"
BLOB = "bb81f7b3-1234-4abc-8def-0123456789ab"


def asset(path: str = "sub-1/a.nwb", *, blob: str | None = BLOB, zarr: str | None = None, urls=()) -> Asset:
    return Asset(asset_id=ASSET_ID, path=path, blob=blob, zarr=zarr, metadata=AssetMetadata(content_url=urls))


def neurosift(instance: Instance, asset: Asset, identifier: str, version: str) -> str | None:
    """The address that a reader of the file is offered first."""
    file = list_file(structs.replace(asset, size=1))
    found = offered(chosen_viewers(instance, {}), instance, file, identifier, version)
    return next((url for viewer, url in found if viewer.name == "neurosift"), None)


ZARR = asset("sub-1/a.ome.zarr", blob=None, zarr=BLOB)

HOSTILE = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    " javascript:alert(1)",
    "javascript://example.org/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "ftp://example.org/x",
    "//evil.example/x",
    "/x",
    "x",
    "",
    None,
    "http://",
    "https:///x",
    "https:evil.example",
    "http://[",
    "http://[::1",
    "https://exa\nmple.org/",
    "https://example.org/\x00",
    "https://example.org/a\tb",
    "https://example.org/a b",
    "https://example.org/\x7f",
    "https://example.org:99999/",
    "https://example.org:port/",
]


# -- the addresses that were asked for, to the letter ---------------------------------------------------------------


def test_the_dandiset_on_the_archive():
    assert links.archive_dandiset(DANDI, "001695") == "https://dandiarchive.org/dandiset/001695"
    assert links.archive_dandiset(DANDI, "001695", "draft") == "https://dandiarchive.org/dandiset/001695/draft"


def test_the_dandiset_in_neurosift():
    assert links.neurosift_dandiset(DANDI, "001695") == "https://neurosift.app/dandiset/001695"


def test_a_version_in_neurosift():
    there = links.neurosift_dandiset(DANDI, "000003", "0.230629.1955")

    assert there == "https://neurosift.app/dandiset/000003?dandisetVersion=0.230629.1955"


def test_a_file_in_neurosift():
    assert neurosift(DANDI, asset(), "001695", "draft") == (
        "https://neurosift.app/nwb?url=https://api.dandiarchive.org/api/assets/"
        "52b551c4-2a2f-4a87-82f5-3d804b7cb82a/download/&dandisetId=001695&dandisetVersion=draft"
    )


def test_the_archives_home_and_portal():
    assert DANDI.home_url == "https://about.dandiarchive.org/"
    assert f"{DANDI.web_url}/" == "https://dandiarchive.org/"


def test_the_files_on_the_archive():
    there = links.archive_files(DANDI, "000003", "draft")

    assert there == "https://dandiarchive.org/dandiset/000003/draft/files?location="


def test_a_files_download_and_metadata():
    assert links.asset_download(DANDI, asset()) == f"https://api.dandiarchive.org/api/assets/{ASSET_ID}/download/"
    assert links.asset_metadata(DANDI, asset()) == f"https://api.dandiarchive.org/api/assets/{ASSET_ID}/"
    assert links.asset_download(DANDI, ZARR) is None


def test_a_files_place_in_the_bucket_is_made_from_its_ids():
    assert links.asset_s3(DANDI, asset()) == f"https://dandiarchive.s3.amazonaws.com/blobs/bb8/1f7/{BLOB}"
    assert links.asset_s3(DANDI, ZARR) == f"https://dandiarchive.s3.amazonaws.com/zarr/{BLOB}/"


# -- other archives -------------------------------------------------------------------------------------------------


def test_each_archive_has_its_own_addresses():
    assert links.archive_dandiset(SANDBOX, "000001") == "https://sandbox.dandiarchive.org/dandiset/000001"
    assert links.archive_dandiset(EMBER, "000001") == "https://dandi.emberarchive.org/dandiset/000001"
    assert links.archive_dandiset(LINC, "000001") == "https://lincbrain.org/dandiset/000001"
    assert links.neurosift_dandiset(EMBER, "000001") == "https://neurosift.app/ember-dandiset/000001"


def test_where_neurosift_would_show_another_archives_dandiset_there_is_no_link():
    assert links.neurosift_dandiset(SANDBOX, "000001") is None
    assert links.neurosift_dandiset(LINC, "000001") is None
    assert neurosift(LINC, asset(), "000001", "draft") is None
    assert neurosift(OWN, asset(), "000001", "draft") is None


def test_the_sandboxs_files_open_by_their_own_address():
    there = neurosift(SANDBOX, asset(), "000001", "draft")

    assert there.startswith("https://neurosift.app/nwb?url=https://api.sandbox.dandiarchive.org/api/assets/")


def test_a_neurosift_of_ones_own_opens_files_and_dandisets():
    own = own_instance(
        api_url="https://x.example/api/", web_url="https://x.example/", neurosift_url="https://neurosift.x.example/"
    )

    there = neurosift(own, asset(), "000001", "draft")
    assert there.startswith(f"https://neurosift.x.example/nwb?url=https://x.example/api/assets/{ASSET_ID}/download/")
    assert links.neurosift_dandiset(own, "000001") == "https://neurosift.x.example/dandiset/000001"


@pytest.mark.parametrize(
    ("path", "opens"),
    [
        ("sub-1/a.nwb", True),
        ("sub-1/A.NWB", True),
        ("sub-1.03.013_ses-2_icephys.nwb", True),
        ("a.nwb.zarr", False),
        ("a.nwb.lindi.json", False),
        ("a.nii.gz", False),
        ("nwb", False),
    ],
)
def test_neurosift_gets_nwb_files_in_one_piece(path, opens):
    assert links.opens_in_neurosift(asset(path)) is opens
    assert links.opens_in_neurosift(asset(path, blob=None, zarr=BLOB)) is False


def test_where_the_bucket_is_not_known_the_metadatas_address_is_taken():
    download, s3 = f"https://x.example/api/assets/{ASSET_ID}/download/", "https://bucket.s3.amazonaws.com/blobs/1"

    assert links.asset_s3(OWN, asset(urls=(download, s3))) == s3
    assert links.asset_s3(OWN, asset(urls=(download,))) is None
    assert links.asset_s3(OWN, asset()) is None


@pytest.mark.parametrize(
    "hostile",
    [
        "http://[",
        "javascript://s3.amazonaws.com/%0aalert(1)",
        "//s3.amazonaws.com/x",
        "https://s3/../../x",
        "https://bucket.s3.amazonaws.com@evil.example/x",
        "https://bucket.s3.amazonaws.com\\@evil.example/x",
        "https://bucket.s3.amazonaws.com/x?y",
        "https://bucket.s3.amazonaws.com/x&image=https://evil.example/y",
        "https://bucket.s3.amazonaws.com/x#y",
    ],
)
def test_a_hostile_address_of_a_file_is_passed_over(hostile):
    good = "https://bucket.s3.amazonaws.com/blobs/1"

    assert links.asset_s3(OWN, asset(urls=(hostile,))) is None
    assert links.asset_s3(OWN, asset(urls=(hostile, good))) == good


def test_of_a_hostile_id_no_address_is_made():
    line = {"asset_id": '"><script>&x=1#', "blob": "../../?x#", "path": "a.nwb"}
    hostile, _ = read_asset(json.dumps(line).encode(), "x")

    assert links.asset_download(DANDI, hostile) is None
    assert links.asset_metadata(DANDI, hostile) is None
    assert links.asset_s3(DANDI, hostile) is None
    assert links.asset_s3_uri(DANDI, hostile) is None
    assert neurosift(DANDI, hostile, "000001", "draft") is None


# -- what metadata may lead to --------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_address_is_no_link(text):
    assert web_url(text) is None
    assert links.identifier_url(text) is None
    assert links.doi_url(text) is None
    assert links.orcid_url(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org",
        "HTTPS://example.org/",
        "http://example.org:8080/a?b=c&d=%20#e",
        "https://example.org/ä/(1)",
        "https://doi.org/10.1101/2022.12.07.22283227 ",
        "\nhttps://example.org/",
    ],
)
def test_a_web_address_is_a_link_even_between_blanks(text):
    assert web_url(text) is not None
    assert links.identifier_url(text) == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "10.1038/s41597-020-0364-3",
        " 10.1038/s41597-020-0364-3 ",
        "doi:10.1038/s41597-020-0364-3",
        "DOI:10.1038/s41597-020-0364-3",
        "Doi: 10.1038/s41597-020-0364-3",
        "doi.org/10.1038/s41597-020-0364-3",
        "www.doi.org/10.1038/s41597-020-0364-3",
        "https://doi.org/10.1038/s41597-020-0364-3",
        "http://dx.doi.org/10.1038/s41597-020-0364-3",
        "HTTPS://DOI.ORG/10.1038/s41597-020-0364-3",
        "doi:https://doi.org/10.1038/s41597-020-0364-3",
        "doi 10.1038/s41597-020-0364-3",
        "10.1038/s41597-020-0364-3.",
        "(https://doi.org/10.1038/s41597-020-0364-3).",
        "10.1038/s41597-020-0364-3;",
    ],
)
def test_a_doi_in_any_form_leads_to_one_address(text):
    assert links.doi_url(text) == "https://doi.org/10.1038/s41597-020-0364-3"


@pytest.mark.parametrize(
    "text",
    [
        "10.1038",
        "doi:",
        "10.x/y",
        "1810.11393",
        "DOI:0.1038/nature11911",
        "Paper 10.1/x",
        "https://x.org/10.1/y",
        "10.1234/http://nas.local/",
        "10.5072/dandi.000003",
        "https://doi.org/10.80507/dandi.000003/0.230629.1955",
    ],
)
def test_what_is_no_doi_has_no_address(text):
    assert links.doi_url(text) is None


def test_a_bracket_that_a_doi_opens_is_its_own():
    assert links.doi_url("(10.1016/S0140-6736(05)66988-9)") == "https://doi.org/10.1016/S0140-6736(05)66988-9"


def test_a_doi_of_a_test_is_no_link_in_any_form():
    for text in ("10.5072/x", "doi:10.80507/x", "https://doi.org/10.5072/x", "http://dx.doi.org/10.80507/x"):
        assert links.identifier_url(text) is None, text


def test_a_doi_with_odd_characters_is_encoded():
    there = links.doi_url('10.1002/(SICI)1096<1::AID>3.0.CO;2-#"?x')

    assert there == "https://doi.org/10.1002/(SICI)1096%3C1::AID%3E3.0.CO;2-%23%22%3Fx"


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("http://purl.obolibrary.org/obo/NCBITaxon_10090", "http://purl.obolibrary.org/obo/NCBITaxon_10090"),
        ("UBERON:0002421", "http://purl.obolibrary.org/obo/UBERON_0002421"),
        ("RRID:SCR_015242", "https://scicrunch.org/resolver/RRID:SCR_015242"),
        ("RRID:IMSR_JAX:007914", "https://scicrunch.org/resolver/RRID:IMSR_JAX:007914"),
        ("DOI:10.25504/FAIRsharing.9af712", "https://doi.org/10.25504/FAIRsharing.9af712"),
        ("PMID: 29017866", "https://pubmed.ncbi.nlm.nih.gov/29017866/"),
        ("PMC5814211", "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC5814211/"),
        ("PMCID: PMC5814211", "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC5814211/"),
        ("arXiv:2101.12345v2", "https://arxiv.org/abs/2101.12345v2"),
        ("arxiv: q-bio/0401001", "https://arxiv.org/abs/q-bio/0401001"),
        ("hdl:10261/12345", "https://hdl.handle.net/10261/12345"),
        ("DANDI:000003", "https://dandiarchive.org/dandiset/000003"),
        ("dandi:000003/0.230629.1955", "https://dandiarchive.org/dandiset/000003/0.230629.1955"),
        ("dandi://EMBER-DANDI/000123@draft/sub-1/", "https://dandi.emberarchive.org/dandiset/000123/draft"),
        ("ORCID: 0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"),
        ("0000-0000-0000-0000", None),
        ("PMID:", None),
        ("arXiv:../../x", None),
        ("hdl:10261/<x>", None),
        ("DANDI:3", None),
        ("UBERON:", None),
        ("UBERON:../../x", None),
        ("RRID:", None),
        ("RRID:<script>", None),
        ("RRID::::", None),
        ("UNKNOWN:123", None),
        ("Paper", None),
        ("UBERON:٣", None),
    ],
)
def test_an_identifier_leads_where_its_register_says(text, there):
    assert links.identifier_url(text) == there


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"),
        ("0000-0001-2345-678X", "https://orcid.org/0000-0001-2345-678X"),
        ("https://orcid.org/0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"),
        ("orcid.org/0000-0002-1825-0097/", "https://orcid.org/0000-0002-1825-0097"),
        ("ORCID iD: 0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"),
        ("0000 0002 1825 0097", "https://orcid.org/0000-0002-1825-0097"),
        ("0000\u20130002\u20131825\u20130097", "https://orcid.org/0000-0002-1825-0097"),
        ("0000000218250097", "https://orcid.org/0000-0002-1825-0097"),
        ("0000-0001-5109-371x", "https://orcid.org/0000-0001-5109-371X"),
        ("0000000218250098", None),
        ("0000-0002-1825-009", None),
        ("0000-0002-1825-009Y", None),
        ("0000-0002-1825-0097-0000", None),
        ("٠٠٠٠-0002-1825-0097", None),
        ("https://ror.org/02jqj7156", None),
        (None, None),
    ],
)
def test_an_orcid_is_known_by_its_form(text, there):
    assert links.orcid_url(text) == there


def test_nothing_of_an_unknown_archive_points_to_dandi():
    info = {"services": {"api": {"url": "https://a.example/api"}, "webui": {"url": "https://w.example"}}}
    own = instance_of(json.dumps(info).encode())
    found = [
        links.archive_dandiset(own, "000001"),
        links.asset_download(own, asset()),
        links.asset_metadata(own, asset()),
        neurosift(own, asset(), "000001", "draft"),
        links.asset_s3(own, asset()),
        own.home_url,
    ]

    assert {urlsplit(there).hostname for there in found if there} == {"a.example", "w.example"}
