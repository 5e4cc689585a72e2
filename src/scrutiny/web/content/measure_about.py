"""What a measure is: its definition in words, and which areas can have it at all."""

from __future__ import annotations

from collections.abc import Iterator

from scrutiny.catalogue.catalogue import Catalogue
from scrutiny.catalogue.describe import facts
from scrutiny.catalogue.model import Break, BreakKind, Kind, Measure
from scrutiny.measures.disclosure import SMALL_AREA_KINDS
from scrutiny.measures.read import Reader
from scrutiny.measures.sql import SMALL_AREA_TABLES
from scrutiny.periods import Month, Period
from scrutiny.reports.model import Span, Spans
from scrutiny.web.asked import Asked

KINDS = {
    BreakKind.RECLASSIFICATION: "Offences were reclassified",
    BreakKind.RECORDING: "Recording changed",
    BreakKind.EVENT: "Event",
}


def definition(
    measure: Measure, catalogue: Catalogue, asked: Asked
) -> tuple[tuple[str, Spans], ...]:
    """Name and words of each fact; another measure that a fact names leads to its page."""
    return tuple(
        (name, tuple(_spans(text, catalogue, asked))) for name, text in facts(measure, catalogue)
    )


def _spans(text: str, catalogue: Catalogue, asked: Asked) -> Iterator[Span]:
    for n, part in enumerate(text.split("`")):
        if n % 2 and part in catalogue:
            yield Span(catalogue.measure(part).title, href=f"/measures/{part}/?{_plain(asked)}")
        elif part:
            yield Span(part, emphasis=bool(n % 2))


def _plain(asked: Asked) -> str:
    """The choices without the source, which another measure may not have."""
    return asked.query(source=None)


def breaks_of(
    measure: Measure, area: str, first: Month | None, last: Month
) -> tuple[tuple[Break, str], ...]:
    """The breaks inside the area's series, the latest first, each with its kind in words."""
    inside = Period(first, last) if first is not None and first <= last else ()
    found = [b for b in measure.breaks if b.area in (None, area) and b.month in inside]
    found.sort(key=lambda b: b.month, reverse=True)
    return tuple((b, KINDS[b.kind]) for b in found)


def rate_of(measure: Measure, catalogue: Catalogue, source: str | None) -> Measure | None:
    """The rate of a count, by which areas of different sizes can be compared, where there is one.

    A rate is made from the count's own source, so there is none of another source's figures.
    """
    id = f"{measure.id}_rate"
    own = source in (None, measure.source)
    return catalogue.measure(id) if measure.kind is Kind.COUNT and own and id in catalogue else None


def can_have(reader: Reader, measure: Measure, area: str) -> bool:
    """Whether the area could ever have the measure: below a force, only what knows its place."""
    if reader.areas.get(area).kind not in SMALL_AREA_KINDS:
        return True
    if any(
        (source, area, measure.id) in reader.vintage.supplied for source in reader.sources(measure)
    ):
        return True
    counted = measure
    if measure.ratio is not None:
        counted = reader.catalogue.measure(measure.ratio.numerator)
    return any(how.table in SMALL_AREA_TABLES for how in counted.computed)
