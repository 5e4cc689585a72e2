"""Writing: rows are staged beside a table, then made visible all at once.

    staged = stage(workspace, "observations", batches)      # slow, unlocked, seen by nobody
    with publishing(workspace, "calculate", staged) as publication:  # quick, one at a time
        ...                                             # check again; add more; or withdraw
    snapshot = publication.snapshot                          # what readers see from now on

`publication.snapshot` is the current snapshot inside the block, so that what was true before the
lock can be checked again, and the new one after it. When the block raises, nothing is committed
and what was staged is removed.

Every Delta commit is made under the lock, and a snapshot follows it. A table that is ahead of the
current snapshot was therefore left so by a process that died between the two, and is put back
before the next commit. The lock is the operating system's: a killed process lets go of it.
"""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

from scrutiny.sources.ahead import ahead
from scrutiny.warehouse.snapshot import Snapshot
from scrutiny.warehouse.tables import NEVER_REPEATS, TABLES
from scrutiny.warehouse.writing import locked, refusal_told, write_whole

if TYPE_CHECKING:
    from deltalake import DeltaTable
    from deltalake.transaction import AddAction, RemoveAction

    from scrutiny.warehouse.workspace import Workspace

ROW_GROUP = 131_072  # rows; small enough that a filter on sorted rows skips most of a table

# Old versions must stay readable by other tools for as long as a report pins them.
_CONFIGURATION = {"delta.enableExpiredLogCleanup": "false"}

Mode: TypeAlias = Literal["append", "overwrite"]
Batch: TypeAlias = pa.RecordBatch | pa.Table


@dataclass(frozen=True, slots=True)
class Staged:
    """A Parquet file in a table's folder that no version of the table names yet."""

    table: str
    path: Path
    rows: int

    def discard(self) -> None:
        """Remove the file after all; it must not have been published."""
        self.path.unlink(missing_ok=True)


def stage(
    workspace: Workspace, table: str, batches: Iterable[Batch], name: str | None = None
) -> Staged:
    """Write batches to a new Parquet file of `table`, holding no more than a row group in memory.

    The batches must have the table's columns, in any order. If reading or writing fails the file
    is removed and the error goes on; a full disk or a folder that may not be written is a
    `ScrutinyError`.
    """
    schema = TABLES[table]
    path = workspace.path / "tables" / table / f"{name or secrets.token_hex(8)}.parquet"
    rows = 0
    with refusal_told(path):
        if not path.parent.exists():  # a table that is newer than the workspace
            path.parent.mkdir(exist_ok=True)
        file = path.open("xb")
    try:
        repeating = [name for name in schema.names if name not in NEVER_REPEATS]
        with (
            file,
            pq.ParquetWriter(file, schema, compression="zstd", use_dictionary=repeating) as writer,
        ):
            for group in ahead(_row_groups(batches, schema)):
                with refusal_told(path):
                    writer.write_table(group)
                rows += group.num_rows
            with refusal_told(path):
                writer.close()
                file.flush()
                os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return Staged(table, path, rows)


def _row_groups(batches: Iterable[Batch], schema: pa.Schema) -> Iterator[pa.Table]:
    """The batches put together into tables of a row group each, in the schema's order."""
    held: list[pa.Table] = []
    rows = 0
    for batch in batches:
        table = pa.Table.from_batches([batch]) if isinstance(batch, pa.RecordBatch) else batch
        held.append(table.select(schema.names).cast(schema))
        rows += table.num_rows
        while rows >= ROW_GROUP:
            whole = pa.concat_tables(held)
            yield whole.slice(0, ROW_GROUP)
            held, rows = [whole.slice(ROW_GROUP)], rows - ROW_GROUP
    if rows:
        yield pa.concat_tables(held)


@dataclass(slots=True)
class Publication:
    """What is about to be published; `snapshot` is the current one until the block ends."""

    snapshot: Snapshot
    staged: list[Staged]
    replaced: set[str] = field(default_factory=set)
    merged: dict[str, frozenset[str]] = field(default_factory=dict)

    def add(self, staged: Staged, replace: bool = False) -> None:
        """Publish these rows too; `replace` puts them in place of all that the table held."""
        self.staged.append(staged)
        if replace:
            self.replaced.add(staged.table)

    def merge(self, table: str, files: Collection[str]) -> bool:
        """Put what is staged of `table` in place of these files of it, whose rows it holds.

        When the table does not hold them all any more, what was staged is removed and it stays as
        it is: False.
        """
        if set(files) <= set(self.snapshot.names[table]):
            self.merged[table] = frozenset(files)
            return True
        for each in [staged for staged in self.staged if staged.table == table]:
            each.discard()
            self.staged.remove(each)
        return False

    def withdraw(self) -> None:
        """Publish nothing after all, and remove what was staged."""
        _remove(self.staged)


