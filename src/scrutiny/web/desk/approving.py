"""The way of a part to approval, what is kept from the public, and locking and publishing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from scrutiny.errors import ScrutinyError
from scrutiny.governance.background.jobs import enqueue
from scrutiny.governance.reporting import (
    approval,
    checking,
    comparing,
    locking,
    restricting,
    writing,
)
from scrutiny.governance.reporting.models import Part, Report, Withheld
from scrutiny.web.desk.forms import Form
from scrutiny.web.desk.reports import publishing_key, title_of
from scrutiny.web.desk.routes import Route
from scrutiny.web.desk.shown import shown
from scrutiny.web.desk.sight import seen_or_404
from scrutiny.web.desk.signed_in import signed_in


def _told(request: HttpRequest, did: Callable[[], object], said: str) -> bool:
    """Do it, and tell that it was done, or why not."""
    try:
        did()
    except (ScrutinyError, ValidationError) as error:
        words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        messages.error(request, words)
        return False
    messages.success(request, said)
    return True


def submit(request: HttpRequest, number: int) -> HttpResponse:
    """Give a part to its approver."""
    part: Part = seen_or_404(request, Part, number)
    _told(request, lambda: approval.submit(part, signed_in(request)), "It is with the approver.")
    return redirect("part", number=number)


def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Sign the text that was read."""
    part: Part = seen_or_404(request, Part, number)
    read = request.POST.get("text", "")
    text = int(read) if read.isdecimal() else 0
    _told(request, lambda: approval.approve(part, signed_in(request), text), "It is approved.")
    return redirect("part", number=number)


def send_back(request: HttpRequest, number: int) -> HttpResponse:
    """Give a part back, with a comment."""
    part: Part = seen_or_404(request, Part, number)
    why = request.POST.get("why", "")
    said = "It is sent back, with your comment."
    _told(request, lambda: approval.send_back(part, signed_in(request), why), said)
    return redirect("part", number=number)


class Closing(Form):
    """Why something is kept from the public, and when to think again."""

    why = forms.CharField(label="Why it is restricted", max_length=500)
    review = forms.DateField(label="When to review it")


