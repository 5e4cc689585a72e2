"""The scorecard as a page shows it: a table for each topic, each line with its signs in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath
from typing import NamedTuple

from scrutiny.analysis.peers import ordinal
from scrutiny.catalogue.model import Measure
from scrutiny.comparison.compare import Comparison, compare
from scrutiny.comparison.scorecard import Rank, ScoreRow, Section
from scrutiny.observation import Observation
from scrutiny.periods import Against
from scrutiny.reports.book import NO_FIGURE, notes_of
from scrutiny.reports.context import Context
from scrutiny.reports.model import Cell, Column, Row, Table
from scrutiny.web.asked import Asked
from scrutiny.web.content.compare_table import proportionate
from scrutiny.web.content.sparkline import Sparkline, sparkline


class Sign(NamedTuple):
    """A shape and the words beside it."""

    shape: str
    words: str
    means: str  # for the legend


VARIATION: Mapping[str, Sign] = {
    "concerning": Sign("worse", "Worse: signal", "The latest point is a signal, and it is worse."),
    "improving": Sign("better", "Better: signal", "The latest point is a signal, and is better."),
    "unusual": Sign(
        "unusual", "Unusual: signal",
        "The latest point is a signal, but neither direction is better for this measure.",
    ),
    "common": Sign(
        "usual", "Usual variation",
        "The latest point is no signal: it moves as this measure always does.",
    ),
    "trial": Sign(
        "trial", "Too few points",
        "No signal, but there are fewer than 13 points, so the limits are only trial limits.",
    ),
}  # fmt: skip
ASSURANCE: Mapping[str, Sign] = {
    "consistently meets": Sign(
        "meets", "Consistently meets target", "The limits lie wholly on the right side of it."
    ),
    "hit and miss": Sign(
        "hit-and-miss", "Hit and miss", "The target lies within the limits: chance decides."
    ),
    "consistently misses": Sign(
        "misses", "Consistently misses target", "The limits lie wholly on the wrong side of it."
    ),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A measure that has a figure. `cells` are those of its row in the topic's table, by name."""

    measure: Measure
    href: str
    unit: str
    cells: Mapping[str, Cell]
    line: Sparkline | None
    variation: Sign | None
    assurance: Sign | None
    late: bool


@dataclass(frozen=True, slots=True)
class Topic:
    """The lines of one table; `folded` when it is not the first of its priority."""

    title: str
    table: Table
    lines: tuple[Line, ...]
    folded: bool


@dataclass(frozen=True, slots=True)
class Absent:
    """Measures without a figure for one reason."""

    why: str
    measures: tuple[tuple[str, str], ...]  # title, address


@dataclass(frozen=True, slots=True)
class Part:
    """A priority: what it is for, its topics, and the measures that have no figure, by reason."""

    id: str
    title: str
    why: str
    topics: tuple[Topic, ...]
    absent: tuple[Absent, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for topic in self.topics for line in topic.lines)

    @property
    def lacking(self) -> int:
        return sum(len(each.measures) for each in self.absent)


FIRST = 12  # lines of a priority that are shown open
FEW = 3  # lines more than these are not worth folding away

COLUMNS = {
    "measure": Column("Measure", "left", width=2.4),
    "period": Column("Period", "left", width=1.4),
    "value": Column("Latest figure"),
    "rate": Column("Rate per 1,000"),
    "change": Column("Change", width=1.4),
    "trend": Column("Latest points", "left", width=2.0),
    "signals": Column("Is it unusual?", "left"),
    "target": Column("Target", "left"),
    "rank": Column("Among similar forces", "left"),
    "rank_all": Column("Among all forces", "left"),
}


def parts_of(context: Context, asked: Asked, sections: Iterable[Section]) -> tuple[Part, ...]:
    """Every priority of a scorecard. A rate stands in the line of the count that it is made of."""
    return tuple(_part(context, asked, section) for section in sections)


def compared(context: Context, asked: Asked, row: ScoreRow) -> Comparison:
    """The row's latest figure, against what the page was asked to compare it with."""
    c = row.comparison
    if asked.against is Against.YEAR:
        return c
    return compare(
        context.reader, row.measure, c.area, c.current.period.last, c.window, asked.against,
        c.current.source,
    )  # fmt: skip


def measure_address(asked: Asked, measure: Measure, c: Comparison | None = None) -> str:
    """The measure's page, for a figure's own period and source; for none, as it was asked."""
    if c is None:
        return f"/measures/{measure.id}/?{asked.query()}"
    source = c.current.source if c.current.source != measure.source else None
    query = asked.query(to=c.current.period.last, window=c.window, source=source)
    return f"/measures/{measure.id}/?{query}"


