"""What the three kinds of data.police.uk file share: names, forces, places and Crime IDs."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scrutiny.errors import InputError
from scrutiny.sources.chunks import MONTH_RULE, Chunk, month_of
from scrutiny.sources.entries import Entry
from scrutiny.sources.reading import Reading, Tally, settings

if TYPE_CHECKING:
    from scrutiny.areas import Areas

# A box around the United Kingdom, degrees (Rockall's rocks in the west, Lowestoft in the east,
# the Isles of Scilly in the south, Shetland in the north).
LONGITUDES = (-14.0, 2.0)
LATITUDES = (49.7, 61.0)
# SHA-256 as the site publishes it; the table keeps its first half, which no two crimes share.
ID_DIGITS, ID_BYTES = 64, 16
CRIME_ID = pa.binary(ID_BYTES)
# What few values fill is read and checked as numbers of a dictionary: see `decoded`.
CODED = frozenset(
    ("month", "reported_by", "force", "crime_type", "lsoa_code", "last_outcome", "outcome_type")
)
_NAME = re.compile(r"(\d{4}-\d{2})-([a-z-]+?)-(street|outcomes|stop-and-search)\.csv")
_ZERO, _A = np.uint8(ord("0")), np.uint8(ord("a"))
_NOWHERE = 0


@dataclass(frozen=True)
class Named:
    """What a file's name promises: its month and force code."""

    month: str
    force: str


def named(entry: Entry, areas: Areas) -> Named | None:
    """Read `2025-12-lancashire-street.csv`; None for a name of another shape."""
    match = _NAME.fullmatch(entry.stem)
    if match is None:
        return None
    month, slug, _ = match.groups()
    if month_of(month) is None:
        raise InputError(f"the month in its name {MONTH_RULE}", file=entry.name, got=month)
    force = areas.force_named(slug)
    if force is None:
        raise InputError("the force in its name is not known", file=entry.name, got=slug)
    return Named(month, force.code)


def months(chunk: Chunk, promised: Named | None) -> pa.Array:
    """The month column, each value a month that agrees with the file's name."""

    def agreed(text: str) -> str | None:
        if month_of(text) is None:
            return None
        return text

    column = chunk.mapped("month", agreed, MONTH_RULE)
    if promised is not None and only_value(column) != promised.month:
        rule = f"is not the month in the file's name, {promised.month}"
        chunk.refuse_where(pc.invert(is_value(column, promised.month)), "month", rule)
    return column


def forces(chunk: Chunk, areas: Areas, promised: Named | None, tally: Tally) -> pa.Array:
    """Force codes by `Falls within`; `Reported by` must be a force too, and may be another."""

    def code(text: str) -> str | None:
        force = areas.force_named(text)
        return force.code if force else None

    column = chunk.mapped("force", code, "is not a police force")
    if promised is not None and only_value(column) != promised.force:
        rule = f"is not the force in the file's name, {promised.force}"
        chunk.refuse_where(pc.invert(is_value(column, promised.force)), "force", rule)
    reported = chunk.mapped("reported_by", code, "is not a police force")
    if only_value(column) is None or only_value(reported) != only_value(column):
        for one in column.dictionary.to_pylist():
            other = pc.and_not(is_value(column, one), is_value(reported, one))
            tally.note("reported-by-another-force", total(other))
    return column


def places(chunk: Chunk, tally: Tally) -> tuple[pa.Array, pa.Array]:
    """Longitude and latitude, both or neither, counting the rows that have no place."""
    box = "lies outside the United Kingdom"
    longitude = chunk.numbers("longitude", *LONGITUDES, box)
    latitude = chunk.numbers("latitude", *LATITUDES, box)
    if longitude.null_count or latitude.null_count:
        halved = pc.not_equal(longitude.is_null(), latitude.is_null())
        chunk.refuse_where(halved, "longitude", "has only one of longitude and latitude")
    if "lsoa_code" in chunk.batch.schema.names:
        lsoa = chunk.column("lsoa_code")
        if lsoa.null_count or longitude.null_count:
            unplaced = longitude.is_null()
            unknown = lsoa.is_null()
            tally.note("no-location", total(pc.and_(unplaced, unknown)))
            tally.note("coordinates-without-lsoa", total(pc.and_not(unknown, unplaced)))
            tally.note("lsoa-without-coordinates", total(pc.and_not(unplaced, unknown)))
    return longitude, latitude


def claim_months(
    reading: Reading, entry: Entry, force: pa.DictionaryArray, month: pa.DictionaryArray
) -> None:
    """Claim a slice for every month and force that stand together in the rows."""
    forces, months = force.dictionary.to_pylist(), month.dictionary.to_pylist()
    together = force.indices.to_numpy().astype(np.int64) * len(months) + month.indices.to_numpy()
    for pair in np.unique(together) if len(forces) * len(months) > 1 else together[:1]:
        of_force, of_month = divmod(int(pair), len(months))
        reading.claim(entry.name, forces[of_force], months[of_month], months[of_month])


