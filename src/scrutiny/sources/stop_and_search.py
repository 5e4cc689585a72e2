"""Stop and search from data.police.uk. The month and force stand only in the file's name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from scrutiny.errors import InputError
from scrutiny.periods import Month
from scrutiny.sources import police_uk
from scrutiny.sources.chunks import Chunk, constant
from scrutiny.sources.columns import recognise
from scrutiny.sources.csvfile import read_csv
from scrutiny.sources.entries import Entry
from scrutiny.sources.police_uk import categories, total
from scrutiny.sources.reading import Reading, settings

AT = pa.timestamp("us", tz="UTC")
# Times are in UTC and months in British time, an hour ahead in summer: a search after 23:00 UTC
# on the last day of a month belongs to the next. A day is allowed; beyond it the file is another's.
SLACK = timedelta(days=1)
TEXTS = {
    "search_type": "search_type",
    "gender": "gender",
    "age_range": "age_range",
    "self_defined_ethnicity": "self_defined_ethnicity",
    "officer_defined_ethnicity": "officer_defined_ethnicity",
    "legislation": "legislation",
    "object_of_search": "object_of_search",
    "outcome": "search_outcome",
}
FLAGS = ("operation", "outcome_linked", "removal")
ANY_POWER = "Evidence of offences under the Act"
SCHEMA = pa.schema(
    [
        ("force", pa.string()),
        ("month", pa.string()),
        ("at", AT),
        ("search_type", pa.string()),
        ("operation", pa.bool_()),
        ("gender", pa.string()),
        ("age_range", pa.string()),
        ("self_defined_ethnicity", pa.string()),
        ("officer_defined_ethnicity", pa.string()),
        ("legislation", pa.string()),
        ("object_of_search", pa.string()),
        ("outcome", pa.string()),
        ("outcome_linked", pa.bool_()),
        ("removal", pa.bool_()),
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
        ("searches", pa.int32()),
    ]
)


class StopAndSearch(Reading):
    source = "police-uk-stop-and-search"
    table = "stop_and_search"
    schema = SCHEMA

    def rows(self) -> Iterator[pa.RecordBatch]:
        for entry in self.entries:
            yield from self._file(entry)

    def _file(self, entry: Entry) -> Iterator[pa.RecordBatch]:
        promised = police_uk.named(entry, self.areas)
        if promised is None:
            raise InputError(
                "must be named YYYY-MM-force-stop-and-search.csv: only its name says the month "
                "and force",
                file=entry.name,
            )
        filled: dict[str, bool] = {}
        read: list[pa.RecordBatch] = []
        for chunk in read_csv(entry, self._columns):
            police_uk.blank_columns(chunk, filled)
            read.append(chunk.batch)
            self.tally.rows_read += len(chunk)
            yield self._batch(chunk, promised)
        self.claim(entry.name, promised.force, promised.month, promised.month)
        table = pa.Table.from_batches(read)
        police_uk.note_blank_columns(filled, table.num_rows, self.tally)
        self.tally.note("identical-searches", police_uk.identical(table))

    def _columns(self, file: str, heads: Sequence[str]) -> dict[str, str]:
        return recognise(self.kind, file, heads)[1]

    def _batch(self, chunk: Chunk, promised: police_uk.Named) -> pa.RecordBatch:
        tally, length = self.tally, len(chunk)
        columns: dict[str, pa.Array] = {
            "force": constant(promised.force, length, pa.string()),
            "month": constant(promised.month, length, pa.string()),
            "at": self._times(chunk, Month.parse(promised.month)),
            "searches": constant(1, length, pa.int32()),
        }
        for name, category in TEXTS.items():
            rule = f"is not a {name.replace('_', ' ')} that data.police.uk publishes"
            blank = name != "search_type"
            columns[name] = chunk.known(name, categories(category), rule, blank=blank)
        for name in FLAGS:
            flag = chunk.known(name, ("True", "False"), "is neither True nor False", blank=True)
            columns[name] = pc.equal(flag, "True")
        columns["longitude"], columns["latitude"] = police_uk.places(chunk, tally)
        tally.note("no-location", columns["longitude"].null_count)
        ethnicity = columns["self_defined_ethnicity"]
        not_stated = settings("categories")["self_defined_ethnicity_not_stated"]
        tally.note("self-defined-ethnicity-blank", ethnicity.null_count)
        tally.note("self-defined-ethnicity-not-stated", total(pc.equal(ethnicity, not_stated)))
        self._contradictions(columns["legislation"], columns["object_of_search"])
        return pa.RecordBatch.from_arrays([columns[n] for n in SCHEMA.names], schema=SCHEMA)

    def _times(self, chunk: Chunk, month: Month) -> pa.Array:
        texts = chunk.require("at")
        shape = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})$"
        rule = "is not a date and time with its zone"
        chunk.refuse_where(pc.invert(pc.match_substring_regex(texts, shape)), "at", rule)
        try:
            times = texts.cast(AT)
        except pa.ArrowInvalid as problem:
            for at, text in enumerate(texts.to_pylist()):
                if not _is_time(text):
                    raise chunk.error("at", "is not a date that exists", at) from problem
            raise chunk.error("at", rule) from problem
        start = _midnight(month)
        end = _midnight(month + 1)
        far = pc.or_(pc.less(times, start - SLACK), pc.greater_equal(times, end + SLACK))
        chunk.refuse_where(far, "at", f"is not in the month of the file's name, {month}")
        other = pc.or_(pc.less(times, start), pc.greater_equal(times, end))
        self.tally.note("other-month-by-time-zone", total(other))
        return times

    def _contradictions(self, legislation: pa.Array, sought: pa.Array) -> None:
        rules = settings("categories")
        for power, objects in rules["objects_of_power"].items():
            fits = pc.is_in(sought, value_set=pa.array([*objects, ANY_POWER]))
            self._contradicts(legislation, sought, power, pc.invert(fits))
        for power, objects in rules["objects_outside_power"].items():
            outside = pc.is_in(sought, value_set=pa.array(objects))
            self._contradicts(legislation, sought, power, outside)

    def _contradicts(
        self, legislation: pa.Array, sought: pa.Array, power: str, wrong: pa.Array
    ) -> None:
        used = pc.and_(pc.equal(legislation, power), sought.is_valid())
        found = sought.filter(pc.fill_null(pc.and_(used, wrong), False))
        examples = {
            f"{power}: {row['values']}": row["counts"] for row in found.value_counts().to_pylist()
        }
        self.tally.note("object-contradicts-legislation", len(found), examples)


def _midnight(month: Month) -> datetime:
    return datetime(month.year, month.month, 1, tzinfo=UTC)


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
