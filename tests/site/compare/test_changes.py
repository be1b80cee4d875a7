"""The pages that tell what changed between versions, and the lines in the lists of versions."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from builder.settings import Settings, Versions
from builder.site.compare.page import most_files
from builder.site.frame import addresses
from builder.site.pipeline.build import build
from builder.snapshot import ArchiveRow, Snapshot
from support.archives.sample import Archive
from support.archives.small import INFO, NOW, blob_asset, encode, metadata_of, put_open, version_object
from support.sites.pages import Html, bytes_of, pages_of, read_page, target_of, text_of

pytest_plugins = ["support.sites.fixtures"]

LINEAR_TRACK = "900101"
HOSTILE = "</script><script>alert(1)</script>\"'&amp;{{ 7 * 7 }} #+&\N{GRINNING FACE}"


def version_names(archive: Archive) -> dict[str, list[str]]:
    """Of every dandiset its versions, oldest first, the draft last."""
    found: dict[str, list[str]] = {}
    for identifier, version in sorted(archive.infos, key=lambda key: (key[0], key[1] == "draft", key[1])):
        found.setdefault(identifier, []).append(version)
    return found


def section(page: Html, version: str) -> Element:
    found = page.section(version)
    assert found is not None
    return found


def summary_of(page: Html, version: str) -> str:
    return text_of(section(page, version).find(".//p"))


def headings(part: Element) -> list[str]:
    return [text_of(heading) for heading in part.iter("h3")]


def items(part: Element, kind: str) -> list[str]:
    return [text_of(item) for item in part.iter(kind)]


def test_each_version_but_the_oldest_is_compared_with_the_one_before(
    archive: Archive, pages: dict[str, Html]
) -> None:
    for identifier, names in version_names(archive).items():
        page = pages.get(addresses.compare(identifier))
        assert (page is not None) == (len(names) > 1), identifier
        if page:
            pairs = [text_of(heading).split(" since ") for heading in page.root.iter("h2")]
            assert pairs == [[new, old] for old, new in reversed(list(pairwise(names)))], identifier


def test_the_list_of_versions_tells_what_changed_and_leads_there(archive: Archive, pages: dict[str, Html]) -> None:
    for identifier, names in version_names(archive).items():
        page = pages[addresses.dandiset(identifier)]
        links = [target_of(page.address, url) for url in page.hrefs(page.section("versions"))]
        told = names[1:]
        if "unchanged since it was published" in text_of(page.section("versions")):
            told = told[:-1]  # that of the draft would say so again
        assert [link for link in links if link[1]] == [
            (addresses.compare(identifier), name) for name in reversed(told)
        ]


def test_the_linear_track_tells_all_kinds_of_changes(pages: dict[str, Html]) -> None:
    part = section(pages[addresses.compare(LINEAR_TRACK)], "0.250610.1207")

    assert headings(part) == ["Files", "Metadata", "Contributors"]
    groups = [text_of(summary)[2:] for summary in part.iter("summary")]
    assert [group.split(" file")[0] for group in groups] in (["2", "1", "1"], ["1", "1", "1"])  # without PyNWB
    assert "probe.json → notes/silicon probe.json" in " ".join(items(part, "th"))
    assert {"Title", "License"} <= set(items(part, "th"))
    assert "Hipocampal" in " ".join(items(part, "del"))
    assert any("One mouse ran on two days." in text for text in items(part, "ins"))


def test_those_who_came_and_who_changed_their_part_are_named(pages: dict[str, Html]) -> None:
    part = section(pages[addresses.compare(LINEAR_TRACK)], "0.250610.1207")

    people = [text_of(item) for item in part.iter("li") if "changes__person" in item.get("class", "")]
    assert [person.split()[1] for person in people] == ["added", "edited"]
    assert "Roles: none → Data curator" in people[1]


def test_another_order_of_authors_is_shown(pages: dict[str, Html]) -> None:
    part = section(pages[addresses.compare("900116")], "0.260405.0700")

    assert "Order of authors" in items(part, "th")
    assert "authors in another order" in text_of(part.find(".//p")).casefold()


def test_a_draft_that_is_as_it_was_published_says_no_change(archive: Archive, pages: dict[str, Html]) -> None:
    unchanged = [key[0] for key, info in archive.infos.items() if key[1] == "draft" and info["status"] == "Published"]

    assert unchanged
    for identifier in unchanged:
        part = section(pages[addresses.compare(identifier)], "draft")
        assert text_of(part.find(".//p")) == "No change"
        assert headings(part) == []


def test_an_old_version_and_a_draft_lead_to_what_is_new(archive: Archive, pages: dict[str, Html]) -> None:
    for identifier, names in version_names(archive).items():
        for name, new in [*pairwise(names[:-1]), *((names[-1], names[-1]) for _ in names[1:2])]:
            page = pages[addresses.version(identifier, name)]
            (notice, *_) = [one for one in page.root.iter("p") if one.get("class", "").startswith("notice ")]
            found = [target_of(page.address, url) for url in page.hrefs(notice)]
            has_news = summary_of(pages[addresses.compare(identifier)], new) != "No change"
            assert ((addresses.compare(identifier), new) in found) == has_news, (identifier, name)


def test_only_one_version_on_the_site_has_nothing_to_be_compared_with(demo, tmp_path: Path) -> None:
    build(demo.snapshot, Settings(versions=Versions.LATEST), tmp_path / "site")

    assert [address for address in pages_of(tmp_path / "site") if "compare" in address] == []


def test_fewer_files_are_named_the_more_versions_there_are() -> None:
    assert [most_files(versions) for versions in (2, 8, 40, 1_000)] == [50, 50, 10, 5]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The snapshot of a dandiset whose texts and paths mean harm."""
    path = tmp_path_factory.mktemp("hostile") / "snapshot.sqlite"
    with Snapshot.writable(path) as snapshot:
        snapshot.put_archive(ArchiveRow(info=encode(INFO), api_url="https://api.dandiarchive.org/api", read_utc=NOW))
        put_open(snapshot, "000001", "", list(hostile_versions()))
        snapshot.settle()
    return path


def hostile_versions() -> Iterator[tuple]:
    for number, name in enumerate(("0.210101.1200", "draft")):
        more = {"description": f"Text {number} {HOSTILE}", "keywords": [f"{number} {HOSTILE}"]}
        people = [{"schemaKey": "Person", "name": f"{number}{number} {HOSTILE}"}]
        metadata = metadata_of("000001", name, f"{number} {HOSTILE}", **more, contributor=people)
        assets = [blob_asset(number, f"{number}/{HOSTILE}.nwb", size=number + 1)]
        assets[0]["metadata"]["digest"] = {"dandi:dandi-etag": str(number)}
        yield version_object(name, "x", assets, status="Valid", created=NOW, modified=NOW), metadata, assets


def test_hostile_text_is_shown_as_text(hostile: Path, tmp_path: Path) -> None:
    build(hostile, Settings(), tmp_path / "site")
    page = read_page(tmp_path / "site", addresses.compare("000001"))

    assert page.errors == []
    assert [script.text for script in page.main.iter("script")] == []
    text = text_of(page.main)
    assert text.count("</script><script>alert(1)</script>") >= 7
    assert "{{ 7 * 7 }}" in text


def test_the_same_snapshot_gives_the_same_bytes(hostile: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        build(hostile, Settings(), tmp_path / name)

    assert bytes_of(tmp_path / "one") == bytes_of(tmp_path / "two")
