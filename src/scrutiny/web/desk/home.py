"""The first page of the desk: what waits for the person who signed in."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse

from scrutiny.governance import clock
from scrutiny.governance.asks.models import Ask
from scrutiny.governance.background.models import Job
from scrutiny.governance.inspection.models import Finding, Inspection, Response
from scrutiny.governance.inspection.models.responses import standing
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
    waits = {**_asked(request), **_report(request), **_inspected(request), **_other(request)}
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


def _inspected(request: HttpRequest) -> dict[str, list[Any]]:
    """Findings and responses to inspections that wait for this person, the first due first."""
    person = signed_in(request)
    if not may(person, "inspections.see"):
        return {"findings": [], "sign_off": [], "responses": []}
    findings = visible(request, Finding.objects).followed().select_related("inspection")
    findings = findings.order_by(F("due").asc(nulls_last=True), "id")
    done = findings.filter(state=Finding.State.DONE)
    return {
        "findings": list(findings.to_do().filter(owner=person)),
        "sign_off": list(done) if may(person, "inspections.edit") else [],
        "responses": [
            (each, stands) for each in _responding(request)
            if (stands := standing(each)) is not None
        ],
    }  # fmt: skip


def _responding(request: HttpRequest) -> list[Inspection]:
    """The inspections whose response this person is to write, approve or publish."""
    person, state = signed_in(request), Response.State
    out = visible(request, Inspection.objects).filter(state=Inspection.State.PUBLISHED)
    steps = {
        "response.draft": Q(response=None),
        "response.approve": Q(response__state=state.DRAFT),
        "response.publish": Q(response__state=state.APPROVED),
    }
    wanted = [which for action, which in steps.items() if may(person, action)]
    return list(out.filter(reduce(or_, wanted)).order_by("published")) if wanted else []


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
