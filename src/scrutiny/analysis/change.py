"""The change between one period and an earlier one: its size, its words and its standing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from scrutiny.analysis import significance
from scrutiny.analysis.rounding import exact
from scrutiny.analysis.wording import Direction, as_sentence, change_words, direction_of
from scrutiny.catalogue.model import Break, BreakKind, Kind, Measure
from scrutiny.errors import ScrutinyError
from scrutiny.observation import Observation
from scrutiny.periods import Period

NOT_AVAILABLE = "not available"


@dataclass(frozen=True, slots=True)
class Change:
    """How far `current` is from `previous`, and how far that may be trusted.

    `count` is the difference in the measure's own unit and `percent` the same over the previous
    value; a percentage has `points` instead of both. `direction` is None when either value is
    missing (`incomplete`). `significant` is None when nothing can be said: the change is not
    comparable, incomplete, or of a kind that has no test; `method` names the test that was used.
    `cautious` warns of small numbers.
    """

    current: float | None
    previous: float | None
    count: float | None
    percent: float | None
    points: float | None
    direction: Direction | None
    text: str
    significant: bool | None
    method: str | None
    comparable: bool
    cautious: bool
    incomplete: bool
    caveats: tuple[str, ...]


def change(
    measure: Measure,
    current: Observation,
    previous: Sequence[Observation],
    series: Sequence[Observation] = (),
) -> Change:
    """Compare `current` with the mean of `previous` (usually one observation).

    `series` is the measure's own past at the grain of its data, in order, for the same area and
    source; without it a change in a count of 1,000 or more has no significance. Raises
    `ScrutinyError` when the observations are of different measures, areas, sources or lengths of
    period, because such values are never compared.
    """
    _check_alike(measure, [current, *previous])
    breaks = _breaks_inside(measure.breaks, current, previous)
    comparable = not any(b.kind.prevents_comparison for b in breaks)
    caveats = [*measure.caveats, *(c for o in (current, *previous) for c in o.caveats)]
    caveats += [_break_caveat(b) for b in breaks]
    caveats += [
        f"{o.period.name} is provisional and may be revised."
        for o in (current, *previous)
        if o.status == "provisional"
    ]
    gaps = [o for o in (current, *previous) if o.value is None]
    if gaps:
        caveats += [o.missing or f"There is no value for {o.period.name}." for o in gaps]
        return Change(
            current=current.value,
            previous=_mean(previous),
            count=None,
            percent=None,
            points=None,
            direction=None,
            text=NOT_AVAILABLE,
            significant=None,
            method=None,
            comparable=comparable,
            cautious=False,
            incomplete=True,
            caveats=tuple(dict.fromkeys(as_sentence(c) for c in caveats)),
        )

    now = exact(_known(current))
    before = sum((exact(_known(o)) for o in previous), Decimal()) / len(previous)
    difference = now - before
    cautious = _small(measure, [current, *previous])
    if cautious:
        caveats.append(
            f"Small numbers: a count is below {measure.small_number}, so read the change with "
            "caution."
        )
    verdict = _test(measure, current, previous, series) if comparable else None
    in_points = measure.unit == "percent"
    percent = None if in_points or before <= 0 else 100 * difference / before
    return Change(
        current=current.value,
        previous=float(before),
        count=None if in_points else float(difference),
        percent=None if percent is None else float(percent),
        points=float(difference) if in_points else None,
        direction=direction_of(difference),
        text=change_words(measure.unit, measure.decimals, difference, percent, before),
        significant=verdict.significant if verdict else None,
        method=verdict.method if verdict else None,
        comparable=comparable,
        cautious=cautious,
        incomplete=False,
        caveats=tuple(dict.fromkeys(as_sentence(c) for c in caveats)),
    )


def _check_alike(measure: Measure, observations: Sequence[Observation]) -> None:
    first, *others = observations
    if first.measure != measure.id:
        raise ScrutinyError(f"an observation of {first.measure} is not one of {measure.id}")
    if not others:
        raise ScrutinyError(f"{measure.id}: a change needs a period to compare with")
    for other in others:
        for what in ("measure", "area", "source"):
            ours, theirs = getattr(first, what), getattr(other, what)
            if ours != theirs:
                raise ScrutinyError(
                    f"{measure.id}: only values of one {what} are compared "
                    f"(got {ours} and {theirs})"
                )
        if len(other.period) != len(first.period):
            raise ScrutinyError(
                f"{measure.id}: only periods of one length are compared "
                f"(got {first.period} and {other.period})"
            )


def _breaks_inside(
    breaks: Sequence[Break], current: Observation, previous: Sequence[Observation]
) -> list[Break]:
    return [
        b
        for b in breaks
        if b.area in (None, current.area)
        and any(touches(b, o.period, current.period) for o in previous)
    ]


def touches(found: Break, earlier: Period, later: Period) -> bool:
    """Whether a break lies inside a comparison, or an event that it marks ends inside it."""
    first, last = min(earlier.first, later.first), max(earlier.last, later.last)
    return _touches(found, first.number, last.number)


def _touches(found: Break, first: int, last: int) -> bool:
    """As `touches`, from the numbers of a comparison's first month and its last."""
    if first < found.month.number <= last:
        return True
    return found.until is not None and first <= found.until.number < last


