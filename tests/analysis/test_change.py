"""A change: its words by unit, and its standing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scrutiny.analysis.change import change
from scrutiny.catalogue.model import Break, BreakKind, Kind, Measure
from scrutiny.errors import ScrutinyError
from scrutiny.observation import Observation
from scrutiny.periods import Month

Make = Callable[..., Measure]
Observe = Callable[..., Observation]
YEAR_BEFORE = ("2018-01", "2018-12")
RECORDING = Break("cdi", Month(2018, 4), BreakKind.RECORDING, "Recording got better.", "E23000003")


@pytest.mark.parametrize(
    ("unit", "decimals", "previous", "current", "text"),
    [
        ("offences", 0, 23114, 23680, "increase (2%, 566)"),
        ("offences", 0, 161398, 148813, "decrease (8%, -12,585)"),
        ("offences", 0, 1500, 1494, "decrease (under 0.5%, -6)"),
        ("offences", 0, 200, 201, "increase (1%, 1)"),  # exactly 0.5% is rounded away from nought
        ("offences", 0, 100, 100, "no change"),
        ("offences", 0, 0, 12, "increase (from none, 12)"),
        ("offences", 0, -3, 12, "increase (15)"),
        ("offences", 0, 12, 0, "decrease (100%, -12)"),
        ("percent", 0, 70, 67, "decrease (3 percentage points)"),
        ("percent", 0, 76, 77, "increase (1 percentage point)"),
        ("percent", 1, 73.8, 71.9, "decrease (1.9 percentage points)"),
        ("percent", 0, 70, 70.3, "increase (under 0.5 percentage points)"),
        ("minutes", 1, 9.9, 10.2, "increase (0.3 minutes)"),
        ("minutes", 0, 10, 9, "decrease (1 minute)"),
        ("minutes", 1, 9.9, 9.92, "increase (under 0.05 minutes)"),
        ("seconds", 0, 179, 203, "increase (24 seconds)"),
        ("gbp_million", 1, 77.3, 78.0, "increase (£0.7m)"),
        ("gbp_million", 1, 78.0, 77.3, "decrease (£0.7m)"),
        ("headcount", 0, 393, 259, "decrease (34%, -134)"),
        ("fte", 2, 2800, 2843.29, "increase (2%, 43.29)"),
        ("per 1,000 population", 1, 70.0, 72.1, "increase (3%, 2.1 per 1,000 population)"),
        ("per 1,000", 1, 72.1, 70.0, "decrease (3%, -2.1 per 1,000)"),
    ],
)
def test_a_change_is_worded_by_its_unit(
    unit: str, decimals: int, previous: float, current: float, text: str,
    a_measure: Make, observed: Observe,
) -> None:  # fmt: skip
    measure = a_measure(unit=unit, decimals=decimals, kind=Kind.LEVEL)
    assert change(measure, observed(current), [observed(previous, *YEAR_BEFORE)]).text == text


def test_a_count_has_a_percentage_and_a_percentage_has_points(
    a_measure: Make, observed: Observe
) -> None:
    count = change(a_measure(), observed(110), [observed(100, *YEAR_BEFORE)])
    assert (count.count, count.percent, count.points) == (10, 10, None)
    share = change(
        a_measure(unit="percent", kind=Kind.LEVEL), observed(67), [observed(70, *YEAR_BEFORE)]
    )
    assert (share.count, share.percent, share.points) == (None, None, -3)


def test_the_average_of_three_years_is_what_is_compared(a_measure: Make, observed: Observe) -> None:
    before = [observed(v, f"{y}-01", f"{y}-12") for v, y in ((90, 2018), (100, 2017), (116, 2016))]
    found = change(a_measure(), observed(100), before)
    assert found.previous == 102
    assert found.text == "decrease (2%, -2)"


def test_an_average_with_a_missing_year_is_missing(a_measure: Make, observed: Observe) -> None:
    gap = observed(None, "2017-01", "2017-12", missing="No figures are loaded for June 2017.")
    found = change(a_measure(), observed(100), [observed(90, *YEAR_BEFORE), gap])
    assert found.text == "not available"
    assert found.direction is None
    assert found.count is None
    assert found.previous is None
    assert found.incomplete
    assert "No figures are loaded for June 2017." in found.caveats


def test_a_missing_current_value_says_why(a_measure: Make, observed: Observe) -> None:
    gap = observed(None, missing="Nobody has supplied it since September 2019.")
    found = change(a_measure(), gap, [observed(100, *YEAR_BEFORE)])
    assert found.text == "not available"
    assert found.previous == 100
    assert found.caveats == ("Nobody has supplied it since September 2019.",)


def test_across_a_recording_break_the_figures_stay_but_are_not_comparable(
    a_measure: Make, observed: Observe
) -> None:
    measure = a_measure(breaks=(RECORDING,))
    found = change(measure, observed(146063), [observed(162935, *YEAR_BEFORE)])
    assert found.text == "decrease (10%, -16,872)"
    assert not found.comparable
    assert found.significant is None
    assert found.caveats == (
        "Not comparable: recording changed in April 2018: Recording got better.",
    )


def test_a_break_of_another_area_or_before_both_windows_changes_nothing(
    a_measure: Make, observed: Observe
) -> None:
    elsewhere = Break("other", Month(2018, 4), BreakKind.RECORDING, "Elsewhere.", "E23000005")
    before = Break("old", Month(2018, 1), BreakKind.RECLASSIFICATION, "New codes.")
    found = change(
        a_measure(breaks=(elsewhere, before)), observed(90), [observed(100, *YEAR_BEFORE)]
    )
    assert found.comparable
    assert found.caveats == ()


@pytest.mark.parametrize("month", [Month(2018, 7), Month(2017, 3)])
def test_an_event_is_a_caveat_whether_it_starts_or_ends_inside(
    month: Month, a_measure: Make, observed: Observe
) -> None:
    lockdown = Break(
        "lockdown", month, BreakKind.EVENT, "People stayed at home", until=Month(2018, 9)
    )
    found = change(a_measure(breaks=(lockdown,)), observed(900), [observed(1000, *YEAR_BEFORE)])
    assert found.comparable
    (caveat,) = found.caveats
    assert caveat == (
        f"An event of {month.name} falls inside the comparison: People stayed at home."
    )


def test_small_numbers_are_a_caution(a_measure: Make, observed: Observe) -> None:
    assert change(a_measure(), observed(72), [observed(49, *YEAR_BEFORE)]).cautious
    assert not change(a_measure(), observed(72), [observed(50, *YEAR_BEFORE)]).cautious


def test_a_percentage_is_cautious_by_its_numerator(a_measure: Make, observed: Observe) -> None:
    measure = a_measure(unit="percent", kind=Kind.PERCENT, decimals=1)
    before = observed(20.0, *YEAR_BEFORE, numerator=100, denominator=500)
    few = observed(20.0, numerator=10, denominator=50)
    many = observed(20.0, numerator=200, denominator=1000)
    assert change(measure, few, [before]).cautious
    assert not change(measure, many, [before]).cautious


def test_provisional_figures_are_named(a_measure: Make, observed: Observe) -> None:
    found = change(a_measure(), observed(90, status="provisional"), [observed(100, *YEAR_BEFORE)])
    assert found.caveats == ("January to December 2019 is provisional and may be revised.",)


@pytest.mark.parametrize(
    ("other", "rule"),
    [
        ({"area": "E23000005"}, "one area"),
        ({"source": "force-dashboard"}, "one source"),
        ({"measure": "rape"}, "one measure"),
    ],
)
def test_unlike_values_are_never_compared(
    other: dict[str, str], rule: str, a_measure: Make, observed: Observe
) -> None:
    with pytest.raises(ScrutinyError, match=rule):
        change(a_measure(), observed(90), [observed(100, *YEAR_BEFORE, **other)])


def test_windows_of_different_lengths_are_never_compared(
    a_measure: Make, observed: Observe
) -> None:
    with pytest.raises(ScrutinyError, match="one length"):
        change(a_measure(), observed(90), [observed(100, "2018-01", "2018-11")])


def test_two_small_counts_are_tested_exactly(a_measure: Make, observed: Observe) -> None:
    rise = change(a_measure(), observed(141), [observed(72, *YEAR_BEFORE)])
    assert (rise.significant, rise.method) == (True, "exact test of two counts")
    steady = change(a_measure(), observed(77), [observed(72, *YEAR_BEFORE)])
    assert steady.significant is False


def test_a_large_count_has_no_verdict_without_its_own_past(
    a_measure: Make, observed: Observe
) -> None:
    found = change(a_measure(), observed(148813), [observed(161398, *YEAR_BEFORE)])
    assert found.significant is None


def test_a_large_change_is_judged_by_how_the_series_itself_moves(
    a_measure: Make, observed: Observe, quarters: Callable[..., list[Observation]]
) -> None:
    steady = quarters([10000.0, 10100, 9950, 10050] * 6 + [10020], "2012-04")
    restless = quarters([10000.0, 13000, 9000, 12500, 8000] * 5, "2012-04")
    current, previous = observed(8800, "2019-01", "2019-03"), observed(10100, "2018-01", "2018-03")
    assert change(a_measure(), current, [previous], steady).significant is True
    assert change(a_measure(), current, [previous], restless).significant is False


def test_the_past_across_a_break_is_not_ordinary_variation(
    a_measure: Make, observed: Observe, quarters: Callable[..., list[Observation]]
) -> None:
    stepped = quarters([10000.0, 10100, 9950, 10050] * 3 + [20000.0, 20100, 19950, 20050] * 3)
    current, previous = observed(18000, "2019-01", "2019-03"), observed(20000, "2018-01", "2018-03")
    broken = Break("step", Month(2015, 4), BreakKind.RECORDING, "Recording got better.")
    assert change(a_measure(breaks=(broken,)), current, [previous], stepped).significant is True
    assert change(a_measure(), current, [previous], stepped).significant is False


def test_a_lockdown_is_not_ordinary_variation(
    a_measure: Make, observed: Observe, quarters: Callable[..., list[Observation]]
) -> None:
    values = [10000.0, 10100, 9950, 10050] * 6
    values[8] = 4000
    locked = quarters(values)
    current, previous = observed(8800, "2019-01", "2019-03"), observed(10100, "2018-01", "2018-03")
    event = Break("lockdown", Month(2014, 4), BreakKind.EVENT, "At home.", until=Month(2014, 6))
    assert change(a_measure(), current, [previous], locked).significant is False
    measure = a_measure(breaks=(event,))
    assert change(measure, current, [previous], locked).significant is True
    # With nothing but the event's own years to go by, they are what there is.
    short = change(measure, current, [previous], locked[4:12]).significant
    assert short is False


def test_a_series_with_a_quarter_left_out_makes_no_false_pairs(
    a_measure: Make, observed: Observe, quarters: Callable[..., list[Observation]]
) -> None:
    seasonal = quarters([10000.0, 14000, 9000, 12000] * 6)
    current, previous = observed(9100, "2019-01", "2019-03"), observed(12000, "2018-01", "2018-03")
    whole = change(a_measure(), current, [previous], seasonal)
    holed = change(a_measure(), current, [previous], seasonal[:10] + seasonal[11:])
    assert whole.significant is holed.significant is True


def test_the_published_survey_verdict_is_reproduced(a_measure: Make, observed: Observe) -> None:
    """Crime Survey: 73.8% +-4.7 to 71.9% +-3.5, published as no significant change."""
    measure = a_measure(unit="percent", kind=Kind.LEVEL, decimals=1)
    found = change(
        measure,
        observed(71.9, "2018-10", "2019-09", lower=68.4, upper=75.4),
        [observed(73.8, "2017-10", "2018-09", lower=69.1, upper=78.5)],
    )
    assert (found.text, found.significant) == ("decrease (1.9 percentage points)", False)
    assert found.method == "published intervals"
