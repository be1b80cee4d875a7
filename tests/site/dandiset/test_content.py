"""What the archive knows of a version is on its page. Driven by the metadata, whatever of it there is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from builder.catalog.anatomy.areas import area_table
from builder.catalog.facets.funders import funder_and_award, known_funder
from builder.catalog.schema.vocabulary import status_of
from builder.sample.recipe import read_recipes
from builder.site.frame import addresses
from builder.snapshot import DandisetState
from builder.words import formats
from support.archives.sample import Archive
from support.sites.pages import Html, target_of, text_of

pytest_plugins = ["support.sites.fixtures"]

Json = dict[str, Any]
Key = tuple[str, str]

LICENSES = {
    "spdx:CC-BY-4.0": ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "spdx:CC0-1.0": ("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
}
COUNTS = {"numberOfSubjects": "Subjects", "numberOfSamples": "Samples", "numberOfCells": "Cells"}
TERMS = {
    "species": "Species",
    "dataStandard": "Data standards",
    "approach": "Approaches",
    "measurementTechnique": "Techniques",
}


@pytest.fixture(scope="module")
def shown(archive: Archive, pages: dict[str, Html]) -> dict[Key, tuple[Json, Html]]:
    """Every version's answer, with its page."""
    return {key: (info, pages[addresses.version(*key)]) for key, info in archive.infos.items()}


def listed(metadata: Json, key: str) -> list[Any]:
    """A list of the metadata as the schema means it: drafts hold null and bare values, too."""
    value = metadata.get(key)
    return value if isinstance(value, list) else [] if value is None else [value]


def contributors(metadata: Json) -> list[Json]:
    return [person for person in listed(metadata, "contributor") if person.get("name")]


def spoken(contributor: Json) -> str:
    last, comma, first = contributor["name"].partition(", ")
    return f"{first} {last}" if comma and contributor["schemaKey"] == "Person" else contributor["name"]


def missing(section: Any, wanted: Iterable[str | None]) -> list[str]:
    """The texts that a part of a page lacks."""
    text = text_of(section)
    return [word for word in wanted if word and " ".join(word.split()) not in text]


def collected(shown: dict[Key, tuple[Json, Html]], find: Any) -> list[tuple[Key, Any]]:
    """What `find` misses, over all versions; that there was something to look for is asserted."""
    asked = [(key, find(info, info["metadata"], page)) for key, (info, page) in shown.items()]
    return [(key, lacking) for key, lacking in asked if lacking]


def test_title_identifier_and_version_are_named(shown) -> None:
    def find(info: Json, metadata: Json, page: Html) -> list[str]:
        header = page.one(".//header[@class='dandiset__header']")
        version = f"DANDI:{info['dandiset']['identifier']}/{info['version']}"
        return missing(header, [version, metadata["name"]]) + (
            [] if page.title == " ".join(metadata["name"].split()) else [page.title]
        )

    assert collected(shown, find) == []


def test_all_versions_are_listed_with_counts_sizes_and_dates(archive: Archive, shown) -> None:
    def find(info: Json, metadata: Json, page: Html) -> list[str]:
        lacking = []
        identifier = info["dandiset"]["identifier"]
        items = {text_of(item.find("a")): item for item in page.section("versions").iter("li")}
        for version in (v for other, v in archive.infos if other == identifier):
            other = archive.infos[identifier, version]
            date = newest_file(archive, other) if version == "draft" else other["created"]
            lacking += missing(
                items[version],
                [
                    text_of_nbsp(formats.counted_files(other["asset_count"])),
                    formats.filesize(other["size"]) if other["size"] else None,
                    formats.date(date),
                    status_of(other["status"]) if version == "draft" and other["asset_count"] else None,
                ],
            )
        current = [text_of(link) for link in page.section("versions").iter("a") if link.get("aria-current")]
        return lacking + ([] if current == [info["version"]] else current)

    assert collected(shown, find) == []


def text_of_nbsp(text: str) -> str:
    return " ".join(text.split())


