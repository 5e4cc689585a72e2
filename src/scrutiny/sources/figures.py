"""The tidy CSV by which a force brings any measure that it computes itself.

Columns: `measure` and `area` (ids and ONS codes), `period_start` and `period_end` (YYYY-MM, both
ends included), `value` (a blank is a figure that the source does not give), `unit` (the measure's),
`lower` and `upper` (a published 95 per cent interval), `source` (who says so), `status` (final or
provisional) and `note`. A `report` column may say where it was printed; it is not kept.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from scrutiny.errors import InputError
from scrutiny.periods import Month
from scrutiny.sources.chunks import MONTH_RULE, Chunk, month_of
from scrutiny.sources.columns import recognise
from scrutiny.sources.csvfile import read_csv
from scrutiny.sources.entries import Entry
from scrutiny.sources.figures_table import SCHEMA, Figure, figures_batch
from scrutiny.sources.reading import Reading

STATUSES = ("final", "provisional")
# Beyond any count, sum or headcount of a police force, in any unit.
LARGEST = 1e12


class Figures(Reading):
    """`source` is "figures": each row carries its own."""

    source = "figures"
    table = "figures"
    schema = SCHEMA

    def rows(self) -> Iterator[pa.RecordBatch]:
        self._seen: dict[tuple[str, ...], tuple[str, int, Figure]] = {}
        for entry in self.entries:
            for chunk in read_csv(entry, lambda f, heads: recognise(self.kind, f, heads)[1]):
                yield figures_batch(list(self._new(entry, chunk)))
                self.tally.rows_read += len(chunk)

    def _new(self, entry: Entry, chunk: Chunk) -> Iterator[Figure]:
        """The figures of a chunk less those that repeat an earlier one."""
        for at, figure in enumerate(self._figures(chunk)):
            line = chunk.line + at
            earlier = self._seen.get(figure.key)
            if earlier is None:
                self._seen[figure.key] = (entry.name, line, figure)
                self.claim(
                    entry.name,
                    figure.area,
                    figure.first,
                    figure.last,
                    figure.measure,
                    figure.source,
                )
                yield figure
                continue
            file, first_line, same = earlier
            if (same.value, same.lower, same.upper) != (figure.value, figure.lower, figure.upper):
                where = f"line {first_line}" if file == entry.name else f"{file}, line {first_line}"
                raise InputError(
                    f"gives another value for the same measure, area, period and source as {where}",
                    file=entry.name,
                    line=line,
                    field="value",
                    got=figure.value,
                )
            self.tally.rows_rejected += 1
            self.tally.note("duplicate-figures", 1, {figure.measure: 1})

    def _figures(self, chunk: Chunk) -> Iterator[Figure]:
        first = chunk.mapped("period_start", self._month, MONTH_RULE)
        last = chunk.mapped("period_end", self._month, MONTH_RULE)
        unknown_area = "is not the code of a known area"
        area = chunk.mapped("area", lambda c: c if c in self.areas else None, unknown_area)
        measure = chunk.mapped("measure", self._measure, "is not a measure of the catalogue")
        source = chunk.mapped("source", self._source, "is not a source of the catalogue")
        units = chunk.require("unit").to_pylist()
        values = self._numbers(chunk, "value")
        lowers, uppers = self._numbers(chunk, "lower"), self._numbers(chunk, "upper")
        statuses = self._optional(chunk, "status")
        notes = self._optional(chunk, "note")
        rows = zip(*(c.to_pylist() for c in (measure, area, source, first, last)), strict=True)
        for at, (measure_id, code, said_by, start, end) in enumerate(rows):
            figure = Figure(
                measure_id,
                code,
                said_by,
                start,
                end,
                values[at],
                lowers[at],
                uppers[at],
                statuses[at] or "final",
                notes[at],
            )
            self._check(chunk, at, figure, units[at])
            yield figure

    def _check(self, chunk: Chunk, at: int, figure: Figure, unit: str) -> None:
        if figure.last < figure.first:
            raise chunk.error("period_end", "is before the period starts", at)
        if figure.status not in STATUSES:
            raise chunk.error("status", f"is not one of {', '.join(STATUSES)}", at)
        if (figure.lower is None) != (figure.upper is None):
            name = "lower" if figure.lower is None else "upper"
            raise chunk.error(name, "an interval needs both lower and upper", at)
        if figure.lower is not None and figure.upper is not None:
            inside = figure.value is not None and figure.lower <= figure.value <= figure.upper
            if not inside:
                raise chunk.error("value", "does not lie between lower and upper", at)
        if self.catalogue is not None:
            expected = self.catalogue.measure(figure.measure).unit
            if unit != expected:
                raise chunk.error("unit", f"is not the unit of {figure.measure}, {expected}", at)

    def _numbers(self, chunk: Chunk, name: str) -> list[float | None]:
        if name not in chunk.batch.schema.names:
            return [None] * len(chunk)
        values: list[float | None] = chunk.numbers(
            name, -LARGEST, LARGEST, "is beyond any real figure"
        ).to_pylist()
        return values

    def _optional(self, chunk: Chunk, name: str) -> list[str | None]:
        if name not in chunk.batch.schema.names:
            return [None] * len(chunk)
        texts: list[str | None] = chunk.column(name).to_pylist()
        return texts

    def _month(self, text: str) -> str | None:
        month: Month | None = month_of(text)
        return str(month) if month else None

    def _measure(self, text: str) -> str | None:
        return text if self.catalogue is None or text in self.catalogue else None

    def _source(self, text: str) -> str | None:
        return text if self.catalogue is None or text in self.catalogue.sources else None
