"""Files with odd names in a browser: each leads to its own details, and its lists and commands run nothing else."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from builder.catalog.text.lines import is_true_path
from support.readers.run_commands import run_command
from support.sites.odd_files import SHOWN, OddSite

pytest_plugins = ["support.sites.fixtures", "support.sites.odd_files_fixtures"]

API = "https://api.dandiarchive.org/api/assets"
EVERY_FILE = """async () => {
  const { tree } = catalogFiles.page;
  const files = [];
  const walk = async (folder) => {
    await tree.fill(folder);
    for (const node of await tree.list(folder, 0, Infinity)) {
      if (node.isFolder) await walk(node);
      else files.push(await tree.details(node));
    }
  };
  await walk(tree.top);
  return files.map(({ parent, ...file }) => file);
}"""


@pytest.fixture
def page(browser: Browser, odd: OddSite) -> Page:
    """The page of the files, from disk."""
    page = browser.new_page()
    page.goto((odd.folder / "index.html").as_uri())
    expect(page.locator(".tree--live")).to_be_attached()
    yield page
    page.close()


def test_each_file_has_its_own_details(page: Page, odd: OddSite) -> None:
    files = page.evaluate(EVERY_FILE)
    shown = {file["id"]: (file["path"], file["size"], file["blob"], file["sum"]) for file in files}

    assert len(files) == len(shown)
    assert shown == {
        asset_id: (
            odd.paths[asset_id],
            asset["size"],
            asset["blob"],
            asset["metadata"]["digest"]["dandi:sha2-256"],
        )
        for asset_id, asset in odd.files.items()
    }


def test_a_path_leads_to_its_file(page: Page, odd: OddSite) -> None:
    own = {path: asset_id for asset_id, path in odd.paths.items() if Counter(odd.paths.values())[path] == 1}
    found = page.evaluate(
        """async (paths) => {
            const { tree } = catalogFiles.page;
            const ids = [];
            for (const path of paths) {
              const { node, isFound } = await tree.find(path);
              ids.push(isFound && !node.isFolder ? (await tree.details(node)).id : `no ${path}`);
            }
            return ids;
        }""",
        list(own),
    )

    assert dict(zip(own, found, strict=True)) == own


def made_lists(page: Page) -> dict[str, Any]:
    return page.evaluate(
        f"""async () => {{
            const files = await ({EVERY_FILE})();
            const {{ commands }} = catalogFiles.parts;
            const {{ offer }} = catalogFiles.page;
            return {{
              files,
              addresses: commands.addressList(offer, files),
              urls: commands.urlList(offer, files),
              aria2: commands.ariaInput(offer, files),
              aws: commands.awsScript(offer, files),
              snippets: files.map((file) => offer.snippetsOf(file)),
            }};
        }}"""
    )


def test_lists_hold_each_files_own_address_and_lead_nowhere_else(page: Page, odd: OddSite) -> None:
    lists = made_lists(page)
    safe = [path for path in odd.paths.values() if not leads_out(path)]
    lines = lists["aria2"]["text"].split("\n")[:-1]
    asked = dict(zip(lines[::2], lines[1::2], strict=True))

    assert sorted(lists["urls"]["text"].split()) == sorted(f"{API}/{asset_id}/download/" for asset_id in odd.files)
    assert lists["aria2"]["count"] == len(safe)
    for url, out in asked.items():
        assert out == f"  out={odd.paths[url.removeprefix(API)[1 : -len('/download/')]]}"
    assert lists["aria2"]["left"] == {"path": len(odd.paths) - len(safe)}


def leads_out(path: str) -> bool:
    """Whether writing there may leave the folder, here or on Windows."""
    parts = path.replace("\\", "/").split("/")
    return parts[0] == "" or path[1:2] == ":" or not {".", ".."}.isdisjoint(parts)


def test_what_the_archive_does_not_know_by_its_path_is_not_asked_for_so(page: Page, odd: OddSite) -> None:
    lists = made_lists(page)
    known = [path for path in odd.paths.values() if is_true_path(path)]
    labels = {
        file["path"]: {code["label"] for code in codes}
        for file, codes in zip(lists["files"], lists["snippets"], strict=True)
    }

    assert lists["addresses"]["count"] == len(known)
    assert lists["addresses"]["left"].get("signs", 0) == len(odd.paths) - len(known)
    for path, found in labels.items():
        assert ("DANDI client" in found) == is_true_path(path)
        assert {"curl", "AWS CLI"} <= found


def test_commands_and_scripts_run_nothing_else(page: Page, odd: OddSite, tmp_path: Path) -> None:
    lists = made_lists(page)
    folder = tmp_path / "here"
    folder.mkdir()
    (folder / "addresses.txt").write_text(lists["addresses"]["text"], encoding="utf-8")
    codes = [
        code for codes in lists["snippets"] for code in codes if code["label"] in ("DANDI client", "curl", "AWS CLI")
    ]
    one = run_command("\n".join(code["text"] for code in codes), folder)
    script = run_command(lists["aws"]["text"], folder)
    client = run_command("xargs -n 50 dandi download < addresses.txt", folder)
    given = [word for call in client.calls for word in call[2:]]

    assert one.made == script.made == client.made == set()
    assert len(one.calls) == len(codes)
    assert [len(call) for call in script.calls] == [6] * lists["aws"]["count"]
    assert {call[-1].removeprefix("./") for call in script.calls} == {
        path for path in odd.paths.values() if not leads_out(path)
    }
    assert given == lists["addresses"]["text"].split()
    for call in one.calls:
        written = call[call.index("--output") + 1] if call[0] == "curl" else call[-1]
        assert call[0] == "dandi" or not (leads_out(written.removeprefix("./")) or written[:1] in "-~"), call


def test_the_panel_of_each_odd_file_shows_its_path(page: Page, odd: OddSite) -> None:
    for path in set(SHOWN.values()) & set(odd.paths.values()):
        page.evaluate("(path) => { location.hash = new URLSearchParams({ location: path }).toString(); }", path)
        panel = page.locator(".file-panel")
        expect(panel.locator('[data-part="name"]')).to_have_text(path.rpartition("/")[2])
        expect(panel.locator('[data-part="download"]')).to_be_visible()
        [name] = [asset_id for asset_id, other in odd.paths.items() if other == path][:1]
        expect(panel).to_contain_text(name)
