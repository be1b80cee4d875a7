"""`check` of a site: nothing wrong with a good one, and one message for each way to break it."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from builder.catalog.text.private_hosts import private_host
from builder.check.site import Finding, check_site, folder, run
from builder.check.site.links import SiteFiles
from builder.check.site.page import PageFindings
from builder.errors import UsageError
from builder.site.folder.journal import WORK, Journal, write_journal
from builder.site.folder.manifest import MANIFEST, write_file
from support.sites.small import DANDISET, FILES, HOME, write_site

PAGE = "dandiset/000001/index.html"
HEADERS = FILES["_headers"]
POLICY_LINE = next(line for line in HEADERS.splitlines() if "Content-Security-Policy" in line)


def broken(files: dict[str, str], address: str, old: str, new: str) -> dict[str, str]:
    assert old in files[address], f"{address} doesn't hold {old}: correct the test"
    return {**files, address: files[address].replace(old, new, 1)}


def found(tmp_path: Path, files: dict[str, str]) -> list[tuple[str, str]]:
    return [(problem.where, problem.what) for problem in check_site(write_site(tmp_path / "site", files)).problems]


def test_a_good_site_has_no_problems(tmp_path: Path) -> None:
    assert found(tmp_path, FILES) == []


HTML = {
    "no doctype": ("<!doctype html>\n", "", "line 1: does not begin with <!doctype html>"),
    "stray <": ("Skip to", "a < b", "line 13: a < that begins no tag or comment as HTML has them: < b"),
    "open quote": ('alt=""', 'alt="', "line 17: a < that begins no tag or comment as HTML has them: <img"),
    "no space": ('alt=""', 'alt=""b', 'line 17: a < that begins no tag or comment as HTML has them: <img'),
    "control character": ("Fish", "F\x07ish", "line 16: holds the character U+0007, which HTML forbids"),
    "unknown reference": ("&amp;", "&fisch;", "line 16: &fisch; is no reference to a character: write & as &amp;"),
    "legacy reference": ("&amp;", "&amp", "line 16: &amp is no reference to a character: write & as &amp;"),
    "forbidden reference": ("&#x20AC;", "&#x80;", "line 16: &#x80; is no reference to a character: write & as &amp;"),
    "double attribute": ('alt=""', 'alt="" ALT=""', "line 17: <img> has the attribute alt twice"),
    "attribute of an end": ("</h1>", "</h1 a>", "line 15: </h1>: an end tag has no attributes and no slash"),
    "not closed": ("</h1>", "", "line 22: </main> comes before <h1> is closed"),
    "closed out of order": ("</form>", "</main>", "line 19: </main> comes before <form> is closed"),
    "closed twice": ("</h1>", "</h1></h1>", "line 15: </h1> closes nothing"),
    "void with an end": ("<br>", "<br></br>", "line 17: </br>: a void element has no end tag"),
    "slash": ("<h2 ", "<div/><h2 ", "line 18: <div/>: only void elements end in a slash; close it with </div>"),
    "block in a paragraph": ("Fish", "<div>F</div>ish", "line 16: <div> can't stand in <p>, which ends there"),
    "link in a link": ("5 &", "<a href='#main'>5</a> &", "line 16: <a> stands in another <a>"),
    "heading in a heading": ("Find</h2>", "<h3>F</h3></h2>", "line 18: <h3> stands in <h2>"),
    "text in a list": ("<ul>", "<ul>Well: ", "line 21: text directly in <ul>"),
    "wrong child": ("<ul>", "<ul><hr>", "line 21: <hr> can't stand in <ul>"),
    "wrong parent": ("<h2 ", "<td></td><h2 ", "line 18: <td> stands in <main>, but belongs in <tr>"),
    "HTML in a drawing": ('<path d="M0 0L9 9"/>', "<p>9</p>", "line 17: <p> can't stand in drawings and formulas"),
    "text after the end": ("</html>", "</html>more", "line 24: text outside <html>"),
    "script never closed": ("</script>\n</head>", "</head>", "line 10: <script> is never closed"),
    "comment in a script": ("a < b", "a <!-- b", "line 10: a script that holds <!-- can hide what follows it"),
    "no language": (' lang="en"', "", "line 2: <html> has no lang"),
    "no title": ("<title>A catalog</title>", "", "0 <title> where there has to be one"),
    "empty title": ("<title>A catalog</title>", "<title> </title>", "line 5: <title> without text"),
    "no charset": ('<meta charset="utf-8">', "", 'no <meta charset="utf-8">'),
    "no main": ('main id="main"', 'div id="main"', "0 <main> where there has to be one"),
    "two h1": ("<h2 id=", "<h1>Again</h1><h2 id=", "2 <h1> where there has to be one"),
    "no level": ("<h2 id", "<h3>Deep</h3><h2 id", "line 18: <h3> follows <h1>: a level is left out"),
    "empty heading": (">Find<", "><img src='static/icon.svg' alt=''><", "line 18: <h2> without text"),
    "double id": ("<h1>", '<h1 id="main">', "line 15: the id main stands twice on the page"),
    "id with a space": ('<p>Fish', '<p id="a b">Fish', "line 16: an id that is empty or holds spaces: 'a b'"),
    "lost label": ('for="q"', 'for="word"', "for names word, but nothing on the page has this id"),
    "lost place": ('"#main"', '"#content"', "a link leads to #content, but nothing on the page has this id"),
}  # fmt: skip

LINKS = {
    "lost file": ("static/icon.svg", "static/logo.svg", "leads to a file that the site doesn't have: static"),
    "other case": ("static/icon.svg", "static/Icon.svg", "differs by case from static/icon.svg: static/Icon.svg"),
    "folder": ('000001/index.html"', '000001/"', "names a folder, which opens from no disk: name its index.html"),
    "root": ('"static/icon', '"/static/icon', "begins with /, which breaks it under a sub-path and from a disk"),
    "outside": ('"static/icon', '"../static/icon', "leads outside the site's folder: ../static/icon.svg"),
    "script": ("https://example.org/", "java\nscript:alert(1)//", "a link that begins with javascript:, where only"),
    "data": ('img src="static/icon.svg"', 'img src="data:image/gif;base64,R0"', "a link that begins with data:"),
    "protocol": ("https://example.org/", "//example.org/", "a link that begins with //, where only http:, https:"),
    "other scheme": ("https://example.org/", "ftp://example.org/", "a link that begins with ftp:, where only http:"),
    "no host": ("https://example.org/", "https:///example.org/", "names no host: https:///example.org/?a=1&b=2"),
    "loopback": ("https://example.org/", "http://127.0.0.1:8000/", "holds an address that only private networks"),
    "loopback in a query": ("?a=1", "?a=http%3A%2F%2Flocalhost%3A80%2F", "only private networks have, localhost: "),
    "loopback in data": ("<h1>", '<h1 data-api="http://10.0.0.7/api">', "data-api holds an address that only"),
    "foreign image": ('img src="', 'img src="https://cdn.example.org/', "the browser would ask another host"),
    "foreign set": ('alt=""', 'alt="" srcset="https://e.org/a.png 2x"', "the browser would ask another host"),
    "foreign script": ('src="static/site.', 'src="https://e.org/x.', "the browser would ask another host"),
    "foreign style": ('stylesheet" href="', 'stylesheet" href="http://e.org/', "the browser would ask another host"),
    "foreign form": ('action="', 'action="https://e.org/', "the browser would ask another host for this"),
}  # fmt: skip

POLICY = {
    "style attribute": ("<h1>", '<h1 style="color:red">', "line 15: an attribute style: the policy allows"),
    "style element": ("</head>", "<style>p{}</style></head>", "line 11: an inline <style>: the policy allows"),
    "inline script": ("</main>", "<script>go()</script></main>", "line 22: an inline <script>: the policy allows"),
    "module": ("src=", 'type="module" src=', 'line 9: <script type="module">: modules can\'t be loaded from a disk'),
    "handler": ("<h1>", '<h1 onclick="go()">', "line 15: an attribute onclick: the policy allows scripts"),
    "base": ("<title>", '<base href="static/site.01ab23cd.js"><title>', "line 5: <base>: the policy forbids it"),
    "broken JSON-LD": ('"a < b', "'a < b", "line 10: JSON-LD that can't be read: JSON is malformed"),
}

READING_AIDS = {
    "image": (' alt=""', "", "line 17: <img> without alt"),
    "input": ("<label for=\"q\">Words</label> <input id=\"q\"", "<input", "line 19: <input> without label"),
    "input with an id": ('<label for="q">Words</label> ', "", '<input id="q"> without label'),
    "image button": ("type='search'", "type='image'", 'line 19: <input type="image"> without alt'),
}  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [pytest.param(*case, id=name) for group in (HTML, LINKS, POLICY, READING_AIDS) for name, case in group.items()],
)
def test_a_broken_page_is_told_with_the_reason(tmp_path: Path, old: str, new: str, message: str) -> None:
    problems = found(tmp_path, broken(FILES, "index.html", old, new))

    assert {where for where, _ in problems} == {"index.html"}
    assert message in "\n".join(what for _, what in problems)


FILES_BROKEN = {
    "table without caption": (PAGE, "<caption>Some files</caption>\n", "", "line 17: <table> without caption"),
    "head without scope": (PAGE, ' scope="col"', "", "line 16: <th> without scope"),
    "lost place elsewhere": (
        *("index.html", "#files", "#data"),
        f"a link leads to {PAGE}#data, but nothing there has this id",
    ),
    "no UTF-8": (PAGE, "Find more", "Find \udcff", "can't be read: no UTF-8 at byte 266"),
    "relative link of the 404 page": (
        *("404.html", "/catalog/static/site.01ab23cd.css", "static/site.01ab23cd.css"),
        "line 6: does not begin with /, as links of a page have to that shows at any address: "
        "static/site.01ab23cd.css",
    ),
    "lost link of the 404 page": (
        *("404.html", '"/catalog/"', '"/catalog/no/"'),
        "line 9: leads to a file that the site doesn't have: /catalog/no/",
    ),
    "other root of the 404 page": (
        *("404.html", '"/catalog/"', '"/"'),
        "line 9: does not begin with /catalog/, as links of a page have to that shows at any address: /",
    ),
    "broken JSON": ("data/catalog.json", "1}", "1", "can't be read: Input data was truncated"),
    "broken SVG": ("static/icon.svg", "/>", ">", "can't be read: no element found: line 2, column 0"),
    "lost file of a stylesheet": (
        *("static/site.01ab23cd.css", "icon.svg", "logo.svg"),
        "line 1: leads to a file that the site doesn't have: logo.svg",
    ),
    "foreign import": (
        *("static/site.01ab23cd.css", "body", '@import "https://e.org/x.css"; body'),
        "line 1: the browser would ask another host for this: https://e.org/x.css",
    ),
    "no policy": (
        *("_headers", "/dandiset/*", "/d/*"),
        "/dandiset/: no rule gives it a policy (Content-Security-Policy)",
    ),
    "two policies": (
        *("_headers", "/static/*", f"/*\n{POLICY_LINE}\n/static/*"),
        "/dandiset/: 2 rules give it a policy: browsers obey all (Content-Security-Policy)",
    ),
    "unsafe policy": (
        *("_headers", "style-src 'self'", "style-src 'unsafe-inline'"),
        "the policy for / allows unsafe-inline",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("address", "old", "new", "message"), [pytest.param(*case, id=name) for name, case in FILES_BROKEN.items()]
)
def test_a_broken_file_is_told_with_the_reason(
    tmp_path: Path, address: str, old: str, new: str, message: str
) -> None:
    assert (address, message) in found(tmp_path, broken(FILES, address, old, new))


def test_what_is_wrong_many_times_is_told_once(tmp_path: Path) -> None:
    files = {**FILES, PAGE: DANDISET.replace(' scope="col"', "")}

    assert found(tmp_path, files) == [(PAGE, "line 16: <th> without scope (2 times)")]


def test_a_page_with_hundreds_of_problems_is_cut_short(tmp_path: Path) -> None:
    links = "".join(f'<a href="{number}.html">x</a>' for number in range(300))

    problems = found(tmp_path, broken(FILES, "index.html", "5 &#x20AC;</a>", f"5</a>{links}"))

    assert len(problems) == 21
    assert problems[-1] == ("index.html", "280 more on this page")


def test_a_folder_that_no_build_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(HOME)

    with pytest.raises(UsageError, match="is no site of dandi-catalog"):
        check_site(tmp_path)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no such folder"):
        check_site(tmp_path / "site")


def test_a_site_that_is_built_anew_meanwhile_is_to_be_checked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = write_site(tmp_path / "site", FILES)
    check_page = run.check_page

    def build_then_check(address: str, source: str, files: SiteFiles) -> PageFindings:
        shutil.rmtree(site, ignore_errors=True)
        write_site(site, FILES)
        return check_page(address, source, files)

    monkeypatch.setattr(run, "check_page", build_then_check)

    with pytest.raises(UsageError, match="was built anew while it was read: check it again"):
        check_site(site, jobs=1)


def test_what_a_build_leaves_when_it_is_killed_is_none_of_the_sites_files(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", FILES)
    write_file(site, f"{WORK}/new/index.html", b"half")

    assert check_site(site).problems == ()


@pytest.mark.parametrize("moment", ["before", "meanwhile"])
def test_a_site_whose_files_are_being_moved_is_to_be_checked_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    site = write_site(tmp_path / "site", FILES)
    (site / WORK).mkdir()
    check_page = run.check_page

    def move_then_check(address: str, source: str, files: SiteFiles) -> PageFindings:
        write_journal(site, Journal(moves=(), removals=()))
        return check_page(address, source, files)

    if moment == "before":
        write_journal(site, Journal(moves=(), removals=()))
    monkeypatch.setattr(run, "check_page", move_then_check)

    with pytest.raises(UsageError, match=r"half built|built anew while it was read"):
        check_site(site, jobs=1)


def test_files_are_held_against_the_manifest(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", FILES)
    (site / "static/site.01ab23cd.js").unlink()
    (site / "notes.txt").write_text("mine")
    (site / "data/catalog.json").write_text("{}")
    (site / "static/icon.png").symlink_to("icon.svg")

    problems = {problem.where: problem.what for problem in check_site(site).problems}

    assert problems == {
        "data/catalog.json": "has 2 bytes where the build wrote 17",
        "index.html": "line 9: leads to a file that the site doesn't have: static/site.01ab23cd.js",
        "notes.txt": "is not of the build: it would be lost with the next one",
        "static/icon.png": "is a link or a device, not a plain file",
        "static/site.01ab23cd.js": "is missing: the build wrote it",
    }


def test_a_manifest_that_is_broken_is_told(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", FILES)
    (site / MANIFEST).write_text("{")

    assert check_site(site).problems == (Finding(where=MANIFEST, what="can't be read: build the site again"),)


def test_a_site_without_headers_is_told(tmp_path: Path) -> None:
    files = {address: text for address, text in FILES.items() if address != "_headers"}

    assert found(tmp_path, files) == [
        ("_headers", "is missing: no page would have a Content-Security-Policy"),
    ]


@pytest.mark.parametrize(
    ("address", "where", "message"),
    [
        ("data/a b.txt", "data/a b.txt", "the name may hold letters, digits, and . _ - alone"),
        ("é/a.txt", "é", "the name may hold letters, digits, and . _ - alone"),
        (f"data/{'a' * 101}", f"data/{'a' * 101}", "the name is longer than 100 bytes"),
        ("data/Catalog.json", "data/catalog.json", "differs from data/Catalog.json only by case"),
        ("Data/other.txt", "data", "differs from Data only by case"),
    ],
)
def test_an_awkward_name_is_told(tmp_path: Path, address: str, where: str, message: str) -> None:
    assert found(tmp_path, {**FILES, address: "{}"}) == [(where, message)]


def test_a_file_over_25_mib_is_told(tmp_path: Path) -> None:
    problems = found(tmp_path, {**FILES, "data/catalog.csv": "x" * (25 << 20) + "x"})

    assert problems == [("data/catalog.csv", "over budget: 26.2 MB, where hosts take 26.2 MB a file")]


def test_too_many_files_and_bytes_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "MOST_FILES", 7)
    monkeypatch.setattr(folder, "MOST_BYTES", 2_000)
    total = sum(len(text.encode()) for text in FILES.values())

    assert found(tmp_path, FILES) == [
        ("site", "over budget: 10 files, where free hosts take 7"),
        ("site", f"over budget: {total / 1000:.1f} kB in all, where 2.0 kB is the most"),
    ]


def heavy(kilobytes: int) -> str:
    """A dandiset's page that no compression makes much smaller than this."""
    digits = "".join(hashlib.sha256(b"%d" % number).hexdigest() for number in range(kilobytes * 32))
    return DANDISET.replace("Find more", digits)


