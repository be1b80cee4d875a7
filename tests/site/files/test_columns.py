"""The table of the tree's columns: what an entry must have beside it, in scripts, styles and docs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from builder.catalog.files.folder_tree import Folder
from builder.catalog.files.table import list_file
from builder.catalog.schema.asset import Asset
from builder.errors import TemplateError
from builder.machine.folders import builtin_folder
from builder.site.files import columns
from builder.site.files.columns import COLUMNS, Form, TreeColumn, Width, file_cells, folder_cells, tree_heads
from builder.site.frame.rendering import Renderer
from support import ROOT
from support.sites.files_site import files_site_page
from support.sites.scope import Anywhere

STATIC = builtin_folder("static")
FORMS_JS = (STATIC / "files" / "data" / "forms.js").read_text(encoding="utf-8")
TREE_CSS = (STATIC / "styles" / "files" / "tree.css").read_text(encoding="utf-8")
TOLD = (ROOT / "docs" / "files.md").read_text(encoding="utf-8")


def test_every_column_that_is_made_stands_in_the_table() -> None:
    made = {name: value for name, value in vars(columns).items() if isinstance(value, TreeColumn)}

    assert [name for name, column in made.items() if column not in COLUMNS] == []
    assert len(made) >= 3


def test_keys_name_one_column_each_and_can_stand_in_an_address() -> None:
    keys = [head.key for head in tree_heads()]

    assert len(set(keys)) == len(keys)
    # What the row that scripts copy has beside its columns is named so, too.
    assert {"link", "state"}.isdisjoint(keys)
    assert [key for key in keys if not re.fullmatch("[a-z]+", key)] == []


def test_files_of_a_folder_are_counted_in_one_column() -> None:
    assert sum(column.folder_form is Form.FILES for column in COLUMNS) == 1
    assert [column.key for column in COLUMNS if column.form is Form.FILES] == []


@pytest.mark.parametrize("form", Form)
def test_scripts_know_every_form(form: Form) -> None:
    table = FORMS_JS.partition("const forms = {")[2].partition("\n  };")[0]

    assert re.search(rf"^    {form}: \{{", table, re.MULTILINE), f"static/files/data/forms.js has no form {form}"


@pytest.mark.parametrize("width", Width)
def test_styles_know_every_width(width: Width) -> None:
    rule = rf"\.tree__head--{width} \{{\s+inline-size:"

    assert re.search(rule, TREE_CSS), f"static/styles/files/tree.css has no .tree__head--{width}"


def test_docs_tell_of_every_column() -> None:
    section = TOLD.partition("## The columns")[2].partition("\n## ")[0]
    told = re.findall(r"^\| `([a-z]+)` \|", section, re.MULTILINE)

    assert told == [column.key for column in COLUMNS]


def test_what_is_not_known_is_empty() -> None:
    cells = {cell.key: cell for cell in file_cells(list_file(Asset(path="a.zarr", asset_id="a", zarr="z", size=0)))}

    assert {key: cell.text for key, cell in cells.items()} == {"kind": "Zarr", "size": "", "added": ""}
    assert cells["size"].value == "0"


def test_folders_tell_what_lies_in_them() -> None:
    cells = folder_cells(Folder(path="a", parent=0, files=2, size_bytes=2_500, newest=19_000))

    assert [" ".join(cell.text.split()) for cell in cells] == ["2 files", "2.5 kB", "8 Jan 2022"]


def test_a_theme_that_names_a_value_by_its_old_field_is_told_the_new_one(tmp_path: Path) -> None:
    page = tmp_path / "pages" / "files.html"
    page.parent.mkdir()
    page.write_text("{% for row in tree.rows %}\n{{ row.size }}\n{% endfor %}", encoding="utf-8")

    with pytest.raises(
        TemplateError, match=r"files\.html, line 2: .* has no attribute 'size': use cells in its place"
    ):
        Renderer([tmp_path, builtin_folder("templates")], Anywhere(), "/").render(files_site_page())
