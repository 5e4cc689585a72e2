"""A snapshot: one version of every table, and the files of each. It is all that readers see.

The files are named here so that a reader needs no replay of a Delta log: opening a snapshot reads
one small JSON file. A test holds the names equal to what Delta gives for the same version.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrutiny.errors import DamageError

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

Where = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One version of every table of a workspace.

    `tables` gives the Delta version of each table and `names` its files, relative to the table's
    folder; a table that is newer than the workspace is in neither, and is empty. A snapshot never
    changes, whatever is loaded after it.
    """

    root: Path
    number: int
    why: str
    tables: Mapping[str, int]
    names: Mapping[str, tuple[str, ...]]

    def files(self, table: str) -> tuple[str, ...]:
        """The absolute paths of the Parquet files that hold `table` in this snapshot."""
        folder = self.root / "tables" / table
        return tuple(str(folder / name) for name in self.names.get(table, ()))

    def rows(
        self, table: str, columns: Sequence[str], where: Where | None = None
    ) -> list[tuple[Any, ...]]:
        """Some columns of the rows that `where` keeps, as plain tuples. Quicker than `read` when
        few rows are wanted: it does not import Arrow. Times must be asked for with `read`.

        `where` gives for a column one value, None for no value, or a collection of values.
        """
        if not self.names.get(table):
            return []
        with damage_told():
            return self._select(table, columns, where).fetchall()

    def read(
        self, table: str, columns: Sequence[str] | None = None, where: Where | None = None
    ) -> pa.Table:
        """A table of this snapshot, or some columns and rows of it, in memory (see `rows`)."""
        import pyarrow as pa

        from scrutiny.warehouse.tables import TABLES

        schema = TABLES[table]
        if columns is not None:
            schema = pa.schema([schema.field(name) for name in columns])
        if not self.names.get(table):
            return schema.empty_table()
        with damage_told():
            return self._select(table, schema.names, where).to_arrow_table().cast(schema)

    def _select(
        self, table: str, columns: Sequence[str], where: Where | None
    ) -> duckdb.DuckDBPyRelation:
        import duckdb

        found = connection().read_parquet(as_given(self.files(table)))
        for column, wanted in (where or {}).items():
            name = duckdb.ColumnExpression(column)
            if wanted is None:
                found = found.filter(name.isnull())
            elif isinstance(wanted, Collection) and not isinstance(wanted, str | bytes):
                found = found.filter(
                    name.isin(*(duckdb.ConstantExpression(value) for value in wanted))
                    if wanted
                    else duckdb.ConstantExpression(False)
                )
            else:
                found = found.filter(name == duckdb.ConstantExpression(wanted))
        return found.select(*(duckdb.ColumnExpression(column) for column in columns))

    def to_json(self) -> str:
        """The snapshot as its file holds it."""
        tables = {
            table: {"version": version, "files": list(self.names[table])}
            for table, version in self.tables.items()
        }
        return json.dumps({"number": self.number, "why": self.why, "tables": tables}, indent=1)

    @classmethod
    def from_file(cls, root: Path, file: Path) -> Snapshot:
        """Read a snapshot's file; one that is not whole is a `DamageError` that names it."""
        try:
            held = json.loads(file.read_text(encoding="utf-8"))
            return cls(
                root,
                held["number"],
                held["why"],
                {table: each["version"] for table, each in held["tables"].items()},
                {table: tuple(each["files"]) for table, each in held["tables"].items()},
            )
        except (KeyError, TypeError, ValueError) as error:
            raise DamageError(f"{file}: this is not a snapshot that can be read") from error


def as_given(files: Sequence[str]) -> list[str]:
    """Paths as DuckDB must be given them: a `[`, `*` or `?` in a folder's name is not a pattern."""
    return ["".join(f"[{c}]" if c in "[*?" else c for c in file) for file in files]


def query(sql: str, parameters: object) -> list[tuple[Any, ...]]:
    """The rows of one small query; a list of files in its parameters must be `as_given`."""
    with damage_told():
        return connection().execute(sql, parameters).fetchall()


@contextmanager
def damage_told() -> Iterator[None]:
    """A file of a snapshot that is gone or is not whole becomes a `DamageError`."""
    import duckdb

    try:
        yield
    except (duckdb.IOException, duckdb.InvalidInputException) as error:
        why = str(error).splitlines()[0]
        raise DamageError(f"the workspace is damaged: a table cannot be read: {why}") from error


_OF_THREAD = threading.local()


def connection() -> duckdb.DuckDBPyConnection:
    """This thread's connection to the process's one in-memory DuckDB, for small reads.

    A connection runs one query at a time, so threads cannot share it. Heavy queries have an engine.
    """
    found: duckdb.DuckDBPyConnection | None = getattr(_OF_THREAD, "connection", None)
    if found is None:
        found = _OF_THREAD.connection = _database().cursor()
    return found


@cache
def _database() -> duckdb.DuckDBPyConnection:
    import duckdb

    return duckdb.connect()
