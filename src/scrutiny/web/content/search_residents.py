"""Searches set against residents: rates by ethnic group, and the disparity ratio against White.

The ratio is how many times as often, for each resident, a group was searched as White people were.
It is printed with what it does not say: residents are not the people who are on the street.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from scrutiny.analysis.rounding import format_number
from scrutiny.analysis.significance import rate_ratio
from scrutiny.catalogue.records import RESIDENTS
from scrutiny.charts.dots import Ratio, ratio_dots
from scrutiny.measures.read import Reader
from scrutiny.measures.vintage import Estimate
from scrutiny.observation import Observation
from scrutiny.periods import Period
from scrutiny.reports.context import Context
from scrutiny.reports.drawn import WIDTH
from scrutiny.reports.model import Cell, Chart, Column, Row, Span, Spans, Table
from scrutiny.web.content.counted import load_links
from scrutiny.web.content.search_ethnicity import REFERENCE, not_stated, ratio_words
from scrutiny.web.content.search_tables import (
    SMALL,
    Searched,
    Searches,
    count,
    made,
    share,
)

PER = 1_000  # residents
# Officers are seldom offered this group, so its residents are searched as people of another.
SELDOM_RECORDED = "Mixed"
SOURCE = "ons-population"
METHOD: Spans = (
    Span(
        "Disparity ratio: the group's searches per resident divided by those of White people. "
        "The 95% interval is by the log method for two rates (Rothman, Greenland and Lash, 2008). "
        "It allows for chance alone. An interval that holds 1 shows no difference."
    ),
)
CAVEATS: tuple[Spans, ...] = (
    (
        Span(
            "Residents are not the people on the street. Those who visit, work or pass through "
            "are searched but not counted, and groups differ in age and in how much they are out."
        ),
    ),
    (
        Span(
            "The searches are by ethnic group as the officer saw it, the residents by what they "
            "said of themselves. The two need not agree: the census counts Chinese people as "
            "Asian, and an officer may record Other."
        ),
    ),
    (
        Span(
            "Mixed is not comparable: officers seldom or never record it, so most people of "
            "mixed ethnic groups who are searched are counted in another group. This can make that "
            "group's rate too high."
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Residents:
    """The usual residents of an area by broad ethnic group, at the day of one census."""

    count: Mapping[str, float]
    basis: str  # Census 2021
    day: Period  # the census's month
    loads: tuple[str, ...]

    @property
    def denominator(self) -> str:
        return f"{self.basis} usual residents"


@dataclass(frozen=True, slots=True)
class AgainstResidents:
    """What the page holds on searches set against residents: nothing where none are known."""

    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()
    findings: tuple[Spans, ...] = ()


def against_residents(
    context: Context, searches: Searches, found: Sequence[Searched]
) -> AgainstResidents:
    """`found` is the searches by ethnic group as the officer saw it."""
    residents = residents_of(context.reader, searches.area, searches.period)
    if residents is None:
        return AgainstResidents()
    table = residents_table(context, searches, found, residents)
    chart = residents_chart(context, searches, found, residents, table)
    said = finding(searches, found, residents)
    return AgainstResidents((table,), (chart,) if chart else (), (said,))


def residents_of(reader: Reader, area: str, period: Period) -> Residents | None:
    """Residents of a force, or of all the forces that an area is made of.

    None where any force lacks a group, or where forces have theirs from different censuses.
    """
    estimates: list[Estimate] = []
    counts: dict[str, float] = {}
    for group, kind in RESIDENTS.items():
        for force in reader.coverage.forces_of(area, period.last):
            estimate = reader.populations.of(kind, force, period)
            if estimate is None:
                return None
            estimates.append(estimate)
            counts[group] = counts.get(group, 0.0) + estimate.value
    bases = {(estimate.basis, estimate.month) for estimate in estimates}
    if len(bases) != 1:
        return None
    ((basis, month),) = bases
    named = basis.replace("-", " ").capitalize()
    return Residents(
        counts, named, Period(month, month), tuple(dict.fromkeys(e.load for e in estimates))
    )


def disparities(
    searches: Searches, found: Sequence[Searched], residents: Residents
) -> dict[str, tuple[float, float, float]]:
    """The disparity ratio of each group against the reference, with its interval.

    Left out: groups with too few searches, and all where the reference has too few.
    """
    by_name = {one.name: one.searches for one in found if one.searches >= searches.fewest}
    if REFERENCE not in by_name:
        return {}
    reference = (by_name[REFERENCE], residents.count[REFERENCE])
    ratios = {}
    for group in residents.count:
        if group in by_name and group not in (REFERENCE, SELDOM_RECORDED):
            ratio = rate_ratio((by_name[group], residents.count[group]), reference)
            if ratio is not None:
                ratios[group] = ratio
    return ratios


def residents_table(
    context: Context, searches: Searches, found: Sequence[Searched], residents: Residents
) -> Table:
    """A row for each group of the census: searches, residents, searches per 1,000, the ratio."""
    ratios = disparities(searches, found, residents)
    by_name = {one.name: one.searches for one in found}
    rows = []
    for group, people in residents.count.items():
        number = by_name.get(group, 0)
        few = number < searches.fewest
        cells = (
            Cell(group),
            count(number),
            share(number, searches.total),
            count(round(people)),
            Cell(SMALL) if few and group != SELDOM_RECORDED else _per_head(group, number, people),
            _ratio(group, few, ratios.get(group)),
        )
        rows.append(Row(cells))
    others = [one for one in found if one.name not in residents.count]
    for one in others:
        shown = (Cell(one.name), count(one.searches), share(one.searches, searches.total))
        rows.append(Row((*shown, Cell(""), Cell(""), Cell(""))))
    whole = sum(residents.count.values())
    total = (
        Cell("All searches"),
        context.book.value(searches.measure, searches.found[searches.measure.id]),
        Cell("100.0%", 100.0, 1),
        count(round(whole)),
        _rate(searches.total, whole),
        Cell(""),
    )
    rows.append(Row(total, emphasis=True))
    columns = (
        Column("Ethnic group, as the officer saw it", "left", width=1.8),
        Column("Searches", unit="searches"),
        Column("Share of searches", unit="percent"),
        Column(residents.denominator, unit="people", width=1.2),
        Column("Searches per 1,000 residents", unit="per 1,000 residents", width=1.2),
        Column("Disparity ratio against White (95% interval)", unit="ratio", width=1.6),
    )
    title = f"Searches per 1,000 residents by ethnic group, {searches.period.name}"
    notes = (_denominator(context, searches, found, residents), METHOD, *CAVEATS)
    return made(context, searches, title, columns, rows, "residents", notes)


def _rate(number: float, people: float) -> Cell:
    if not people:
        return Cell("no residents", tone="missing")
    return Cell(format_number(PER * number / people, 1), PER * number / people, 1)


def _per_head(group: str, number: int, people: float) -> Cell:
    not_comparable = Cell("not comparable", tone="not comparable")
    return not_comparable if group == SELDOM_RECORDED else _rate(number, people)


def _ratio(group: str, few: bool, ratio: tuple[float, float, float] | None) -> Cell:
    if group == REFERENCE:
        return Cell("1 (reference)")
    if group == SELDOM_RECORDED:
        return Cell("not comparable", tone="not comparable")
    if few:
        return Cell(SMALL)
    if ratio is None:
        return Cell("no ratio", tone="missing")
    differs = not ratio[1] <= 1 <= ratio[2]
    return Cell(ratio_words(ratio), ratio[0], 2, tone="unusual" if differs else "plain")


def _denominator(
    context: Context, searches: Searches, found: Sequence[Searched], residents: Residents
) -> Spans:
    """What the searches are divided by and where it is from, and how many have no group."""
    provenance = context.reader.vintage.provenance_of(residents.loads)
    source = context.book.source(
        Observation("residents", searches.area, SOURCE, residents.day,
                    sum(residents.count.values()), provenance=provenance)
    )  # fmt: skip
    released = f", released {source.released:%-d %B %Y}" if source.released else ""
    return (
        Span("Denominator: ", strong=True),
        Span(
            f"{residents.denominator}, {residents.day.name}, of any age. Source: {source.title}"
            f"{released}, "
        ),
        *load_links(residents.loads),
        Span(f". {_unstated(searches, found)}"),
    )


def _unstated(searches: Searches, found: Sequence[Searched]) -> str:
    """How many searches have no ethnic group, which no group's rate then holds."""
    none = not_stated(found)
    percent = format_number(100 * none / searches.total, 1) if searches.total else "0"
    return (
        f"{none:,} of {searches.total:,} searches ({percent}%) have no ethnic group stated and "
        "are in no group's rate. If they were spread over the groups in another way than the rest, "
        "the ratios would differ."
    )


