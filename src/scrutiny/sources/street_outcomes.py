"""Outcomes of crimes from data.police.uk, joined to street files by Crime ID.

The month is the outcome's, which can be long after the crime's. An outcome's words differ from
the street file's: "Suspect charged" here is "Awaiting court outcome" there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa

from scrutiny.sources import police_uk
from scrutiny.sources.chunks import Chunk, constant
from scrutiny.sources.columns import recognise
from scrutiny.sources.csvfile import read_csv
from scrutiny.sources.entries import Entry
from scrutiny.sources.reading import Reading

SCHEMA = pa.schema(
    [
        ("force", pa.string()),
        ("month", pa.string()),
        ("crime_id", police_uk.CRIME_ID),
        ("outcome_type", pa.string()),
        ("lsoa_code", pa.string()),
        ("outcomes", pa.int32()),
    ]
)


class StreetOutcomes(Reading):
    source = "police-uk-outcomes"
    table = "street_outcomes"
    schema = SCHEMA

    def rows(self) -> Iterator[pa.RecordBatch]:
        lsoas = police_uk.LsoaCheck(self.areas)
        for entry in self.entries:
            for chunk in read_csv(entry, self._columns, police_uk.CODED):
                yield self._batch(entry, chunk, lsoas)
                self.tally.rows_read += len(chunk)

    def _columns(self, file: str, heads: Sequence[str]) -> dict[str, str]:
        return recognise(self.kind, file, heads)[1]

    def _batch(self, entry: Entry, chunk: Chunk, lsoas: police_uk.LsoaCheck) -> pa.RecordBatch:
        promised = police_uk.named(entry, self.areas)
        month = police_uk.months(chunk, promised)
        force = police_uk.forces(chunk, self.areas, promised, self.tally)
        police_uk.claim_months(self, entry, force, month)
        outcome = chunk.known(
            "outcome_type",
            {*police_uk.categories("last_outcome"), *police_uk.categories("outcome_type_also")},
            "is not an outcome type of data.police.uk",
        )
        chunk.require("crime_id")
        police_uk.places(chunk, self.tally)
        lsoa = lsoas.check(chunk, force, self.tally)
        ones = constant(1, len(chunk), pa.int32())
        columns = [force, month, police_uk.crime_ids(chunk), outcome, lsoa, ones]
        return police_uk.decoded(pa.RecordBatch.from_arrays(columns, names=SCHEMA.names), SCHEMA)