@contextmanager
def publishing(workspace: Workspace, why: str, *staged: Staged) -> Iterator[Publication]:
    """Commit what was staged and publish one new snapshot when the block ends (see the module).

    `why` is kept in the snapshot. A block that has nothing to add publishes nothing.
    """
    held = list(staged)
    with ExitStack() as undo:
        undo.callback(_remove, held)
        with locked(workspace.path):
            publication = Publication(workspace.snapshot(), held)
            yield publication
            # From here a snapshot may name the files: an error must leave them where they are.
            undo.pop_all()
            if held:
                with refusal_told(workspace.path):
                    publication.snapshot = _publish(publication, why)


def _remove(staged: list[Staged]) -> None:
    for each in staged:
        each.discard()
    staged.clear()


def first_snapshot(root: Path) -> None:
    """Make the empty tables and snapshot 0 of a new workspace, if they are not there."""
    from deltalake import DeltaTable

    first = root / "snapshots" / f"{0:08d}.json"
    with locked(root), refusal_told(root):
        for table, schema in TABLES.items():
            DeltaTable.create(
                root / "tables" / table, schema, mode="ignore", configuration=_CONFIGURATION
            )
        if not first.exists():
            empty = Snapshot(root, 0, "init", dict.fromkeys(TABLES, 0), dict.fromkeys(TABLES, ()))
            write_whole(first, empty.to_json())


def _publish(publication: Publication, why: str) -> Snapshot:
    current = publication.snapshot
    versions, names = dict(current.tables), dict(current.names)
    for table in dict.fromkeys(each.table for each in publication.staged):
        staged = [each for each in publication.staged if each.table == table]
        mode: Mode = "overwrite" if table in publication.replaced else "append"
        gone = publication.merged.get(table, frozenset())
        versions[table], names[table] = _commit(current, table, staged, mode, gone)
    new = replace(current, number=current.number + 1, why=why, tables=versions, names=names)
    write_whole(current.root / "snapshots" / f"{new.number:08d}.json", new.to_json(), new=True)
    return new


def _commit(
    current: Snapshot, table: str, staged: list[Staged], mode: Mode, gone: frozenset[str]
) -> tuple[int, tuple[str, ...]]:
    """Commit staged files to a Delta table: its new version, and the names of all its files.

    They stand in place of the files `gone`, whose rows they hold.
    """
    delta = put_back(current, table)
    actions: list[AddAction | RemoveAction] = [_add_action(each, not gone) for each in staged]
    actions += [_remove_action(name) for name in gone]
    # Delta itself tries again a commit that was refused because another tool wrote first.
    delta.create_write_transaction(actions, mode=mode, schema=delta.schema())
    delta.update_incremental()
    return delta.version(), tuple(sorted(Path(uri).name for uri in delta.file_uris()))


def put_back(current: Snapshot, table: str) -> DeltaTable:
    """A Delta table as it is in the current snapshot; call it under the lock.

    One that is ahead was left so by a process that died before its snapshot. One that is newer
    than the workspace is made.
    """
    from deltalake import DeltaTable

    place, version = current.root / "tables" / table, current.tables.get(table, 0)
    if table not in current.tables:
        DeltaTable.create(place, TABLES[table], mode="ignore", configuration=_CONFIGURATION)
    delta = DeltaTable(place)
    if delta.version() != version:
        delta.restore(version)
    return delta


def _add_action(staged: Staged, new_rows: bool) -> AddAction:
    from deltalake.transaction import AddAction

    status = staged.path.stat()
    return AddAction(
        path=staged.path.name,
        size=status.st_size,
        partition_values={},
        modification_time=int(status.st_mtime * 1000),
        data_change=new_rows,
        stats=json.dumps({"numRecords": staged.rows}),
    )


def _remove_action(name: str) -> RemoveAction:
    from deltalake.transaction import RemoveAction

    return RemoveAction(name, data_change=False, deletion_timestamp=int(time.time() * 1000))