def _part(context: Context, asked: Asked, section: Section) -> Part:
    by_id = {row.measure.id: row for row in section.rows}
    rates = {
        row.measure.id: by_id[f"{row.measure.id}_rate"]
        for row in section.rows
        # A rate is made from the count's own source: there is none of another source's figures.
        if f"{row.measure.id}_rate" in by_id and row.comparison.current.source == row.measure.source
    }
    folded = {row.measure.id for row in rates.values()}
    rows = [row for row in section.rows if row.measure.id not in folded]
    shown = [row for row in rows if row.missing is None]
    named: list[tuple[str, list[ScoreRow]]] = []
    for scheme, those in groupby(shown, key=lambda row: row.measure.scheme):
        topic, every = _topic_name(scheme), list(those)
        first = len(every) if named or len(every) <= FIRST + FEW else FIRST
        named += [(topic, every[:first]), (f"more {topic}", every[first:])]
    topics = []
    for number, (topic, every) in enumerate(((t, e) for t, e in named if e), start=1):
        id = f"score-{section.priority.id.replace('_', '-')}-{number}"
        title = f"{section.priority.title}: {topic}"
        topics.append(_topic(context, asked, id, title, every, rates, number > 1))
    return Part(
        section.priority.id,
        section.priority.title,
        section.priority.why,
        tuple(topics),
        tuple(_absent(asked, rows, section.not_loaded)),
    )


def _topic_name(scheme: str) -> str:
    """`catalogue/measures/10-recorded-crime.toml`: `recorded crime`."""
    return PurePosixPath(scheme).stem.lstrip("0123456789-").replace("-", " ") or "other measures"


def _topic(
    context: Context,
    asked: Asked,
    id: str,
    title: str,
    rows: Sequence[ScoreRow],
    rates: Mapping[str, ScoreRow],
    folded: bool,
) -> Topic:
    found = [(row, compared(context, asked, row)) for row in rows]
    lines = tuple(_line(context, asked, r, c, rates.get(r.measure.id)) for r, c in found)
    entries = [(r.measure, (c.current, *c.previous), c.change) for r, c in found]
    columns = dict(COLUMNS)
    columns["change"] = Column(f"Change on {asked.against.title}", width=1.4)
    table = Table(
        id, 0, title, tuple(columns.values()),
        tuple(Row(tuple(line.cells[name] for name in COLUMNS)) for line in lines),
        tuple(notes_of(context.book, entries)), title.partition(": ")[2][:31].capitalize(),
    )  # fmt: skip
    return Topic(title.partition(": ")[2].capitalize(), table, lines, folded)


def _line(
    context: Context, asked: Asked, row: ScoreRow, c: Comparison, rate: ScoreRow | None
) -> Line:
    measure, book = row.measure, context.book
    variation = VARIATION.get(row.variation or "")
    assurance = ASSURANCE.get(row.assurance or "")
    drawn = sparkline(measure, row.points, row.chart)
    rated = rate if rate is not None and rate.missing is None else None
    cells = {
        "measure": Cell(measure.title),
        "period": Cell(c.current.period.short_name + (" (late)" if row.late else "")),
        "value": book.value(measure, c.current),
        "rate": book.value(rated.measure, rated.comparison.current) if rated else Cell(""),
        "change": book.change(measure, c.change, c.current),
        "trend": Cell(drawn.words if drawn else NO_FIGURE),
        "signals": Cell(_signals(variation, rated)),
        "target": Cell(_target(measure, assurance)),
        "rank": _rank(rated or row, (rated or row).among_similar),
        "rank_all": _rank(rated or row, (rated or row).among_all),
    }
    return Line(
        measure,
        measure_address(asked, measure, c),
        _unit(measure),
        cells,
        drawn,
        variation,
        assurance,
        row.late is not None,
    )


def _unit(measure: Measure) -> str:
    """The unit, where the printed value does not hold it."""
    signed = ("percent", "gbp_million", "fte", "minutes", "seconds", "hours")
    return "" if measure.unit in signed else measure.unit


def _target(measure: Measure, assurance: Sign | None) -> str:
    if measure.target is None:
        return ""
    return f"{measure.target.text}: {assurance.words}" if assurance else measure.target.text


def _signals(variation: Sign | None, rate: ScoreRow | None) -> str:
    """The signal in words, and that of the rate where it says something else."""
    words = variation.words if variation else NO_FIGURE
    other = VARIATION.get(rate.variation or "") if rate is not None else None
    if other is None or other == variation:
        return words
    return f"{words}; by its rate, {other.words.partition(':')[0].lower()}"


def _rank(row: ScoreRow, rank: Rank | None) -> Cell:
    """A count ranks forces by their size, so only rates, percentages and the like are ranked."""
    if not proportionate(row.measure):
        return Cell("not ranked: a count")
    return Cell(f"{ordinal(rank.place)} of {rank.of}" if rank else "no other force to rank with")


def _absent(
    asked: Asked, rows: Sequence[ScoreRow], not_loaded: Sequence[Measure]
) -> Iterable[Absent]:
    """The measures without a figure, by reason; a period in a reason is that of the page."""
    by_reason: dict[str, list[Measure]] = {}
    for row in rows:
        if row.missing is not None:
            why = _reason(row.comparison.current)
            by_reason.setdefault(why, []).append(row.measure)
    if not_loaded:
        by_reason["Never supplied: no source has given a figure"] = list(not_loaded)
    for why, measures in by_reason.items():
        yield Absent(why, tuple((m.title, measure_address(asked, m)) for m in measures))


def _reason(o: Observation) -> str:
    why = (o.missing or "nothing is loaded").rstrip(".")
    return why[:1].upper() + why[1:]
