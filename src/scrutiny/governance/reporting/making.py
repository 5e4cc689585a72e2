"""A report of a quarter, made from its template, and who writes its parts."""

from __future__ import annotations

from django.db import transaction

from scrutiny.errors import ScrutinyError
from scrutiny.governance.meetings.models import Meeting
from scrutiny.governance.people.models import Person, Role
from scrutiny.governance.permissions import may
from scrutiny.governance.reporting.figures import reader_of, template_of
from scrutiny.governance.reporting.models import Part, Report
from scrutiny.periods import Month


def make_report(
    force: str, to: Month, template: str = "strategic-scrutiny", meeting: Meeting | None = None
) -> Report:
    """The report of a force for the quarter that ends with `to`, with a part for each section.

    Each part's contributor and approver are those of the force's report before. Made twice, it is
    the one that is there already.
    """
    if not to.ends_quarter:
        raise ScrutinyError(f"A quarterly report ends with a quarter; {to.name} does not.")
    with transaction.atomic():
        report, new = Report.objects.get_or_create(
            force=force, to=str(to), template=template, defaults={"meeting": meeting}
        )
        if new:
            _make_parts(report)
    return report


def _make_parts(report: Report) -> None:
    catalogue = reader_of(report).catalogue
    before = report_before(report)
    held = {part.section: part for part in before.parts.all()} if before else {}
    for order, (number, spec) in enumerate(template_of(report, catalogue).numbered()):
        last = held.get(spec.id)
        Part.objects.create(
            report=report, section=spec.id, order=order, number=number, title=spec.title,
            owner=spec.owner or "",
            contributor=last.contributor if last else None,
            approver=last.approver if last else None,
        )  # fmt: skip


def report_before(report: Report) -> Report | None:
    """The force's report before this one, from the same template."""
    found: Report | None = Report.objects.filter(
        force=report.force, template=report.template, to__lt=report.to
    ).first()
    return found


def may_write(part: Part, person: Person | None) -> bool:
    """Whether somebody writes a part: its contributor does, and the force's analysts."""
    if person is None or not may(person, "reports.write"):
        return False
    return part.contributor_id == person.pk or Role.FORCE_ANALYST in person.roles()


def may_approve(part: Part, person: Person | None) -> bool:
    """Whether somebody approves a part: the one who is set to."""
    if person is None or not may(person, "reports.approve"):
        return False
    return part.approver_id == person.pk
