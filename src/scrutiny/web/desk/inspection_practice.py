"""The register of developing practice, and who has taken a practice up."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from scrutiny.governance import clock
from scrutiny.governance.inspection.models import Practice, TakenUp
from scrutiny.governance.meetings.restricted import cause
from scrutiny.governance.permissions import may
from scrutiny.web.desk.inspection_forms import PracticeForm, TakenUpForm
from scrutiny.web.desk.inspection_shown import form_page, named
from scrutiny.web.desk.plan import saved
from scrutiny.web.desk.shown import shown
from scrutiny.web.desk.sight import seen_or_404, visible
from scrutiny.web.desk.signed_in import signed_in


def practices(request: HttpRequest) -> HttpResponse:
    """The register, or what of it has all the words asked for."""
    words = request.GET.get("q", "").strip()[:200]
    found = visible(request, Practice.objects).filter(withdrawn=False).search(words)
    return shown(
        request, "desk/inspections/practices.html", q=words,
        practices=found.select_related("inspection"), named=named(request),
    )  # fmt: skip


def practice(request: HttpRequest, number: int) -> HttpResponse:
    return _page(request, seen_or_404(request, Practice, number))


def _page(request: HttpRequest, found: Practice, form: Any = None) -> HttpResponse:
    if form is None and may(signed_in(request), "practice.edit") and not found.withdrawn:
        form = TakenUpForm(initial={"on": clock.today()})
    wrong = form is not None and bool(form.errors)
    return shown(
        request, "desk/inspections/practice.html",
        status=HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK,
        practice=found, form=form, wrong=wrong, why=cause(found), named=named(request),
        taken_up=found.taken_up.all(),
    )  # fmt: skip


def practice_new(request: HttpRequest) -> HttpResponse:
    return _edit(request, Practice(), "Add a practice to the register", None)


def practice_edit(request: HttpRequest, number: int) -> HttpResponse:
    found = seen_or_404(request, Practice, number)
    return _edit(request, found, "Change the practice", found.get_absolute_url())


def _edit(request: HttpRequest, record: Practice, heading: str, back: str | None) -> HttpResponse:
    edition = request.edition  # type: ignore[attr-defined]
    form = PracticeForm(request, edition, instance=record)
    if request.method == "POST" and saved(form):
        messages.success(request, "The practice is saved.")
        return redirect(form.instance)
    return form_page(request, form, heading, "Save the practice", back)


def practice_taken_up(request: HttpRequest, number: int) -> HttpResponse:
    """Record that a force or another body has taken it up, once."""
    found = seen_or_404(request, Practice, number)
    form = TakenUpForm(request.POST, instance=TakenUp(practice=found))
    if not form.is_valid():
        return _page(request, found, form)
    if not found.taken_up.filter(by=form.instance.by).exists():
        form.instance.save()
    messages.success(request, f"{form.instance.by} has taken it up.")
    return redirect(found)