def test_status_access_license_and_contact_are_told(shown) -> None:
    def find(info: Json, metadata: Json, page: Html) -> list[str]:
        known = [LICENSES[name] for name in listed(metadata, "license") if str(name) in LICENSES]
        contact = next(
            (c for c in contributors(metadata) if "dcite:ContactPerson" in (c.get("roleName") or [])), None
        )
        section = page.section("access")
        status = status_of(info["status"]) if info["version"] == "draft" else "published"
        status = status if info["asset_count"] else formats.NO_FILES
        return [
            *missing(section, [status, contact and spoken(contact)]),
            *missing(section, [name for name, _ in known]),
            *missing(section, ["Open access" for access in listed(metadata, "access") if "Open" in access["status"]]),
            *missing(section, [approval.get("identifier") for approval in listed(metadata, "ethicsApproval")]),
            *(url for _, url in known if url not in page.hrefs(section)),
        ]

    assert collected(shown, find) == []


def test_published_versions_show_their_doi_and_drafts_none(shown) -> None:
    def find(info: Json, metadata: Json, page: Html) -> list[str]:
        links = page.hrefs(page.section("access")) + page.hrefs(page.one(".//header[@class='dandiset__header']"))
        found = {url for url in links if url.startswith("https://doi.org/")}
        wanted = set() if info["version"] == "draft" else {f"https://doi.org/{metadata['doi']}"}
        return sorted(found ^ wanted)

    assert any(metadata.get("doi") for (_, version), (info, _) in shown.items() for metadata in [info["metadata"]])
    assert collected(shown, find) == []


def not_counted(archive: Archive, info: Json) -> str:
    """What the size of a version says of zarrs that the archive has not counted."""
    files = archive.assets[info["dandiset"]["identifier"], info["version"]]
    zarrs = sum(bool(file.get("zarr")) and not file["size"] for file in files)
    return f" without {text_of_nbsp(formats.counted(zarrs, 'zarr'))} not counted yet" if zarrs else ""


def newest_file(archive: Archive, info: Json) -> str:
    """When the newest file of a version came; empty of one without files."""
    files = archive.assets[info["dandiset"]["identifier"], info["version"]]
    return max((file["created"] for file in files), default="")


def test_counts_sizes_and_dates_are_told(archive: Archive, shown) -> None:
    def find(info: Json, metadata: Json, page: Html) -> list[str]:
        facts = {
            text_of(item.find("dt")): text_of(item.find("dd"))
            for item in page.all(".//header//div[@class='facts__item']")
        }
        wanted = {
            "Files": text_of_nbsp(formats.number(info["asset_count"])) if info["asset_count"] else "none yet",
            "Size": formats.filesize(info["size"]) + not_counted(archive, info) if info["asset_count"] else None,
        }
        created = formats.date(info["dandiset"]["created"])
        dated = "Updated" if archive.newest(info["dandiset"]["identifier"]) == "draft" else "Newest file"
        wanted |= (
            {dated: formats.date(newest_file(archive, info)) or None}
            if info["version"] == "draft"
            else {"Published": formats.date(info["created"])}
        )
        lacking = [label for label, value in wanted.items() if facts.get(label) != value]
        modified = formats.date(info["modified"]) if info["version"] == "draft" else None
        return lacking + missing(page.section("access"), [created, modified])

    assert collected(shown, find) == []


def test_the_description_is_shown_whole(shown) -> None:
    def words(text: str) -> list[str]:
        return re.findall(r"\w{4,}", re.sub(r"(?s)<(script|style).*?</\1>|<[^>]*>|\]\([^)]*\)|```\w+", " ", text))

    def find(info: Json, metadata: Json, page: Html) -> list[str]:
        section = text_of(page.section("description"))
        return [word for word in words(metadata.get("description") or "") if word not in section]

    assert collected(shown, find) == []


