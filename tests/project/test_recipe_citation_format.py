"""A citation format is one entry and its writer: added by the recipe, it is written, linked and sent as it is."""

from __future__ import annotations

import json
from pathlib import Path

from builder.serve.preview.rules import headers_for, parse_headers
from support.machine.copied_program import run
from support.project.recipes import Checkout, one_dandiset, told_files

WRITER, FORMATS = "builder/records/datacite.py", "builder/records/citation_formats.py"
HELP, READERS = "content/help/cite.md", "tests/support/readers/importing.py"
MODULE = '''"""A reference as DataCite's JSON."""

from __future__ import annotations

import msgspec

from builder.records.citation import Reference


def datacite_text(reference: Reference) -> str:
    """The attributes of one DOI."""
    found = {
        "creators": [{"name": author.name} for author in reference.authors],
        "titles": [{"title": reference.title}],
        "year": f"{reference.year}" if reference.year else "",
        "doi": reference.doi or "",
        "url": reference.url,
    }
    return msgspec.json.encode(found).decode() + "\\n"
'''
ENTRY = """    CitationFormat(
        file="citation.datacite.json",
        label="DataCite",
        media_type="application/vnd.datacite.datacite+json",
        write=datacite_text,
    ),
"""
IMPORT = "from builder.records.ris import ris_text\n"
READER = '''def from_datacite(text: str) -> Imported:
    """The parts that all formats share."""
    found = json.loads(text)
    authors = tuple(creator["name"] for creator in found["creators"])
    return Imported(authors, found["titles"][0]["title"], found["year"], found["doi"], found["url"])


'''
ENDS = '        file="CITATION.cff",\n'
TYPE = "from builder.serve.http.files import content_type; print(content_type('citation.datacite.json'))"


def follow(folder: Path, *, is_whole: bool = True) -> Checkout:
    checkout = Checkout(folder)
    checkout.add(WRITER, MODULE)
    checkout.insert(FORMATS, "from builder.records.datacite import datacite_text\n", before=IMPORT)
    checkout.insert(FORMATS, ENTRY, before=f"    CitationFormat(\n{ENDS}")
    if is_whole:
        checkout.insert(READERS, READER, before="READERS: Mapping[")
        checkout.insert(
            READERS, '    "citation.datacite.json": from_datacite,\n', before='    "CITATION.cff": from_cff,\n'
        )
        checkout.replace(HELP, "- **CSL-JSON**", "- **DataCite** for repositories.\n- **CSL-JSON**")
    return checkout


def test_the_recipe_makes_a_format(tmp_path: Path) -> None:
    checkout = follow(tmp_path / "copy")
    site = checkout.build(one_dandiset(tmp_path / "snapshot.sqlite", {}))

    assert checkout.touched == told_files("A citation format")
    folder = site / "dandiset" / "000001" / "0.220101.1200"
    assert json.loads((folder / "citation.datacite.json").read_bytes())["titles"] == [{"title": "One"}]
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert 'href="citation.datacite.json" download>DataCite</a>' in page
    assert "<strong>DataCite</strong>" in (site / "help" / "cite" / "index.html").read_text(encoding="utf-8")
    sent = "application/vnd.datacite.datacite+json; charset=utf-8"
    rules, mistakes = parse_headers((site / "_headers").read_text(encoding="utf-8"))
    assert mistakes == ()
    told = headers_for(rules, "/dandiset/000001/0.220101.1200/citation.datacite.json")
    assert told["content-type"] == sent
    assert run(checkout.folder, TYPE).strip() == sent
    checkout.passing_tests("tests/records/test_formats.py", "-k", "every_format_is or same_everywhere")


def test_what_is_forgotten_is_named(tmp_path: Path) -> None:
    checkout = follow(tmp_path / "copy", is_whole=False)
    told = checkout.failed_tests(
        "tests/records/test_formats.py::test_every_format_is_read_back_by_a_program_of_others",
        "tests/records/test_formats.py::test_every_format_is_told_in_the_help",
    )

    assert "2 failed" in told
    assert "Extra items in the right set:\nE         'citation.datacite.json'" in told
    assert "assert ['DataCite'] == []" in told
