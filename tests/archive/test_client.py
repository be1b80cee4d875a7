"""The REST client: what it asks, when it asks again, and what it makes of answers that are none."""

from __future__ import annotations

import email.utils
import gzip
import json
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from builder.archive import ArchiveClient, Stop
from builder.archive import client as client_module
from builder.archive.client import DEFAULT_RATE_PER_MINUTE, is_loopback
from builder.archive.pace import ATTEMPTS, FIRST_ATTEMPTS, Pace, backoff_s, retry_after_s
from builder.errors import ArchiveError, Forbidden, Inconsistent, Interrupted, NotFound, UsageError
from support.archives.faulty import (
    APPLICATION_ERROR,
    BROKEN_JSON,
    HTML,
    LOCKED,
    NO_ANSWER,
    NOT_FOUND,
    WEB_PAGE,
    Answer,
    Door,
    cut,
    dripping,
    edited,
    open_door,
    redirect,
    says,
)
from support.archives.small import INFO

SECRET = "s3cr3t-t0k3n"
ITEM = {"identifier": "000001"}


class Recorded(Stop):
    """Waits for nothing, and remembers how long it should have waited, and for what it was asked how much is left."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []
        self.limits: list[float] = []

    def limit(self, seconds: float) -> float:
        self.limits.append(seconds)
        return super().limit(seconds)

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.check()


@pytest.fixture
def door() -> Iterator[Door]:
    """An archive of one dandiset without assets; all its faults are the test's."""
    with open_door() as door:
        answers = {
            "/api/info/": INFO,
            "/api/dandisets/": {"count": 1, "next": None, "previous": None, "results": [ITEM]},
            "/api/dandisets/000001/": ITEM,
        }
        door.pass_on = lambda asked: says(answers[asked.path.partition("?")[0]])  # type: ignore[method-assign]
        yield door


@pytest.fixture
def stop() -> Recorded:
    return Recorded()


@pytest.fixture
def client(door: Door, stop: Recorded) -> ArchiveClient:
    return ArchiveClient(door.api, stop=stop)


# -- what may be asked again ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault",
    [
        APPLICATION_ERROR,
        Answer(500, b"<h1>Server Error (500)</h1>", HTML),
        Answer(502, b"", HTML),
        Answer(504, b"", HTML),
        says("too many", 429),
        says("too many", 429, Retry_After="1"),
        says("too many", 429, Retry_After="Wed, 21 Oct 2015 07:28:00 GMT"),
        says("too many", 429, Retry_After="soon"),
        says("late", 408),
        cut(says(ITEM)),
        NO_ANSWER,
        BROKEN_JSON,
        Answer(200, b""),
        Answer(200, b'{"name": "Buzs\xe1ki"}'),
        Answer(200, b"this is not gzip", {"Content-Type": "application/json", "Content-Encoding": "gzip"}),
    ],
)
def test_a_passing_fault_is_asked_again(door, client, fault):
    door.at("/dandisets/000001/", fault)

    assert json.loads(client.dandiset("000001")) == ITEM
    assert len(door.asked) == 2


def test_giving_up_names_the_address_the_cause_and_the_tries(door, client):
    door.at("/dandisets/000001/", APPLICATION_ERROR, always=True)

    with pytest.raises(ArchiveError) as error:
        client.dandiset("000001")

    assert f"{door.api}/dandisets/000001/" in str(error.value)
    assert "503 Service Unavailable" in str(error.value)
    assert f"{ATTEMPTS} tries" in str(error.value)
    assert len(door.asked) == ATTEMPTS


HALF_A_CHARACTER = Answer(200, b'{"identifier": "000001", "name": "\xed\xa0\x80"}')


@pytest.mark.parametrize(
    ("broken", "tries"),
    [
        (HALF_A_CHARACTER, 2),
        (Answer(200, b'{"identifier": "000001" "size": 1}'), 2),
        (Answer(200, b"[1,, 2]\n"), 2),
        (BROKEN_JSON, 4),
        (Answer(200, b""), 4),
    ],
)
def test_the_same_broken_bytes_again_are_broken_for_good(door, client, broken, tries):
    door.at("/dandisets/000001/", broken, always=True)

    with pytest.raises(ArchiveError, match="broken for good") as error:
        client.dandiset("000001")

    assert len(door.asked) == tries
    assert f"{door.api}/dandisets/000001/" in str(error.value)


