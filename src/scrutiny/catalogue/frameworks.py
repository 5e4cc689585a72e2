"""The frameworks that inspections are made by: their questions, criteria and scales, by date.

A framework is a file of the folder `data/frameworks`; a force may have a folder of its own, whose
files add to these or replace them by their id. `data/scales.toml` holds the scales of grades. A
criterion that a paper only refers to is in it with `stated = false`: nobody can judge it until
its words are imported (`criteria_of`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TypeVar

from scrutiny.catalogue.section import Section, read_file
from scrutiny.errors import ScrutinyError

Made = TypeVar("Made")

PACKAGED = Path(__file__).with_name("data") / "frameworks"
SCALES = PACKAGED.with_name("scales.toml")


class Rule(StrEnum):
    """How judged criteria lead to a grade."""

    COUNTING = "counting"  # HMIC 2007: all of one grade's criteria, most of the next
    JUDGEMENT = "judgement"  # the paper states no rule of counting


class Factor(StrEnum):
    """What beside the criteria attracts the best grade (HMIC 2007)."""

    BEACON = "beacon"
    INNOVATION = "innovation"


@dataclass(frozen=True, slots=True)
class Scale:
    """Grades of one kind, the best first, with the inspections that it was used in."""

    id: str
    title: str
    grades: tuple[str, ...]
    begins: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a force is to do. `level` is the grade that asks it; a `factor` belongs to the best.

    `significant` ones are needed for the acceptable grade; one that is `dominant` may, failed,
    alone mean the worst.
    """

    id: str
    area: str
    level: str
    text: str
    significant: bool = False
    dominant: bool = False
    factor: Factor | None = None
    stated: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """An area or core question that an inspection looks at, with its sub-questions."""

    id: str
    name: str
    graded: bool
    overall: bool  # the judgement of the inspection as a whole, not one of its questions
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Framework:
    """What an inspection asks, and how it grades."""

    id: str
    title: str
    inspectorate: str
    source: str
    begins: date
    ends: date | None
    scale: Scale
    rule: Rule
    areas: tuple[Question, ...]
    criteria: tuple[Criterion, ...]

    def area(self, id: str) -> Question:
        """The area or question of an id; another is a `ScrutinyError`."""
        for area in self.areas:
            if area.id == id:
                return area
        known = ", ".join(area.id for area in self.areas)
        raise ScrutinyError(f"{self.title} has no area or question {id!r}; it has {known}")

    def criteria_of(self, area: str) -> tuple[Criterion, ...]:
        """The criteria of an area, in the order of the framework."""
        return tuple(each for each in self.criteria if each.area == area)

    def criterion(self, id: str) -> Criterion:
        """The criterion of an id; another is a `ScrutinyError`."""
        for criterion in self.criteria:
            if criterion.id == id:
                return criterion
        raise ScrutinyError(f"{self.title} has no criterion {id!r}")

    def with_criteria(self, criteria: Sequence[Criterion]) -> Framework:
        """The same framework with criteria imported.

        They replace those of the same id, and the marks that stand, at their area and level, for
        what the paper only refers to.
        """
        ids = {each.id for each in criteria}
        filled = {(each.area, each.level) for each in criteria if each.stated}
        kept = [
            each
            for each in self.criteria
            if each.id not in ids and (each.stated or (each.area, each.level) not in filled)
        ]
        return replace(self, criteria=(*kept, *criteria))


def load_frameworks(extra: Sequence[Path] = ()) -> dict[str, Framework]:
    """The packaged frameworks with those of any `extra` folders, by id, the earliest first.

    What is wrong is a `DefinitionError`, which names the file, the key and the rule.
    """
    return dict(_load((PACKAGED, *extra)))


@cache
def load_scales() -> dict[str, Scale]:
    """The scales of grades, the earliest first."""
    return {
        id: _done(Scale(id, each.text("title"), each.texts("grades"), *_dates(each)), each)
        for id, each in read_file(SCALES, f"catalogue/{SCALES.name}").sections()
    }


def framework(id: str) -> Framework:
    """The packaged framework of an id; another is a `ScrutinyError`."""
    found = load_frameworks()
    if id not in found:
        raise ScrutinyError(f"there is no framework {id!r}; there are {', '.join(found)}")
    return found[id]


@cache
def _load(folders: tuple[Path, ...]) -> dict[str, Framework]:
    found: dict[str, Framework] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.toml")):
            name = f"catalogue/frameworks/{path.name}" if folder == PACKAGED else str(path)
            found[path.stem] = read_framework(path.stem, read_file(path, name))
    return dict(sorted(found.items(), key=lambda item: item[1].begins))


def read_framework(id: str, file: Section) -> Framework:
    """A framework of a file that is being read."""
    scale = file.text("scale")
    if scale not in load_scales():
        raise file.error("scale", f"is no scale (got {scale!r}): {', '.join(load_scales())}")
    begins, ends = _dates(file)
    areas = tuple(_areas(file.section("areas")))
    made = Framework(
        id, file.text("title"), file.text("inspectorate"), file.text("source"), begins, ends,
        load_scales()[scale], file.choice("rule", Rule), areas, (),
    )  # fmt: skip
    criteria = tuple(read_criteria(file.section("criteria"), made))
    return _done(replace(made, criteria=criteria), file)


def read_criteria(section: Section, of: Framework) -> Iterator[Criterion]:
    """The criteria of a table, each by its id, for a framework whose areas and scale they name."""
    for id, each in section.sections():
        area, level = each.text("area"), each.text("level")
        if area not in {known.id for known in of.areas}:
            raise each.error("area", f"is no area of {of.title} (got {area!r})")
        if level not in of.scale.grades:
            grades = ", ".join(of.scale.grades)
            raise each.error("level", f"must be one of {grades} (got {level!r})")
        factor = each.choice("factor", Factor) if each.has("factor") else None
        stated = each.flag("stated") if each.has("stated") else True
        made = Criterion(
            id, area, level, each.text("text"), each.flag("significant"), each.flag("dominant"),
            factor, stated,
        )  # fmt: skip
        yield _done(made, each)


def _areas(section: Section) -> Iterator[Question]:
    for id, each in section.sections():
        graded = each.flag("graded") if each.has("graded") else True
        made = Question(
            id, each.text("name"), graded, each.flag("overall"), each.texts("questions")
        )
        yield _done(made, each)


def _dates(section: Section) -> tuple[date, date | None]:
    return section.day("begins"), section.day("ends") if section.has("ends") else None


def _done(made: Made, section: Section) -> Made:
    """What was made of a table, of which every key must have been asked for."""
    section.done()
    return made
