"""Which files a dandiset has: a rule's path template, multiplied out over its dimensions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import product

from builder.sample.recipe import DandisetRecipe, FileRule, SubjectRecipe, VersionRecipe


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One participant of a recipe, with the values that its turn gives it."""

    identifier: str
    recipe: SubjectRecipe
    species: str | None
    """Key in the vocabulary; None if the file doesn't say."""
    sex: str | None
    age: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFile:
    """A file that some version has."""

    path: str
    rule: FileRule
    names: Mapping[str, str]
    """The value of each dimension."""
    number: int
    """Which of the rule's files it is, from 0."""
    day: int
    """Which day of recording it is from, counted from the first."""
    generation: int = 0
    """How often its content had been replaced."""

    @property
    def size_bytes(self) -> int:
        """Within 40 % of what the rule says, the same each time."""
        draw = int.from_bytes(hashlib.md5(f"{self.path}\n{self.generation}".encode()).digest()[:4])
        return int(self.rule.size * (0.6 + 0.8 * draw / 2**32))


def expand_subjects(recipe: DandisetRecipe) -> dict[str, Subject]:
    """Every participant by what the paths call them; listed values take turns."""
    subjects = {}
    for key, subject in recipe.subjects.items():
        for turn, name in enumerate(_expand_range(key)):
            subjects[name] = Subject(
                identifier=subject.name or name,
                recipe=subject,
                species=_take_turn(subject.species, turn),
                sex=_take_turn(subject.sex, turn),
                age=_take_turn(subject.age, turn),
            )
    return subjects


def plan_files(recipe: DandisetRecipe, subjects: Mapping[str, Subject], version: VersionRecipe) -> list[PlannedFile]:
    """The files of one version, in order of path as bytes."""
    planned = [
        file
        for rule in recipe.files
        if rule.versions is None or version.version in rule.versions
        for file in _expand_rule(rule, tuple(subjects))
    ]
    return sorted(planned, key=lambda file: file.path.encode())


def count_replacements(recipe: DandisetRecipe, version: VersionRecipe, path: str) -> int:
    """How often the content at a path had been replaced by the time of a version."""
    until = recipe.versions[: recipe.versions.index(version) + 1]
    return sum(any(fnmatchcase(path, pattern) for pattern in earlier.replaced) for earlier in until)


def _expand_rule(rule: FileRule, subjects: tuple[str, ...]) -> Iterator[PlannedFile]:
    dimensions = {name: _expand_dimension(values, subjects) for name, values in rule.each.items()}
    days = {name: {value: day for day, value in enumerate(values)} for name, values in dimensions.items()}
    every_day = rule.session.days_apart if rule.session else 1
    for number, values in enumerate(product(*dimensions.values())):
        names = dict(zip(dimensions, values, strict=True))
        day = 2 * days["subject"][names["subject"]] if "subject" in names else 0
        day += every_day * days["session"][names["session"]] if "session" in names else 0
        yield PlannedFile(path=rule.path.format_map(names), rule=rule, names=names, number=number, day=day)


def _expand_dimension(values: str | list[str], subjects: tuple[str, ...]) -> list[str]:
    if values == "all":
        return list(subjects)
    if isinstance(values, str):
        return _expand_range(values)
    return values


def _expand_range(text: str) -> list[str]:
    """The numbers of "007..012", as wide as they are written; other text as it is."""
    first, dots, last = text.partition("..")
    if not dots:
        return [text]
    return [f"{number:0{len(first)}d}" for number in range(int(first), int(last) + 1)]


def _take_turn(values: Sequence[str], turn: int) -> str | None:
    return values[turn % len(values)] if values else None
