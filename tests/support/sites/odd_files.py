"""A site of a dandiset whose files have odd names: what the tests of its scripts, tables and commands read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from builder.settings import Settings
from builder.site.files.pieces import PIECE_FILES
from builder.site.frame import addresses
from builder.site.pipeline.build import build
from builder.snapshot import ArchiveRow, Snapshot
from builder.snapshot.loading import load_assets
from support.archives.small import INFO, NOW, blob_asset, encode, put_draft
from support.sites.file_pieces import Pieces, read_pieces
from support.sites.pages import Html, read_page

IDENTIFIER = "000001"
SHOWN = {
    "x\ny.nwb": "x␊y.nwb",
    "x\ty.nwb": "x␉y.nwb",
    "x\r\ny.nwb": "x␍␊y.nwb",
    "x\u2028y.nwb": "x␤y.nwb",
    "x\u2029z.nwb": "x␤z.nwb",
    "x\u202eggj.nwb": "x�ggj.nwb",
    "x\u2066y.nwb": "x�y.nwb",
    "evil\t99\thttps://evil.example/x\nevil.nwb": "evil␉99␉https:/␀/evil.example/x␊evil.nwb",
    "a\n  out=../../evil": "a␊  out=../../evil",
    "\n": "␊",
    "x\0y.nwb": "x␀y.nwb",
    "x\x07y.nwb": "x␇y.nwb",
    "x\x1b[31my.nwb": "x␛[31my.nwb",
    "x\x7fy.nwb": "x␡y.nwb",
    "x\x85y.nwb": "x␤y.nwb",
    "x\x9by.nwb": "x�y.nwb",
    "sub-1\n/ses\t1/a.nwb": "sub-1␊/ses␉1/a.nwb",
    "": "␀",
    "/etc/passwd": "␀/etc/passwd",
    "a//b.nwb": "a/␀/b.nwb",
    "a/b/": "a/b/␀",
    "//": "␀/␀/␀",
}
"""Paths with signs that nobody sees, and as they are shown."""
AS_THEY_ARE = [
    *(
        "plain.nwb",
        "x y.nwb",
        "sub-1/a.nwb",
        "etc/passwd",
        "a/b.nwb",
        ".hidden",
        "a/.git/config",
        "_x",
        "0",
        "脳.nwb",
        "é/ü.nwb",
    ),
    *(
        "-rf",
        "--help",
        "-o/tmp/x",
        "--output=PWNED",
        "=1+1",
        "=cmd|'/c calc'!A1.nwb",
        "+1",
        "@SUM(1)",
        "＝1",
        "'",
        "''",
    ),
    *(
        '"',
        '"x.nwb',
        'x"y.nwb',
        '""',
        " ",
        " lead.nwb",
        "trail.nwb ",
        "\u00a0=1",
        "\u200b=1",
        "\u3164=1",
        "~",
        "~root/x",
    ),
    *(
        "../up.nwb",
        "../../../../etc/passwd",
        "..",
        ".",
        "...",
        "a/../b",
        "a/..",
        "./x",
        "..\\..\\win.ini",
        "a\\b.nwb",
    ),
    *(
        "C:x.nwb",
        "c:\\x",
        "\\\\host\\x",
        "$(touch PWNED)",
        "`touch PWNED`",
        "a;touch PWNED",
        "a|touch PWNED",
        "a&touch PWNED",
    ),
    *(
        "'; touch PWNED; '",
        '"; touch PWNED; "',
        "${IFS}",
        "$PATH",
        "%PATH%",
        "!!",
        "{a,b}",
        "*",
        "?",
        "[x]",
        "#x",
        ">PWNED",
    ),
    *(
        "x\\",
        "\\n",
        "%0a",
        "%2e%2e/x",
        "<img src=x onerror=pwn(1)>.nwb",
        "</script>",
        "__proto__/x",
        "constructor",
        "ﬁ",
        "İ",
    ),
]
SIZES = {path: 1000 + number for number, path in enumerate([*SHOWN, *AS_THEY_ARE])}


@dataclass(frozen=True)
class OddSite:
    """A site of one dandiset with odd files."""

    folder: Path
    """Where the page of its files lies."""
    page: Html
    files: dict[str, dict[str, object]]
    """Asset id -> its asset."""
    paths: dict[str, str]
    """Asset id -> its path as it is read, without what leaves all text of the archive."""
    pieces: Pieces


def make_odd(folder: Path, paths: dict[str, int]) -> OddSite:
    assets = [blob_asset(number, path, size=size) for number, (path, size) in enumerate(paths.items(), start=1)]
    for number, asset in enumerate(assets, start=1):
        asset["metadata"]["digest"] = {"dandi:sha2-256": f"{number:064x}"}
    with Snapshot.writable(folder / "snapshot.sqlite") as snapshot:
        snapshot.put_archive(ArchiveRow(info=encode(INFO), api_url="https://api.dandiarchive.org/api", read_utc=NOW))
        put_draft(snapshot, IDENTIFIER, "Odd names", assets, created=NOW)
        snapshot.settle()
    build(folder / "snapshot.sqlite", Settings(), folder / "site")
    with Snapshot.readable(folder / "snapshot.sqlite") as snapshot:
        read = {asset.asset_id: asset.path for asset in load_assets(snapshot, IDENTIFIER, "draft", Settings())}
    files = (folder / "site" / addresses.files(IDENTIFIER, "draft")).parent
    return OddSite(
        folder=files,
        page=read_page(folder / "site", addresses.files(IDENTIFIER, "draft")),
        files={asset["asset_id"]: asset for asset in assets},
        paths=read,
        pieces=read_pieces(sorted(files.glob("*.js")), PIECE_FILES),
    )