def test_keywords_and_subject_matter_are_shown(shown) -> None:
    def find(info: Json, metadata: Json, page: Html) -> list[str]:
        terms = [(term.get("identifier") or "", term.get("name") or "") for term in listed(metadata, "about")]
        areas = [area_table().find(*term) for term in terms]
        about = [area.name if area else name or i for area, (i, name) in zip(areas, terms, strict=True)]
        keywords = [word for typed in listed(metadata, "keywords") for word in str(typed).split(", ")]
        return [
            *missing(page.section("keywords"), keywords),
            *missing(page.section("subject-matter"), about),
            *missing(page.section("study-targets"), listed(metadata, "studyTarget")),
        ]

    assert collected(shown, find) == []


def test_areas_that_texts_mention_are_shown_apart(shown) -> None:
    page = shown["000003", "draft"][1]
    section = page.section("mentioned-areas")

    assert [text_of(item) for item in section.iter("li")] == ["dentate gyrus of hippocampal formation"]
    assert "hippocampal formation" in text_of(page.section("subject-matter"))  # which its texts name, too


def test_what_the_archive_concludes_from_types_of_data_comes_last(shown) -> None:
    for _, page in shown.values():
        section = page.section("contents")
        labels = [text_of(label) for label in section.iter("dt")] if section is not None else []
        last = [label for label in labels if label in ("Approaches", "Techniques")]
        assert labels[len(labels) - len(last) :] == last, page.address


def test_subject_matter_leads_to_its_ontology(shown) -> None:
    urls = {
        url
        for _, page in shown.values()
        if page.section("subject-matter")
        for url in page.hrefs(page.section("subject-matter"))
    }

    assert any(url.startswith("http://purl.obolibrary.org/obo/UBERON_") for url in urls)


def test_contributors_are_named_with_orcid_and_affiliation(shown) -> None:
    def find(info: Json, metadata: Json, page: Html) -> list[str]:
        section = page.section("contributors")
        # Those who only paid stand with the funding.
        people = [
            person
            for person in contributors(metadata)
            if set(person.get("roleName") or ["none"]) - {"dcite:Funder", "dcite:Sponsor"}
        ]
        ids = [person.get("identifier") or "" for person in people]
        orcids = [f"https://orcid.org/{i}" for i in ids if re.fullmatch(r"(\d{4}-){3}\d{3}[\dX]", i)]
        places = [place for person in people for place in person.get("affiliation") or []]
        rors = [place["identifier"] for place in places if "ror.org" in (place.get("identifier") or "")]
        links = page.hrefs(section) if section is not None else []
        return [
            *missing(section, [spoken(person) for person in people]),
            *missing(section, [place.get("name") for place in places]),
            *(url for url in [*orcids, *rors] if url not in links),
        ]

    assert collected(shown, find) == []


def names(lists: list[Element]) -> list[Element]:
    """A name is a link to its browse page, if it has one, and then one to its ORCID."""
    return [name for part in lists for name in part.findall("li/span[@class='contributors__name']")]


def test_contributors_stand_in_the_order_of_the_citation(shown) -> None:
    for info, page in shown.values():
        cited = [
            spoken(person) for person in contributors(info["metadata"]) if person.get("includeInCitation") is True
        ]
        lists = page.all(".//ul[@class='contributors']")
        if cited:
            assert [text_of(name[0] if len(name) else name) for name in names(lists)][: len(cited)] == cited


def test_funding_is_shown_with_awards(shown) -> None:
    def find(info: Json, metadata: Json, page: Html) -> list[str]:
        paid = [
            person
            for person in contributors(metadata)
            if {"dcite:Funder", "dcite:Sponsor"} & set(person.get("roleName") or [])
        ]
        funders = [funder_and_award(person["name"])[0] for person in paid]
        wanted = [(known_funder(name) or (name,))[0] for name in funders]
        wanted += [award for one in paid for award in re.split("[,;] ?(?:and )?", one.get("awardNumber") or "")]
        return missing(page.section("funding"), wanted)

    assert collected(shown, find) == []