def _break_caveat(found: Break) -> str:
    why = found.why.rstrip(".")
    if found.kind is BreakKind.EVENT:
        return f"An event of {found.month.name} falls inside the comparison: {why}."
    what = (
        "offences were reclassified"
        if found.kind is BreakKind.RECLASSIFICATION
        else "recording changed"
    )
    return f"Not comparable: {what} in {found.month.name}: {why}."


def _known(observation: Observation) -> float:
    if observation.value is None:
        raise ScrutinyError(f"{observation.measure}: there is no value for {observation.period}")
    return observation.value


def _mean(observations: Sequence[Observation]) -> float | None:
    values = [o.value for o in observations if o.value is not None]
    return sum(values) / len(values) if len(values) == len(observations) else None


def _small(measure: Measure, observations: Sequence[Observation]) -> bool:
    if measure.kind is Kind.LEVEL:
        return False
    counts = [o.value if measure.kind is Kind.COUNT else o.numerator for o in observations]
    return any(count is not None and count < measure.small_number for count in counts)


def _test(
    measure: Measure,
    current: Observation,
    previous: Sequence[Observation],
    series: Sequence[Observation],
) -> significance.Verdict | None:
    """The test that fits the measure and what is known of it."""
    every = (current, *previous)
    if all(o.lower is not None and o.upper is not None for o in every):
        intervals = [(o.value or 0.0, o.lower or 0.0, o.upper or 0.0) for o in every]
        return significance.published_intervals(intervals[0], intervals[1:])
    if measure.kind is Kind.COUNT:
        return significance.two_counts(
            current.value or 0.0,
            sum(o.value or 0.0 for o in previous),
            exposures=(1.0, float(len(previous))),
            bounds=False,
            series=_own_dispersion(measure, current, previous, series),
        )
    if measure.kind is Kind.LEVEL or any(o.numerator is None or not o.denominator for o in every):
        return None
    counts = [(o.numerator or 0.0, o.denominator or 0.0) for o in every]
    before = (sum(n for n, _ in counts[1:]), sum(d for _, d in counts[1:]))
    if measure.kind is Kind.RATE:
        return significance.two_counts(
            counts[0][0],
            before[0],
            exposures=(counts[0][1], before[1]),
            bounds=False,
            series=_own_dispersion(measure, current, previous, series),
        )
    return significance.two_proportions(counts[0], before)


def _own_dispersion(
    measure: Measure,
    current: Observation,
    previous: Sequence[Observation],
    series: Sequence[Observation],
) -> significance.Dispersion | None:
    """Dispersion from earlier comparisons of the same shape: same length, same distance apart.

    Only windows that ended before the current one began are used, and no pair across a break
    that prevents comparison. Pairs that an event touches are used only where too few are left
    without them: a lockdown is not how a series ordinarily varies.
    """
    begins = current.period.first.number
    past = [o for o in series if o.period.last.number < begins]
    if not past:
        return None
    grain = len(past[0].period)
    steps, remainder = divmod(len(current.period), grain)
    apart = current.period.last.months_since(previous[0].period.last)
    lag, uneven = divmod(apart, grain)
    if remainder or uneven or lag < steps:
        return None
    windows = _windows(measure, past, steps, grain)
    breaks = [b for b in measure.breaks if b.area in (None, current.area)]
    calm, every = [], []
    for earlier, later in zip(windows, windows[lag:], strict=False):
        if earlier is None or later is None or later.last - earlier.last != apart:
            continue
        inside = [b for b in breaks if _touches(b, earlier.first, later.last)]
        if any(b.kind.prevents_comparison for b in inside):
            continue
        every.append((later.total, earlier.total))
        if not inside:
            calm.append((later.total, earlier.total))
    return significance.dispersion(calm, overlap=steps) or significance.dispersion(
        every, overlap=steps
    )


class _Window(NamedTuple):
    """A run of observations: the numbers of its first and last months, and the sum of it."""

    first: int
    last: int
    total: float


def _windows(
    measure: Measure, past: Sequence[Observation], steps: int, grain: int
) -> list[_Window | None]:
    """Every window of `steps` observations; None where one is missing or out of step."""
    counts = [o.value if measure.kind is Kind.COUNT else o.numerator for o in past]
    ends = [(o.period.first.number, o.period.last.number) for o in past]
    found: list[_Window | None] = []
    for n in range(len(past) - steps + 1):
        known = [count for count in counts[n : n + steps] if count is not None]
        first, last = ends[n][0], ends[n + steps - 1][1]
        whole = len(known) == steps and last - first + 1 == grain * steps
        found.append(_Window(first, last, sum(known)) if whole else None)
    return found
