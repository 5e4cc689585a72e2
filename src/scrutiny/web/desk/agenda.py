"""The agenda of a meeting: made, put in order, worded and published."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from scrutiny.errors import ScrutinyError
from scrutiny.governance.meetings import agenda as rules
from scrutiny.governance.meetings import steps
from scrutiny.governance.meetings.models import AgendaItem, Meeting
from scrutiny.governance.permissions import may
from scrutiny.web.desk.meeting_forms import ItemForm, posted
from scrutiny.web.desk.meetings import a_step
from scrutiny.web.desk.routes import Route
from scrutiny.web.desk.shown import shown
from scrutiny.web.desk.sight import seen_or_404, visible
from scrutiny.web.desk.signed_in import signed_in

MOVES = {"up": -1, "down": 1}


def agenda(request: HttpRequest, number: int) -> HttpResponse:
    """The agenda to be edited; sending it makes it from the plan and from what is open."""
    meeting = seen_or_404(request, Meeting, number)
    if request.method == "POST":
        try:
            made = rules.make_agenda(meeting)
        except ScrutinyError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _said(len(made)))
        return redirect("agenda", number=number)
    items = visible(request, meeting.items).select_related(*AgendaItem.ABOUT)
    return shown(
        request, "desk/meetings/agenda.html", meeting=meeting, plan=rules.plan_of(meeting),
        items=[item for item in items if not item.dropped],
        dropped=[item for item in items if item.dropped],
    )  # fmt: skip


def _said(made: int) -> str:
    if not made:
        return "There is nothing new for the agenda."
    return "1 item is added." if made == 1 else f"{made} items are added."


def add(request: HttpRequest, number: int) -> HttpResponse:
    meeting = seen_or_404(request, Meeting, number)
    return _edit(request, AgendaItem(meeting=meeting), "Add an item")


def item(request: HttpRequest, number: int, item: int) -> HttpResponse:
    return _edit(request, _item(request, number, item), "Edit the item")


def _item(request: HttpRequest, number: int, item: int) -> AgendaItem:
    meeting = seen_or_404(request, Meeting, number)
    found: AgendaItem = get_object_or_404(visible(request, meeting.items), pk=item)
    return found


def _edit(request: HttpRequest, item: AgendaItem, title: str) -> HttpResponse:
    form = ItemForm(posted(request), instance=item, mark=may(signed_in(request), "restricted.mark"))
    plan = rules.plan_of(item.meeting)
    sections = plan.sections.current() if plan else []
    known = {section.pk: str(section) for section in (*sections, item.section) if section}
    form.fields["section"].choices = [("", "No section"), *known.items()]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            rules.add(item) if item.pk is None else rules.change(item)
        except ScrutinyError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "The item is saved.")
        return redirect("agenda", number=item.meeting_id)
    return shown(request, "desk/meetings/item.html", form=form, heading=title,
                 meeting=item.meeting, item=item)  # fmt: skip


def move(request: HttpRequest, number: int, item: int) -> HttpResponse:
    """Move an item by one place; the button that was pressed keeps the focus."""
    found = _item(request, number, item)
    way = request.POST.get("way", "")
    if way in MOVES:
        _do(request, lambda: rules.move(found, MOVES[way]), f"{found.title} is moved {way}.")
    answer = redirect("agenda", number=number)
    answer["Location"] += f"#item-{found.pk}"
    return answer


def drop(request: HttpRequest, number: int, item: int) -> HttpResponse:
    found = _item(request, number, item)
    why = request.POST.get("why", "")
    _do(request, lambda: rules.drop(found, why), f"{found.title} is taken off the agenda.")
    return redirect("agenda", number=number)


def restore(request: HttpRequest, number: int, item: int) -> HttpResponse:
    found = _item(request, number, item)
    _do(request, lambda: rules.restore(found), f"{found.title} is back on the agenda.")
    return redirect("agenda", number=number)


def _do(request: HttpRequest, step: Callable[[], None], said: str) -> None:
    try:
        step()
    except ScrutinyError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)


ONE = "meetings/<int:number>/agenda/"
ROUTES = (
    Route(ONE, agenda, "agenda", "meetings.edit", "meetings.edit"),
    Route(f"{ONE}add/", add, "agenda-add", "meetings.edit", "meetings.edit"),
    Route(f"{ONE}publish/",
          a_step(steps.publish_agenda, "The agenda is published.", "agenda"),
          "agenda-publish", "meetings.edit", "meetings.edit", reads=False),
    Route(f"{ONE}<int:item>/", item, "agenda-item", "meetings.edit", "meetings.edit"),
    Route(f"{ONE}<int:item>/move/", move, "agenda-move", "meetings.edit", "meetings.edit",
          reads=False),
    Route(f"{ONE}<int:item>/drop/", drop, "agenda-drop", "meetings.edit", "meetings.edit",
          reads=False),
    Route(f"{ONE}<int:item>/restore/", restore, "agenda-restore", "meetings.edit",
          "meetings.edit", reads=False),
)  # fmt: skip
