"""Where figures that are counted straight from records come from: their loads and definition.

A figure of a measure leads to the measure's page. One of a page's own, such as searches by age,
has no such page: all of its table were counted from the same records, so the table says it once.
"""

from __future__ import annotations

from scrutiny.catalogue.model import Measure
from scrutiny.observation import Observation
from scrutiny.periods import Window
from scrutiny.reports.book import released_words
from scrutiny.reports.context import Context
from scrutiny.reports.model import Span, Spans
from scrutiny.web.asked import Asked, window_of

MOST_LINKED = 4  # loads, each with a link of its own; of more, one link leads to the list


def counted_from(
    context: Context, asked: Asked, measure: Measure, observation: Observation, whose: str = ""
) -> Spans:
    """Whose records were counted, released when, in which loads and by which definition.

    `observation` is of the whole that the figures are parts of; `whose` names its area where a
    table has figures of several.
    """
    title = context.book.source(observation).title
    dates = {each.released for each in observation.provenance}
    released = f", {released_words(dates)}" if dates else ""
    head = f"Source of {whose}: " if whose else "Source: "
    here = measure_address(asked, measure, observation)
    return (
        Span(head, strong=True),
        Span(f"{title}{released}. Counted from "),
        *loads_of(asked, measure, observation),
        Span(", as "),
        Span(measure.title, href=f"{here}#definition"),
        Span(" is defined."),
    )


def loads_of(asked: Asked, measure: Measure, observation: Observation) -> Spans:
    """The loads of an observation, each with its link; of many, a link to where they are listed."""
    loads = tuple(dict.fromkeys(each.load for each in observation.provenance))
    if len(loads) > MOST_LINKED:
        here = measure_address(asked, measure, observation)
        return (Span(f"{len(loads)} loads", href=f"{here}#said"),)
    return load_links(loads)


def load_links(loads: tuple[str, ...]) -> Spans:
    """`load 2020-01-23-a1b2, load ...`: each leads to its page."""
    found: list[Span] = []
    for load in loads:
        found += [Span(", ")] if found else []
        found.append(Span(f"load {load}", href=f"/data/loads/{load}/"))
    return tuple(found)


def measure_address(asked: Asked, measure: Measure, observation: Observation) -> str:
    """The page of the measure for the area and period of an observation, as at the same date."""
    period = observation.period
    window = window_of(period) or Window.YEAR
    query = asked.query(area=observation.area, to=period.last, window=window, source=None)
    return f"/measures/{measure.id}/?{query}"
