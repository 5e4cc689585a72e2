"""Loading: one reading of files becomes rows, slices and a load record, all seen at once."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from scrutiny.observation import Provenance
from scrutiny.warehouse.snapshot import Snapshot, as_given, connection

if TYPE_CHECKING:
    import pyarrow as pa

    from scrutiny.warehouse.workspace import Workspace


class _File(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def bytes(self) -> int: ...


class Reading(Protocol):
    kind: str
    source: str
    table: str
    files: Sequence[_File]
    slices: Sequence[Any]
    quality: Any

    def batches(self) -> Iterable[pa.RecordBatch]: ...


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file as it was loaded."""

    name: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class LoadRecord:
    """What is kept of a load. `kind` is the command's SOURCE; `quality` is the quality report."""

    load: str
    kind: str
    source: str
    files: tuple[FileRecord, ...]
    released: date
    loaded: datetime
    rows_read: int
    rows_kept: int
    rows_rejected: int
    quality: dict[str, Any]

    @property
    def provenance(self) -> Provenance:
        """Whose figures these are, for a value that this load answers."""
        return Provenance(
            self.load,
            self.source,
            self.released,
            self.loaded,
            tuple(file.sha256 for file in self.files),
            tuple(file.name for file in self.files),
        )


@dataclass(frozen=True, slots=True)
class LoadResult:
    """`already`: the same files of the same release were loaded before, by `record`."""

    record: LoadRecord
    already: bool
    snapshot: Snapshot


def load(
    workspace: Workspace,
    reading: Reading,
    released: date,
    now: datetime | None = None,
    progress: Callable[[int], None] | None = None,
) -> LoadResult:
    """Load a reading into its table as the release of that date.

    An error part way, whatever it is, leaves the workspace as it was. Files whose kind, SHA-256
    and release date are those of an earlier load are not loaded again. `progress` is told the
    rows so far. `now` stands for the time of loading in tests.
    """
    import pyarrow as pa

    from scrutiny.warehouse.publish import publishing, stage
    from scrutiny.warehouse.tables import TABLES

    def batches() -> Iterator[pa.Table]:
        for batch in reading.batches():
            table = pa.Table.from_batches([batch])
            yield table.append_column("load", pa.repeat(pa.scalar(name), len(table)))

    # Part of the name is random: rows of a killed load must never pass for those of the next.
    name = f"{reading.kind}-{released}-{secrets.token_hex(4)}"
    staged = stage(workspace, reading.table, batches(), name, progress)
    with publishing(workspace, f"load {name}", staged) as publication:
        records = load_records(publication.snapshot)
        earlier = _earlier(records, reading, released)
        if earlier is not None:
            publication.withdraw()
            return LoadResult(earlier, True, publication.snapshot)
        record = LoadRecord(
            name,
            reading.kind,
            reading.source,
            tuple(FileRecord(file.name, file.sha256, file.bytes) for file in reading.files),
            released,
            _loaded(now, records),
            reading.quality.rows_read,
            reading.quality.rows_kept,
            reading.quality.rows_rejected,
            reading.quality.to_json(),
        )
        for table, rows in (("slices", _slices(name, reading)), ("loads", [_row(record)])):
            data = pa.Table.from_pylist(rows, TABLES[table])
            publication.add(stage(workspace, table, [data], name))
    return LoadResult(record, False, publication.snapshot)


def load_records(snapshot: Snapshot) -> list[LoadRecord]:
    """Every load of a snapshot, in the order they were loaded."""
    files = snapshot.files("loads")
    if not files:
        return []
    rows = connection().execute(_LOADS, [as_given(files)]).fetchall()
    return [
        LoadRecord(
            load,
            kind,
            source,
            tuple(FileRecord(**file) for file in files),
            released,
            datetime.fromtimestamp(0, UTC) + timedelta(microseconds=loaded),
            read,
            kept,
            rejected,
            json.loads(quality),
        )
        for load, kind, source, files, released, loaded, read, kept, rejected, quality in rows
    ]


_LOADS = """
    SELECT load, kind, source, files, released, epoch_us(loaded) AS loaded,
           rows_read, rows_kept, rows_rejected, quality
    FROM read_parquet(?) ORDER BY loaded
"""


def _earlier(records: list[LoadRecord], reading: Reading, released: date) -> LoadRecord | None:
    """The load that brought the same files as the same release, if there is one."""
    mine = {file.sha256 for file in reading.files}
    for record in records:
        theirs = {file.sha256 for file in record.files}
        if record.kind == reading.kind and record.released == released and theirs == mine:
            return record
    return None


def _loaded(now: datetime | None, records: list[LoadRecord]) -> datetime:
    """The time of loading: always later than that of every load before, so loads have an order."""
    now = now or datetime.now(UTC)
    latest = max((record.loaded for record in records), default=None)
    return now if latest is None or now > latest else latest + timedelta(microseconds=1)


def _row(record: LoadRecord) -> dict[str, Any]:
    return {**asdict(record), "quality": json.dumps(record.quality)}


def _slices(load: str, reading: Reading) -> list[dict[str, Any]]:
    return [
        {
            "load": load,
            "source": each.source,
            "table": each.table,
            "area": each.area,
            "measure": each.measure,
            "first": str(each.first),
            "last": str(each.last),
        }
        for each in reading.slices
    ]
