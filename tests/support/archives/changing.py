"""The built-in archive, changed as people change theirs: what the API of its snapshot answers is the archive."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from msgspec.structs import replace as altered

from builder.sample.build import build_dandiset
from builder.sample.contents import Contents
from builder.sample.make import _put
from builder.sample.recipe import DRAFT, DandisetRecipe, FileRule, VersionRecipe, read_recipes, read_yaml
from builder.snapshot import ArchiveRow, DandisetState, Snapshot
from support.archives.small import encode

API_URL = "https://api.dandiarchive.org/api"


class ChangingArchive:
    """Each verb changes one dandiset that suits, drawn by chance but the same in each run of the tests."""

    def __init__(self, path: Path, identifiers: Iterable[str], waiting: Iterable[str]) -> None:
        """`waiting` are dandisets of the sample that come later, by `add`."""
        self.path = path
        self.date = datetime(2026, 9, 30, 3, tzinfo=UTC)
        self.recipes: dict[str, DandisetRecipe] = {}
        self.states: dict[str, DandisetState] = {}
        self.withdrawn: set[tuple[str, str]] = set()
        """(identifier, version) of those that were published and are no more."""
        self.schema = "0.8.0"
        self._sample = read_recipes()
        self._waiting = list(waiting)
        self._chance = Random(60)
        self._contents = Contents()
        self._contents.has_pynwb = False  # their bytes are of no account here
        self._drawn: set[str] = set()
        self._put_archive()
        for identifier in identifiers:
            self._add(identifier)
        self.save()

    # -- what happens ---------------------------------------------------------------------------------------------

    def add(self) -> str:
        return self._add(self._waiting.pop(0))

    def edit_metadata(self) -> str:
        identifier = self._draw(self._open())
        self._edit_draft(identifier, keywords=[f"edited on {self.date:%B %d}", *self._fields(identifier)["keywords"]])
        return identifier

    def edit_assets(self) -> str:
        identifier = self._draw(i for i in self._open() if self.recipes[i].files)
        self._edit_draft(identifier)
        note = FileRule(path=f"notes/of-{self.date:%m-%d}.txt", size=100, versions=(DRAFT,))
        draft = altered(self.recipes[identifier].versions[-1], replaced=("*.nwb", "*/*.nwb"))
        self._set(identifier, files=(*self.recipes[identifier].files, note), draft=draft)
        return identifier

    def publish(self) -> str:
        identifier = self._draw(i for i in self._open() if self.recipes[i].files)
        draft = self.recipes[identifier].versions[-1]
        published = altered(
            draft,
            version=f"0.{self.date:%y%m%d}.0300",
            at=self._now(),
            release_notes="News",
            status=None,
            errors=(),
            active_uploads=0,
        )
        files = tuple(
            altered(rule, versions=(*rule.versions, published.version)) if rule.versions and DRAFT in rule.versions
            else rule
            for rule in self.recipes[identifier].files
        )  # fmt: skip
        next_draft = VersionRecipe(version=DRAFT, at=self._now(minutes=1), schema=draft.schema)
        self._set(identifier, files=files, draft=next_draft, published=published)
        return identifier

    def withdraw_older(self) -> str:
        """What the archive's list says of the dandiset stays as it was."""
        return self._withdraw(self._draw(i for i in self._open() if len(self._published(i)) > 1), 0)

    def withdraw_newest(self) -> str:
        return self._withdraw(self._draw(i for i in self._open() if self._published(i)), -1)

    def embargo(self) -> str:
        return self._hide(DandisetState.EMBARGOED)

    def delete(self) -> str:
        return self._hide(DandisetState.GONE)

    def unembargo(self) -> str:
        identifier = next(i for i, state in self.states.items() if state is DandisetState.EMBARGOED)
        self.states[identifier] = DandisetState.OPEN
        self._drawn.add(identifier)
        return identifier

    def retitle(self) -> str:
        identifier = self._draw(self._open())
        self._edit_draft(identifier, name=f"A new title since {self.date:%B %d}")
        return identifier

    def rename_files(self) -> str:
        identifier = self._draw(i for i in self._open() if self.recipes[i].files)
        rules: list[FileRule] = []
        for rule in self.recipes[identifier].files:
            elsewhere = rule.versions or tuple(version.version for version in self.recipes[identifier].versions)
            if DRAFT not in elsewhere:
                rules.append(rule)
                continue
            rules.append(altered(rule, versions=tuple(version for version in elsewhere if version != DRAFT)))
            rules.append(altered(rule, path=f"moved-{self.date:%m-%d}/{rule.path}", versions=(DRAFT,), asset_id=None))
        self._edit_draft(identifier)
        self._set(identifier, files=tuple(rule for rule in rules if rule.versions != ()))
        return identifier

    def new_schema(self) -> str:
        """Of the archive, and of a draft."""
        self.schema = f"0.{int(self.schema.split('.')[1]) + 1}.0"
        self._put_archive()
        identifier = self._draw(self._open())
        self._edit_draft(identifier)
        self._set(identifier, draft=altered(self.recipes[identifier].versions[-1], schema=self.schema))
        return identifier

    def star(self) -> str:
        """Of which no version's date tells."""
        identifier = self._draw(self._open())
        self.recipes[identifier] = altered(self.recipes[identifier], stars=self.recipes[identifier].stars + 1)
        return identifier

    def save(self) -> None:
        """From now on the API tells of it."""
        with Snapshot.writable(self.path) as snapshot:
            for identifier in sorted(self._drawn):
                if self.states[identifier] is DandisetState.OPEN:
                    built = build_dandiset(identifier, self.recipes[identifier], self._contents)
                    left = [v for v in built.versions if (identifier, v.recipe.version) not in self.withdrawn]
                    _put(snapshot, replace(built, versions=tuple(left)))
                else:
                    snapshot.hide_dandiset(identifier, self.states[identifier], now_utc=self._now())
            snapshot.settle()
        self._drawn.clear()

    # -- what they are made of ------------------------------------------------------------------------------------

    def mark_of(self, identifier: str) -> str:
        """A word that only this dandiset's metadata hold."""
        return f"mark{identifier}"

    def _add(self, identifier: str) -> str:
        recipe = self._sample[identifier]
        mark, address = self.mark_of(identifier), f"keeper-{identifier}@example.org"
        description = f"Known as {mark}; ask {address}. {recipe.fields.get('description')}"
        dropped = [name for name in recipe.fields.get("drop", ()) if name != "description"]
        fields = {**recipe.fields, "description": description, "drop": dropped}
        self.recipes[identifier] = altered(recipe, fields=fields)
        self.states[identifier] = DandisetState.OPEN
        self._drawn.add(identifier)
        return identifier

    def _draw(self, suitable: Iterable[str]) -> str:
        """One of them; no dandiset twice in a night."""
        identifier = self._chance.choice(sorted(set(suitable) - self._drawn))
        self._drawn.add(identifier)
        return identifier

    def _open(self) -> list[str]:
        return [identifier for identifier, state in self.states.items() if state is DandisetState.OPEN]

    def _fields(self, identifier: str) -> dict[str, Any]:
        recipe = self.recipes[identifier]
        fields: dict[str, Any] = {"keywords": [], **recipe.fields}
        for version in recipe.versions:
            fields |= version.change
        return fields

    def _published(self, identifier: str) -> list[str]:
        names = (version.version for version in self.recipes[identifier].versions[:-1])
        return [name for name in names if (identifier, name) not in self.withdrawn]

    def _withdraw(self, identifier: str, place: int) -> str:
        self.withdrawn.add((identifier, self._published(identifier)[place]))
        return identifier

    def _hide(self, state: DandisetState) -> str:
        identifier = self._draw(self._open())
        self.states[identifier] = state
        return identifier

    def _edit_draft(self, identifier: str, **change: object) -> None:
        draft = self.recipes[identifier].versions[-1]
        edited = altered(draft, at=self._now(), change={**draft.change, **change})
        self._set(identifier, draft=edited)

    def _set(
        self,
        identifier: str,
        *,
        draft: VersionRecipe | None = None,
        published: VersionRecipe | None = None,
        files: tuple[FileRule, ...] | None = None,
    ) -> None:
        recipe = self.recipes[identifier]
        before, last = recipe.versions[:-1], recipe.versions[-1]
        versions = (*before, *([published] if published else []), draft or last)
        self.recipes[identifier] = altered(recipe, versions=versions, files=recipe.files if files is None else files)

    def _now(self, *, minutes: int = 0) -> str:
        return (self.date + timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")

    def _put_archive(self) -> None:
        plain: Any = read_yaml("info.yaml")
        info = dict(plain) | {"schema_version": self.schema}
        with Snapshot.writable(self.path) as snapshot:
            snapshot.put_archive(ArchiveRow(info=encode(info), api_url=API_URL, read_utc=self._now()))
            snapshot.settle()
