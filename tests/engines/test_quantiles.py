"""Quantiles have one definition everywhere: the seventh of Hyndman and Fan (1996), in which the
quantile p of n values lies (n - 1) p of the way along them in order, drawn straight between two.

The analysis alone takes any. Engines are asked for sums: what one calls exact becomes approximate
when SQLGlot says it in the words of another (it writes Spark's PERCENTILE_APPROX).
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlglot import exp

from scrutiny.analysis.peers import WINSORISED, out_of_line
from scrutiny.measures.read import Reader
from scrutiny.measures.sql import PERIOD_COLUMNS, reduction
from scrutiny.observation import Observation
from scrutiny.periods import Period

YEAR = Period.parse("2025-01", "2025-12")


def by_definition(values: list[float], share: float) -> float:
    """The quantile as the definition says it, without a library's."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def z_scores(counts: list[float], people: list[float]) -> list[float]:
    expected = np.array(people) * sum(counts) / sum(people)
    return list(2 * (np.sqrt(counts) - np.sqrt(expected)))


def drawn_in(z: list[float], low: float, high: float) -> float:
    return max(1.0, float(np.mean(np.clip(z, low, high) ** 2)))


@pytest.fixture(scope="session")
def real(packaged, catalogue, areas) -> list[Observation]:
    """The rate of all crime in each force."""
    reader = Reader(packaged.snapshot(), catalogue, areas)
    found = [reader.observe("all_crime_rate", f.code, YEAR) for f in areas.forces()]
    return [o for o in found if o.numerator]


def test_the_dispersion_of_real_forces_draws_in_the_quantiles_of_the_definition(real):
    z = z_scores([o.numerator for o in real], [o.denominator for o in real])
    spread = drawn_in(z, by_definition(z, WINSORISED), by_definition(z, 1 - WINSORISED))
    assert spread > 10  # forces differ by far more than chance, so the quantiles matter
    assert {round(o.dispersion / spread, 12) for o in out_of_line(real).values()} == {1.0}


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10**7)), min_size=4, max_size=60))
def test_the_dispersion_of_any_areas_draws_in_the_same_quantiles_as_numpy(given_areas):
    counts, people = (list(map(float, column)) for column in zip(*given_areas, strict=True))
    members = [
        Observation("rate", f"area {n}", "made", YEAR, c / p, numerator=c, denominator=p)
        for n, (c, p) in enumerate(zip(counts, people, strict=True))
    ]
    z = z_scores(counts, people)
    low, high = np.quantile(z, [WINSORISED, 1 - WINSORISED], method="linear")
    assert by_definition(z, WINSORISED) == pytest.approx(low, rel=1e-12, abs=1e-9)
    found = [o.dispersion for o in out_of_line(members).values()]
    assert found == pytest.approx([drawn_in(z, low, high)] * len(members), rel=1e-9)


@pytest.mark.parametrize("share", [0.1, 0.25, 0.5, 0.9])
def test_the_exact_quantiles_of_both_engines_are_of_the_same_definition(
    share, real, duckdb, spark, tmp_path
):
    file = str(tmp_path / "figures.parquet")
    values = [o.value for o in real]
    pq.write_table(pa.table({"value": values}), file)
    for engine, function in ((duckdb, "QUANTILE_CONT"), (spark, "PERCENTILE")):
        quantile = exp.Anonymous(
            this=function, expressions=[exp.column("value"), exp.convert(share)]
        )
        query = exp.select(exp.alias_(quantile, "quantile")).from_("figures")
        (row,) = engine.run(query, {"figures": [file]}).read_all().to_pylist()
        assert row["quantile"] == pytest.approx(by_definition(values, share), rel=1e-12)


def test_an_engine_is_asked_for_sums_and_no_other_aggregate(catalogue):
    for table in PERIOD_COLUMNS:
        measures = catalogue.computed(table)
        if measures:
            query = reduction(table, measures, ["a load"], ("2019-01", "2019-12"))
            assert {type(found) for found in query.find_all(exp.AggFunc)} == {exp.Sum}
