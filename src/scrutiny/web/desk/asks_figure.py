"""The figure that a request or an action is about, as it is now."""

from __future__ import annotations

from dataclasses import dataclass

from scrutiny.comparison.compare import compare
from scrutiny.errors import ScrutinyError
from scrutiny.governance.asks.models import Ask
from scrutiny.reports.context import Context
from scrutiny.web.asked import Asked
from scrutiny.web.content.measure_headline import headline
from scrutiny.web.edition import Edition


@dataclass(frozen=True, slots=True)
class FigureNow:
    """A measure's title, the address of its page, the area's name, and its latest year in words."""

    title: str
    href: str
    area: str
    text: str


def figure_now(edition: Edition, ask: Ask) -> FigureNow | None:
    """What the measure of an ask says now; nothing where it names none, or one that is no more."""
    if ask.measure not in edition.catalogue:
        return None
    area = ask.area if ask.area in edition.areas else _force(edition, ask)
    asked = Asked(area, edition.latest_quarter(area))
    measure = edition.catalogue.measure(ask.measure)
    context = Context(edition.reader, area, asked.to)

    def say() -> str:
        try:
            found = compare(edition.reader, measure, area, asked.to, asked.window, asked.against)
            text = headline(context, asked, found).text
        except ScrutinyError as error:  # such as a measure that this area cannot have
            text = str(error)
        return text[:1].upper() + text[1:]

    text = edition.remember(("figure now", measure.id, area), say)
    return FigureNow(
        measure.title, f"/measures/{measure.id}/?{asked.query()}", context.name(area), text
    )


def _force(edition: Edition, ask: Ask) -> str:
    force = ask.meeting.force if ask.meeting else ""
    return force if force in edition.areas else edition.home_area
