"""Changes in sentences: what is said of a change follows from its values."""

from __future__ import annotations

from decimal import Decimal

from scrutiny.claims.model import Check, Passage, Quantity, Unit, Verdict
from scrutiny.claims.prose.frames import Change, Pair
from scrutiny.claims.prose.sentences import Figure
from scrutiny.claims.rounding import Fit, Interval, fit
from scrutiny.claims.rules.saying import HUNDRED, check, printed, settle, spread


def change_checks(passage: Passage, pair: Pair, change: Change) -> list[Check]:
    """The difference, the percentage and the factor of a change, held to its two values."""
    a, b = pair.before.quantity, pair.now.quantity
    sure = 0.95 if pair.sure else 0.6
    both, low, high = (a, b), spread(a), spread(b)
    found = []
    gap = abs(b.value - a.value)
    gaps = high.over(low, by=lambda y, x: y - x)
    sizes = Interval(-gaps.high, -gaps.low) if b.value < a.value else gaps
    way = "a rise" if b.value > a.value else "a fall" if b.value < a.value else "a change"
    if change.difference and change.difference.quantity.unit in (a.unit, Unit.COUNT):
        one = change.difference.quantity
        found.append(
            settle(
                passage,
                "arithmetic.difference",
                one,
                gap,
                sizes,
                f"{a.text} to {b.text} is {way} of "
                f"{printed(gap, min(a.step, b.step, one.step), a.unit)}",
                both,
                sure,
            )
        )
    points = change.percent and change.percent.quantity.unit is Unit.POINTS
    if change.percent and a.value and not (points and a.unit is not Unit.PERCENT):
        found.append(_percent(passage, change.percent.quantity, a, b, gap, sizes, way, sure))
    if change.times and a.value:
        one = change.times.quantity
        ratio = b.value / a.value
        possible = high.over(low, by=lambda y, x: y / x)
        if one.approx in ("over", "at least") and ratio >= one.value:
            found.append(
                check(
                    passage,
                    "arithmetic.percent-of-counts",
                    Verdict.CONSISTENT,
                    one,
                    "",
                    f"{a.text} to {b.text} is {ratio:.2f} times, as stated.",
                    sure,
                    both,
                )
            )
        else:
            found.append(
                settle(
                    passage,
                    "arithmetic.percent-of-counts",
                    one,
                    ratio,
                    possible,
                    f"{a.text} to {b.text} is {ratio:.2f} times",
                    both,
                    sure,
                    Unit.TIMES,
                )
            )
    return found


def _percent(
    passage: Passage,
    one: Quantity,
    a: Quantity,
    b: Quantity,
    gap: Decimal,
    sizes: Interval,
    way: str,
    sure: float,
) -> Check:
    low, high = spread(a), spread(b)
    changes = high.over(low, by=lambda y, x: (y - x) / x * HUNDRED)
    if b.value < a.value:
        changes = Interval(-changes.high, -changes.low)
    expected = gap / a.value * HUNDRED
    if a.unit is Unit.PERCENT:
        points = fit(gap, sizes, one.value, one.step)
        if one.unit is Unit.POINTS or points is not Fit.NO:
            verdict = (
                one.unit is Unit.POINTS or fit(expected, changes, one.value, one.step) is not Fit.NO
            )
            return settle(
                passage,
                "arithmetic.points" if not verdict else "arithmetic.difference",
                one,
                gap,
                sizes,
                f"{a.text} to {b.text} is {way} of {printed(gap, one.step, Unit.POINTS)}",
                (a, b),
                sure,
                Unit.POINTS,
            )
    return settle(
        passage,
        "arithmetic.percent-of-counts",
        one,
        expected,
        changes,
        f"{a.text} to {b.text} is {way} of "
        f"{printed(expected, min(one.step, Decimal('0.1')), Unit.PERCENT)}",
        (a, b),
        sure,
    )


