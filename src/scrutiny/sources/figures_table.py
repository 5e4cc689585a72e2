"""What every kind of file that ends as rows of `figures` shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

SCHEMA = pa.schema(
    [
        ("measure", pa.string()),
        ("area", pa.string()),
        ("source", pa.string()),
        ("first", pa.string()),
        ("last", pa.string()),
        ("value", pa.float64()),
        ("lower", pa.float64()),
        ("upper", pa.float64()),
        ("status", pa.string()),
        ("note", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One value for its exact period, as its source gave it."""

    measure: str
    area: str
    source: str
    first: str
    last: str
    value: float | None
    lower: float | None = None
    upper: float | None = None
    status: str = "final"
    note: str | None = None

    @property
    def key(self) -> tuple[str, ...]:
        return (self.source, self.measure, self.area, self.first, self.last)


def figures_batch(figures: list[Figure]) -> pa.RecordBatch:
    """A batch of the table's columns."""
    columns: list[list[Any]] = [[getattr(f, name) for f in figures] for name in SCHEMA.names]
    arrays = [pa.array(c, t) for c, t in zip(columns, SCHEMA.types, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)
