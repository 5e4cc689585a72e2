"""CSV files as a stream of chunks: one dialect, stated; no more in memory than a block.

The dialect is RFC 4180's with no line break inside a value: comma, double quote (doubled inside
quotes), CRLF or LF, UTF-8 with or without a byte-order mark. It is never guessed: a guessed
dialect once shifted 5,000 rows whose area name holds a comma.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.csv

from scrutiny.errors import InputError
from scrutiny.sources.chunks import Chunk
from scrutiny.sources.entries import Entry
from scrutiny.sources.streams import GuardedStream

BLOCK = 1 << 22
# No honest line is near this, and a line has to be held whole.
LONGEST_LINE = 1 << 25
LINE_FEED = ord("\n")
COUNTED = 1 << 16
CODED = pa.dictionary(pa.int32(), pa.string())
# Read as it stands, a file without rows would say that nothing happened.
NO_ROW = "holds a header and no row"
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"

Columns = Callable[[str, Sequence[str]], dict[str, str]]
"""Given a file's name and its heads, the canonical name of each head that is to be read."""


def read_csv(
    entry: Entry, columns: Columns, coded: Collection[str] = frozenset()
) -> Iterator[Chunk]:
    """The rows as chunks of text columns; a blank value is null.

    Columns whose canonical name is in `coded` come dictionary-encoded, which is quicker where few
    values repeat. A file with no row, a row with too few or too many values, a quoted line break,
    bytes that are not UTF-8 and a damaged or bomb-like file raise `InputError`.
    """
    with entry.stream() as stream:
        heads = _head(stream, entry.name)
        names = columns(entry.name, heads)
        shown = {name: head for head, name in names.items()}
        types = {head: CODED if names.get(head) in coded else pa.string() for head in heads}
        line = 2
        for block in _whole_lines(stream, entry.name):
            lines = _lines(block)
            try:
                table = _table(block, types)
            except pa.ArrowInvalid as problem:
                _explain(entry, heads)
                raise InputError(f"cannot be read as CSV ({problem})", file=entry.name) from problem
            if table.num_rows != lines:
                _explain(entry, heads)
                raise InputError("a quoted value runs over the end of its line", file=entry.name)
            (batch,) = table.select(list(names)).to_batches()
            yield Chunk(entry.name, batch.rename_columns(list(names.values())), line, shown)
            line += lines
        if line == 2:
            raise InputError(NO_ROW, file=entry.name)


def _whole_lines(stream: GuardedStream, name: str) -> Iterator[pa.Buffer]:
    """What follows the header, in blocks that end where a line does (the last may not)."""
    rest, headed = b"", True
    while some := stream.some():
        end = some.rfind(b"\n") + 1
        if not end:
            rest += some
            if len(rest) > LONGEST_LINE:
                raise InputError("has a line too long to be data", file=name)
            continue
        whole = b"".join((rest, memoryview(some)[:end])) if rest else some
        start = whole.index(b"\n") + 1 if headed else 0
        size = len(rest) + end
        if size > start:
            yield pa.py_buffer(whole).slice(start, size - start)
        rest, headed = some[end:], False
    if rest and not headed:
        yield pa.py_buffer(rest)


def _lines(block: pa.Buffer) -> int:
    """How many lines a block holds, counted in pieces that stay in the processor's cache."""
    letters = np.frombuffer(block, np.uint8)
    feeds = sum(
        np.count_nonzero(letters[start : start + COUNTED] == LINE_FEED)
        for start in range(0, len(letters), COUNTED)
    )
    return int(feeds) + int(letters[-1] != LINE_FEED)


def _table(block: pa.Buffer, types: dict[str, pa.DataType]) -> pa.Table:
    return pa.csv.read_csv(
        pa.BufferReader(block),
        # Files are read abreast: threads inside each would only cost.
        pa.csv.ReadOptions(block_size=block.size, column_names=list(types), use_threads=False),
        pa.csv.ParseOptions(
            delimiter=",",
            quote_char='"',
            double_quote=True,
            escape_char=False,
            newlines_in_values=False,
            ignore_empty_lines=False,
        ),
        pa.csv.ConvertOptions(
            column_types=types,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
            # What is plain ASCII is UTF-8: to see so at once is quicker than value by value.
            check_utf8=bool(np.frombuffer(block, np.uint8).max() >= 0x80),
        ),
    )


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
