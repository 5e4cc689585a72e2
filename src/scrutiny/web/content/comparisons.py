"""The page that lists the measures on which forces can be compared."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial

from scrutiny.analysis.peers import FEWEST_PEERS
from scrutiny.catalogue.model import Measure
from scrutiny.measures.read import Reader
from scrutiny.periods import Month
from scrutiny.reports.model import Cell, Column, Row, Table
from scrutiny.web.asked import Asked
from scrutiny.web.content.content import Content
from scrutiny.web.edition import Edition


@dataclass(frozen=True, slots=True)
class Comparable:
    """A measure that forces have: how many, and to which month most of them have it."""

    measure: Measure
    forces: int
    last: Month


@dataclass(frozen=True, kw_only=True)
class ComparisonsContent(Content):
    groups: tuple[tuple[str, tuple[Comparable, ...]], ...]
    forces: int


def comparisons_page(edition: Edition, asked: Asked, q: str = "") -> ComparisonsContent:
    """The measures with figures for four forces or more whose title holds every word of `q`."""
    words = q.lower().split()
    forces = [area.code for area in edition.areas.forces(asked.to)]
    groups = []
    for priority in edition.catalogue.priorities:
        named = [
            m
            for m in edition.catalogue.for_priority(priority.id)
            if all(word in m.title.lower() for word in words)
        ]
        found = [c for m in named if (c := _comparable(edition.reader, m, forces)) is not None]
        if found:
            groups.append((priority.title, tuple(found)))
    return ComparisonsContent(
        title="Compare forces",
        description="The measures on which the police forces of England and Wales can be compared.",
        asked=asked,
        tables=(_table(groups, len(forces)),),
        groups=tuple(groups),
        forces=len(forces),
    )


def _comparable(reader: Reader, measure: Measure, forces: list[str]) -> Comparable | None:
    """The measure from the first of its sources that enough forces have."""
    for source in reader.sources(measure):
        latest = partial(reader.coverage.latest, measure, source=source)
        ends = Counter(end for force in forces if (end := latest(force)) is not None)
        if ends.total() >= FEWEST_PEERS:
            last = max(ends, key=lambda end: (ends[end], end))
            return Comparable(measure, ends.total(), min(last, measure.ends or last))
    return None


def _table(groups: list[tuple[str, tuple[Comparable, ...]]], forces: int) -> Table:
    columns = (
        Column("Measure", "left", width=2),
        Column("Unit", "left"),
        Column(f"Forces of {forces} with figures"),
        Column("Figures to", "left"),
    )
    rows: list[Row] = []
    for title, found in groups:
        rows.append(Row((Cell(title),), group=True))
        for c in found:
            cells = (Cell(c.measure.title), Cell(c.measure.unit),
                     Cell(str(c.forces), c.forces, 0), Cell(c.last.name))  # fmt: skip
            rows.append(Row(cells))
    table = Table("measures", 0, "Measures that forces can be compared on", columns, tuple(rows))
    return replace(table, sheet="Measures")
