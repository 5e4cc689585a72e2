"""Moving what somebody owns from state to state: the rules that requests and findings share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from scrutiny.errors import ScrutinyError
from scrutiny.governance.acting import acting
from scrutiny.governance.people.models import Person


@dataclass(frozen=True, slots=True)
class Move:
    """A way from some states to another. `needs` is an action of the table of permissions; what
    is `owned` is open only to those whose it is to answer. `asks` is what its comment tells,
    `done` what is said when it was made."""

    id: str
    title: str
    come: tuple[str, ...]
    to: str
    needs: str
    asks: str
    done: str
    must_say: bool = True
    owned: bool = False


def found(
    record: Any, moves: Sequence[Move], state: str, comment: str, person: Person | None,
    allowed: Callable[[Move, Any, Person], bool],
) -> Move | None:  # fmt: skip
    """The move of a record with `steps` to a state; None when it is the same again.

    `person` is None for the system itself, which is `allowed` everything. A `ScrutinyError` says
    what is not possible, or not theirs to do.
    """
    last = record.steps.last()
    if last and (last.state, last.comment, last.person) == (state, comment, person) and comment:
        return None
    move = next((each for each in moves if record.state in each.come and each.to == state), None)
    if move is None:
        if record.state == state:
            return None
        now, wanted = record.get_state_display().lower(), record.State(state).label.lower()
        raise ScrutinyError(f"It is {now} now, and cannot become {wanted}.")
    if person is not None and not allowed(move, record, person):
        raise ScrutinyError(f"{move.title}: this is not yours to do.")
    if move.must_say and not comment:
        raise ScrutinyError(f"{move.asks}: say it, in a sentence or more.")
    return move


def make(record: Any, move: Move, comment: str, person: Person | None) -> None:
    """Move a record, whose history has a step of it even where its state stays."""
    same = record.state == move.to
    record.state = move.to
    with acting(person):
        record.save(note=comment)
        if same:
            record.step(comment)