def test_the_same_broken_bytes_are_known_again_after_another_fault(door, client):
    door.at("/dandisets/000001/", HALF_A_CHARACTER, NO_ANSWER, HALF_A_CHARACTER)

    with pytest.raises(ArchiveError, match="broken for good"):
        client.dandiset("000001")

    assert len(door.asked) == 3


def test_broken_answers_that_differ_are_asked_again(door, client):
    pieces = [json.dumps(ITEM).encode()[:size] for size in range(1, ATTEMPTS)]
    door.at("/dandisets/000001/", *(Answer(200, piece) for piece in pieces))

    assert json.loads(client.dandiset("000001")) == ITEM
    assert len(door.asked) == ATTEMPTS


def test_waits_grow_and_the_servers_own_wish_is_kept(door, client, stop):
    door.at("/dandisets/", APPLICATION_ERROR, APPLICATION_ERROR, APPLICATION_ERROR, says("", 429, Retry_After="77"))

    client.dandiset("000001")

    first, second, third, asked_for = stop.waits
    assert 0 < first < second < third
    assert asked_for == 77


SOON = email.utils.format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("value", "least", "most"),
    [
        ("40", 40, 40),
        pytest.param(SOON, 120, 120, id="in an hour"),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0, 1),
        ("soon", 0, 1),
        ("-1", 0, 1),
        ("", 0, 1),
    ],
)
def test_a_wait_that_the_server_asks_for_is_kept_within_limits(door, client, stop, status, value, least, most):
    door.at("/dandisets/", says("", status, Retry_After=value))

    client.dandiset("000001")

    (waited,) = stop.waits
    assert least <= waited <= most
    assert waited > 0.2


def test_a_server_that_asks_for_no_wait_is_not_hammered(door, client, stop):
    door.at("/dandisets/", *[says("", 503, Retry_After="0")] * 3)

    client.dandiset("000001")

    assert min(stop.waits) > 0.2


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (NOT_FOUND, NotFound),
        (Answer(404, b"<h1>Not Found</h1>", HTML), NotFound),
        (LOCKED, Forbidden),
        (says("Authentication credentials must be provided", 401), Forbidden),
        (says({"detail": "You do not have permission to perform this action."}, 403), Forbidden),
        (says("Unable to provide it.", 400), ArchiveError),
        (says({"search": "Unbalanced quote"}, 400), ArchiveError),
        (Answer(204, b""), ArchiveError),
        (WEB_PAGE, ArchiveError),
    ],
)
def test_an_answer_that_will_not_change_is_asked_for_once(door, client, answer, kind):
    door.at("/dandisets/000001/", answer, always=True)

    with pytest.raises(ArchiveError) as error:
        client.dandiset("000001")

    assert type(error.value) is kind
    assert f"{door.api}/dandisets/000001/" in str(error.value)
    assert len(door.asked) == 1


def test_a_firewalls_403_is_not_taken_for_an_embargo(door, client):
    door.at("/dandisets/000001/", Answer(403, b"<h1>Access denied</h1><p>Ray ID 1</p>", HTML))

    with pytest.raises(ArchiveError, match="403 Forbidden") as error:
        client.dandiset("000001")

    assert not isinstance(error.value, Forbidden)


def test_a_web_page_with_status_200_is_named_as_such(door, client):
    door.at("/dandisets/000001/", WEB_PAGE)

    with pytest.raises(ArchiveError, match="web page instead of JSON"):
        client.dandiset("000001")


def test_an_answer_nested_without_end_is_kept_as_far_as_it_can_be_read(door, client):
    deep = b"[" * 100_000 + b"]" * 100_000
    door.at("/dandisets/000001/", Answer(200, b'{"identifier": "000001", "deep": ' + deep + b', "after": 1}'))
    kept = json.loads(client.dandiset("000001"))

    assert (kept["identifier"], kept["after"]) == ("000001", 1)
    assert str(kept["deep"]).startswith("[[[[")


def test_an_answer_nested_without_end_that_is_cut_off_is_an_error_not_a_crash(door, client):
    door.at("/dandisets/000001/", Answer(200, b"[" * 100_000), always=True)

    with pytest.raises(ArchiveError, match="000001"):
        client.dandiset("000001")


