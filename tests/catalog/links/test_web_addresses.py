"""Which addresses of the archive's text may become links: those that every browser takes where they say."""

from __future__ import annotations

import json
import random
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from builder.catalog.facets.keys import orcid, ror
from builder.catalog.links import archive_links as links
from builder.catalog.links.instances import instance_of
from builder.catalog.text.web_addresses import link_words, read_web_address, web_url
from builder.settings import Settings
from builder.snapshot import Snapshot
from builder.snapshot.loading import open_dandisets
from support.hostile.texts import hostile_texts

pytest_plugins = ["support.archives.real", "support.sites.fixtures"]

REFUSED = {
    "another scheme": [
        "javascript:pwn(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "blob:https://a.example/x",
        "mailto:a@b.example",
        "http\u017f://a.example/",
    ],
    "not whole": [
        "",
        " ",
        "https:a.example",
        "https:/a.example/",
        "https:///a.example",
        "//a.example/x",
        "a.example/x",
        "https://",
        "https://?x",
        "https://#x",
    ],
    "another host to a browser": [
        "https://dandiarchive.org\\@evil.example/",
        "https://evil.example\\dandiarchive.org/",
        "https:\\\\evil.example/",
        "https://dandiarchive.org@evil.example/dandiset/000003",
        "https://user:pw@evil.example",
        "https://@evil.example/",
        "https://dandiarchive.org%2f.evil.example/",
        "https://dandiarchive.org%40evil.example/",
        "https://dandiarchive.org%00.evil.example/",
        "https://dandi\tarchive.org/",
        "https://dandi\narchive.org/",
        "https://dandiarchive.org\u2100evil.example/",
        "https://dandiarchive.org\uff0f.evil.example/",
        "https://dandiarchive.org\uff20evil.example/",
        "https://fa\u00df.example/",
        "https://\u03c3\u03c2.example/",
    ],
    "not seen": [
        "https://a.example/\u202egnp.exe",
        "https://a\u200b.example/",
        "https://a\u00ad.example/",
        "https://a.example/\u2066x",
        "https://a.example/\x7f",
        "https://a.example/\u2028x",
        "https://a.example/\ufeff",
        "\x01https://a.example/",
        "https://a.example/\x01",
    ],
    "another network within": [
        "https://a.example/?url=http://localhost:8888/",
        "https://a.example/?url=https%3A%2F%2F192.168.1.1%2F",
        "https://a.example/http://nas.local/x",
        "https://a.example/#http://[::1]/",
    ],
    "no host": [
        "https://-a.example/",
        "https://a-.example/",
        "https://a..example/",
        "https://.a.example/",
        "https://a.example./",
        "https://a_b.example/",
        "https://a,b.example/",
        "https://a!.example/",
        "https://xn--zzzzzz99999.example/",
        f"https://{'a' * 64}.example/",
        f"https://{'a.' * 130}example/",
        "https://[",
        "https://[::1",
        "https://[::g]/",
        "https://a[b].example/",
    ],
    "no port": [
        "https://a.example:0/",
        "https://a.example:65536/",
        "https://a.example:99999/",
        "https://a.example:/",
        "https://a.example:x/",
        "https://a.example:-1/",
        "https://a.example:\u0661/",
    ],
    "a reader's own machine or network": [
        "http://localhost:8888/",
        "http://LOCALHOST/",
        "http://a.localhost/",
        "http://printer.local/",
        "http://metadata.google.internal/",
        "http://router/",
        "https://s3/../../x",
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://192.168.1.1/reboot",
        "http://192.0.2.1/",
        "http://1.2.3/",
        "http://a.1/",
        "http://[::1]/",
        "http://[::1]:80/",
        "http://[::ffff:127.0.0.1]/",
        "http://\uff11\uff12\uff17.0.0.1/",
        "http://127\u30020\u30020\u30021/",
    ],
    "a step up": [
        "http://purl.obolibrary.org/obo/../../x",
        "https://a.example/b/..",
        "https://a.example/b/%2e%2e/c",
        "https://a.example/b/.%2E/c?d",
        "https://a.example/..#x",
    ],
    "marks that no address has": [
        "https://a.example/x y",
        'https://a.example/"onclick="pwn(1)',
        "https://a.example/?<script>",
        "https://a.example/#<x-probe>",
        "https://a.example/a\\b",
        "https://a.example/?a\\b",
        "https://a.example/`x`",
    ],
}
KEPT = {
    "https://example.org": "example.org",
    "HTTPS://EXAMPLE.org/": "example.org",
    "http://example.org:8080/a?b=c&d=%20#e": "example.org",
    "https://example.org/ä/(1)": "example.org",
    "https://example.org/?q={{7*7}}": "example.org",
    "https://example.org/a//b/./c..d": "example.org",
    "https://evil.example#.dandiarchive.org": "evil.example",
    "https://evil.example?@dandiarchive.org": "evil.example",
    "https://evil.example/@dandiarchive.org:80": "evil.example",
    "https://r3---sn-a.example:65535/": "r3---sn-a.example",
    "https://xn--pple-43d.com/": "xn--pple-43d.com",
    f"https://example.org/{'x' * 9000}": "example.org",
}
SHOWN = {
    "https://d\u0430ndiarchive.org/x": "https://xn--dndiarchive-yij.org/x",
    "https://b\u00fccher.example:8080/\u00e4?\u00fc": "https://xn--bcher-kva.example:8080/\u00e4?\u00fc",
    "https://dandiarchive.\u043erg/": "https://dandiarchive.xn--rg-emc/",
    "https://dandiarchive\u3002org/": "https://dandiarchive.org/",
    "https://\uff44andiarchive.org/": "https://dandiarchive.org/",
}
"""Hosts in other letters, and as a browser goes there."""


