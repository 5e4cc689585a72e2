"""Figures of every force, with this one and the nation marked: values, and changes in a year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scrutiny.analysis.peers import PeerRow
from scrutiny.charts import Bar, bars_by_force
from scrutiny.comparison.forces import ENGLAND_AND_WALES, AmongForces
from scrutiny.reports.book import notes_of
from scrutiny.reports.drawn import WIDTH, forces_bars
from scrutiny.reports.evidence.changes import (
    DECIMALS,
    change_cell,
    changed,
    changes_of_all,
    signed,
)
from scrutiny.reports.evidence.definition import Figure
from scrutiny.reports.evidence.figures import item_of
from scrutiny.reports.evidence.pack import AMONG, EveryForce, Found, Gap, Pack, marks
from scrutiny.reports.model import Block, Cell, Chart, Column, Paragraph, Row, Span, Spans
from scrutiny.reports.tables import period_words

ROW, EDGES = 14, 64  # pixels a bar; pixels for the axis and the legend
UNRANKED = "The rate is per resident, and few people live here: it is not ranked among the others."


def by_force(pack: Pack, figure: Figure) -> list[Block]:
    """Every force's value as bars; a force without a figure says so and has no bar."""
    item = item_of(figure)
    found = pack.find(figure.measures, item, figure.months)
    if found is None:
        return []
    words: list[Block] = [Paragraph(_value_words(pack, found))]
    if pack.means_nothing(found.measure):
        pack.gaps.append(Gap(item, True, UNRANKED))
        return [*words, Paragraph((Span(UNRANKED),))]
    every = pack.every_force(found, item)
    if not every.enough:
        return [*words, *_too_few(pack, item, every)]
    context = pack.context
    context.charts = figure.number - 1  # the figure has the report's number
    among = AmongForces(
        found.measure, pack.area, found.period, found.earlier.period, every.comparison,
        every.current, every.previous, (),
        ((ENGLAND_AND_WALES, found.nation, found.nation_earlier),), None,
    )  # fmt: skip
    chart = forces_bars(context, among, f"{figure.title}, {period_words(found.period)}")
    notes = (*_ours(figure), *chart.notes, *_absent(every.lacking), *marks(every.current.values()))
    return [*words, replace(chart, notes=notes)]


def change_by_force(pack: Pack, figure: Figure) -> list[Block]:
    """Every force's change in a year as bars, with how many of them rose."""
    item = item_of(figure)
    found = pack.find(figure.measures, item, figure.months)
    if found is None:
        return []
    if found.earlier.value is None:
        pack.lacks(item, found.earlier)
        return []
    every, apart = changes_of_all(pack, found, item)
    made = changed(pack, found, found.own, found.earlier)
    pack.note(item, made.caveats)
    words: list[Block] = [Paragraph(_change_words(pack, found, every))]
    if not every.enough:
        return [*words, *_too_few(pack, item, every)]
    context, areas = pack.context, pack.context.reader.areas
    context.charts = figure.number
    rows = sorted(every.comparison.rows, key=_by_change)
    bars = [
        Bar(areas.get(r.area).short_name, r.change_percent,
            "this force" if r.area == pack.area else "other force")
        for r in rows if r.comparable
    ]  # fmt: skip
    nation = changed(pack, found, found.nation, found.nation_earlier)
    if nation.percent is not None:
        bars.append(Bar(areas.get(ENGLAND_AND_WALES).short_name, nation.percent, "area"))
    title = f"{figure.title}, {period_words(found.period)}"
    columns = (
        Column("Force", "left", width=1.5), Column(found.earlier.period.short_name),
        Column(found.period.short_name), Column("Change", unit="percent"),
    )  # fmt: skip
    table_rows = [
        Row((
            Cell(context.name(r.area)),
            context.book.value(found.measure, every.previous[r.area]),
            context.book.value(found.measure, every.current[r.area]),
            change_cell(pack, found, every.current[r.area], every.previous[r.area]),
        ), emphasis=r.area == pack.area)
        for r in rows
    ]  # fmt: skip
    data = context.table(
        f"{title}: the numbers", columns, table_rows, (), f"Figure {figure.number}", numbered=False
    )
    everybody = [*every.current.values(), *every.previous.values()]
    absent = [context.name(r.area) for r in rows if r.change_percent is None]
    notes = (
        *_ours(figure), *_absent(absent), *_apart(apart), *marks(everybody),
        *notes_of(context.book, [(found.measure, everybody, made)]),
    )  # fmt: skip
    alt = "".join(span.text for span in _change_words(pack, found, every))
    spec = bars_by_force(bars, unit="per cent", decimals=DECIMALS, width=WIDTH)
    return [
        *words,
        Chart(
            f"chart-{figure.number}", figure.number, title, alt, spec, WIDTH,
            ROW * len(bars) + EDGES, notes, data,
        ),
    ]  # fmt: skip


def _by_change(row: PeerRow) -> tuple[bool, float]:
    return (row.change_percent is None, -(row.change_percent or 0.0))


def _value_words(pack: Pack, found: Found) -> Spans:
    """This force beside the nation, with where it stands in the report's terms."""
    book, measure = pack.context.book, found.measure
    period = period_words(found.period)
    when = f"In the {period}" if len(found.period) > 1 else f"In {period}"
    spans = [
        Span(f"{when}: {pack.context.name(pack.area)} "), book.span(measure, found.own),
    ]  # fmt: skip
    if found.nation.value is not None:
        spans += [Span(", England and Wales "), book.span(measure, found.nation)]
    standing = pack.standing(found)
    spans.append(Span(f". The force is {AMONG[standing]}." if standing else "."))
    return tuple(spans)


def _change_words(pack: Pack, found: Found, every: EveryForce) -> Spans:
    book = pack.context.book
    own = changed(pack, found, found.own, found.earlier)
    spans = [
        Span(f"In the {period_words(found.period)}, against the year before: "),
        Span(f"{pack.context.name(pack.area)} "),
        Span(signed(own), trace=book.trace(found.own)),
    ]
    nation = changed(pack, found, found.nation, found.nation_earlier)
    if not nation.incomplete:
        spans += [
            Span(", England and Wales "),
            Span(signed(nation), trace=book.trace(found.nation)),
        ]
    spans.append(Span("."))
    if not own.comparable:
        spans.append(Span(" The force's two years are not comparable."))
    if every.enough:
        risen = (
            f" {every.comparison.increases} of {every.comparison.compared} forces show an increase."
        )
        spans.append(Span(risen))
    return tuple(spans)


def _ours(figure: Figure) -> list[Spans]:
    return [(Span(figure.note),)] if figure.note else []


def _absent(names: Sequence[str]) -> list[Spans]:
    return (
        [(Span("Without a figure: ", strong=True), Span(f"{', '.join(names)}."))] if names else []
    )


def _apart(names: Sequence[str]) -> list[Spans]:
    if not names:
        return []
    head = Span("Not drawn, as the two years are not comparable: ", strong=True)
    return [(head, Span(f"{', '.join(names)}."))]


def _too_few(pack: Pack, item: str, every: EveryForce) -> list[Block]:
    """Nothing is drawn of so few forces; the annex names those without a figure."""
    known = every.comparison.ranked
    have = "has" if known == 1 else "have"
    words = f"{known} of {len(every.current)} forces {have} a figure: too few to draw or to rank."
    pack.gaps.append(Gap(item, True, words))
    return [Paragraph((Span(words),))]
