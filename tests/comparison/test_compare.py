"""A force against its past and among the other forces."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scrutiny.analysis.exceptions import ExceptionFound, Severity
from scrutiny.catalogue.model import Better, Measure
from scrutiny.comparison.compare import compare, series
from scrutiny.comparison.exceptions import exceptions_of
from scrutiny.comparison.forces import among_forces
from scrutiny.measures.read import Reader
from scrutiny.periods import Month, Window

LANCASHIRE = "E23000003"
MEMBERS = {
    "E23000003", "W15000003", "E23000011", "E23000007",
    "E23000019", "E23000012", "E23000032", "E23000010",
}  # fmt: skip


def test_forces_are_compared_over_the_last_period_that_all_have(packaged_reader: Reader) -> None:
    crime = packaged_reader.catalogue.measure("all_crime")
    found = among_forces(packaged_reader, crime, LANCASHIRE, Month(2026, 3))
    assert found is not None
    assert str(found.period) == "2025-01 to 2025-12"
    assert found.late is not None
    assert "January to December 2025" in found.late
    now = among_forces(packaged_reader, crime, LANCASHIRE, Month(2025, 12))
    assert now is not None
    assert now.late is None
    assert now.current == found.current


def test_what_only_one_force_has_is_not_compared(packaged_reader: Reader) -> None:
    street = packaged_reader.catalogue.measure("street_crime")
    assert among_forces(packaged_reader, street, LANCASHIRE, Month(2025, 12)) is None


def test_the_most_similar_group_is_the_sum_of_its_members(packaged_reader: Reader) -> None:
    crime = packaged_reader.catalogue.measure("all_crime")
    found = among_forces(packaged_reader, crime, LANCASHIRE, Month(2025, 12))
    assert found is not None
    assert set(found.similar) == MEMBERS
    code, current, previous = found.totals[0]
    assert code == "MSG-E23000003"
    assert current.value == sum(found.current[m].value or 0 for m in MEMBERS)
    assert previous.value == sum(found.previous[m].value or 0 for m in MEMBERS)
    assert any("includes" in c for c in current.caveats)


@pytest.mark.parametrize(
    ("area", "change"),
    [
        ("K04000001", 612_720), ("E12000002", 136_272), ("MSG-E23000003", 187_247),
    ],
)  # fmt: skip
def test_totals_are_near_those_that_the_report_of_2017_prints(
    packaged_reader: Reader, area: str, change: int
) -> None:
    # Printed for the twelve months to August 2017, which no quarter ends: September's is near.
    found = compare(packaged_reader, "all_crime", area, Month(2017, 9))
    assert found.change.count == pytest.approx(change, rel=0.04)


def test_a_series_starts_where_the_loads_do_and_ends_with_a_whole_quarter(
    packaged_reader: Reader,
) -> None:
    crime = packaged_reader.catalogue.measure("all_crime")
    found = series(packaged_reader, crime, LANCASHIRE, Month(2025, 11))
    assert str(found[0].period) == "2012-04 to 2012-06"
    assert str(found[-1].period) == "2025-07 to 2025-09"
    assert len(found) == 54


def test_a_comparison_gives_every_load_behind_it(packaged_reader: Reader) -> None:
    found = compare(packaged_reader, "all_crime_rate", LANCASHIRE, Month(2025, 12))
    assert {p.source for p in found.provenance} == {"home-office", "ons-population"}


def test_the_change_of_a_small_count_is_cautious(packaged_reader: Reader) -> None:
    found = compare(
        packaged_reader, "homicide", LANCASHIRE, Month(2025, 12), Window.QUARTER
    )  # fmt: skip
    assert found.current.value is not None
    assert found.current.value < 50
    assert found.change.cautious


def test_exceptions_come_gravest_first_each_with_its_reason(packaged_reader: Reader) -> None:
    found = exceptions_of(packaged_reader, LANCASHIRE, Month(2025, 12))
    assert found
    assert [e.severity for e in found] == sorted(e.severity for e in found)
    assert {e.kind for e in found} <= {"signal", "peers", "target"}
    for e in found:
        assert e.reason.endswith(".")
        assert e.area == LANCASHIRE
    assert len({(e.measure, e.kind) for e in found}) == len(found)


def test_a_change_across_a_break_is_no_exception(packaged_reader: Reader) -> None:
    # The step of April 2018 is better recording: the chart is re-based there and nothing is said.
    crime = packaged_reader.catalogue.measure("all_crime")
    assert exceptions_of(packaged_reader, LANCASHIRE, Month(2018, 6), [crime]) == []


def test_a_rate_out_of_line_with_similar_forces_is_an_exception_only_the_worse_way(
    packaged_reader: Reader,
) -> None:
    rate = packaged_reader.catalogue.measure("shoplifting_rate")
    forces = among_forces(packaged_reader, rate, LANCASHIRE, Month(2025, 12))
    assert forces is not None
    assert forces.side == "below"  # of the real figures
    assert found_by_peers(packaged_reader, rate) == []
    if_more_were_better = replace(rate, better=Better.UP)
    [one] = found_by_peers(packaged_reader, if_more_were_better)
    assert "further below its peers" in one.reason
    assert one.severity == Severity.PEERS_WORSE


def found_by_peers(reader: Reader, measure: Measure) -> list[ExceptionFound]:
    found = exceptions_of(reader, LANCASHIRE, Month(2025, 12), [measure])
    return [e for e in found if e.kind == "peers"]


def test_a_group_has_no_value_before_it_had_members(packaged_reader: Reader) -> None:
    year = Window.YEAR.ending(Month(2013, 3))
    found = packaged_reader.observe("all_crime", "MSG-E23000003", year)
    assert found.value is None
    assert "has no members at 2013-03" in (found.missing or "")
