"""The control charts of every force, from the raw file to the signal, against a naive one."""

from __future__ import annotations

from pathlib import Path

import pytest

import scrutiny
from scrutiny.comparison.charting import chart_of
from scrutiny.errors import ScrutinyError
from scrutiny.measures.read import Reader
from scrutiny.periods import Month, Window

from ..measures.raw_crime import Key, quarterly
from .naive_xmr import chart

PACKAGE = Path(scrutiny.__file__).parent
TO = Month(2025, 12)
LANCASHIRE, GREATER_MANCHESTER = "E23000003", "E23000005"
EVERYWHERE = {"stalking_and_harassment": ["2018-04", "2023-05"]}
HERE = {LANCASHIRE: ["2018-04"], GREATER_MANCHESTER: ["2019-07"]}
"""The months from which these series are not made as before: as the catalogue's words tell them."""


@pytest.fixture(scope="session")
def raw() -> dict[Key, float]:
    data = PACKAGE / "data" / "recorded_crime" / "prc_pfa_2012q1_2025q3.parquet"
    return quarterly(data, PACKAGE / "areas" / "data" / "areas.csv")


@pytest.mark.parametrize("breaks", ["catalogue", "none", "screened"])
@pytest.mark.parametrize("measure", ["all_crime", "robbery_personal", "stalking_and_harassment"])
def test_every_force_has_the_limits_and_signals_of_a_naive_chart(
    packaged_reader: Reader, raw: dict[Key, float], measure: str, breaks: str
) -> None:
    ends = sorted({last for _, _, last in raw})
    definition = packaged_reader.catalogue.measure(measure)
    seen = 0
    for force in packaged_reader.areas.forces():
        values = [raw.get((measure, force.code, last), 0.0) for last in ends]
        months = sorted({*EVERYWHERE.get(measure, []), *HERE.get(force.code, [])})
        starts = [] if breaks == "none" else [next_index(ends, m) for m in months]
        drawn = chart_of(
            packaged_reader, definition, force.code, TO,
            rebase=() if breaks == "none" else None, screen=breaks == "screened",
        )  # fmt: skip
        expected = chart(values, starts, breaks == "screened")
        assert [p.value for p in drawn.points] == values
        assert [(p.signal, p.side) for p in drawn.points] == [(e.signal, e.side) for e in expected]
        for point, by_hand in zip(drawn.points, expected, strict=True):
            limits = (point.mean, point.lower, point.upper)
            assert limits == pytest.approx(by_hand[:3], rel=1e-9)
        assert len(drawn.phases) == len(starts) + 1
        seen += sum(p.signal is not None for p in drawn.points)
    assert seen > 100


def next_index(ends: list[str], month: str) -> int:
    return next(i for i, end in enumerate(ends) if end >= month)


def test_a_chart_by_quarter_of_a_monthly_measure_sums_its_months(packaged_reader: Reader) -> None:
    street = packaged_reader.catalogue.measure("street_shoplifting")
    months = chart_of(packaged_reader, street, LANCASHIRE, TO, since=Month(2025, 1))
    quarters = chart_of(
        packaged_reader, street, LANCASHIRE, TO, since=Month(2025, 1), grain=Window.QUARTER
    )
    each = [p.value or 0 for p in months.points]
    assert len(each) == 12
    assert [p.value for p in quarters.points] == [sum(each[i : i + 3]) for i in (0, 3, 6, 9)]


def test_a_month_that_is_not_loaded_is_a_gap_in_the_chart_and_not_a_nought(
    packaged_reader: Reader,
) -> None:
    street = packaged_reader.catalogue.measure("street_crime")
    drawn = chart_of(packaged_reader, street, LANCASHIRE, Month(2020, 12))
    gaps = [str(p.period) for p in drawn.points if p.value is None]
    assert gaps == ["2020-06", "2020-08", "2020-09"]
    assert all(p.signal is None for p in drawn.points if p.value is None)


def test_a_quarterly_measure_has_no_chart_by_month_and_says_why(packaged_reader: Reader) -> None:
    crime = packaged_reader.catalogue.measure("all_crime")
    with pytest.raises(ScrutinyError, match="by financial quarter"):
        chart_of(packaged_reader, crime, LANCASHIRE, TO, grain=Window.MONTH)


def test_a_measure_with_nothing_loaded_has_no_chart_and_says_so(packaged_reader: Reader) -> None:
    knives = packaged_reader.catalogue.measure("atm_attacks")
    with pytest.raises(ScrutinyError, match="there is no series for Cumbria"):
        chart_of(packaged_reader, knives, "E23000002", TO)
