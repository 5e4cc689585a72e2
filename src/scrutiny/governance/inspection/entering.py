"""Putting a published inspection's file into the records, once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from scrutiny.catalogue import Catalogue, load_catalogue
from scrutiny.errors import DefinitionError
from scrutiny.governance.filed import kept
from scrutiny.governance.inspection.file import (
    FindingRead,
    InspectionRead,
    PracticeRead,
    read_inspection,
)
from scrutiny.governance.inspection.frames import frames
from scrutiny.governance.inspection.models import (
    Finding,
    Grade,
    Inspection,
    NationalGrades,
    Practice,
    Side,
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """An inspection of the records; `already` when they had it before."""

    inspection: Inspection
    already: bool


def load_inspection(path: Path, catalogue: Catalogue | None = None) -> Loaded:
    """Put the published inspection of a file into the records, all of it or nothing.

    One of its force and title that the records have is left as it is. What is wrong is a
    `DefinitionError`.
    """
    read = read_inspection(path, frames(), catalogue or load_catalogue())
    with transaction.atomic():
        known = Inspection.objects.filter(force=read.force, title=read.title).first()
        if known is not None:
            return Loaded(known, already=True)
        return Loaded(_store(read), already=False)


def _store(read: InspectionRead) -> Inspection:
    inspection = Inspection(
        framework=read.framework.id, force=read.force, title=read.title, begins=read.begins,
        ends=read.ends, published=read.published, state=Inspection.State.PUBLISHED,
        summary=read.summary, source=read.source, address=read.address,
        needs_response=read.needs_response,
    )  # fmt: skip
    kept(inspection, read.file, "inspection")
    for each in read.grades:
        grade = Grade(
            inspection=inspection, side=Side.INSPECTORS, area=each.area, grade=each.grade,
            reason=each.reason,
        )  # fmt: skip
        kept(grade, read.file, f"grades.{each.area}")
    for area, name, forces in read.national:
        number = NationalGrades(inspection=inspection, area=area, grade=name, forces=forces)
        kept(number, read.file, f"national.{area}")
    named: dict[str, Finding] = {}
    for order, told in enumerate(read.findings, 1):
        finding = _finding(read, told, inspection, order)
        if told.same_as:
            finding.same_as = named[told.same_as]
        kept(finding, read.file, told.key)
        if told.id:
            named[told.id] = finding
    for order, practice in enumerate(read.practices, 1):
        kept(_practice(practice, inspection, order), read.file, f"practice[{order}]")
    return inspection


def _finding(
    read: InspectionRead, told: FindingRead, inspection: Inspection, order: int
) -> Finding:
    return Finding(
        inspection=inspection, order=order, kind=told.kind.value, scope=told.scope.value,
        reference=told.reference, area=told.area, text=told.text,
        repeats=_repeated(read, told), owner_title=told.owner, due=told.due,
        measures=list(told.measures),
    )  # fmt: skip


def _repeated(read: InspectionRead, told: FindingRead) -> Finding | None:
    if told.repeats is None:
        return None
    of, at = told.repeats.inspection, told.repeats.reference
    found: Finding | None = Finding.objects.filter(
        inspection__force=read.force, inspection__title=of, reference=at
    ).first()
    if found is None:
        rule = f"is no finding of the records (got {at!r} of {of!r}): enter that inspection first"
        raise DefinitionError(read.file, f"{told.key}.repeats", rule)
    return found


def _practice(read: PracticeRead, inspection: Inspection, order: int) -> Practice:
    return Practice(
        force=inspection.force, inspection=inspection, area=read.area, order=order,
        title=read.title, problem=read.problem, solution=read.solution, outcomes=read.outcomes,
        contact=read.contact, evaluated=read.evaluated, transferable=read.transferable,
    )  # fmt: skip
