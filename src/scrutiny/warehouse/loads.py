"""Loading: one reading of files becomes rows, slices and a load record, all seen at once."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from scrutiny.observation import Provenance
from scrutiny.sources.reading import FileRead
from scrutiny.warehouse.snapshot import Snapshot, as_given, query

if TYPE_CHECKING:
    import pyarrow as pa

    from scrutiny.sources.reading import Reading
    from scrutiny.warehouse.workspace import Workspace

# Each load adds a file to `slices` and to `loads`, and every answer opens them all, at about 0.3 ms
# a file: after so many, the next load puts them into one. Old snapshots keep the old files.
FILES_BEFORE_MERGE = 50


@dataclass(frozen=True, slots=True)
class LoadRecord:
    """What is kept of a load. `kind` is the command's SOURCE; `quality` is the quality report."""

    load: str
    kind: str
    source: str
    files: tuple[FileRead, ...]
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

    def batches() -> Iterator[pa.RecordBatch]:
        rows = 0
        for batch in reading.batches():
            yield batch.append_column("load", pa.repeat(name, len(batch)))
            rows += len(batch)
            if progress is not None:
                progress(rows)

    current = workspace.snapshot()
    earlier = _earlier(load_records(current), reading, released)
    if earlier is not None:
        return LoadResult(earlier, True, current)
    # Part of the name is random: rows of a killed load must never pass for those of the next.
    name = f"{reading.kind}-{released}-{secrets.token_hex(4)}"
    staged = stage(workspace, reading.table, batches(), name)
    with publishing(workspace, f"load {name}", staged) as publication:
        records = load_records(publication.snapshot)
        earlier = _earlier(records, reading, released)  # another process may have been first
        if earlier is not None:
            publication.withdraw()
            return LoadResult(earlier, True, publication.snapshot)
        quality = reading.quality
        record = LoadRecord(
            name,
            reading.kind,
            reading.source,
            tuple(reading.files),
            released,
            _loaded(now, records),
            quality.rows_read,
            quality.rows_kept,
            quality.rows_rejected,
            json.loads(quality.to_json()),
        )
        for table, rows in (("slices", _slices(name, reading)), ("loads", [_row(record)])):
            data = [pa.Table.from_pylist(rows, TABLES[table])]
            merge = len(publication.snapshot.files(table)) >= FILES_BEFORE_MERGE
            if merge:
                data.insert(0, publication.snapshot.read(table))
            publication.add(stage(workspace, table, data, name), replace=merge)
    return LoadResult(record, False, publication.snapshot)


def load_records(snapshot: Snapshot) -> list[LoadRecord]:
    """Every load of a snapshot, in the order they were loaded."""
    files = snapshot.files("loads")
    if not files:
        return []
    rows = query(_LOADS, [as_given(files)])
    return [
        LoadRecord(
            load,
            kind,
            source,
            tuple(FileRead(**file) for file in files),
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
    return [{"load": load, **asdict(each)} for each in reading.slices]
