"""What inspection brings to a year of the plan: fieldwork, force management statements, the last
days of responses, each with the meeting that is next then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scrutiny.governance import clock
from scrutiny.governance.inspection.models import Inspection, Response, Statement
from scrutiny.governance.inspection.models.responses import response_due, standing
from scrutiny.governance.meetings.models import Meeting
from scrutiny.governance.plan.forward import meetings_of
from scrutiny.governance.plan.models import Plan
from scrutiny.periods import Month, Period


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What comes from `first` until `last`, both None where no day is known yet; and how it stands.

    `next` is the first meeting on or after its first day, if one is set.
    """

    first: date | None
    last: date | None
    record: Inspection | Statement
    what: str
    stands: str
    next: Meeting | None = None


def foreseen(plan: Plan, year: Period, *, restricted: bool) -> list[Foreseen]:
    """What inspection brings to a plan's force in a period, in its order; `restricted` includes
    what is kept from the public. What has no day yet is in the period of today, at its end."""
    meetings = meetings_of(plan)
    days = list(meetings if restricted else meetings.filter(restricted=False))
    found = [
        Foreseen(
            each.first, each.last, each.record, each.what, each.stands,
            next((m for m in days if each.first and m.day >= each.first), None),
        )
        for each in (*_inspections(plan, restricted), *_statements(plan, restricted))
        if _within(each, year)
    ]  # fmt: skip
    return sorted(found, key=lambda each: (each.first or date.max, each.what))


def _within(each: Foreseen, year: Period) -> bool:
    if each.first is None or each.last is None:
        return Month.of(clock.today()) in year
    return each.first <= year.last.last_day and each.last >= year.first.first_day


def _inspections(plan: Plan, restricted: bool) -> Iterator[Foreseen]:
    kept = Inspection.objects.all() if restricted else Inspection.objects.public()
    for each in kept.filter(force=plan.force):
        if each.state != Inspection.State.PUBLISHED:
            days = [day for day in (each.begins, each.ends) if day]
            first, last = (days[0], days[-1]) if days else (None, None)
            yield Foreseen(first, last, each, str(each), each.get_state_display())
        elif each.needs_response and each.published:
            due = response_due(each.published)
            yield Foreseen(due, due, each, f"Response to {each}", _answered(each, restricted))


def _answered(inspection: Inspection, restricted: bool) -> str:
    kept = Response.objects.all() if restricted else Response.objects.public()
    response = kept.filter(inspection=inspection).first()
    if response is not None and response.state == Response.State.PUBLISHED:
        return str(response.get_state_display())
    stands = standing(inspection)
    left = f", {stands.said}" if stands else ""
    return f"{response.get_state_display() if response else 'Not begun'}{left}"


def _statements(plan: Plan, restricted: bool) -> Iterator[Foreseen]:
    kept = Statement.objects.all() if restricted else Statement.objects.public()
    for each in kept.filter(force=plan.force):
        late = each.submitted is None and each.due < clock.today()
        stands = "Submitted" if each.submitted else "Late" if late else "Due"
        yield Foreseen(each.due, each.due, each, str(each), stands)
