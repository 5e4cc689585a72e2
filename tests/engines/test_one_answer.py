"""Both engines give the same answer, and it is the one that plain Python gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrutiny.catalogue.model import Computed, Kind
from scrutiny.measures.disclosure import SMALL_AREA_KINDS
from scrutiny.measures.read import Reader
from scrutiny.measures.sql import AREA_OF_LSOA, SMALL_AREA_TABLES, reduction
from scrutiny.periods import Month, Window
from scrutiny.warehouse.loads import load_records
from scrutiny.warehouse.tables import TABLES
from scrutiny.warehouse.vintages import answering

from . import plain

SUMS = {
    "recorded_crime": "offences",
    "outcomes": "outcomes",
    "street": "crimes",
    "stop_and_search": "searches",
}
"""The tables of records that are packaged, each with the column that its measures add up."""

SAMPLE = 4000  # rows of a table: plain Python counts them in milliseconds
RATIO = 1e-12


def ordered(table: pa.Table) -> pa.Table:
    return table.sort_by([(name, "ascending") for name in table.column_names])


def test_the_whole_catalogue_gives_identical_observations(packaged, packaged_on_spark):
    theirs, ours = (w.snapshot().read("observations") for w in (packaged_on_spark, packaged))
    assert ours.num_rows > 500_000
    assert ordered(theirs) == ordered(ours)
    marks = [w.snapshot().read("calculations") for w in (packaged_on_spark, packaged)]
    assert ordered(marks[0]) == ordered(marks[1])


# Any definition


@pytest.fixture(scope="session")
def within(areas) -> dict[tuple[str, str], list[str]]:
    """(force, LSOA) -> the areas that it lies in."""
    found: dict[tuple[str, str], list[str]] = {}
    for kind in ("ward", "district", "csp", "division"):
        for lsoa, area in areas.roll_up_lsoa(kind):
            force = areas.force_of(areas.lsoa_district(lsoa))
            if force is not None:
                found.setdefault((force, lsoa), [lsoa]).append(area)
    return found


@pytest.fixture(scope="session")
def samples(
    packaged, within, tmp_path_factory
) -> dict[str, tuple[list[Any], dict[str, list[str]]]]:
    """Real rows of each table, evenly taken from all of it: the rows, and the files to query."""
    folder: Path = tmp_path_factory.mktemp("samples")
    look_up = folder / "look-up.parquet"
    rows = [(force, lsoa, area) for (force, lsoa), all_ in within.items() for area in all_]
    names = ("force", "lsoa_code", "area")
    pq.write_table(pa.table(dict(zip(names, zip(*rows, strict=True), strict=True))), look_up)
    found = {}
    for table in SUMS:
        whole = packaged.snapshot().read(table)
        sample = whole.take(list(range(0, len(whole), -(-len(whole) // SAMPLE))))
        pq.write_table(sample, folder / f"{table}.parquet")
        files = {table: [str(folder / f"{table}.parquet")]}
        if table == "street":
            files[AREA_OF_LSOA] = [str(look_up)]
        found[table] = (sample.to_pylist(), files)
    return found


def definitions(table: str, rows: list[Any]) -> st.SearchStrategy[list[Computed]]:
    """Ways to count the rows of a table: any areas, months and breakdowns that are in it."""
    values: dict[str, list[str | int]] = {}
    for field in TABLES[table]:
        if pa.types.is_string(field.type) or pa.types.is_int16(field.type):
            held = sorted({row[field.name] for row in rows} - {None})
            if held:
                values[field.name] = [*held, type(held[0])("99")]  # and one that no row has
    conditions = st.sets(st.sampled_from(list(values)), max_size=2).flatmap(
        lambda chosen: st.fixed_dictionaries(
            {
                name: st.lists(st.sampled_from(values[name]), min_size=1, max_size=40, unique=True)
                .map(tuple)
                for name in chosen
            }
        )
    )  # fmt: skip
    one = st.builds(
        Computed, st.just(table), st.just("any"), st.just(SUMS[table]), conditions, conditions
    )
    return st.lists(one, min_size=1, max_size=5)


@pytest.mark.parametrize("table", SUMS)
def test_any_definition_counts_the_same_on_both_engines_and_in_plain_python(
    table, samples, within, duckdb, spark, catalogue
):
    rows, files = samples[table]
    loads = sorted({row["load"] for row in rows})
    places = within if table == "street" else {}
    any_measure = catalogue.computed(table)[0][0]
    counted = 0

    @settings(max_examples=6, deadline=None)
    @given(definitions(table, rows), st.sets(st.sampled_from(loads), min_size=1))
    def same(computed, chosen):
        nonlocal counted
        measures = [(replace(any_measure, id=f"m{n}"), c) for n, c in enumerate(computed)]
        query = reduction(table, measures, sorted(chosen))
        expected = plain.reduced(rows, computed, sorted(chosen), places)
        for engine in (duckdb, spark):
            answer = engine.run(query, files).read_all().to_pylist()
            found = {
                (row["area"], row["first"], row["last"], row["load"]): tuple(
                    int(row[m.id]) for m, _ in measures
                )
                for row in answer
            }
            assert len(found) == len(answer)
            assert found == expected, type(engine).__name__
        counted += sum(any(sums) for sums in expected.values())

    same()
    assert counted > 0


# Any figure that is read


@pytest.fixture(scope="session")
def records(areas) -> plain.Records:
    return plain.Records(areas)


@pytest.fixture(scope="session")
def readers(packaged, packaged_on_spark, areas, catalogue):
    """Both readers as at a date, kept."""
    kept: dict[Any, tuple[Reader, Reader]] = {}

    def as_at(day):
        if day not in kept:
            spaces = (packaged, packaged_on_spark)
            kept[day] = tuple(Reader(s.snapshot(), catalogue, areas, day) for s in spaces)
        return kept[day]

    return as_at


def counts_of(catalogue, measure):
    """The counts that a measure is made of, its own first; none where they are not computed."""
    parts = [measure.id] if measure.ratio is None else [measure.ratio.numerator]
    if measure.ratio and measure.ratio.denominator in catalogue:
        parts.append(measure.ratio.denominator)
    found = [catalogue.measure(part) for part in parts]
    return found if all(any(c.source == m.source for c in m.computed) for m in found) else []


def test_any_figure_is_the_same_whichever_engine_counted_it(
    packaged, readers, records, areas, catalogue
):
    measures = [m for m in catalogue.measures if counts_of(catalogue, m)]
    slices = [a for a in answering(packaged.snapshot()) if a.table in SUMS]
    released = sorted({r.released for r in load_records(packaged.snapshot())})
    groups = [a.code for a in areas if a.kind in ("region", "country", "group")]
    small = [
        area
        for kind in ("division", "csp", "district", "ward", "lsoa")
        for area in areas.children("E23000003", kind)[:20]
    ]
    with_value = dict.fromkeys((Kind.COUNT, Kind.RATE, Kind.PERCENT), 0)

    @settings(max_examples=200, deadline=None)
    @given(st.data())
    def same(data):
        kind = data.draw(st.sampled_from(list(with_value)))
        measure = data.draw(st.sampled_from([m for m in measures if m.kind is kind]))
        parts = counts_of(catalogue, measure)
        loaded = data.draw(st.sampled_from([a for a in slices if a.source == parts[0].source]))
        places = [loaded.area, *(["E23000003"] if small_areas(parts) else ())]
        places += [data.draw(st.sampled_from(groups))]
        places += [data.draw(st.sampled_from(small))] if small_areas(parts) else []
        area, last = data.draw(st.sampled_from(places)), Month.parse(loaded.last)
        windows = [w for w in Window if w is not Window.QUARTER or last.ends_quarter]
        grain = Window.QUARTER if parts[0].grain == "quarter" else Window.MONTH
        period = data.draw(st.just(grain) | st.sampled_from(windows)).ending(last)
        # When all are out, on the day of a release, or on the day before it.
        out = st.sampled_from([day for day in released if day >= last.last_day])
        day_before = out.map(lambda day: day - timedelta(days=1))
        as_at = data.draw(st.just(released[-1]) | out | day_before)

        both = readers(as_at)
        source = data.draw(st.sampled_from(both[0].sources(measure)))
        on_duckdb, on_spark = (r.observe(measure, area, period, source) for r in both)
        assert on_spark == on_duckdb
        if source != measure.source or hidden(on_duckdb, measure):
            return
        expected = [records.count(part, area, period, as_at) for part in parts]
        if measure.ratio is None:
            assert on_duckdb.value == expected[0]
        elif on_duckdb.value is not None:
            below = expected[1] if len(expected) > 1 else on_duckdb.denominator
            assert on_duckdb.numerator == expected[0]
            ratio = measure.per * expected[0] / below
            assert on_duckdb.value == pytest.approx(ratio, rel=RATIO, abs=0)
        with_value[measure.kind] += on_duckdb.value is not None

    def small_areas(parts):
        return all(c.table in SMALL_AREA_TABLES for part in parts for c in part.computed)

    def hidden(found, measure):
        small = areas.get(found.area).kind in SMALL_AREA_KINDS
        return found.value is None and small and measure.suppress_below is not None

    same()
    assert min(with_value.values()) >= 5, with_value
