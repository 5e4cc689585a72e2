"""What time it is, for everything that governance dates. A test or the example may set it.

A site on one machine takes it from the file that `SCRUTINY_CLOCK` names, so that a year can be gone
through in an hour; a server refuses to start with one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

_set: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """The present moment, with its time zone."""
    return _set.get() or _told() or timezone.now()


def _told() -> datetime | None:
    """What the file of the setting says: the time in the United Kingdom, in ISO 8601."""
    if not settings.SCRUTINY_CLOCK:
        return None
    said = Path(settings.SCRUTINY_CLOCK).read_text(encoding="utf-8").strip()
    return timezone.make_aware(datetime.fromisoformat(said))


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
