"""The description of the search for browsers and other programs."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from builder.records.opensearch import opensearch_text

NAMESPACES = {"": "http://a9.com/-/spec/opensearch/1.1/"}
BASE = "https://data.example.org/catalog/"


def described(title: str = "DANDI catalog", base_url: str = BASE) -> Element:
    text = opensearch_text(
        title=title,
        archive_name="DANDI Archive",
        base_url=base_url,
        own_url=f"{base_url}opensearch.xml",
        icon_url=f"{base_url}static/icon.svg",
    )
    return ElementTree.fromstring(text.encode())


def told(root: Element, name: str) -> str | None:
    return root.findtext(name, namespaces=NAMESPACES)


def test_a_query_goes_to_the_home_page() -> None:
    root = described()
    pages, own = root.findall("Url", NAMESPACES)

    assert pages.attrib == {"type": "text/html", "method": "get", "template": f"{BASE}?q={{searchTerms}}"}
    assert (own.get("rel"), own.get("template")) == ("self", f"{BASE}opensearch.xml")
    assert told(root, "InputEncoding") == "UTF-8"
    assert told(root, "Image") == f"{BASE}static/icon.svg"
    assert "DANDI Archive" in (told(root, "Description") or "")


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("DANDI catalog", "DANDI catalog"),
        ("Open data of the Example Lab", "Open data of the"),
        ("Ours: neurophysiology", "Ours"),
        ("Neuroelectrophysiology", "Neuroelectrophys"),
        ("<b>R&D\x07</b> \n lab", "R&D lab"),
    ],
)
def test_a_short_name_has_sixteen_signs_at_most(title: str, short: str) -> None:
    root = described(title)

    assert told(root, "ShortName") == short
    assert len(told(root, "LongName") or "") <= 48


def test_signs_of_an_address_stay_what_they_are() -> None:
    url = described(base_url="https://example.org/a&b/").find("Url", NAMESPACES)

    assert url is not None
    assert url.get("template") == "https://example.org/a&b/?q={searchTerms}"