def test_a_dandiset_page_over_40_kb_compressed_is_told(tmp_path: Path) -> None:
    ((where, what),) = found(tmp_path, {**FILES, PAGE: heavy(50)})

    assert where == PAGE
    assert what.startswith("over budget: 5")
    assert what.endswith(" KB compressed, where 40 KB is the most")


@pytest.mark.parametrize(("over", "notes"), [(5, 0), (6, 1)])
def test_a_twentieth_of_the_dandiset_pages_may_need_two_round_trips(tmp_path: Path, over: int, notes: int) -> None:
    pages = {f"dandiset/{n:06d}/index.html": heavy(16) if n <= over else DANDISET for n in range(1, 101)}

    told = check_site(write_site(tmp_path / "site", {**FILES, **pages}))

    long = "over budget: 6 of 100 dandiset pages (6.0%) are over 14 KB compressed, where 5% may be"
    assert told.notes == (Finding(where="site", what=long),)[:notes]
    assert told.problems == ()


SAID = {
    "text": ("Fish", "See http://localhost:88/,", "the text names an address that only private networks"),
    "text with a reference": ("Fish", "&lt;https://[::1]/&gt;", "have, [::1]"),
    "text of a link": (">Files<", ">http://nas.local/x<", "have, nas.local"),
    "code": ("Fish", "<code>curl -O http://192.168.0.7/a.nwb</code>", "have, 192.168.0.7"),
    "title": ("<title>A", "<title>http://10.0.0.1/ A", "the text names an address"),
    "description": ("<title>", '<meta name="description" content="http://10.0.0.1/"><title>', "have, 10.0.0.1"),
    "words for an image": ('alt=""', 'alt="http://127.0.0.1/"', "have, 127.0.0.1"),
    "words for a part": ("<h2 id", '<h2 aria-label="http://localhost/" id', "have, localhost"),
    "words on a link": ('<a href="#main"', '<a title="http://localhost/" href="#main"', "have, localhost"),
    "what a column goes by": ("<p>Fish", '<p data-value="http://localhost/">Fish', "have, localhost"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), SAID.values(), ids=SAID)
