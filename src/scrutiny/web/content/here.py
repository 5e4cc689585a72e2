"""What is different in an area: against those beside it, and against its own past."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from scrutiny.analysis.control_chart import ControlChart
from scrutiny.analysis.peers import OutOfLine, competition_ranks, ordinal, out_of_line
from scrutiny.analysis.rounding import format_number
from scrutiny.areas.editions import lsoas_of_one_edition
from scrutiny.catalogue import Catalogue
from scrutiny.catalogue.model import Computed, Kind, Measure
from scrutiny.comparison.charting import chart_of
from scrutiny.errors import ScrutinyError
from scrutiny.measures.read import Reader
from scrutiny.measures.sql import SMALL_AREA_TABLES
from scrutiny.observation import Observation
from scrutiny.periods import Month, Period, Window
from scrutiny.reports.context import Context
from scrutiny.reports.model import Span, Spans
from scrutiny.web.content.places import KINDS

TOTAL, RATE = "street_crime", "street_crime_rate"
"""The measure of all crimes that have a place, and its rate, which knows how many live there."""
PER = 1000.0
SIGNALS = frozenset({"improving", "concerning", "unusual"})  # of a chart's latest point
_TRIED = (Window.YEAR, Window.QUARTER, Window.MONTH)  # the longest that is whole is shown


@dataclass(frozen=True, slots=True)
class Beside:
    """The areas that an area is set against: those of its kind in `within`, itself among them."""

    area: str
    kind: str  # in words, several
    within: str  # code
    codes: tuple[str, ...]
    period: Period
    people: Mapping[str, float]  # by area; areas without an estimate are left out


@dataclass(frozen=True, slots=True)
class Standing:
    """One measure of an area: its count, where it lies among those beside it, and its past.

    `rate` is per 1,000 people, and `pooled` that of all the areas together; None without an
    estimate of population. `rank` is of the highest: on the rate, where there is one. `line` and
    `chart` are None where too little is known, and `small` says that the counts are too few.
    """

    measure: Measure
    source: str
    count: Observation
    rate: float | None
    pooled: float | None
    rank: int | None
    ranked: int
    line: OutOfLine | None
    chart: ControlChart | None
    small: bool


def small_area_measures(catalogue: Catalogue) -> list[tuple[Measure, str]]:
    """The measures that are counted below the force, each with the source that counts it so."""
    found: list[tuple[Measure, Computed]] = [
        (m, c) for m in catalogue.measures for c in m.computed if c.table in SMALL_AREA_TABLES
    ]
    return [(m, c.source) for m, c in found]


def period_of(reader: Reader, area: str, to: Month) -> Period | None:
    """The year that ends with `to`, or the quarter or month, of which every month is loaded."""
    for window in _TRIED:
        if window is Window.QUARTER and not to.ends_quarter:
            continue
        period = window.ending(to)
        if reader.observe(TOTAL, area, period).value is not None:
            return period
    return None


def beside(reader: Reader, area: str, period: Period) -> Beside:
    """Areas of the force; of a ward or an LSOA, those of its district.

    LSOAs of another edition than the period's records use have no count, and are left out.
    """
    areas = reader.areas
    kind = areas.get(area).kind
    district = areas.district_of(area) if kind in ("ward", "lsoa") else None
    within = district or areas.force_of(area) or area
    codes = areas.children(within, kind, period.last)
    if kind == "lsoa":
        codes = tuple(code for code in codes if is_counted(reader, code, period))
    rates = {code: reader.observe(RATE, code, period) for code in codes}
    people = {code: o.denominator for code, o in rates.items() if o.denominator}
    return Beside(area, KINDS[kind][1], within, codes, period, people)


def is_counted(reader: Reader, area: str, period: Period) -> bool:
    """Whether the records of a period use the LSOA's code: of two editions they use one."""
    if area not in lsoas_of_one_edition():
        return True
    return bool(reader.observe(TOTAL, area, period).value)