class Block(Closing):
    """A table or chart to keep from the public."""

    block = forms.ChoiceField(label="Table or chart")
    field_order = ("block", "why", "review")

    def __init__(self, *given: Any, blocks: dict[str, str], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["block"].choices = list(blocks.items())  # type: ignore[attr-defined]


def restrict(request: HttpRequest, number: int) -> HttpResponse:
    """What of a part is kept from the public: all of it, a table or chart, or a paragraph."""
    part: Part = seen_or_404(request, Part, number)
    blocks = restricting.blocks_of(part)
    did = request.POST.get("do", "") if request.method == "POST" else ""
    whole = Closing(request.POST if did == "restrict" else None, prefix="part")
    block = Block(request.POST if did == "withhold" else None, prefix="block", blocks=blocks)
    if did and _restricted(request, part, did, whole, block):
        return redirect("part-restrict", number=number)
    withheld = part.withheld.filter(ended=False)
    return shown(
        request,
        "desk/reports/restrict.html",
        title=f"What is restricted in {part}",
        part=part,
        locked=part.report.state != Report.State.DRAFTING,
        whole=whole,
        block=block,
        blocks=blocks,
        withheld=[(each, blocks.get(each.block, each.block)) for each in withheld],
    )


def _restricted(request: HttpRequest, part: Part, did: str, whole: Form, block: Form) -> bool:
    """Do what the form asks for; whether it was done."""
    if did == "restrict" and whole.is_valid():
        held = whole.cleaned_data
        said = "The part is restricted: it is left out of the public edition."
        return _told(request, lambda: restricting.restrict(part, held["why"], held["review"]), said)
    if did == "withhold" and block.is_valid():
        given = block.cleaned_data
        said = "It is left out of the public edition."
        return _told(request, lambda: restricting.withhold(part, **given), said)
    if did == "open":
        why = request.POST.get("why", "")
        return _told(request, lambda: restricting.open_up(part, why), "The part is public again.")
    if did == "show":
        asked = request.POST.get("withheld", "")
        key = int(asked) if asked.isdecimal() else 0
        found = get_object_or_404(Withheld, pk=key, part=part, ended=False)
        return _told(request, lambda: restricting.show_again(found), "It is public again.")
    return False


def lock(request: HttpRequest, number: int) -> HttpResponse:
    """Locking, with the figures that have changed since their texts were saved."""
    report = get_object_or_404(Report, pk=number)
    if request.method == "POST":
        said = "The report is locked. Its figures and texts stay as they are."
        _told(request, lambda: locking.lock(report), said)
        return redirect("report", number=number)
    moved = []
    for part in report.parts.all():
        text = writing.latest(part)
        found = comparing.figures_then_and_now(text) if text else []
        moved += [(part, each) for each in found if each.changed]
    return shown(
        request, "desk/reports/lock.html", report=report, title=f"Lock: {title_of(report)}",
        waits=locking.unready(report), moved=moved,
    )  # fmt: skip


def unlock(request: HttpRequest, number: int) -> HttpResponse:
    """Open a locked report again, with the reason."""
    report = get_object_or_404(Report, pk=number)
    why = request.POST.get("why", "")
    _told(request, lambda: locking.unlock(report, why), "The report can be changed again.")
    return redirect("report", number=number)


def accept(request: HttpRequest, number: int) -> HttpResponse:
    """Say why a report is published with figures that disagree."""
    report = get_object_or_404(Report, pk=number)
    why = request.POST.get("why", "")
    said = "Your reason is kept. The report can be published."
    _told(request, lambda: checking.accept(report, signed_in(request), why), said)
    return redirect("report", number=number)


def publish(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for the three editions to be made and published, in the background."""
    report = get_object_or_404(Report, pk=number)
    if report.state != Report.State.LOCKED:
        messages.error(request, "Lock the report first.")
        return redirect("report", number=number)
    try:
        checking.refuse_unaccepted(report)
    except ScrutinyError as error:
        messages.error(request, str(error))
        return redirect("report", number=number)
    job = enqueue(
        "publish-report",
        f"Publishing the report: {title_of(report)}",
        publishing_key(report),
        reverse("report", kwargs={"number": number}),
        report=report.pk,
    )
    return redirect("job", number=job.pk)


def correct(request: HttpRequest, number: int) -> HttpResponse:
    """Open a published report for a correction."""
    report = get_object_or_404(Report, pk=number)
    what, newest = request.POST.get("why", ""), "newest" in request.POST
    said = "Correct its parts, then lock and publish. What is published stays until then."
    _told(request, lambda: locking.correct(report, what, newest), said)
    return redirect("report", number=number)


def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Withdraw what is published, with the reason."""
    report = get_object_or_404(Report, pk=number)
    why = request.POST.get("why", "")
    said = "The editions are withdrawn. Their addresses say why."
    _told(request, lambda: locking.withdraw(report, why), said)
    return redirect("report", number=number)


def _action(path: str, view: Any, name: str, needs: str, *, reads: bool = False) -> Route:
    return Route(path, view, name, needs, needs, reads=reads)


_PART, _REPORT = "reports/parts/<int:number>/", "reports/<int:number>/"
ROUTES = (
    _action(f"{_PART}submit/", submit, "part-submit", "reports.write"),
    _action(f"{_PART}approve/", approve, "part-approve", "reports.approve"),
    _action(f"{_PART}send-back/", send_back, "part-send-back", "reports.approve"),
    _action(f"{_PART}restrict/", restrict, "part-restrict", "restricted.mark", reads=True),
    _action(f"{_REPORT}lock/", lock, "report-lock", "reports.lock", reads=True),
    _action(f"{_REPORT}unlock/", unlock, "report-unlock", "reports.lock"),
    _action(f"{_REPORT}accept/", accept, "report-accept", "reports.approve"),
    _action(f"{_REPORT}publish/", publish, "report-publish", "reports.publish"),
    _action(f"{_REPORT}correct/", correct, "report-correct", "reports.publish"),
    _action(f"{_REPORT}withdraw/", withdraw, "report-withdraw", "reports.publish"),
)
