"""What the file tree's scripts work out without a page: twins of Python's functions, and the filter."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from builder.catalog.files.table import day_text
from builder.catalog.files.viewers import VIEWERS
from builder.catalog.links.uri_template import expand
from builder.catalog.text.emails import HIDDEN
from builder.catalog.text.lines import is_true_path
from builder.catalog.text.natural import natural
from builder.machine.folders import builtin_folder
from builder.settings import Settings
from builder.site.files.services import services_script
from builder.site.frame import addresses
from builder.site.frame.statics import static_files
from builder.site.parts import snippets
from builder.words import formats
from support.sites.files_site import ODD_NAMES
from support.sites.scope import SCOPE

pytest_plugins = ["support.sites.fixtures"]

NAMES = [
    *ODD_NAMES,
    "plain.nwb",
    "a/b/c.nwb",
    "dir/-x.nwb",
    "tab\there",
    "new\nline",
    "é",
    "%41%2f",
    "back\\slash",
    "=x",
    "100%",
    "..",
    ".",
    "...",
    "..\\..\\windows\\win.ini",
    "C:x.nwb",
    "c:\\x",
    "CC:x",
]


@pytest.fixture(scope="module")
def blank(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page with nothing but the scripts."""
    folder = tmp_path_factory.mktemp("files")
    files = static_files([builtin_folder("static")], Settings())
    files[addresses.FILES_SCRIPT] = services_script(SCOPE).encode() + files[addresses.FILES_SCRIPT]
    for address in (addresses.SCRIPT, addresses.FILES_SCRIPT):
        (folder / Path(address).name).write_bytes(files[address])
    scripts = '<script src="site.js"></script><script src="files.js"></script>'
    (folder / "index.html").write_text(f"<!doctype html><title>Blank</title>{scripts}", encoding="utf-8")
    page = browser.new_page()
    page.goto((folder / "index.html").as_uri())
    yield page
    page.close()


def test_words_of_a_shell_are_pythons(blank: Page) -> None:
    found = blank.evaluate("(names) => names.map(catalogFiles.parts.templates.shellWord)", [*NAMES, ""])

    assert found == [snippets.shell_word(name) for name in [*NAMES, ""]]


def test_texts_of_snippets_are_filled_as_python_writes_them(blank: Page) -> None:
    text = "curl {sh:name} {sh:name/} {uri:name} {matlab:name} {name}"
    found = blank.evaluate(
        f"(names) => names.map((name) => catalogFiles.parts.templates.fill('{text}', {{ name }}))", NAMES
    )
    url = "https://example.org/x"

    for name, line in zip(NAMES, found, strict=True):
        assert line.startswith(
            snippets.curl_download(url, name).replace("--fail --location --output ", "").replace(f" {url}", "")
        )
        assert snippets.s3_sync("s3://x/", name).rpartition("s3://x/ ")[2] in line
        assert expand("{name}", {"name": name}) in line
        assert snippets.matlab_download(url, name).partition(";")[0][len("websave(") : -len(f', "{url}")')] in line


def test_addresses_are_expanded_as_python_does(blank: Page) -> None:
    templates = [
        "{name}",
        "{+name}",
        "https://x.org/?a={name}&b={+name}#c",
        "{+name}/{missing}",
        *(viewer.template for viewer in VIEWERS),
    ]
    known = (
        "neurosift",
        "neurosift_dandiset",
        "identifier",
        "version",
        "download",
        "s3",
        "s3uri",
        "bucket_name",
        "zarr_id",
        "asset_id",
        "metadata",
    )
    cases = [
        (template, {"name": name, "path": name, **dict.fromkeys(known, f"https://x.org/{name}")})
        for template in templates
        for name in NAMES
    ]
    found = blank.evaluate(
        "(cases) => cases.map(([template, values]) => catalogFiles.parts.templates.expand(template, values))", cases
    )

    assert found == [expand(template, values) for template, values in cases]


def test_sizes_and_numbers_read_as_on_other_pages(blank: Page) -> None:
    chance = random.Random(5)
    sizes = [
        0,
        1,
        999,
        1000,
        1250,
        1350,
        99_949,
        99_950,
        100_500,
        101_500,
        999_499,
        999_500,
        2_500_000,
        10**15,
        9 * 10**15,
    ]
    sizes += [int(10 ** chance.uniform(0, 15.9)) for _ in range(3000)] + [50 * number for number in range(3000)]
    found = blank.evaluate(
        "(sizes) => sizes.map((size) => ['filesize', 'number'].map((name) => catalogFiles.parts.words[name](size)))",
        sizes,
    )

    assert found == [[formats.filesize(size), formats.number(size)] for size in sizes]


