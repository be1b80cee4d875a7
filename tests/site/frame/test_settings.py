"""What catalog.yaml changes in the site."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
import requests

from builder.check.site import check_site
from builder.errors import UsageError
from builder.serve import create_preview, in_background
from builder.settings import load_settings
from builder.site.frame import addresses
from builder.site.pipeline.build import BuildReport, build
from builder.snapshot import Snapshot
from support.archives.small import INFO
from support.archives.two_people import FILES, ORCID, ROR, make_snapshot
from support.sites.pages import Html, bytes_of, in_site, pages_of, read_page, text_of

BASE = '{% extends "base.html" %}{% block main %}'

Build = Callable[..., Path]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two open dandisets with different metadata, one that is gone; for reading only."""
    return make_snapshot(tmp_path_factory.mktemp("settings") / "snapshot.sqlite", INFO)


@pytest.fixture
def made(snapshot: Path, tmp_path: Path) -> Build:
    """Builds with the settings of a YAML text; answers the site's folder."""

    def make(settings: str = "", *, of: Path = snapshot) -> Path:
        (tmp_path / "catalog.yaml").write_text(settings, encoding="utf-8")
        build(of, load_settings(tmp_path / "catalog.yaml"), tmp_path / "site")
        return tmp_path / "site"

    return make


def shown(site: Path) -> set[str]:
    """Dandisets that the list names."""
    return {
        text_of(element)
        for element in read_page(site, "dandiset/index.html").all(".//article//span[@class='identifier']")
    }


def all_pages(site: Path) -> list[Html]:
    return [read_page(site, address) for address in pages_of(site)]


def all_links(site: Path) -> set[str]:
    return {link.url for page in all_pages(site) for link in page.links}


def meta(page: Html, name: str) -> str | None:
    found: Element | None = page.root.find(f".//meta[@name='{name}']")
    return None if found is None else found.get("content")


def canonical(page: Html) -> str | None:
    found = page.root.find(".//link[@rel='canonical']")
    return None if found is None else found.get("href")


def test_title_and_tagline_are_on_the_home_page(made: Build) -> None:
    page = read_page(made('title: "Our <data>"\ntagline: All & everything\n'), "index.html")

    assert page.title == "Our <data>"
    assert text_of(page.one(".//p[@class='hero__lead']")) == "All & everything"
    assert text_of(page.one(".//title")) == "Our <data>"


def test_without_a_base_url_nothing_needs_one(made: Build) -> None:
    site = made()

    assert {canonical(page) for page in all_pages(site)} == {None}


def test_pages_name_their_public_address(made: Build) -> None:
    site = made("base_url: https://data.example.org/catalog\n")
    found = {page.address: canonical(page) for page in all_pages(site)}
    base = "https://data.example.org/catalog/"

    assert found["index.html"] == base
    assert found["dandiset/000011/index.html"] == f"{base}dandiset/000011/"
    assert found["dandiset/000011/0.220101.1200/index.html"] == f"{base}dandiset/000011/0.220101.1200/"
    assert found["dandiset/000011/draft/files/index.html"] == f"{base}dandiset/000011/draft/files/"
    assert found["dandiset/000011/0.230101.1200/index.html"] == f"{base}dandiset/000011/"
    assert found["404.html"] is None
    assert found["dandiset/000013/index.html"] is None


def search_link(page: Html) -> str | None:
    found = page.root.find(".//link[@rel='search']")
    return None if found is None else found.get("href")


def test_every_page_leads_to_the_description_of_the_search(made: Build) -> None:
    site = made("title: Our data\nbase_url: https://data.example.org/catalog\n")
    described = ElementTree.parse(site / addresses.OPENSEARCH)
    templates = [url.get("template") for url in described.iter("{http://a9.com/-/spec/opensearch/1.1/}Url")]
    found = {page.address: search_link(page) for page in all_pages(site)}

    assert templates == [
        "https://data.example.org/catalog/?q={searchTerms}",
        "https://data.example.org/catalog/opensearch.xml",
    ]
    assert found["dandiset/000011/index.html"] == "../../opensearch.xml"
    assert found["404.html"] == "/catalog/opensearch.xml"
    assert None not in found.values()
    assert check_site(site).problems == ()


