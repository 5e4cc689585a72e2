"""In the meeting: notes, decisions, requests and actions, each a line and the Enter key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from scrutiny.errors import ScrutinyError
from scrutiny.governance.meetings import notes as rules
from scrutiny.governance.meetings.models import AgendaItem, Meeting, Note
from scrutiny.governance.meetings.said import Said
from scrutiny.web.desk.meeting_forms import SaidForm, posted
from scrutiny.web.desk.routes import Route
from scrutiny.web.desk.shown import common, shown
from scrutiny.web.desk.sight import seen_or_404, visible

STEPS = {">": 1, "<": -1}  # typed alone: to the item after, or before
UNDO = "undo"
ASKED = (Note.Kind.REQUEST, Note.Kind.ACTION)


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of a line: where the meeting is now, and what to say of it."""

    item: AgendaItem | None
    said: str = ""
    wrong: str = ""


def take(request: HttpRequest, number: int) -> HttpResponse:
    """The page for whoever takes the notes. Without scripts each line is a form that is sent."""
    meeting = seen_or_404(request, Meeting, number)
    kept = visible(request, meeting.items).filter(dropped=False)
    items = list(kept.select_related(*AgendaItem.ABOUT))
    item = _chosen(items, request.POST.get("item") or request.GET.get("item", ""))
    line = request.POST.get("line", "")
    heard = _hear(request, meeting, items, item, line) if request.method == "POST" else Heard(item)
    in_place = "HX-Request" in request.headers
    if request.method == "POST" and not heard.wrong and not in_place:
        messages.success(request, heard.said)
        return redirect(_address(meeting, heard.item))
    held = _held(request, meeting, items, heard, line if heard.wrong else "")
    held["in_place"] = in_place
    if in_place:
        answer = render(request, "desk/meetings/work.html", common(request) | held)
        answer["HX-Replace-Url"] = _address(meeting, heard.item)
        return answer
    return shown(request, "desk/meetings/take.html", **held)


def _chosen(items: list[AgendaItem], said: str) -> AgendaItem | None:
    return next((item for item in items if str(item.pk) == said), items[0] if items else None)


def _address(meeting: Meeting, item: AgendaItem | None) -> str:
    path = reverse("take", kwargs={"number": meeting.pk})
    return f"{path}?{urlencode({'item': item.pk})}" if item else path


def _hear(
    request: HttpRequest, meeting: Meeting, items: list[AgendaItem], item: AgendaItem | None,
    line: str,
) -> Heard:  # fmt: skip
    command = line.strip().lower()
    try:
        if command in STEPS and item is not None:
            at = items.index(item) + STEPS[command]
            to = items[max(0, min(at, len(items) - 1))]
            return Heard(to, f"Item {items.index(to) + 1}: {to.title}")
        if command == UNDO:
            return Heard(item, _undo(meeting))
        note = rules.take(meeting, item, line, request.POST.get("form") or None)
    except ScrutinyError as error:
        return Heard(item, wrong=str(error))
    return Heard(item, in_words(note))


def _undo(meeting: Meeting) -> str:
    last = rules.last_of(meeting)
    if last is None:
        raise ScrutinyError("There is nothing to take back.")
    rules.withdraw(last)
    return f"Taken back: {last.text}"


def in_words(note: Note) -> str:
    """What was understood, for whoever typed it to check at a glance."""
    if note.ask is None:
        return f"{note.get_kind_display()} saved: {note.text}"
    ask = note.ask
    said = (
        f"{note.get_kind_display()} for {ask.owner_title}, due {ask.due:%A %-d %B %Y}: {ask.text}"
    )
    known = ask.owner or ask.organisation
    return said if known else f"{said} (Nobody here has that title; it is kept as you wrote it.)"


def _held(
    request: HttpRequest, meeting: Meeting, items: list[AgendaItem], heard: Heard, line: str
) -> dict[str, Any]:
    taken = visible(request, meeting.notes).filter(item=heard.item).select_related("ask")
    at = items.index(heard.item) if heard.item else -1
    return {
        "meeting": meeting, "items": items, "item": heard.item, "number": at + 1,
        "before": items[at - 1] if at > 0 else None,
        "after": items[at + 1] if 0 <= at < len(items) - 1 else None,
        "notes": taken, "heard": heard, "line": line, "form": str(uuid4()),
        "titles": titles(meeting), "following": rules.next_meeting(meeting),
    }  # fmt: skip


def titles(meeting: Meeting) -> list[str]:
    """The titles of those who may be asked: who is at the meeting first."""
    present = [each.title for each in rules.attending(meeting)]
    return list(dict.fromkeys([*present, *(person.title for person in rules.answering())]))


def record(request: HttpRequest, number: int) -> HttpResponse:
    """The same by a form with a field for each part."""
    return _by_form(request, number, tuple(Note.Kind), "Add to the notes", "take")


def ask(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for something at a meeting, or about what its papers say."""
    return _by_form(request, number, ASKED, "Ask at this meeting", "meeting")


def _by_form(
    request: HttpRequest, number: int, kinds: tuple[Note.Kind, ...], heading: str, to: str
) -> HttpResponse:
    meeting = seen_or_404(request, Meeting, number)
    items = list(visible(request, meeting.items).filter(dropped=False))
    form = SaidForm(
        posted(request), meeting=meeting, after=rules.next_meeting(meeting), items=items,
        titles=titles(meeting), kinds=kinds,
        initial={"item": request.GET.get("item"), "form": str(uuid4())},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        held = form.cleaned_data
        item = next((each for each in items if each.pk == held["item"]), None)
        said = Said(held["kind"], held["text"], held["owner"], held["due"])
        try:
            note = rules.keep(meeting, item, said, held["form"] or None)
        except ScrutinyError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, in_words(note))
            return redirect(_address(meeting, item) if to == "take" else _page(meeting))
    return shown(request, "desk/meetings/ask.html", form=form, heading=heading, meeting=meeting,
                 button="Save" if to == "take" else "Ask")  # fmt: skip


def _page(meeting: Meeting) -> str:
    return reverse("meeting", kwargs={"number": meeting.pk})


def undo(request: HttpRequest, number: int, note: int) -> HttpResponse:
    """Take one note back."""
    meeting = seen_or_404(request, Meeting, number)
    found: Note = get_object_or_404(visible(request, meeting.notes), pk=note)
    try:
        rules.withdraw(found)
    except ScrutinyError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Taken back: {found.text}")
    return redirect(_address(meeting, found.item))


ONE = "meetings/<int:number>/"
ROUTES = (
    Route(f"{ONE}notes/", take, "take", "meetings.minute", "meetings.minute"),
    Route(f"{ONE}notes/form/", record, "take-form", "meetings.minute", "meetings.minute"),
    Route(f"{ONE}notes/<int:note>/take-back/", undo, "take-back", "meetings.minute",
          "meetings.minute", reads=False),
    Route(f"{ONE}ask/", ask, "ask-at-meeting", "meetings.ask", "meetings.ask"),
)  # fmt: skip
