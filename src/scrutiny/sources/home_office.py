"""What the two Home Office tables share: financial quarters and forces in many spellings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from scrutiny.periods import financial_quarter
from scrutiny.sources.chunks import EARLIEST, LATEST_AHEAD_MONTHS, Chunk, month_of
from scrutiny.sources.reading import Reading

if TYPE_CHECKING:
    from scrutiny.areas import Areas

YEAR_RULE = f"is not a financial year such as 2019/20, from {EARLIEST.year}/{EARLIEST.year + 1}"
QUARTER_RULE = "is not a financial quarter, 1 to 4"
_YEAR = re.compile(r"(\d{4})[/-](\d{2}|\d{4})")


def quarters(chunk: Chunk) -> tuple[pa.Array, pa.Array]:
    """First and last month of every row, from its financial year and quarter."""
    year = chunk.mapped("year", _year, YEAR_RULE, pa.int32())
    number = chunk.integers("quarter")
    wrong = pc.or_(pc.less(number, 1), pc.greater(number, 4))
    chunk.refuse_where(wrong, "quarter", QUARTER_RULE)
    coded = pc.add(pc.multiply(year, 10), number.cast(pa.int32())).dictionary_encode()
    periods = [financial_quarter(*divmod(code, 10)) for code in coded.dictionary.to_pylist()]
    for place, period in enumerate(periods):
        if month_of(str(period.first)) is None:
            rule = f"begins more than {LATEST_AHEAD_MONTHS} months from now"
            at = pc.index(coded.indices, place).as_py()
            raise chunk.error("quarter", rule, at)
    first = pa.array([str(period.first) for period in periods]).take(coded.indices)
    last = pa.array([str(period.last) for period in periods]).take(coded.indices)
    return first, last


def forces(chunk: Chunk, reading: Reading) -> pa.Array:
    """Force codes. Rows whose force is not spelled as its name are counted by spelling."""
    areas: Areas = reading.areas

    def code(text: str) -> str | None:
        force = areas.force_named(text)
        return force.code if force else None

    codes = chunk.mapped("force", code, "is not a police force or fraud body")
    for spelling, rows in chunk.counts("force").items():
        force = areas.force_named(spelling)
        if force is not None and force.name != spelling:
            reading.tally.note("names-normalised", rows, {f"{spelling} is {force.name}": rows})
    return codes


def claim_quarters(
    reading: Reading, file: str, force: pa.Array, first: pa.Array, last: pa.Array
) -> None:
    """Claim a slice for every force and quarter in the rows."""
    keys = pa.table([force, first, last], names=["force", "first", "last"])
    pairs = keys.group_by(["force", "first", "last"], use_threads=False).aggregate([])
    for row in pairs.to_pylist():
        reading.claim(file, row["force"], row["first"], row["last"])


def _year(text: str) -> int | None:
    match = _YEAR.fullmatch(text.strip())
    if match is None:
        return None
    year = int(match[1])
    follows = (year + 1) % 100 == int(match[2]) % 100
    return year if follows and year >= EARLIEST.year else None