def test_an_answer_without_end_is_not_read_to_its_end(door, client, monkeypatch):
    monkeypatch.setattr(client_module, "_LARGEST_BODY_BYTES", 1 << 20)
    packed = gzip.compress(b'"' + b" " * (8 << 20) + b'"')
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    door.at("/dandisets/000001/", Answer(200, packed, headers), always=True)

    with pytest.raises(ArchiveError, match="larger than 1 MiB"):
        client.dandiset("000001")


# -- no archive there -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer", [NOT_FOUND, Answer(404, b"<h1>404</h1>", HTML), WEB_PAGE, says({}), says([]), says("hello"), LOCKED]
)
def test_what_answers_but_is_no_archive_is_named_at_once(door, client, answer):
    door.at("/info/", answer, always=True)

    with pytest.raises(ArchiveError) as error:
        client.info()

    assert f"{door.api}/info/" in str(error.value)
    assert error.value.exit_code == 3
    assert len(door.asked) == 1


def test_where_nothing_listens_it_gives_up_soon_and_says_where(stop):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/api"

    with pytest.raises(ArchiveError, match=rf"{url}/info/: can't connect \({FIRST_ATTEMPTS} tries\)") as error:
        ArchiveClient(url, stop=stop).info()

    assert error.value.exit_code == 3
    assert sum(stop.waits) < 5


@pytest.mark.parametrize(
    "url", ["", "api.dandiarchive.org/api", "ftp://example.org/api", "http://", "http://[/api", "http://x:99999/api"]
)
def test_an_address_that_is_none_is_a_usage_error(url):
    with pytest.raises(UsageError, match="address"):
        ArchiveClient(url)


# -- who asks, and for what -----------------------------------------------------------------------------------------


def test_each_request_says_who_asks_and_wants_json(door, client):
    client.info()

    headers = door.asked[0].headers
    assert headers["User-Agent"].startswith("dandi-catalog/")
    assert headers["Accept"] == "application/json"
    assert "Authorization" not in headers


@pytest.mark.parametrize(
    ("catalog", "told"),
    [
        ("https://data.example.org/catalog/", "https://data.example.org/catalog/"),
        ("https://data.example.org/\u30c7\u30fc/", "https://data.example.org/%E3%83%87%E3%83%BC/"),
    ],
)
def test_who_is_asked_can_be_told_for_which_catalog(door, stop, catalog, told):
    ArchiveClient(door.api, stop=stop, catalog_url=catalog).info()

    assert f"(harvests metadata for {told})" in door.asked[0].headers["User-Agent"]


def test_the_list_is_asked_for_in_full_and_in_the_largest_pages(door, client):
    list(client.dandiset_pages())

    query = door.asked[0].path.partition("?")[2]
    assert set(query.split("&")) == {"ordering=id", "draft=true", "empty=true", "page_size=1000"}


def test_assets_are_asked_for_by_path_with_their_metadata(door, client):
    door.at("/assets/", says({"count": 0, "next": None, "previous": None, "results": []}))

    list(client.asset_pages("000001", "draft"))

    path, _, query = door.asked[0].path.partition("?")
    assert path == "/api/dandisets/000001/versions/draft/assets/"
    assert set(query.split("&")) == {"order=path", "metadata=true", "page_size=1000"}


def test_requests_and_bytes_are_counted(door, client):
    client.dandiset("000001")

    assert (client.requests, client.bytes) == (1, len(json.dumps(ITEM)))


# -- the token ------------------------------------------------------------------------------------------------------


def test_the_token_goes_into_its_header_and_nowhere_else(door, stop):
    ArchiveClient(door.api, token=SECRET, stop=stop).info()

    assert door.asked[0].headers["Authorization"] == f"token {SECRET}"
    assert SECRET not in door.asked[0].path


def test_a_line_break_behind_the_token_does_no_harm(door, stop):
    ArchiveClient(door.api, token=f"{SECRET}\n", stop=stop).info()

    assert door.asked[0].headers["Authorization"] == f"token {SECRET}"


@pytest.mark.parametrize("token", [f"{SECRET}\nX-Evil: 1", f"{SECRET} b", f"{SECRET}\u2026", f"{SECRET}\0"])
def test_a_token_that_is_none_is_refused_without_being_shown(door, token):
    with pytest.raises(UsageError, match="token") as error:
        ArchiveClient(door.api, token=token)

    assert SECRET not in str(error.value)