def residents_chart(
    context: Context,
    searches: Searches,
    found: Sequence[Searched],
    residents: Residents,
    data: Table,
) -> Chart | None:
    """The disparity ratios with their intervals; None where there is none to draw."""
    ratios = disparities(searches, found, residents)
    if not ratios:
        return None
    says = "; ".join(f"{group} {_side(ratio)}" for group, ratio in ratios.items())
    context.charts += 1
    title = f"Searches per resident against White people, {searches.period.name}"
    drawn = [Ratio(group, *ratio) for group, ratio in ratios.items()]
    spec = ratio_dots(drawn, title="Times the rate of White residents", width=WIDTH)
    numbers = replace(
        data, id="disparity-numbers", title=f"{title}: the numbers", notes=data.notes[:2]
    )
    return Chart(
        "disparity", context.charts, title,
        f"{title}, by {residents.denominator}. {says}.",
        spec, WIDTH, int(spec["height"]), data.notes[:3], numbers,
    )  # fmt: skip


def _side(ratio: tuple[float, float, float]) -> str:
    """`2.05 (1.90 to 2.21): more`, or that no difference is shown."""
    if ratio[1] <= 1 <= ratio[2]:
        return f"{ratio_words(ratio)}: no difference shown"
    return f"{ratio_words(ratio)}: {'more' if ratio[0] > 1 else 'fewer'}"


def finding(searches: Searches, found: Sequence[Searched], residents: Residents) -> Spans:
    """In words: which groups were searched more or less than White people, for each resident."""
    ratios = disparities(searches, found, residents)
    if not ratios:
        return (Span("There are too few searches for a disparity ratio by ethnic group."),)
    differ = [
        f"{group} {ratio_words(ratio)}"
        for group, ratio in ratios.items()
        if not ratio[1] <= 1 <= ratio[2]
    ]
    text = "For each resident, no group was searched more or less often than White people by more "
    text += "than chance allows. "
    if differ:
        text = "For each resident, these groups were searched more or less often than White "
        text += f"people, taken as 1, by more than chance allows: {'; '.join(differ)}. "
    text += f"The denominator is {residents.denominator}, who are not the people on the street."
    return (Span(text),)
