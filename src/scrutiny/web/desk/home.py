"""The first page of the desk: what waits for the person who signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from scrutiny.governance import clock
from scrutiny.governance.asks.models import Ask
from scrutiny.governance.background.models import Job
from scrutiny.governance.meetings.models import Meeting
from scrutiny.governance.permissions import may
from scrutiny.governance.raised.models import Raised
from scrutiny.governance.reporting.models import Part, Report
from scrutiny.periods import Month
from scrutiny.web.desk.asks_list import SOON, related
from scrutiny.web.desk.routes import Route
from scrutiny.web.desk.shown import shown
from scrutiny.web.desk.sight import visible
from scrutiny.web.desk.signed_in import signed_in

SHOWN = 5  # of each kind; the lists have the rest
MEETINGS = 3


def home(request: HttpRequest) -> HttpResponse:
    """Everything that somebody waits for from this person, what is late first."""
    waits = {**_asked(request), **_report(request), **_other(request)}
    return shown(
        request,
        "desk/home.html",
        waits=waits,
        meetings=_meetings(request),
        SHOWN=SHOWN,
        SOON=SOON,
        today=clock.today(),
        month=lambda text: Month.parse(text).name,
    )


def _asked(request: HttpRequest) -> dict[str, list[Ask]]:
    person = signed_in(request)
    sees, closes = may(person, "asks.see"), may(person, "asks.close")
    concerning = Ask.objects.concerning(person)
    answered = Ask.objects.seen_by(person).filter(state=Ask.State.ANSWERED)
    return {
        "overdue": list(related(concerning.overdue())) if sees else [],
        "soon": list(related(concerning.due_within(SOON))) if sees else [],
        "answered": list(related(answered)) if closes else [],
    }


def _report(request: HttpRequest) -> dict[str, list[Part]]:
    """Sections of reports that wait for this person."""
    person = signed_in(request)
    if not may(person, "reports.see"):
        return {"write": [], "approve": []}
    parts = visible(request, Part.objects).select_related("report").order_by("due", "order")
    parts = parts.filter(report__state=Report.State.DRAFTING)
    to_write = (Part.State.NOT_STARTED, Part.State.DRAFTING)
    return {
        "write": list(parts.filter(contributor=person, state__in=to_write)),
        "approve": list(parts.filter(approver=person, state=Part.State.WITH_APPROVER)),
    }


def _other(request: HttpRequest) -> dict[str, list[Any]]:
    person = signed_in(request)
    raised = visible(request, Raised.objects).filter(state=Raised.State.WAITING, gone=None)
    failed = Job.objects.filter(person=person, state=Job.State.FAILED)[:SHOWN]
    return {
        "raised": list(raised) if may(person, "raised.decide") else [],
        "failed": list(failed),
    }


def _meetings(request: HttpRequest) -> list[Meeting] | None:
    """The next meetings; None for who may not see any."""
    if not may(signed_in(request), "meetings.see"):
        return None
    coming = visible(request, Meeting.objects).filter(day__gte=clock.today())
    return list(coming.exclude(state=Meeting.State.CANCELLED)[:MEETINGS])


ROUTES = (Route("", home, "desk", "desk.see"),)
