"""The queue of exceptions, and what a scrutiny officer decides of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from scrutiny.errors import ScrutinyError
from scrutiny.governance.meetings.models import Meeting
from scrutiny.governance.raised import deciding
from scrutiny.governance.raised.finding import figure_now, find, printed, revisions
from scrutiny.governance.raised.models import Raised
from scrutiny.observation import Observation, Provenance
from scrutiny.periods import Month, Period, Window
from scrutiny.web.asked import window_of
from scrutiny.web.desk.forms import RESTRICTION, Form, RecordForm
from scrutiny.web.desk.plan import saved
from scrutiny.web.desk.routes import Route
from scrutiny.web.desk.shown import shown
from scrutiny.web.desk.sight import seen_or_404, visible
from scrutiny.web.edition import Edition

QUARTERS_OFFERED = 32
State = Raised.State


@dataclass(frozen=True, slots=True)
class Filter:
    """Which of the queue is shown."""

    name: str
    title: str
    rows: Any
    empty: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An exception with its figure as it was when raised, and as it is now.

    What an inspection waits for has no figure: `measure` then is the inspection's title, and `page`
    the one of what is late.
    """

    raised: Raised
    measure: str
    period: str
    then: str
    now: str
    observed: Observation | None
    revised: tuple[Provenance, ...]
    page: str | None  # the measure's, for the same area and period

    @property
    def late(self) -> bool:
        """Whether it is that something of an inspection is late, and so has no figure."""
        return not self.raised.measure


def entry(edition: Edition, raised: Raised) -> Entry:
    reader, period = edition.reader, Period.parse(raised.first, raised.to)
    if not raised.measure:
        title, page = _late_of(raised)
        return Entry(raised, title, period.name, "", "", None, (), page)
    observed = figure_now(reader, raised)
    known = raised.measure in edition.catalogue
    return Entry(
        raised=raised,
        measure=edition.catalogue.measure(raised.measure).title if known else raised.measure,
        period=period.name,
        then="none" if raised.value is None else printed(reader, raised, raised.value),
        now=_said(edition, raised, observed),
        observed=observed,
        revised=revisions(observed, raised) if observed else (),
        page=_page_of(raised, period) if known else None,
    )


def _late_of(raised: Raised) -> tuple[str, str]:
    """The title of the inspection that something is late of, and the page of what is."""
    if raised.finding is not None:
        return raised.finding.inspection.title, raised.finding.get_absolute_url()
    assert raised.inspection is not None  # what has no figure is of an inspection
    return raised.inspection.title, reverse("response", kwargs={"number": raised.inspection.pk})


def _said(edition: Edition, raised: Raised, observed: Observation | None) -> str:
    if observed is None:
        return "no longer measured"
    if observed.value is None:
        return "no figure"
    return printed(edition.reader, raised, observed.value)


def _page_of(raised: Raised, period: Period) -> str:
    pairs = {"area": raised.area, "to": raised.to}
    window = window_of(period) or Window.YEAR
    if window is not Window.YEAR:
        pairs["window"] = window.value
    return f"{reverse('measure', kwargs={'measure': raised.measure})}?{urlencode(pairs)}"


def filters(request: HttpRequest) -> list[Filter]:
    rows = visible(request, Raised.objects)
    here = rows.filter(gone=None)
    return [
        Filter(
            "waiting", "Waiting", here.filter(state=State.WAITING),
            "Nothing waits. Look for exceptions when new figures have been loaded.",
        ),
        Filter(
            "agenda", "On an agenda", rows.filter(state=State.ACCEPTED),
            "None is on an agenda. Accept one that waits.",
        ),
        Filter("merged", "Merged", rows.filter(state=State.MERGED), "None was merged."),
        Filter(
            "set-aside", "Set aside", rows.filter(state=State.SET_ASIDE), "None was set aside."
        ),
        Filter(
            "gone", "No longer raised", rows.exclude(gone=None),
            "No revision of the figures has removed one.",
        ),
    ]  # fmt: skip


def exceptions(request: HttpRequest) -> HttpResponse:
    edition: Edition = request.edition  # type: ignore[attr-defined]
    offered = filters(request)
    asked = request.GET.get("show")
    chosen = next((each for each in offered if each.name == asked), offered[0])
    rows = chosen.rows.select_related("meeting", "merged_into")
    return shown(
        request,
        "desk/exceptions/queue.html",
        filters=offered,
        chosen=chosen,
        entries=[entry(edition, raised) for raised in rows],
        quarters=_quarters(edition),
        force=edition.areas.get(edition.home_area),
    )


