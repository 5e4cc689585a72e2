"""The text of a reminder, in plain words. What is restricted is never told in a mail."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from datetime import date

from django.conf import settings
from django.urls import reverse

from scrutiny.governance.asks.models import Ask
from scrutiny.governance.people.models import Person

LONGEST = 300  # characters of what is asked
WIDTH = 72  # characters of a line


def digest(person: Person, asks: Sequence[Ask], day: date) -> tuple[str, str]:
    """The subject and the text for a person, as of a day."""
    late = [ask for ask in asks if ask.due < day]
    coming = [ask for ask in asks if ask.due >= day]
    counts = [f"{len(late)} overdue"] if late else []
    counts += [f"{len(coming)} due soon"] if coming else []
    subject = f"Police Scrutiny: {' and '.join(counts)}"
    return subject, "\n".join(_lines(person, late, coming, day))


def _lines(person: Person, late: Sequence[Ask], coming: Sequence[Ask], day: date) -> Iterator[str]:
    yield f"To the {person.title}"
    yield ""
    for title, asks in (("Overdue", late), ("Due soon", coming)):
        if asks:
            yield from (title.upper(), "")
            for ask in asks:
                yield from _said(ask, day)
    yield "What is due, and what else waits for you, is on your desk:"
    yield f"{settings.SCRUTINY_ADDRESS}{reverse('desk')}"
    yield ""
    yield from textwrap.wrap(
        "You get such a mail seven days before something is due, on the day, and once a week while "
        "it is overdue: at most one a day, with everything in it.",
        WIDTH,
    )


def _said(ask: Ask, day: date) -> Iterator[str]:
    kind = ask.get_kind_display()
    head = f"A restricted {kind.lower()}" if ask.kept else kind
    yield f"{head}, {_when(ask.due, day)}"
    if not ask.kept:
        text = textwrap.shorten(ask.text, LONGEST, placeholder=" ...")
        yield from textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="  ")
    yield f"  {settings.SCRUTINY_ADDRESS}{ask.get_absolute_url()}"
    yield ""


def _when(due: date, day: date) -> str:
    said = f"due {due:%-d %B %Y}"
    days = (day - due).days
    if days == 0:
        return f"{said} (today)"
    if days > 0:
        return f"{said} ({days} day{'s' if days > 1 else ''} ago)"
    return f"{said} (in {-days} day{'s' if days < -1 else ''})"
