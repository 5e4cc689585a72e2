"""Findings of inspections for everyone: how far each is, and what the figures say since."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from scrutiny.governance import clock, publication
from scrutiny.governance.inspection.models import Finding, Inspection
from scrutiny.governance.inspection.models import Step as FindingStep
from scrutiny.reports.pictures import svg
from scrutiny.web.content.since import Since, since
from scrutiny.web.edition import Edition
from scrutiny.web.public.shown import by_code, shown

SHOWN = {
    "": "All",
    "to-do": "Still to do",
    "overdue": "Overdue",
    "done": "Done",
}
EVENT = "Inspection"  # what its day is called on a chart


@dataclass(frozen=True, slots=True)
class Progress:
    """How many findings of an inspection somebody is to act on, and how far they are."""

    followed: int
    to_do: int
    overdue: int
    taken_up: bool  # somebody owns one, or has gone on with one

    @property
    def said(self) -> str:
        """In a sentence."""
        if not self.followed:
            return "No finding asks for anything to be done."
        late = f", {self.overdue} of them overdue" if self.overdue else ""
        many = f"{self.followed} finding{'s' if self.followed > 1 else ''} to act on"
        if not self.taken_up:  # of an old report, which nobody follows here
            return f"{many}. What was done since is not recorded here."
        return f"{many}: {self.followed - self.to_do} done, {self.to_do} still to do{late}."


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a finding stands: the one on which it is answered, whether that is late, and what it
    repeats."""

    here: Finding
    late: bool
    before: Finding | None


def progress_of(inspection: Inspection) -> Progress:
    """How far the findings of one inspection are."""
    followed = _followed().filter(inspection=inspection)
    stands = [stand(each) for each in followed]
    waiting = [each.late for each in stands if each.here.state not in Finding.DONE]
    taken_up = any(_taken_up(each.here) for each in stands)
    return Progress(len(stands), len(waiting), sum(waiting), taken_up)


def _taken_up(finding: Finding) -> bool:
    owned = finding.owner_id or finding.owner_title or finding.due
    return bool(owned) or finding.state != Finding.State.OPEN


def findings(request: HttpRequest) -> HttpResponse:
    """Those that somebody is to act on, by inspection, with how far each is."""
    only = request.GET.get("progress", "")
    held: dict[Inspection, list[Finding]] = {}
    for each in listed(only):
        held.setdefault(each.inspection, []).append(each)
    return shown(
        request, "inspections/findings.html", only=only, choices=SHOWN, stand=stand,
        held=[(of, names_of(of), found) for of, found in held.items()],
    )  # fmt: skip


def listed(progress: str) -> list[Finding]:
    """What is to be acted on: all, still to do, overdue, or done. Identical ones are listed once,
    where they are answered."""
    found = []
    for each in _followed().order_by("-inspection__published", "inspection", "order", "pk"):
        of = stand(each)
        done = of.here.state in Finding.DONE
        wanted = {"to-do": not done, "overdue": of.late, "done": done}.get(progress, True)
        if wanted and of.here == each:
            found.append(each)
    return found


def stand(finding: Finding) -> Stand:
    """Where a finding stands today, by what is public."""
    here = publication.answering(finding)
    waits = finding.followed and here.state not in Finding.DONE
    late = bool(waits and here.due and here.due < clock.today())
    before = None
    if finding.repeats_id is not None:
        earlier = publication.findings().select_related("inspection")
        before = earlier.filter(repeated_by=finding).first()
    return Stand(here, late, before)


def finding(request: HttpRequest, code: str) -> HttpResponse:
    """One: what was found, how far it is, whether it was found before, what the figures say."""
    found = by_code(publication.findings().select_related("inspection"), code)
    others = publication.findings().select_related("inspection")
    of = stand(found)
    return shown(
        request,
        "inspections/finding.html",
        finding=found,
        area=names_of(found.inspection).get(found.area, found.area),
        stand=of,
        identical=others.filter(same_as=found),
        repeated=others.filter(repeats=found),
        planned=publication.areas_for_consideration().filter(findings=of.here).first(),
        steps=states_of(found),
        measures=measures_since(request, found),
    )


def names_of(inspection: Inspection) -> dict[str, str]:
    """What the areas or questions of an inspection are called, by id."""
    return {each.id: each.name for each in inspection.frame.areas}


def states_of(finding: Finding) -> list[FindingStep]:
    """When it came into each of its states."""
    found: list[FindingStep] = []
    for step in publication.finding_steps(finding):
        if not found or found[-1].state != step.state:
            found.append(step)
    return found


def measures_since(request: HttpRequest, finding: Finding) -> list[Since]:
    """What each of its measures says since the inspection's report."""
    of = finding.inspection
    assert of.published is not None  # a finding is public with the report that it is in
    edition: Edition = request.edition  # type: ignore[attr-defined]
    each = (since(edition, id, of.force, of.published, EVENT) for id in finding.measures)
    return [one for one in each if one is not None]


def chart(request: HttpRequest, code: str, measure: str) -> HttpResponse:
    """The control chart of one of its measures, with the day of the report marked."""
    found = by_code(publication.findings().select_related("inspection"), code)
    edition: Edition = request.edition  # type: ignore[attr-defined]
    drawn = {each.id: each.chart for each in measures_since(request, found)}.get(measure)
    if drawn is None:
        raise Http404
    key = ("since-drawn", measure, found.inspection.force, found.inspection.published)
    made = edition.remember(key, lambda: svg(drawn))
    return HttpResponse(made, content_type="image/svg+xml")


def _followed() -> QuerySet[Finding]:
    found = publication.findings().filter(kind__in=Finding.FOLLOWED)
    return found.select_related("inspection")
