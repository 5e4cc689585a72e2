"""Year-end projection: a plain method, its rival, and what past years say of both."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from scipy import stats

from scrutiny.analysis.projection import holt_winters, project_year
from scrutiny.catalogue.model import Break, BreakKind, Kind, Measure
from scrutiny.observation import Observation
from scrutiny.periods import Month

Make = Callable[..., Measure]
Quarters = Callable[..., list[Observation]]

YEARS = [[100.0, 120, 110, 90], [104, 126, 112, 92], [98, 118, 111, 95], [101, 125, 109, 90]]


def flat(years: list[list[float]]) -> list[float]:
    return [value for year in years for value in year]


def test_the_plain_method_is_the_usual_share_of_the_latest_three_years(
    a_measure: Make, quarters: Quarters
) -> None:
    found = project_year(a_measure(), quarters([*flat(YEARS), 105, 130]), smoothing=False)
    share = (230 / 434 + 216 / 422 + 226 / 425) / 3
    assert found.value == pytest.approx(235 / share)
    assert (found.year, found.to_date) == (2016, 235)
    assert found.method == "each quarter's usual share of the year"


def test_the_error_and_interval_are_what_past_years_would_have_had(
    a_measure: Make, quarters: Quarters
) -> None:
    found = project_year(a_measure(), quarters([*flat(YEARS), 105, 130]), smoothing=False)
    shares = [220 / 420, 230 / 434, 216 / 422, 226 / 425]
    errors = []
    for n in (1, 2, 3):
        projected = sum(YEARS[n][:2]) / (sum(shares[:n]) / n)
        errors.append(sum(YEARS[n]) / projected - 1)
    assert found.tests == 3
    assert found.error == pytest.approx(100 * sum(map(abs, errors)) / 3)
    reach = (sum(e * e for e in errors) / 3) ** 0.5 * stats.t.ppf(0.975, 3)
    assert found.value is not None
    assert found.lower == pytest.approx(found.value * (1 - reach))
    assert found.upper == pytest.approx(found.value * (1 + reach))
    assert "Over 3 past years the method was wrong by" in found.text


def test_the_interval_never_falls_below_what_is_already_recorded(
    a_measure: Make, quarters: Quarters
) -> None:
    wild = [[100.0, 100, 100, 5], [100, 100, 100, 200], [100, 100, 100, 30]]
    found = project_year(a_measure(), quarters([*flat(wild), 100, 100, 100]))
    assert found.lower == 300


def test_a_quarter_of_the_past_before_the_break_is_not_used(
    a_measure: Make, quarters: Quarters
) -> None:
    step = Break("cdi", Month(2014, 4), BreakKind.RECORDING, "Better recording.")
    early = [[500.0, 500, 500, 500]] * 2
    broken = project_year(
        a_measure(breaks=(step,)), quarters([*flat(early + YEARS), 105, 130]), smoothing=False
    )
    clean = project_year(
        a_measure(), quarters([*flat(YEARS), 105, 130], "2014-04"), smoothing=False
    )
    assert broken == clean


@pytest.mark.parametrize("month", [Month(2014, 5), Month(2014, 7), Month(2015, 3)])
def test_a_break_inside_a_year_spoils_that_year(
    month: Month, a_measure: Make, quarters: Quarters
) -> None:
    step = Break("cdi", month, BreakKind.RECORDING, "Better recording.")
    found = project_year(a_measure(breaks=(step,)), quarters([*flat(YEARS), 105, 130]))
    assert found.value is None
    assert "there is 1." in found.text


def test_an_event_does_not_shorten_the_past(a_measure: Make, quarters: Quarters) -> None:
    event = Break("lockdown", Month(2014, 7), BreakKind.EVENT, "People stayed at home.")
    series = quarters([*flat(YEARS), 105, 130])
    assert project_year(a_measure(breaks=(event,)), series) == project_year(a_measure(), series)


def test_two_whole_years_are_too_few(a_measure: Make, quarters: Quarters) -> None:
    found = project_year(a_measure(), quarters([*flat(YEARS[:2]), 105, 130]))
    assert found.value is None
    assert found.to_date == 235
    assert found.text == (
        "A projection needs 3 whole years since the last break or missing value; there are 2."
    )


def test_a_missing_quarter_ends_the_past_before_it(a_measure: Make, quarters: Quarters) -> None:
    gap = [*flat(YEARS[:2]), None, *flat(YEARS)[9:], 105, 130]
    found = project_year(a_measure(), quarters(gap))
    assert found.value is None
    assert "there is 1." in found.text


def test_a_missing_quarter_this_year_gives_no_total_to_date(
    a_measure: Make, quarters: Quarters
) -> None:
    found = project_year(a_measure(), quarters([*flat(YEARS), 105, None]))
    assert (found.value, found.to_date) == (None, None)


def test_a_complete_year_is_not_projected(a_measure: Make, quarters: Quarters) -> None:
    found = project_year(a_measure(), quarters(flat(YEARS)))
    assert (found.value, found.to_date, found.text) == (None, 425, "2015/16 is complete.")


def test_a_percentage_is_not_projected(a_measure: Make, quarters: Quarters) -> None:
    found = project_year(a_measure(kind=Kind.PERCENT), quarters([*flat(YEARS), 105, 130]))
    assert found.value is None


def test_smoothing_is_used_only_where_it_beats_the_plain_method(
    a_measure: Make, quarters: Quarters
) -> None:
    """A rise that turns to a fall: the share to date is unusual, and smoothing sees it."""
    turning = [
        1000.0 + (60 * n if n < 20 else 1200 - 70 * (n - 20)) + (0, 90, 30, -60)[n % 4]
        for n in range(34)
    ]
    found = project_year(a_measure(), quarters(turning))
    plain = project_year(a_measure(), quarters(turning), smoothing=False)
    assert found.method == "Holt-Winters smoothing"
    assert found.error is not None
    assert found.baseline_error is not None
    assert found.error < found.baseline_error
    past = [turning[n : n + 4] for n in range(0, 32, 4)]
    assert [each.value for each in found.path] == holt_winters(past, turning[32:])
    assert plain.method == "each quarter's usual share of the year"


def test_smoothing_that_loses_is_not_used(a_measure: Make, quarters: Quarters) -> None:
    """Years of jumping size but constant shape: the share is exact, and smoothing cannot be."""
    sizes = [1.0, 3, 0.5, 2, 4, 1, 2.5, 0.7]
    series = [size * part for size in sizes for part in (100.0, 140, 120, 80)]
    found = project_year(a_measure(), quarters([*series, 200, 280]))
    assert found.method == "each quarter's usual share of the year"
    assert found.value == pytest.approx(880)
    assert found.error == pytest.approx(0)


def test_the_running_total_on_the_way_has_its_own_share_and_its_own_tested_interval(
    a_measure: Make, quarters: Quarters
) -> None:
    found = project_year(a_measure(), quarters([*flat(YEARS), 105, 130]), smoothing=False)
    third, whole = found.path
    assert (whole.value, whole.lower, whole.upper) == (found.value, found.lower, found.upper)
    assert found.value is not None
    to_third = [330 / 420, 342 / 434, 327 / 422, 335 / 425]
    assert third.value == pytest.approx(found.value * sum(to_third[1:]) / 3)
    shares = [220 / 420, 230 / 434, 216 / 422, 226 / 425]
    errors = []
    for n in (1, 2, 3):
        total = sum(YEARS[n][:2]) / (sum(shares[:n]) / n)
        errors.append(sum(YEARS[n][:3]) / (total * sum(to_third[:n]) / n) - 1)
    reach = (sum(e * e for e in errors) / 3) ** 0.5 * stats.t.ppf(0.975, 3)
    assert third.upper == pytest.approx(third.value * (1 + reach))
    assert third.lower == pytest.approx(max(235, third.value * (1 - reach)))
    assert project_year(a_measure(), quarters(flat(YEARS))).path == ()


@pytest.mark.full_data
def test_lancashires_year_2024_25_from_two_quarters(
    full_data: Path, a_measure: Make, quarters: Quarters
) -> None:
    """All crime without fraud, from April 2018 on; the year ended at 129,008."""
    import duckdb

    file = full_data / "recorded_crime" / "prc_pfa_2012q1_2025q3.parquet"
    values = [
        n
        for (n,) in duckdb.sql(
            f"""select sum(n) from '{file}' where "Force" = 'Lancashire'
                and "Group" not ilike '%fraud%' and FY between '2018/19' and '2024/25'
                group by FY, "Financial Quarter" order by FY, "Financial Quarter" """
        ).fetchall()
    ]
    assert sum(values[24:]) == 129_008
    series = quarters(values[:26], "2018-04")
    began = time.perf_counter()
    plain = project_year(a_measure(), series, smoothing=False)
    assert time.perf_counter() - began < 0.1
    found = project_year(a_measure(), series)
    for projection in (plain, found):
        assert projection.value is not None
        assert projection.lower <= 129_008 <= projection.upper
        assert abs(projection.value / 129_008 - 1) < 0.05
