"""A run of rows on its way in, and the checks that every kind of file makes on it.

Every check works on whole columns. Python sees only the distinct values of a column, never its
rows, until one is wrong: then the first wrong row gives the error its line.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scrutiny.errors import InputError, ScrutinyError
from scrutiny.periods import Month

# The counting rules of the National Crime Recording Standard began in April 2002: no table of
# recorded crime that still compares with today's starts before.
EARLIEST = Month(2002, 4)
# A forecast is not a record. One year leaves room for clocks and for financial-year labels.
LATEST_AHEAD_MONTHS = 12


@dataclass(frozen=True)
class Chunk:
    """Rows with the canonical column names of their kind.

    `line` is the line (or row) of the first of them in the file, counted from 1 with its header.
    `heads` maps a canonical name to the name that the file gives it.
    """

    file: str
    batch: pa.RecordBatch
    line: int
    heads: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return int(self.batch.num_rows)

    def column(self, name: str) -> pa.Array:
        return self.batch.column(name)

    def refuse_where(self, wrong: pa.Array, name: str, rule: str) -> None:
        """Raise `InputError` for the first row where `wrong` is true."""
        if pc.any(wrong).as_py():
            raise self.error(name, rule, pc.index(wrong, value=True).as_py())

    def error(self, name: str, rule: str, at: int = 0) -> InputError:
        present = name in self.batch.schema.names  # a column that may be left out may be at fault
        got = self.column(name)[at].as_py() if present else None
        head = self.heads.get(name, name)
        return InputError(rule, file=self.file, line=self.line + at, field=head, got=got)

    def require(self, name: str) -> pa.Array:
        """The column, which may have no blank."""
        values = self.column(name)
        if values.null_count:
            self.refuse_where(values.is_null(), name, "is blank")
        return values

    def distinct(self, name: str) -> tuple[list[str | None], np.ndarray]:
        """The distinct values of a text column and, for each row, the index of its own.

        They come in order of appearance; a blank is the value None and comes last.
        """
        coded = self.column(name).dictionary_encode()
        values, rows = coded.dictionary.to_pylist(), coded.indices
        if coded.null_count:
            rows = rows.fill_null(len(values))
            values.append(None)
        return values, rows.to_numpy()

    def mapped(
        self,
        name: str,
        function: Callable[[str], object],
        rule: str,
        to: pa.DataType | None = None,
    ) -> pa.Array:
        """Every value through `function`; a blank, or a value that it answers None, is refused.

        A column that came dictionary-encoded stays so.
        """
        values, rows = self.distinct(name)
        answers = [None if value is None else function(value) for value in values]
        wrong = [number for number, answer in enumerate(answers) if answer is None]
        self._refuse(name, values, rows, wrong, rule)
        mapped, numbers = pa.array(answers, to or pa.string()), pa.array(rows)
        if not pa.types.is_dictionary(self.column(name).type):
            return mapped.take(numbers)
        # Two names may be one force, and a dictionary holds a value once.
        coded = mapped.dictionary_encode()
        if len(coded.dictionary) < len(mapped):
            numbers = coded.indices.take(numbers)
        return pa.DictionaryArray.from_arrays(numbers, coded.dictionary)

    def known(
        self, name: str, allowed: Collection[str], rule: str, blank: bool = False
    ) -> pa.Array:
        """The column, whose every value is one of `allowed` (or blank where `blank` allows)."""
        values, rows = self.distinct(name)
        wrong = [
            number
            for number, value in enumerate(values)
            if (not blank if value is None else value not in allowed)
        ]
        self._refuse(name, values, rows, wrong, rule)
        return self.column(name)

    def _refuse(
        self,
        name: str,
        values: Sequence[str | None],
        rows: np.ndarray,
        wrong: Sequence[int],
        rule: str,
    ) -> None:
        """Raise `InputError` for the first row whose distinct value is one of `wrong`, if any."""
        if wrong:
            at = int(np.argmax(np.isin(rows, wrong)))
            raise self.error(name, "is blank" if values[rows[at]] is None else rule, at)

    def counts(self, name: str) -> dict[str, int]:
        """How often each value that is not blank stands in the column."""
        values, rows = self.distinct(name)
        totals = np.bincount(rows, minlength=len(values))
        pairs = zip(values, totals.tolist(), strict=True)
        return {value: count for value, count in pairs if value is not None}

    def integers(self, name: str, negative: bool = False) -> pa.Array:
        """Whole numbers as int64, from text or numbers; blanks and fractions are refused."""
        values = self.require(name)
        rule = "is not a whole number"
        if pa.types.is_string(values.type):
            fits = pc.match_substring_regex(values, r"^-?[0-9]{1,15}(\.0+)?$")
            self.refuse_where(pc.invert(fits), name, rule)
            values = values.cast(pa.float64())
        if pa.types.is_floating(values.type):
            whole = pc.and_(pc.is_finite(values), pc.equal(values, pc.round(values)))
            self.refuse_where(pc.invert(whole), name, rule)
        values = values.cast(pa.int64())
        if not negative:
            self.refuse_where(pc.less(values, 0), name, "is below nought")
        return values

    def numbers(self, name: str, low: float, high: float, rule: str) -> pa.Array:
        """Numbers as float64 between two bounds; a blank stays null."""
        texts = self.column(name)
        try:
            values = texts.cast(pa.float64())
        except pa.ArrowInvalid:
            fits = pc.match_substring_regex(
                texts, r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$"
            )
            self.refuse_where(pc.invert(fits), name, "is not a number")
            raise self.error(name, "is not a number") from None
        inside = pc.and_(pc.greater_equal(values, low), pc.less_equal(values, high))
        self.refuse_where(pc.invert(inside), name, rule)
        return values


def month_of(text: str) -> Month | None:
    """A month that figures can be for; None when impossible, long past or far ahead."""
    try:
        month = Month.parse(text)
    except ScrutinyError:
        return None
    today = Month.of(date.today())  # noqa: DTZ011 - a month's slack makes the zone immaterial
    return month if EARLIEST <= month <= today + LATEST_AHEAD_MONTHS else None


MONTH_RULE = f"is not a month from {EARLIEST} on, written YYYY-MM, that has come"


def constant(value: object, length: int, to: pa.DataType) -> pa.Array:
    """A column of one value."""
    return pa.repeat(pa.scalar(value, to), length)
