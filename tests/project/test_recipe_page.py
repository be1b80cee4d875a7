"""A kind of page is a context, a template and an address: added by the recipe, it is built, linked and checked."""

from __future__ import annotations

from pathlib import Path

from support.archives.small import make_small_archive
from support.machine.copied_program import run
from support.project.recipes import Checkout, told_files

CONTEXT, ALL, TEMPLATE = (
    "builder/site/contexts/thanks.py",
    "builder/site/contexts/__init__.py",
    "templates/pages/thanks.html",
)
ADDRESSES, PLAN, MAKER = (
    "builder/site/frame/addresses.py",
    "builder/site/pipeline/plan.py",
    "builder/site/notices/thanks.py",
)
OUTPUTS, FRAME, BROWSER = (
    "builder/site/pipeline/shared_pages.py",
    "templates/base.html",
    "tests/browser/test_pages.py",
)
CLASS = '''"""Whom the catalog thanks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from builder.site.contexts.frame import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class ThanksPage(Page):
    template: ClassVar[str] = "pages/thanks.html"
    names: tuple[str, ...]
'''
HTML = """{% extends "base.html" %}
{% block main %}
<h1>Thanks</h1>
<ul>
  {% for name in names %}
  <li>{{ name }}</li>
  {% endfor %}
</ul>
{% endblock %}
"""
FUNCTION = '''"""The page of thanks. Pure."""

from __future__ import annotations

from builder.site.contexts import Head, ThanksPage
from builder.site.frame import addresses
from builder.site.frame.scope import Scope


def thanks_page(scope: Scope) -> ThanksPage:
    return ThanksPage(
        site=scope.site,
        head=Head(title="Thanks", description="Whom this catalog thanks."),
        address=addresses.THANKS,
        names=("You & <us>",),
    )
'''
BUILD = """
from pathlib import Path
from builder.settings import Settings
from builder.site.pipeline.build import build
build(Path({snapshot!r}), Settings(), Path("site"), jobs=1)
"""
CHECK = """
import sys
from pathlib import Path
from builder.check.site import check_site
print([str(problem) for problem in check_site(Path(sys.argv[1]), jobs=1).problems])
"""


def follow(folder: Path, *, is_planned: bool = True) -> Checkout:
    checkout = Checkout(folder)
    checkout.add(CONTEXT, CLASS)
    checkout.append(ALL, "from builder.site.contexts.thanks import ThanksPage\n")
    checkout.add(TEMPLATE, HTML)
    checkout.insert(ADDRESSES, 'THANKS = "thanks/index.html"\n', before='COMPONENTS = "')
    if is_planned:
        checkout.insert(PLAN, "            addresses.THANKS,\n", before="            addresses.COMPONENTS,\n")
    checkout.add(MAKER, FUNCTION)
    checkout.insert(
        OUTPUTS,
        "from builder.site.notices.thanks import thanks_page\n",
        before="from builder.site.parts.lists import",
    )
    checkout.insert(OUTPUTS, "    yield thanks_page(scope)\n", before="    yield not_found_page(scope)\n")
    checkout.insert(
        FRAME,
        "<p><a href=\"{{ link('thanks/index.html') }}\">Thanks</a></p>\n",
        before='<footer class="site-footer">',
    )
    if is_planned:
        checkout.insert(
            BROWSER, '    "thanks": (contexts.ThanksPage, "thanks/index.html"),\n', before='    "404": (contexts.'
        )
    return checkout


def test_the_recipe_makes_a_kind_of_page(tmp_path: Path) -> None:
    checkout = follow(tmp_path / "copy")
    site = checkout.build(make_small_archive(tmp_path / "snapshot.sqlite"))

    assert checkout.touched == told_files("A kind of page")
    assert "<li>You &amp; &lt;us&gt;</li>" in (site / "thanks" / "index.html").read_text(encoding="utf-8")
    assert 'href="../thanks/index.html"' in (site / "about" / "index.html").read_text(encoding="utf-8")
    assert run(checkout.folder, CHECK, site) == "[]\n"
    checkout.passing_tests("tests/browser/test_pages.py::test_every_kind_of_page_is_looked_at")


def test_what_is_forgotten_is_named(tmp_path: Path) -> None:
    checkout = follow(tmp_path / "copy", is_planned=False)
    (checkout.folder / TEMPLATE).write_text(HTML.replace("in names", "in people"), encoding="utf-8")
    told = checkout.failed_tests(
        "tests/browser/test_pages.py::test_every_kind_of_page_is_looked_at",
        "tests/site/frame/test_contract.py::test_a_template_names_only_what_its_context_has",
    )
    snapshot = make_small_archive(tmp_path / "snapshot.sqlite")

    assert "2 failed" in told
    assert "ThanksPage" in told
    assert "templates/pages/thanks.html names people, which ThanksPage doesn't have" in told
    assert "thanks/index.html, which the site doesn't have" in checkout.failure(BUILD.format(snapshot=str(snapshot)))
