"""The Police and Crime Panel's page: the plan's priorities and how their measures do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from scrutiny.catalogue.model import Priority as Heading
from scrutiny.comparison.scorecard import Section as Rows
from scrutiny.comparison.scorecard import scorecard_of
from scrutiny.governance import publication
from scrutiny.governance.plan.models import Plan, Priority
from scrutiny.reports.context import Context
from scrutiny.web.asked import Asked, asked
from scrutiny.web.content import Content
from scrutiny.web.content.score import ASSURANCE, VARIATION, Part, Sign, parts_of
from scrutiny.web.edition import Edition
from scrutiny.web.kinds import PageKind
from scrutiny.web.public.shown import shown


@dataclass(frozen=True, kw_only=True)
class PanelContent(Content):
    parts: tuple[Part, ...]
    variation: tuple[Sign, ...] = tuple(VARIATION.values())
    assurance: tuple[Sign, ...] = tuple(ASSURANCE.values())


class PanelKind(PageKind):
    """The page and its twin in the API. It is made anew each time: its plan is of the records."""

    def content(
        self, edition: Edition, parts: Mapping[str, str], query: Mapping[str, str]
    ) -> PanelContent:
        plan = publication.plan_in_force()
        choices = asked(edition, query, plan.force if plan else edition.home_area)
        made = panel_content(edition, choices, plan)
        return replace(made, query=f"{choices.query()}&edition={quote(edition.id)}")


def panel(request: HttpRequest) -> HttpResponse:
    edition: Edition = request.edition  # type: ignore[attr-defined]
    page = PANEL.content(edition, {}, request.GET.dict())
    return shown(request, "panel.html", page=page, asked=page.asked, kind=PANEL, query=request.GET)


def panel_content(edition: Edition, asked: Asked, plan: Plan | None) -> PanelContent:
    """The measures that the plan's sections stand for, by its priorities, as the home page has
    them. A priority without a measure is there too, and says so."""
    reader = edition.as_at(asked.as_at)
    context = Context(reader, asked.area, asked.to)
    card = scorecard_of(reader, asked.area, asked.to)
    there = {row.measure.id for row in card.rows}
    sections = []
    for number, (title, why, ids) in enumerate(_headings(plan) if plan else (), start=1):
        mine = tuple(row for row in card.rows if row.measure.id in ids)  # topics stay together
        lacking = tuple(edition.catalogue.measure(id) for id in ids if id not in there)
        sections.append(Rows(Heading(f"priority-{number}", title, why), mine, lacking))
    parts = parts_of(context, asked, sections)
    name = edition.areas.get(asked.area).name
    return PanelContent(
        title=f"For the Police and Crime Panel: {name}",
        description=(
            f"How {name} does against the priorities of: {plan.title}."
            if plan
            else "No scrutiny plan is in force, so there are no priorities to report against."
        ),
        asked=asked,
        tables=tuple(topic.table for part in parts for topic in part.topics),
        traces=context.book.traces,
        sources=context.book.sources,
        parts=parts,
    )


def _headings(plan: Plan) -> list[tuple[str, str, list[str]]]:
    """Each priority with its sections' names and measures; then the sections of none."""
    sections = list(publication.sections().filter(plan=plan))
    items = list(publication.standing_items().filter(section__plan=plan))
    found = []
    for priority in (*publication.priorities().filter(plan=plan), None):
        mine = [s for s in sections if s.priority_id == (priority.pk if priority else None)]
        ids = [
            id for s in mine for item in items if item.section_id == s.pk for id in item.measures
        ]
        if priority is not None and priority.kind != Priority.Kind.PRIORITY and not ids:
            continue
        if priority is None and not ids:
            continue
        title = priority.title if priority else "Other sections of the plan"
        named = "; ".join(section.title for section in mine)
        found.append((title, f"Sections: {named}." if named else "", list(dict.fromkeys(ids))))
    return found


PANEL = PanelKind(
    "scrutiny-panel",
    "scrutiny/panel/",
    panel_content,
    "How the force does against the priorities of the scrutiny plan in force.",
    chooses=("to",),
)
