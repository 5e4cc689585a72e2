"""Readings of recorded crime that a test makes up and breaks."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

import pyarrow as pa

from scrutiny.errors import InputError
from scrutiny.sources.reading import FileRead, Reading
from scrutiny.warehouse.tables import TABLES

LANCASHIRE = "E23000003"


class Quarters(Reading):
    """Recorded crime of Lancashire: one row a quarter. `fails` breaks it after the last row."""

    source = "home-office"
    table = "recorded_crime"
    schema = pa.schema([f for f in TABLES["recorded_crime"] if f.name != "load"])

    def __init__(self, counts: dict[str, int], fails: bool = False, copies: int = 1) -> None:
        text = repr((counts, copies)).encode()
        file = FileRead("crime.csv", sha256(text).hexdigest(), len(text))
        super().__init__("recorded-crime", (), (file,), (), None, None)  # type: ignore[arg-type]
        self.counts, self.fails, self.copies = counts, fails, copies

    def rows(self) -> Iterator[pa.RecordBatch]:
        for last, offences in self.counts.items():
            first = f"{last[:5]}{int(last[5:]) - 2:02d}"
            rows = [(LANCASHIRE, first, last, "1", offences)] * self.copies
            self.tally.rows_read += self.copies
            self.claim("crime.csv", LANCASHIRE, first, last)
            yield pa.record_batch(list(zip(*rows, strict=True)), schema=self.schema)
        if self.fails:
            raise InputError("this is not a count", file="crime.csv", line=7, got="x")