def has_whole_past(reader: Reader, area: str) -> bool:
    """Whether an area is counted alike under the LSOAs of 2011 and of 2021.

    An LSOA of one edition is not. Nor is a ward with LSOAs of 2021 in a district where an LSOA of
    2011 is now in several wards: the crimes of that one are in none of them.
    """
    areas, single = reader.areas, lsoas_of_one_edition()
    kind = areas.get(area).kind
    if kind == "lsoa":
        return area not in single
    if kind != "ward":
        return True
    inside = areas.children(areas.district_of(area) or area, "lsoa")
    lost = any(single.get(lsoa) == 2011 and areas.lsoa_ward(lsoa) is None for lsoa in inside)
    return not (lost and any(single.get(lsoa) == 2021 for lsoa in areas.children(area, "lsoa")))


def standing(reader: Reader, measure: Measure, source: str, among: Beside, past: bool) -> Standing:
    """One measure of the area among those beside it; `past` asks for its control chart too."""
    counts = {c: reader.observe(measure, c, among.period, source) for c in among.codes}
    own = counts[among.area]
    people = among.people
    members = [
        replace(o, numerator=o.value, denominator=people[code])
        for code, o in counts.items()
        if o.value is not None and code in people
    ]
    by_rate = among.area in people
    values = {
        code: o.value / people[code] if by_rate else o.value
        for code, o in counts.items()
        if o.value is not None and (code in people or not by_rate)
    }
    small = (own.value or 0.0) < measure.small_number
    ranks = competition_ranks(values, highest_first=True)
    total = sum(o.denominator or 0.0 for o in members)
    return Standing(
        measure,
        source,
        own,
        PER * values[among.area] if by_rate and among.area in values else None,
        PER * sum(o.numerator or 0.0 for o in members) / total if total else None,
        ranks.get(among.area),
        len(ranks),
        None if small else out_of_line(members).get(among.area),
        _chart(reader, measure, among, source) if past and not small else None,
        small,
    )


def _chart(reader: Reader, measure: Measure, among: Beside, source: str) -> ControlChart | None:
    try:
        return chart_of(reader, measure, among.area, among.period.last, source=source)
    except ScrutinyError:  # nothing to draw
        return None


def against_others(context: Context, found: Standing, among: Beside) -> Spans | None:
    """In words, where the area is out of line with those beside it; None where it is not."""
    if found.line is None or found.line.side is None or found.rate is None:
        return None
    high = found.line.side == "above"
    where = f"{'higher' if high else 'lower'} than elsewhere in {context.name(among.within)}"
    rates = [format_number(rate, 1) for rate in (found.rate, found.pooled or 0.0)]
    text = (
        f" is {where}: {rates[0]} per 1,000 people, and {rates[1]} in all {len(among.codes)} "
        f"{among.kind} together ({rank_words(found)}). Count: "
    )
    count = Span(format_number(found.count.value or 0.0), trace=context.book.trace(found.count))
    return (Span(found.measure.title, strong=True), Span(text), count, Span("."))


def against_past(context: Context, found: Standing) -> Spans | None:
    """In words, what the area's latest month is a signal of; None where it is not."""
    if found.chart is None or found.chart.variation not in SIGNALS:
        return None
    latest = context.reader.observe(
        found.measure, found.count.area, found.chart.points[-1].period, found.source
    )
    verdict = context.book.verdict(found.measure, found.chart.verdict, latest)
    return (Span(f"{found.measure.title}. ", strong=True), *verdict)


def rank_words(found: Standing) -> str:
    """`highest of 14`, `2nd highest of 14`, `lowest of 14`."""
    if found.rank is None:
        return "no rank"
    if found.rank == 1:
        return f"highest of {found.ranked}"
    if found.rank == found.ranked:
        return f"lowest of {found.ranked}"
    if 2 * found.rank > found.ranked + 1:
        return f"{ordinal(found.ranked - found.rank + 1)} lowest of {found.ranked}"
    return f"{ordinal(found.rank)} highest of {found.ranked}"


def is_suppressed(observation: Observation, measure: Measure) -> bool:
    """Whether a value is missing because disclosure control hides it."""
    hidden = (observation.missing or "").startswith("not shown")
    return observation.value is None and measure.suppress_below is not None and hidden


def rates_of(catalogue: Catalogue) -> Sequence[Measure]:
    """The rates of recorded crime, for areas made of forces."""
    return [
        m
        for m in catalogue.measures
        if m.kind is Kind.RATE and m.grain == "quarter" and m.ratio is not None
    ]