def test_a_host_tells_what_the_description_is(made: Build) -> None:
    site = made("base_url: https://data.example.org/\n")
    with in_background(create_preview(site)) as url, requests.get(f"{url}/opensearch.xml", timeout=30) as answer:
        assert answer.headers["content-type"] == "application/opensearchdescription+xml; charset=utf-8"
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_without_a_public_address_the_search_is_not_described(made: Build) -> None:
    site = made()

    assert not (site / addresses.OPENSEARCH).exists()
    assert {search_link(page) for page in all_pages(site)} == {None}


def test_the_404_page_works_below_a_path(made: Build) -> None:
    page = read_page(made("base_url: https://data.example.org/catalog/\n"), "404.html")
    inside = {link.url for link in page.links if not link.is_outside and not link.url.startswith("#")}

    assert inside
    assert all(url.startswith("/catalog/") for url in inside)
    assert "/catalog/dandiset/" in inside


def test_the_archive_can_be_named_as_the_original(made: Build) -> None:
    site = made("base_url: https://data.example.org/\ncanonical: archive\n")
    found = {page.address: canonical(page) for page in all_pages(site)}

    assert found["dandiset/000011/index.html"] == "https://doi.org/10.48324/dandi.000011/0.230101.1200"
    assert found["dandiset/000011/draft/index.html"] == "https://dandiarchive.org/dandiset/000011/draft"
    assert found["index.html"] is None


def test_search_engines_can_be_asked_to_stay_away(made: Build) -> None:
    assert {meta(page, "robots") for page in all_pages(made("noindex: true\n"))} == {"noindex"}


def test_search_engines_are_welcome_otherwise(made: Build) -> None:
    found = {page.address for page in all_pages(made()) if meta(page, "robots")}

    past = {f"dandiset/000013/{v}index.html" for v in ("", "draft/", "0.230101.1200/")}
    assert found == {"404.html", addresses.COMPONENTS, *past}


def test_only_the_latest_versions_can_be_shown(made: Build) -> None:
    site = made("versions: latest\n")
    page = read_page(site, "dandiset/000011/index.html")

    assert {path.name for path in (site / "dandiset/000011").iterdir()} == {"index.html", "0.230101.1200"}
    assert {path.name for path in (site / "dandiset/000012").iterdir()} == {"index.html", "draft"}
    assert [text_of(link) for link in page.section("versions").iter("a")] == ["0.230101.1200"]


def test_excluded_dandisets_leave_nothing(made: Build) -> None:
    site = made("exclude: ['000011', '000013']\n")

    assert shown(site) == {"000012"}
    assert not (site / "dandiset/000011").exists()
    assert not (site / "dandiset/000013").exists()
    assert b"000011" not in b"".join(bytes_of(site).values())


@pytest.mark.parametrize(
    "select",
    [
        {"ids": ["000011"]},
        {"contributors": [ORCID]},
        {"contributors": [f"https://orcid.org/{ORCID}"]},
        {"institutions": [ROR]},
        {"institutions": ["02jqj7156"]},
        {"awards": ["AB-123"]},
        {"awards": ["ab-123"]},
        {"species": ["NCBITaxon_10090"]},
        {"species": ["house mouse"]},
        {"species": ["Mus musculus"]},
        {"keywords": ["Theta"]},
        {"ids": ["000011"], "keywords": ["nobody has this"]},
    ],
    ids=json.dumps,
)
def test_a_selection_narrows_the_site(made: Build, select: dict[str, list[str]]) -> None:
    site = made(json.dumps({"select": select}))

    assert shown(site) == {"000011"}
    assert {path.name for path in (site / "dandiset").iterdir()} == {"index.html", "000011"}


def test_a_selection_of_nothing_is_refused(made: Build) -> None:
    with pytest.raises(UsageError, match=r"would be empty: correct catalog\.yaml"):
        made("select: {keywords: [nobody has this]}\n")


def test_emails_are_hidden_everywhere(made: Build) -> None:
    everything = b"".join(bytes_of(made()).values())

    assert b"@example.org" not in everything
    assert b"Josiah Carberry" in everything


def test_emails_can_be_shown(made: Build) -> None:
    page = read_page(made("show_emails: true\n"), "dandiset/000011/index.html")

    assert "mailto:josiah@example.org" in page.hrefs(page.section("contributors"))
    assert "lab@example.org" in text_of(page.section("description"))


def test_a_footer_is_on_every_page_and_cleaned(made: Build) -> None:
    site = made('footer: "Ask [us](https://lab.example.org/) <script>alert(1)</script>"\n')
    feet = [page.one(".//body/footer") for page in all_pages(site)]

    assert all("Ask us" in text_of(foot) for foot in feet)
    assert all("https://lab.example.org/" in {a.get("href") for a in foot.iter("a")} for foot in feet)
    assert not [foot for foot in feet if list(foot.iter("script"))]


