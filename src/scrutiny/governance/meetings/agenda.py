"""A meeting's agenda: made from the plan and from what is open, then edited by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models, transaction

from scrutiny.errors import ScrutinyError
from scrutiny.governance.asks.models import Ask
from scrutiny.governance.meetings.models import AgendaItem, Meeting
from scrutiny.governance.plan.arranging import outline
from scrutiny.governance.plan.models import AreaForConsideration, Plan, Section
from scrutiny.governance.raised.models import Raised

LONGEST_TITLE = 300  # characters, of an item's title
Origin = AgendaItem.Origin


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What belongs on the agenda, as the key of an item and its first words."""

    origin: str
    about: models.Model
    section: Section | None
    title: str
    lead: str

    @property
    def field(self) -> str:
        names = {Origin.STANDING: "section", Origin.AREA: "area", Origin.EXCEPTION: "raised"}
        return names.get(Origin(self.origin), "ask")

    def is_it(self, item: AgendaItem) -> bool:
        same = getattr(item, f"{self.field}_id") == self.about.pk
        return item.origin == self.origin and same


@transaction.atomic
def make_agenda(meeting: Meeting) -> list[AgendaItem]:
    """Put on the agenda what the plan brings, and give the items that are new.

    The sections that are due, areas identified for consideration, exceptions accepted for this
    meeting, and what will be overdue at it, section by section. Making it again adds only what is
    new: an item that was moved, retitled or taken off stays as it is.
    """
    _check_open(meeting)
    items = list(meeting.items.all())
    made: list[AgendaItem] = []
    at = -1
    for wanted in _wanted(meeting):
        found = next((n for n, item in enumerate(items) if wanted.is_it(item)), None)
        if found is not None:
            at = found
            continue
        at += 1
        item = AgendaItem(
            meeting=meeting, origin=wanted.origin, title=wanted.title[:LONGEST_TITLE],
            lead=wanted.lead, section=wanted.section,
        )  # fmt: skip
        setattr(item, wanted.field, wanted.about)
        items.insert(at, item)
        made.append(item)
    _number(items)
    return made


def plan_of(meeting: Meeting) -> Plan | None:
    """The plan in force on the day of a meeting."""
    plans = Plan.objects.filter(
        oversight=meeting.oversight, force=meeting.force, state=Plan.State.IN_FORCE,
        begins__lte=meeting.day, ends__gte=meeting.day,
    )  # fmt: skip
    found: Plan | None = plans.first()
    return found


def _wanted(meeting: Meeting) -> list[_Wanted]:
    ranks = {origin: rank for rank, origin in enumerate(Origin)}
    plan = plan_of(meeting)
    places = {s.pk: n for n, (_, s) in enumerate(outline(plan.sections.current()))} if plan else {}
    last = len(places)  # what belongs to no section of this plan comes after all of them
    return sorted(
        (*_due(meeting), *_areas(meeting), *_exceptions(meeting), *_overdue(meeting)),
        key=lambda w: (
            places.get(w.section.pk, last) if w.section else last,
            ranks[Origin(w.origin)],
            w.about.pk,
        ),
    )


def _due(meeting: Meeting) -> Iterator[_Wanted]:
    from scrutiny.governance.plan.forward import due

    plan = plan_of(meeting)
    for section in due(plan, meeting) if plan else ():
        yield _Wanted(Origin.STANDING, section, section, section.title, section.owner)


def _areas(meeting: Meeting) -> Iterator[_Wanted]:
    planned = AreaForConsideration.State.PLANNED
    for area in meeting.areas.filter(state=planned).select_related("section"):
        yield _Wanted(Origin.AREA, area, area.section, area.title, area.section.owner)


def _exceptions(meeting: Meeting) -> Iterator[_Wanted]:
    accepted = meeting.exceptions.filter(state=Raised.State.ACCEPTED, gone=None)
    for raised in accepted:
        section = _section_about(meeting, raised.measure)
        lead = section.owner if section else ""
        yield _Wanted(Origin.EXCEPTION, raised, section, raised.reason, lead)


def _section_about(meeting: Meeting, measure: str) -> Section | None:
    """The first section of the plan with a standing item about the measure."""
    plan = plan_of(meeting)
    sections = [section for _, section in outline(plan.sections.current())] if plan else ()
    about = (s for s in sections if any(measure in i.measures for i in s.items.current()))
    return next(about, None)


def _overdue(meeting: Meeting) -> Iterator[_Wanted]:
    """What earlier meetings of the two set, is not done, and is due before the meeting."""
    late = Ask.objects.overdue(meeting.day).filter(
        meeting__oversight=meeting.oversight,
        meeting__force=meeting.force,
        meeting__day__lt=meeting.day,
    )
    for ask in late.select_related("section"):
        title = f"{ask.get_kind_display()} due {ask.due:%-d %B %Y}: {ask.text}"
        yield _Wanted(Origin.OVERDUE, ask, ask.section, title, ask.owner_title)


@transaction.atomic
def add(item: AgendaItem) -> None:
    """Put an item that somebody wrote at the end of its meeting's agenda."""
    _check_open(item.meeting)
    item.order = item.meeting.items.count() + 1
    item.save()


@transaction.atomic
def change(item: AgendaItem) -> None:
    """Save an item that was worded anew."""
    _check_open(item.meeting)
    item.save()


@transaction.atomic
def move(item: AgendaItem, by: int) -> None:
    """Move an item up (-1) or down (1) past the next one that is on the agenda."""
    _check_open(item.meeting)
    items = list(item.meeting.items.all())
    at = items.index(item)
    step = 1 if by > 0 else -1
    to = at + step
    while 0 <= to < len(items) and items[to].dropped:
        to += step
    if 0 <= to < len(items):
        items.insert(to, items.pop(at))
        _number(items)


@transaction.atomic
def drop(item: AgendaItem, why: str = "") -> None:
    """Take an item off the agenda; it stays on the record."""
    _check_open(item.meeting)
    if item.notes.filter(withdrawn=False).exists():
        raise ScrutinyError("Notes were taken under this item: it stays on the agenda.")
    item.dropped = True
    item.save(note=why)


@transaction.atomic
def restore(item: AgendaItem) -> None:
    """Put an item that was taken off back where it was."""
    _check_open(item.meeting)
    item.dropped = False
    item.save()


def _number(items: list[AgendaItem]) -> None:
    for order, item in enumerate(items, start=1):
        if item.order != order or item.pk is None:
            item.order = order
            item.save()


def _check_open(meeting: Meeting) -> None:
    """That the agenda may change; nobody else changes it until this transaction ends."""
    now = meeting.locked()
    if not now.open:
        raise ScrutinyError(f"The agenda cannot change: {now.get_state_display().lower()}.")
