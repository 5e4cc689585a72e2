"""Meetings: the year, one meeting, who attends it, and the steps that it goes through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from scrutiny.areas import load_areas
from scrutiny.errors import ScrutinyError
from scrutiny.governance import clock
from scrutiny.governance.meetings import steps
from scrutiny.governance.meetings.calendar import calendar
from scrutiny.governance.meetings.models import AgendaItem, Attendance, Meeting
from scrutiny.governance.meetings.notes import attending, next_meeting
from scrutiny.governance.permissions import may
from scrutiny.periods import FINANCIAL_YEAR_STARTS, Month, financial_year_name
from scrutiny.web.desk.forms import Form
from scrutiny.web.desk.meeting_forms import AttendanceForm, MeetingForm, posted
from scrutiny.web.desk.routes import Route
from scrutiny.web.desk.shown import shown
from scrutiny.web.desk.sight import seen_or_404, visible
from scrutiny.web.desk.signed_in import signed_in

MONTHS_A_YEAR = 12


class ReasonForm(Form):
    """Why something is done."""

    why = forms.CharField(label="why", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


def meetings(request: HttpRequest) -> HttpResponse:
    """The meetings of a financial year: as a list, and among its months."""
    kept = visible(request, Meeting.objects).select_related("oversight")
    years = sorted({Month.of(m.day).financial_year for m in kept}, reverse=True)
    chosen = _year(request, years)
    of_year = [m for m in kept if Month.of(m.day).financial_year == chosen]
    first = Month(chosen, FINANCIAL_YEAR_STARTS)
    months = [
        (month, [m for m in of_year if Month.of(m.day) == month])
        for month in (first + n for n in range(MONTHS_A_YEAR))
    ]
    named = [(year, financial_year_name(year)) for year in years]
    return shown(
        request, "desk/meetings/list.html", meetings=of_year, months=months, years=named,
        chosen=chosen, chosen_name=financial_year_name(chosen),
    )  # fmt: skip


def _year(request: HttpRequest, years: list[int]) -> int:
    """The financial year asked for; else this one, or the last that has a meeting."""
    asked = request.GET.get("year", "")
    if asked.isdecimal() and int(asked) in years:
        return int(asked)
    here = Month.of(clock.today()).financial_year
    return here if here in years or not years else years[0]


def feed(request: HttpRequest) -> HttpResponse:
    """The meetings that the person may see, for a calendar to take in."""

    def page(meeting: Meeting) -> str:
        return request.build_absolute_uri(reverse("meeting", kwargs={"number": meeting.pk}))

    held = calendar(visible(request, Meeting.objects).select_related("oversight"), page)
    answer = HttpResponse(held, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="meetings.ics"'
    return answer


def new(request: HttpRequest) -> HttpResponse:
    home = request.edition.home_area  # type: ignore[attr-defined]
    return _edit(request, Meeting(force=home), "Add a meeting")


def edit(request: HttpRequest, number: int) -> HttpResponse:
    return _edit(request, seen_or_404(request, Meeting, number), "Edit the meeting")


def _edit(request: HttpRequest, meeting: Meeting, title: str) -> HttpResponse:
    form = MeetingForm(
        posted(request), instance=meeting, mark=may(signed_in(request), "restricted.mark")
    )
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "The meeting is saved.")
        return redirect("meeting", number=meeting.pk)
    return shown(request, "desk/meetings/edit.html", form=form, heading=title, meeting=meeting)


def meeting(request: HttpRequest, number: int) -> HttpResponse:
    """One meeting: what it is about, its agenda, papers, people, and what was asked at it."""
    found = seen_or_404(request, Meeting, number)
    items = visible(request, found.items).filter(dropped=False).select_related(*AgendaItem.ABOUT)
    return shown(
        request, "desk/meetings/meeting.html", meeting=found,
        force=load_areas().get(found.force).name, items=items,
        papers=visible(request, found.papers).filter(withdrawn=False).select_related("item"),
        attending=attending(found), following=next_meeting(found),
        asks=visible(request, found.asks).exclude(state="withdrawn"),
        today=clock.today(), held_already=found.day <= clock.today(),
    )  # fmt: skip


def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Ask why, and cancel the meeting."""
    found = seen_or_404(request, Meeting, number)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        step = lambda meeting: steps.cancel(meeting, why)  # noqa: E731
        return taken(request, found, step, "The meeting is cancelled.", "meeting")
    return shown(request, "desk/meetings/reason.html", form=form, meeting=found,
                 heading="Cancel the meeting", button="Cancel the meeting",
                 hint="It stays on the record and in calendars, marked as cancelled.")  # fmt: skip


def attendees(request: HttpRequest, number: int) -> HttpResponse:
    """Who is invited: add somebody, and say who came."""
    found = seen_or_404(request, Meeting, number)
    form = AttendanceForm(instance=Attendance(meeting=found))
    if request.method == "POST" and "attendance" in request.POST:
        _say_who_came(request, found)
        messages.success(request, "The attendance is saved.")
        return redirect("meeting-attendees", number=number)
    if request.method == "POST":
        form = AttendanceForm(request.POST, instance=Attendance(meeting=found))
        if form.is_valid():
            form.save()
            messages.success(request, f"{form.instance.title} is invited.")
            return redirect("meeting-attendees", number=number)
    return shown(request, "desk/meetings/attendees.html", meeting=found, form=form,
                 attending=list(found.attendances.select_related("person", "organisation")),
                 states=Attendance.State.choices)  # fmt: skip


@transaction.atomic
def _say_who_came(request: HttpRequest, meeting: Meeting) -> None:
    for each in meeting.attendances.all():
        said = request.POST.get(f"state-{each.pk}", each.state)
        if said in Attendance.State.values and said != each.state:
            each.state = said
            each.save()


def taken(
    request: HttpRequest, meeting: Meeting, step: Callable[[Meeting], Any], said: str, to: str
) -> HttpResponse:
    """Take a step, say that it is taken or why not, and go to a page of the meeting."""
    try:
        step(meeting)
    except ScrutinyError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect(to, number=meeting.pk)


def a_step(step: Callable[[Meeting], Any], said: str, to: str) -> Callable[..., HttpResponse]:
    """A view that a button sends to, and that does nothing else."""

    def view(request: HttpRequest, number: int) -> HttpResponse:
        return taken(request, seen_or_404(request, Meeting, number), step, said, to)

    return view


ROUTES = (
    Route("meetings/", meetings, "meetings", "meetings.see"),
    Route("meetings/calendar.ics", feed, "meetings-calendar", "meetings.see"),
    Route("meetings/new/", new, "meeting-new", "meetings.edit", "meetings.edit"),
    Route("meetings/<int:number>/", meeting, "meeting", "meetings.see"),
    Route("meetings/<int:number>/edit/", edit, "meeting-edit", "meetings.edit", "meetings.edit"),
    Route("meetings/<int:number>/cancel/", cancel, "meeting-cancel", "meetings.edit",
          "meetings.edit"),
    Route("meetings/<int:number>/attendees/", attendees, "meeting-attendees", "meetings.edit",
          "meetings.edit"),
    Route("meetings/<int:number>/held/", a_step(steps.hold, "The meeting was held.", "minutes"),
          "meeting-held", "meetings.minute", "meetings.minute", reads=False),
)  # fmt: skip
