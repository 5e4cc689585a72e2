"""The minutes of a meeting as a document: who was there, what was said, what is to be done."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from scrutiny.areas import load_areas
from scrutiny.governance.asks.models import Ask
from scrutiny.governance.meetings.models import AgendaItem, Attendance, Meeting, Note
from scrutiny.governance.meetings.notes import attending
from scrutiny.governance.meetings.restricted import cause, seen
from scrutiny.reports.model import (
    Block,
    Cell,
    Column,
    Document,
    Paragraph,
    Row,
    Section,
    Span,
    Table,
)

RESTRICTED = "Some of it is restricted: not for publication"
KINDS = {
    Note.Kind.DECISION: "Decision",
    Note.Kind.REQUEST: "Request",
    Note.Kind.ACTION: "Action",
}


def minutes_document(meeting: Meeting, public: bool) -> Document:
    """The minutes, for every renderer of reports; `public` leaves out all that is restricted.

    Items are numbered as the edition has them, so that a gap does not show what is left out.
    """
    kept = meeting.items.filter(dropped=False).select_related(*AgendaItem.ABOUT)
    items = list(seen(kept, public))
    taken = meeting.notes.filter(withdrawn=False).select_related("ask", "item")
    notes: list[Note] = list(seen(taken, public))
    marked = any(cause(each) is not None for each in (meeting, *items, *notes))
    unplaced = [note for note in notes if note.item is None]
    sections = [_attendance(meeting), *_items(items, notes)]
    if unplaced:
        sections.append(_section("other", str(len(items) + 1), "Other business", unplaced))
    sections.append(_asked(notes))
    agreed = meeting.state == Meeting.State.MINUTES_AGREED
    standing = "Agreed minutes" if agreed else "Draft minutes, not agreed yet"
    day = f"{meeting.day:%-d %B %Y}"
    return Document(
        id=f"minutes-{meeting.day.isoformat()}",
        title=f"Minutes: {meeting.title}",
        subtitle=day,
        organisation=meeting.oversight.name,
        to=meeting.title,
        period=meeting.quarter,
        issued=meeting.day,
        language="en-GB",
        description=f"{standing} of the meeting of {day} about {meeting.quarter}.",
        keywords=("minutes", "scrutiny", meeting.oversight.name),
        sections=tuple(sections),
        traces=(),
        sources=(),
        facts=_facts(meeting, standing, marked),
    )


def _facts(meeting: Meeting, standing: str, marked: bool) -> tuple[tuple[str, str], ...]:
    times = " to ".join(f"{time:%H:%M}" for time in (meeting.begins, meeting.ends) if time)
    facts = (
        ("Date", f"{meeting.day:%A %-d %B %Y}"),
        ("Time", times),
        ("Place", meeting.place),
        ("Force", load_areas().get(meeting.force).name),
        ("Quarter", meeting.quarter),
        ("Standing", standing),
        ("Who may see it", RESTRICTED if marked else ""),
    )
    return tuple((name, value) for name, value in facts if value)


def _attendance(meeting: Meeting) -> Section:
    people = attending(meeting)
    if not people:
        words = "No attendance was recorded."
        return Section("attendance", "", "Attendance", (Paragraph((Span(words),)),))
    columns = (Column("Title", "left", width=2), Column("Organisation", "left", width=2),
               Column("Attendance", "left"))  # fmt: skip
    rows = [
        Row((Cell(p.title), Cell(p.organisation.name), Cell(str(p.get_state_display()))))
        for p in sorted(people, key=_by_presence)
    ]
    table = Table("table-attendance", 1, "Who attended", columns, tuple(rows), sheet="Attendance")
    return Section("attendance", "", "Attendance", (table,))


def _by_presence(person: Attendance) -> tuple[int, str, str]:
    order = (Attendance.State.PRESENT, Attendance.State.APOLOGIES, Attendance.State.INVITED)
    return order.index(Attendance.State(person.state)), person.organisation.name, person.title


def _items(items: Iterable[AgendaItem], notes: list[Note]) -> list[Section]:
    return [
        _section(
            f"item-{number}", str(number), f"{item.title}{' (restricted)' if item.mark else ''}",
            [note for note in notes if note.item_id == item.pk],
        )
        for number, item in enumerate(items, start=1)
    ]  # fmt: skip


def _section(id: str, number: str, title: str, notes: list[Note]) -> Section:
    """An item with a numbered paragraph for each note."""
    numbers = count(1)
    blocks: list[Block] = [
        Paragraph(_words(note), number=f"{number}.{next(numbers)}") for note in notes
    ]
    if not blocks:
        blocks = [Paragraph((Span("No note was taken."),))]
    return Section(id, number, title, tuple(blocks))


def _words(note: Note) -> tuple[Span, ...]:
    kind = KINDS.get(Note.Kind(note.kind))
    head = "Restricted. " if note.mark else ""
    if note.ask is not None:
        head += f"{kind} for {note.ask.owner_title}, due {note.ask.due:%-d %B %Y}: "
    elif kind is not None:
        head += f"{kind}: "
    return (Span(head, strong=True), Span(note.text)) if head else (Span(note.text),)


def _asked(notes: list[Note]) -> Section:
    asks = [note.ask for note in notes if note.ask is not None]
    title = "Requests and actions"
    if not asks:
        return Section("asked", "", title, (Paragraph((Span("None were set."),)),))
    columns = (Column("What is asked", "left", width=4), Column("Kind", "left"),
               Column("Owner", "left", width=2), Column("Due", "left", width=1.5))  # fmt: skip
    rows = tuple(
        Row((Cell(ask.text), Cell(str(ask.get_kind_display())), Cell(ask.owner_title),
             Cell(f"{ask.due:%-d %B %Y}")))
        for ask in sorted(asks, key=_by_due)
    )  # fmt: skip
    table = Table("table-asked", 2, "What was asked, by when it is due", columns, rows,
                  sheet="Requests and actions")  # fmt: skip
    return Section("asked", "", title, (table,))


def _by_due(ask: Ask) -> tuple[str, int]:
    return ask.due.isoformat(), ask.pk
