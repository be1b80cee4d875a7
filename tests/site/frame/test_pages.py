"""What holds for every page that the build makes."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

from support.sites.pages import Html, target_of, text_of

pytest_plugins = ["support.sites.fixtures"]

HEADINGS = {f"h{level}": level for level in range(1, 7)}
# By its sign, since long texts of letters before none would be read again from each of them.
EMAIL = re.compile(r"(?<=[A-Za-z0-9._%+-])@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
LOOPBACK = re.compile(rb"127\.0\.0\.1|localhost")


def test_every_page_is_valid_html(pages: dict[str, Html]) -> None:
    assert {address: page.errors for address, page in pages.items() if page.errors} == {}


def test_every_page_has_one_title_one_main_and_a_language(pages: dict[str, Html]) -> None:
    found = {
        address: [len(page.all(".//h1")), len(page.all(".//main")), page.root.get("lang"), bool(page.title)]
        for address, page in pages.items()
    }

    assert {address: counts for address, counts in found.items() if counts != [1, 1, "en", True]} == {}


def test_every_page_has_a_document_title_and_a_description(pages: dict[str, Html]) -> None:
    titles = {address: text_of(page.one(".//title")) for address, page in pages.items()}
    described = {address: page.one(".//meta[@name='description']").get("content") for address, page in pages.items()}

    assert [address for address, title in titles.items() if not title] == []
    assert [address for address, text in described.items() if not text] == []


def test_pages_at_different_addresses_have_different_document_titles(pages: dict[str, Html]) -> None:
    titles: dict[str, list[str]] = {}
    for address, page in pages.items():
        titles.setdefault(text_of(page.one(".//title")), []).append(address)
    doubled = {title: addresses for title, addresses in titles.items() if len(addresses) > 1}

    # A dandiset's own page and that of its default version are the same; notices stand at each past version.
    assert [same for same in doubled.values() if len({address.split("/")[1] for address in same}) > 1] == []


def test_headings_never_skip_a_level(pages: dict[str, Html]) -> None:
    skipped = []
    for address, page in pages.items():
        levels = [HEADINGS[str(element.tag)] for element in page.elements if element.tag in HEADINGS]
        skipped += [(address, pair) for pair in pairwise([0, *levels]) if pair[1] > pair[0] + 1]

    assert skipped == []


def test_ids_are_unique_within_a_page(pages: dict[str, Html]) -> None:
    doubled = {address: [i for i, n in Counter(page.ids).items() if n > 1] for address, page in pages.items()}

    assert {address: ids for address, ids in doubled.items() if ids} == {}


def test_every_reference_to_an_id_finds_it(pages: dict[str, Html]) -> None:
    missing = []
    for address, page in pages.items():
        for element in page.elements:
            named = (element.get("aria-labelledby", "") + " " + element.get("aria-describedby", "")).split()
            missing += [(address, name) for name in named if name not in page.ids]

    assert missing == []


def test_every_relative_link_leads_to_a_file_and_a_place_in_it(site: Path, pages: dict[str, Html]) -> None:
    # Names are compared as text, since some disks would find a name in the wrong case.
    files = {path.relative_to(site).as_posix() for path in site.rglob("*")}
    broken = []
    for address, page in pages.items():
        for link in page.links:
            if link.is_outside or address == "404.html":
                continue
            path, fragment = target_of(address, link.url)
            # A fragment with = is the state of a view, which a script reads.
            is_place = fragment and "=" not in fragment
            lost = path not in files or (is_place and fragment not in pages[path].ids)
            broken += [(address, link.url)] if lost else []

    assert broken == []


def test_links_name_files_so_that_they_work_from_a_disk(pages: dict[str, Html]) -> None:
    found = {
        (address, link.url)
        for address, page in pages.items()
        for link in page.links
        if not link.is_outside and address != "404.html" and target_of(address, link.url)[0].endswith("/")
    }

    assert found == set()


def test_only_the_404_page_links_from_the_root(site: Path, pages: dict[str, Html]) -> None:
    rooted = {address for address, page in pages.items() if any(link.url.startswith("/") for link in page.links)}
    targets = [link.url for link in pages["404.html"].links if not link.is_outside and not link.url.startswith("#")]

    assert rooted == {"404.html"}
    assert [url for url in targets if not (site / url.strip("/")).exists()] == []


def test_outside_links_are_web_or_mail_addresses(pages: dict[str, Html]) -> None:
    schemes = {link.url.partition(":")[0] for page in pages.values() for link in page.links if link.is_outside}

    assert schemes <= {"https", "http", "mailto"}


def test_pages_load_nothing_from_elsewhere(pages: dict[str, Html]) -> None:
    loaded = [
        (address, link)
        for address, page in pages.items()
        for link in page.links
        if link.tag != "a" and (link.is_outside or link.url.startswith("//")) and link.tag != "link"
    ]
    linked = {
        (element.get("rel"), element.get("href"))
        for page in pages.values()
        for element in page.all(".//link")
        if "://" in element.get("href", "")
    }

    assert loaded == []
    assert linked == set()


def test_no_address_of_the_harvest_gets_into_the_site(site: Path) -> None:
    assert [path for path in site.rglob("*") if path.is_file() and LOOPBACK.search(path.read_bytes())] == []


def test_no_email_address_gets_into_the_site(site: Path) -> None:
    found = {
        match[0]
        for path in site.rglob("*")
        if path.is_file()
        for match in EMAIL.finditer(path.read_text(encoding="utf-8"))
    }

    assert found == set()


def test_no_page_has_inline_styles_or_scripts(pages: dict[str, Html]) -> None:
    found = []
    for address, page in pages.items():
        for element in page.elements:
            inline = element.tag == "style" or (element.tag == "script" and "src" not in element.attrib)
            handlers = [name for name in element.attrib if name == "style" or name.startswith("on")]
            found += [(address, element.tag, handlers)] if inline or handlers else []

    assert found == []


def test_every_footer_links_the_archive_and_what_it_says_of_itself(pages: dict[str, Html]) -> None:
    wanted = {"https://about.dandiarchive.org/", "https://dandiarchive.org/"}
    without = [
        address for address, page in pages.items() if not wanted <= set(page.hrefs(page.one(".//body/footer")))
    ]

    assert without == []


def test_every_link_has_a_text(pages: dict[str, Html]) -> None:
    """But for those in templates, which scripts fill in."""
    silent = [
        (address, element.get("href"))
        for address, page in pages.items()
        for element in (set(page.all(".//a")) - set(page.all(".//template//a")))
        if not text_of(element) or "href" not in element.attrib
    ]

    assert silent == []


def test_every_table_says_what_it_holds(pages: dict[str, Html]) -> None:
    tables = [table for page in pages.values() for table in page.all(".//main//section//table[@class]")]
    heads = [cell for table in tables for cell in table.iter("th")]

    assert tables
    assert [table for table in tables if not text_of(table.find("caption"))] == []
    assert {cell.get("scope") for cell in heads} <= {"col", "colgroup", "row", "rowgroup"}


def test_dates_are_machine_readable(pages: dict[str, Html]) -> None:
    stamps = {element.get("datetime", "") for page in pages.values() for element in page.all(".//time")}

    assert stamps
    assert [stamp for stamp in stamps if not re.fullmatch(r"\d{4}-\d\d-\d\d(T[\d:.]+Z)?", stamp)] == []
