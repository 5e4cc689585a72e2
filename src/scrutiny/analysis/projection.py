"""Where a financial year will end: a projection with an interval, tested on past years.

The plain method is each quarter's (or month's) usual share of the year. Holt-Winters smoothing
(Holt 1957; Winters, Management Science 6, 1960), fitted by statsmodels, is used instead only where
it would have projected past years of the same series more closely.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from scrutiny.analysis.distributions import t_reach
from scrutiny.analysis.rounding import format_count, format_number
from scrutiny.catalogue.model import Kind, Measure
from scrutiny.observation import Observation
from scrutiny.periods import FINANCIAL_YEAR_STARTS, financial_year_name

FEWEST_YEARS = 3  # whole years since the last break, without which nothing is projected
SHARE_YEARS = 3  # the latest years whose shares are averaged
# Holt-Winters starts from this many whole years (statsmodels' heuristic start needs 14 quarters),
# and needs this many tests to be preferred.
SMOOTHING_YEARS = 4
FEWEST_TESTS = 3
LEVEL = 0.05  # the intervals are 95 per cent intervals

Year = Sequence[float]
# The running total at the end of each part of the year that is still to come; the last is the year.
Method = Callable[[Sequence[Year], Year], list[float] | None]


@dataclass(frozen=True, slots=True)
class RunningTotal:
    """What the year will have come to by the end of one part, with its 95 per cent interval."""

    value: float
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Projection:
    """A financial year's total as projected from what is known of it.

    `value` is None when nothing can be projected, and `text` then says why. `error` is the mean
    absolute percentage error of `method` over the `tests` past years, each projected from as much
    of it as is known of this year; `lower` and `upper` are a 95 per cent interval made from those
    errors. `baseline_error` is the plain method's over the same years. `path` has the running total
    at the end of each month or quarter that is still to come, each tested in the same way; the last
    is the year.
    """

    year: int  # the calendar year in which the financial year began
    to_date: float | None
    value: float | None
    lower: float | None
    upper: float | None
    method: str | None
    error: float | None
    baseline_error: float | None
    tests: int
    text: str
    path: tuple[RunningTotal, ...] = ()


def project_year(
    measure: Measure, observations: Sequence[Observation], *, smoothing: bool = True
) -> Projection:
    """Project the financial year of the latest observation to its end.

    `observations` are of one count, area and source, monthly or quarterly, oldest first and
    without gaps between periods. Only whole years since the last break that prevents comparison,
    and since the last missing value, are used. `smoothing=False` tries the plain method alone.
    """
    latest = observations[-1]
    year = latest.period.last.financial_year
    if measure.kind is not Kind.COUNT:
        return _none(year, "Only counts are projected: other values do not add up over a year.")
    size = 12 // len(latest.period)
    years = _years_since_break(measure, observations)
    now = years.pop(year, ())
    past = [years[y] for y in sorted(years) if len(years[y]) == size]
    if not now:
        return _none(
            year, f"{financial_year_name(year)} has a missing value, or a break inside it."
        )
    if len(now) == size:
        return _none(year, f"{financial_year_name(year)} is complete.", sum(now))
    if len(past) < FEWEST_YEARS:
        why = (
            f"A projection needs {FEWEST_YEARS} whole years since the last break or missing value; "
            f"there {'is' if len(past) == 1 else 'are'} {len(past)}."
        )
        return _none(year, why, sum(now))

    part = "quarter" if size == 4 else "month"
    method, name = seasonal_share, f"each {part}'s usual share of the year"
    errors = _back_test(seasonal_share, past, len(now), start=1)
    baseline_errors = errors
    if smoothing and len(past) - SMOOTHING_YEARS >= FEWEST_TESTS:
        rival = _back_test(holt_winters, past, len(now), start=SMOOTHING_YEARS)
        plain = _back_test(seasonal_share, past, len(now), start=SMOOTHING_YEARS)
        if len(rival) == len(plain) and _mean_size(_last(rival)) < _mean_size(_last(plain)):
            method, name = holt_winters, "Holt-Winters smoothing"
            errors, baseline_errors = rival, plain
    values = method(past, now)
    if values is None or len(errors) < FEWEST_YEARS - 1:
        return _none(year, "Too few past years have a total above nought.", sum(now))
    path = tuple(
        _running_total(value, [each[n] for each in errors], sum(now))
        for n, value in enumerate(values)
    )
    end = path[-1]
    error = 100 * _mean_size(_last(errors))
    text = (
        f"{financial_year_name(year)} is projected to end at {format_count(end.value)} "
        f"(95% interval {format_count(end.lower)} to {format_count(end.upper)}), by {name}. "
        f"Over {len(errors)} past years the method was wrong by {format_number(error, 1)}% "
        "on average."
    )
    return Projection(
        year,
        sum(now),
        end.value,
        end.lower,
        end.upper,
        name,
        error,
        100 * _mean_size(_last(baseline_errors)),
        len(errors),
        text,
        path,
    )


def _running_total(value: float, errors: Sequence[float], recorded: float) -> RunningTotal:
    """A projected total with the interval that its past errors make."""
    spread = math.sqrt(sum(e**2 for e in errors) / len(errors))
    reach = value * spread * t_reach(len(errors), LEVEL)
    # What is already recorded is the least that the year can come to.
    return RunningTotal(value, max(recorded, value - reach), value + reach)


def _none(year: int, why: str, to_date: float | None = None) -> Projection:
    return Projection(year, to_date, None, None, None, None, None, None, 0, why)


def _years_since_break(
    measure: Measure, observations: Sequence[Observation]
) -> dict[int, list[float]]:
    """The values of each financial year that starts after the last break and missing value."""
    area = observations[-1].area
    broken = [
        b.month
        for b in measure.breaks
        if b.kind.prevents_comparison
        and b.area in (None, area)
        and b.month <= observations[-1].period.last
    ]
    years: dict[int, list[float]] = {}
    for observation in observations:
        first = observation.period.first
        if observation.value is None or any(first <= m <= observation.period.last for m in broken):
            years.clear()
        # A break on the first month of a period is before everything in it.
        if observation.value is None or any(first < m <= observation.period.last for m in broken):
            continue
        if first.month == FINANCIAL_YEAR_STARTS:
            years[first.financial_year] = []
        if first.financial_year in years:
            years[first.financial_year].append(observation.value)
    return years


def seasonal_share(past: Sequence[Year], now: Year) -> list[float] | None:
    """The total to date over its average share of the latest three years, or None if nought.

    On the way to it the running total has its own average share of that.
    """
    years = [list(accumulate(year)) for year in past[-SHARE_YEARS:] if sum(year) > 0]
    shares = [
        sum(to_date) / len(years)
        for to_date in zip(*([t / year[-1] for t in year] for year in years), strict=True)
    ]
    if not shares or shares[len(now) - 1] <= 0:
        return None
    total = sum(now) / shares[len(now) - 1]
    return [total * share for share in shares[len(now) :]]


def holt_winters(past: Sequence[Year], now: Year) -> list[float] | None:
    """The total to date and a smoothed forecast of the rest: damped trend, additive seasons."""
    from statsmodels.tsa.holtwinters import ExponentialSmoothing

    size = len(past[0])
    series = [value for year in [*past, now] for value in year]
    with warnings.catch_warnings():
        # A fit that stops early forecasts badly and so loses the back-test: no need to warn.
        warnings.simplefilter("ignore")
        model = ExponentialSmoothing(  # type: ignore[no-untyped-call]
            series,
            trend="add",
            damped_trend=True,
            seasonal="add",
            seasonal_periods=size,
            initialization_method="heuristic",
        )
        # The starting grid search costs more than it gains on series this short.
        fit = model.fit(use_brute=False)  # type: ignore[no-untyped-call]
    coming = (float(value) for value in fit.forecast(size - len(now)))
    totals = list(accumulate(coming, initial=sum(now)))[1:]
    return totals if all(math.isfinite(total) and total > 0 for total in totals) else None


def _back_test(method: Method, past: Sequence[Year], known: int, start: int) -> list[list[float]]:
    """Each past year's relative errors, projected from the years before it and its own start: one
    for the running total at the end of each part after that, so that the last is the year's."""
    errors = []
    for number in range(start, len(past)):
        projected = method(past[:number], past[number][:known])
        if projected and projected[-1]:
            totals = list(accumulate(past[number]))[known:]
            errors.append([true / said - 1 for true, said in zip(totals, projected, strict=True)])
    return errors


def _last(errors: Sequence[Sequence[float]]) -> list[float]:
    """The errors of the whole year."""
    return [each[-1] for each in errors]


def _mean_size(errors: Sequence[float]) -> float:
    return sum(abs(e) for e in errors) / len(errors) if errors else math.inf