def every(texts: dict[str, list[str]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("text", [text for group in texts.values() for text in group], ids=ascii)


@every(REFUSED)
def test_what_could_be_taken_for_another_address_is_no_link(text: str) -> None:
    assert web_url(text) is None
    assert links.identifier_url(text) is None
    assert links.doi_url(text) is None


@pytest.mark.parametrize("text", KEPT, ids=lambda text: text[:60])
def test_an_address_stays_as_it_was_written(text: str) -> None:
    assert web_url(text) == web_url(f" {text}\n") == text
    address = read_web_address(text)
    assert address
    assert address.host == KEPT[text]


@pytest.mark.parametrize("text", SHOWN, ids=ascii)
def test_a_host_in_other_letters_is_written_as_it_is_looked_up(text: str) -> None:
    assert web_url(text) == links.identifier_url(text) == SHOWN[text]


@pytest.mark.parametrize(
    ("text", "url", "words"),
    [
        ("our site", "https://example.org/", "our site"),
        ("our site", None, "our site"),
        ("xn--a", "https://example.org/xn--a", "xn--a"),
        ("DANDI", "https://xn--dndiarchive-yij.org/x", "DANDI (xn--dndiarchive-yij.org)"),
        ("https://d\u0430ndiarchive.org/x", "https://xn--dndiarchive-yij.org/x", "https://xn--dndiarchive-yij.org/x"),
        ("XN--dndiarchive-yij.org", "https://xn--dndiarchive-yij.org/x", "XN--dndiarchive-yij.org"),
        (
            "d\u0430ndiarchive.org",
            "https://xn--dndiarchive-yij.org/",
            "d\u0430ndiarchive.org (xn--dndiarchive-yij.org)",
        ),
    ],
)
def test_the_words_of_a_link_tell_a_host_that_may_look_like_another(text: str, url: str | None, words: str) -> None:
    assert link_words(text, url) == words


@pytest.mark.parametrize(
    "text",
    [
        "10.1/%0d%0aX: y",
        "10.1234/%0d%0ax",
        "10.48324/../../evil",
        "10.48324/%2e%2e/evil",
        "10.48324/x/..",
        "https://doi.org/10.48324/../../evil",
        "10.1234/x\u202e",
        "10.1234/x%E2%80%AE",
        "10.1234/%ff",
        "10.1/x",
        "10.1234.../x",
    ],
    ids=ascii,
)
def test_what_only_begins_like_a_doi_leads_nowhere(text: str) -> None:
    assert links.doi_url(text) is None
    assert links.identifier_url(text) is None


def test_a_doi_that_is_encoded_already_is_not_encoded_again() -> None:
    assert links.doi_url("https://doi.org/10.1002/%28SICI%29a%3C1") == "https://doi.org/10.1002/(SICI)a%3C1"


@pytest.mark.parametrize(
    "text",
    [
        "https://orcid.org.evil.example/0000-0002-1825-0097",
        "javascript:pwn(1)//0000-0002-1825-0097",
        "https://evil.example/orcid.org/0000-0002-1825-0097",
        "0000-0002-1825-0097?x=<script>",
        "../0000-0002-1825-0097",
        "https://orc\u0131d.org/0000-0002-1825-0097",
    ],
)
def test_an_orcid_is_one_by_itself_or_at_its_own_address(text: str) -> None:
    assert links.orcid_url(text) is None
    assert orcid(text) == ""


@pytest.mark.parametrize(
    "text",
    ["https://ror.org.evil.example/05a28rw58", "https://evil.example/ror.org/05a28rw58", "x ror.org/05a28rw58"],
)
def test_a_ror_is_one_by_itself_or_at_its_own_address(text: str) -> None:
    assert ror(text) == ""


@pytest.mark.parametrize("text", ["https://ror.org/05a28rw58", "http://www.ror.org/05A28RW58/", "ror:05a28rw58"])
def test_a_ror_is_known_in_its_forms(text: str) -> None:
    assert ror(text) == "ror:05a28rw58"


@pytest.mark.parametrize(
    "text",
    ["DANDI:000003/../../x", "UBERON:0000955/../../x", "UBERON:<script>", "RRID:SCR_1:<b>", "%2e%2e", "./", "-1"],
)
def test_an_identifier_of_no_register_leads_nowhere(text: str) -> None:
    assert links.identifier_url(text) is None


def test_an_archives_own_address_may_be_of_a_closed_network_but_names_no_other_host() -> None:
    def web(url: str) -> str:
        services = {"api": {"url": "https://api.example/api"}, "webui": {"url": url}}
        return instance_of(json.dumps({"services": services}).encode()).web_url

    assert web("http://127.0.0.1:8000/") == "http://127.0.0.1:8000"
    assert web("https://dandi/") == "https://dandi"
    assert web("https://dandiarchive.org\\@evil.example/") == ""
    assert web("https://dandiarchive.org@evil.example/") == ""
    assert web("https://archive.example/lab_1/%7Eus/") == "https://archive.example/lab_1/%7Eus"
    for sign in "$(x)", "${x}", "`x`", "'x", ";x", "&x", "|x", "!x", "*", "?x", "#x", "~$x":
        assert web(f"https://archive.example/{sign}") == ""


# -- against a browser ----------------------------------------------------------------------------------------------

PIECES = [
    *(
        "https:",
        "http:",
        "HTTPS:",
        "ftp:",
        "//",
        "/",
        "///",
        "\\",
        "\\\\",
        "@",
        ":",
        ":80",
        ":0",
        "?",
        "#",
        ".",
        "..",
    ),
    *("a", "example", "org", "xn--a", "xn--", "d\u0430ndi", "\u00fc", "\u00df", "\u3002", "\uff0f", "\uff0e", "%2f"),
    *(
        "%40",
        "127",
        "0x7f",
        "0",
        "1",
        "[::1]",
        "[",
        "]",
        "_",
        "-",
        " ",
        "\t",
        "\n",
        "\u200b",
        "\u202e",
        "\x00",
        "%2e",
    ),
    *("\u2100", "\uff05", "\ufe52", "user", "~", "{", "|", "\u0130", "\u212a", "\u0e33"),
]


def made_up(count: int) -> list[str]:
    chance = random.Random(11)
    starts = ("", "https://") * (count // 2)
    return [start + "".join(chance.choices(PIECES, k=chance.randint(1, 7))) for start in starts]


def test_a_browser_goes_to_the_host_that_we_read(browser: Browser) -> None:
    texts = [*made_up(80_000), *KEPT, *SHOWN, *(text for group in REFUSED.values() for text in group)]
    every_address = filter(None, map(read_web_address, texts))
    # Of IPv6 a number has several forms; none of them is a link.
    read = {address.url: address for address in every_address if not address.host.startswith("[")}
    page = browser.new_page()
    there = page.evaluate(
        """(urls) => urls.map((url) => {
            const link = document.createElement("a");
            link.href = url;
            return [link.protocol, link.hostname, link.username + link.password];
        })""",
        list(read),
    )
    page.close()

    assert len(read) > 800
    assert {urlsplit(url).hostname for url in read} == {address.host for address in read.values()}
    for (url, address), (protocol, hostname, user) in zip(read.items(), there, strict=True):
        assert (protocol in ("http:", "https:"), hostname, user) == (True, address.host, ""), ascii(url)


# -- other people's lists, where they are at hand -------------------------------------------------------------------


def test_of_a_list_of_hostile_addresses_only_harmless_ones_are_links() -> None:
    kept = {urlsplit(url).hostname for text in hostile_texts("url") if (url := links.identifier_url(text))}

    assert kept == {"xn--pple-43d.com", "xn--dndiarchive-yij.org", "a.example", "evil.example"}


def test_of_a_list_of_hostile_identifiers_only_whole_addresses_are_links() -> None:
    kept = {text: url for text in hostile_texts("identifier") if (url := links.identifier_url(text))}

    assert kept == {
        "https://orcid.org.evil.example/0000-0002-1825-0097": "https://orcid.org.evil.example/0000-0002-1825-0097"
    }
    assert set(map(links.orcid_url, hostile_texts("identifier"))) == {None, "https://orcid.org/0000-0000-0000-0000"}


def test_no_real_address_is_lost(real_snapshot: Path) -> None:
    found = 0
    with Snapshot.readable(real_snapshot) as snapshot:
        for _, _, dandiset in open_dandisets(snapshot, Settings()):
            for version in dandiset.versions:
                for resource in version.metadata.related_resource:
                    for text in (resource.url or "", resource.identifier or ""):
                        if text.strip().startswith(("http://", "https://")):
                            assert web_url(text) == text.strip()
                            found += 1

    assert found > 300
