"""Control charts against an implementation written naively, in exact fractions, without ours."""

from __future__ import annotations

import time
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scrutiny.analysis.control_chart import control_chart, rebase_months
from scrutiny.analysis.spc import SIGNALS, limits_and_signals
from scrutiny.catalogue.model import Better, Break, BreakKind, Kind, Measure, Target
from scrutiny.errors import ScrutinyError
from scrutiny.observation import Observation
from scrutiny.periods import Month

Make = Callable[..., Measure]
Quarters = Callable[..., list[Observation]]
Naive = list[tuple[Fraction | None, Fraction | None, Fraction | None, str | None, str | None]]


def naive_chart(values: list[int | None], starts: list[int], screen: bool) -> Naive:
    """XmR by the book: one phase after another, one rule after another, in exact fractions."""
    bounds = sorted({0, *starts, len(values)})
    chart: Naive = []
    for start, stop in pairwise(bounds):
        chart += naive_phase(values[start:stop], screen)
    return chart


def naive_phase(values: list[int | None], screen: bool) -> Naive:
    n = len(values)
    known = [Fraction(v) for v in values if v is not None]
    if not known:
        return [(None, None, None, None, None)] * n
    mean = sum(known) / len(known)
    ranges = []
    for i in range(1, n):
        if values[i] is not None and values[i - 1] is not None:
            ranges.append(Fraction(abs(values[i] - values[i - 1])))
    if not ranges:
        return [(mean, None, None, None, None)] * n
    average = sum(ranges) / len(ranges)
    if screen and average > 0:
        ranges = [r for r in ranges if r < Fraction("3.267") * average]
        average = sum(ranges) / len(ranges)
    reach = Fraction("2.66") * average
    lower, upper = mean - reach, mean + reach

    meets: list[dict[str, str]] = [{} for _ in range(n)]

    def run(i: int, length: int) -> list[int] | None:
        window = values[i : i + length]
        return None if len(window) < length or None in window else window  # type: ignore[return-value]

    for i, value in enumerate(values):
        if value is not None and not lower <= value <= upper:
            meets[i]["outside limits"] = "above" if value > upper else "below"
        seven = run(i, 7)
        if seven:
            pairs = list(pairwise(seven))
            for side, holds in (
                ("above", all(b > a for a, b in pairs)),
                ("below", all(b < a for a, b in pairs)),
            ):
                if holds:
                    for j in range(i, i + 7):
                        meets[j]["trend"] = side
            for side, holds in (
                ("above", all(v > mean for v in seven)),
                ("below", all(v < mean for v in seven)),
            ):
                if holds:
                    for j in range(i, i + 7):
                        meets[j]["shift"] = side
        three = run(i, 3)
        if three:
            for side, sign in (("above", 1), ("below", -1)):
                far = [j for j in range(i, i + 3) if sign * (values[j] - mean) > reach * 2 / 3]
                if len(far) >= 2:
                    for j in far:
                        meets[j]["two of three"] = side
    order = ["outside limits", "trend", "two of three", "shift"]
    chart: Naive = []
    for met in meets:
        signal = next((name for name in order if name in met), None)
        chart.append((mean, lower, upper, signal, met[signal] if signal else None))
    return chart


def assert_same(values: list[int | None], starts: list[int], screen: bool) -> None:
    expected = naive_chart(values, starts, screen)
    array = np.array([[np.nan if v is None else v for v in values]], dtype=float)
    phases = np.array(
        [[sum(i >= s for s in sorted(set(starts) - {0})) for i in range(len(values))]]
    )
    found = limits_and_signals(array, phases, screen=screen)
    for i, (mean, lower, upper, signal, side) in enumerate(expected):
        for ours, theirs in ((found.mean, mean), (found.lower, lower), (found.upper, upper)):
            if theirs is None:
                assert np.isnan(ours[0, i])
            else:
                assert ours[0, i] == pytest.approx(float(theirs), rel=1e-9, abs=1e-6)
        number = int(found.signal[0, i])
        assert (None if number < 0 else SIGNALS[number]) == signal, i
        assert {0: None, 1: "above", -1: "below"}[int(found.side[0, i])] == side, i


VALUES = st.lists(st.one_of(st.none(), st.integers(-3, 12)), min_size=1, max_size=60)
LARGE = st.lists(st.integers(0, 50_000), min_size=1, max_size=60)


@settings(max_examples=400, deadline=None)
@given(st.one_of(VALUES, LARGE), st.lists(st.integers(0, 59), max_size=3), st.booleans())
def test_limits_and_signals_equal_a_naive_implementation(
    values: list[int | None], starts: list[int], screen: bool
) -> None:
    assert_same(values, [s for s in starts if s < len(values)], screen)


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 10_000), st.lists(st.integers(-3, 6), min_size=20, max_size=55), st.booleans()
)
@example(0, [0] * 6 + [6] + [-1] * 6 + [1] * 6 + [0], False)  # a trend ends where one begins
def test_drifting_series_with_long_runs_equal_the_naive_implementation(
    start: int, steps: list[int], screen: bool
) -> None:
    assert_same([start + sum(steps[:i]) for i in range(len(steps))], [], screen)


