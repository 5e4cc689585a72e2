"""Stop and search by ethnic group: shares, positive outcome rates and how they compare.

What is asked here of the searches alone is whether they find as much for one group as for another:
the outcome test. `search_residents` sets the searches against the residents of each group.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scrutiny.analysis.rounding import format_number
from scrutiny.analysis.significance import risk_ratio
from scrutiny.charts.dots import Ratio, ratio_dots
from scrutiny.reports.context import Context
from scrutiny.reports.drawn import WIDTH
from scrutiny.reports.model import Cell, Chart, Column, Row, Span, Spans, Table
from scrutiny.web.content.search_tables import (
    NOT_STATED,
    SMALL,
    Searched,
    Searches,
    count,
    made,
    rate,
    share,
    total_row,
)

REFERENCE = "White"
# The five groups of the 2021 census (ONS), by the words with which published records begin.
_GROUPS = {
    "White": "White",
    "Asian/Asian British": "Asian",
    "Black/African/Caribbean/Black British": "Black",
    "Black or Black British": "Black",
    "Asian or Asian British": "Asian",
    "Mixed/Multiple ethnic groups": "Mixed",
    "Mixed": "Mixed",
    "Other ethnic group": "Other",
    "Chinese or other ethnic group": "Other",
}
METHOD: Spans = (
    Span(
        "Set against White: the group's positive outcome rate divided by that of White people. "
        "Its denominator is the searches of each group. The 95% interval is by the log method for "
        "two proportions (Katz and others, 1978). An interval that holds 1 shows no difference."
    ),
)


def officer_defined(value: str) -> str:
    """The group as the officer saw it, in the record's own word."""
    return value


def self_defined(value: str) -> str:
    """The census's group of what a person said: `Asian/Asian British - Indian` is Asian."""
    head, _, detail = value.partition(" - ")
    if detail.casefold() == "not stated":
        return NOT_STATED
    return _GROUPS.get(head, head)


def compared(
    searches: Searches, found: Sequence[Searched]
) -> dict[str, tuple[float, float, float]]:
    """The ratio of each group's positive outcome rate to the reference's, with its interval.

    Left out: groups with too few searches, and all where the reference has too few.
    """
    by_name = {one.name: one for one in found if one.searches >= searches.fewest}
    reference = by_name.get(REFERENCE)
    ratios = {}
    for name, one in by_name.items():
        if reference is None or name in (REFERENCE, NOT_STATED):
            continue
        ratio = risk_ratio((one.positive, one.searches), (reference.positive, reference.searches))
        if ratio is not None:
            ratios[name] = ratio
    return ratios


def not_stated(found: Sequence[Searched]) -> int:
    return sum(one.searches for one in found if one.name == NOT_STATED)


def ethnicity_table(
    context: Context, searches: Searches, found: Sequence[Searched], whose: str
) -> Table:
    """A row for each group: its searches, shares, positive outcome rate, and that against White."""
    stated = searches.total - not_stated(found)
    ratios = compared(searches, found)
    rows = []
    for one in found:
        cells = (
            Cell(one.name),
            count(one.searches),
            share(one.searches, searches.total),
            Cell("") if one.name == NOT_STATED else share(one.searches, stated),
            count(one.positive),
            rate(searches, one),
            _against(searches, one, ratios.get(one.name)),
        )
        rows.append(Row(cells))
    total = total_row(context, searches, (Cell("100.0%", 100.0, 1), Cell("")))
    rows.append(replace(total, cells=(*total.cells, Cell(""))))
    columns = (
        Column(f"Ethnic group, {whose}", "left", width=1.8),
        Column("Searches", unit="searches"),
        Column("Share of searches", unit="percent"),
        Column("Share of those stated", unit="percent"),
        Column("With a positive outcome", unit="searches"),
        Column("Positive outcome rate", unit="percent"),
        Column("Rate against White (95% interval)", unit="ratio", width=1.5),
    )
    id = f"ethnicity-{whose.replace(' ', '-')}"
    title = f"Searches by ethnic group, {whose}, {searches.period.name}"
    return made(context, searches, title, columns, rows, id, (METHOD,))


def _against(searches: Searches, one: Searched, ratio: tuple[float, float, float] | None) -> Cell:
    if one.name == REFERENCE:
        return Cell("1 (reference)")
    if one.name == NOT_STATED:
        return Cell("")
    if one.searches < searches.fewest:
        return Cell(SMALL)
    if ratio is None:
        return Cell("no ratio", tone="missing")
    differs = not ratio[1] <= 1 <= ratio[2]
    return Cell(ratio_words(ratio), ratio[0], 2, tone="unusual" if differs else "plain")


def ratio_words(ratio: tuple[float, float, float]) -> str:
    middle, low, high = (format_number(value, 2) for value in ratio)
    return f"{middle} ({low} to {high})"


def ratios_chart(
    context: Context, searches: Searches, found: Sequence[Searched], whose: str, data: Table
) -> Chart | None:
    """The ratios with their intervals; None where there is none to draw."""
    ratios = compared(searches, found)
    if not ratios:
        return None
    drawn = [Ratio(name, *ratio) for name, ratio in ratios.items()]
    says = [
        f"{r.name} {ratio_words((r.ratio, r.lower, r.upper))}: "
        f"{'no difference shown' if r.lower <= 1 <= r.upper else _side(r.ratio)}"
        for r in drawn
    ]
    context.charts += 1
    title = f"Positive outcome rate against that of White people, {searches.period.name}"
    spec = ratio_dots(drawn, title="Times the rate of White people", width=WIDTH)
    numbers = replace(
        data, id="ratios-numbers", title=f"{title}: the numbers", notes=data.notes[:1]
    )
    return Chart(
        "ratios", context.charts, title, f"{title}, ethnic group {whose}. {'; '.join(says)}.",
        spec, WIDTH, int(spec["height"]), (METHOD, searches.source(context)), numbers,
    )  # fmt: skip


def _side(ratio: float) -> str:
    return "lower" if ratio < 1 else "higher"


def finding(searches: Searches, found: Sequence[Searched], whose: str) -> Spans:
    """In words: how many have no ethnic group stated, and which groups differ from White."""
    none = not_stated(found)
    percent = format_number(100 * none / searches.total, 1) if searches.total else "0"
    text = f"Ethnic group, {whose}, is not stated in {none:,} of {searches.total:,} searches "
    text += f"({percent}%). "
    ratios = compared(searches, found)
    differ = [
        f"{name} {ratio_words(ratio)}"
        for name, ratio in ratios.items()
        if not ratio[1] <= 1 <= ratio[2]
    ]
    if differ:
        text += "These groups' positive outcome rates differ from that of White people, taken as "
        text += f"1, by more than chance allows: {'; '.join(differ)}."
    elif ratios:
        text += "No group's positive outcome rate differs from that of White people by more than "
        text += "chance allows."
    return (Span(text),)
