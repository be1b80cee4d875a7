"""The page of statistics: what it says agrees with the catalog, in words, drawings, tables and the file."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from xml.etree.ElementTree import Element

import pytest

from builder.catalog.contents.digest import Digest, Entry
from builder.catalog.facets.index import index_facets
from builder.machine.folders import builtin_folder
from builder.sample.demo import Demo
from builder.settings import Settings
from builder.site.contexts import StatisticsPage
from builder.site.frame import addresses
from builder.site.frame.outputs import TextFile
from builder.site.frame.rendering import Renderer
from builder.site.pipeline.sources import Sources, read_inputs, read_sources
from builder.site.statistics import statistics_outputs
from builder.snapshot import Snapshot
from builder.words import formats
from support.archives.entries import MOUSE, make_entry, summary
from support.sites.pages import Html, text_of
from support.sites.scope import SCOPE, Anywhere

pytest_plugins = ["support.sites.fixtures"]

READ = "2026-01-01T00:00:00Z"
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '=HYPERLINK("http://x")</td><script>alert(1)</script> & "’🧠\u202e'


def outputs_of(entries: Sequence[Entry]) -> tuple[StatisticsPage, str]:
    page, file = statistics_outputs(SCOPE, entries, index_facets(entries), read_utc=READ)
    assert isinstance(page, StatisticsPage)
    assert isinstance(file, TextFile)
    return page, file.text


def html_of(page: StatisticsPage) -> Html:
    renderer = Renderer([builtin_folder("templates")], Anywhere(), "/")
    html = Html(renderer.render(page), page.address)
    assert html.errors == []
    return html


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture(scope="module")
def page(pages: dict[str, Html]) -> Html:
    """Of the built-in archive."""
    return pages[addresses.STATISTICS]


@pytest.fixture(scope="module")
def sources(demo: Demo) -> Sources:
    with Snapshot.readable(demo.snapshot) as snapshot:
        return read_sources(snapshot, read_inputs(snapshot, Settings()))


def charts(page: Html) -> dict[str, Element]:
    """By the id of their heading."""
    found = page.root.findall(".//section[@class='chart']")
    return {chart.attrib["aria-labelledby"]: chart for chart in found}


def table(chart: Element) -> dict[str, list[str]]:
    """Label -> the numbers beside it."""
    rows = chart.findall(".//tbody/tr")
    found = {text_of(row.find("th")): [text_of(cell) for cell in row.findall("td")] for row in rows}
    assert len(found) == len(rows)
    return found


def plain(label: str) -> str:
    """Without blanks between thousands."""
    return re.sub(r"(?<=\d)\s(?=\d)", "", label)


def integer(text: str) -> int:
    return int("".join(text.split()))


# -- agreement with the catalog --------------------------------------------------------------------------------------


def test_the_numbers_on_top_are_those_of_the_catalog(page: Html, sources: Sources) -> None:
    facts = {text_of(item.find("dt")): text_of(item.find("dd")) for item in page.all(".//main/dl/div")}
    defaults = [dandiset.default for dandiset in sources.dandisets]

    assert integer(facts["Dandisets"]) == len(defaults)
    assert integer(facts["Published"]) == sum(bool(dandiset.published) for dandiset in sources.dandisets)
    assert integer(facts["Files"]) == sum(version.asset_count for version in defaults)
    assert facts["Data"] == formats.filesize(sum(version.size for version in defaults))


def test_every_distribution_and_the_years_add_up_to_all_dandisets(page: Html, sources: Sources) -> None:
    found = charts(page)
    for name in ("sizes", "files", "subjects", "contributors", "published-by-year"):
        assert sum(integer(cells[0]) for cells in table(found[name]).values()) == len(sources.dandisets), name


def test_growth_ends_with_everything(page: Html, sources: Sources) -> None:
    found = charts(page)
    last = list(table(found["dandisets-over-time"]).values())[-1]
    files = list(table(found["files-over-time"]).values())[-1]

    assert integer(last[1]) == len(sources.dandisets)
    assert integer(last[3]) == sum(bool(dandiset.published) for dandiset in sources.dandisets)
    assert integer(files[1]) == sum(dandiset.default.asset_count for dandiset in sources.dandisets)


def test_a_license_counts_as_often_as_dandisets_name_it(page: Html, sources: Sources) -> None:
    named = Counter(name for d in sources.dandisets for name in set(d.default.metadata.license))

    assert sorted(integer(cells[0]) for cells in table(charts(page)["licenses"]).values()) == sorted(named.values())


# -- every chart -----------------------------------------------------------------------------------------------------


def test_every_chart_has_a_drawing_a_sentence_and_a_table(page: Html) -> None:
    found = charts(page)

    assert len(found) >= 12
    for name, chart in found.items():
        assert list(chart.iter(f"{SVG}svg")), name
        assert text_of(chart.find("h3/span[@class='chart__finding']")), name
        assert text_of(chart.find(".//table/caption")), name
        assert {th.get("scope") for th in chart.findall(".//thead//th")} == {"col"}
        assert {th.get("scope") for th in chart.findall(".//tbody//th")} == {"row"}


def test_bars_say_what_the_table_says(page: Html) -> None:
    for name, chart in charts(page).items():
        numbers = table(chart)
        for row in chart.findall(".//ul[@class='bar-list']/li"):
            label, value = (text_of(span) for span in row.findall("span"))
            if name == "published-by-year":
                assert value == " of ".join(reversed(numbers[label])), name
            else:
                assert value == numbers[label][0], name


def test_columns_say_what_the_table_says(page: Html) -> None:
    for name in ("sizes", "files", "subjects", "contributors"):
        chart = charts(page)[name]
        drawn = [text_of(text) for text in chart.iter(f"{SVG}text") if text.get("class") == "column-chart__value"]
        assert [value or "0" for value in drawn] == [cells[0] for cells in table(chart).values()]


def test_lines_end_with_the_last_number_of_the_table(page: Html) -> None:
    for name, column in (("dandisets-over-time", 1), ("files-over-time", 1), ("data-over-time", 1)):
        chart = charts(page)[name]
        labels = [text_of(t) for t in chart.iter(f"{SVG}text") if "line-chart__label" in t.get("class", "")]
        assert labels[0].startswith(list(table(chart).values())[-1][column])


def test_a_drawing_is_named_and_told_or_hidden_where_the_text_says_it_all(page: Html) -> None:
    ids = {element.get("id"): text_of(element) for element in page.elements if element.get("id")}
    for chart in charts(page).values():
        for parent in chart.iter():
            for svg in parent.findall(f"{SVG}svg"):
                if parent.tag.startswith(SVG):
                    continue
                named = svg.get("role") == "img" and all(ids[name] for name in svg.attrib["aria-labelledby"].split())
                assert named or svg.get("aria-hidden") == "true"


def test_the_file_holds_the_numbers_of_every_table(page: Html, site) -> None:
    rows = rows_of((site / addresses.STATISTICS_CSV).read_text(encoding="utf-8"))
    by_chart = Counter((row["chart"], row["label"]) for row in rows)

    assert {chart for chart, _ in by_chart} == set(charts(page))
    assert all(row["value"].isdigit() for row in rows)
    for name, chart in charts(page).items():
        assert {plain(label) for other, label in by_chart if other == name} == {
            plain(label) for label in table(chart)
        }


def test_every_page_leads_to_it(pages: dict[str, Html]) -> None:
    for address in ("index.html", "dandiset/000003/index.html"):
        assert addresses.relative(addresses.STATISTICS, address) in pages[address].hrefs(
            pages[address].one(".//nav[@aria-label='Site']")
        )


# -- other catalogs --------------------------------------------------------------------------------------------------


def test_an_empty_catalog_has_an_empty_page() -> None:
    page, text = outputs_of([])
    html = html_of(page)

    assert charts(html) == {}
    assert "There is no dandiset here yet." in text_of(html.main)
    assert rows_of(text) == []


def test_one_bare_draft_has_only_the_charts_that_say_something() -> None:
    page, _ = outputs_of([make_entry()])
    html = html_of(page)

    assert set(charts(html)) == {"dandisets-over-time", "published-by-year"}
    assert "1 dandiset since 2021" in text_of(html.main).replace("\xa0", " ")


def test_one_full_dandiset_has_every_chart() -> None:
    digest = Digest(growth=(("2021-06", 3, 300),), file_kinds=(("NWB", 3, 300),), subjects=2, sessions=2)
    terms = summary(species=[("House mouse", MOUSE)], approach=[("an approach", None)])
    html = html_of(outputs_of([make_entry(files=3, size=300, digest=digest, assetsSummary=terms)])[0])

    assert {"species", "approaches", "file-kinds", "sizes", "files", "subjects"} <= set(charts(html))
    assert "one holds" not in text_of(html.main)


def test_equally_common_values_are_not_ranked() -> None:
    def finding(*licenses: str) -> str:
        entries = [make_entry(f"00000{i}", license=[f"spdx:{name}"]) for i, name in enumerate(licenses)]
        chart = charts(html_of(outputs_of(entries)[0]))["licenses"]
        return text_of(chart.find("h3/span[@class='chart__finding']")).replace("\xa0", " ")

    assert finding("A", "A", "B") == "A is the most common: 2 of 3 dandisets"
    assert finding("A", "B") == "A and B are the most common: 1 dandiset each"
    assert finding("A", "B", "C") == "3 licenses are the most common: 1 dandiset each"


def test_hostile_labels_stay_text_on_the_page_and_in_the_file() -> None:
    terms = summary(species=[(HOSTILE, None)], measurementTechnique=[(HOSTILE, None)])
    digest = Digest(file_kinds=((HOSTILE, 1, 1),))
    entries = [make_entry(name=HOSTILE, files=1, size=1, digest=digest, license=[HOSTILE], assetsSummary=terms)]
    page, text = outputs_of(entries)
    html = html_of(page)

    shown = charts(html)
    for name in ("species", "techniques", "file-kinds", "licenses"):
        assert list(table(shown[name])) == [text_of_words(HOSTILE)]
    assert not [script for script in html.all(".//script") if "src" not in script.attrib]
    assert {row["label"][0] for row in rows_of(text) if "HYPERLINK" in row["label"]} == {"'"}


def text_of_words(text: str) -> str:
    return " ".join(text.split())


def test_the_order_of_dandisets_changes_no_number() -> None:
    entries = [
        make_entry(f"{i:06d}", created=f"202{i % 3}-05-01", license=[f"spdx:L{i % 4}"], files=i, size=10**i)
        for i in range(9)
    ]

    assert outputs_of(entries) == outputs_of(list(reversed(entries)))
