"""Arithmetic in sentences: what is said of a change follows from its values; parts make wholes."""

from __future__ import annotations

from decimal import Decimal

from scrutiny.claims.model import Check, Passage, Quantity, Unit, Verdict
from scrutiny.claims.prose.frames import Change, Pair, len_months
from scrutiny.claims.prose.sentences import Figure, Sentence
from scrutiny.claims.rounding import Fit, Interval, fit
from scrutiny.claims.rules.saying import VERDICTS, check, printed, spread

HUNDRED = Decimal(100)
_OF_ALL = {
    "the",
    "all",
    "a",
    "total",
    "of",
    "these",
    "those",
    "its",
    "their",
    "overall",
    "around",
    "some",
}
_WHOLES = ("comprising", "comprised", "consisting", "consists", "comprises")
_SHARES = {"remaining", "remainder", "rest", "other", "split", "breakdown"}
_AVERAGE_MONTHS = {"month": 1, "quarter": 3, "year": 12}
CLOSE_SHARES = Decimal(3)  # points from 100 at which a list of shares is likely meant to be whole


def _settle(
    passage: Passage,
    rule: str,
    stated: Quantity,
    expected: Decimal,
    possible: Interval,
    working: str,
    against: tuple[Quantity, ...],
    confidence: float,
    unit: Unit | None = None,
) -> Check:
    """The check of a figure against what the others give."""
    how = fit(expected, possible, stated.value, stated.step)
    if how is Fit.NO and stated.approx and spread(stated).meets(possible):
        how = Fit.WITHIN
    verdict = VERDICTS[how]
    right = printed(expected, stated.step, unit or stated.unit)
    text = working
    if how is Fit.NO:
        text += f"; the text says {stated.text}."
    elif how is Fit.TRUNCATED:
        text += f"; {stated.text} is that with its later digits cut off."
    else:
        text += ", as stated."
    return check(passage, rule, verdict, stated, right, text, confidence, against)


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
            _settle(
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
    if change.percent and a.value:
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
                _settle(
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
            return _settle(
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
    return _settle(
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
        _settle(
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


def share_checks(passage: Passage, sentence: Sentence) -> list[Check]:
    """5 of 16 (31%); 31% (5 of 16); 5 (31%) of 16; one fraction beside its percentage."""
    found = []
    figures = sentence.figures
    for i, one in enumerate(figures):
        run = figures[i : i + 3]
        a = one.quantity
        if len(run) > 1 and a.unit is Unit.PERCENT and a.text[:1].isalpha():
            found.extend(_fraction(passage, sentence, one, run[1]))
        if a.unit is not Unit.COUNT or len(run) < 2:
            continue
        two, three = run[1], run[2] if len(run) > 2 else None
        percents = [x for x in run if x.quantity.unit is Unit.PERCENT]
        if two.quantity.unit is Unit.PERCENT and three and three.quantity.unit is Unit.COUNT:
            if one.depth < two.depth and _of(sentence.between(two, three)):
                found.extend(_share(passage, one, three, two))
            continue
        if two.quantity.unit is not Unit.COUNT or not _of(sentence.between(one, two)):
            continue
        before = figures[i - 1] if i else None
        if three and percents and _tied(sentence, two, three):
            found.extend(_share(passage, one, two, three))
        elif before and before.quantity.unit is Unit.PERCENT and _tied(sentence, before, one):
            found.extend(_share(passage, one, two, before))
    return found


def _of(words: tuple[str, ...]) -> bool:
    """5 of the 16, 5 offences out of 16, 5) of all 16."""
    if (
        "of" not in words[-5:]
        or len(words) > 7
        or {",", ";", "and", "from", "to", "than"} & set(words)
    ):
        return False
    at = len(words) - 1 - words[::-1].index("of")
    return all(word in _OF_ALL for word in words[at + 1 :])


def _tied(sentence: Sentence, one: Figure, two: Figure) -> bool:
    """Whether the second stands in brackets, or after "or", close behind the first."""
    words = sentence.between(one, two)
    if len(words) > 8 or ";" in words or "and" in words:
        return False
    return words[-1:] in (("(",), ("or",), ("[",)) or (words[-1:] == (",",) and len(words) <= 3)


def _share(passage: Passage, part: Figure, whole: Figure, percent: Figure) -> list[Check]:
    a, b, stated = part.quantity, whole.quantity, percent.quantity
    if not b.value or a.value > b.value or stated.sign:
        return []
    expected = a.value / b.value * HUNDRED
    possible = spread(a).over(spread(b), by=lambda x, y: x / y * HUNDRED)
    return [
        _settle(
            passage,
            "arithmetic.share",
            stated,
            expected,
            possible,
            f"{a.text} of {b.text} is "
            f"{printed(expected, min(stated.step, Decimal('0.1')), Unit.PERCENT)}",
            (a, b),
            0.95,
        )
    ]


def _fraction(passage: Passage, sentence: Sentence, one: Figure, two: Figure) -> list[Check]:
    words = sentence.between(one, two)
    b = two.quantity
    if b.unit is not Unit.PERCENT or b.sign or words[-1:] != ("(",) or len(words) > 14:
        return []
    if {";", "compared", "from", ","} & set(words) or b.text[:1].isalpha():
        return []
    a, stands = one.quantity, spread(one.quantity)
    near = stands.low - 1 <= b.value <= stands.high + 1
    return [
        check(
            passage,
            "arithmetic.share",
            Verdict.WITHIN_ROUNDING if near else Verdict.INCONSISTENT,
            a,
            b.text,
            f"{a.text} is {printed(a.value, Decimal(1), Unit.PERCENT)}; "
            f"the figure beside it is {b.text}.",
            0.8,
            (b,),
        )
    ]


def average_checks(passage: Passage, sentence: Sentence) -> list[Check]:
    """7,746 in 2019 (646 a month): the total over its months."""
    found = []
    for i, one in enumerate(sentence.figures):
        rate = one.quantity
        months = _AVERAGE_MONTHS.get(rate.per)
        if months is None or i == 0 or rate.unit not in (Unit.COUNT, Unit.POUNDS, Unit.SECONDS):
            continue
        total = sentence.figures[i - 1]
        words = sentence.between(total, one)
        tied = one.depth > total.depth or {"average", "averaging", "equivalent", "or"} & set(words)
        if (
            total.quantity.unit is not rate.unit
            or not tied
            or total.quantity.value < rate.value
            or len(words) > 20
        ):
            continue
        period = (
            total.period
            or one.period
            or (
                (sentence.periods[0][2], sentence.periods[0][3])
                if len(sentence.periods) == 1
                else None
            )
        )
        if period is None:
            continue
        count = Decimal(len_months(period)) / months
        if count <= 1:
            continue
        expected = total.quantity.value / count
        whole = spread(total.quantity)
        found.append(
            _settle(
                passage,
                "arithmetic.average",
                rate,
                expected,
                Interval(whole.low / count, whole.high / count),
                f"{total.quantity.text} over {count:f} {rate.per}s is "
                f"{printed(expected, min(rate.step, Decimal('0.1')), rate.unit)} a {rate.per}",
                (total.quantity,),
                0.9,
            )
        )
    return found


def total_checks(passage: Passage, sentence: Sentence, changes: list[Change]) -> list[Check]:
    """A whole that comprises its parts; a list of shares with a remainder."""
    figures = sentence.figures
    telling = {one.first for change in changes for one in change.figures}
    for i, whole in enumerate(figures[:-2]):
        words = sentence.between(whole, figures[i + 1])
        made = set(_WHOLES) & set(words) or ("made" in words and "up" in words) or "broken" in words
        if not made or whole.quantity.unit is not Unit.COUNT or "of which" in " ".join(words):
            continue
        parts = [
            one
            for one in figures[i + 1 :]
            if one.quantity.unit is Unit.COUNT and one.depth <= figures[i + 1].depth
        ]
        if len(parts) < 2 or {one.first for one in parts} & telling or whole.quantity.approx:
            continue
        lows = {token.low for token in sentence.tokens}
        if {"including", "whom", "which"} & lows:
            continue
        return [_sum(passage, whole.quantity, [one.quantity for one in parts])]
    shares = [
        one.quantity
        for one in figures
        if one.quantity.unit is Unit.PERCENT and one.first not in telling
    ]
    lows = {token.low for token in sentence.tokens}
    if (
        len(shares) >= 3
        and len(shares) == len(figures)
        and _SHARES & lows
        and not {"compared", "respectively"} & lows
    ):
        total = sum((one.value for one in shares), Decimal(0))
        exact = "remaining" in lows or "remainder" in lows or "rest" in lows
        margin = sum((one.step for one in shares), Decimal(0)) / 2
        if abs(total - HUNDRED) <= margin or (exact and abs(total - HUNDRED) <= 4 * CLOSE_SHARES):
            fine = abs(total - HUNDRED) <= margin
            last = shares[-1]
            verdict = (
                Verdict.WITHIN_ROUNDING
                if fine and total != HUNDRED
                else Verdict.CONSISTENT
                if fine
                else Verdict.INCONSISTENT
            )
            return [
                check(
                    passage,
                    "arithmetic.total",
                    verdict,
                    last,
                    printed(HUNDRED - total + last.value, last.step, Unit.PERCENT),
                    f"The shares come to {printed(total, last.step, Unit.PERCENT)}.",
                    0.7,
                    tuple(shares[:-1]),
                )
            ]
    return []


def _sum(passage: Passage, whole: Quantity, parts: list[Quantity]) -> Check:
    total = sum((one.value for one in parts), Decimal(0))
    stands = [spread(one) for one in parts]
    possible = Interval(
        sum((x.low for x in stands), Decimal(0)), sum((x.high for x in stands), Decimal(0))
    )
    return _settle(
        passage,
        "arithmetic.total",
        whole,
        total,
        possible,
        f"The {len(parts)} parts come to {printed(total, whole.step, whole.unit)}",
        tuple(parts),
        0.85,
    )


def unit_checks(passage: Passage, sentence: Sentence) -> list[Check]:
    """638 minutes (10.6 hours)."""
    found = []
    for one, two in zip(sentence.figures, sentence.figures[1:], strict=False):
        a, b = one.quantity, two.quantity
        if a.unit is not Unit.SECONDS or b.unit is not Unit.SECONDS or a.step == b.step:
            continue
        if sentence.between(one, two) not in (("(",), ("or",), ("[",)) or b.sign:
            continue
        found.append(
            _settle(
                passage,
                "arithmetic.unit",
                b,
                a.value,
                spread(a),
                f"{a.text} is {_in_unit(a.value, b)}",
                (a,),
                0.95,
            )
        )
    return found


def _in_unit(seconds: Decimal, like: Quantity) -> str:
    """A time in the unit of another."""
    text = like.text.lower()
    size, name = (
        (3600, "hours") if "h" in text else (60, "minutes") if "m" in text else (1, "seconds")
    )
    size, name = (86400, "days") if "day" in text else (size, name)
    return f"{seconds / size:.2f} {name}"


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
