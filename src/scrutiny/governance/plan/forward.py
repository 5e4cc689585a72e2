"""What falls due at which meeting, and a year of meetings as a grid of sections by meeting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from scrutiny.governance.meetings.models import AgendaItem, Meeting
from scrutiny.governance.plan.arranging import outline
from scrutiny.governance.plan.models import AreaForConsideration, Plan, Section
from scrutiny.governance.plan.versions import origins
from scrutiny.periods import Month, Period

QUARTERLY, SIX_MONTHLY, YEARLY, BY_DATE = Section.Frequency.values
MONTHS_APART = {SIX_MONTHLY: 6, YEARLY: 12}

HELD = (Meeting.State.HELD, Meeting.State.MINUTES_AGREED)


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting, or one that a plan foresees for a month without a day yet.

    `quarter` is the last month of the quarter that it looks at.
    """

    month: Month
    quarter: Month
    meeting: Meeting | None = None

    @property
    def held(self) -> bool:
        return self.meeting is not None and self.meeting.state in HELD


def turn(frequency: str, due: Sequence[Month], sitting: Sitting) -> Month | None:
    """Which turn of a section a sitting is in; None before the first, and where it has none.

    A quarterly section has a turn for every quarter that is looked at. The turns of a six-monthly
    or yearly one begin with the first month in which it is due, those of one by date with each of
    its months; a turn lasts until the next begins.
    """
    if frequency == QUARTERLY:
        return sitting.quarter
    if frequency in MONTHS_APART and due:
        gone, apart = sitting.month.months_since(due[0]), MONTHS_APART[frequency]
        return due[0] + gone // apart * apart if gone >= 0 else None
    if frequency == BY_DATE:
        return max((month for month in due if month <= sitting.month), default=None)
    return None


def falls_due(
    frequency: str, due: Sequence[Month], sitting: Sitting, before: Iterable[Sitting]
) -> bool:
    """Whether a section is due at a sitting: it is the first in the section's turn.

    So what is due in a month without a meeting falls to the next one, and an extra meeting about
    the same quarter is not burdened with everything again.
    """
    mine = turn(frequency, due, sitting)
    return mine is not None and all(turn(frequency, due, each) != mine for each in before)


def quarter_looked_at(month: Month) -> Month:
    """The last month of the latest quarter that had ended before a month began."""
    last = month - 1
    while not last.ends_quarter:
        last -= 1
    return last


def sitting_of(meeting: Meeting) -> Sitting:
    return Sitting(Month.of(meeting.day), Month.parse(meeting.to), meeting)


def meetings_of(plan: Plan) -> QuerySet[Meeting]:
    """The meetings of a plan's oversight body with its force, the earliest first."""
    kept = Meeting.objects.filter(oversight=plan.oversight, force=plan.force)
    found: QuerySet[Meeting] = kept.exclude(state=Meeting.State.CANCELLED).order_by("day", "id")
    return found


def sittings_of(plan: Plan, meetings: Iterable[Meeting]) -> list[Sitting]:
    """The meetings, and the months without one in which the plan foresees it, in their order."""
    found = [sitting_of(meeting) for meeting in meetings]
    dated = {sitting.month for sitting in found}
    months = (Month.parse(text) for text in plan.foresees)
    found += [Sitting(m, quarter_looked_at(m)) for m in months if m not in dated]
    return sorted(found, key=lambda s: (s.month, s.meeting.day if s.meeting else s.month.last_day))


def due(plan: Plan, meeting: Meeting) -> list[Section]:
    """The sections of a plan that fall due at a meeting, in the plan's order.

    Restricted ones are among them: whoever shows them to others says `public()` there.
    """
    others = [each for each in meetings_of(plan) if each != meeting]
    before = [sitting_of(m) for m in others if (m.day, m.pk) < (meeting.day, meeting.pk)]
    this = sitting_of(meeting)
    sections = [section for _, section in outline(plan.sections.current())]
    return [s for s in sections if falls_due(s.frequency, due_months(s), this, before)]


def due_months(section: Section) -> list[Month]:
    return [Month.parse(text) for text in section.due]


@dataclass(frozen=True, slots=True)
class Cell:
    """A section at a meeting: whether it is due, came to it, and what it is to look at there."""

    due: bool
    came: bool
    held: bool
    areas: tuple[AreaForConsideration, ...]

    @property
    def missed(self) -> bool:
        """The meeting was held, and what was due did not come to it."""
        return self.held and self.due and not self.came


@dataclass(frozen=True, slots=True)
class Row:
    section: Section
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Sections by meeting. Each row has a cell for each of `sittings`."""

    sittings: tuple[Sitting, ...]
    rows: tuple[Row, ...]

    @property
    def missed(self) -> list[tuple[Section, Meeting]]:
        """What was due at a meeting that was held, and did not come to it."""
        return [
            (row.section, sitting.meeting)
            for row in self.rows
            for sitting, cell in zip(self.sittings, row.cells, strict=True)
            if cell.missed and sitting.meeting is not None
        ]


def grid(plan: Plan, year: Period, *, restricted: bool) -> Grid:
    """The meetings of a plan in a period, with what is due at each; `restricted` includes what
    is kept from the public. Without it all is as if that did not exist."""
    meetings = meetings_of(plan)
    everything = sittings_of(plan, meetings if restricted else meetings.filter(restricted=False))
    sittings = [sitting for sitting in everything if sitting.month in year]
    sections = plan.sections.current() if restricted else plan.sections.public()
    origin = origins(Section, plan)
    came, areas = _came(sittings, origin), _areas(plan, origin, restricted)
    rows = []
    for section in [each for _, each in outline(sections) if each.frequency]:
        months, cells = due_months(section), []
        for sitting in sittings:
            before = everything[: everything.index(sitting)]
            key = (sitting.meeting.pk if sitting.meeting else None, origin[section.pk])
            cells.append(
                Cell(
                    falls_due(section.frequency, months, sitting, before),
                    key in came,
                    sitting.held,
                    tuple(areas.get(key, ())) if sitting.meeting else (),
                )
            )
        rows.append(Row(section, tuple(cells)))
    return Grid(tuple(sittings), tuple(rows))


Key = tuple[int | None, int]  # a meeting, and a section by the first of its versions


def _came(sittings: Sequence[Sitting], origin: Mapping[int, int]) -> set[Key]:
    """The sections that stand on the agendas."""
    meetings = [s.meeting for s in sittings if s.meeting]
    items = AgendaItem.objects.filter(meeting__in=meetings, dropped=False, section__isnull=False)
    found = items.values_list("meeting_id", "section_id")
    return {(meeting, origin[section]) for meeting, section in found if section in origin}


def _areas(
    plan: Plan, origin: Mapping[int, int], restricted: bool
) -> Mapping[Key, list[AreaForConsideration]]:
    """The areas identified for consideration by meeting and section, in any of its versions."""
    rows = AreaForConsideration.objects.filter(
        section__plan__oversight=plan.oversight, meeting__isnull=False
    ).exclude(state=AreaForConsideration.State.WITHDRAWN)
    rows = rows if restricted else rows.public()
    found: dict[Key, list[AreaForConsideration]] = {}
    for area in rows.order_by("id"):
        if area.section_id in origin:
            found.setdefault((area.meeting_id, origin[area.section_id]), []).append(area)
    return found