def test_headings_of_a_footer_stand_below_the_pages_own(made: Build) -> None:
    page = read_page(made('footer: "# Imprint\\n\\n## Address"\n'), "index.html")

    assert [element.tag for element in page.one(".//body/footer").iter() if str(element.tag).startswith("h")] == [
        "h2",
        "h3",
    ]


def test_an_accent_is_a_rule_of_the_stylesheet(made: Build) -> None:
    plain_site = made()
    plain = (plain_site / in_site(plain_site, "static/site.css")).read_text(encoding="utf-8")
    site = made('accent: "#00695C"\n')
    style = (site / in_site(site, "static/site.css")).read_text(encoding="utf-8")

    assert style.startswith(plain)
    assert style.removeprefix(plain) == "@layer tokens { :root { --accent: #00695c; } }\n"


def test_a_logo_is_shown_and_its_bytes_are_kept(made: Build, tmp_path: Path) -> None:
    (tmp_path / "mark.PNG").write_bytes(b"\x89PNG bytes")
    site = made("logo: mark.PNG\n")
    sources = {image.get("src") for image in read_page(site, "dandiset/000011/draft/index.html").all(".//img")}

    logo = in_site(site, "static/logo.png")
    assert sources == {f"../../../{logo}"}
    assert (site / logo).read_bytes() == b"\x89PNG bytes"


def test_a_theme_is_laid_over_the_built_in_folders(made: Build, tmp_path: Path) -> None:
    for name, text in {
        "templates/pages/gone.html": f"{BASE}<h1>Away: {{{{ identifier }}}}</h1>{{% endblock %}}",
        "static/styles/ours.css": ".ours { color: inherit; }\n",
        "static/styles/parts/prose.css": "/* replaced */\n",
        "static/fonts/ours.woff2": "font",
        "static/.hidden": "not for the site",
        "content/about.md": "---\ntitle: About us\nnav: true\n---\n\nWe are [here](visit/us.md#way).\n",
        "content/visit/us.md": "---\ntitle: Visit\n---\n\n[Back](../about.md)\n",
    }.items():
        (tmp_path / "theme" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "theme" / name).write_text(text, encoding="utf-8")
    site = made("theme: theme\n")
    style = (site / in_site(site, "static/site.css")).read_text(encoding="utf-8")
    about = read_page(site, "about/index.html")

    assert read_page(site, "dandiset/000013/index.html").title == "Away: 000013"
    assert "/* replaced */" in style
    assert style.rstrip().endswith(".ours { color: inherit; }")
    assert ".prose {" not in style
    assert (site / in_site(site, "static/fonts/ours.woff2")).read_text() == "font"
    assert not (site / "static/.hidden").exists()
    assert about.title == "About us"
    assert "../visit/us/index.html#way" in about.hrefs(about.main)
    assert "../../about/index.html" in read_page(site, "visit/us/index.html").hrefs()
    assert read_page(site, "help/index.html").title == "Help"
    assert "/visit/*" in (site / "_headers").read_text().splitlines()


def test_a_changed_theme_renders_everything_again(made: Build, tmp_path: Path) -> None:
    template = tmp_path / "theme/templates/pages/files.html"
    template.parent.mkdir(parents=True)
    for title in ("One", "Two"):
        template.write_text(f"{BASE}<h1>{title}</h1>{{% endblock %}}", encoding="utf-8")
        site = made("theme: theme\n")

    assert read_page(site, "dandiset/000011/draft/files/index.html").title == "Two"


FORMS = {
    "dandi": (
        "https://dandiarchive.org",
        "https://api.dandiarchive.org/api",
        "https://neurosift.app/dandiset/000011",
    ),
    "sandbox": ("https://sandbox.dandiarchive.org", "https://api.sandbox.dandiarchive.org/api", None),
    "ember": (
        "https://dandi.emberarchive.org",
        "https://api-dandi.emberarchive.org/api",
        "https://neurosift.app/ember-dandiset/000011",
    ),
    "linc": ("https://lincbrain.org", "https://api.lincbrain.org/api", None),
}


