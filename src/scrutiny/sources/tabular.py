"""One table in whichever format it was published: CSV, Parquet, or the sheets of a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.parquet as pq

from scrutiny.errors import InputError
from scrutiny.sources import workbooks
from scrutiny.sources.chunks import Chunk
from scrutiny.sources.columns import recognise
from scrutiny.sources.csvfile import NO_ROW, read_csv
from scrutiny.sources.entries import Entry

ROWS = 1 << 16


def read_table(kind: str, entry: Entry) -> Iterator[Chunk]:
    """The rows of a file with the columns of `kind`, text or numbers as the format has them.

    In Parquet a line is a row, counted from 1. In a workbook every sheet whose first full row is
    a header of this kind is read; other sheets (covers, notes) are passed over.
    """
    if entry.suffix == ".parquet":
        return _parquet(kind, entry)
    if entry.suffix in workbooks.SUFFIXES:
        return _workbook(kind, entry)
    return read_csv(entry, lambda file, heads: recognise(kind, file, heads)[1])


def _parquet(kind: str, entry: Entry) -> Iterator[Chunk]:
    with entry.stream() as stream:
        content = stream.whole() if entry.path is None or entry.is_gzipped else None
    try:
        source = pa.BufferReader(content) if content is not None else pa.OSFile(str(entry.path))
        with pq.ParquetFile(source) as file:
            names = recognise(kind, entry.name, file.schema_arrow.names)[1]
            shown = {canonical: head for head, canonical in names.items()}
            row = 1
            for batch in file.iter_batches(ROWS, columns=list(names)):
                columns = [_plain(batch.column(head)) for head in names]
                renamed = pa.RecordBatch.from_arrays(columns, names=list(names.values()))
                yield Chunk(entry.name, renamed, row, shown)
                row += len(batch)
            if row == 1:
                raise InputError(NO_ROW, file=entry.name)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OSError) as problem:
        raise InputError(
            "is damaged or cut short: it is not a whole Parquet file", file=entry.name
        ) from problem


def _plain(column: pa.Array) -> pa.Array:
    """A dictionary or large text column as plain text, so that one set of checks does for all."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    return column.cast(pa.string()) if pa.types.is_large_string(column.type) else column


def _workbook(kind: str, entry: Entry) -> Iterator[Chunk]:
    found = False
    problem: InputError | None = None
    for sheet in workbooks.sheets(entry):
        start = next((n for n, row in enumerate(sheet.rows) if _is_header(row)), None)
        if start is None:
            continue
        heads = [workbooks.text(cell) for cell in sheet.rows[start]]
        heads = heads[: max(n for n, head in enumerate(heads) if head) + 1]
        try:
            names = recognise(kind, entry.name, heads)[1]
        except InputError as error:
            problem = problem or error
            continue
        for chunk in _sheet(sheet, start, heads, names):
            found = True
            yield chunk
    if not found:
        raise problem or InputError("has no sheet with a table that has rows", file=entry.name)


def _sheet(
    sheet: workbooks.Sheet, start: int, heads: Sequence[str], names: dict[str, str]
) -> Iterator[Chunk]:
    at = {canonical: heads.index(head) for head, canonical in names.items()}
    shown = {canonical: head for head, canonical in names.items()}
    for low in range(start + 1, len(sheet.rows), ROWS):
        rows = sheet.rows[low : low + ROWS]
        while rows and not any(map(workbooks.text, rows[-1])):
            rows.pop()
        if not rows:
            return
        columns = [
            pa.array([_cell(row[n]) if n < len(row) else None for row in rows], pa.string())
            for n in at.values()
        ]
        batch = pa.RecordBatch.from_arrays(columns, names=list(at))
        yield Chunk(f"{sheet.file}: {sheet.name}", batch, low + 1, shown)


def _is_header(row: Sequence[workbooks.Cell]) -> bool:
    """Covers and notes have a few cells of prose a row; a header names at least four columns."""
    return sum(bool(workbooks.text(cell)) for cell in row) >= 4


def _cell(cell: workbooks.Cell) -> str | None:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return workbooks.text(cell) or None
