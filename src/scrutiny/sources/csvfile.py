"""CSV files as a stream of chunks: one dialect, stated; no more in memory than a block.

The dialect is RFC 4180's with no line break inside a value: comma, double quote (doubled inside
quotes), CRLF or LF, UTF-8 with or without a byte-order mark. It is never guessed: a guessed
dialect once shifted 5,000 rows whose area name holds a comma.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence

import pyarrow as pa
import pyarrow.csv

from scrutiny.errors import InputError
from scrutiny.sources.chunks import Chunk
from scrutiny.sources.entries import Entry
from scrutiny.sources.streams import GuardedStream

# Large enough that a month of a force is one or two blocks, small enough to hold several.
BLOCK = 1 << 22
# Read as it stands, a file without rows would say that nothing happened.
NO_ROW = "holds a header and no row"
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"

Columns = Callable[[str, Sequence[str]], dict[str, str]]
"""Given a file's name and its heads, the canonical name of each head that is to be read."""


def read_head(entry: Entry) -> list[str]:
    """The column names of the first line."""
    with entry.stream() as stream:
        return _head(stream, entry.name)


def read_csv(entry: Entry, columns: Columns) -> Iterator[Chunk]:
    """The rows as chunks of text columns; a blank value is null.

    A file with no row, a row with too few or too many values, a quoted line break, bytes that are
    not UTF-8 and a damaged or bomb-like file raise `InputError`.
    """
    with entry.stream() as stream:
        heads = _head(stream, entry.name)
        names = columns(entry.name, heads)
        read = list(names)
        canonical = [names[head] for head in read]
        shown = {names[head]: head for head in read}
        rows = 0
        try:
            reader = pa.csv.open_csv(
                pa.PythonFile(stream, "r"),
                # Files are read abreast: threads inside each would only cost.
                read_options=pa.csv.ReadOptions(
                    block_size=BLOCK, column_names=heads, skip_rows=1, use_threads=False
                ),
                parse_options=pa.csv.ParseOptions(
                    delimiter=",",
                    quote_char='"',
                    double_quote=True,
                    escape_char=False,
                    newlines_in_values=False,
                    ignore_empty_lines=False,
                ),
                convert_options=pa.csv.ConvertOptions(
                    column_types={head: pa.string() for head in heads},
                    null_values=[""],
                    strings_can_be_null=True,
                    quoted_strings_can_be_null=True,
                ),
            )
            for batch in reader:
                chosen = [batch.column(head) for head in read]
                yield Chunk(
                    entry.name,
                    pa.RecordBatch.from_arrays(chosen, names=canonical),
                    rows + 2,
                    shown,
                )
                rows += batch.num_rows
        except (pa.ArrowInvalid, pa.ArrowKeyError) as problem:
            _explain(entry, heads)
            if "Empty CSV" in str(problem):
                raise InputError(NO_ROW, file=entry.name) from problem
            raise InputError(f"cannot be read as CSV ({problem})", file=entry.name) from problem
        lines = stream.lines + (0 if stream.ends_line else 1)
        if not rows:
            raise InputError(NO_ROW, file=entry.name)
        if lines != rows + 1:
            _explain(entry, heads)
            raise InputError("a quoted value runs over the end of its line", file=entry.name)


def _head(stream: GuardedStream, name: str) -> list[str]:
    first = stream.peek().split(b"\n", 1)[0].rstrip(b"\r")
    try:
        text = first.decode("utf-8").removeprefix(BOM)
    except UnicodeDecodeError as problem:
        raise InputError("is not UTF-8 text", file=name, line=1) from problem
    if not text.strip():
        raise InputError("is empty, or its first line is", file=name, line=1)
    try:
        heads = next(csv.reader([text], strict=True))
    except csv.Error as problem:
        raise InputError(f"is not a line of CSV ({problem})", file=name, line=1) from problem
    repeated = {head for head in heads if heads.count(head) > 1}
    if repeated:
        raise InputError(f"names a column twice: {min(repeated)!r}", file=name, line=1)
    return heads


def _explain(entry: Entry, heads: Sequence[str]) -> None:
    """Read the file again, slowly, to name the first line that breaks the dialect."""
    with entry.stream() as stream:
        for number, line in enumerate(io.BufferedReader(stream, BLOCK), start=1):
            try:
                text = line.decode("utf-8").rstrip("\r\n")
            except UnicodeDecodeError as problem:
                raise InputError("is not UTF-8 text", file=entry.name, line=number) from problem
            if number == 1:
                continue
            try:
                values = next(csv.reader([text], strict=True), [])
            except csv.Error as problem:
                raise InputError(
                    "a quoted value does not end on its line", file=entry.name, line=number
                ) from problem
            if len(values) != len(heads):
                raise InputError(
                    f"has {len(values)} values where the header names {len(heads)} columns",
                    file=entry.name,
                    line=number,
                )
