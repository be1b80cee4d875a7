"""All that a site is made from, read once at the start of a build."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from builder.catalog.facets.people import Mistyped, find_mistyped, without_mistyped
from builder.catalog.files.viewers import VIEWERS
from builder.catalog.links.instances import Instance, instance_for
from builder.catalog.schema.dandiset import Dandiset
from builder.catalog.text.cleaning import clean_json
from builder.errors import UsageError
from builder.machine.folders import BuiltinName, builtin_folder
from builder.search.index.similar import Likeness, find_similar
from builder.settings import Settings
from builder.site.browse.pages import BROWSE
from builder.site.contexts import NavLink, Site
from builder.site.files.services import services_script
from builder.site.frame import addresses
from builder.site.frame.fingerprints import fingerprint
from builder.site.frame.own_files import check_logo, check_theme
from builder.site.frame.scope import Scope
from builder.site.frame.statics import logo_address, static_files
from builder.site.notices.content_pages import ABOUT, ContentFile, nav_links, read_content
from builder.site.prose.render import own_prose
from builder.snapshot import ArchiveRow, DandisetRow, DandisetState, Snapshot
from builder.snapshot.loading import first_harvest, hidden_dandisets, is_whole, open_dandisets
from builder.snapshot.rows import FirstHarvest


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildInputs:
    """What a site is made from beside its dandisets, and what tells that nothing changed; quickly read."""

    archive: ArchiveRow
    is_whole: bool
    """Whether the last harvest came to its end, or one of a part did after one that read all."""
    first_harvest: FirstHarvest | None
    """While one is under way."""
    scope: Scope
    content: tuple[ContentFile, ...]
    statics: Mapping[str, bytes]
    """By their addresses in the site."""
    template_folders: tuple[Path, ...]
    key: str
    """Hash of what every page is made from beside its own dandiset and the program."""
    site_key: str
    """Hash of all that the program makes the site from, but for the day and time of the last harvest."""

    @property
    def root(self) -> str:
        """The site's path on its host, with a slash at both ends."""
        path = urlsplit(self.scope.settings.base_url or "").path
        return f"/{path.strip('/')}/" if path.strip("/") else "/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources(BuildInputs):
    """What a site is made from; assets alone are read later, dandiset by dandiset."""

    dandisets: tuple[Dandiset, ...]
    """All that the site shows, newest first."""
    rows: Mapping[str, DandisetRow]
    """Their rows, by identifier."""
    mistyped: Mistyped
    """ORCIDs that stand with people whose they aren't; the dandisets are without these."""
    corrected: frozenset[str]
    """Identifiers of the dandisets that have such."""
    similar: Mapping[str, tuple[Likeness, ...]]
    """Identifier -> those of the others that are most like it."""
    asset_lines: Mapping[tuple[str, str], int]
    """(identifier, version) -> how many assets are stored."""
    hidden: tuple[DandisetRow, ...]


def read_inputs(snapshot: Snapshot, settings: Settings) -> BuildInputs:
    """UsageError for a snapshot that no harvest has filled."""
    archive = snapshot.archive()
    if archive is None:
        raise UsageError(f"{snapshot.path}: nothing has been harvested into it yet: run dandi-catalog harvest first")
    _check_viewers(settings)
    if settings.theme:
        check_theme(settings.theme)
    if settings.logo:
        check_logo(settings.logo)
    content = read_content(_folders("content", settings))
    instance = instance_for(settings.archive, clean_json(archive.info, show_emails=settings.show_emails))
    scope = Scope(settings=settings, instance=instance, site=_site(settings, instance, content))
    templates = _folders("templates", settings)
    sources = static_files(_folders("static", settings), settings)
    # In one file with what reads it, so that no browser keeps them from two builds.
    sources[addresses.FILES_SCRIPT] = services_script(scope).encode() + sources[addresses.FILES_SCRIPT]
    statics = fingerprint(sources)
    scope = replace(scope, static_names=statics.names)
    key = _key(scope, templates, [file.address for file in content])
    # Statistics reach up to the month of the last harvest.
    first = first_harvest(snapshot)
    parts = (key, archive.read_utc[:7], content, snapshot.dandisets(), first)
    return BuildInputs(
        archive=archive,
        is_whole=is_whole(snapshot),
        first_harvest=first,
        scope=scope,
        content=content,
        statics=statics.files,
        template_folders=tuple(reversed(templates)),
        key=key,
        site_key=hashlib.sha256(repr(parts).encode()).hexdigest(),
    )


