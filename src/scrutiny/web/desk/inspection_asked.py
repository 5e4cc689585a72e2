"""The log of an inspection: what evidence was asked for, and what was supplied of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from scrutiny.governance import clock
from scrutiny.governance.inspection.models import Asked, Inspection
from scrutiny.governance.meetings.restricted import cause
from scrutiny.web.desk.inspection_forms import AskedForm
from scrutiny.web.desk.inspection_shown import form_page
from scrutiny.web.desk.plan import saved
from scrutiny.web.desk.shown import shown
from scrutiny.web.desk.sight import seen_or_404, visible
from scrutiny.web.files import UNKNOWN, download


def log(request: HttpRequest, number: int) -> HttpResponse:
    """Everything asked for in an inspection, in the order in which it was."""
    of = seen_or_404(request, Inspection, number)
    found = list(visible(request, of.asked))
    return shown(
        request, "desk/inspections/log.html", inspection=of, log=found, today=clock.today(),
        waits=[a for a in found if a.supplied_on is None and not a.withdrawn], why=cause(of),
        areas={area.id: area.name for area in of.frame.areas},
    )  # fmt: skip


def asked_new(request: HttpRequest, number: int) -> HttpResponse:
    of = seen_or_404(request, Inspection, number)
    return _edit(request, Asked(inspection=of, on=clock.today()), "Log what is asked for")


def asked_edit(request: HttpRequest, number: int, asked: int) -> HttpResponse:
    """Change what was asked for, or say what was supplied."""
    return _edit(request, _of(request, number, asked), "What was asked for and supplied")


def _edit(request: HttpRequest, record: Asked, heading: str) -> HttpResponse:
    back = reverse("evidence-log", kwargs={"number": record.inspection.pk})
    form = AskedForm(request, instance=record)
    if request.method == "POST" and form.is_valid():
        now = form.instance
        twice = now.pk is None and now.inspection.asked.filter(text=now.text, on=now.on).exists()
        if twice or saved(form):
            messages.success(request, "The log is saved.")
            return redirect(back)
    return form_page(request, form, heading, "Save", back)


def asked_file(request: HttpRequest, number: int, asked: int) -> HttpResponse:
    """The file that was supplied, to be saved."""
    found = _of(request, number, asked)
    if not found.file:
        raise Http404
    return download(found.file.read(), found.name, UNKNOWN)


def _of(request: HttpRequest, number: int, asked: int) -> Asked:
    found: Asked = seen_or_404(request, Asked, asked)
    if found.inspection != seen_or_404(request, Inspection, number):
        raise Http404
    return found