def implied_checks(passage: Passage, value: Figure, change: Change) -> list[Check]:
    """141, an increase of 69 (96%): the earlier value was 72, so the percentage follows."""
    if not (change.difference and change.percent and change.direction in ("up", "down")):
        return []
    if change.percent.quantity.unit is not Unit.PERCENT or value.quantity.unit is not Unit.COUNT:
        return []
    now, gap, stated = value.quantity, change.difference.quantity, change.percent.quantity
    before = now.value - gap.value if change.direction == "up" else now.value + gap.value
    if before <= 0 or gap.unit is not Unit.COUNT:
        return []
    expected = gap.value / before * HUNDRED
    sign = 1 if change.direction == "up" else -1
    possible = spread(gap).over(spread(now), by=lambda d, n: d / (n - sign * d) * HUNDRED)
    return [
        settle(
            passage,
            "arithmetic.percent-of-counts",
            stated,
            expected,
            possible,
            f"{now.text} after a change of {gap.text} is from "
            f"{printed(before, Decimal(1), Unit.COUNT)}, "
            f"{printed(expected, Decimal('0.1'), Unit.PERCENT)}",
            (now, gap),
            0.8,
        )
    ]


def parted_checks(passage: Passage, value: Figure, changes: list[Change]) -> list[Check]:
    """640 fewer, a drop of 16% on the 4,000 of last year: the percentage is of the earlier."""
    sizes = [one.difference for one in changes if one.difference and not one.percent]
    shares = [one.percent for one in changes if one.percent and not one.difference]
    ways = {one.direction for one in changes}
    if len(changes) != 2 or len(sizes) != 1 or len(shares) != 1 or len(ways) != 1:
        return []
    gap, stated, before = sizes[0].quantity, shares[0].quantity, value.quantity
    if gap.unit is not before.unit or not before.value or stated.unit is not Unit.PERCENT:
        return []
    if before.unit not in (Unit.COUNT, Unit.POUNDS) or gap.value > before.value:
        return []
    expected = gap.value / before.value * HUNDRED
    possible = spread(gap).over(spread(before), by=lambda d, x: d / x * HUNDRED)
    return [
        settle(
            passage,
            "arithmetic.percent-of-counts",
            stated,
            expected,
            possible,
            f"{gap.text} on {before.text} is "
            f"{printed(expected, min(stated.step, Decimal('0.1')), Unit.PERCENT)}",
            (gap, before),
            0.8,
        )
    ]


def loose_points(passage: Passage, value: Figure, change: Change) -> list[Check]:
    """40%, an increase of 10%: of its earlier value, or points?"""
    one = change.percent
    if (
        one is None
        or value.quantity.unit is not Unit.PERCENT
        or one.quantity.unit is not Unit.PERCENT
    ):
        return []
    if value.quantity.sign or not change.word:
        return []
    return [
        check(
            passage,
            "arithmetic.points",
            Verdict.CAUTION,
            one.quantity,
            "",
            f"{value.quantity.text} with a change of {one.quantity.text}: "
            "the text does not say whether "
            "this is a percentage of the earlier value or percentage points.",
            0.7,
            (value.quantity,),
        )
    ]


def points_caution(passage: Passage, pair: Pair, change: Change) -> list[Check]:
    """A change between percentages that only fits when it is in percentage points."""
    one = change.percent
    a, b = pair.before.quantity, pair.now.quantity
    if (
        one is None
        or one.quantity.unit is not Unit.PERCENT
        or a.unit is not Unit.PERCENT
        or not a.value
    ):
        return []
    gap = abs(b.value - a.value)
    if fit(gap, Interval(gap, gap), one.quantity.value, one.quantity.step) is Fit.NO:
        return []
    relative = gap / a.value * HUNDRED
    if (
        fit(relative, Interval(relative, relative), one.quantity.value, one.quantity.step)
        is not Fit.NO
    ):
        return []
    return [
        check(
            passage,
            "arithmetic.points",
            Verdict.CAUTION,
            one.quantity,
            printed(gap, one.quantity.step, Unit.POINTS),
            f"{a.text} to {b.text} is {printed(gap, one.quantity.step, Unit.POINTS)}, "
            f"which is {printed(relative, Decimal('0.1'), Unit.PERCENT)}: say points.",
            0.8,
            (a, b),
        )
    ]