@pytest.mark.parametrize("name", FORMS)
def test_links_are_those_of_the_archive_that_is_named(made: Build, name: str) -> None:
    site = made(f"archive: {name}\n")
    web, api, neurosift = FORMS[name]
    links = all_links(site)
    asset = FILES[0]["asset_id"]
    others = {other for form in FORMS.values() for other in form[:2]} - {web, api}

    assert {f"{web}/", f"{web}/dandiset/000011", f"{web}/dandiset/000011/draft/files?location="} <= links
    assert f"{api}/assets/{asset}/" in links
    # LINC gives no file without a key: a link would only fail.
    assert (f"{api}/assets/{asset}/download/" in links) == (name != "linc")
    assert (
        (neurosift in links)
        if neurosift
        else not any("/dandiset/" in url and "neurosift.app" in url for url in links)
    )
    assert not [
        url for url in links for other in others if url.startswith(f"{other}/") and "help" not in url and not own(url)
    ]
    opened = {url for url in links if url.startswith("https://neurosift.app/nwb?")}
    assert bool(opened) == (name != "linc")
    assert all(url.startswith(f"https://neurosift.app/nwb?url={api}/assets/") for url in opened)


def own(url: str) -> bool:
    """Links of our own pages about DANDI, which stand in every catalog."""
    return url in {"https://dandiarchive.org/", "https://dandiarchive.org/dandiset"}


def test_an_archive_of_ones_own_is_linked_by_its_own_addresses(made: Build) -> None:
    site = made(
        "archive: {api: 'https://api.lab.example/api/', web: 'https://lab.example/', neurosift: 'https://look.example'}\n"
    )
    page = read_page(site, "dandiset/000011/index.html")
    links = page.hrefs(page.main)

    assert "https://lab.example/dandiset/000011" in links
    assert f"https://api.lab.example/api/assets/{FILES[0]['asset_id']}/download/" in links
    assert "https://look.example/dandiset/000011" in links
    assert [url for url in links if "dandiarchive.org" in url and "doi.org" not in url] == []
    assert {u.partition("?")[0] for u in all_links(site) if "/nwb?" in u} == {"https://look.example/nwb"}


def test_of_an_unknown_archive_its_own_services_are_linked(made: Build, tmp_path: Path) -> None:
    info = INFO | {
        "instance_config": {"instance_name": "LAB"},
        "services": {"api": {"url": "https://api.lab.example/api"}, "webui": {"url": "https://lab.example"}},
    }
    site = made(of=make_snapshot(tmp_path / "lab.sqlite", info))
    page = read_page(site, "dandiset/000011/index.html")

    assert "https://lab.example/dandiset/000011" in page.hrefs()
    assert "LAB:000011/0.230101.1200" in text_of(page.main)
    assert [url for url in page.hrefs(page.main) if "neurosift" in url or "//dandiarchive.org" in url] == []


@pytest.mark.parametrize(
    ("instance", "web"),
    [
        ("EMBER-DANDI", "https://dandi.emberarchive.org"),
        ("LINC", "https://lincbrain.org"),
        ("DANDI", "https://dandiarchive.org"),
    ],
)
def test_the_snapshot_tells_which_archive_it_is_from(made: Build, tmp_path: Path, instance: str, web: str) -> None:
    info = INFO | {
        "instance_config": {"instance_name": instance},
        "services": {"api": {"url": "http://127.0.0.1:9/api"}, "webui": {"url": "http://127.0.0.1:9"}},
    }
    site = made(of=make_snapshot(tmp_path / "other.sqlite", info))

    assert f"{web}/dandiset/000011" in read_page(site, "dandiset/000011/index.html").hrefs()
    assert b"127.0.0.1" not in b"".join(bytes_of(site).values())


def stale_build(tmp_path: Path) -> tuple[Path, BuildReport]:
    path = make_snapshot(tmp_path / "stale.sqlite", INFO)
    with Snapshot.writable(path) as opened:
        opened.mark_stale("000012", "503", now_utc="2026-02-03T04:05:06Z")
        opened.settle()
    report = build(path, load_settings(None), tmp_path / "stale")
    return tmp_path / "stale", report


def test_a_stale_dandiset_says_since_when(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    site, report = stale_build(tmp_path)
    notice = read_page(site, "dandiset/000012/index.html").one(".//p[@class='notice notice--stale']")

    assert "3 Feb 2026, 04:05 UTC" in text_of(notice)
    assert report.warnings == ("1\u00a0dandiset could not be read again: 000012",)
    assert [page.address for page in all_pages(site) if page.all(".//p[@class='notice notice--stale']")] == [
        addresses.COMPONENTS,
        "dandiset/000012/draft/index.html",
        "dandiset/000012/index.html",
    ]