def test_protocols_resources_and_projects_are_shown(shown) -> None:
    def find(info: Json, metadata: Json, page: Html) -> list[str]:
        resources = listed(metadata, "relatedResource")
        projects = listed(metadata, "wasGeneratedBy")
        section = page.section("related")
        addresses_of = [r["url"] for r in resources if re.match(r"https?://\w", r.get("url") or "")]
        return [
            *missing(section, listed(metadata, "protocol")),
            *missing(section, [r.get("name") or r.get("identifier") or r.get("url") for r in resources]),
            *missing(section, [r.get("repository") for r in resources]),
            *missing(section, [text for p in projects for text in (p["name"], p.get("description"))]),
            *missing(page.section("acknowledgement"), [metadata.get("acknowledgement")]),
            *(url for url in addresses_of if url not in page.hrefs(section)),
        ]

    assert collected(shown, find) == []


def test_relations_are_told_in_words(shown) -> None:
    words = {
        text_of(element) for _, page in shown.values() for element in page.all(".//*[@class='resources__relation']")
    }

    assert {"Is described by", "Is published in", "Is supplement to"} & words
    assert [word for word in words if "dcite:" in word] == []


def _scientific(name: str) -> str:
    """The part of a species' label that the archive's name must have; other names as they are."""
    return {"Brown rat": "Rattus norvegicus"}.get(name, name.partition(" - ")[0])


def test_the_summary_of_the_assets_is_shown(shown) -> None:
    def find(info: Json, metadata: Json, page: Html) -> list[str]:
        summary = metadata.get("assetsSummary") or {}
        section = page.section("contents")
        rows = {text_of(row.find("dt")): row.find("dd") for row in section.iter("div")} if section is not None else {}
        lacking = []
        for key, label in COUNTS.items():
            lacking += missing(rows.get(label), [str(summary[key])] if summary.get(key) else [])
        for key, label in TERMS.items():
            # Of names that share an identifier, as "House mouse" and "Mus musculus", the first stands for all.
            terms = {
                term.get("identifier") or term["name"]: term["name"] for term in reversed(summary.get(key) or [])
            }
            shown_names = [re.sub(" (technique|approach)(?=;|$)", "", name) for name in terms.values()]
            lacking += missing(rows.get(label), [_scientific(name) for name in shown_names])
        return lacking + missing(rows.get("Variables"), summary.get("variableMeasured") or [])

    assert collected(shown, find) == []


def test_the_archives_own_commands_are_shown(shown) -> None:
    def find(info: Json, metadata: Json, page: Html) -> list[str]:
        version = f"{info['dandiset']['identifier']}/{info['version']}"
        section = page.section("download")
        commands = [text_of(element) for element in section.iter("code")] if section is not None else []
        wanted = [f"dandi download DANDI:{version}", f"dandi ls -r https://dandiarchive.org/dandiset/{version}"]
        return [command for command in wanted if info["asset_count"] and command not in commands]

    assert collected(shown, find) == []


def test_what_is_wrong_with_a_draft_is_told(shown) -> None:
    def find(info: Json, metadata: Json, page: Html) -> list[str]:
        section = page.section("validation")
        files = {error.get("path") for error in info["asset_validation_errors"]}
        return [
            *missing(section, [error["message"] for error in info["version_validation_errors"]]),
            *missing(section, [str(len(files)) if files else None]),
        ]

    assert collected(shown, find) == []


def test_release_notes_are_shown(shown) -> None:
    def find(info: Json, metadata: Json, page: Html) -> list[str]:
        first = (info["release_notes"] or "").split("\n")[0]
        return missing(page.section("release-notes"), [first])

    assert collected(shown, find) == []


def test_pages_link_neurosift_and_the_archive(archive: Archive, pages: dict[str, Html]) -> None:
    for identifier, version in archive.infos:
        own = pages[addresses.dandiset(identifier)].hrefs()
        at_version = pages[addresses.version(identifier, version)].hrefs()
        suffix = "" if version == archive.newest(identifier) else f"/{version}"
        query = "" if version == archive.newest(identifier) else f"?dandisetVersion={version}"

        has_files, newest_has = (
            archive.infos[identifier, name]["asset_count"] > 0 for name in (version, archive.newest(identifier))
        )
        assert (f"https://neurosift.app/dandiset/{identifier}" in own) == newest_has
        assert f"https://dandiarchive.org/dandiset/{identifier}" in own
        assert (f"https://neurosift.app/dandiset/{identifier}{query}" in at_version) == has_files
        assert f"https://dandiarchive.org/dandiset/{identifier}{suffix}" in at_version


