"""Proxies: who is asked through one, and what is said of one that fails."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from builder.archive import ArchiveClient, Stop
from builder.archive import client as client_module
from builder.archive.address import is_loopback
from builder.archive.transport import timed_session
from builder.errors import ArchiveError
from support.archives.faulty import HTML, WEB_PAGE, Answer, Door, dripping, open_door, says
from support.archives.small import INFO

OUTSIDE = "http://archive.example.org/api"
VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


class NoWaits(Stop):
    def wait(self, seconds: float) -> None:
        self.check()


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def door() -> Iterator[Door]:
    """An archive, or a proxy before one: it answers whatever address stands in the request."""
    with open_door() as door:
        door.pass_on = lambda asked: says(INFO)  # type: ignore[method-assign]
        yield door


@pytest.fixture
def dead() -> str:
    """An address where nothing listens."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{unused.getsockname()[1]}"


def client_of(url: str) -> ArchiveClient:
    return ArchiveClient(url, rate_per_minute=0, stop=NoWaits())


def failure_of(url: str) -> str:
    with pytest.raises(ArchiveError) as failed:
        client_of(url).info()
    return str(failed.value)


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])
def test_another_machine_is_asked_through_the_proxy_that_the_environment_names(door, monkeypatch, name):
    monkeypatch.setenv(name, door.url)

    client_of(OUTSIDE).info()

    assert [asked.path for asked in door.asked] == [f"{OUTSIDE}/info/"]


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])
def test_this_machine_is_asked_without_it(door, dead, monkeypatch, name):
    monkeypatch.setenv(name, f"http://{dead}")

    client_of(door.api).info()

    assert [asked.path for asked in door.asked] == ["/api/info/"]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_this_machine_is_known_by_name_and_number(door, dead, monkeypatch, host):
    monkeypatch.setenv("http_proxy", f"http://{dead}")

    client_of(door.api.replace("127.0.0.1", host)).info()

    assert len(door.asked) == 1


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("127.8.9.1", True),
        ("2130706433", True),
        ("0x7f.1", True),
        ("[::1]", True),
        ("[::ffff:127.0.0.1]", True),
        ("archive.localhost", True),
        ("localhost.", True),
        ("[::]", True),
        ("localhost.example.org", False),
        ("mylocalhost", False),
        ("127.example.org", False),
        ("128.0.0.1", False),
        ("192.168.0.1", False),
        ("[::ffff:8.8.8.8]", False),
        ("", False),
        ("[", False),
    ],
)
def test_what_is_this_machine(host, own):
    assert is_loopback(f"http://{host}:8000/api") is own


def test_each_request_of_a_session_goes_its_own_way(door, monkeypatch):
    with open_door() as proxy:
        proxy.pass_on = lambda asked: says(INFO)  # type: ignore[method-assign]
        monkeypatch.setenv("http_proxy", proxy.url)
        session = timed_session(lambda: 10.0)
        for url in (f"{door.api}/info/", f"{OUTSIDE}/info/", f"{door.api}/info/"):
            assert session.get(url, timeout=10).status_code == 200
        session.close()

    assert [asked.path for asked in door.asked] == ["/api/info/"] * 2
    assert [asked.path for asked in proxy.asked] == [f"{OUTSIDE}/info/"]


def test_an_answer_through_a_proxy_has_its_time_too(door, monkeypatch):
    monkeypatch.setenv("http_proxy", door.url)
    door.at("/info/", dripping("body")(says(INFO)), says(INFO))
    monkeypatch.setattr(client_module, "_ANSWER_S", 0.5)
    client = client_of(OUTSIDE)

    with pytest.raises(ArchiveError, match="no answer in time"):
        client.info()
    client.info()


# -- one that fails ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "name"), [(OUTSIDE, "HTTP_PROXY"), (OUTSIDE.replace("http", "https"), "HTTPS_PROXY")]
)
def test_a_proxy_that_can_not_be_reached_is_named_without_its_password(dead, monkeypatch, url, name):
    monkeypatch.setenv("all_proxy", f"http://someone:p%40ss@{dead}/")

    told = failure_of(url)

    assert told == (
        f"{url}/info/: can't connect (4 tries) through the proxy http://{dead}: "
        f"correct {name} or ALL_PROXY, or list archive.example.org in NO_PROXY"
    )


@pytest.mark.parametrize(
    "answer",
    [Answer(407, b"", HTML), Answer(503, b"", HTML), Answer(403, b"<h1>Blocked</h1>", HTML), WEB_PAGE],
    ids=["wants a password", "has no answer", "blocks", "shows a page"],
)
def test_a_proxy_that_refuses_is_named(door, monkeypatch, answer):
    monkeypatch.setenv("http_proxy", door.url)
    door.at("/info/", answer, always=True)

    assert f"through the proxy {door.url}: correct HTTP_PROXY" in failure_of(OUTSIDE)


def test_a_proxy_that_opens_no_tunnel_says_why(door, monkeypatch):
    monkeypatch.setenv("https_proxy", door.url)  # it knows GET alone

    told = failure_of(OUTSIDE.replace("http", "https"))

    assert "the proxy answered 501 Unsupported method" in told
    assert f"through the proxy {door.url}: correct HTTPS_PROXY" in told


@pytest.mark.parametrize(
    "proxy",
    ["::bad::", "ftp://proxy.example", "http://", "http://someone:secret@[/", "socks9://someone:secret@host:1"],
)
def test_a_proxy_that_is_none_is_told_at_once(monkeypatch, proxy):
    monkeypatch.setenv("http_proxy", proxy)
    told = failure_of(OUTSIDE)

    assert told.startswith(f"{OUTSIDE}/info/: can't be asked through the proxy ")
    assert "secret" not in told
    assert "tries" not in told


def test_what_this_machine_answers_is_blamed_on_no_proxy(door, dead, monkeypatch):
    monkeypatch.setenv("http_proxy", f"http://{dead}")
    door.at("/info/", Answer(418, b"", HTML), always=True)

    assert "proxy" not in failure_of(door.api)
