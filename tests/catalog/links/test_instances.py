"""Which archive a snapshot is from, and whose addresses its pages use."""

from __future__ import annotations

import json

import pytest

from builder.catalog.links.instances import KNOWN_INSTANCES, instance_for, instance_of
from builder.settings import ArchiveAddresses, KnownArchive


def info(name: str = "", *, web: str = "http://127.0.0.1:8000", api: str = "http://127.0.0.1:8000/api") -> bytes:
    services = {"api": {"url": api}, "webui": {"url": web}, "jupyterhub": {"url": "https://hub.example"}}
    return json.dumps({"instance_config": {"instance_name": name}, "services": services}).encode()


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("DANDI", "dandi"),
        ("dandi", "dandi"),
        ("DANDI-SANDBOX", "sandbox"),
        ("EMBER-DANDI", "ember"),
        ("EMBER", "ember"),
        ("LINC", "linc"),
    ],
)
def test_a_known_archive_is_known_by_its_name_whatever_host_it_was_harvested_from(name, known):
    assert instance_of(info(name)) == KNOWN_INSTANCES[known]


@pytest.mark.parametrize(
    ("web", "known"),
    [
        ("https://dandiarchive.org", "dandi"),
        ("https://dandiarchive.org/", "dandi"),
        ("https://sandbox.dandiarchive.org", "sandbox"),
        ("https://dandi.emberarchive.org", "ember"),
        ("https://lincbrain.org/", "linc"),
    ],
)
def test_its_portal_tells_it_even_under_another_name(web, known):
    assert instance_of(info("DANDI", web=web)) == KNOWN_INSTANCES[known]
    assert instance_of(info("", web=web)) == KNOWN_INSTANCES[known]


@pytest.mark.parametrize("web", ["https://dandiarchive.org.evil.example", "https://evil.example/dandiarchive.org"])
def test_a_host_that_only_looks_like_it_is_another(web):
    assert instance_of(info("", web=web)).web_url == web


def test_an_unknown_archive_has_its_own_addresses():
    found = instance_of(info("BRAINS", web="https://brains.example/", api="https://api.brains.example/api/"))

    assert (found.name, found.identifier_prefix) == ("BRAINS", "BRAINS")
    assert (found.web_url, found.api_url) == ("https://brains.example", "https://api.brains.example/api")
    assert found.home_url == "https://brains.example/"
    assert (found.bucket_url, found.neurosift_dandiset, found.neurosift_files) == (None, None, None)


@pytest.mark.parametrize("hostile", ["javascript:alert(1)", "//evil.example", "http://[", "data:,x"])
def test_an_address_that_no_page_may_link_to_is_left_out(hostile):
    found = instance_of(info("X", web=hostile, api=hostile))

    assert (found.web_url, found.api_url) == ("", "")


@pytest.mark.parametrize(
    "raw",
    [
        b"{}",
        b"[]",
        b'"no"',
        b'{"services": null, "instance_config": null}',
        b'{"services": {"webui": {"url": "http://["}, "api": {"url": 7}}}',
        b'{"services": {"webui": null}, "instance_config": {"instance_name": null}}',
        b'{"instance_config": {"instance_name": ["DANDI"]}}',
    ],
)
def test_an_answer_that_tells_nothing_is_no_crash(raw):
    assert instance_of(raw) not in KNOWN_INSTANCES.values()


def test_what_the_settings_name_goes_before_what_the_snapshot_says():
    assert instance_for(KnownArchive.EMBER, info("DANDI")) == KNOWN_INSTANCES["ember"]
    assert instance_for(None, info("DANDI")) == KNOWN_INSTANCES["dandi"]


def test_the_settings_may_give_the_addresses_themselves():
    own = ArchiveAddresses(api="https://x.example/api", web="https://x.example", neurosift="https://n.example")

    found = instance_for(own, info("DANDI"))

    assert (found.api_url, found.web_url) == ("https://x.example/api", "https://x.example")
    assert (found.neurosift_files, found.neurosift_dandiset) == ("https://n.example", "https://n.example/dandiset/")


@pytest.mark.parametrize("name", KNOWN_INSTANCES)
def test_addresses_of_known_archives_have_one_form(name):
    known = KNOWN_INSTANCES[name]

    assert known.api_url.endswith("/api")
    assert not known.web_url.endswith("/")
    assert not (known.bucket_url or "").endswith("/")
    assert all(
        (address or "https://").startswith("https://")
        for address in (known.api_url, known.web_url, known.home_url, known.bucket_url, known.neurosift_dandiset)
    )


def test_the_sample_is_from_dandi_although_it_was_harvested_from_loopback(sample_snapshot):
    from builder.snapshot import Snapshot

    with Snapshot.readable(sample_snapshot) as snapshot:
        assert "127.0.0.1" in snapshot.archive().api_url
        assert instance_of(snapshot.archive().info) == KNOWN_INSTANCES["dandi"]