def test_a_refused_token_is_said_to_be_the_cause(door, stop):
    door.at("/info/", says({"detail": "Invalid token."}, 401))

    with pytest.raises(ArchiveError, match="token") as error:
        ArchiveClient(door.api, token=SECRET, stop=stop).info()

    assert SECRET not in str(error.value)


@pytest.mark.parametrize("token", [None, SECRET])
def test_a_netrc_file_neither_replaces_the_token_nor_stands_in_for_one(door, stop, token, tmp_path, monkeypatch):
    (tmp_path / "netrc").write_text("default login someone password else\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))

    ArchiveClient(door.api, token=token, stop=stop).info()

    assert door.asked[0].headers.get("Authorization") == (token and f"token {token}")


# -- certificates ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 that nobody has signed, and its key, in one file."""
    if not shutil.which("openssl"):
        pytest.skip("there is no openssl that could make a certificate")
    path = tmp_path_factory.mktemp("tls") / "certificate.pem"
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1"
    )
    subprocess.run([*command.split(), "-keyout", path, "-out", path], check=True, capture_output=True)
    return path


@pytest.fixture
def secure_door(certificate: Path) -> Iterator[Door]:
    """An archive that speaks HTTPS."""
    with open_door(certificate=certificate) as door:
        door.at("/info/", says(INFO), always=True)
        yield door


def test_a_certificate_that_nobody_signed_is_refused(secure_door, stop):
    with pytest.raises(ArchiveError, match="the encrypted connection failed"):
        ArchiveClient(secure_door.api, stop=stop).info()

    assert secure_door.asked == []


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"])
def test_authorities_that_the_environment_names_are_trusted(secure_door, stop, certificate, monkeypatch, variable):
    for other in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv(variable, str(certificate))
    ArchiveClient(secure_door.api, stop=stop).info()

    assert len(secure_door.asked) == 1


