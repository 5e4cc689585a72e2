"""Home Office police recorded crime: force by financial quarter by offence code."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

import pyarrow as pa
import pyarrow.compute as pc

from scrutiny.sources import home_office
from scrutiny.sources.chunks import Chunk
from scrutiny.sources.entries import Entry
from scrutiny.sources.police_uk import total
from scrutiny.sources.reading import Reading
from scrutiny.sources.tabular import read_table
from scrutiny.sources.workbooks import SUFFIXES

SCHEMA = pa.schema(
    [
        ("force", pa.string()),
        ("first", pa.string()),
        ("last", pa.string()),
        ("offence_code", pa.string()),
        ("offences", pa.int64()),
    ]
)
# Names of codes that are no longer used for recording were given "(outcome only)" afterwards.
OUTCOME_ONLY = r"\(outcomes? only\)"


@dataclass(frozen=True, slots=True)
class OffenceCode:
    """A Home Office offence code and the quarters in which anything was ever counted under it.

    `first` and `last` are months, None for a code that only outcomes are recorded under.
    """

    code: str
    title: str
    group: str
    subgroup: str
    first: str | None
    last: str | None


@cache
def offence_codes() -> dict[str, OffenceCode]:
    """The packaged list of codes, made from the offence reference and the table itself."""
    path = resources.files("scrutiny.sources").joinpath("data", "offence_codes.csv")
    return {
        row["code"]: OffenceCode(
            row["code"],
            row["title"],
            row["group"],
            row["subgroup"],
            row["first"] or None,
            row["last"] or None,
        )
        for row in csv.DictReader(path.read_text("utf-8").splitlines())
    }


class RecordedCrime(Reading):
    source = "home-office"
    table = "recorded_crime"
    schema = SCHEMA

    def rows(self) -> Iterator[pa.RecordBatch]:
        for entry in self.entries:
            keys = []
            for chunk in read_table(self.kind, entry):
                batch = self._batch(entry, chunk)
                keys.append(batch.select(["force", "first", "offence_code"]))
                self.tally.rows_read += len(chunk)
                yield batch
            self._note_repeats(pa.Table.from_batches(keys))

    def _batch(self, entry: Entry, chunk: Chunk) -> pa.RecordBatch:
        known = offence_codes()
        first, last = home_office.quarters(chunk)
        force = home_office.forces(chunk, self)
        code = chunk.known("code", known, "is not a Home Office offence code")
        if entry.suffix in SUFFIXES:
            _refuse_ambiguous(chunk, code)
        offences = chunk.integers("offences", negative=True)
        home_office.claim_quarters(self, entry.name, force, first, last)
        self.tally.note("negative-counts", total(pc.less(offences, 0)))
        self._note_retired(code, first, offences)
        self._note_outcome_only(chunk, offences)
        return pa.RecordBatch.from_arrays([force, first, last, code, offences], schema=SCHEMA)

    def _note_retired(self, code: pa.Array, first: pa.Array, offences: pa.Array) -> None:
        known = offence_codes()
        coded = code.dictionary_encode()
        listed = [known[text] for text in coded.dictionary.to_pylist()]
        start = pa.array([o.first or "9999" for o in listed]).take(coded.indices)
        end = pa.array([o.last or "0000" for o in listed]).take(coded.indices)
        unused = pc.or_(pc.less(first, start), pc.greater(first, end))
        self.tally.note("retired-codes", total(pc.and_(unused, pc.equal(offences, 0))))

    def _note_outcome_only(self, chunk: Chunk, offences: pa.Array) -> None:
        if "description" not in chunk.batch.schema.names:
            return
        named = pc.match_substring_regex(chunk.column("description"), OUTCOME_ONLY)
        counted = pc.fill_null(pc.and_(named, pc.not_equal(offences, 0)), False)
        names = chunk.column("description").filter(counted).value_counts().to_pylist()
        examples = {row["values"]: row["counts"] for row in names}
        self.tally.note("outcome-only-with-counts", total(counted), examples)

    def _note_repeats(self, keys: pa.Table) -> None:
        groups = keys.group_by(keys.column_names, use_threads=False).aggregate([([], "count_all")])
        repeated = groups.filter(pc.greater(groups["count_all"], 1))
        by_code = repeated.group_by("offence_code", use_threads=False)
        examples = {
            row["offence_code"]: row["count_all_sum"]
            for row in by_code.aggregate([("count_all", "sum")]).to_pylist()
        }
        self.tally.note("repeated-keys", sum(examples.values()), examples)


def _refuse_ambiguous(chunk: Chunk, code: pa.Array) -> None:
    """A cell that holds the number 4.1 may have been the code 4.1 or 4.10: nobody can tell."""
    twins = [text for text in offence_codes() if "." in text and f"{text}0" in offence_codes()]
    names = chunk.column("description") if "description" in chunk.batch.schema.names else None
    for text in twins:
        rows = pc.equal(code, text)
        if names is not None:
            titles = [offence_codes()[text].title]
            rows = pc.and_not(rows, pc.is_in(names, value_set=pa.array(titles)))
        chunk.refuse_where(
            rows, "code", f"may be {text} or {text}0: format the cell as text, or name the offence"
        )