def test_days_are_written_as_pages_write_them(blank: Page) -> None:
    days = [0, 58, 59, 18_321, 19_782, 20_158]
    found = blank.evaluate("(days) => days.map((day) => catalogFiles.parts.words.day(day))", [*days, -1])

    assert found == [*(formats.date(day_text(day)) for day in days), ""]


def test_names_are_in_pythons_order(blank: Page) -> None:
    names = [
        *NAMES,
        "sub-2",
        "sub-10",
        "sub-02",
        "Sub-3",
        "10",
        "9a",
        "a9",
        "",
        "sub-1_ses-12345678901234567890",
        "sub-1_ses-9",
    ]
    names = [name for name in names if name.isascii()]
    random.Random(2).shuffle(names)
    found = blank.evaluate("(names) => names.sort(catalogFiles.parts.columns.compareNames)", names)

    assert found == sorted(names, key=lambda name: (natural(name), name))


FILES = [
    # Path, bytes, kind, subjects, session.
    ("sub-1/sub-1_ses-A_ecephys.nwb", 5_000_000_000, "NWB", ["1"], "A"),
    ("sub-1/sub-1_ses-B_behavior.nwb", 10_000, "NWB", ["1"], "B"),
    ("sub-10/sub-10_ses-A_ecephys.nwb", 700, "NWB", ["10"], "A"),
    ("sub-10/sub-10_video.MP4", 2_000_000, "Video", ["10"], ""),
    ("sub-10/with space/x.nwb.json", 5, "JSON", ["10", "I45"], ""),
    ("dataset_description.json", -1, "JSON", [], ""),
]
CASES = {
    "": [0, 1, 2, 3, 4, 5],
    "sub-1": [0, 1, 2, 3, 4],
    "SUB-1/": [0, 1],
    "sub-10 ecephys": [2],
    "*.nwb": [0, 1, 2],
    "sub-1/*.nwb": [0, 1],
    "sub-10*nwb*": [2, 4],
    "*": [0, 1, 2, 3, 4, 5],
    "*sub-1": [],
    ".nwb": [0, 1, 2],
    "ext:NWB": [0, 1, 2],
    "ext:.json": [4, 5],
    ".mp4": [3],
    "nwb -.nwb": [4],
    "-sub-1": [5],
    "-*.nwb -.json": [3],
    "subject:1": [0, 1],
    "subject:10": [2, 3, 4],
    "subject:i45": [4],
    "subject:I4": [4],
    "-subject:1 .nwb": [2],
    "session:a": [0, 2],
    "kind:video": [3],
    "kind:vid": [3],
    "kind:n*": [0, 1, 2],
    "size:>1GB": [0],
    "size:>=10kb size:<5MB": [1, 3],
    "size:<1k": [2, 4],
    "size:2MB": [0, 3],
    "-size:>1kB": [2, 4, 5],
    '"with space"': [4],
    'subject:"10, i45"': [],
    "with space": [4],
    "subject:": [0, 1, 2, 3, 4, 5],
    "size:>": [0, 1, 2, 3, 4, 5],
    "-": [0, 1, 2, 3, 4, 5],
    "size:big": [0, 1, 2, 3, 4, 5],
    "a+b(": [],
}
RUN = """([files, filter]) => {
  const { query } = catalogFiles.parts;
  const coded = (column) => {
    const keys = files.map((file) => JSON.stringify(file[column]));
    const different = [...new Set(keys)].filter((key) => !['""', "[]"].includes(key));
    return { names: different.map((key) => JSON.parse(key)), codes: keys.map((key) => different.indexOf(key)) };
  };
  const paths = files.map(([path]) => path.toLowerCase());
  const columns = { size: files.map((file) => file[1]), kind: coded(2) };
  const index = { count: files.length, paths, columns, subjects: coded(3), sessions: coded(4) };
  const room = new Int32Array(files.length);
  const { count, size } = query.run(index, query.parse(filter), room);
  return [[...room.subarray(0, count)], size];
}"""