def test_a_next_page_that_gives_up_encryption_is_refused(secure_door, stop, certificate, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    plain = secure_door.api.replace("https:", "http:")
    secure_door.at("/dandisets/?", says({"count": 2, "next": f"{plain}/dandisets/?page=2", "results": [ITEM]}))

    with pytest.raises(Inconsistent, match="points away"):
        list(ArchiveClient(secure_door.api, stop=stop).dandiset_pages())

    assert len(secure_door.asked) == 1


@pytest.mark.usefixtures("short_answers")
def test_an_encrypted_answer_that_drips_is_late_too(secure_door, stop, certificate, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    secure_door.at("/dandisets/000001/", dripping("body")(says(ITEM)), says(ITEM))

    assert json.loads(ArchiveClient(secure_door.api, stop=stop).dandiset("000001")) == ITEM
    assert len(secure_door.asked) == 2


# -- where answers lead ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_within_the_archive_is_followed(door, client, status):
    door.at("/dandisets/000009/", redirect("/api/dandisets/000001/", status))

    assert json.loads(client.dandiset("000009")) == ITEM


@pytest.mark.parametrize(
    "there", ["http://127.0.0.2:9/api/x/", "//127.0.0.2:9/api/x/", "/elsewhere/", "file:///etc/x"]
)
def test_a_redirect_out_of_the_archive_is_refused(door, client, there):
    door.at("/dandisets/000001/", redirect(there))

    with pytest.raises(ArchiveError, match="points away from the archive"):
        client.dandiset("000001")


def test_the_token_does_not_follow_a_redirect_to_another_host(door, stop):
    with open_door() as other:
        door.at("/info/", redirect(f"{other.api}/info/"))

        with pytest.raises(ArchiveError, match="points away"):
            ArchiveClient(door.api, token=SECRET, stop=stop).info()

        assert other.asked == []


@pytest.mark.parametrize("there", ["http://[", "http://\x7f[/"])
def test_an_address_that_can_not_be_read_is_an_error_not_a_crash(door, client, there):
    door.at("/dandisets/000001/", redirect(there), always=True)
    with pytest.raises(ArchiveError):
        client.dandiset("000001")

    door.at("/dandisets/?", edited(lambda page: page.update(next=there)))
    with pytest.raises(ArchiveError):
        list(client.dandiset_pages())


def test_redirects_in_a_circle_end(door, client):
    door.at("/dandisets/000001/", redirect("/api/dandisets/000001/"), always=True)

    with pytest.raises(ArchiveError, match="in a circle"):
        client.dandiset("000001")

    assert len(door.asked) < 10


def test_a_next_page_on_another_host_is_refused(door, client):
    with open_door() as other:
        door.at("/dandisets/?", edited(lambda page: page.update(next=f"{other.api}/dandisets/?page=2")))

        with pytest.raises(Inconsistent, match="points away"):
            list(client.dandiset_pages())

        assert other.asked == []


def test_a_next_page_that_leads_back_ends(door, client):
    def again(page):
        page["next"] = f"{door.api}/dandisets/?page=2"

    door.at("/dandisets/?", edited(again), always=True)

    with pytest.raises(Inconsistent, match="leads back to itself"):
        list(client.dandiset_pages())


def test_a_relative_next_page_is_followed(door, client):
    door.at("/dandisets/?", edited(lambda page: page.update(next="?page=2")))

    assert len(list(client.dandiset_pages())) == 2


# -- what answers hold ----------------------------------------------------------------------------------------------


def test_fields_that_the_server_adds_are_passed_over(door, client):
    door.at("/dandisets/?", edited(lambda page: page.update(hint="new", results=[{**ITEM, "new": [1, {}]}])))

    (page,) = client.dandiset_pages()

    assert json.loads(bytes(page.results[0])) == {**ITEM, "new": [1, {}]}


@pytest.mark.parametrize(
    "page",
    [
        {"next": 7, "results": []},
        {"count": 0, "results": []},
        {"count": 0, "next": None},
        {"count": 0, "next": None, "results": {}},
        {"count": "many", "next": None, "results": []},
        [],
        "Not now.",
    ],
)
def test_a_list_of_another_form_is_named(door, client, page):
    door.at("/dandisets/?", says(page))

    with pytest.raises(ArchiveError, match=r"/dandisets/\?.*not of the known form"):
        list(client.dandiset_pages())


def version_info(**changes):
    dandiset = {"identifier": "000001", "embargo_status": "OPEN"}
    answer = {"version": "draft", "modified": "2024-01-01T00:00:00Z", "asset_count": 0, "size": 0, "status": "Valid"}
    return {**answer, "dandiset": dandiset, "metadata": {}, **changes}


@pytest.mark.parametrize(
    "changes",
    [
        {"version": "0.210101.0000"},
        {"dandiset": {"identifier": "000002", "embargo_status": "OPEN"}},
        {"asset_count": None},
        {"asset_count": -1},
        {"size": 10**19},
        {"modified": None},
        {"dandiset": None},
    ],
)
def test_a_version_that_is_not_what_was_asked_for_is_refused(door, client, changes):
    door.at("/info/", says(version_info(**changes)))

    with pytest.raises(ArchiveError, match="000001/draft"):
        client.version_info("000001", "draft")


def test_a_versions_answer_is_kept_as_it_came(door, client):
    body = json.dumps(version_info(new_field="é"), ensure_ascii=False, indent=2).encode()
    door.at("/info/", Answer(200, body))

    raw, envelope = client.version_info("000001", "draft")

    assert raw == body
    assert envelope.version == "draft"


# -- pace and stop --------------------------------------------------------------------------------------------------


def test_requests_keep_the_gap_that_the_rate_asks_for(door, stop):
    client = ArchiveClient(door.api, rate_per_minute=60, stop=stop)

    for _ in range(3):
        client.info()

    assert stop.waits == pytest.approx([0, 1, 2], abs=0.5)


def test_threads_share_one_pace():
    stop = Recorded()
    pace = Pace(60, stop)
    threads = [threading.Thread(target=pace.take_turn) for _ in range(5)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(stop.waits) == pytest.approx([0, 1, 2, 3, 4], abs=0.5)


def test_loopback_has_no_limit_but_a_public_archive_has(door, client, stop):
    client.info()
    client.info()
    assert stop.waits == []

    public = ArchiveClient("https://api.example.org/api", stop=stop)
    stop.set()
    with pytest.raises(Interrupted):
        public.info()
    assert stop.waits == [0]
    assert 0 < DEFAULT_RATE_PER_MINUTE <= 500


@pytest.mark.parametrize(
    ("url", "loopback"),
    [
        ("http://127.0.0.1:80/api", True),
        ("http://localhost/api", True),
        ("http://[::1]:1/api", True),
        ("https://api.dandiarchive.org/api", False),
        ("http://127.0.0.1.example.org/api", False),
        ("http://localhost.example.org/api", False),
    ],
)
def test_loopback_is_known_by_its_address(url, loopback):
    assert is_loopback(url) is loopback


def test_once_told_to_stop_nothing_is_asked(door, client, stop):
    stop.set()

    with pytest.raises(Interrupted):
        client.info()

    assert door.asked == []


def test_a_wait_ends_when_told_to_stop():
    stop = Stop()
    threading.Timer(0.05, stop.set).start()

    with pytest.raises(Interrupted, match="interrupted"):
        stop.wait(60)


def test_a_wait_ends_at_the_deadline():
    with pytest.raises(Interrupted, match="deadline"):
        Stop(0.05).wait(60)


def test_a_server_that_never_answers_does_not_hold_up_the_deadline(door):
    hold, ended = threading.Event(), []
    door.faults.append(lambda asked: ended.append(hold.wait(10)))

    with pytest.raises(Interrupted, match="deadline"):
        ArchiveClient(door.api, stop=Stop(0.2)).info()

    assert ended == []
    hold.set()


@pytest.fixture
def short_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer is too late after a moment, though its bytes keep coming."""
    monkeypatch.setattr(client_module, "_ANSWER_S", 0.5)


@pytest.mark.usefixtures("short_answers")
@pytest.mark.parametrize("part", ["body", "all"])
def test_an_answer_that_drips_is_asked_for_again(door, client, part):
    door.at("/dandisets/000001/", dripping(part))

    assert json.loads(client.dandiset("000001")) == ITEM
    assert len(door.asked) == 2


@pytest.mark.parametrize("part", ["body", "all"])
def test_an_answer_that_always_drips_is_given_up_as_too_late(door, client, part, monkeypatch):
    monkeypatch.setattr(client_module, "_ANSWER_S", 0.1)
    door.at("/dandisets/000001/", dripping(part), always=True)

    with pytest.raises(ArchiveError, match=rf"no answer in time \({ATTEMPTS} tries\)"):
        client.dandiset("000001")

    assert len(door.asked) == ATTEMPTS


@pytest.mark.parametrize("part", ["body", "all"])
def test_an_answer_that_drips_does_not_hold_up_the_deadline(door, part):
    door.at("/dandisets/000001/", dripping(part), always=True)

    with pytest.raises(Interrupted, match="deadline"):
        ArchiveClient(door.api, stop=Stop(0.6)).dandiset("000001")

    assert len(door.asked) == 1


def test_a_connection_is_kept_for_the_next_request_whose_time_is_its_own(door, client, stop):
    for _ in range(3):
        client.dandiset("000001")

    assert len({asked.port for asked in door.asked}) == 1
    assert stop.limits.count(client_module._ANSWER_S) == 3


def test_no_try_begins_when_the_time_for_all_of_them_is_over(door, client, stop, monkeypatch):
    monkeypatch.setattr(client_module, "BUDGET_S", 60)
    door.at("/dandisets/000001/", says("", 503, Retry_After="50"), says("", 503, Retry_After="70"), always=True)

    with pytest.raises(ArchiveError, match=r"503 Service Unavailable \(2 tries\)"):
        client.dandiset("000001")

    assert stop.waits == [50]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("0", 0),
        ("7", 7),
        (" 7 ", 7),
        ("1.5", 1.5),
        ("-3", 0),
        ("86400", 120),
        ("1e999", 120),
        ("nan", None),
        ("soon", None),
        ("2026-01-01T00:00:00Z", None),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
        ("Wed, 21 Oct 2015 07:28:00", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 120),
        ("Fri, 31 Dec 99999 23:59:59 GMT", None),
        ("Wed, 21 Oct 2015 07:28:00 +9999999999999999999999", None),
    ],
)
def test_retry_after_is_read_as_far_as_it_makes_sense(value, seconds):
    assert retry_after_s(value) == seconds


def test_retry_after_may_be_a_date():
    soon = datetime.now(UTC) + timedelta(seconds=30)

    assert retry_after_s(email.utils.format_datetime(soon, usegmt=True)) == pytest.approx(30, abs=2)


def test_backoff_doubles_up_to_a_limit():
    waits = [backoff_s(attempt) for attempt in range(20)]

    assert 0.2 < waits[0] <= 0.5
    assert all(0 < wait <= 30 for wait in waits)
    assert waits[4] > 2 * waits[0]


# -- slow pages ------------------------------------------------------------------------------------------------------


def paged(asked) -> Answer | None:
    """A list of 2,300 versions, paged as it was asked for; pages of over 500 rows take the server too long."""
    if "/versions/" not in asked.path or "/info/" in asked.path:
        return None
    query = parse_qs(urlsplit(asked.path).query)
    size, page = int(query["page_size"][0]), int(query.get("page", ["1"])[0])
    if size > 500:
        return says({"detail": "too slow"}, 504)
    rows = range((page - 1) * size, min(page * size, 2300))
    following = f"/api/dandisets/000001/versions/?page_size={size}&page={page + 1}" if rows.stop < 2300 else None
    results = [
        {"version": f"0.{n:06}.0000", "modified": "", "asset_count": 0, "size": 0, "status": "Valid"} for n in rows
    ]
    return says({"count": 2300, "next": following, "results": results})


def test_a_list_whose_pages_take_too_long_is_read_in_smaller_ones(door, client):
    door.faults.append(paged)
    found = [version.version for version in client.versions("000001")]

    assert found == [f"0.{n:06}.0000" for n in range(2300)]
    assert ["page_size=1000" in asked.path for asked in door.asked] == [True] * 2 + [False] * 5


@pytest.mark.usefixtures("short_answers")
def test_a_page_that_drips_is_read_in_smaller_ones(door, client):
    empty = says({"count": 0, "next": None, "results": []})
    door.at("page_size=1000", dripping("body")(empty), always=True)
    door.at("page_size=500", empty)

    assert client.versions("000001") == []
    assert ["page_size=1000" in asked.path for asked in door.asked] == [True, True, False]


def test_a_page_that_becomes_slow_in_mid_list_is_halved_from_there_on(door, client):
    slow = ["page=2", "page=2"]

    def fault(asked) -> Answer | None:
        if slow and "page_size=500" in asked.path and asked.path.endswith(slow[-1]):
            slow.pop()
            return says({"detail": "too slow"}, 504)
        return paged(asked)

    door.faults.append(fault)
    found = [version.version for version in client.versions("000001")]

    assert found == [f"0.{n:06}.0000" for n in range(2300)]
    assert any("page_size=250&page=3" in asked.path for asked in door.asked)


# -- what an answer says, on its way to a terminal ------------------------------------------------------------------

FOUL = "\x1b[2J\x1b]0;pwn\x07\x9b31m\x85forged " + "x" * 5000
"""As much of it as a header can carry."""


@pytest.mark.parametrize(
    "fault",
    [
        Answer(500, reason=FOUL),
        Answer(418, reason=FOUL),
        redirect("/api/elsewhere/" + FOUL[:100]),
        redirect("https://elsewhere.example/" + FOUL),
        redirect("//[" + FOUL),
        redirect("/api/" + FOUL),
        Answer(200, b"\x1b[2J", {"Content-Type": "application/json", "Content-Encoding": "\x1b[2J"}),
    ],
    ids=["a fault", "a refusal", "a redirect", "a redirect away", "no address", "an endless address", "an encoding"],
)
def test_no_message_holds_what_a_terminal_obeys(door, client, fault):
    door.at("/dandisets/000001/", fault, always=True)
    door.at("/elsewhere/", NOT_FOUND, always=True)

    with pytest.raises(ArchiveError) as error:
        client.dandiset("000001")

    assert str(error.value).isprintable()
    assert len(str(error.value)) < 1000


@pytest.mark.parametrize(
    "there", ["https://elsewhere.example/\x1b[2J\u202e", "//[\x1b[2J", "/api/dandisets/?" + "x" * 5_000_000]
)
def test_the_next_page_of_a_list_is_told_printably(door, client, there):
    door.at("/dandisets/", says({"count": 2, "next": there, "results": [ITEM]}), always=True)

    with pytest.raises(Inconsistent) as error:
        list(client.dandiset_pages())

    assert str(error.value).isprintable()
    assert len(str(error.value)) < 1000


def test_a_version_that_was_not_asked_for_is_told_printably(door, client):
    info = {
        "version": "draft\x1b[2J\n" * 1000,
        "modified": "",
        "asset_count": 0,
        "size": 0,
        "status": "Valid",
        "dandiset": {"identifier": "000002\u202e"},
        "metadata": {},
    }
    door.at("/info/", says(info))

    with pytest.raises(Inconsistent) as error:
        client.version_info("000001", "draft")

    assert str(error.value).isprintable()
    assert len(str(error.value)) < 1000
