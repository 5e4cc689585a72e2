"""Writing a part: its text with a live preview, figures to insert, and collisions."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from scrutiny.errors import ScrutinyError
from scrutiny.governance.asks.models import Ask
from scrutiny.governance.asks.steps import may_answer
from scrutiny.governance.audit.entries import history
from scrutiny.governance.reporting import comparing, writing
from scrutiny.governance.reporting.answering import requests_of, requests_of_none
from scrutiny.governance.reporting.figures import reader_of
from scrutiny.governance.reporting.making import may_approve, may_write
from scrutiny.governance.reporting.models import Part, Report, Text
from scrutiny.governance.reporting.picking import FIELDS, offer, places
from scrutiny.governance.reporting.preview import preview
from scrutiny.governance.reporting.restricting import blocks_of
from scrutiny.periods import Window
from scrutiny.web.desk.forms import Form
from scrutiny.web.desk.reports import title_of
from scrutiny.web.desk.routes import Route
from scrutiny.web.desk.shown import refused, shown
from scrutiny.web.desk.sight import seen_or_404
from scrutiny.web.desk.signed_in import signed_in

LONGEST_TEXT = 100_000  # characters


class Written(Form):
    """A text and the number of the version that its writer had seen; none for the first."""

    text = forms.CharField(
        label="Text", required=False, strip=False, max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 22, "spellcheck": "true"}),
    )  # fmt: skip
    follows = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    settles = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


def part(request: HttpRequest, number: int) -> HttpResponse:
    """The page on which a part is written, or read by those who do not write it."""
    found: Part = seen_or_404(request, Part, number)
    if request.method == "POST":
        return _save(request, found)
    return _page(request, found)


def _page(request: HttpRequest, found: Part, typed: str | None = None) -> HttpResponse:
    """The page, with what was typed where it is not saved yet."""
    person = signed_in(request)
    stands = writing.latest(found)
    draft = found.drafts.filter(person=person).select_related("follows").first()
    saved = stands.text if stands else ""
    follows = stands.number if stands else None
    if typed is None and draft is not None and "draft" in request.GET:
        typed, follows = draft.text, draft.follows.number if draft.follows else None
    if "text" in request.POST:
        follows = int(request.POST.get("follows") or 0) or None
    shown_text = saved if typed is None else typed
    locked = found.report.state != Report.State.DRAFTING
    writes = may_write(found, person) and not locked
    form = Written(initial={"text": shown_text, "follows": follows})
    return shown(
        request,
        "desk/reports/part.html",
        title=f"{found}: {title_of(found.report)}",
        part=found,
        report=found.report,
        report_title=title_of(found.report),
        form=form,
        writes=writes,
        approves=may_approve(found, person) and not locked,
        locked=locked,
        stands=stands,
        draft=draft if draft and draft.text != saved and typed is None else None,
        preview=preview(found, shown_text),
        plain=PLAIN,
        collided=writing.conflict(found),
        moved=[f for f in comparing.figures_then_and_now(stands) if f.changed] if stands else [],
        figures=len(stands.figures) if stands else 0,
        requests=[(a, may_answer(a, person)) for a in requests_of(found)],
        others=[a for a in requests_of_none(found.report) if a.state not in Ask.DONE],
        comments=found.comments.select_related("person"),
        blocks=blocks_of(found),
        before=comparing.last_quarter(found),
        steps=_steps(found),
        picker=_picker(request, found),
    )  # fmt: skip


class _Plain:
    """What a figure on a page of the desk leads to: nothing, for its page is for readers."""

    def trace(self, id: str | None) -> None:
        return None


PLAIN = _Plain()


def _save(request: HttpRequest, found: Part) -> HttpResponse:
    """Keep the text, and show the conflict where it collided. What cannot be kept stays a draft."""
    person = signed_in(request)
    if not may_write(found, person):
        return refused(request, "reports.write")
    form = Written(request.POST)
    if "text" not in request.POST or not form.is_valid():
        messages.error(request, "Nothing was saved: the text did not come, or is too long.")
        return redirect("part", number=found.pk)
    text = form.cleaned_data["text"].replace("\r\n", "\n")
    follows, settles = form.cleaned_data["follows"], form.cleaned_data["settles"]
    if "preview" in request.POST:
        return _page(request, found, text)
    try:
        saved = writing.save_text(found, text, follows, person, settles)
    except ScrutinyError as error:
        writing.save_draft(found, person, text, follows)
        messages.error(request, f"{error} What you typed is kept as your draft.")
        return redirect("part", number=found.pk)
    collided = writing.conflict(found)
    if collided and saved in (collided.stands, collided.collided):
        messages.warning(request, "Somebody else saved this part while you wrote. Both are kept.")
        return redirect("part-conflict", number=found.pk)
    messages.success(request, f"Text {saved.number} is saved.")
    return redirect("part", number=found.pk)


def live(request: HttpRequest, number: int) -> HttpResponse:
    """The preview alone, of a text that is not saved."""
    found: Part = seen_or_404(request, Part, number)
    if len(request.POST.get("text", "")) > LONGEST_TEXT:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    text = request.POST.get("text", "").replace("\r\n", "\n")
    return shown(
        request, "desk/reports/preview.html", part=found, preview=preview(found, text), plain=PLAIN
    )


def draft(request: HttpRequest, number: int) -> HttpResponse:
    """Keep what is typed and not saved. The answer says what text is the latest meanwhile."""
    found: Part = seen_or_404(request, Part, number)
    person = signed_in(request)
    form = Written(request.POST)
    if not may_write(found, person) or "text" not in request.POST or not form.is_valid():
        return JsonResponse({"detail": "Not kept."}, status=HTTPStatus.BAD_REQUEST)
    text = form.cleaned_data["text"].replace("\r\n", "\n")
    stands = writing.latest(found)
    if stands is not None and text == stands.text:
        found.drafts.filter(person=person).delete()
    else:
        writing.save_draft(found, person, text, form.cleaned_data["follows"])
    latest = {"latest": stands.number, "by": str(stands.person)} if stands else {"latest": 0}
    return JsonResponse(latest)


def drop(request: HttpRequest, number: int) -> HttpResponse:
    """Let one's own draft go."""
    found: Part = seen_or_404(request, Part, number)
    found.drafts.filter(person=signed_in(request)).delete()
    messages.success(request, "Your draft is gone. The saved text is here.")
    return redirect("part", number=number)


