"""An inspection as a TOML file, read and checked whole. docs/how-to/inspections.md tells it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from scrutiny.catalogue import Catalogue
from scrutiny.catalogue.frameworks import Framework, Question
from scrutiny.catalogue.section import Section, read_file
from scrutiny.errors import ScrutinyError
from scrutiny.governance.filed import force_of

EXAMPLES = Path(__file__).with_name("examples")


class Kind(StrEnum):
    STRENGTH = "strength"
    WORK_IN_PROGRESS = "work-in-progress"
    AREA_FOR_IMPROVEMENT = "area-for-improvement"
    CAUSE_OF_CONCERN = "cause-of-concern"
    RECOMMENDATION = "recommendation"


NAMES = {
    Kind.STRENGTH: ("strength", "strengths"),
    Kind.WORK_IN_PROGRESS: ("piece of work in progress", "pieces of work in progress"),
    Kind.AREA_FOR_IMPROVEMENT: ("area for improvement", "areas for improvement"),
    Kind.CAUSE_OF_CONCERN: ("cause of concern", "causes of concern"),
    Kind.RECOMMENDATION: ("recommendation", "recommendations"),
}


class Scope(StrEnum):
    FORCE = "force"
    NATIONAL = "national"


@dataclass(frozen=True, slots=True)
class GradeRead:
    area: str
    grade: str
    reason: str


@dataclass(frozen=True, slots=True)
class Repeated:
    """A finding of an earlier inspection of the force: by that one's title, and its reference."""

    inspection: str
    reference: str


@dataclass(frozen=True, slots=True)
class FindingRead:
    """`key` is where it stands in the file; `id` is what `same_as` of another names it by."""

    key: str
    area: str
    kind: Kind
    scope: Scope
    reference: str
    text: str
    id: str
    same_as: str
    repeats: Repeated | None
    owner: str
    due: date | None
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PracticeRead:
    area: str
    title: str
    problem: str
    solution: str
    outcomes: str
    contact: str
    evaluated: bool | None
    transferable: bool | None


@dataclass(frozen=True, slots=True)
class InspectionRead:
    """A published inspection. `national` is how many forces had a grade, by area and grade."""

    file: str
    framework: Framework
    force: str
    title: str
    begins: date | None
    ends: date | None
    published: date
    needs_response: bool
    source: str
    address: str
    summary: str
    grades: tuple[GradeRead, ...]
    national: tuple[tuple[str, str, int], ...]
    findings: tuple[FindingRead, ...]
    practices: tuple[PracticeRead, ...]


def read_inspection(
    path: Path, frameworks: Mapping[str, Framework], catalogue: Catalogue
) -> InspectionRead:
    """Read an inspection's file. What is wrong is a `DefinitionError` with file, key and rule."""
    try:
        file = read_file(path, str(path))
    except OSError as error:
        raise ScrutinyError(f"{path}: cannot be read: {error.strerror}") from error
    framework = _framework(file, frameworks)
    read = InspectionRead(
        file=str(path),
        framework=framework,
        force=force_of(file),
        title=file.text("title"),
        begins=_day(file, "begins"),
        ends=_day(file, "ends"),
        published=file.day("published"),
        needs_response=file.flag("needs_response"),
        source=file.text("source"),
        address=file.text("address", ""),
        summary=file.text("summary", ""),
        grades=tuple(_grades(file.section("grades"), framework)),
        national=tuple(_national(file.section("national"), framework)),
        findings=tuple(_findings(file, framework, catalogue)),
        practices=tuple(_practices(file, framework)),
    )
    file.done()
    return read


def _framework(file: Section, known: Mapping[str, Framework]) -> Framework:
    id = file.text("framework")
    if id not in known:
        raise file.error("framework", f"is no framework (got {id!r}): {', '.join(known)}")
    return known[id]


def _grades(section: Section, framework: Framework) -> Iterator[GradeRead]:
    for area, each in section.sections():
        grade = each.text("grade")
        _check_grade(section, area, grade, framework)
        yield GradeRead(area, grade, each.text("reason", ""))
        each.done()


def _national(section: Section, framework: Framework) -> Iterator[tuple[str, str, int]]:
    for area, each in section.sections():
        for grade in each:
            _check_grade(section, area, grade, framework)
            yield area, grade, each.whole(grade)


def _check_grade(section: Section, area: str, grade: str, framework: Framework) -> None:
    if not _area(section, area, area, framework).graded:
        raise section.error(area, "is not graded")
    if grade not in framework.scale.grades:
        known = ", ".join(framework.scale.grades)
        raise section.error(area, f"has a grade that must be one of {known} (got {grade!r})")


def _findings(file: Section, framework: Framework, catalogue: Catalogue) -> Iterator[FindingRead]:
    """The findings part by part. `same_as` names one that stands before it."""
    seen: set[str] = set()
    for part in file.tables("part"):
        area = _area(part, "area", part.text("area"), framework).id
        kind, heading = part.choice("kind", Kind), part.text("heading")
        scope = part.choice("scope", Scope, Scope.FORCE)
        for number, each in enumerate(part.tables("finding"), 1):
            id, same_as = each.text("id", ""), each.text("same_as", "")
            if id and id in seen:
                raise each.error("id", f"is already that of another finding (got {id!r})")
            if same_as and same_as not in seen:
                raise each.error("same_as", f"is no finding before this one (got {same_as!r})")
            seen.add(id)
            yield FindingRead(
                each.key, area, kind, scope, f"{heading} {number}", each.text("text"), id, same_as,
                _repeated(each), each.text("owner", ""), _day(each, "due"),
                _measures(each, catalogue),
            )  # fmt: skip
            each.done()
        part.done()


def _repeated(finding: Section) -> Repeated | None:
    if not finding.has("repeats"):
        return None
    told = finding.section("repeats")
    found = Repeated(told.text("inspection"), told.text("reference"))
    told.done()
    return found


def _measures(finding: Section, catalogue: Catalogue) -> tuple[str, ...]:
    measures = finding.texts("measures")
    for id in measures:
        try:
            catalogue.measure(id)
        except ScrutinyError as error:
            raise finding.error("measures", str(error)) from None
    return measures


def _practices(file: Section, framework: Framework) -> Iterator[PracticeRead]:
    for each in file.tables("practice"):
        yield PracticeRead(
            _area(each, "area", each.text("area"), framework).id, each.text("title"),
            each.text("problem"), each.text("solution"), each.text("outcomes"),
            each.text("contact", ""), _said(each, "evaluated"), _said(each, "transferable"),
        )  # fmt: skip
        each.done()


def _said(section: Section, key: str) -> bool | None:
    """Whether it is so; None where the source does not say."""
    return section.flag(key) if section.has(key) else None


def _area(section: Section, key: str, id: str, framework: Framework) -> Question:
    try:
        return framework.area(id)
    except ScrutinyError as error:
        raise section.error(key, str(error)) from None


def _day(section: Section, key: str) -> date | None:
    return section.day(key) if section.has(key) else None
