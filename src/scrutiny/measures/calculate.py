"""Calculation: the records of each load become observations, once.

An observation belongs to one area, one shortest period and one load, so a new load never changes
what was calculated before: only loads that have no observations yet are reduced. When the
definitions change, everything is calculated again.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scrutiny.areas import Areas
from scrutiny.areas.area import Kind
from scrutiny.catalogue import Catalogue
from scrutiny.errors import ScrutinyError
from scrutiny.measures.sql import AREA_OF_LSOA, PERIOD_COLUMNS, SMALL_AREA_TABLES, reduction

if TYPE_CHECKING:
    import pyarrow as pa

    from scrutiny.warehouse.engines.base import Engine
    from scrutiny.warehouse.snapshot import Snapshot
    from scrutiny.warehouse.workspace import Workspace

ROLLED_UP_TO: tuple[Kind, ...] = ("lsoa", "ward", "district", "csp", "division")
"""The kinds of area that records with an LSOA are counted for, besides their force."""

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
    staged = stage(workspace, "observations", counted(made))
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
    steps = [table for table in tables if table in PERIOD_COLUMNS or table == "figures"]
    for number, table in enumerate(steps):
        progress(table.replace("_", " "), number, len(steps))
        if table == "figures":
            yield from _supplied(snapshot, tables[table])
        else:
            yield from _computed(snapshot, engine, catalogue, areas, table, tables[table])
    progress("done", len(steps), len(steps))


def _computed(
    snapshot: Snapshot,
    engine: Engine,
    catalogue: Catalogue,
    areas: Areas,
    table: str,
    loads: Sequence[str],
) -> Iterator[pa.RecordBatch]:
    """Observations of every measure that the catalogue computes from `table`."""
    import pyarrow.parquet as pq

    measures = [(m, c) for m in catalogue.measures for c in m.computed if c.table == table]
    if not measures:
        return
    files = {table: snapshot.files(table)}
    spill = snapshot.root / "spill"  # an engine on other machines sees the workspace, and no more
    spill.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=spill, prefix="look-up-") as folder:
        if table in SMALL_AREA_TABLES:
            look_up = Path(folder, f"{AREA_OF_LSOA}.parquet")
            pq.write_table(_area_of_lsoa(areas), look_up)
            files[AREA_OF_LSOA] = (str(look_up),)
        reduced = engine.run(reduction(table, measures, loads), files).read_all()
    sources = {measure.id: computed.source for measure, computed in measures}
    for measure_id, source in sorted(sources.items()):
        yield from _unpivoted(reduced, measure_id, source)


def _area_of_lsoa(areas: Areas) -> pa.Table:
    """Columns `force`, `lsoa_code`, `area`: every area of `ROLLED_UP_TO` that an LSOA lies in."""
    import pyarrow as pa

    force_of: dict[str, str] = {}
    rows: dict[str, list[str]] = {"force": [], "lsoa_code": [], "area": []}
    for lsoa, district in areas.roll_up_lsoa("district"):
        force = areas.force_of(district)
        if force is not None:
            force_of[lsoa] = force
    for kind in ROLLED_UP_TO:
        pairs = ((c, c) for c in force_of) if kind == "lsoa" else areas.roll_up_lsoa(kind)
        for lsoa, area in pairs:
            if lsoa in force_of:
                rows["force"].append(force_of[lsoa])
                rows["lsoa_code"].append(lsoa)
                rows["area"].append(area)
    return pa.table(rows)


def _unpivoted(reduced: pa.Table, measure: str, source: str) -> Iterator[pa.RecordBatch]:
    """One measure's column as observations; noughts are left out, for absence means nought."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from scrutiny.warehouse.tables import TABLES

    values = reduced[measure]
    kept = reduced.filter(pc.fill_null(pc.not_equal(values, pa.scalar(0, values.type)), False))
    kept = kept.sort_by([("area", "ascending"), ("first", "ascending")])
    nothing = pa.nulls(len(kept), pa.float64())
    columns = {
        "measure": pa.repeat(measure, len(kept)),
        "area": kept["area"],
        "source": pa.repeat(source, len(kept)),
        "first": kept["first"],
        "last": kept["last"],
        "value": kept[measure].cast(pa.float64()),
        "numerator": nothing,
        "denominator": nothing,
        "lower": nothing,
        "upper": nothing,
        "status": pa.repeat("final", len(kept)),
        "load": kept["load"],
    }
    schema = TABLES["observations"]
    table = pa.table({name: columns[name] for name in schema.names}).cast(schema)
    yield from table.to_batches()


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
