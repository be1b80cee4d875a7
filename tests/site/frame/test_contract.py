"""Templates name exactly what their context classes hold."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, meta, nodes

from builder.machine.folders import builtin_folder
from builder.site import contexts
from builder.site.contexts import Page

TEMPLATE_FOLDER = builtin_folder("templates")
COMPONENT_FILES = sorted((TEMPLATE_FOLDER / "components").rglob("*.html"))
ALL_FILES = sorted(TEMPLATE_FOLDER.rglob("*.html"))
KINDS = [
    kind for _, kind in inspect.getmembers(contexts, inspect.isclass) if issubclass(kind, Page) and kind is not Page
]
GIVEN = {"link", "icons"}
"""What the renderer hands to every template beside the context."""
IMPORTED = {"command", "icon", "term_link", "text_link"}
"""Macros that other components import."""

environment = Environment(loader=FileSystemLoader(TEMPLATE_FOLDER), autoescape=True)


def parse(name: str) -> nodes.Template:
    assert environment.loader
    return environment.parse(environment.loader.get_source(environment, name)[0])


def free_names(name: str) -> set[str]:
    """What a template takes from its context, with the templates that it extends and includes."""
    tree = parse(name)
    # Jinja reports a macro that is imported at the top and used in a block as undeclared.
    imported = {
        target[1] if isinstance(target, tuple) else target
        for node in tree.find_all(nodes.FromImport)
        for target in node.names
    } | {node.target for node in tree.find_all(nodes.Import)}
    found = meta.find_undeclared_variables(tree) - imported
    for node in tree.find_all((nodes.Extends, nodes.Include)):
        assert isinstance(node.template, nodes.Const), f"{name}: name the template that is extended as a text"
        found |= free_names(node.template.value)
    return found


each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)


@each_kind
def test_a_template_names_only_what_its_context_has(kind: type[Page]) -> None:
    missing = free_names(kind.template) - {field.name for field in dataclasses.fields(kind)} - GIVEN

    assert not missing, (
        f"templates/{kind.template} names {', '.join(sorted(missing))}, which {kind.__name__} doesn't have: "
        f"add a field in builder/site/contexts/, or correct the name"
    )


@each_kind
def test_everything_in_a_context_is_shown(kind: type[Page]) -> None:
    unused = {field.name for field in dataclasses.fields(kind)} - free_names(kind.template)

    assert not unused, (
        f"{kind.__name__} has {', '.join(sorted(unused))}, which templates/{kind.template} doesn't use: "
        f"show it, or remove the field from builder/site/contexts/"
    )


def test_every_page_template_has_a_context() -> None:
    pages = (
        {template_name(path) for path in ALL_FILES}
        - {template_name(path) for path in COMPONENT_FILES}
        - {"base.html"}
    )

    assert pages == {kind.template for kind in KINDS}, "name each page template in its context class: template"


def test_every_context_class_names_a_template_of_its_own() -> None:
    named = [kind.template for kind in KINDS if "template" in vars(kind)]

    assert len(set(named)) == len(KINDS), "name in each context class of a page its own template"


def attributes_named() -> set[str]:
    return {node.attr for path in ALL_FILES for node in parse(template_name(path)).find_all(nodes.Getattr)}


def template_name(path: Path) -> str:
    return path.relative_to(TEMPLATE_FOLDER).as_posix()


def parts() -> list[type]:
    """The classes that contexts are made of: cards, rows, links."""
    kinds = [kind for _, kind in inspect.getmembers(contexts, dataclasses.is_dataclass)]
    return [kind for kind in kinds if not issubclass(kind, Page)]


@pytest.mark.parametrize("kind", parts(), ids=lambda kind: kind.__name__)
def test_every_field_of_a_part_is_shown_somewhere(kind: type) -> None:
    unused = {field.name for field in dataclasses.fields(kind)} - attributes_named()

    assert not unused, f"no template uses {kind.__name__}.{', '.join(sorted(unused))}: show it, or remove the field"


def test_templates_name_only_attributes_that_some_part_has() -> None:
    known = {field.name for kind in parts() for field in dataclasses.fields(kind)} | {"last"}  # of Jinja's `loop`

    assert attributes_named() <= known


def test_every_part_is_frozen_and_every_part_is_in_a_page() -> None:
    folder = Path(inspect.getfile(contexts)).parent
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in folder.glob("*.py")]
    used = {node.id for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Name)}

    assert [kind.__name__ for kind in parts() if not kind.__dataclass_params__.frozen] == []  # type: ignore[attr-defined]
    assert [kind.__name__ for kind in parts() if kind.__name__ not in used] == []


@pytest.mark.parametrize("path", ALL_FILES, ids=template_name)
def test_no_template_switches_escaping_off(path: Path) -> None:
    tree = parse(template_name(path))

    assert "safe" not in {node.name for node in tree.find_all(nodes.Filter)}
    assert not list(tree.find_all((nodes.ScopedEvalContextModifier, nodes.EvalContextModifier)))


@pytest.mark.parametrize("path", ALL_FILES, ids=template_name)
def test_no_template_sets_variables_or_reckons(path: Path) -> None:
    tree = parse(template_name(path))
    logic = (nodes.Assign, nodes.AssignBlock, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.Mod)

    assert not list(tree.find_all(logic)), "choose, sort and format in Python"


@pytest.mark.parametrize("path", ALL_FILES, ids=template_name)
def test_links_inside_the_site_go_through_link(path: Path) -> None:
    written = re.findall(r'(?:href|src)="(?!mailto:)([^"#{][^"]*)"', path.read_text(encoding="utf-8"))

    assert written == []


@pytest.mark.parametrize("path", COMPONENT_FILES, ids=template_name)
def test_a_component_is_one_macro_with_its_parameters_told_above(path: Path) -> None:
    (macro,) = parse(template_name(path)).find_all(nodes.Macro)
    text = path.read_text(encoding="utf-8")
    told = re.search(r"\{# (\w+)\(([^)]*)\): .+? #\}\n\{% macro ", text)

    assert told, f"write a comment like {{# {macro.name}(…): what it shows #}} right above the macro of {path.name}"
    assert told[1] == macro.name
    assert [name.partition("=")[0].strip() for name in told[2].split(",")] == [
        argument.name for argument in macro.args
    ]
    assert not meta.find_undeclared_variables(parse(template_name(path))) - IMPORTED - {"icons"}


@pytest.mark.parametrize("path", COMPONENT_FILES, ids=template_name)
def test_every_component_is_used(path: Path) -> None:
    importing = [
        template_name(other)
        for other in ALL_FILES
        for node in parse(template_name(other)).find_all(nodes.FromImport)
        if isinstance(node.template, nodes.Const) and node.template.value == template_name(path)
    ]

    assert importing