def force_series(full_data: Path) -> dict[tuple[str, str], list[int]]:
    """The quarters of each force and offence group, in order, straight from the raw file."""
    import duckdb

    file = full_data / "recorded_crime" / "prc_pfa_2012q1_2025q3.parquet"
    found: dict[tuple[str, str], list[int]] = {}
    rows = duckdb.sql(
        'select "Force", "Group", "FY", "Financial Quarter", sum(n)::bigint '
        f"from '{file}' group by all order by all"
    ).fetchall()
    for name, offences, _, _, total in rows:
        found.setdefault((name, offences), []).append(total)
    return found


@pytest.mark.full_data
@pytest.mark.parametrize("screen", [False, True])
def test_the_real_series_of_all_forces_equal_the_naive_implementation(
    full_data: Path, screen: bool
) -> None:
    series = force_series(full_data)
    assert len({force for force, _ in series}) >= 43
    signals = 0
    for values in series.values():
        assert_same(values, [], screen)
        assert_same(values, [24], screen)
        signals += sum(point[3] is not None for point in naive_chart(values, [], screen))
    assert signals > 1000


def test_all_forces_and_measures_take_less_than_half_a_second() -> None:
    values = np.random.default_rng(7).poisson(1000, (43 * 9, 55)).astype(float)
    phases = np.zeros(values.shape, dtype=np.int64)
    phases[:, 24:] = 1
    began = time.perf_counter()
    limits_and_signals(values, phases, screen=True)
    assert time.perf_counter() - began < 0.5


def test_rows_of_different_phases_are_as_if_alone() -> None:
    values = np.random.default_rng(3).poisson(100, (5, 40)).astype(float)
    phases = np.array([[int(i >= start) for i in range(40)] for start in (0, 10, 20, 30, 40)])
    together = limits_and_signals(values, phases)
    for row in range(5):
        alone = limits_and_signals(values[row : row + 1], phases[row : row + 1])
        np.testing.assert_array_equal(together.mean[row], alone.mean[0])
        np.testing.assert_array_equal(together.signal[row], alone.signal[0])


def test_wheelers_constant_gives_the_limits(a_measure: Make, quarters: Quarters) -> None:
    chart = control_chart(a_measure(), quarters([10.0, 12, 11, 13, 12] * 3))
    mean, moving = 11.6, (2 + 1 + 2 + 1) * 3 + 2 * 2
    reach = 2.66 * moving / 14
    point = chart.points[0]
    assert (point.mean, point.lower, point.upper) == pytest.approx(
        (mean, mean - reach, mean + reach)
    )


def test_a_point_on_the_mean_ends_a_shift(a_measure: Make, quarters: Quarters) -> None:
    below, above = [9.0, 6, 9, 6, 9, 6], [11.0, 14, 11, 14, 11, 14]
    broken = control_chart(a_measure(), quarters([*below, 10, *above]))
    assert {p.signal for p in broken.points} == {None}
    whole = control_chart(a_measure(), quarters([*below, 9, *above, 11]))
    assert [p.side for p in whole.points] == ["below"] * 7 + ["above"] * 7
    assert {p.signal for p in whole.points} == {"shift"}


def test_seven_rising_points_are_a_trend_and_a_tie_ends_it(
    a_measure: Make, quarters: Quarters
) -> None:
    noise = [50.0, 41, 57, 44, 52, 43, 58, 45]
    rising = control_chart(a_measure(), quarters([*noise, 46, 47, 48, 49, 50, 51, *noise]))
    marked = [(n, p.side) for n, p in enumerate(rising.points) if p.signal == "trend"]
    assert marked == [(n, "above") for n in range(7, 14)]
    tied = control_chart(a_measure(), quarters([*noise, 46, 47, 48, 48, 50, 51, *noise]))
    assert "trend" not in {p.signal for p in tied.points}


def test_a_missing_quarter_breaks_runs_and_moving_ranges(
    a_measure: Make, quarters: Quarters
) -> None:
    chart = control_chart(a_measure(), quarters([10.0, 12, None, 30, 32, None, 20]))
    gap = chart.points[2]
    assert (gap.value, gap.signal) == (None, None)
    # Two moving ranges of 2 remain: none is taken across a gap.
    assert chart.phases[0].upper == pytest.approx(20.8 + 2.66 * 2)
    assert chart.phases[0].points == 5


