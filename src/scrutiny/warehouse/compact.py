"""Compaction: a table's many small files become few, with the same rows.

Every load and calculation adds a file to each table that it touches, and a reader opens them all.
The rows are put in the order in which they are read, so that a reader skips most of a file. Nothing
is removed: older snapshots and pins keep the files that they name until `vacuum` finds that
nothing names them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlglot import exp

from scrutiny.warehouse.publish import Staged, publishing, stage
from scrutiny.warehouse.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

    from scrutiny.warehouse.engines.base import Engine
    from scrutiny.warehouse.snapshot import Snapshot
    from scrutiny.warehouse.workspace import Workspace

WELL_SIZED = 128 * 2**20
"""Bytes: as much as Spark reads in one task by default (`spark.sql.files.maxPartitionBytes`)."""

SMALL = WELL_SIZED // 2
"""Bytes; larger files are left as they are, or each compaction would write everything again."""

READ_BY = {"observations": ("measure", "area", "first", "last", "source", "load")}
"""What a table is looked up by, where that is not the load and then the period."""

_RECORDS_READ_BY = ("load", "month", "first", "force", "area", "measure")


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of a table's small files: how many there were and are, and their bytes."""

    table: str
    files: tuple[int, int]
    bytes: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Compaction:
    """What a compaction did; nothing when there were no two small files of any table."""

    merged: tuple[Merged, ...]
    snapshot: Snapshot


def compact(
    workspace: Workspace, progress: Callable[[str, int, int | None], None] | None = None
) -> Compaction:
    """Put the small files of every table together, and publish that as one snapshot.

    Others may read, load and calculate meanwhile. A table of which a full calculation has replaced
    the rows before this is done is left as it is. One that is killed leaves nothing that anyone
    sees.
    """
    snapshot, engine = workspace.snapshot(), workspace.engine("duckdb")
    say = progress or (lambda *_: None)
    small = {table: files for table in snapshot.tables if len(files := _small(snapshot, table)) > 1}
    staged: list[Staged] = []
    try:
        for number, (table, files) in enumerate(small.items()):
            say(table.replace("_", " "), number, len(small))
            for each in _rewritten(workspace, engine, table, files):
                staged.append(each)
    except BaseException:
        for each in staged:
            each.discard()
        raise
    merged = [_merged(table, files, staged) for table, files in small.items()]
    with publishing(workspace, "compact", *staged) as publication:
        done = {
            table
            for table, files in small.items()
            if publication.merge(table, [file.name for file in files])
        }
    return Compaction(tuple(m for m in merged if m.table in done), publication.snapshot)


def _small(snapshot: Snapshot, table: str) -> list[Path]:
    return [file for file in map(Path, snapshot.files(table)) if file.stat().st_size < SMALL]


def _merged(table: str, old: list[Path], staged: list[Staged]) -> Merged:
    new = [each.path for each in staged if each.table == table]
    return Merged(table, (len(old), len(new)), (_bytes(old), _bytes(new)))


def _bytes(files: list[Path]) -> int:
    return sum(file.stat().st_size for file in files)


def _rewritten(
    workspace: Workspace, engine: Engine, table: str, files: list[Path]
) -> Iterator[Staged]:
    """The rows of some files of a table in order, staged as files of about `WELL_SIZED`."""
    given = {table: [str(file) for file in files]}
    count = exp.select(exp.alias_(exp.Count(this=exp.Star()), "rows")).from_(exp.to_table(table))
    [rows] = engine.run(count, given).read_all()["rows"].to_pylist()
    pieces = max(1, round(_bytes(files) / WELL_SIZED))
    columns = READ_BY.get(table) or [c for c in _RECORDS_READ_BY if c in TABLES[table].names]
    order = [exp.Ordered(this=exp.column(column)) for column in columns]
    query = exp.select("*").from_(exp.to_table(table)).order_by(*order)
    batches = _Rows(engine.run(query, given))
    for piece in range(pieces):
        wanted = rows * (piece + 1) // pieces - rows * piece // pieces
        yield stage(workspace, table, batches.take(wanted))


class _Rows:
    """Takes the rows of a stream of batches some at a time."""

    def __init__(self, batches: pa.RecordBatchReader) -> None:
        self._batches = iter(batches)
        self._rest: pa.RecordBatch | None = None

    def take(self, rows: int) -> Iterator[pa.RecordBatch]:
        """The next `rows` rows; it is an error when there are fewer."""
        while rows:
            batch = next(self._batches) if self._rest is None else self._rest
            yield batch.slice(0, rows)
            self._rest = batch.slice(rows) if len(batch) > rows else None
            rows -= min(rows, len(batch))