def _check_viewers(settings: Settings) -> None:
    names = [viewer.name for viewer in VIEWERS]
    unknown = [name for name in settings.viewers if name not in names]
    if unknown:
        raise UsageError(f"viewers: there is no {', '.join(unknown)}; the names are {', '.join(names)}")


def read_sources(snapshot: Snapshot, inputs: BuildInputs) -> Sources:
    """Everything but the assets. UsageError for settings that leave nothing of it."""
    settings = inputs.scope.settings
    dandisets, rows, asset_lines = _open_dandisets(snapshot, settings)
    if not dandisets and any(row.state is DandisetState.OPEN for row in snapshot.dandisets()):
        raise UsageError("select and exclude leave no dandiset, so the site would be empty: correct catalog.yaml")
    mistyped = find_mistyped(dandisets)
    read = dandisets
    dandisets = [without_mistyped(dandiset, mistyped) for dandiset in read]
    return Sources(
        **{field.name: getattr(inputs, field.name) for field in fields(inputs)},
        dandisets=tuple(dandisets),
        rows=rows,
        mistyped=mistyped,
        corrected=frozenset(new.identifier for new, old in zip(dandisets, read, strict=True) if new is not old),
        similar=find_similar(dandisets),
        asset_lines=asset_lines,
        hidden=hidden_dandisets(snapshot, settings),
    )


def _open_dandisets(
    snapshot: Snapshot, settings: Settings
) -> tuple[list[Dandiset], dict[str, DandisetRow], dict[tuple[str, str], int]]:
    found: list[Dandiset] = []
    rows: dict[str, DandisetRow] = {}
    lines: dict[tuple[str, str], int] = {}
    for row, versions, dandiset in open_dandisets(snapshot, settings):
        found.append(dandiset)
        rows[row.identifier] = row
        lines |= {(row.identifier, stored.version): stored.lines for stored in versions}
    return found, rows, lines


def _site(settings: Settings, instance: Instance, content: Sequence[ContentFile]) -> Site:
    about = next((file.address for file in content if file.slug == ABOUT), addresses.HOME)
    return Site(
        title=settings.title,
        logo=logo_address(settings.logo) if settings.logo else None,
        archive_name=instance.name,
        archive_home_url=instance.home_url,
        archive_portal_url=f"{instance.web_url}/",
        nav=(
            NavLink(text="Dandisets", address=addresses.dandisets()),
            NavLink(text=BROWSE, address=addresses.browse()),
            NavLink(text="Statistics", address=addresses.STATISTICS),
            *nav_links(content),
        ),
        about=about,
        footer=own_prose(settings.footer) if settings.footer else None,
        noindex=settings.noindex,
        opensearch=addresses.OPENSEARCH if settings.base_url else None,
    )


def _folders(name: BuiltinName, settings: Settings) -> tuple[Path, ...]:
    """The built-in folder, then the theme's, which is laid over it."""
    theme = settings.theme and settings.theme / name
    return (builtin_folder(name), theme) if theme and theme.is_dir() else (builtin_folder(name),)


def _key(scope: Scope, templates: Sequence[Path], linked: Sequence[str]) -> str:
    """`linked` are addresses that any template may link to, and mustn't once they are gone."""
    # Where the settings lie makes no difference to the pages.
    settings = replace(scope.settings, folder=Path(), theme=None, logo=None)
    files = ((path.relative_to(folder).as_posix(), path) for folder in templates for path in folder.rglob("*"))
    texts = {name: path.read_bytes() for name, path in files if path.is_file()}
    parts = (replace(scope, settings=settings), sorted(texts.items()), sorted(linked))
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def dandiset_key(sources: Sources, identifier: str) -> str:
    """Hash of all that a dandiset's pages are made from."""
    row = sources.rows[identifier]
    is_corrected = identifier in sources.corrected
    mistyped = sorted((orcid, sorted(names)) for orcid, names in sources.mistyped.items()) if is_corrected else ()
    parts = (sources.key, row.content_hash, row.stale_since_utc or "", repr(sources.similar[identifier]), mistyped)
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()