@pytest.mark.parametrize("text", CASES, ids=CASES)
def test_the_filter_finds_what_its_words_say(blank: Page, text: str) -> None:
    found, size = blank.evaluate(RUN, [FILES, text])

    assert found == CASES[text]
    assert size == sum(max(0, FILES[number][1]) for number in found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("subject:b", [1]),
        ('subject:"a, b"', [0]),
        ("subject:a", [1]),
        ("session:y", []),
        ('session:"x, y"', [0]),
        ("session:x", [0]),  # its name begins so
    ],
)
def test_a_comma_in_a_name_makes_no_two_of_it(blank: Page, text: str, found: list[int]) -> None:
    files = [("1.nwb", 1, "NWB", ["A, B"], "x, y"), ("2.nwb", 1, "NWB", ["A", "B"], "")]

    assert blank.evaluate(RUN, [files, text])[0] == found


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("nwb size:1GB..2GB -size:big", ["size:1GB..2GB", "-size:big"]),
        ('size:">1 GiB"', ['size:">1 GiB"']),
        ("size:>1GB size: size:> -size:<= - sub", []),
    ],
)
def test_a_size_that_is_none_is_told(blank: Page, text: str, unread: list[str]) -> None:
    assert blank.evaluate("(text) => catalogFiles.parts.query.unread(text)", text) == unread


@pytest.mark.parametrize(
    ("text", "glob"),
    [
        ("*.nwb", "*.nwb"),
        ("Sub-1", "*Sub-1*"),
        (".nwb", "*.nwb"),
        ("a b", None),
        ("-a", None),
        ("subject:1", None),
        ("", None),
    ],
)
def test_a_filter_that_is_one_glob_becomes_one_command(blank: Page, text: str, glob: str | None) -> None:
    assert (
        blank.evaluate("(text) => catalogFiles.parts.query.asGlob(catalogFiles.parts.query.parse(text))", text)
        == glob
    )


@pytest.mark.parametrize("folder", ["sub-1/", "with space/", "-x/", "a:b/", "sub-10/with space/"])
def test_the_filter_of_a_folder_finds_what_lies_in_it(blank: Page, folder: str) -> None:
    files = [(f"{folder}in.nwb", 1, "", [], ""), (f"else/{folder}out.nwb", 1, "", [], ""), ("out.nwb", 1, "", [], "")]
    text = blank.evaluate("(folder) => catalogFiles.parts.query.inFolder(folder)", folder)

    assert blank.evaluate(RUN, [files, text])[0] == [0]


@pytest.mark.parametrize(
    ("path", "is_safe"),
    [
        ("a/b.nwb", True),
        ("a..b/..c", True),
        ("a/../b", False),
        ("..", False),
        ("/etc/passwd", False),
        ("a\\..\\b", False),
        ("C:/x", False),
        ("\\\\host\\x", False),
        ("a\nb", False),
        ("./a", False),
    ],
)
def test_no_list_writes_out_of_the_folder(blank: Page, path: str, is_safe: bool) -> None:
    assert blank.evaluate("(path) => catalogFiles.parts.commands.isSafe(path)", path) is is_safe


def test_both_know_the_paths_that_the_archive_knows(blank: Page) -> None:
    paths = {"a b/c.nwb": True, "[x]e-mail.nwb": True, "脳": True, "x␊y": False, "x␤": False, "�": False}
    paths[f"sub-1/{HIDDEN}.nwb"] = False

    assert {path: is_true_path(path) for path in paths} == paths
    assert blank.evaluate("(paths) => paths.map(catalogFiles.parts.templates.isTruePath)", list(paths)) == list(
        paths.values()
    )


@pytest.mark.parametrize(
    ("hash_", "location", "text", "sort"),
    [
        ("#location=sub-1/ses-2/&filter=*.nwb&sort=-size", "sub-1/ses-2/", "*.nwb", "-size"),
        ("#location=a%2Bb%26c%23/&filter=subject:I45+%22a+b%22", "a+b&c#/", 'subject:I45 "a b"', "name"),
        ("#sort=nonsense", "", "", "name"),
        ("", "", "", "name"),
    ],
)
def test_the_hash_says_what_is_looked_at(blank: Page, hash_: str, location: str, text: str, sort: str) -> None:
    found, again = blank.evaluate(
        """(hash) => {
            const { state, sort } = catalogFiles.parts;
            const read = state.read(hash);
            const told = ({ location, filter, sort: order }) => [location, filter, sort.write(order)];
            return [told(read), told(state.read(state.href(read)))];
        }""",
        hash_,
    )

    assert found == again == [location, text, sort]
