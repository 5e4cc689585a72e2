"""DuckDB: the embedded engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from scrutiny.errors import ScrutinyError
from scrutiny.warehouse.engines.base import Engine
from scrutiny.warehouse.snapshot import as_given
from scrutiny.warehouse.tables import TABLES

if TYPE_CHECKING:
    import pyarrow as pa
    from sqlglot import exp


BATCH = 131_072
"""Rows of an answer that come at once; a million wide ones would be hundreds of megabytes."""


class DuckDBEngine(Engine):
    """Queries in this process. `memory` is text such as `4GB`; None takes DuckDB's own limit."""

    def __init__(
        self, spill: Path | None = None, memory: str | None = None, threads: int | None = None
    ) -> None:
        config: dict[str, str | bool | int | float | list[str]] = {}
        if spill is not None:
            config["temp_directory"] = str(spill)
        if memory is not None:
            config["memory_limit"] = memory
        if threads is not None:
            config["threads"] = threads
        try:
            self._connection = duckdb.connect(config=config)
        except duckdb.Error as error:
            raise ScrutinyError(f"DuckDB does not take these settings: {error}") from error
        # Hours and days of a time in UTC must not depend on where the computer stands.
        self._connection.execute("SET TimeZone = 'UTC'")

    def run(
        self, query: exp.Expression, tables: Mapping[str, Sequence[str]]
    ) -> pa.RecordBatchReader:
        sql = query.sql(dialect="duckdb", identify=True)
        try:
            for table, files in tables.items():
                self._rows(table, files).create_view(table)
            return self._connection.sql(sql).to_arrow_reader(BATCH)
        except duckdb.OutOfMemoryException as error:
            raise ScrutinyError(
                "there is not enough memory for this calculation: in scrutiny.toml, set `memory` "
                "higher or `threads` lower"
            ) from error
        except (duckdb.IOException, duckdb.InvalidInputException) as error:
            why = str(error).splitlines()[0]
            raise ScrutinyError(f"a table cannot be read or put aside: {why}") from error

    def _rows(self, table: str, files: Sequence[str]) -> duckdb.DuckDBPyRelation:
        if files:
            return self._connection.read_parquet(as_given(files))
        return self._connection.from_arrow(TABLES[table].empty_table())
