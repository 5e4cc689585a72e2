"""How a request or an action goes on: who may move it where, and what must be said of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from scrutiny.errors import ScrutinyError
from scrutiny.governance import moving
from scrutiny.governance.asks.models import Ask, organisations_of
from scrutiny.governance.moving import Move
from scrutiny.governance.people.models import Person
from scrutiny.governance.permissions import may

if TYPE_CHECKING:
    from scrutiny.governance.reporting.models import Part

State = Ask.State

MOVES = (
    Move("progress", "Report progress", (State.OPEN, State.UNDER_WAY), State.UNDER_WAY,
         "asks.answer", "What has been done, and what is next",
         "Your progress was added.", owned=True),
    Move("answer", "Answer", (State.OPEN, State.UNDER_WAY), State.ANSWERED,
         "asks.answer", "The answer, or what was done",
         "Your answer was added. The oversight body accepts it, or sends it back.", owned=True),
    Move("close", "Accept and close", (State.ANSWERED,), State.CLOSED,
         "asks.close", "Comment", "It is closed.", must_say=False),
    Move("send-back", "Send back", (State.ANSWERED, State.CLOSED), State.UNDER_WAY,
         "asks.close", "What is still to be answered or done", "It was sent back."),
    Move("withdraw", "Withdraw", (State.OPEN, State.UNDER_WAY), State.WITHDRAWN,
         "asks.close", "Why it is no longer asked", "It was withdrawn."),
)  # fmt: skip


def moves(ask: Ask, person: Person) -> list[Move]:
    """The moves that a person may make now."""
    return [move for move in MOVES if ask.state in move.come and _allowed(move, ask, person)]


def may_answer(ask: Ask, person: Person) -> bool:
    """Whether a person may answer: the owner, or for them somebody of the organisation that was
    asked, or a scrutiny officer; anyone who answers here, where nobody was named."""
    if not may(person, "asks.answer"):
        return False
    if person == ask.owner or may(person, "asks.make"):
        return True
    asked = ask.organisation
    if asked is None:
        return ask.owner is None
    own = organisations_of(person)
    return asked in own or asked.part_of in own


def _allowed(move: Move, ask: Ask, person: Person) -> bool:
    return may_answer(ask, person) if move.owned else may(person, move.needs)


@transaction.atomic
def move(
    ask: Ask, state: str, comment: str, person: Person | None, part: Part | None = None
) -> Ask:
    """Move an ask to a state, by a person, or by the system itself for None.

    An answer's comment is the answer, and `part` the section of a report that gives it. The same
    again changes nothing. A `ScrutinyError` says what is not possible, or not theirs to do.
    """
    ask = Ask.objects.select_for_update().get(pk=ask.pk)
    comment = comment.strip()
    found = moving.found(ask, MOVES, state, comment, person, _allowed)
    if found is None:
        return ask
    if found.to == State.ANSWERED:
        ask.answer, ask.answered_in = comment, part
    moving.make(ask, found, comment, person)
    return ask


@transaction.atomic
def change_due(ask: Ask, due: date, why: str) -> Ask:
    """Set another due date, with the reason. The same date again changes nothing."""
    ask = Ask.objects.select_for_update().get(pk=ask.pk)
    if ask.due == due:
        return ask
    if ask.state in Ask.DONE:
        raise ScrutinyError(f"It is {ask.get_state_display().lower()}: its date stays.")
    if not why.strip():
        raise ScrutinyError("Say why the date changes.")
    said = f"Due {due:%-d %B %Y}, no longer {ask.due:%-d %B %Y}: {why.strip()}"
    ask.due = due
    ask.save(note=why.strip())
    ask.step(said)
    return ask
