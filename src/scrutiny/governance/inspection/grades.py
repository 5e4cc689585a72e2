"""Judging an inspection's criteria, giving its grades, and seeing both sides with the nation."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from scrutiny.catalogue.frameworks import Question
from scrutiny.governance.inspection.grading import Comparison, Proposal, compare, propose
from scrutiny.governance.inspection.models import (
    Grade,
    Inspection,
    Judgement,
    NationalGrades,
    Side,
)


@transaction.atomic
def judge(
    inspection: Inspection, side: str, criterion: str, verdict: str, evidence: str = ""
) -> Judgement:
    """Say whether a criterion is met; a judgement of that side before is replaced, and kept in the
    history. What breaks a rule is a `ValidationError`."""
    key = {"inspection": inspection, "side": side, "criterion": criterion}
    found = Judgement.objects.select_for_update().filter(**key).first() or Judgement(**key)
    found.verdict, found.evidence = verdict, evidence.strip()
    found.save()
    return found


def proposal(inspection: Inspection, area: str, side: str) -> Proposal:
    """What the rules give for an area from one side's judgements. No grade reads it by itself."""
    given = inspection.judgements.filter(side=side).values_list("criterion", "verdict")
    return propose(inspection.frame, area, dict(given))


@transaction.atomic
def give_grade(inspection: Inspection, area: str, side: str, grade: str, reason: str = "") -> Grade:
    """Give an area its grade, with what the rules propose beside it. The grade of that side before
    is replaced, and kept in the history. What breaks a rule is a `ValidationError`."""
    key = {"inspection": inspection, "side": side, "area": area}
    found = Grade.objects.select_for_update().filter(**key).first() or Grade(**key)
    found.grade, found.reason = grade, reason.strip()
    graded = area in {each.id for each in inspection.frame.areas}
    if graded and inspection.judgements.filter(side=side).exists():
        given = proposal(inspection, area, side)
        found.proposed, found.reasons = given.grade or "", given.said
    found.save(note=found.reason)
    return found


@dataclass(frozen=True, slots=True)
class Nation:
    """How many forces had each grade, the best first, and where this force sits among them."""

    forces: tuple[tuple[str, int], ...]
    grade: str | None

    @property
    def all(self) -> int:
        return sum(number for _, number in self.forces)

    @property
    def better(self) -> int:
        """Forces with a better grade than this one."""
        grades = [grade for grade, _ in self.forces]
        place = grades.index(self.grade) if self.grade in grades else 0
        return sum(number for _, number in self.forces[:place])

    @property
    def same(self) -> int:
        """Forces with the same grade, this one among them."""
        return dict(self.forces).get(self.grade or "", 0)

    @property
    def said(self) -> str:
        """Where this force sits, in a sentence; empty without its grade."""
        if not self.grade or not self.same:
            return ""
        worse = self.all - self.better - self.same
        return (
            f"One of {self.same} forces graded {self.grade}, of {self.all}; "
            f"{self.better} better, {worse} worse."
        )


@dataclass(frozen=True, slots=True)
class Before:
    """The grade of the same question at the inspection before, and how this one compares."""

    inspection: Inspection
    grade: str
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class Graded:
    """A question of an inspection: the force's own grade, the inspectors', and the nation's."""

    area: Question
    own: Grade | None
    inspectors: Grade | None
    nation: Nation | None
    before: Before | None


def side_by_side(inspection: Inspection, *, public: bool = False) -> list[Graded]:
    """Each question of an inspection with what both sides say; `public` leaves out what is the
    force's own or restricted."""
    rows = inspection.grades.public() if public else inspection.grades.all()
    held = {(each.side, each.area): each for each in rows}
    found = []
    for area in inspection.frame.areas:
        own = None if public else held.get((Side.SELF, area.id))
        given = held.get((Side.INSPECTORS, area.id))
        before = grade_before(inspection, area.id, given.grade, public=public) if given else None
        found.append(Graded(area, own, given, _nation(inspection, area.id, given), before))
    return found


def grade_before(
    inspection: Inspection, area: str, grade: str, *, public: bool = False
) -> Before | None:
    """The inspectors' grade of the same question, by its id, in the force's inspection before."""
    if inspection.published is None:
        return None
    kept = Grade.objects.public() if public else Grade.objects.all()
    earlier = kept.filter(
        inspection__force=inspection.force, inspection__published__lt=inspection.published,
        inspection__state=Inspection.State.PUBLISHED, side=Side.INSPECTORS, area=area,
    )  # fmt: skip
    last = earlier.select_related("inspection").order_by("-inspection__published").first()
    if last is None:
        return None
    scales = last.inspection.frame.scale, inspection.frame.scale
    return Before(last.inspection, last.grade, compare(scales[0], last.grade, scales[1], grade))


def _nation(inspection: Inspection, area: str, given: Grade | None) -> Nation | None:
    rows = NationalGrades.objects.filter(inspection=inspection, area=area)
    numbers = {each.grade: each.forces for each in rows}
    if not numbers:
        return None
    grades = inspection.frame.scale.grades
    forces = tuple((grade, numbers.get(grade, 0)) for grade in grades)
    return Nation(forces, given.grade if given else None)
