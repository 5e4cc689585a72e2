"""Parts and wholes in sentences: shares, averages, totals, and the same in another unit."""

from __future__ import annotations

from decimal import Decimal

from scrutiny.claims.model import Check, Passage, Quantity, Unit, Verdict
from scrutiny.claims.prose.frames import Change, len_months
from scrutiny.claims.prose.sentences import Figure, Sentence
from scrutiny.claims.rounding import Interval
from scrutiny.claims.rules.saying import HUNDRED, check, printed, settle, spread

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
        settle(
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
            settle(
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
    return settle(
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
            settle(
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
