"""The report's figures of one force beside England and Wales: a series, and tables of rates."""

from __future__ import annotations

from collections.abc import Sequence

from scrutiny.analysis.rounding import format_value
from scrutiny.charts.beside import AreaLine, lines_beside
from scrutiny.comparison.forces import ENGLAND_AND_WALES
from scrutiny.observation import Observation
from scrutiny.periods import Period
from scrutiny.reports.book import notes_of
from scrutiny.reports.drawn import HEIGHT, WIDTH
from scrutiny.reports.evidence.changes import changed, signed
from scrutiny.reports.evidence.definition import Figure
from scrutiny.reports.evidence.pack import AMONG, IN_LINE, Found, Gap, Pack, marks
from scrutiny.reports.model import (
    Block,
    Bullets,
    Cell,
    Chart,
    Column,
    Paragraph,
    Row,
    Span,
    Spans,
    Table,
)
from scrutiny.reports.tables import Entries, period_words

YEARS = 5
STEP = 3  # months from one point of a series to the next


def item_of(figure: Figure) -> str:
    return f"Figure {figure.number}: {figure.title}"


def over_years(pack: Pack, figure: Figure) -> list[Block]:
    """A year's value at the end of each quarter for five years, beside England and Wales."""
    item = item_of(figure)
    found = pack.find(figure.measures, item, figure.months, back=12 * YEARS)
    if found is None:
        return []
    last = found.period.last
    periods = [Period.ending(last - n, figure.months) for n in range(12 * YEARS, -1, -STEP)]
    reader, measure, source = pack.context.reader, found.measure, found.own.source
    own = reader.series(measure, pack.area, periods, source)
    nation = reader.series(measure, ENGLAND_AND_WALES, periods, source)
    since = next(o for o in own if o.value is not None)
    absent = [o for o in own if o.value is None]
    if absent:
        first = since.period.last.name
        words = f"There is no figure for the {len(absent)} years that end before {first}"
        pack.gaps.append(Gap(item, True, f"{words}: {absent[-1].missing}."))
    pack.note(item, *(o.caveats for o in (*own, *nation)))
    context = pack.context
    context.charts = figure.number
    name = context.name(pack.area)
    title = f"{figure.title}, to {last.name}"
    columns = (
        Column("12 months to", "left"), Column(name, unit=measure.unit),
        Column("England and Wales", unit=measure.unit),
    )  # fmt: skip
    rows = [
        Row(
            (
                Cell(o.period.last.name),
                context.book.value(measure, o),
                context.book.value(measure, n),
            )
        )
        for o, n in zip(own, nation, strict=True)
    ]
    data = context.table(
        f"{title}: the numbers", columns, rows, (), f"Figure {figure.number}", numbered=False
    )
    moved = changed(pack, found, found.own, since)
    pack.note(item, moved.caveats)
    began = next(o for o in nation if o.period == since.period)
    sentence = _over_years_words(pack, found, since, began)
    spec = lines_beside(
        [p.last for p in periods],
        AreaLine(name, [o.value for o in own]),
        AreaLine("England and Wales", [o.value for o in nation]),
        unit=measure.unit, decimals=measure.decimals, width=WIDTH, height=HEIGHT,
    )  # fmt: skip
    notes = notes_of(context.book, [(measure, [*own, *nation], moved)])
    alt = "".join(span.text for span in sentence)
    return [
        Paragraph(sentence),
        Chart(
            f"chart-{figure.number}", figure.number, title, alt, spec, WIDTH, HEIGHT, notes, data
        ),
    ]


def _over_years_words(
    pack: Pack, found: Found, since: Observation, nation_since: Observation
) -> Spans:
    """Where the two lines end, and how far each has come."""
    book, measure = pack.context.book, found.measure
    moved = changed(pack, found, found.own, since)
    theirs = changed(pack, found, found.nation, nation_since)
    spans = [
        Span(f"In the {period_words(found.period)}: {pack.context.name(pack.area)} "),
        book.span(measure, found.own),
        Span(", England and Wales "),
        book.span(measure, found.nation),
        Span("."),
    ]
    if since.period != found.period:
        words = f" Since the {period_words(since.period)} the force's has changed by "
        spans += [Span(words), Span(signed(moved), trace=book.trace(since))]
        if not theirs.incomplete:
            spans.append(Span(", that of England and Wales by "))
            spans.append(Span(signed(theirs), trace=book.trace(nation_since)))
        spans.append(Span("."))
        if not moved.comparable:
            spans.append(Span(" The force's two years are not comparable."))
    return tuple(spans)


def rates(pack: Pack, figure: Figure) -> list[Block]:
    """A table of rates or shares beside the nation's, each with where it stands among forces."""
    item = item_of(figure)
    found: list[tuple[str, bool, Found]] = []
    gaps = len(pack.gaps)
    for row in figure.rows:
        one = pack.find(row.measures, f"{item}: {row.title}", figure.months, part=True)
        if one is not None:
            found.append((row.title or one.measure.title, row.part, one))
    if not found:
        _put_together(pack, item, gaps)
        return []
    return [_rates_table(pack, figure, found), *_statements(pack, figure, found)]


def _put_together(pack: Pack, item: str, since: int) -> None:
    """One gap in place of one for each row."""
    reasons = dict.fromkeys(gap.missing for gap in pack.gaps[since:])
    pack.gaps[since:] = [Gap(item, False, " ".join(reasons))]


def _rates_table(pack: Pack, figure: Figure, found: Sequence[tuple[str, bool, Found]]) -> Table:
    context = pack.context
    periods = list(dict.fromkeys(one.period for _, _, one in found))
    alike = len(periods) == 1
    title = f"{figure.title}, {period_words(periods[0])}" if alike else figure.title
    percent = all(one.measure.unit == "percent" for _, _, one in found)
    unit = "percent" if percent else "rate"
    columns = (
        Column(figure.head, "left", width=2.8),
        Column(context.name(pack.area), unit=unit),
        Column("England and Wales", unit=unit),
        Column("Among the forces", "left", width=1.4),
    )
    item = item_of(figure)
    rows, entries = [], Entries()
    for name, part, one in found:
        words = name if alike else f"{name} ({period_words(one.period)})"
        own = context.book.value(one.measure, one.own, strong=not part)
        nation = context.book.value(one.measure, one.nation)
        rows.append(Row((Cell(words), own, nation, pack.standing_cell(one, item))))
        entries.append((one.measure, (one.own, one.nation), None))
    notes: list[Spans] = [(Span(figure.note),)] if figure.note else []
    notes += marks(o for _, group, _ in entries for o in group)
    notes += notes_of(context.book, entries)
    return context.table(title, columns, rows, notes, f"Figure {figure.number}")


def _statements(
    pack: Pack, figure: Figure, found: Sequence[tuple[str, bool, Found]]
) -> list[Block]:
    """Which rows are among the highest or the lowest, in the report's own terms."""
    if not figure.statements:
        return []
    force, book = pack.context.name(pack.area), pack.context.book
    said: list[Spans] = []
    standings = [(name, one, pack.standing(one)) for name, part, one in found if not part]
    for name, one, standing in standings:
        if standing is not None and standing != IN_LINE:
            printed = format_value(one.own.value or 0.0, one.measure.unit, one.measure.decimals)
            words = f"{name}: {force} ({printed}) is {AMONG[standing]}."
            said.append(book.linked(words, printed, one.own))
    if not any(standing for _, _, standing in standings):
        return []
    if len(said) < len(standings):
        words = "Every other row is" if said else "Every row is"
        said.append((Span(f"{words} {AMONG[IN_LINE]}."),))
    return [Bullets(tuple(said))]
