"""The live API over a small snapshot: dandisets and their versions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from builder.serve import create_api, in_background
from support.archives.small import make_small_archive, uuid
from support.machine.serving import ASSETS, D1, get, ids


@pytest.fixture(scope="module")
def url(tmp_path_factory) -> Iterator[str]:
    snapshot = make_small_archive(tmp_path_factory.mktemp("api") / "snapshot.sqlite")
    with in_background(create_api(snapshot)) as address:
        yield address


def test_the_list_holds_open_dandisets_by_creation(url):
    assert ids(get(url, "/api/dandisets/")) == ["001", "002", "005"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("ordering=-id", ["005", "002", "001"]),
        ("ordering=name", ["001", "005", "002"]),
        ("ordering=-size", ["005", "001", "002"]),
        ("ordering=modified", ["001", "002", "005"]),
        ("ordering=stars", ["001", "002", "005"]),
        ("ordering=nonsense", ["001", "002", "005"]),
        ("draft=false", ["001"]),
        ("empty=false", ["001", "005"]),
        ("draft=&empty=", ["001", "002", "005"]),
        ("user=me", []),
        ("search=", ["001", "002", "005"]),
        ("search=buzsaki", ["001"]),
        ("search=BUZSÁKI+grid", ["001"]),
        ("search=%22grid+cells%22", ["001"]),
        ("search=%22cells+grid%22", []),
        ("search=ancient", ["001"]),
        ("search=ancient+newest", []),
        ("search=species:mouse", ["001"]),
        ("search=species:%22house+mouse%22+approach:electro", ["001"]),
        ("search=species:rat", []),
        ("search=technique:spike", []),
        ("search=file_type:nwb", ["001", "005"]),
        ("search=file_type:video", ["005"]),
        ("search=file_type:text/plain", ["001"]),
        ("search=created_after:2022-01-01", ["002", "005"]),
        ("search=created_before:2022-02-02", ["001"]),
        ("search=created_after:2022-02-02+created_before:2022-02-03", ["002"]),
        ("search=modified_before:2022-02-01", ["001"]),
        ("search=published_after:2000-01-01", ["001"]),
        ("search=owner:me", []),
        ("search=species:", []),
    ],
)
def test_filters_orders_and_searches(url, query, found):
    assert ids(get(url, f"/api/dandisets/?{query}")) == found


@pytest.mark.parametrize(
    ("query", "status", "body"),
    [
        (
            "embargoed=true",
            401,
            "Authentication credentials must be provided when attempting to access embargoed dandisets",
        ),
        ("starred=1", 401, "Must be authenticated to filter by starred dandisets."),
        ("draft=maybe", 400, {"draft": ["Must be a valid boolean."]}),
        ("user=you", 400, {"user": ['"you" is not a valid choice.']}),
        ("page=9", 404, {"detail": "Invalid page."}),
        ("page=0", 404, {"detail": "Invalid page."}),
        ("page=x", 404, {"detail": "Invalid page."}),
    ],
)
def test_what_the_list_refuses(url, query, status, body):
    answer = get(url, f"/api/dandisets/?{query}")
    assert (answer.status_code, answer.json()) == (status, body)


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("specis:mouse", 'Unknown search operator "specis". Did you mean "species"?'),
        ("qqq:mouse", 'Unknown search operator "qqq". Wrap'),
        ('"open', "Unbalanced quote"),
        ("x" * 1025, "Search query is too long (1025 characters; max 1024)."),
        ("created_after:2022", "Invalid date"),
        ("created_after:20220101", "Invalid date"),
        ('species:""', 'Operator "species" requires a value'),
    ],
)
def test_searches_that_are_wrong_say_why(url, search, said):
    answer = requests.get(url + "/api/dandisets/", params={"search": search}, timeout=10)
    assert answer.status_code == 400
    assert answer.json()["search"].startswith(said)


def test_an_operator_in_quotes_is_text(url):
    assert ids(requests.get(url + "/api/dandisets/", params={"search": '"specis:mouse"'}, timeout=10)) == []


def test_ordinary_pages_repeat_the_query_in_order_of_names(url):
    first = get(url, "/api/dandisets/?page_size=2&ordering=-id").json()
    assert (first["count"], first["previous"]) == (3, None)
    assert first["next"] == f"{url}/api/dandisets/?ordering=-id&page=2&page_size=2"
    second = requests.get(first["next"], timeout=10).json()
    assert (second["count"], second["next"]) == (3, None)
    assert second["previous"] == f"{url}/api/dandisets/?ordering=-id&page_size=2"
    assert get(url, "/api/dandisets/?page_size=2&ordering=-id&page=last").json() == second


def test_next_names_the_host_that_was_asked(url):
    answer = get(url, "/api/dandisets/?page_size=1", Host="mirror.example:81").json()
    assert answer["next"] == "http://mirror.example:81/api/dandisets/?page=2&page_size=1"


@pytest.mark.parametrize("size", ["0", "-1", "x", ""])
def test_a_page_size_that_is_none_is_the_usual_one(url, size):
    assert len(get(url, f"{ASSETS}?page_size={size}").json()["results"]) == 100


def test_a_dandiset_shows_both_versions_whole(url):
    shown = get(url, f"{D1}/").json()
    assert shown["most_recent_published_version"]["version"] == "0.220101.1200"
    assert shown["draft_version"]["version"] == "draft"
    for version in (shown["most_recent_published_version"], shown["draft_version"]):
        assert (version["active_uploads"], version["release_notes"]) == (0, "")
        assert "dandiset" not in version
    assert shown["contact_person"] == "Doe, Jane"
    assert get(url, "/api/dandisets/000002/").json()["most_recent_published_version"] is None


@pytest.mark.parametrize(
    "tail", ["", "versions/", "versions/draft/", "versions/draft/assets/", "versions/draft/info/"]
)
def test_an_embargoed_dandiset_asks_for_credentials(url, tail):
    answer = get(url, f"/api/dandisets/000003/{tail}")
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="api"')
    assert answer.json() == {"detail": "Authentication credentials were not provided."}


@pytest.mark.parametrize(
    "path",
    [
        "/api/dandisets/000004/",
        "/api/dandisets/999999/",
        f"{D1}/versions/0.200101.0000/",
        "/api/dandisets/000004/versions/draft/assets/",
        f"/api/assets/{uuid(1, 77)}/",
        f"/api/zarr/{uuid(3, 77)}/",
        f"{D1}/versions/0.200101.0000/assets/{uuid(1, 1)}/",
        "/api/info/?format=yaml",
    ],
)
def test_what_is_gone_or_never_was_is_not_found(url, path):
    answer = get(url, path)
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not found."})


def test_versions_come_by_creation(url):
    def names(query):
        return [item["version"] for item in get(url, f"{D1}/versions/{query}").json()["results"]]

    assert names("") == ["draft", "0.210101.1200", "0.220101.1200"]
    assert names("?order=-created") == ["0.220101.1200", "0.210101.1200", "draft"]
    assert names("?page_size=1&page=2") == ["0.210101.1200"]


def test_an_unknown_order_is_refused(url):
    answer = get(url, f"{D1}/versions/?order=name")
    said = {"order": ["Select a valid choice. name is not one of the available choices."]}
    assert (answer.status_code, answer.json()) == (400, said)


def test_version_metadata_and_info_are_what_was_stored(url):
    info = get(url, f"{D1}/versions/draft/info/").json()
    assert info["metadata"] == get(url, f"{D1}/versions/draft/").json()
    assert info["metadata"]["name"] == "Grid cells of György Buzsáki's lab"
    assert info["asset_validation_errors"][0]["field"] == "digest"