def test_the_pages_of_001695_have_the_documented_links(pages: dict[str, Html]) -> None:
    links = pages["dandiset/001695/index.html"].hrefs()

    assert "https://neurosift.app/dandiset/001695" in links
    assert "https://dandiarchive.org/dandiset/001695" in links


def test_the_own_page_of_a_dandiset_shows_its_default_version(archive: Archive, pages: dict[str, Html]) -> None:
    for identifier in {identifier for identifier, _ in archive.infos}:
        own = pages[addresses.dandiset(identifier)]
        default = pages[addresses.version(identifier, archive.newest(identifier))]

        assert text_of(own.main) == text_of(default.main)


def notices(page: Html) -> list[tuple[str, list[str]]]:
    """Kinds of the notices, with the pages that they link to."""
    return [
        (
            element.get("class", "").rpartition("--")[2],
            [target_of(page.address, url)[0] for url in page.hrefs(element)],
        )
        for element in page.all(".//header//p")
        if "notice" in element.get("class", "")
    ]


def test_every_version_but_the_newest_says_so_and_leads_there(archive: Archive, shown) -> None:
    kinds = set()
    for (identifier, version), (_, page) in shown.items():
        default = archive.newest(identifier)
        kind = "draft" if version == "draft" else "old"
        to_newest = [(kind, [addresses.dandiset(identifier)])]
        wanted = to_newest if version != default else [("draft", [])] if version == "draft" else []

        # What is new in between is told by tests/site/compare/test_changes.py.
        found = [(kind, [target for target in leads if "/compare/" not in target]) for kind, leads in notices(page)]
        assert found == wanted, (identifier, version)
        kinds.add((kind, version == default))

    assert kinds == {("draft", False), ("draft", True), ("old", False), ("old", True)}


def test_drafts_and_published_versions_are_tagged(shown) -> None:
    for (_, version), (_, page) in shown.items():
        tags = [
            text_of(tag)
            for tag in page.all(".//header[@class='dandiset__header']/p/span")
            if "tag" in tag.get("class", "")
        ]

        assert tags == ["Draft" if version == "draft" else "Published"]


def hostile(shown) -> Iterator[tuple[Json, Html]]:
    for info, page in shown.values():
        if "<script" in (info["metadata"].get("description") or ""):
            yield info, page


def test_a_hostile_description_does_nothing(shown) -> None:
    found = list(hostile(shown))

    assert found
    for _, page in found:
        inside = list(page.section("description").iter())
        names = {str(element.tag) for element in inside}
        attributes = {name for element in inside for name in element.attrib}

        assert not names & {"script", "style", "iframe", "img", "object", "embed", "form", "svg"}
        assert attributes <= {"aria-labelledby", "id", "class", "href", "rel", "title", "start", "scope"}
        assert not [url for url in page.hrefs() if url.lower().startswith(("javascript:", "data:"))]


def test_images_of_a_description_are_links(shown) -> None:
    for _, page in hostile(shown):
        links = {text_of(link): link.get("href") for link in page.section("description").iter("a")}

        assert links["Image: setup"] == "https://example.org/tracker.png"
        assert links["Image: https://example.org/pixel.gif"] == "https://example.org/pixel.gif"


def test_markup_in_other_texts_is_shown_as_it_was_typed(shown) -> None:
    for _, page in hostile(shown):
        assert missing(page.section("keywords"), ["<b>pupil</b>"]) == []
        assert missing(page.section("related"), ["Notes & <i>queries</i>"]) == []


