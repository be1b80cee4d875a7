"""Contexts to HTML, by the templates; every link is held against the plan as it is written."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from types import CodeType, MappingProxyType

import jinja2
from jinja2.bccache import Bucket

from builder.errors import TemplateError
from builder.site.contexts import NotFoundPage, Page
from builder.site.frame import addresses
from builder.site.frame.former_names import instead_of, where_now
from builder.site.frame.icons import ICONS


class Renderer:
    """Renders pages; keeps the templates compiled."""

    def __init__(
        self,
        template_folders: Sequence[Path],
        planned: Collection[str],
        root: str,
        static_names: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """`planned` are the addresses that the finished site will have; `root` is the site's path on its host.

        `static_names` are those of a scope.
        """
        self._planned = planned
        self._root = root
        self._static_names = static_names
        self._linked_browse_pages: set[str] = set()
        self._environment = jinja2.Environment(
            loader=_Loader([str(folder) for folder in template_folders]),
            autoescape=True,
            undefined=_Undefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            bytecode_cache=_COMPILED,
        )
        self._environment.globals["icons"] = ICONS

    def render(self, page: Page, own: Collection[str] = ()) -> str:
        """The page's HTML. TemplateError if its template names what isn't there, and where.

        `own` are addresses beyond the planned ones that the page may link to.
        """
        name = page.template
        values = {field.name: getattr(page, field.name) for field in dataclasses.fields(page)}
        values |= {former: _Undefined(obj=page, name=former) for former in page.renamed}
        try:
            return self._environment.get_template(name).render(values, link=self._linker(page, own))
        except jinja2.TemplateSyntaxError as error:
            raise TemplateError(f"{error.filename}, line {error.lineno}: {error.message}") from error
        except jinja2.TemplateNotFound as error:
            raise TemplateError(f"{name}: there is no template {error.name}{where_now(str(error.name))}") from error
        except TemplateError:
            raise
        except Exception as error:  # a template can add, call and compare whatever it likes
            raise TemplateError(f"{_place(error, name)}: {_words(error)}") from error

    def take_linked_browse_pages(self) -> frozenset[str]:
        """The browse pages that were linked to since this was last asked: whoever writes the site owes them."""
        linked = frozenset(self._linked_browse_pages)
        self._linked_browse_pages.clear()
        return linked

    def _linker(self, page: Page, own: Collection[str]) -> Callable[[str], str]:
        """What templates call to link to a page of the site by its address."""
        # A host shows its 404 page at whatever address was asked for: relative links would lead nowhere.
        from_anywhere = isinstance(page, NotFoundPage)

        def link(address: str) -> str:
            address = self._static_names.get(address, address)
            if addresses.is_browse(address):
                self._linked_browse_pages.add(address)
            elif address not in self._planned and address not in own:
                raise LookupError(
                    f"{page.address} links to {address}, which the site doesn't have{instead_of(address)}"
                )
            if from_anywhere:
                return self._root + addresses.pretty(address)
            return addresses.relative(address, page.address)

        return link


class _Undefined(jinja2.StrictUndefined):
    @property
    def _undefined_message(self) -> str:
        """Says of a field that was renamed what it is called now: themes outlive names."""
        new = getattr(self._undefined_obj, "renamed", {}).get(self._undefined_name)
        return f"{super()._undefined_message}: use {new} in its place" if new else super()._undefined_message


class _Compiled(jinja2.BytecodeCache):
    """Templates that this process compiled, each by its name, place and text: for a small site that takes longest."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code:
            self._codes[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


class _Loader(jinja2.FileSystemLoader):
    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError as error:
            raise TemplateError(f"{template}: not UTF-8: save the file in that encoding") from error


def _words(error: Exception) -> str:
    """What went wrong; an error of Python's own says little without its kind."""
    told = isinstance(error, (jinja2.TemplateError, LookupError))
    return str(error) if told else f"{type(error).__name__}: {error}"


def _place(error: Exception, default: str) -> str:
    """The template and line that an error of rendering comes from: the last template frame."""
    place = default
    trace = error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.endswith((".html", ".txt", ".xml")):
            place = f"{file}, line {trace.tb_lineno}"
        trace = trace.tb_next
    return place
