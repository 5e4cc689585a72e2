"""Records counted by what they say: for what the catalogue has no measure of its own.

A measure counts records of one kind. A page that shows every object of search, or every outcome of
one group of offences, needs the values themselves, whatever they are. They are counted here from
the same records that answer for the measure of the whole, so that the parts add up to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scrutiny.catalogue.model import Measure
from scrutiny.measures.read import Reader
from scrutiny.periods import Period
from scrutiny.warehouse.snapshot import Snapshot, as_given, query

Values = tuple[Any, ...]

# The column with the first month of what a record is for.
_STARTS = {"outcomes": "first", "stop_and_search": "month"}


@dataclass(frozen=True, slots=True)
class Records:
    """The records behind one count: those of each force and period that their load answers for."""

    snapshot: Snapshot
    table: str
    sums: str  # the column that says how many a record stands for
    answers: tuple[tuple[str, str, str], ...]  # force, first month, load

    @property
    def loads(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(load for _, _, load in self.answers))

    def counts(self, *columns: str) -> Mapping[Values, int]:
        """How many there are of each combination of values of some columns; None is a blank.

        A combination that no record has is absent: among loaded records it is nought.
        """
        files = as_given(self.snapshot.files(self.table))
        if not files or not self.answers:
            return {}
        named = ", ".join(f'"{column}"' for column in columns)
        rows = query(
            f'SELECT {named}, sum("{self.sums}") FROM read_parquet($files) '
            "WHERE force = ANY($forces) "
            f"AND force || ' ' || {_STARTS[self.table]} || ' ' || load = ANY($answers) "
            "GROUP BY ALL",
            {
                "files": files,
                "forces": sorted({force for force, _, _ in self.answers}),
                "answers": [" ".join(each) for each in self.answers],
            },
        )
        return {tuple(row[:-1]): int(row[-1]) for row in rows}


def records_of(reader: Reader, measure: Measure, area: str, period: Period) -> Records:
    """The records that a measure of the whole counts for a force, or an area made of forces.

    What is loaded answers; whether the period is whole, `reader.observe` of the measure says.
    """
    computed = next(c for c in measure.computed if c.source == measure.source)
    answers = []
    for force in reader.coverage.forces_of(area, period.last):
        loaded = reader.vintage.records.get((computed.source, force), {})
        answers += [
            (force, str(each.first), load)
            for each, load in loaded.items()
            if period.first <= each.first and each.last <= period.last
        ]
    return Records(reader.vintage.snapshot, computed.table, computed.sum, tuple(sorted(answers)))
