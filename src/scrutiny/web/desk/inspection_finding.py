"""One finding: its page, with what its measures say since, and what is done on it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.timezone import localtime

from scrutiny.errors import ScrutinyError
from scrutiny.governance import clock
from scrutiny.governance.inspection.models import Evidence, Finding, Inspection
from scrutiny.governance.inspection.models.findings import may_update
from scrutiny.governance.inspection.steps import MOVES, change_due, move, moves, to_plan
from scrutiny.governance.meetings.restricted import cause
from scrutiny.governance.permissions import may
from scrutiny.governance.plan.models import Plan, Section
from scrutiny.reports.pictures import svg
from scrutiny.web.content.since import Since, since
from scrutiny.web.desk.asks_forms import Step
from scrutiny.web.desk.inspection_finding_forms import (
    DueForm,
    EvidenceForm,
    FindingMove,
    PlanForm,
)
from scrutiny.web.desk.shown import refused, shown
from scrutiny.web.desk.sight import seen_or_404, visible
from scrutiny.web.desk.signed_in import signed_in
from scrutiny.web.files import UNKNOWN, download


def finding(request: HttpRequest, number: int) -> HttpResponse:
    """The page of one."""
    return _page(request, seen_or_404(request, Finding, number))


def _page(request: HttpRequest, found: Finding, wrong: Step | None = None) -> HttpResponse:
    """The page, with the form that was sent where something is wrong with it."""
    person = signed_in(request)
    here = found.answered_on
    others = visible(request, Finding.objects).select_related("inspection")
    return shown(
        request,
        "desk/inspections/finding.html",
        status=HTTPStatus.OK if wrong is None else HTTPStatus.BAD_REQUEST,
        finding=found,
        area=found.inspection.frame.area(found.area).name,
        here=request.path,
        forms=_forms(request, found, wrong),
        wrong=wrong,
        why=cause(found),
        same_as=others.filter(pk=found.same_as_id).first(),
        identical=others.filter(same_as=found),
        repeats=others.filter(pk=found.repeats_id).first(),
        repeated=others.filter(repeats=found),
        planned=here.planned,
        steps=here.steps.select_related("person"),
        evidence=visible(request, here.evidence),
        updates=may_update(here, person),
        measures=measures_since(request, found),
        today=clock.today(),
        local=localtime,
    )


def measures_since(request: HttpRequest, found: Finding) -> list[Since]:
    """What each of its measures says since the inspection's report."""
    of = found.inspection
    day = of.published or of.ends
    if day is None:
        return []
    edition = request.edition  # type: ignore[attr-defined]
    each = (since(edition, id, of.force, day, "Inspection") for id in found.measures)
    return [one for one in each if one is not None]


def _forms(request: HttpRequest, found: Finding, wrong: Step | None) -> list[Step]:
    """What the person can do here; for one that is answered elsewhere, nothing."""
    person = signed_in(request)
    if found.same_as_id is not None:
        return []
    offered: list[Any] = [FindingMove(each) for each in moves(found, person)]
    if found.followed and may_update(found, person):
        offered.append(EvidenceForm())
    if found.followed and found.state not in Finding.DONE and may(person, "inspections.edit"):
        offered.append(DueForm(initial={"due": found.due}))
    out = found.inspection.state == Inspection.State.PUBLISHED
    if out and found.followed and may(person, "areas.propose") and found.planned is None:
        sections = _sections(found)
        if sections:
            words = {"area_title": found.text[:200], "rationale": _why(found)}
            offered.append(PlanForm(sections, initial=words))
    return [wrong if wrong is not None and form.id == wrong.id else form for form in offered]


def _why(found: Finding) -> str:
    """What the plan may say of why it is looked at."""
    return f"{found.get_kind_display()} of {found.inspection}: {found.text}"


def _sections(found: Finding) -> Any:
    """The sections of the plan in force for the finding's force that meetings come to."""
    plan = Plan.objects.filter(force=found.inspection.force, state=Plan.State.IN_FORCE).first()
    if plan is None:
        return Section.objects.none()
    return plan.sections.current().exclude(frequency="")


def finding_move(request: HttpRequest, number: int) -> HttpResponse:
    """Say how it goes on, that it is done, or sign it off."""
    found, person = seen_or_404(request, Finding, number), signed_in(request)
    wanted = next((each for each in MOVES if each.id == request.POST.get("move")), None)
    if wanted is None:
        return HttpResponseBadRequest("Which step is meant is not said.")
    if wanted not in moves(found, person):
        if not may(person, wanted.needs):
            return refused(request, wanted.needs)
        messages.error(request, "That cannot be done now. Look at what state it is in.")
        return redirect(found)
    form = FindingMove(wanted, request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        move(found, wanted.to, form.cleaned_data["comment"], person)
    except ScrutinyError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, wanted.done)
    return redirect(found)


def finding_due(request: HttpRequest, number: int) -> HttpResponse:
    """Set another due date."""
    found = seen_or_404(request, Finding, number)
    form = DueForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        change_due(found, form.cleaned_data["due"], form.cleaned_data["why"])
    except ScrutinyError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"It is due on {form.cleaned_data['due']:%-d %B %Y}.")
    return redirect(found)


def finding_evidence(request: HttpRequest, number: int) -> HttpResponse:
    """Add a file or an address that shows how it goes on, unless it is there already."""
    found = seen_or_404(request, Finding, number)
    if not (found.followed and may_update(found, signed_in(request))):
        return refused(request, "findings.update")
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, form)
    given = form.cleaned_data
    file, here = given["file"], found.answered_on
    words = {
        "title": given["what"], "name": file.name if file else "", "address": given["address"],
    }  # fmt: skip
    if not here.evidence.filter(**words).exists():
        Evidence(finding=here, file=file or "", **words).save()
    messages.success(request, "The evidence was added.")
    return redirect(found)


def finding_file(request: HttpRequest, number: int, evidence: int) -> HttpResponse:
    """A file of the evidence, always to be saved: a browser is not to run what somebody sent."""
    found = seen_or_404(request, Finding, number)
    wanted = seen_or_404(request, Evidence, evidence)
    if wanted.finding != found.answered_on or not wanted.file:
        raise Http404
    return download(wanted.file.read(), wanted.name, UNKNOWN)


def finding_plan(request: HttpRequest, number: int) -> HttpResponse:
    """Put an area for consideration on the scrutiny plan for it, once."""
    found = seen_or_404(request, Finding, number)
    form = PlanForm(_sections(found), request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        given = form.cleaned_data
        to_plan(found, given["section"], given["area_title"], given["rationale"])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, "An area for consideration is proposed for the plan.")
    return redirect(found)


def finding_chart(request: HttpRequest, number: int, measure: str) -> HttpResponse:
    """The control chart of one of its measures, as a picture."""
    return picture(measures_since(request, seen_or_404(request, Finding, number)), measure)


def picture(answers: list[Since], measure: str) -> HttpResponse:
    """The picture of a measure's chart among the answers."""
    found = next((each.chart for each in answers if each.id == measure and each.chart), None)
    if found is None:
        raise Http404
    return HttpResponse(svg(found), content_type="image/svg+xml")
