"""Searches counted by what their records say, each with how many had a positive outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scrutiny.analysis.rounding import format_count, format_number
from scrutiny.comparison.records import Records, Values, records_of
from scrutiny.measures.read import Reader
from scrutiny.observation import Observation
from scrutiny.periods import Period
from scrutiny.reports.book import NO_FIGURE
from scrutiny.reports.context import Context
from scrutiny.reports.model import Cell, Column, Row, Span, Spans, Table
from scrutiny.web.asked import Asked
from scrutiny.web.content.counted import counted_from

ALL, POSITIVE, RATE = (
    "stop_and_search",
    "stop_and_search_with_positive_outcome",
    "stop_and_search_positive_outcome",
)
NOT_STATED = "Not stated"
SMALL = "small numbers"


@dataclass(frozen=True, slots=True)
class Searched:
    """How many searches a group had, and how many of them had a positive outcome."""

    name: str
    searches: int
    positive: int


class Searches:
    """The searches of an area and period: their records, and the measures of the whole."""

    def __init__(self, reader: Reader, asked: Asked, period: Period) -> None:
        catalogue = reader.catalogue
        self.asked, area = asked, asked.area
        self.measure, self.positive, self.rate = map(catalogue.measure, (ALL, POSITIVE, RATE))
        self.area, self.period = area, period
        self.records: Records = records_of(reader, self.measure, area, period)
        self.found: dict[str, Observation] = {
            m.id: reader.observe(m, area, period) for m in (self.measure, self.positive, self.rate)
        }

    @property
    def total(self) -> int:
        return int(self.found[ALL].value or 0)

    @property
    def fewest(self) -> int:
        """The fewest searches of which a rate is worth printing: the catalogue's small number."""
        return self.measure.small_number

    def source(self, context: Context) -> Spans:
        """Where every count of these searches comes from."""
        return counted_from(context, self.asked, self.measure, self.found[ALL])

    def positive_outcomes(self) -> tuple[str, ...]:
        """The outcomes that the catalogue counts as positive."""
        (computed,) = self.positive.computed
        return tuple(str(value) for value in computed.where["outcome"])

    def by(self, column: str, name: Callable[[Any], str] = str) -> list[Searched]:
        """Searches by a column, the most first and what is not stated last.

        `name` says what a value is called; values of one name are counted together.
        """
        positive = set(self.positive_outcomes())
        counts: dict[str, list[int]] = {}
        for (value, outcome), count in self.records.counts(column, "outcome").items():
            called = NOT_STATED if value is None else name(value)
            each = counts.setdefault(called, [0, 0])
            each[0] += count
            each[1] += count if outcome in positive else 0
        made = [Searched(called, *both) for called, both in counts.items()]
        return sorted(made, key=lambda s: (s.name == NOT_STATED, -s.searches, s.name))


def share(part: float, whole: float) -> Cell:
    """A percentage, or a dash of nothing."""
    if not whole:
        return Cell(NO_FIGURE, tone="missing")
    return Cell(f"{format_number(100 * part / whole, 1)}%", 100 * part / whole, 1)


def count(number: int) -> Cell:
    return Cell(format_count(number), float(number), 0)


def rate(searches: Searches, one: Searched) -> Cell:
    """The positive outcome rate of a group; too few searches to say are said to be."""
    if one.searches < searches.fewest:
        return Cell(SMALL)
    return share(one.positive, one.searches)


def breakdown(
    context: Context,
    searches: Searches,
    found: Sequence[Searched],
    head: str,
    id: str,
    notes: Sequence[Spans] = (),
) -> Table:
    """A row for each value, with its share of all searches and its positive outcome rate."""
    rows = [
        Row(
            (Cell(one.name), count(one.searches), share(one.searches, searches.total),
             count(one.positive), rate(searches, one))
        )
        for one in found
    ]  # fmt: skip
    rows.append(total_row(context, searches, (Cell("100.0%", 100.0, 1),)))
    columns = (
        Column(head, "left", width=2.2),
        Column("Searches", unit="searches"),
        Column("Share of searches", unit="percent"),
        Column("With a positive outcome", unit="searches"),
        Column("Positive outcome rate", unit="percent"),
    )
    title = f"Searches by {head[:1].lower()}{head[1:]}, {searches.period.name}"
    return made(context, searches, title, columns, rows, id, notes)


def total_row(context: Context, searches: Searches, between: tuple[Cell, ...] = ()) -> Row:
    """The measures of the whole, which lead to where they come from."""
    book = context.book
    each = {
        m.id: book.value(m, searches.found[m.id])
        for m in (searches.measure, searches.positive, searches.rate)
    }
    cells = (Cell("All searches"), each[ALL], *between, each[POSITIVE], each[RATE])
    return Row(cells, emphasis=True)


def made(
    context: Context,
    searches: Searches,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    id: str,
    notes: Sequence[Spans] = (),
) -> Table:
    """A table of counted records, with its source and, where rates are left out, why."""
    source = searches.source(context)
    if any(cell.text == SMALL for row in rows for cell in row.cells):
        few = f"No rate is given of fewer than {searches.fewest} searches: chance alone moves it."
        notes = (*notes, (Span(few),))
    sheet = id.replace("-", " ").capitalize()
    return replace(context.table(title, columns, rows, (source, *notes), sheet), id=id)


def outcomes_table(context: Context, searches: Searches) -> Table:
    """What the searches ended in, which of it counts as positive, and what was looked for."""
    positive = set(searches.positive_outcomes())
    found: Mapping[Values, int] = searches.records.counts("outcome", "outcome_linked")
    linked_known = any(linked is not None for _, linked in found)
    totals: dict[str | None, dict[bool | None, int]] = {}
    for (outcome, linked), number in found.items():
        each = totals.setdefault(outcome, {})
        each[linked] = each.get(linked, 0) + number
    order = sorted(
        totals,
        key=lambda o: (o is None, o not in positive, -sum(totals[o].values()), o or ""),
    )
    rows = []
    for outcome in order:
        each = totals[outcome]
        cells = [
            Cell(outcome or NOT_STATED),
            Cell("yes" if outcome in positive else "no"),
            count(sum(each.values())),
            share(sum(each.values()), searches.total),
        ]
        if linked_known:
            cells += [count(each.get(said, 0)) for said in (True, False, None)]
        rows.append(Row(tuple(cells)))
    columns = [
        Column("Outcome", "left", width=2.2),
        Column("Counts as positive", "left"),
        Column("Searches", unit="searches"),
        Column("Share of searches", unit="percent"),
    ]
    total = context.book.value(searches.measure, searches.found[ALL])
    cells = [Cell("All searches"), Cell(""), total, Cell("100.0%", 100.0, 1)]
    if linked_known:
        columns += [Column("Linked to what was looked for"), Column("Not linked to it"),
                    Column("Link not stated")]  # fmt: skip
        cells += [
            count(sum(n for (_, linked), n in found.items() if linked is said))
            for said in (True, False, None)
        ]
    rows.append(Row(tuple(cells), emphasis=True))
    notes = () if linked_known else ((Span(NO_LINK),),)
    title = f"Searches by outcome, {searches.period.name}"
    return made(context, searches, title, columns, rows, "by-outcome", notes)


NO_LINK = (
    "Whether the outcome was linked to what was looked for is blank in every record, so it cannot "
    "be told how many searches found what they were for."
)
