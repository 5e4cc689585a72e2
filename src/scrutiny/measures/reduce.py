"""Records to observations: an engine counts the records, and each measure's counts are listed.

It is done in passes over a run of periods, so that what is in memory depends on how much is counted
at once, never on how much is loaded.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from scrutiny.areas.area import Kind
from scrutiny.measures.sql import AREA_OF_LSOA, SMALL_AREA_TABLES, reduction

if TYPE_CHECKING:
    import pyarrow as pa

    from scrutiny.areas import Areas
    from scrutiny.catalogue import Catalogue
    from scrutiny.warehouse.engines.base import Engine
    from scrutiny.warehouse.snapshot import Snapshot

ROLLED_UP_TO: tuple[Kind, ...] = ("lsoa", "ward", "district", "csp", "division")
"""The kinds of area that records with an LSOA are counted for, besides their force."""

ROWS_AT_ONCE = 10_000_000
"""Records counted in one pass: two years of all forces' street crime, about 300 MB of counts."""

_KEYS = ("area", "first", "last", "load")


def passes(snapshot: Snapshot, table: str, loads: Sequence[str]) -> list[tuple[str, str]]:
    """The runs of periods, by their first months, in which to count the records of some loads."""
    wanted = set(loads)
    kept = snapshot.rows("loads", ("load", "rows_kept"))
    rows = sum(count for load, count in kept if load in wanted)
    starts = sorted(
        {
            first
            for load, of, first in snapshot.rows("slices", ("load", "table", "first"))
            if load in wanted and of == table
        }
    )
    at_once = max(1, len(starts) * ROWS_AT_ONCE // max(rows, 1))
    return [(some[0], some[-1]) for some in _runs(starts, at_once)]


def computed(
    snapshot: Snapshot,
    engine: Engine,
    catalogue: Catalogue,
    areas: Areas,
    table: str,
    loads: Sequence[str],
    starts: tuple[str, str],
) -> Iterator[pa.RecordBatch]:
    """Observations of every measure that is computed from `table`, of periods beginning in a run.

    They come by measure, and then by area and period.
    """
    import pyarrow.parquet as pq

    measures = catalogue.computed(table)
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
        reduced = engine.run(reduction(table, measures, loads, starts), files).read_all()
    for name in _KEYS:  # as numbers, the few different values are quick to pick from
        place = reduced.schema.get_field_index(name)
        reduced = reduced.set_column(place, name, reduced[name].dictionary_encode())
    for measure_id, source in sorted({m.id: c.source for m, c in measures}.items()):
        yield from _listed(reduced, measure_id, source)


def _runs(months: Sequence[str], length: int) -> Iterator[Sequence[str]]:
    return (months[n : n + length] for n in range(0, len(months), length))


@cache
def _area_of_lsoa(areas: Areas) -> pa.Table:
    """Columns `force`, `lsoa_code`, `area`: every area of `ROLLED_UP_TO` that an LSOA lies in."""
    import pyarrow as pa

    lsoas = areas.lsoas()
    districts = lsoas["district"].combine_chunks().dictionary_encode()

    def above(of_district: Callable[[str], str | None]) -> pa.Array:
        """For each LSOA, what its district lies in: asked once a district."""
        found = [of_district(code) for code in districts.dictionary.to_pylist()]
        return pa.array(found, pa.string()).take(districts.indices)

    of_kind: dict[Kind, pa.Array] = {
        "lsoa": lsoas["lsoa"].combine_chunks(),
        "ward": lsoas["ward"].combine_chunks(),
        "district": districts.cast(pa.string()),
        "csp": above(areas.csp_of),
        "division": above(areas.division_of),
    }
    columns = {"force": above(areas.force_of), "lsoa_code": of_kind["lsoa"]}
    each = [pa.table(columns | {"area": of_kind[kind]}) for kind in ROLLED_UP_TO]
    return pa.concat_tables(each).drop_null()


def _listed(reduced: pa.Table, measure: str, source: str) -> Iterator[pa.RecordBatch]:
    """One measure's column as observations; noughts are left out, for absence means nought."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from scrutiny.warehouse.tables import TABLES

    kept = reduced.select([*_KEYS, measure])
    kept = kept.filter(pc.fill_null(pc.not_equal(kept[measure], 0), False))
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
