"""One request or action: its page, and what is done on it."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils.timezone import localtime

from scrutiny.errors import ScrutinyError
from scrutiny.governance import clock
from scrutiny.governance.asks.models import Ask, Evidence
from scrutiny.governance.asks.steps import MOVES, change_due, may_answer, move, moves
from scrutiny.governance.meetings.restricted import cause
from scrutiny.governance.permissions import may
from scrutiny.governance.reporting.models import Part
from scrutiny.periods import Month
from scrutiny.web.desk import asks_list, asks_making
from scrutiny.web.desk.asks_figure import figure_now
from scrutiny.web.desk.asks_forms import DueForm, EvidenceForm, MoveForm, Step
from scrutiny.web.desk.routes import Route
from scrutiny.web.desk.shown import refused, shown
from scrutiny.web.desk.sight import seen_or_404, visible
from scrutiny.web.desk.signed_in import signed_in
from scrutiny.web.files import UNKNOWN, download


def ask(request: HttpRequest, number: int) -> HttpResponse:
    """The page of one."""
    return _page(request, seen_or_404(request, Ask, number))


def _page(request: HttpRequest, found: Ask, wrong: Step | None = None) -> HttpResponse:
    """The page, with the form that was sent where something is wrong with it."""
    person = signed_in(request)
    forms: list[Step] = [MoveForm(found, each, person) for each in moves(found, person)]
    if may_answer(found, person):
        forms.append(EvidenceForm())
    if may(person, "asks.make") and found.state not in Ask.DONE:
        forms.append(DueForm(initial={"due": found.due}))
    if wrong is not None:
        forms = [wrong if form.id == wrong.id else form for form in forms]
    return shown(
        request,
        "desk/asks/ask.html",
        status=HTTPStatus.OK if wrong is None else HTTPStatus.BAD_REQUEST,
        ask=found,
        forms=forms,
        wrong=wrong,
        why=cause(found),
        figure=figure_now(request.edition, found),  # type: ignore[attr-defined]
        steps=found.steps.select_related("person"),
        part=_part(request, found),
        month=lambda text: Month.parse(text).name,
        today=clock.today(),
        local=localtime,
        evidence=visible(request, found.evidence),
        notes=visible(request, found.notes).filter(withdrawn=False).select_related("item"),
    )


def _part(request: HttpRequest, found: Ask) -> Part | None:
    """The section of a report that answers it, if the person may see that."""
    parts = visible(request, Part.objects).select_related("report")
    part: Part | None = parts.filter(pk=found.answered_in_id).first()
    return part


def ask_move(request: HttpRequest, number: int) -> HttpResponse:
    """Answer, report progress, close, send back or withdraw."""
    found, person = seen_or_404(request, Ask, number), signed_in(request)
    wanted = next((each for each in MOVES if each.id == request.POST.get("move")), None)
    if wanted is None:
        return HttpResponseBadRequest("Which step is meant is not said.")
    if wanted.owned and not may_answer(found, person):
        return refused(request, wanted.needs)
    if not may(person, wanted.needs):
        return refused(request, wanted.needs)
    form = MoveForm(found, wanted, person, request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    try:
        part = form.cleaned_data.get("part")
        move(found, wanted.to, form.cleaned_data["comment"], person, part)
    except ScrutinyError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, wanted.done)
    return redirect(found)


def ask_due(request: HttpRequest, number: int) -> HttpResponse:
    found = seen_or_404(request, Ask, number)
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


def ask_evidence(request: HttpRequest, number: int) -> HttpResponse:
    """Add a file or an address that shows that it was answered or done."""
    found = seen_or_404(request, Ask, number)
    if not may_answer(found, signed_in(request)):
        return refused(request, "asks.answer")
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        _add_evidence(found, form)
        messages.success(request, "The evidence was added.")
        return redirect(found)
    return _page(request, found, form)


def _add_evidence(found: Ask, form: EvidenceForm) -> None:
    """Add it, unless it is there: the form may have been sent twice."""
    given = form.cleaned_data
    file = given["file"]
    words = {
        "title": given["what"],
        "name": file.name if file else "",
        "address": given["address"],
    }
    if not found.evidence.filter(**words).exists():
        Evidence(ask=found, file=file, **words).save()


def evidence_file(request: HttpRequest, number: int, evidence: int) -> HttpResponse:
    """A file of the evidence, always to be saved: a browser is not to run what somebody sent."""
    found = seen_or_404(request, Ask, number)
    wanted = seen_or_404(request, Evidence, evidence)
    if wanted.ask != found or not wanted.file:
        raise Http404
    return download(wanted.file.read(), wanted.name, UNKNOWN)


ROUTES = (
    Route("asks/", asks_list.asks, "asks", "asks.see"),
    Route("asks/list.csv", asks_list.asks_csv, "asks-csv", "asks.see"),
    Route("asks/new/", asks_making.new, "ask-new", "asks.make", changes="asks.make"),
    Route("asks/<int:number>/", ask, "ask", "asks.see"),
    Route(
        "asks/<int:number>/step/", ask_move, "ask-move", "asks.see", changes="asks.see",
        reads=False,
    ),
    Route(
        "asks/<int:number>/due/", ask_due, "ask-due", "asks.make", changes="asks.make",
        reads=False,
    ),
    Route(
        "asks/<int:number>/evidence/", ask_evidence, "ask-evidence", "asks.answer",
        changes="asks.answer", reads=False,
    ),
    Route(
        "asks/<int:number>/evidence/<int:evidence>/", evidence_file, "ask-evidence-file",
        "asks.see",
    ),
    Route(
        "asks/<int:number>/edit/", asks_making.edit, "ask-edit", "asks.make", changes="asks.make"
    ),
    Route(
        "asks/<int:number>/restrict/", asks_making.restrict, "ask-restrict", "restricted.mark",
        changes="restricted.mark",
    ),
)  # fmt: skip