class LsoaCheck:
    """LSOA codes against the national list and each force's own area."""

    def __init__(self, areas: Areas) -> None:
        names: dict[str | None, int] = {None: _NOWHERE}
        force_of = cache(areas.force_of)
        # Forces by number: a column of numbers is compared at once.
        self._home: dict[str | None, int] = {None: _NOWHERE}
        for lsoa, district in areas.roll_up_lsoa("district"):
            self._home[lsoa] = names.setdefault(force_of(district), len(names))
        # Transport police and forces outside England and Wales have no LSOAs here.
        self._forces = names

    def check(
        self, chunk: Chunk, force: pa.Array, tally: Tally, records: pa.Array | None = None
    ) -> pa.Array:
        """The LSOA column: blank or known. Records outside the force's area are counted.

        `records` says how many records each row stands for, where that is not one.
        """
        codes, rows = chunk.distinct("lsoa_code")
        homes = list(map(self._home.get, codes))
        if None in homes:
            unknown = [number for number, home in enumerate(homes) if home is None]
            at = int(np.argmax(np.isin(rows, unknown)))
            raise chunk.error("lsoa_code", "is not an LSOA of 2011 or 2021", at)
        home = np.array(homes)
        for one in force.dictionary.to_pylist():
            if one not in self._forces:
                continue
            outside = (home != _NOWHERE) & (home != self._forces[one])
            if outside.any():
                there = pc.and_(pa.array(outside[rows]), is_value(force, one))
                tally.note("lsoa-outside-force", total(there, records))
        return chunk.column("lsoa_code")


def crime_ids(chunk: Chunk) -> pa.Array:
    """Crime IDs as their first 16 bytes. Blanks stay null; all else is 64 hex digits or refused."""
    texts = chunk.column("crime_id")
    rule = f"is not {ID_DIGITS} hexadecimal digits"
    chunk.refuse_where(pc.not_equal(pc.binary_length(texts), ID_DIGITS), "crime_id", rule)
    filled = len(texts) - texts.null_count
    if not filled:
        return pa.nulls(len(texts), CRIME_ID)
    # A blank takes no letters, so those of the others follow one another.
    _, offsets, content = texts.buffers()
    first = np.frombuffer(offsets, np.int32)[texts.offset]
    letters = np.frombuffer(content, np.uint8, ID_DIGITS * filled, first)
    # Arithmetic on bytes, so that many are done at once: what is below "0" wraps round, and | 32
    # makes a capital small.
    hexadecimal = (letters - _ZERO < 10) | ((letters | 32) - _A < 6)
    if not hexadecimal.all():
        wrong = texts.drop_null()[int(np.argmin(hexadecimal)) // ID_DIGITS]
        chunk.refuse_where(pc.equal(texts, wrong), "crime_id", rule)
    kept = np.ascontiguousarray(letters.reshape(-1, ID_DIGITS)[:, : 2 * ID_BYTES])
    digits = (kept & 15) + 9 * (kept >> 6)
    # Two digits read as one little-endian number have the first, the higher one, at the low end.
    pairs = digits.view("<u2")
    packed = (pairs << 4 | pairs >> 8).astype(np.uint8)
    if filled == len(texts):
        return pa.Array.from_buffers(CRIME_ID, filled, [None, pa.py_buffer(packed)])
    valid = texts.is_valid()
    rows = np.zeros((len(texts), ID_BYTES), np.uint8)
    rows[valid.to_numpy(zero_copy_only=False)] = packed
    return pa.Array.from_buffers(CRIME_ID, len(texts), [valid.buffers()[1], pa.py_buffer(rows)])


def blank_columns(chunk: Chunk, filled: dict[str, bool]) -> None:
    """Remember in `filled` which columns of a file have held anything."""
    for name in chunk.batch.schema.names:
        column = chunk.column(name)
        head = chunk.heads[name]
        filled[head] = filled.get(head, False) or column.null_count < len(column)


def note_blank_columns(filled: dict[str, bool], rows: int, tally: Tally) -> None:
    blank = [head for head, any_value in filled.items() if not any_value]
    if blank:
        tally.note("blank-column", rows, dict.fromkeys(blank, rows))


def identical(table: pa.Table) -> int:
    """How many rows repeat an earlier row of the table in every column."""
    if not table.num_rows:
        return 0
    # The numbers of a dictionary are compared more quickly than what they stand for.
    numbers = {}
    for name, column in zip(table.column_names, table.unify_dictionaries().columns, strict=True):
        if pa.types.is_dictionary(column.type):
            column = pa.chunked_array([chunk.indices for chunk in column.chunks])
        numbers[name] = column
    groups = pa.table(numbers).group_by(table.column_names, use_threads=False).aggregate([])
    return int(table.num_rows - groups.num_rows)


def categories(name: str) -> Collection[str]:
    """The published values of a category, from `data/categories.toml`."""
    values: Collection[str] = settings("categories")[name]
    return values


def decoded(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """The rows with plain text for what was read dictionary-encoded."""
    columns = [
        column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
        for column in batch.columns
    ]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def only_value(coded: pa.DictionaryArray) -> str | None:
    """The value that fills a dictionary-encoded column, or None where there are several."""
    one = len(coded.dictionary) == 1 and not coded.null_count
    return str(coded.dictionary[0]) if one else None


def is_value(coded: pa.DictionaryArray, value: str) -> pa.Array:
    """Where a dictionary-encoded column has the value; a blank has none."""
    number = pc.index(coded.dictionary, value).as_py()
    return pc.fill_null(pc.equal(coded.indices, number), fill_value=False)


def total(mask: pa.Array, records: pa.Array | None = None) -> int:
    """How many values are true, or how many records the rows where it is true stand for."""
    return int(pc.sum(mask if records is None else records.filter(mask)).as_py() or 0)