def _picker(request: HttpRequest, found: Part) -> dict[str, Any]:
    """Figures to insert, as the address asks for them."""
    reader = reader_of(found.report)
    areas = places(found.report, reader)
    asked = {name: request.GET.get(name, "") for name in ("q", "window", "field", "area")}
    window = asked["window"] if asked["window"] in list(Window) else Window.YEAR.value
    field = asked["field"] if asked["field"] in FIELDS else "value"
    area = asked["area"] if asked["area"] in dict(areas) else found.report.force
    return {
        "q": asked["q"], "window": window, "field": field, "area": area,
        "windows": [(w.value, w.title) for w in Window], "fields": FIELDS, "areas": areas,
        "offered": offer(found, asked["q"], window, field, area) if asked["q"] else None,
    }  # fmt: skip


def figures(request: HttpRequest, number: int) -> HttpResponse:
    """Figures to insert: a page of its own, or only its list for the writing page's script."""
    found: Part = seen_or_404(request, Part, number)
    alone = "only" in request.GET
    template = "desk/reports/offered.html" if alone else "desk/reports/figures.html"
    return shown(
        request, template, part=found, picker=_picker(request, found), title=f"Figures for {found}",
        blocks=blocks_of(found),
    )  # fmt: skip


def conflict(request: HttpRequest, number: int) -> HttpResponse:
    """Two texts that collided, with what differs, and the text that settles them."""
    found: Part = seen_or_404(request, Part, number)
    collided = writing.conflict(found)
    if collided is None:
        messages.success(request, "No texts of this part collide.")
        return redirect("part", number=number)
    stands, other = collided.stands, collided.collided
    writes = may_write(found, signed_in(request))
    initial = {"text": other.text, "follows": stands.number, "settles": other.number}
    return shown(
        request,
        "desk/reports/conflict.html",
        title=f"Two texts of {found}",
        part=found,
        collided=collided,
        runs=list(comparing.differences(stands.text, other.text)),
        writes=writes,
        form=Written(initial=initial),
        action=reverse("part", kwargs={"number": number}),
    )


def beside(request: HttpRequest, number: int) -> HttpResponse:
    """The text beside last quarter's or an earlier version, and its figures then and now."""
    found: Part = seen_or_404(request, Part, number)
    stands = writing.latest(found)
    before = comparing.last_quarter(found)
    versions = list(found.texts.select_related("person").order_by("-number"))
    chosen = request.GET.get("with", "")
    other = next((t for t in versions if str(t.number) == chosen), before)
    return shown(
        request,
        "desk/reports/beside.html",
        title=f"{found}: what changed",
        part=found,
        stands=stands,
        other=other,
        before=before,
        versions=versions,
        chosen=chosen if other and other != before else "",
        runs=_runs(other, stands),
        as_said=writing.as_said,
        then_and_now=comparing.figures_then_and_now(stands) if stands else [],
    )


def _runs(other: Text | None, stands: Text | None) -> list[comparing.Run]:
    if other is None or stands is None:
        return []
    return list(comparing.differences(writing.as_said(other), writing.as_said(stands)))


def _steps(found: Part) -> list[dict[str, Any]]:
    """Who moved the part from state to state, and when: from its history."""
    steps, last = [], None
    for entry in history(found):
        state = (entry.after or {}).get("state")
        if entry.after is not None and state != last:
            label = Part.State(state).label if state else ""
            steps.append({"at": entry.at, "by": entry.person, "state": label, "note": entry.note})
            last = state
    return steps[::-1]


_PART = "reports/parts/<int:number>/"
ROUTES = (
    Route(_PART, part, "part", "reports.see", "reports.write"),
    Route(f"{_PART}preview/", live, "part-preview", "reports.write", "reports.write", reads=False),
    Route(f"{_PART}draft/", draft, "part-draft", "reports.write", "reports.write", reads=False),
    Route(f"{_PART}drop/", drop, "part-drop", "reports.write", "reports.write", reads=False),
    Route(f"{_PART}figures/", figures, "part-figures", "reports.write"),
    Route(f"{_PART}conflict/", conflict, "part-conflict", "reports.see"),
    Route(f"{_PART}beside/", beside, "part-beside", "reports.see"),
)  # fmt: skip
