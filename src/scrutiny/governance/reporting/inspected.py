"""What a report tells of inspections: grades, the response, and how findings go on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import F

from scrutiny.governance import clock, publication
from scrutiny.governance.inspection.grades import Graded, side_by_side
from scrutiny.governance.inspection.models import Finding, Inspection, Response, Step
from scrutiny.governance.inspection.models.responses import standing
from scrutiny.governance.reporting.figures import month_of
from scrutiny.governance.reporting.models import Report
from scrutiny.periods import Period
from scrutiny.reports.model import Block, Bullets, Paragraph, Span

if TYPE_CHECKING:
    from django.db.models import QuerySet

SECTION = "inspection"
"""The id of the section of a template that it stands in."""


def inspected(report: Report, restricted: bool) -> list[Block]:
    """The blocks of the section: nothing where no inspection has anything to tell.

    An inspection is told whose report was published since the quarter began, or of which a finding
    is not signed off or moved since then. The restricted edition also has those that are to come.
    """
    return [block for each in _Told(report, restricted).inspections() for block in each]


class _Told:
    """A force's inspections as an audience may see them on the report's day."""

    def __init__(self, report: Report, restricted: bool) -> None:
        self.force, self.restricted = report.force, restricted
        self.first = Period.ending(month_of(report), 3).first.first_day
        self.day = report.as_at or clock.today()
        self.findings: Any = Finding.objects.all() if restricted else publication.findings()

    def inspections(self) -> Iterator[list[Block]]:
        every = Inspection.objects.all() if self.restricted else publication.inspections()
        found = every.filter(force=self.force)
        for each in found.filter(state=Inspection.State.PUBLISHED, published__lte=self.day):
            followed = list(self.findings.filter(inspection=each).followed())
            moved = {step.finding_id for step in self._moves(followed)}
            waits = any(one.state != Finding.State.CLOSED for one in followed)
            since = each.published is not None and each.published >= self.first
            if since or waits or moved:
                yield list(self._published(each, followed, moved))
        coming = list(
            found.exclude(state=Inspection.State.PUBLISHED).order_by(
                F("begins").asc(nulls_last=True), "id"
            )
        )
        if self.restricted and coming:
            yield [
                Paragraph((Span("To come", strong=True),)),
                Bullets(tuple((Span(_coming(each)),) for each in coming)),
            ]

    def _moves(self, findings: list[Finding]) -> QuerySet[Step]:
        """The steps since the quarter began by which one of the findings was done."""
        steps: QuerySet[Step] = Step.objects.filter(
            finding__in=findings, made__date__gte=self.first, state__in=Finding.DONE
        )
        return steps

    def _published(
        self, of: Inspection, followed: list[Finding], moved: set[int]
    ) -> Iterator[Block]:
        yield Paragraph((Span(str(of), strong=True), Span(f", {_on(of.published)}.")))
        rows = side_by_side(of, public=not self.restricted)
        if graded := [_graded(row) for row in rows if row.inspectors]:
            yield Bullets(tuple((Span(words),) for words in graded))
        if words := self._response(of):
            yield Paragraph((Span(words),))
        if not followed:
            return
        yield Paragraph((Span(self._counted(followed)),))
        told = [one for one in followed if one.overdue(self.day) or one.pk in moved]
        if told:
            yield Bullets(tuple((Span(self._finding(one)),) for one in told))

    def _response(self, of: Inspection) -> str:
        every = Response.objects.all() if self.restricted else publication.responses()
        response = every.filter(inspection=of, published_on__lte=self.day).first()
        stands = response.standing() if response else standing(of, self.day)
        if stands is None:
            return ""
        if response is None:
            return f"No response is published. It is due by {_day(stands.due)}: {stands.said}."
        time = stands.said.removeprefix("published ")
        return f"Response of the {response.oversight}: {_on(response.published_on)}, {time}."

    def _counted(self, followed: list[Finding]) -> str:
        states = [one.state for one in followed]
        counts = [
            f"{label.lower()} {states.count(state)}"
            for state, label in Finding.State.choices
            if state in states
        ]
        overdue = sum(one.overdue(self.day) for one in followed)
        late = f"; overdue {overdue}" if overdue else ""
        return f"Findings to act on: {len(followed)}. Of them {', '.join(counts)}{late}."

    def _finding(self, one: Finding) -> str:
        overdue = one.due is not None and one.overdue(self.day)
        state = f"Overdue since {_day(one.due)}" if overdue else one.get_state_display()
        kind = one.get_kind_display().lower()
        at = f" ({one.reference})" if one.reference else ""
        before = self.findings.filter(repeated_by=one).select_related("inspection").first()
        again = f" Found before: {before.inspection}." if before else ""
        return f"{state}, {kind}{at}: {one.text.rstrip('.')}.{again}"


def _graded(row: Graded) -> str:
    assert row.inspectors is not None
    before = row.before
    since = f" (before: {before.grade}; {before.comparison})" if before else ""
    sits = f" {row.nation.said}" if row.nation and row.nation.said else ""
    name = row.area.name if row.area.name.endswith("?") else f"{row.area.name}:"
    return f"{name} {row.inspectors.grade}{since}.{sits}"


def _coming(of: Inspection) -> str:
    when = f" from {_day(of.begins)}" if of.begins else ""
    until = f" until {_day(of.ends)}" if of.ends else ""
    fieldwork = f", fieldwork{when}{until}" if when or until else ""
    return f"{of}: {of.get_state_display().lower()}{fieldwork}."


def _on(day: date | None) -> str:
    return f"published on {_day(day)}" if day else "published"


def _day(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else ""
