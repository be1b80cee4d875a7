"""A setting: added by the recipe, it is read, its mistakes are told, and pages hold what it says."""

from __future__ import annotations

from pathlib import Path

from support.archives.small import make_small_archive
from support.machine.copied_program import run
from support.project.recipes import Checkout, told_files

MODEL, READING, SITE = "builder/settings/model.py", "builder/settings/reading.py", "builder/site/contexts/frame.py"
SOURCES, FRAME = "builder/site/pipeline/sources.py", "templates/base.html"
KEPT, README = "tests/site/pipeline/test_kept.py", "README.md"
BUILD = """
import sys
from pathlib import Path
from builder.settings import load_settings
from builder.site.pipeline.build import build
build(Path(sys.argv[1]), load_settings(Path("catalog.yaml")), Path("site"), jobs=1)
"""


def follow(folder: Path, *, is_whole: bool = True) -> Checkout:
    checkout = Checkout(folder)
    checkout.insert(
        MODEL,
        '    owner: str | None = None\n    """Who runs the site, one line; None tells nobody."""\n',
        before="    theme: Path | None = None\n",
    )
    checkout.insert(
        READING,
        '        owner=block.value("owner", values.line, None),\n',
        before='        theme=block.value("theme"',
    )
    checkout.insert(
        SITE, '    owner: str | None = None\n    """Who runs it."""\n', before="    opensearch: str | None = None\n"
    )
    checkout.insert(SOURCES, "        owner=settings.owner,\n", before="        opensearch=")
    checkout.insert(
        FRAME,
        '{% if site.owner %}\n<meta name="publisher" content="{{ site.owner }}">\n{% endif %}\n',
        before="{% if head.canonical %}",
    )
    if is_whole:
        checkout.insert(KEPT, '    "owner": ("The Example Lab",),\n', before='    "show_emails": (True,),\n')
        checkout.insert(README, "`owner`, ", before="`noindex`, `show_emails`")
    return checkout


def test_the_recipe_makes_a_setting(tmp_path: Path) -> None:
    checkout = follow(tmp_path / "copy")
    (checkout.folder / "catalog.yaml").write_text('owner: Lab <"A">\n', encoding="utf-8")
    run(checkout.folder, BUILD, make_small_archive(tmp_path / "snapshot.sqlite"))

    assert checkout.touched == told_files("A setting")
    for page in ("index.html", "dandiset/000001/index.html", "404.html"):
        text = (checkout.folder / "site" / page).read_text(encoding="utf-8")
        assert '<meta name="publisher" content="Lab &lt;&#34;A&#34;&gt;">' in text
    checkout.passing_tests("tests/settings/test_settings.py::test_every_setting_is_a_key")


def test_what_is_forgotten_is_named(tmp_path: Path) -> None:
    checkout = follow(tmp_path / "copy", is_whole=False)
    told = checkout.failed_tests(
        "tests/project/test_project.py::test_every_command_and_setting_is_told_in_the_readme",
        "tests/site/pipeline/test_kept.py::test_every_setting_is_tried",
    )

    assert "2 failed" in told
    assert "assert ['owner'] == []" in told
    assert "Extra items in the right set:\nE         'owner'" in told


def test_a_field_that_nobody_reads_is_named(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path / "copy")
    checkout.insert(MODEL, "    owner: str | None = None\n", before="    theme: Path | None = None\n")
    told = checkout.failed_tests("tests/settings/test_settings.py::test_every_setting_is_a_key")

    assert "owner: unknown key" in told
