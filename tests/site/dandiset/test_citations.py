"""Citations on the pages and in the files beside them: of every version of the sample."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.check.site import check_site
from builder.records.citation_formats import CITATION_FORMATS
from builder.sample.demo import Demo
from builder.serve.preview.rules import headers_for, parse_headers
from builder.settings import Settings, Twins
from builder.site.frame import addresses
from builder.site.pipeline.build import build
from builder.site.pipeline.host_rules import headers_file
from support.archives.sample import Archive
from support.readers.cff_rules import cff_mistakes
from support.readers.importing import READERS, Imported, from_bibtex
from support.sites.pages import Html, bytes_of, text_of

pytest_plugins = ["support.sites.fixtures"]


@pytest.fixture(scope="module")
def everything(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's site with files beside every version."""
    out = tmp_path_factory.mktemp("twins") / "site"
    build(demo.snapshot, Settings(twins=Twins.ALL), out)
    return out


def read(site: Path, identifier: str, version: str) -> dict[str, Imported]:
    """The files of a version, imported; by name."""
    folder = site / "dandiset" / identifier / version
    texts = {name: (folder / name) for name in READERS}
    return {name: READERS[name](path.read_bytes().decode()) for name, path in texts.items() if path.exists()}


def test_every_file_of_every_version_is_imported_and_says_the_same(archive: Archive, everything: Path) -> None:
    for (identifier, version), info in archive.infos.items():
        found = read(everything, identifier, version)
        bib = found["citation.bib"]
        year = re.search(r"\(([0-9]{4})\)", info["metadata"]["citation"])[1]
        doi = "" if version == "draft" else info["metadata"].get("doi") or ""

        assert (bib.year, bib.doi) == (year, doi), (identifier, version)
        assert bib.url == f"https://dandiarchive.org/dandiset/{identifier}/{version}"
        assert found["citation.ris"] == found["citation.csl.json"] == bib
        assert ("CITATION.cff" in found) == bool(bib.authors)
        if bib.authors:
            cff = found["CITATION.cff"]
            assert (cff.authors, cff.title, cff.doi, cff.url) == (bib.authors, bib.title, bib.doi, bib.url)
            assert cff.year == ("" if version == "draft" else year)


def test_all_who_are_cited_are_named_in_their_order(archive: Archive, everything: Path) -> None:
    for (identifier, version), info in archive.infos.items():
        people = [person for person in info["metadata"].get("contributor") or [] if isinstance(person, dict)]
        cited = [
            " ".join(person["name"].split())
            for person in people
            if person.get("name", "").strip(", ") and person.get("includeInCitation") is True
        ]

        assert list(read(everything, identifier, version)["citation.bib"].authors) == cited, (identifier, version)


def test_every_citation_cff_follows_its_schema(everything: Path) -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in everything.rglob("CITATION.cff")}

    assert texts
    assert {path: found for path, text in texts.items() if (found := cff_mistakes(text))} == {}


def test_by_default_the_default_versions_alone_have_files(archive: Archive, site: Path) -> None:
    found = {path.relative_to(site).parts[1:3] for path in site.rglob("citation.bib")}

    assert found == {(identifier, archive.newest(identifier)) for identifier, _ in archive.infos}


def test_a_site_with_all_files_passes_its_check(everything: Path) -> None:
    assert check_site(everything).problems == ()


def test_the_files_are_the_same_bytes_whoever_makes_them(everything: Path, demo: Demo, tmp_path: Path) -> None:
    build(demo.snapshot, Settings(twins=Twins.ALL), tmp_path / "again", jobs=1)

    again = {name: data for name, data in bytes_of(tmp_path / "again").items() if Path(name).name in READERS}
    assert again == {name: data for name, data in bytes_of(everything).items() if Path(name).name in READERS}


def test_pages_link_the_files_that_there_are(archive: Archive, site: Path, pages: dict[str, Html]) -> None:
    for identifier, version in archive.infos:
        page = pages[addresses.version(identifier, version)]
        linked = {url for url in page.hrefs(page.section("cite")) if url in READERS}
        folder = site / "dandiset" / identifier / version

        assert linked == {name for name in READERS if (folder / name).exists()}


def test_the_bibtex_on_the_page_says_what_the_file_says(
    archive: Archive, everything: Path, pages: dict[str, Html]
) -> None:
    for identifier, version in archive.infos:
        shown = text_of(pages[addresses.version(identifier, version)].section("cite").find(".//code"))

        assert from_bibtex(shown) == read(everything, identifier, version)["citation.bib"]
        assert "abstract" not in shown


def test_the_citation_names_authors_year_version_and_address(archive: Archive, pages: dict[str, Html]) -> None:
    for (identifier, version), info in archive.infos.items():
        text = text_of(pages[addresses.version(identifier, version)].section("cite").find(".//blockquote"))
        year = re.search(r"\(([0-9]{4})\)", info["metadata"]["citation"])[1]
        doi = None if version == "draft" else info["metadata"].get("doi")
        address = f"https://doi.org/{doi}" if doi else f"https://dandiarchive.org/dandiset/{identifier}/{version}"

        assert f"({year})" in text
        assert f"(Version {version}) [Data set]" in text
        assert text.endswith(f" DANDI Archive. {address}") or f"({year}). DANDI Archive. {address}" in text


def test_drafts_and_old_versions_say_what_to_cite(archive: Archive, pages: dict[str, Html]) -> None:
    kinds = set()
    for identifier, version in archive.infos:
        note = text_of(pages[addresses.version(identifier, version)].section("cite").find("p[@class='muted']"))
        default = archive.newest(identifier)
        kinds.add((version == "draft", version == default, bool(note)))
        assert (f"version {default}" in note or f"newest is {default}" in note) == (version != default)

    assert kinds == {(True, False, True), (True, True, True), (False, False, True), (False, True, False)}


def test_hosts_are_told_the_type_of_every_format() -> None:
    rules, mistakes = parse_headers(headers_file(["dandiset"]))

    assert mistakes == ()
    for form in CITATION_FORMATS:
        sent = headers_for(rules, f"/dandiset/000003/draft/{form.file}")
        assert sent["content-type"] == f"{form.media_type}; charset=utf-8"
