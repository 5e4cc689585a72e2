"""The tables and the chart of the outcomes page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from scrutiny.analysis.rounding import format_count, format_number
from scrutiny.analysis.significance import two_proportions
from scrutiny.charts.dots import Pair, paired_dots
from scrutiny.observation import Observation
from scrutiny.periods import Period, Window, quarter_name
from scrutiny.reports.book import NO_FIGURE, notes_of
from scrutiny.reports.context import Context
from scrutiny.reports.drawn import WIDTH
from scrutiny.reports.model import Cell, Chart, Column, Row, Span, Spans, Table
from scrutiny.reports.tables import Entries
from scrutiny.web.asked import Asked
from scrutiny.web.content.counted import counted_from
from scrutiny.web.content.outcome_counts import WHOLE, Outcomes, groups_of, types_of

NATION = "K04000001"  # England and Wales
PROVISIONAL = " [p]"
GAP = "Difference in percentage points (95% interval)"
QUARTERS_SHOWN = 6
# The shares whose course is shown: those that the public asks about most.
FOLLOWED = (
    "positive_outcome_rate",
    "outcome_charged_summonsed_share",
    "outcome_community_resolution_share",
    "outcome_evidence_lacking_share",
    "outcome_victim_does_not_support_share",
    "outcome_no_suspect_identified_share",
    "outcome_not_yet_assigned_share",
)


def outcomes_table(
    context: Context,
    asked: Asked,
    own: Outcomes,
    other: Outcomes | None,
    period: Period,
    what: str,
) -> Table:
    """Every outcome type by group: counts and shares of the area and the nation, and their gap."""
    measures = types_of(context.reader)
    rows = []
    for group, types in groups_of(context.reader):
        head = f"{group}: {_percent(own.share(*types))}"
        if other is not None:
            head += f" ({context.name(NATION)} {_percent(other.share(*types))})"
        rows.append(Row((Cell(head),), group=True))
        rows += [
            Row((Cell(measures[n].title), *_cells(context, own, other, n)))
            for n in types
            if n in measures
        ]
    rows.append(
        Row((Cell(what[:1].upper() + what[1:]), *_total(context, own, other)), emphasis=True)
    )
    name = context.name(context.area)
    columns = [
        Column("Outcome", "left", width=2.6),
        Column(name, unit="offences"),
        Column(f"{name}, share", unit="percent"),
    ]
    if other is not None:
        nation = context.name(NATION)
        columns += [
            Column(nation, unit="offences"),
            Column(f"{nation}, share", unit="percent"),
            Column(GAP, unit="percentage points", width=1.6),
        ]
    observed = [own.whole, *([other.whole] if other else [])]
    caveats = notes_of(context.book, [(context.measure(WHOLE), observed, None)])[1:]
    method = _method(other is not None, own)
    notes = (*_sources(context, asked, observed), *caveats, method)
    title = f"Outcomes of {what} recorded in {period.name}"
    return replace(context.table(title, columns, rows, notes, "Outcomes"), id="outcomes")


def _sources(context: Context, asked: Asked, whole: Sequence[Observation]) -> tuple[Spans, ...]:
    """Where the counts of each area come from."""
    measure = context.measure(WHOLE)
    return tuple(counted_from(context, asked, measure, o, context.name(o.area)) for o in whole)


def _method(compared: bool, own: Outcomes) -> Spans:
    text = (
        "A share is of all the crimes recorded in the period, those without an outcome included. "
    )
    if compared:
        text += (
            "The interval is by Newcombe's method 10 (1998): where it holds nought, the difference "
            "can be chance. England and Wales here has the 43 territorial forces, this one among "
            "them where it is one, so the interval is if anything too wide. "
        )
    if own.whole.status == "provisional":
        text += "[p] means provisional: investigations go on, and outcomes will be added."
    return (Span(text.strip()),)


def _cells(context: Context, own: Outcomes, other: Outcomes | None, n: int) -> list[Cell]:
    cells = [_count(context, own, n), _share(context, own, n)]
    if other is not None:
        gap = replace(_gap(own, other, n), trace=_trace(context, own, n))
        cells += [_count(context, other, n), _share(context, other, n), gap]
    return cells


def _count(context: Context, found: Outcomes, n: int) -> Cell:
    number = found.counts.get(n, 0)
    text = format_count(number) + _mark(found)
    return Cell(text, float(number), 0, _trace(context, found, n))


def _trace(context: Context, found: Outcomes, n: int) -> str | None:
    """The count of an outcome type, where a measure counts it: its share leads there too."""
    observation = found.observed.get(n)
    return context.book.trace(observation) if observation else None


def _mark(found: Outcomes) -> str:
    return PROVISIONAL if found.whole.status == "provisional" else ""


def _share(context: Context, found: Outcomes, n: int) -> Cell:
    value = found.share(n)
    if value is None:
        return Cell(NO_FIGURE, tone="missing")
    return Cell(_percent(value) + _mark(found), value, 1, _trace(context, found, n))


def _percent(value: float | None) -> str:
    return NO_FIGURE if value is None else f"{format_number(value, 1)}%"


def _gap(own: Outcomes, other: Outcomes, n: int) -> Cell:
    """The difference of two shares with its interval, in percentage points."""
    if not own.total or not other.total:
        return Cell(NO_FIGURE, tone="missing")
    pairs = [(float(found.counts.get(n, 0)), float(found.total)) for found in (own, other)]
    verdict = two_proportions(pairs[0], pairs[1])
    value = 100 * (pairs[0][0] / pairs[0][1] - pairs[1][0] / pairs[1][1])
    low, high = (100 * (bound or 0.0) for bound in (verdict.lower, verdict.upper))
    text = f"{_signed(value)} ({_signed(low)} to {_signed(high)})"
    return Cell(text, value, 1)


def _signed(value: float) -> str:
    text = format_number(value, 1)
    return f"+{text}" if value > 0 and text != "0.0" else text.replace("-0.0", "0.0")


def _total(context: Context, own: Outcomes, other: Outcomes | None) -> list[Cell]:
    cells = []
    for found in (own, *((other,) if other else ())):
        trace = context.book.trace(found.whole) if found.observed else None
        cells += [
            Cell(format_count(found.total) + _mark(found), float(found.total), 0, trace),
            Cell("100.0%" if found.total else NO_FIGURE),
        ]
    return [*cells, *([Cell("")] if other else [])]


def groups_chart(
    context: Context,
    asked: Asked,
    own: Outcomes,
    other: Outcomes | None,
    period: Period,
    what: str,
) -> Chart | None:
    """The groups of outcomes, the area's share beside the nation's; None without the nation's."""
    if other is None or not own.total:
        return None
    pairs = []
    for name, types in groups_of(context.reader):
        mine, theirs = own.share(*types), other.share(*types)
        if mine is not None and theirs is not None:
            pairs.append(Pair(name.partition(":")[0], mine, theirs))
    area, nation = context.name(context.area), context.name(NATION)
    widest = max(pairs, key=lambda p: abs(p.own - p.other))
    title = f"Groups of outcomes: {what} recorded in {period.name}"
    alt = (
        f"{title}. {area} differs most from {nation} in “{widest.name}”: {_percent(widest.own)} "
        f"against {_percent(widest.other)}."
    )
    context.charts += 1
    rows = [
        Row((Cell(p.name), Cell(_percent(p.own), p.own, 1), Cell(_percent(p.other), p.other, 1)))
        for p in pairs
    ]
    columns = (
        Column("Group of outcomes", "left", width=2.2),
        Column(area, unit="percent"),
        Column(nation, unit="percent"),
    )
    notes = _sources(context, asked, [own.whole, other.whole])
    data = context.table(f"{title}: the numbers", columns, rows, notes, "Groups", numbered=False)
    spec = paired_dots(pairs, area, nation, unit="Share of crimes (%)", width=WIDTH)
    return Chart(
        "groups", context.charts, title, alt, spec, WIDTH, int(spec["height"]), notes,
        replace(data, id="groups-numbers"),
    )  # fmt: skip


