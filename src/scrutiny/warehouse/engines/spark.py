"""Spark: the engine for records that outgrow one machine, or a cluster that is there already."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from scrutiny.errors import DefinitionError, ScrutinyError
from scrutiny.warehouse.engines.base import Engine
from scrutiny.warehouse.tables import TABLES

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession
    from sqlglot import exp

NEEDS = "the Spark engine needs Java 17 and the extra: pip install 'police-scrutiny[spark]'"

CONFIGURED_BY = (
    "SPARK_REMOTE",  # the address of a Spark Connect server
    "MASTER",  # the address of a cluster
    "PYSPARK_SUBMIT_ARGS",  # options as spark-submit takes them
    "SPARK_CONF_DIR",  # a folder of settings
    "SPARK_HOME",  # an installation
    "PYSPARK_GATEWAY_PORT",  # what spark-submit sets for the program that it runs
)
"""What in the environment says which Spark to use; it is then used as it is configured."""

SHUFFLES_PER_THREAD = 4
"""Parts of what a query sorts or groups, on this machine. Spark's 200 are for a cluster: measured
on the packaged data, half of the time of a calculation went on starting so many empty ones."""

_MEBIBYTES = {"K": 2**-10, "M": 1, "G": 2**10, "T": 2**20}


class SparkEngine(Engine):
    """Queries in the Spark that the environment names, or else in one on this machine.

    `memory` (text such as `4GB`) and `threads` are for one on this machine. The folder `spill`
    holds answers while they are read, what does not fit in memory, and Spark's log. A cluster
    must see it and the tables under the paths that they have here.
    """

    def __init__(self, spill: Path, memory: str | None = None, threads: int | None = None) -> None:
        try:
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise ScrutinyError(NEEDS) from error
        settings: dict[str, bool | float | int | str | None] = {
            "spark.app.name": "Police Scrutiny",
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",  # the others lose the zone
        }
        named = [name for name in CONFIGURED_BY if name in os.environ]
        if not named:
            settings |= _on_this_machine(spill, memory, threads)
        self._spill, self._log = spill, spill / "spark.log"
        builder = SparkSession.builder.config(map=settings)
        try:
            spill.mkdir(parents=True, exist_ok=True)
            with _complaining_to(self._log):
                self._session: SparkSession = builder.getOrCreate()
        except Exception as error:  # what Java raised comes as exceptions of many kinds
            why = f"Spark did not start ({_why(error)}; its log is {self._log})"
            check = f"check {' and '.join(named)} in the environment"
            raise ScrutinyError(f"{why}: {check if named else NEEDS}") from error

    def run(
        self, query: exp.Expression, tables: Mapping[str, Sequence[str]]
    ) -> pa.RecordBatchReader:
        from pyspark.sql import Observation
        from pyspark.sql.functions import count, lit

        sql = query.sql(dialect="spark", identify=True)
        written = Observation()
        folder = tempfile.TemporaryDirectory(dir=self._spill, prefix="answer-")
        try:
            for table, files in tables.items():
                self._rows(table, files).createOrReplaceTempView(table)
            answer = self._session.sql(sql).observe(written, count(lit(1)).alias("rows"))
            # Each task writes its part. To collect them would need memory for all at once.
            answer.write.mode("overwrite").parquet(_uri(folder.name))
            rows = written.get["rows"]
        except Exception as error:
            folder.cleanup()
            why = f"Spark cannot calculate this ({_why(error)}; its log is {self._log})"
            raise ScrutinyError(why) from error
        return _read_once(folder, rows)

    def _rows(self, table: str, files: Sequence[str]) -> DataFrame:
        if files:
            return self._session.read.parquet(*(_as_given(_uri(file)) for file in files))
        from pyspark.sql.pandas.types import from_arrow_schema

        return self._session.createDataFrame([], from_arrow_schema(TABLES[table]))


def _on_this_machine(spill: Path, memory: str | None, threads: int | None) -> dict[str, str]:
    """Settings of a Spark of our own: it listens to nobody else, and shows no pages."""
    parts = SHUFFLES_PER_THREAD * (threads or os.cpu_count() or 1)
    settings = {
        "spark.master": f"local[{threads or '*'}]",
        "spark.sql.shuffle.partitions": str(parts),
        "spark.driver.host": "localhost",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.local.dir": str(spill),
    }
    if memory is not None:
        settings["spark.driver.memory"] = f"{_mebibytes(memory)}m"
    return settings


def _mebibytes(memory: str) -> int:
    """`4GB` or `512MiB` as Java is told it, which has one kind of megabyte only."""
    size = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMGT])i?B?", memory.strip(), re.IGNORECASE)
    if size is None:
        rule = f"Spark's memory is written as 4GB or 512MB (got {memory!r})"
        raise DefinitionError("scrutiny.toml", "memory", rule)
    return int(float(size[1]) * _MEBIBYTES[size[2].upper()])


@contextmanager
def _complaining_to(log: Path) -> Iterator[None]:
    """Send to `log` what Java and Spark say on the error stream, from their start to their end.

    A Java process keeps the stream that it is started with, so this stands only for its start.
    """
    sys.stderr.flush()
    kept = os.dup(2)
    with log.open("ab") as file:
        os.dup2(file.fileno(), 2)
    try:
        yield
    finally:
        sys.stderr.flush()
        os.dup2(kept, 2)
        os.close(kept)


def _uri(path: str) -> str:
    """A path as Spark must be given it, whatever file system a cluster reads from by default."""
    return f"file:///{Path(path).as_posix().lstrip('/')}"


def _as_given(path: str) -> str:
    """A path to read: a `[`, `*` or `?` in a folder's name is not a pattern."""
    return re.sub(r"([\\\[\]{}*?,])", r"\\\1", path)


def _read_once(folder: tempfile.TemporaryDirectory[str], rows: int) -> pa.RecordBatchReader:
    """The rows of the Parquet files in `folder`, which is removed when they have been read.

    A worker that has a folder of its own under that path writes its part where nobody sees it: an
    answer that is not of so many rows is a `ScrutinyError`.
    """
    import pyarrow as pa
    import pyarrow.dataset as ds

    written = ds.dataset(folder.name, format="parquet")
    here = written.count_rows()
    if here != rows:
        shared = Path(folder.name).parent
        folder.cleanup()
        raise ScrutinyError(
            f"of {rows:,} rows that Spark's workers wrote, {here:,} are here: this machine and "
            f"every worker must share the folder {shared}"
        )

    def batches() -> Iterator[pa.RecordBatch]:
        with folder:
            yield from written.to_batches()

    return pa.RecordBatchReader.from_batches(written.schema, batches())


def _why(error: Exception) -> str:
    """What went wrong, in Spark's own line: Py4J and gRPC put lines about themselves before it."""
    details = getattr(error, "details", None)
    if callable(details):
        return str(details()).rstrip(".")
    lines = str(error).splitlines() or [type(error).__name__]
    said = next((line for line in lines if line.startswith(": ")), lines[0])
    return re.sub(r"^: (?:[\w$]+\.)+\w+: ", "", said).rstrip(".")
