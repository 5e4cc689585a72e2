"""Calculation: the records of each load become observations, once.

An observation belongs to one area, one shortest period and one load, so a new load never changes
what was calculated before: only loads that have no observations yet are reduced. When the
definitions change, everything is calculated again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scrutiny.areas import Areas
from scrutiny.catalogue import Catalogue
from scrutiny.errors import ScrutinyError
from scrutiny.measures.reduce import computed, passes
from scrutiny.measures.sql import PERIOD_COLUMNS
from scrutiny.sources.ahead import ahead

if TYPE_CHECKING:
    import pyarrow as pa

    from scrutiny.warehouse.engines.base import Engine
    from scrutiny.warehouse.snapshot import Snapshot
    from scrutiny.warehouse.workspace import Workspace

Progress = Callable[[str, int, int | None], None]
"""Called with what is being done, how many steps are done, and how many there are, if known."""


@dataclass(frozen=True, slots=True)
class Calculation:
    """What a calculation did: the loads it reduced and how many observations they gave."""

    loads: tuple[str, ...]
    observations: int
    full: bool
    snapshot: Snapshot


def calculate(
    workspace: Workspace,
    engine: Engine,
    catalogue: Catalogue,
    areas: Areas,
    progress: Progress | None = None,
) -> Calculation:
    """Bring the workspace's observations up to date with its loads, and publish them.

    Readers go on with the snapshot they have until the new one is complete. A calculation that is
    killed leaves nothing that anyone sees, and one that another overtook publishes nothing.
    """
    from scrutiny.warehouse.publish import publishing, stage

    snapshot = workspace.snapshot()
    waiting, full = _waiting(snapshot, catalogue.fingerprint)
    if not waiting:
        return Calculation((), 0, False, snapshot)
    tables = _tables_of(snapshot, waiting)
    counted = _Counted()
    say = progress or (lambda *_: None)
    made = _observations(snapshot, engine, catalogue, areas, tables, say)
    staged = stage(workspace, "observations", ahead(counted(made)))
    marks = stage(
        workspace, "calculations", [_marks(waiting, catalogue.fingerprint, counted.by_load)]
    )
    with publishing(workspace, "calculate", staged, marks) as publication:
        now_waiting, now_full = _waiting(publication.snapshot, catalogue.fingerprint)
        # A load that came meanwhile waits its turn; what another calculation did must stand.
        if now_full != full or not set(waiting) <= set(now_waiting):
            raise ScrutinyError("another calculation finished first: calculate again")
        if full:
            publication.replaced |= {"observations", "calculations"}
    return Calculation(tuple(waiting), counted.total, full, publication.snapshot)


def _waiting(snapshot: Snapshot, fingerprint: str) -> tuple[list[str], bool]:
    """The loads to calculate, and whether that is all of them because definitions changed."""
    done = snapshot.rows("calculations", ("load", "fingerprint"))
    full = any(made != fingerprint for _, made in done)
    known = set() if full else {load for load, _ in done}
    loads = sorted(load for (load,) in snapshot.rows("loads", ("load",)))
    return [load for load in loads if load not in known], full


class _Counted:
    """Passes batches on and counts their rows by load."""

    def __init__(self) -> None:
        self.by_load: dict[str, int] = {}

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow.compute as pc

        for batch in batches:
            for entry in pc.value_counts(batch["load"]).to_pylist():
                load = entry["values"]
                self.by_load[load] = self.by_load.get(load, 0) + entry["counts"]
            yield batch

    @property
    def total(self) -> int:
        return sum(self.by_load.values())


def _marks(loads: Sequence[str], fingerprint: str, rows: Mapping[str, int]) -> pa.RecordBatch:
    import pyarrow as pa

    from scrutiny.warehouse.tables import TABLES

    return pa.RecordBatch.from_pydict(
        {
            "load": list(loads),
            "fingerprint": [fingerprint] * len(loads),
            "observations": [rows.get(load, 0) for load in loads],
        },
        schema=TABLES["calculations"],
    )


def _tables_of(snapshot: Snapshot, loads: Sequence[str]) -> dict[str, list[str]]:
    """The record tables that these loads brought rows to, each with its loads."""
    wanted = set(loads)
    tables: dict[str, set[str]] = {}
    for load, table in snapshot.rows("slices", ("load", "table")):
        if load in wanted:
            tables.setdefault(table, set()).add(load)
    return {table: sorted(found) for table, found in sorted(tables.items())}


def _observations(
    snapshot: Snapshot,
    engine: Engine,
    catalogue: Catalogue,
    areas: Areas,
    tables: Mapping[str, Sequence[str]],
    progress: Progress,
) -> Iterator[pa.RecordBatch]:
    steps: list[tuple[str, tuple[str, str] | None]] = []
    for table, loads in tables.items():
        if table == "figures":
            steps.append((table, None))
        elif table in PERIOD_COLUMNS:
            steps += [(table, run) for run in passes(snapshot, table, loads)]
    for number, (table, run) in enumerate(steps):
        progress(table.replace("_", " "), number, len(steps))
        if run is None:
            yield from _supplied(snapshot, tables[table])
        else:
            yield from computed(snapshot, engine, catalogue, areas, table, tables[table], run)
    progress("done", len(steps), len(steps))


def _supplied(snapshot: Snapshot, loads: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """Figures that a source supplies, as observations for the exact windows they were made for."""
    import pyarrow as pa

    from scrutiny.warehouse.tables import TABLES

    schema = TABLES["observations"]
    figures = snapshot.read("figures", where={"load": list(loads)})
    order = [("measure", "ascending"), ("area", "ascending"), ("first", "ascending")]
    figures = figures.sort_by(order)
    nothing = pa.nulls(len(figures), pa.float64())
    columns = {
        name: nothing if name in ("numerator", "denominator") else figures[name]
        for name in schema.names
    }
    yield from pa.table(columns).cast(schema).to_batches()
