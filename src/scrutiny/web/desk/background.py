"""Work in the background: what waits, how far it is, what came of it."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.timezone import localtime

from scrutiny.governance import clock
from scrutiny.governance.background.jobs import again, enqueue
from scrutiny.governance.background.models import Job
from scrutiny.governance.permissions import may
from scrutiny.web.desk.routes import Route
from scrutiny.web.desk.shown import shown
from scrutiny.web.desk.signed_in import signed_in

LISTED = 50  # jobs, the newest


def jobs(request: HttpRequest) -> HttpResponse:
    """What was asked for: one's own, or all for those who look after the site."""
    listed = _seen(request).select_related("person")[:LISTED]
    return shown(request, "desk/background/list.html", jobs=listed, local=localtime)


def job(request: HttpRequest, number: int) -> HttpResponse:
    """How far one is. The page asks for its part `progress` again until it is over."""
    found = get_object_or_404(_seen(request), pk=number)
    return shown(request, "desk/background/job.html", job=found, local=localtime)


def progress(request: HttpRequest, number: int) -> HttpResponse:
    """The part of the page of a job that changes."""
    found = get_object_or_404(_seen(request), pk=number)
    return shown(request, "desk/background/progress.html", job=found, local=localtime)


def job_again(request: HttpRequest, number: int) -> HttpResponse:
    """Ask anew for what was not done."""
    found = get_object_or_404(_seen(request), pk=number)
    if found.state != Job.State.FAILED:
        messages.error(request, "It is tried again only when it was not done.")
        return redirect("job", number=found.pk)
    return redirect("job", number=again(found).pk)


def reminders_now(request: HttpRequest) -> HttpResponse:
    """Send what reminders are still to be sent today."""
    day = clock.today()
    made = enqueue(
        "send-reminders",
        f"Reminders of {day:%-d %B %Y}",
        f"send-reminders:{day}",
        where=reverse("asks"),
        day=day.isoformat(),
    )
    return redirect("job", number=made.pk)


def _seen(request: HttpRequest) -> QuerySet[Job]:
    person = signed_in(request)
    return Job.objects.filter(Q() if may(person, "work.all") else Q(person=person))


ROUTES = (
    Route("background/", jobs, "jobs", "work.see"),
    Route("background/<int:number>/", job, "job", "work.see"),
    Route("background/<int:number>/progress/", progress, "job-progress", "work.see"),
    Route(
        "background/<int:number>/again/", job_again, "job-again", "work.see", changes="work.see",
        reads=False,
    ),
    Route(
        "background/reminders/", reminders_now, "reminders-now", "reminders.send",
        changes="reminders.send", reads=False,
    ),
)  # fmt: skip
