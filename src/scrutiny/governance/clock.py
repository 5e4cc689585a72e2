"""What time it is, for everything that governance dates. A test or the example may set it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_set: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The present moment, with its time zone."""
    return _set.get() or timezone.now()


def today() -> date:
    """The present day in the United Kingdom."""
    return timezone.localtime(now()).date()


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """As if it were `moment`, which has a time zone, while the block runs."""
    token = _set.set(moment)
    try:
        yield
    finally:
        _set.reset(token)
