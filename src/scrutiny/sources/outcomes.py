"""Home Office crime outcomes: crimes recorded in a quarter by the outcome they have had so far."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from scrutiny.sources import home_office
from scrutiny.sources.chunks import Chunk
from scrutiny.sources.entries import Entry
from scrutiny.sources.police_uk import total
from scrutiny.sources.reading import Reading, settings
from scrutiny.sources.tabular import read_table

SCHEMA = pa.schema(
    [
        ("force", pa.string()),
        ("first", pa.string()),
        ("last", pa.string()),
        ("offence_group", pa.string()),
        ("outcome_type", pa.int16()),
        ("outcomes", pa.int64()),
    ]
)
KEYS = SCHEMA.names[:-1]


class Outcomes(Reading):
    """The file has a row for every offence code, which the table does not keep: rows of one batch
    with the same force, quarter, offence group and outcome type are summed."""

    source = "home-office-outcomes"
    table = "outcomes"
    schema = SCHEMA

    def rows(self) -> Iterator[pa.RecordBatch]:
        for entry in self.entries:
            for chunk in read_table(self.kind, entry):
                yield self._batch(entry, chunk)
                self.tally.rows_read += len(chunk)

    def _batch(self, entry: Entry, chunk: Chunk) -> pa.RecordBatch:
        published = settings("categories")["home_office"]
        first, last = home_office.quarters(chunk)
        force = home_office.forces(chunk, self)
        groups = published["offence_group"]
        group = chunk.known("group", groups, "is not an offence group of the Home Office")
        kind = chunk.integers("outcome_type")
        known = pc.is_in(kind, value_set=pa.array(published["outcome_type"], pa.int64()))
        chunk.refuse_where(pc.invert(known), "outcome_type", "is not an outcome type, 0 to 22")
        outcomes = chunk.integers("outcomes", negative=True)
        home_office.claim_quarters(self, entry.name, force, first, last)
        self.tally.note("negative-counts", total(pc.less(outcomes, 0)))
        columns = [force, first, last, group, kind.cast(pa.int16()), outcomes]
        table = pa.table(columns, schema=SCHEMA)
        summed = table.group_by(KEYS, use_threads=False).aggregate([("outcomes", "sum")])
        ordered = summed.select([*KEYS, "outcomes_sum"]).rename_columns(SCHEMA.names)
        return ordered.cast(SCHEMA).combine_chunks().to_batches()[0]
