"""A version becomes a reference, and the reference the text of a citation."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import msgspec
import pytest

from builder.catalog.links.instances import KNOWN_INSTANCES
from builder.catalog.schema.dandiset import Dandiset
from builder.catalog.schema.metadata import Affiliation, Contributor, DandisetMetadata
from builder.catalog.schema.version import Envelope, Version
from builder.records.apa import apa_text
from builder.records.citation import Author, Reference, read_authors, read_reference
from builder.records.one_line import one_line

DANDI = KNOWN_INSTANCES["dandi"]
PUBLISHED = Version(
    version="0.230629.1955",
    name="Granule cells",
    created="2023-06-29T19:55:31Z",
    modified="2025-02-02T00:00:00Z",
    dandiset=Envelope(identifier="000003"),
    metadata=DandisetMetadata(
        name="Granule cells",
        contributor=(Contributor(schema_key="Person", name="Senzai, Yuta", include_in_citation=True),),
        doi="10.48324/dandi.000003/0.230629.1955",
        license=("spdx:CC-BY-4.0",),
    ),
)


def reference_of(version: Version, **metadata) -> Reference:
    """`metadata` are fields that differ."""
    changed = msgspec.structs.replace(
        version, metadata=msgspec.structs.replace(version.metadata, **metadata) if metadata else version.metadata
    )
    dandiset = Dandiset(identifier="000003", created="2020-01-01", star_count=0, versions=(changed,))
    return read_reference(dandiset, changed, DANDI)


def person(name: str, **more) -> Contributor:
    return Contributor(schema_key="Person", name=name, **{"include_in_citation": True, **more})


def authors(*names: str) -> tuple[Author, ...]:
    return read_authors(person(name) for name in names)


def test_a_published_version_is_cited_with_its_year_and_doi() -> None:
    reference = reference_of(PUBLISHED)

    assert reference.key == "dandi_000003_0_230629_1955"
    assert reference.issued == date(2023, 6, 29)
    assert reference.doi == "10.48324/dandi.000003/0.230629.1955"
    assert reference.url == "https://dandiarchive.org/dandiset/000003/0.230629.1955"
    assert (
        str(apa_text(reference)) == "Senzai, Y. (2023). Granule cells (Version 0.230629.1955) [Data set]. "
        "DANDI Archive. https://doi.org/10.48324/dandi.000003/0.230629.1955"
    )


def test_a_draft_has_no_day_and_no_doi_of_an_earlier_publication() -> None:
    draft = msgspec.structs.replace(PUBLISHED, version="draft")
    reference = reference_of(draft)

    assert (reference.year, reference.issued, reference.doi) == (2025, None, None)
    assert str(apa_text(reference)).endswith(
        "(Version draft) [Data set]. DANDI Archive. https://dandiarchive.org/dandiset/000003/draft"
    )


@pytest.mark.parametrize(
    "citation",
    [
        "Senzai, Yuta (2021) Granule cells (Version draft) [Data set]. DANDI Archive. https://x",
        "Lab (2019); Senzai, Yuta (2021) Granule cells (Version draft) [Data set]. DANDI Archive. https://x",
        "Senzai, Yuta (2021) Granule cells (1999) (Version draft) [Data set]. DANDI Archive. https://x",
        "Granule cells (2021). (Version draft) [Data set]. DANDI archive. https://x",
        "Another title (2020) and more (2021). (Version draft) [Data set]. DANDI archive. https://x",
        "Senzai, Yuta (2021) An older title (Version draft) [Data set]. DANDI Archive. https://x",
    ],
)
def test_the_year_is_that_of_the_archives_own_citation(citation: str) -> None:
    draft = msgspec.structs.replace(PUBLISHED, version="draft")
    name = "Granule cells (1999)" if "(1999)" in citation else "Granule cells"

    assert reference_of(msgspec.structs.replace(draft, name=name), citation=citation).year == 2021


def test_a_day_of_another_year_than_the_archives_is_left_out() -> None:
    citation = "Senzai, Yuta (2021) Granule cells (Version 0.230629.1955) [Data set]. DANDI Archive. https://x"
    reference = reference_of(PUBLISHED, citation=citation)

    assert (reference.year, reference.issued) == (2021, None)


@pytest.mark.parametrize(
    "doi",
    [
        "10.80507/dandi.000003/0.230629.1955",
        "10.5072/dandi.000003",
        "https://doi.org/10.5072/x",
        "none yet",
        "",
        None,
    ],
)
def test_what_is_no_doi_that_leads_somewhere_is_left_out(doi: str | None) -> None:
    assert reference_of(PUBLISHED, doi=doi).doi is None


def test_a_version_without_a_date_has_no_year() -> None:
    undated = msgspec.structs.replace(PUBLISHED, created="soon")

    assert "Senzai, Y. (n.d.). " in str(apa_text(reference_of(undated)))


@pytest.mark.parametrize(
    ("typed", "name", "family", "given"),
    [
        ("Birch, Joseph, M.", "Birch, Joseph M.", "Birch", "Joseph M."),
        ("Birch,, Joseph,", "Birch, Joseph", "Birch", "Joseph"),
        ("Doe, Jane, PhD", "Doe, Jane", "Doe", "Jane"),
        ("LI, YI", "Li, Yi", "Li", "Yi"),
        ("alder, ann", "Alder, Ann", "Alder", "Ann"),
        ("alder-birk, a. b.", "Alder-Birk, A. B.", "Alder-Birk", "A. B."),
        ("van den boom, max", "van den Boom, Max", "van den Boom", "Max"),
        ("d'arc, jeanne", "d'Arc, Jeanne", "d'Arc", "Jeanne"),
        ("o'keefe, john", "O'Keefe, John", "O'Keefe", "John"),
        ("de, ann", "De, Ann", "De", "Ann"),
        ("alder, Ann", "alder, Ann", "alder", "Ann"),
        ("bell alder", "bell alder", "", ""),
        ("C. Birch, Joseph", "Birch, Joseph C.", "Birch", "Joseph C."),
        ("K Birch, Joseph Ann", "Birch, Joseph Ann K", "Birch", "Joseph Ann K"),
        ("J. P. van den Boom, Max", "van den Boom, Max J. P.", "van den Boom", "Max J. P."),
        ("J.P.Birch, Max", "Birch, Max J.P.", "Birch", "Max J.P."),
        ("C. Birch, Joseph C.", "Birch, Joseph C.", "Birch", "Joseph C."),
        ("C. Birch, Joseph, Jr.", "Birch, Joseph C., Jr.", "Birch", "Joseph C."),
        ("Van der Birch, Joseph", "Van der Birch, Joseph", "Van der Birch", "Joseph"),
        ("d'Arc, Jeanne", "d'Arc, Jeanne", "d'Arc", "Jeanne"),
        ("d Arc, Jeanne", "d Arc, Jeanne", "d Arc", "Jeanne"),
        ("St. John, Ann", "St. John, Ann", "St. John", "Ann"),
        ("O Keefe, John", "O Keefe, John", "O Keefe", "John"),
        ("A. B., Carl", "A. B., Carl", "A. B.", "Carl"),
        ("Doe, Jane, and Roe, Rick", "Doe, Jane, and Roe, Rick", "", ""),
        ("Systems Neuroscience Team, Berlin", "Systems Neuroscience Team, Berlin", "", ""),
        ("Senzai, Yuta", "Senzai, Yuta", "Senzai", "Yuta"),
        ("  Zutshi, Ipshita ", "Zutshi, Ipshita", "Zutshi", "Ipshita"),
        ("van den Boom, Max", "van den Boom, Max", "van den Boom", "Max"),
        ("Smith,John", "Smith, John", "Smith", "John"),
        ("Adam Cohen", "Adam Cohen", "", ""),
        ("Plato", "Plato", "", ""),
        ("Plato, ", "Plato", "", ""),
        (", Jane", "Jane", "", ""),
        ("King, Jr., Martin", "King, Martin, Jr.", "King", "Martin"),
        ("University of California, San Diego", "University of California, San Diego", "", ""),
        ("Allen Institute, The", "Allen Institute, The", "", ""),
        ("محمد, أحمد", "محمد, أحمد", "محمد", "أحمد"),
        ("O'Keefe,\n John <b>M.</b>", "O'Keefe, John M.", "O'Keefe", "John M."),
    ],
)
def test_names_are_divided_where_they_say_how(typed: str, name: str, family: str, given: str) -> None:
    (author,) = authors(typed)

    assert (author.name, author.family, author.given) == (name, family, given)


@pytest.mark.parametrize("typed", ["", ", ", " ", ",", "-, -", "\u200f"])
def test_an_entry_without_a_name_is_left_out(typed: str) -> None:
    assert authors(typed) == ()


def test_who_is_cited_follows_the_metadata() -> None:
    found = read_authors(
        [
            person("A, A"),
            person("B, B", include_in_citation=False),
            Contributor(schema_key="Organization", name="Funder"),
            Contributor(
                schema_key="Organization", name="Lab, Inc.", include_in_citation=True, identifier="https://ror.org/1"
            ),
            person("A, A"),
            person("D, D", include_in_citation=None),
            person("C, C", role_name=("dcite:Funder",)),
            Contributor(
                schema_key="Organization", name="A Fund", include_in_citation=True, role_name=("dcite:Funder",)
            ),
        ]
    )

    assert [(author.name, author.family, author.url) for author in found] == [
        ("A, A", "A", None),
        ("Lab, Inc.", "", "https://ror.org/1"),
        ("C, C", "C", None),
        ("A Fund", "", None),
    ]


def test_an_author_has_orcid_and_affiliations() -> None:
    (author,) = read_authors(
        [
            person(
                "A, B",
                identifier="0000-0002-1825-0097",
                affiliation=(Affiliation(name="One\nLab"), Affiliation(name=""), Affiliation(name="Two")),
            )
        ]
    )

    assert (author.orcid_url, author.affiliation) == ("https://orcid.org/0000-0002-1825-0097", "One Lab; Two")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Buzsáki, György", "Buzsáki, G."),
        ("Mensh, Brett D. ", "Mensh, B. D."),
        ("Sartre, Jean-Paul", "Sartre, J.-P."),
        ("Tolkien, J.R.R.", "Tolkien, J. R. R."),
        ("King, Martin Luther III", "King, M. L., III"),
        ("King III, Martin Luther", "King, M. L., III"),
        ("Smith, John Jr.", "Smith, J., Jr."),
        ("Smith, John, Jr", "Smith, J., Jr."),
        ("Cang, JC", "Cang, J. C."),
        ("Doe, Jane ABC", "Doe, J. A. B. C."),
        ("LI, YI", "Li, Y."),
        ("Roe, J.-P.", "Roe, J.-P."),
        ("Birch, Joseph, M.", "Birch, J. M."),
        ("denman, daniel", "Denman, D."),
        ("Molen, Tjitse van der", "Molen, T. van der"),
        ("Curie, (Marie) \u201cMaria\u201d", "Curie, M. M."),
        ("王, 小明", "王, 小明"),
        ("Плавич, Юрий", "Плавич, Ю."),
        ("Suhyun Jo", "Suhyun Jo"),
        ("Foo, 🧠", "Foo, "),
    ],
)
def test_given_names_are_shortened_as_the_apa_does(typed: str, shown: str) -> None:
    reference = replace(reference_of(PUBLISHED), authors=authors(typed))

    assert apa_text(reference).before.startswith(shown.strip(", "))


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (1, "A1, B. (2023). "),
        (2, "A1, B., & A2, B. (2023). "),
        (20, "A19, B., & A20, B. (2023). "),
        (21, "A18, B., A19, B., … A21, B. (2023). "),
        (89, "A18, B., A19, B., … A89, B. (2023). "),
    ],
)
def test_of_many_authors_the_first_and_the_last_are_named(count: int, shown: str) -> None:
    many = authors(*(f"A{number}, Bo" for number in range(1, count + 1)))
    reference = replace(reference_of(PUBLISHED), authors=many)

    assert apa_text(reference).before.endswith(shown)


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Cells of the hippocampus.", "Cells of the hippocampus"),
        ("What cells do...", "What cells do..."),
        ("Data of Doe et al.", "Data of Doe et al."),
        ("Cells of the U.S.", "Cells of the U.S."),
        ("Why?", "Why?"),
    ],
)
def test_a_full_stop_at_the_end_of_a_title_is_left_out(title: str, shown: str) -> None:
    reference = replace(reference_of(PUBLISHED), title=title)

    assert str(apa_text(reference)).startswith(f"Senzai, Y. (2023). {shown} (Version ")


def test_without_authors_the_title_comes_first() -> None:
    text = str(apa_text(reference_of(PUBLISHED, contributor=())))

    assert text.startswith(
        "Granule cells (Version 0.230629.1955) [Data set]. (2023). DANDI Archive. https://doi.org/"
    )


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Place <i>cells</i>\n in\tmice", "Place cells in mice"),
        ("", "Dandiset 000003 (without a title)"),
        ("\x00\x1b[31m", "[31m"),
        ("</script><script>alert(1)</script>", "alert(1)"),
        ("p &lt; 0.05 &amp; a<b and c>d", "p < 0.05 & a<b and c>d"),
    ],
)
def test_titles_are_plain_text_on_one_line(name: str, title: str) -> None:
    version = msgspec.structs.replace(PUBLISHED, name=name, metadata=DandisetMetadata())

    assert reference_of(version).title == title


def test_a_title_reads_the_same_on_pages_and_in_citations() -> None:
    named = msgspec.structs.replace(PUBLISHED, name="Mining&#x27;s &lt;trails&gt; &amp; tails")

    assert named.title == reference_of(named).title == "Mining's <trails> & tails"


def test_what_is_no_license_of_spdx_is_left_out() -> None:
    found = reference_of(PUBLISHED, license=("spdx:CC0-1.0", "spdx:CC-BY-4.0", "mine", "spdx:", "spdx:a b"))

    assert found.licenses == ("CC0-1.0", "CC-BY-4.0")
    assert reference_of(PUBLISHED, license=()).licenses == ()


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("a\u2028b\u0085c\x0bd", "a b c d"),
        ("<p>One</p><p>Two<br/>Three</p>", "One Two Three"),
        ('<a href="https://example.org/?a=1&b=2" title=x>link</a>', "link"),
        ("👩‍🔬 \u200fمرحبا", "👩‍🔬 \u200fمرحبا"),
        ("x <- y; 1 < 2 > 0; <not-a-tag>", "x <- y; 1 < 2 > 0; <not-a-tag>"),
        ("\ufeffa\ufffe\ud800b", "ab"),
    ],
)
def test_text_becomes_one_line_without_tags_and_controls(typed: str, line: str) -> None:
    assert one_line(typed) == line


def test_tags_of_a_long_text_are_found_in_time() -> None:
    assert one_line("<a " + "x='" * 20_000).startswith("<a x='")


def test_other_archives_are_named_as_they_are() -> None:
    dandiset = Dandiset(identifier="000003", created="2020-01-01", star_count=0, versions=(PUBLISHED,))
    reference = read_reference(dandiset, PUBLISHED, KNOWN_INSTANCES["ember"])

    assert reference.key == "ember_dandi_000003_0_230629_1955"
    assert reference.publisher == "EMBER-DANDI Archive"
    assert reference.url == "https://dandi.emberarchive.org/dandiset/000003/0.230629.1955"
