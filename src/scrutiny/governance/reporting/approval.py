"""The way of a part: drafting, with its approver, approved, or sent back with a comment."""

from __future__ import annotations

from django.db import transaction

from scrutiny.errors import ScrutinyError
from scrutiny.governance import clock
from scrutiny.governance.audit.entries import enter
from scrutiny.governance.people.models import Person
from scrutiny.governance.reporting.making import may_approve, may_write
from scrutiny.governance.reporting.models import Comment, Part, Report
from scrutiny.governance.reporting.preview import preview
from scrutiny.governance.reporting.writing import conflict, latest

State = Part.State


def submit(part: Part, person: Person) -> Part:
    """Give a part to its approver. What is in its way is a `ScrutinyError`."""
    if not may_write(part, person):
        raise ScrutinyError("Its contributor gives it to the approver, or an analyst.")
    with transaction.atomic():
        part = _held(part, (State.DRAFTING,))
        text = latest(part)
        if text is None or not text.text:
            raise ScrutinyError("Nothing is written yet.")
        if conflict(part):
            raise ScrutinyError("Two texts collided. Settle them first.")
        if part.approver is None:
            raise ScrutinyError("Nobody is set to approve it.")
        wrong = preview(part, text.text).faults
        if wrong:
            line, why = wrong[0]
            raise ScrutinyError(f"Put this right first. Line {line}: {why}.")
        return _move(part, State.WITH_APPROVER, person)


def approve(part: Part, person: Person, text: int) -> Part:
    """Sign a part with the text of that number, which must still be the one that stands."""
    if not may_approve(part, person):
        raise ScrutinyError("Only the person who is set to approve it can.")
    with transaction.atomic():
        part = _held(part, (State.WITH_APPROVER,))
        stands = latest(part)
        if stands is None or stands.number != text:
            raise ScrutinyError("Its text has changed since you read it. Read it again.")
        moved = _move(part, State.APPROVED, person)
        enter("approved", moved, note=f"Text {text}")
        return moved


def send_back(part: Part, person: Person, why: str) -> Part:
    """Give a part back to its contributor, with a comment that says why."""
    if not may_approve(part, person):
        raise ScrutinyError("Only the person who is set to approve it can send it back.")
    if not why.strip():
        raise ScrutinyError("Say what should change.")
    with transaction.atomic():
        part = _held(part, (State.WITH_APPROVER, State.APPROVED))
        Comment.objects.create(part=part, person=person, text=why.strip())
        return _move(part, State.DRAFTING, person, note=why.strip())


def _held(part: Part, states: tuple[Part.State, ...]) -> Part:
    """The part as it is now, held while it is moved."""
    held: Part = (
        Part.objects.select_for_update(of=("self",)).select_related("report").get(pk=part.pk)
    )
    if held.report.state != Report.State.DRAFTING:
        raise ScrutinyError("The report is locked.")
    if held.state not in states:
        raise ScrutinyError(f"It is {held.get_state_display().lower()} now.")
    return held


def _move(part: Part, state: Part.State, person: Person, note: str = "") -> Part:
    part.state, part.moved, part.moved_by = state, clock.now(), person
    part.save(note=note)
    return part
