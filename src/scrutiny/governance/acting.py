"""Who is acting: set once at the door, so that no change can forget to say who made it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrutiny.governance.people.models import Person

_acting: ContextVar[Person | None] = ContextVar("acting", default=None)


def who() -> Person | None:
    """The person for whom this runs; None is the system itself, such as a reminder."""
    return _acting.get()


@contextmanager
def acting(person: Person | None) -> Iterator[None]:
    """Let everything in the block be done by a person."""
    token = _acting.set(person)
    try:
        yield
    finally:
        _acting.reset(token)
