"""Exceptions: what a meeting should look at, and what it must not be troubled with."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scrutiny.analysis.change import change
from scrutiny.analysis.control_chart import control_chart
from scrutiny.analysis.exceptions import Severity, find_exceptions, meets
from scrutiny.analysis.peers import OutOfLine
from scrutiny.catalogue.model import Better, Break, BreakKind, Measure, Target
from scrutiny.observation import Observation
from scrutiny.periods import Month

Make = Callable[..., Measure]
Quarters = Callable[..., list[Observation]]

STEADY = [100.0, 102, 99, 101] * 4


def test_a_signal_in_the_worse_direction_is_an_exception_in_one_sentence(
    a_measure: Make, quarters: Quarters
) -> None:
    series = quarters([*STEADY, 130])
    (found,) = find_exceptions(a_measure(), series[-1], chart=control_chart(a_measure(), series))
    assert (found.kind, found.severity) == ("signal", Severity.SIGNAL_WORSE)
    assert found.reason == (
        "All crime: Worse than usual: April to June 2016 (130) is above the upper limit."
    )


@pytest.mark.parametrize("latest", [70.0, 101.0])
def test_an_improvement_or_no_signal_is_no_exception(
    latest: float, a_measure: Make, quarters: Quarters
) -> None:
    series = quarters([*STEADY, latest])
    chart = control_chart(a_measure(), series)
    assert find_exceptions(a_measure(), series[-1], chart=chart) == []


@pytest.mark.parametrize("latest", [70.0, 130.0])
def test_where_neither_direction_is_better_a_signal_is_unusual_and_still_an_exception(
    latest: float, a_measure: Make, quarters: Quarters
) -> None:
    measure = a_measure(better=Better.NEITHER)
    series = quarters([*STEADY, latest])
    (found,) = find_exceptions(measure, series[-1], chart=control_chart(measure, series))
    assert found.severity is Severity.SIGNAL_UNUSUAL
    assert "Unusual" in found.reason
    assert "concerning" not in found.reason


def test_a_change_across_a_break_never_raises_an_exception(
    a_measure: Make, quarters: Quarters
) -> None:
    step = Break("cdi", Month(2016, 1), BreakKind.RECORDING, "Better recording.")
    measure = a_measure(breaks=(step,))
    series = quarters([*STEADY[:15], 200.0, 204.0])
    crossing = change(measure, series[-1], [series[-5]])
    unbased = control_chart(measure, series)
    assert unbased.variation == "concerning"
    rebased = control_chart(measure, series, rebase=[step.month])
    assert find_exceptions(measure, series[-1], change=crossing, chart=rebased) == []


def test_trial_limits_after_a_break_raise_nothing_while_the_change_is_not_comparable(
    a_measure: Make, quarters: Quarters
) -> None:
    step = Break("cdi", Month(2015, 7), BreakKind.RECORDING, "Better recording.")
    measure = a_measure(breaks=(step,))
    series = quarters([*STEADY[:13], 200.0, 200, 200, 200, 200, 200, 200, 200, 200, 200, 290])
    chart = control_chart(measure, series, rebase=[step.month])
    assert (chart.variation, chart.phases[-1].trial) == ("concerning", True)
    crossing = change(measure, series[-1], [series[5]])
    assert not crossing.comparable
    assert find_exceptions(measure, series[-1], change=crossing, chart=chart) == []
    within = change(measure, series[-1], [series[-5]])
    assert len(find_exceptions(measure, series[-1], change=within, chart=chart)) == 1


@pytest.mark.parametrize(
    ("better", "z", "severity"),
    [
        (Better.DOWN, 2.5, Severity.PEERS_WORSE),
        (Better.DOWN, -2.5, None),
        (Better.UP, -2.5, Severity.PEERS_WORSE),
        (Better.NEITHER, -2.5, Severity.PEERS_UNUSUAL),
        (Better.DOWN, 1.9, None),
    ],
)
def test_out_of_line_with_peers_in_the_worse_direction(
    better: Better, z: float, severity: Severity | None, a_measure: Make, quarters: Quarters
) -> None:
    latest = quarters([100.0])[0]
    found = find_exceptions(
        a_measure(better=better), latest, standing=OutOfLine("E23000003", z, 40.0)
    )
    assert [f.severity for f in found] == ([] if severity is None else [severity])


@pytest.mark.parametrize(
    ("rule", "met", "missed"),
    [
        ("under", 14.9, 15.0),
        ("at_most", 15.0, 15.1),
        ("over", 15.1, 15.0),
        ("at_least", 15.0, 14.9),
    ],
)
def test_a_target_is_met_by_its_own_rule(rule: str, met: float, missed: float) -> None:
    target = Target(rule, 15.0, "as agreed")
    assert meets(target, met)
    assert not meets(target, missed)


def test_a_missed_target_comes_first_and_says_the_target(
    a_measure: Make, quarters: Quarters
) -> None:
    measure = a_measure(
        title="Grade 1 response", unit="minutes", decimals=1,
        target=Target("under", 15.0, "under 15 minutes"),
    )  # fmt: skip
    series = quarters([*[v / 10 for v in STEADY], 16.2])
    found = find_exceptions(measure, series[-1], chart=control_chart(measure, series))
    assert [f.kind for f in found] == ["target", "signal"]
    assert found[0].reason == (
        "Grade 1 response was 16.2 minutes in April to June 2016, off its target "
        "(under 15 minutes)."
    )


def test_a_missing_value_is_no_exception(a_measure: Make, quarters: Quarters) -> None:
    measure = a_measure(target=Target("under", 15.0, "under 15"))
    assert find_exceptions(measure, quarters([None])[0]) == []