def _quarters(edition: Edition) -> list[Month]:
    last = edition.latest_quarter(edition.home_area)
    return [last - 3 * n for n in range(QUARTERS_OFFERED)]


def exceptions_find(request: HttpRequest) -> HttpResponse:
    edition: Edition = request.edition  # type: ignore[attr-defined]
    try:
        to = Month.parse(request.POST.get("to", ""))
    except ScrutinyError:
        messages.error(request, "Choose the quarter to look at.")
    else:
        looked = find(edition.reader, edition.snapshot.number, edition.home_area, to)
        messages.success(request, looked.said)
    return redirect("exceptions")


class AcceptForm(Form):
    meeting = forms.ModelChoiceField(Meeting.objects.none(), label="meeting")


class MergeForm(Form):
    into = forms.ModelChoiceField(Raised.objects.none(), label="exception to merge it into")


class SetAsideForm(Form):
    why = forms.CharField(label="reason", widget=forms.Textarea(attrs={"rows": 3}))


class RestrictForm(RecordForm):
    class Meta:
        model = Raised
        fields = RESTRICTION


DECISIONS = ("accept", "merge", "set-aside", "put-back", "restrict")


def exception(request: HttpRequest, raised: int) -> HttpResponse:
    """One exception; sending one of its forms decides on it."""
    found: Raised = seen_or_404(request, Raised, raised)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    held = _forms(found, do, request)
    if do in DECISIONS and _decided(found, do, held.get(do)):
        messages.success(request, _told(found, do))
        return redirect("exception", raised=found.pk)
    found.refresh_from_db()
    edition: Edition = request.edition  # type: ignore[attr-defined]
    return shown(
        request,
        "desk/exceptions/exception.html",
        each=entry(edition, found),
        forms=held,
        tried=do,
        merged=visible(request, found.merged),
    )


def _forms(raised: Raised, do: str, request: HttpRequest) -> dict[str, Any]:
    """Its forms by what they do; the one that was sent holds what was sent."""

    def sent(name: str) -> Any:
        return request.POST if do == name else None

    accept, merge = AcceptForm(sent("accept")), MergeForm(sent("merge"))
    accept.fields["meeting"].queryset = Meeting.objects.filter(  # type: ignore[attr-defined]
        force=raised.area, state__in=deciding.OPEN
    )
    others = Raised.objects.filter(area=raised.area, gone=None, merged_into=None)
    merge.fields["into"].queryset = others.exclude(pk=raised.pk)  # type: ignore[attr-defined]
    return {
        "accept": accept,
        "merge": merge,
        "set-aside": SetAsideForm(sent("set-aside")),
        "restrict": RestrictForm(sent("restrict"), instance=raised),
    }


def _decided(raised: Raised, do: str, form: Any) -> bool:
    """Whether the decision was taken; why not is on the form."""
    if do == "put-back":
        deciding.put_back(raised)
        return True
    if do == "restrict":
        return saved(form)
    if not form.is_valid():
        return False
    try:
        if do == "accept":
            deciding.accept(raised, form.cleaned_data["meeting"])
        elif do == "merge":
            deciding.merge(raised, form.cleaned_data["into"])
        else:
            deciding.set_aside(raised, form.cleaned_data["why"])
    except ValidationError as error:
        form.add_error(None, " ".join(error.messages))
        return False
    return True


def _told(raised: Raised, do: str) -> str:
    return {
        "accept": f"On the agenda of: {raised.meeting}.",
        "merge": "Merged.",
        "set-aside": "Set aside.",
        "put-back": "It waits in the queue again.",
        "restrict": "Restricted." if raised.restricted else "Not restricted.",
    }[do]


ROUTES = (
    Route("exceptions/", exceptions, "exceptions", "raised.see"),
    Route(
        "exceptions/find/", exceptions_find, "exceptions-find", "raised.find",
        changes="raised.find", reads=False,
    ),
    Route(
        "exceptions/<int:raised>/", exception, "exception", "raised.see", changes="raised.decide"
    ),
)  # fmt: skip
