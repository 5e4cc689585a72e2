"""The plan in force for everyone, and the first page of scrutiny."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from scrutiny.governance import clock, publication
from scrutiny.governance.asks.models import Ask
from scrutiny.governance.meetings.models import Meeting
from scrutiny.governance.plan.arranging import outline
from scrutiny.governance.plan.forward import grid, meetings_of
from scrutiny.governance.plan.models import Plan, Priority
from scrutiny.governance.reporting.models import Edition
from scrutiny.periods import FINANCIAL_YEAR_STARTS, Month, Period
from scrutiny.web.desk.plan import when_due
from scrutiny.web.public.reports import named
from scrutiny.web.public.shown import shown

LATEST = 5  # of what was asked, on the first page
YEAR = 12  # months


def start(request: HttpRequest) -> HttpResponse:
    """What is coming, what was said last, and what was asked and answered."""
    today = clock.today()
    meetings = publication.meetings().exclude(state=Meeting.State.CANCELLED)
    published = publication.editions().filter(state=Edition.State.PUBLISHED)
    asks = publication.asks()
    return shown(
        request, "start.html",
        coming=meetings.filter(day__gte=today).order_by("day").first(),
        last=meetings.filter(day__lt=today, minutes_published__isnull=False).last(),
        edition_of=published.select_related("report").order_by("-report__to", "-number").first(),
        plan=publication.plan_in_force(),
        inspection=publication.inspections().order_by("-published", "pk").first(),
        waiting=asks.exclude(state__in=Ask.DONE).order_by("due")[:LATEST],
        answered=asks.filter(state__in=(Ask.State.ANSWERED, Ask.State.CLOSED))
        .select_related("meeting").order_by("-meeting__day", "-due")[:LATEST],
        today=today,
        named=named(request),
    )  # fmt: skip


def plan(request: HttpRequest) -> HttpResponse:
    """The plan in force: its map, its sections with what they bring, and a year of meetings."""
    found = publication.plan_in_force()
    if found is None:
        return shown(request, "no_plan.html")
    boxes = list(publication.priorities().filter(plan=found))
    items = list(publication.standing_items().filter(section__plan=found))
    areas = publication.areas_for_consideration().filter(section__plan=found)
    sections = [
        (
            depth,
            section,
            [item for item in items if item.section_id == section.pk],
            [area for area in areas.select_related("meeting") if area.section_id == section.pk],
        )
        for depth, section in outline(publication.sections().filter(plan=found))
    ]
    return shown(
        request, "plan.html", plan=found, sections=sections,
        priorities=[box for box in boxes if box.kind == Priority.Kind.PRIORITY],
        supports=[box for box in boxes if box.kind == Priority.Kind.SUPPORT],
        grid=grid(found, _year(found), restricted=False), year=_year(found), when=when_due,
        planned={area.pk for area in areas}, oversight=found.oversight,
        force=request.edition.areas.get(found.force).name,  # type: ignore[attr-defined]
    )  # fmt: skip


def _year(plan: Plan) -> Period:
    """The financial year of the next meeting; without one, of the last, or of the plan's begin."""
    known = publication.meetings().filter(pk__in=meetings_of(plan).values("pk"))
    days = list(known.order_by("day").values_list("day", flat=True))
    coming = [day for day in days if day >= clock.today()]
    day = coming[0] if coming else days[-1] if days else plan.begins
    first = Month(Month.of(day).financial_year, FINANCIAL_YEAR_STARTS)
    return Period(first, first + (YEAR - 1))