def charged_table(context: Context, period: Period, other: bool) -> Table:
    """For each group of offences that the catalogue follows: the share charged or summonsed."""
    rows: list[Row] = []
    entries: Entries = []
    for measure in context.reader.catalogue.measures:
        if not (measure.id.startswith("charged_") and measure.id.endswith("_share")):
            continue
        own = context.reader.observe(measure, context.area, period)
        cells = [Cell(measure.title.partition(":")[0]), context.book.value(measure, own)]
        seen = [own]
        if other:
            nation = context.reader.observe(measure, NATION, period)
            gap = replace(_difference(own, nation), trace=context.book.trace(own))
            cells += [context.book.value(measure, nation), gap]
            seen.append(nation)
        rows.append(Row(tuple(cells)))
        entries.append((measure, seen, None))
    columns = [
        Column("Offences", "left", width=2.2),
        Column(context.name(context.area), unit="percent"),
    ]
    if other:
        columns += [
            Column(context.name(NATION), unit="percent"),
            Column(GAP, unit="percentage points", width=1.6),
        ]
    notes = notes_of(context.book, entries)
    title = f"Charged or summonsed so far: crimes recorded in {period.name}"
    return replace(context.table(title, columns, rows, notes, "Charged"), id="charged")


def _difference(own: Observation, nation: Observation) -> Cell:
    if not (own.denominator and nation.denominator):
        return Cell(NO_FIGURE, tone="missing")
    both = [
        Outcomes({1: int(o.numerator or 0), 0: int(o.denominator - (o.numerator or 0))}, o, {})
        for o in (own, nation)
        if o.denominator
    ]
    return _gap(both[0], both[1], 1)


def quarters_table(context: Context, period: Period) -> Table | None:
    """The main shares of each of the latest quarters; None with fewer than two."""
    first = context.measure(FOLLOWED[0])
    quarters = [Window.QUARTER.ending(period.last - 3 * n) for n in range(QUARTERS_SHOWN)]
    if not period.last.ends_quarter:
        return None
    known = [
        quarter
        for quarter in reversed(quarters)
        if context.reader.observe(first, context.area, quarter).value is not None
    ]
    if len(known) < 2:
        return None
    rows = []
    entries: Entries = []
    for id in FOLLOWED:
        measure = context.measure(id)
        found = context.reader.series(measure, context.area, known)
        rows.append(Row((Cell(measure.title), *(context.book.value(measure, o) for o in found))))
        entries.append((measure, found, None))
    columns = (
        Column("Share", "left", width=2.2),
        *(Column(quarter_name(quarter), unit="percent") for quarter in known),
    )
    title = (
        f"The main shares by the quarter in which the crimes were recorded, to {period.last.name}"
    )
    notes: Mapping[Spans, None] = dict.fromkeys(notes_of(context.book, entries))
    return replace(context.table(title, columns, rows, tuple(notes), "Quarters"), id="quarters")