def test_what_a_text_says_is_a_note_and_no_problem(tmp_path: Path, old: str, new: str, message: str) -> None:
    told = check_site(write_site(tmp_path / "site", broken(FILES, "index.html", old, new)))

    assert told.problems == ()
    assert [note.where for note in told.notes] == ["index.html"]
    assert message in told.notes[0].what


def test_what_many_texts_say_is_told_once(tmp_path: Path) -> None:
    said = DANDISET.replace("Find more", "http://localhost/")
    pages = {f"dandiset/{number:06d}/index.html": said for number in range(1, 4)}

    (note,) = check_site(write_site(tmp_path / "site", {**FILES, **pages})).notes

    assert note.where == "dandiset/000001/index.html"
    assert note.what.endswith("networks have, localhost (as on 2\u00a0more pages)")


def test_several_processes_find_what_one_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "_WORTH_A_PROCESS_BYTES", 1000)
    pages = {f"dandiset/{n:06d}/index.html": DANDISET.replace("#find", f"#place-{n}") for n in range(20)}
    site = write_site(tmp_path / "site", {**FILES, **pages})

    assert len(check_site(site, jobs=1).problems) == 20
    assert check_site(site, jobs=2) == check_site(site, jobs=1)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("http://localhost:8000/", "localhost"),
        ("https://user:word@localhost/", "localhost"),
        ("https://archive.local/", "archive.local"),
        ("http://[::1]:80/", "[::1]"),
        ("http://192.168.1.1", "192.168.1.1"),
        ("https://neurosift.app/nwb?url=http%3A%2F%2F172.16.0.1%2Fapi", "172.16.0.1"),
        ("https://localhost.example.org/", None),
        ("https://93.184.216.34/", None),
        ("https://api.dandiarchive.org/api/assets/1/download/", None),
    ],
)
def test_private_hosts_are_known(address: str, host: str | None) -> None:
    assert private_host(address) == host
