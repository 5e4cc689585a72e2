"""The oversight body's response to an inspection: drafted, approved, published, and its copies."""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from scrutiny.errors import ScrutinyError
from scrutiny.governance import clock
from scrutiny.governance.inspection.models import Copy, Inspection, Response
from scrutiny.governance.inspection.models.responses import RESPONSE_DAYS
from scrutiny.governance.inspection.responding import approve, draft, publish, send_copy
from scrutiny.governance.meetings.restricted import cause
from scrutiny.governance.people.models import Organisation
from scrutiny.governance.permissions import may
from scrutiny.web.desk.inspection_forms import CopyForm, DraftForm
from scrutiny.web.desk.inspection_shown import standing_of
from scrutiny.web.desk.shown import shown
from scrutiny.web.desk.sight import seen_or_404, visible
from scrutiny.web.desk.signed_in import signed_in


def response(request: HttpRequest, number: int) -> HttpResponse:
    """The response with its days, its text, who approved it and who has copies."""
    return _page(request, number)


def _page(request: HttpRequest, number: int, draft: Any = None, copy: Any = None) -> HttpResponse:
    of = seen_or_404(request, Inspection, number)
    found = visible(request, Response.objects).filter(inspection=of).first()
    person = signed_in(request)
    writes = may(person, "response.draft") and not _out(found) and (
        found is not None or not hasattr(of, "response")
    )  # fmt: skip
    if draft is None and writes:
        draft = DraftForm(instance=found or _new(of))
    out = _out(found)
    if copy is None and out and may(person, "response.publish"):
        copy = CopyForm(initial={"on": clock.today()})
    wrong = next((form for form in (draft, copy) if form is not None and form.errors), None)
    return shown(
        request,
        "desk/inspections/response.html",
        status=HTTPStatus.OK if wrong is None else HTTPStatus.BAD_REQUEST,
        inspection=of,
        response=found,
        standing=standing_of(request, of),
        days=RESPONSE_DAYS,
        why=cause(found) if found else cause(of),
        draft=draft,
        copy=copy,
        wrong=wrong,
        copies=found.copies.all() if found else [],
        read=fingerprint(found.text) if found else "",
    )


def _out(found: Response | None) -> bool:
    return found is not None and found.state == Response.State.PUBLISHED


def _new(of: Inspection) -> Response:
    """A response that is not written yet, of the body that oversees the force now."""
    bodies = Organisation.objects.filter(kind__in=Organisation.OVERSIGHT, area=of.force)
    return Response(inspection=of, oversight=bodies.order_by("-begins").first())


def response_draft(request: HttpRequest, number: int) -> HttpResponse:
    """Save the draft. What was approved is a draft again when its words change."""
    of = seen_or_404(request, Inspection, number)
    found = visible(request, Response.objects).filter(inspection=of).first()
    if _out(found):
        messages.error(request, "The response is published: its words stay as they are.")
        return redirect("response", number=number)
    if found is None and hasattr(of, "response"):
        raise Http404
    form = DraftForm(request.POST, instance=found or _new(of))
    if not form.is_valid():
        return _page(request, number, draft=form)
    try:
        draft(of, form.cleaned_data["oversight"], form.cleaned_data["text"])
    except ScrutinyError as error:
        form.add_error(None, str(error))
        return _page(request, number, draft=form)
    messages.success(request, "The draft is saved.")
    return redirect("response", number=number)


def response_approve(request: HttpRequest, number: int) -> HttpResponse:
    """Approve the words that were read: those on the page whose form was sent."""

    def step(found: Response) -> None:
        if request.POST.get("read") != fingerprint(found.text):
            raise ScrutinyError("The response has changed since you read it. Read it again.")
        approve(found, signed_in(request))

    return _do(request, number, step, "It is approved.")


def fingerprint(text: str) -> str:
    """What tells the words of a response from others."""
    return hashlib.sha256(text.encode()).hexdigest()


def response_publish(request: HttpRequest, number: int) -> HttpResponse:
    return _do(request, number, publish, "It is published: everyone can read it.")


def _do(request: HttpRequest, number: int, step: Any, done: str) -> HttpResponse:
    """Take a step with the response; what is wrong with that is said on its page."""
    of = seen_or_404(request, Inspection, number)
    found = visible(request, Response.objects).filter(inspection=of).first()
    if found is None:
        messages.error(request, "There is no response yet. It is drafted first.")
        return redirect("response", number=number)
    try:
        step(found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except ScrutinyError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("response", number=number)


def response_copy(request: HttpRequest, number: int) -> HttpResponse:
    """Record that a copy went to somebody."""
    of = seen_or_404(request, Inspection, number)
    found = visible(request, Response.objects).filter(inspection=of).first()
    if found is None or not _out(found):
        messages.error(request, "Copies are sent of what is published.")
        return redirect("response", number=number)
    form = CopyForm(request.POST, instance=Copy(response=found))
    if not form.is_valid():
        return _page(request, number, copy=form)
    copy = send_copy(found, form.cleaned_data["to"], form.cleaned_data["on"])
    messages.success(request, f"The copy to {copy.to} is recorded.")
    return redirect("response", number=number)
