"""Street-level crime and anti-social behaviour from data.police.uk, or reduced to counts.

A reduced file (`Month,Force,LSOA code,Crime type,Crimes`, force by ONS code) holds the same
crimes counted by LSOA and type; a blank LSOA is no location.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from scrutiny.sources import police_uk
from scrutiny.sources.ahead import abreast
from scrutiny.sources.chunks import MONTH_RULE, Chunk, constant, month_of
from scrutiny.sources.columns import recognise
from scrutiny.sources.csvfile import read_csv
from scrutiny.sources.entries import Entry
from scrutiny.sources.police_uk import total
from scrutiny.sources.reading import Reading
from scrutiny.sources.repeated import RepeatedIds

ASB = "Anti-social behaviour"
# What tells incidents of anti-social behaviour apart: they have no ID and no outcome.
INCIDENT = ("force", "month", "lsoa_code", "longitude", "latitude", "location")
NOT_A_TYPE = "is not a crime type of data.police.uk"
SCHEMA = pa.schema(
    [
        ("force", pa.string()),
        ("month", pa.string()),
        ("crime_type", pa.string()),
        ("lsoa_code", pa.string()),
        ("longitude", pa.float64()),
        ("latitude", pa.float64()),
        ("location", pa.string()),
        ("crime_id", police_uk.CRIME_ID),
        ("last_outcome", pa.string()),
        ("crimes", pa.int32()),
    ]
)


class Street(Reading):
    source = "police-uk"
    table = "street"
    schema = SCHEMA

    def rows(self) -> Iterator[pa.RecordBatch]:
        self._lsoas = police_uk.LsoaCheck(self.areas)
        repeated = RepeatedIds()
        for entry, coded, batch in abreast(self._file(entry) for entry in self.entries):
            police_uk.claim_months(self, entry, coded.column("force"), coded.column("month"))
            repeated.add(coded.column("crime_id"), coded.column("month"))
            # A reduced file's row counts as the records it stands for, so that shares are of them.
            self.tally.rows_read += int(pc.sum(batch.column("crimes")).as_py() or 0)
            yield batch
        found = repeated.found()
        self.tally.note("repeated-crime-ids", found.rows, {"different Crime IDs": found.ids})
        across = {"different Crime IDs": found.ids_across}
        self.tally.note("repeated-across-months", found.rows_across, across)

    def _file(self, entry: Entry) -> Iterator[tuple[Entry, pa.RecordBatch, pa.RecordBatch]]:
        """The rows of a file, as they were checked and as they are given."""
        promised = police_uk.named(entry, self.areas)
        filled: dict[str, bool] = {}
        incidents: list[pa.RecordBatch] = []
        rows = 0
        for chunk in read_csv(entry, _columns, police_uk.CODED):
            if "crimes" in chunk.heads:
                batch = self._counts(chunk)
            else:
                police_uk.blank_columns(chunk, filled)
                batch = self._records(chunk, promised)
                asb = police_uk.is_value(batch.column("crime_type"), ASB)
                incidents.append(batch.select(INCIDENT).filter(asb))
            rows += len(chunk)
            yield entry, batch, police_uk.decoded(batch, SCHEMA)
        if incidents:
            police_uk.note_blank_columns(filled, rows, self.tally)
            table = pa.Table.from_batches(incidents)
            self.tally.note("identical-anti-social-behaviour", police_uk.identical(table))

    def _records(self, chunk: Chunk, promised: police_uk.Named | None) -> pa.RecordBatch:
        tally = self.tally
        month = police_uk.months(chunk, promised)
        force = police_uk.forces(chunk, self.areas, promised, tally)
        crime_type = chunk.known("crime_type", police_uk.categories("crime_type"), NOT_A_TYPE)
        outcome = chunk.known(
            "last_outcome",
            police_uk.categories("last_outcome"),
            "is not an outcome category of data.police.uk",
            blank=True,
        )
        crime_id = police_uk.crime_ids(chunk)
        longitude, latitude = police_uk.places(chunk, tally)
        lsoa = self._lsoas.check(chunk, force, tally)
        asb = police_uk.is_value(crime_type, ASB)
        tally.note("missing-crime-id", total(pc.and_not(crime_id.is_null(), asb)))
        marked = pc.or_(crime_id.is_valid(), outcome.is_valid())
        tally.note("anti-social-behaviour-with-id", total(pc.and_(asb, marked)))
        tally.note("context-text", total(chunk.column("context").is_valid()))
        return pa.RecordBatch.from_arrays(
            [
                force,
                month,
                crime_type,
                lsoa,
                longitude,
                latitude,
                chunk.column("location"),
                crime_id,
                outcome,
                constant(1, len(chunk), pa.int32()),
            ],
            names=SCHEMA.names,
        )

    def _counts(self, chunk: Chunk) -> pa.RecordBatch:
        tally = self.tally
        month = chunk.mapped("month", lambda m: m if month_of(m) else None, MONTH_RULE)
        force = chunk.mapped("force", self._force_code, "is not the ONS code of a police force")
        crime_type = chunk.known("crime_type", police_uk.categories("crime_type"), NOT_A_TYPE)
        crimes = chunk.integers("crimes")
        lsoa = self._lsoas.check(chunk, force, tally, crimes)
        tally.note("no-location", total(lsoa.is_null(), crimes))
        blank = len(chunk)
        return pa.RecordBatch.from_arrays(
            [
                force,
                month,
                crime_type,
                lsoa,
                pa.nulls(blank, pa.float64()),
                pa.nulls(blank, pa.float64()),
                pa.nulls(blank, pa.string()),
                pa.nulls(blank, police_uk.CRIME_ID),
                pa.nulls(blank, pa.string()),
                crimes.cast(pa.int32()),
            ],
            names=SCHEMA.names,
        )

    def _force_code(self, text: str) -> str | None:
        known = text in self.areas and self.areas.get(text).kind in ("force", "body")
        return text if known else None


def _columns(file: str, heads: Sequence[str]) -> dict[str, str]:
    return recognise("street", file, heads)[1]
