"""Read catalog.yaml; every mistake in it is reported at once, with its line."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import yaml
from yaml.nodes import MappingNode, Node

from builder.errors import SettingsError, UsageError
from builder.settings import values
from builder.settings.block import Block, Mistake
from builder.settings.model import ArchiveAddresses, Canonical, KnownArchive, Select, Settings, Twins, Versions

LOGO_SUFFIXES = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif")
THEME_FOLDERS = ("templates", "static", "content")
_SELECT_KEYS = tuple(field.name for field in fields(Select))


def read_settings(path: Path) -> Settings:
    """The settings in a file. SettingsError tells every mistake in it."""
    text = _read_text(path)
    node = _compose(text, path)
    if node is None or (node.tag == "tag:yaml.org,2002:null" and not node.value):
        return Settings(folder=path.parent)
    if not isinstance(node, MappingNode):
        raise SettingsError(path, [f"line {node.start_mark.line + 1}: must hold keys, like title: My catalog"])
    mistakes: list[Mistake] = []
    settings = _read_settings(Block(node, lines=text.splitlines(), mistakes=mistakes), path.parent)
    if mistakes:
        raise SettingsError(path, [str(mistake) for mistake in sorted(mistakes, key=lambda found: found.line)])
    return settings


def _read_settings(block: Block, folder: Path) -> Settings:
    default = Settings()
    settings = Settings(
        folder=folder,
        title=block.value("title", values.line, default.title),
        tagline=block.value("tagline", values.line, None),
        logo=block.value("logo", values.file_in(folder, LOGO_SUFFIXES), None),
        accent=block.value("accent", values.colour, None),
        footer=block.value("footer", values.markdown, None),
        base_url=block.value("base_url", values.base_url, None),
        archive=_read_archive(block),
        canonical=block.value("canonical", values.choice(Canonical), None),
        noindex=block.flag("noindex", default.noindex),
        versions=block.value("versions", values.choice(Versions), default.versions),
        twins=block.value("twins", values.choice(Twins), default.twins),
        select=_read_select(block.block("select")),
        exclude=block.values("exclude", values.identifier),
        viewers=block.flags("viewers"),
        show_emails=block.flag("show_emails", default.show_emails),
        theme=block.value("theme", values.folder_in(folder, THEME_FOLDERS), None),
    )
    block.finish(elsewhere=dict.fromkeys(_SELECT_KEYS, "select"))
    return settings


def _read_archive(block: Block) -> KnownArchive | ArchiveAddresses | None:
    if not block.holds_block("archive"):
        return block.value("archive", _known_archive, None)
    addresses = block.block("archive")
    if addresses is None:
        return None
    read = ArchiveAddresses(
        api=addresses.required(
            "api", values.service_url, "where its API answers, like https://api.dandiarchive.org/api"
        ),
        web=addresses.required("web", values.service_url, "its website, like https://dandiarchive.org"),
        neurosift=addresses.value("neurosift", values.service_url, None),
    )
    addresses.finish()
    return read


def _known_archive(text: str) -> KnownArchive:
    try:
        return values.choice(KnownArchive)(text)
    except ValueError as error:
        raise ValueError(f"{error}; for another archive write api: and web: under it") from None


def _read_select(block: Block | None) -> Select:
    if block is None:
        return Select()
    select = Select(
        ids=block.values("ids", values.identifier),
        contributors=block.values("contributors", values.orcid),
        institutions=block.values("institutions", values.ror),
        awards=block.values("awards", values.line),
        species=block.values("species", values.line),
        keywords=block.values("keywords", values.line),
    )
    block.finish()
    return select


def _read_text(path: Path) -> str:
    if not path.exists():
        raise UsageError(f"{path}: there is no such settings file; name one that is there, or leave --config out")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: the settings can't be read: {error.strerror}") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The error counts from the start of what was decoded, which is after a byte order mark.
        line = data[: error.start].count(b"\n") + 1
        raise SettingsError(path, [f"line {line}: not UTF-8: save the file in that encoding"]) from error


def _compose(text: str, path: Path) -> Node | None:
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        mistake = f"line {line}: the character U+{ord(text[error.position]):04X} may not stand in YAML: remove it"
    except yaml.MarkedYAMLError as error:
        mistake = _syntax_mistake(error)
    except (ValueError, OverflowError):
        mistake = "line 1: not YAML: somewhere in the file an escape (\\U…) names no character"
    except RecursionError:
        mistake = "line 1: nested too deeply for settings"
    raise SettingsError(path, [mistake])


def _syntax_mistake(error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 1
    problem = error.problem or "not YAML"
    if "'\\t'" in problem:
        return f"line {line}: a tab: indent with spaces"
    if "mapping values are not allowed" in problem:
        return f"line {line}: a value that holds a colon must be in quotes, or the indentation is wrong"
    context = f" ({error.context})" if error.context else ""
    return f"line {line}: not YAML: {problem}{context}"