def test_rebasing_gives_each_phase_its_own_limits_and_stops_runs_at_it(
    a_measure: Make, quarters: Quarters
) -> None:
    values = [100.0, 102, 98, 101, 99] * 3 + [200.0, 203, 199, 201, 198] * 3
    series = quarters(values, "2012-04")
    chart = control_chart(a_measure(), series, rebase=[Month(2016, 1)])
    assert [(p.points, round(p.mean or 0, 1)) for p in chart.phases] == [(15, 100), (15, 200.2)]
    assert chart.phases[1].first.first == Month(2016, 1)
    assert {p.signal for p in chart.points} == {None}
    unbased = control_chart(a_measure(), series)
    assert {p.signal for p in unbased.points} == {"outside limits"}


def test_rebasing_outside_the_series_changes_nothing(a_measure: Make, quarters: Quarters) -> None:
    series = quarters([10.0, 12, 11, 13])
    assert control_chart(
        a_measure(), series, rebase=[Month(2000, 1), Month(2012, 4), Month(2030, 1)]
    ) == control_chart(a_measure(), series)


def test_only_breaks_that_prevent_comparison_rebase(a_measure: Make) -> None:
    measure = a_measure(
        breaks=(
            Break("codes", Month(2017, 4), BreakKind.RECLASSIFICATION, "New codes."),
            Break("cdi", Month(2018, 4), BreakKind.RECORDING, "Better.", "E23000003"),
            Break("lockdown", Month(2020, 3), BreakKind.EVENT, "At home."),
        )
    )
    assert rebase_months(measure, "E23000003") == (Month(2017, 4), Month(2018, 4))
    assert rebase_months(measure, "E23000005") == (Month(2017, 4),)


def test_fewer_than_thirteen_points_say_trial_limits(a_measure: Make, quarters: Quarters) -> None:
    twelve = control_chart(a_measure(), quarters([10.0, 12, 11] * 4))
    assert twelve.phases[0].trial
    assert twelve.variation == "trial"
    assert twelve.verdict.endswith("These are trial limits, from 12 points.")
    thirteen = control_chart(a_measure(), quarters([10.0, 12, 11] * 4 + [11]))
    assert (thirteen.phases[0].trial, thirteen.variation) == (False, "common")
    assert "trial" not in thirteen.verdict


def test_one_point_alone_has_no_limits(a_measure: Make, quarters: Quarters) -> None:
    chart = control_chart(a_measure(), quarters([10.0]))
    assert (chart.points[0].mean, chart.points[0].upper, chart.points[0].signal) == (10, None, None)
    assert "stands alone" in chart.verdict


STEADY = [100.0, 102, 99, 101] * 4


@pytest.mark.parametrize(
    ("better", "latest", "variation"),
    [
        (Better.DOWN, 130, "concerning"),
        (Better.DOWN, 70, "improving"),
        (Better.UP, 130, "improving"),
        (Better.UP, 70, "concerning"),
        (Better.NEITHER, 130, "unusual"),
        (Better.NEITHER, 70, "unusual"),
        (Better.DOWN, 101, "common"),
    ],
)
def test_a_signal_is_judged_by_the_better_direction(
    better: Better, latest: float, variation: str, a_measure: Make, quarters: Quarters
) -> None:
    chart = control_chart(a_measure(better=better), quarters([*STEADY, latest]))
    assert chart.variation == variation
    words = {"improving": "Better than usual: ", "concerning": "Worse than usual: "}
    words |= {"unusual": "Unusual: ", "common": ""}
    assert chart.verdict.startswith(f"{words[variation]}April to June 2016 ({latest:g})")


@pytest.mark.parametrize(
    ("rule", "value", "assurance"),
    [
        ("under", 110, "consistently meets"),
        ("under", 101, "hit and miss"),
        ("under", 90, "consistently misses"),
        ("at_least", 90, "consistently meets"),
        ("at_least", 101, "hit and miss"),
        ("over", 110, "consistently misses"),
    ],
)
def test_the_limits_say_whether_a_target_is_met(
    rule: str, value: float, assurance: str, a_measure: Make, quarters: Quarters
) -> None:
    measure = a_measure(target=Target(rule, value, "as agreed"))
    assert control_chart(measure, quarters(STEADY)).assurance == assurance


def test_a_missing_latest_value_is_said(a_measure: Make, quarters: Quarters) -> None:
    chart = control_chart(a_measure(), quarters([*STEADY, None]))
    assert chart.variation is None
    assert chart.verdict.startswith("There is no value for April to June 2016")


def test_limits_below_nought_are_kept_for_whoever_draws(
    a_measure: Make, quarters: Quarters
) -> None:
    chart = control_chart(a_measure(kind=Kind.COUNT), quarters([0.0, 9, 0, 9, 1]))
    assert chart.phases[0].lower is not None
    assert chart.phases[0].lower < 0


def test_periods_that_do_not_follow_one_another_are_refused(
    a_measure: Make, quarters: Quarters
) -> None:
    series = quarters([1.0, 2, 3])
    with pytest.raises(ScrutinyError, match="follow one another"):
        control_chart(a_measure(), [series[0], series[2]])
    with pytest.raises(ScrutinyError, match="at least one period"):
        control_chart(a_measure(), [])