def test_a_gone_dandiset_leaves_a_notice_at_every_address_it_had(archive: Archive, pages: dict[str, Html]) -> None:
    gone = [row for row in archive.rows.values() if row.state is DandisetState.GONE]

    assert gone
    for row in gone:
        for address in [
            addresses.dandiset(row.identifier),
            *(addresses.version(row.identifier, v) for v in row.past_versions),
        ]:
            page = pages[address]
            assert page.title == f"Dandiset {row.identifier} is no longer in the archive"
            assert page.one(".//meta[@name='robots']").get("content") == "noindex"
            assert f"https://dandiarchive.org/dandiset/{row.identifier}" in page.hrefs(page.main)


def test_nothing_of_a_gone_dandiset_is_kept(archive: Archive, pages: dict[str, Html]) -> None:
    recipes = read_recipes()
    titles = [
        recipes[row.identifier].fields["name"] for row in archive.rows.values() if row.state is DandisetState.GONE
    ]
    text = " ".join(text_of(page.root) for page in pages.values())

    assert titles
    assert [title for title in titles if title in text] == []


def test_an_embargoed_dandiset_is_nowhere(site, pages: dict[str, Html]) -> None:
    hidden = {identifier: r.fields["name"] for identifier, r in read_recipes().items() if r.state == "embargoed"}
    text = " ".join(text_of(page.root) for page in pages.values())

    assert hidden
    for identifier, title in hidden.items():
        assert title not in text
        assert not (site / "dandiset" / identifier).exists()
        assert identifier not in text


def cards(page: Html) -> list[str]:
    return [
        target_of(page.address, link.attrib["href"])[0].split("/")[1]
        for link in page.all(".//article[@class='dandiset-card']//h3/a")
    ]


def test_the_list_holds_every_open_dandiset_newest_first(archive: Archive, pages: dict[str, Html]) -> None:
    changed = {
        identifier: (archive.infos[identifier, archive.newest(identifier)]["asset_count"] > 0, when)
        for identifier, _ in archive.infos
        for _, when in [updated(archive, identifier)]
    }

    assert cards(pages["dandiset/index.html"]) == sorted(changed, key=lambda i: (changed[i], i), reverse=True)


def updated(archive: Archive, identifier: str) -> tuple[str, str]:
    """What last happened to a dandiset, and when."""
    info = archive.infos[identifier, archive.newest(identifier)]
    if info["version"] != "draft":
        return "published", info["created"]
    file = newest_file(archive, info)
    return ("updated", file) if file else ("created", info["dandiset"]["created"])


def test_the_home_page_shows_the_newest_and_how_much_there_is(archive: Archive, pages: dict[str, Html]) -> None:
    home = pages["index.html"]
    facts = {text_of(item.find("dt")): text_of(item.find("dd")) for item in home.all(".//div[@class='facts__item']")}
    defaults = [archive.infos[i, archive.newest(i)] for i in {identifier for identifier, _ in archive.infos}]

    assert cards(home) == cards(pages["dandiset/index.html"])[:8]
    assert facts == {
        "Dandisets": str(len(defaults)),
        "Published": str(sum(info["version"] != "draft" for info in defaults)),
        "Files": text_of_nbsp(formats.number(sum(info["asset_count"] for info in defaults))),
        "Data": formats.filesize(sum(info["size"] for info in defaults)),
    }


def test_a_card_names_title_version_contact_size_and_date(archive: Archive, pages: dict[str, Html]) -> None:
    for card in pages["dandiset/index.html"].all(".//article[@class='dandiset-card']"):
        identifier = text_of(card.find(".//span[@class='identifier']"))
        info = archive.infos[identifier, archive.newest(identifier)]
        version = "Draft" if info["version"] == "draft" else info["version"]
        wanted = [info["metadata"]["name"], version, formats.filesize(info["size"]) if info["size"] else None]

        assert missing(card, wanted) == []
        word, date = updated(archive, identifier)
        assert card.find(".//time").get("datetime") == date[:10]
        assert f"{word} {formats.date(date)}" in text_of(card)
