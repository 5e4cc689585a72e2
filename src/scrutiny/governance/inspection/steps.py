"""How a finding goes on: who may move it where, and what must be said of it."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from scrutiny.errors import ScrutinyError
from scrutiny.governance import moving
from scrutiny.governance.inspection.models import Finding, Inspection
from scrutiny.governance.inspection.models.findings import may_update
from scrutiny.governance.moving import Move
from scrutiny.governance.people.models import Person
from scrutiny.governance.permissions import may
from scrutiny.governance.plan.models import AreaForConsideration, Section

State = Finding.State

MOVES = (
    Move("progress", "Report progress", (State.OPEN, State.UNDER_WAY), State.UNDER_WAY,
         "findings.update", "What has been done, and what is next",
         "Your progress was added.", owned=True),
    Move("done", "Say it is done", (State.OPEN, State.UNDER_WAY), State.DONE,
         "findings.update", "What was done, and what shows it",
         "It is done. The inspection liaison signs it off, or sends it back.", owned=True),
    Move("sign-off", "Sign off", (State.DONE,), State.CLOSED,
         "inspections.edit", "Comment", "It is signed off.", must_say=False),
    Move("send-back", "Send back", (State.DONE, State.CLOSED), State.UNDER_WAY,
         "inspections.edit", "What is still to be done", "It was sent back."),
)  # fmt: skip


def moves(finding: Finding, person: Person) -> list[Move]:
    """The moves that a person may make now. Identical findings move together."""
    here = finding.answered_on
    return [each for each in MOVES if here.state in each.come and _allowed(each, here, person)]


def _allowed(move: Move, finding: Finding, person: Person) -> bool:
    return may_update(finding, person) if move.owned else may(person, move.needs)


@transaction.atomic
def move(finding: Finding, state: str, comment: str, person: Person | None) -> Finding:
    """Move a finding to a state, by a person, or by the system itself for None.

    One that is identical to another moves that one, which answers for both; it is what is given
    back. The same again changes nothing. A `ScrutinyError` says what is not possible, or not
    theirs to do.
    """
    here: Finding = Finding.objects.select_for_update().get(pk=finding.answered_on.pk)
    comment = comment.strip()
    found = moving.found(here, MOVES, state, comment, person, _allowed)
    if found is not None:
        moving.make(here, found, comment, person)
    return here


@transaction.atomic
def change_due(finding: Finding, due: date, why: str) -> Finding:
    """Set another due date, with the reason. The same date again changes nothing."""
    here: Finding = Finding.objects.select_for_update().get(pk=finding.answered_on.pk)
    if here.due == due:
        return here
    if not here.followed or here.state in Finding.DONE:
        raise ScrutinyError(f"It is {here.get_state_display().lower()}: it has no date to change.")
    if here.due is not None and not why.strip():
        raise ScrutinyError("Say why the date changes.")
    before = f", no longer {here.due:%-d %B %Y}" if here.due else ""
    because = f": {why.strip()}" if why.strip() else "."
    here.due = due
    here.save(note=why.strip())
    here.step(f"Due {due:%-d %B %Y}{before}{because}")
    return here


@transaction.atomic
def to_plan(finding: Finding, section: Section, title: str, rationale: str) -> AreaForConsideration:
    """Propose what a finding is about as an area for consideration, in a section of the plan.

    Once is enough: of one that was proposed before and not withdrawn, that is given back. Before
    the report is published there is a `ValidationError`: what the plan says can become public.
    """
    if finding.inspection.state != Inspection.State.PUBLISHED:
        raise ValidationError("The report is not published yet: the plan could tell of it.")
    here: Finding = Finding.objects.select_for_update().get(pk=finding.answered_on.pk)
    planned: AreaForConsideration | None = here.planned
    if planned is not None and planned.state != AreaForConsideration.State.WITHDRAWN:
        return planned
    area = AreaForConsideration(
        section=section, title=title, rationale=rationale,
        origin=AreaForConsideration.Origin.INSPECTION,
    )  # fmt: skip
    kept = next((each for each in (here, here.inspection) if each.restricted), None)
    if kept is not None:
        area.restricted, area.restricted_why = True, kept.restricted_why
        area.restricted_review = kept.restricted_review
    area.save()
    here.planned = area
    here.save(note=f"Put on the plan: {title}")
    return area
