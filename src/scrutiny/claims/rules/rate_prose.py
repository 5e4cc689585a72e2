"""Averages and rates in sentences: a total over its months or days; a count over a population."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from scrutiny.claims.model import Check, Passage, Quantity, Unit
from scrutiny.claims.prose.frames import len_months
from scrutiny.claims.prose.sentences import Figure, Sentence
from scrutiny.claims.rounding import Interval
from scrutiny.claims.rules.saying import printed, settle, spread
from scrutiny.claims.words import NUMBERS, word_set

_BASES = {"year": "year", "annum": "year", "yr": "year"}
_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}
_DAYS_IN = {"day": Decimal(1), "night": Decimal(1), "week": Decimal(7), "hour": Decimal(1) / 24}
_DAYS_OF_MONTH = Interval(Decimal("30.3"), Decimal("30.67"))  # over a year, a leap year too
_SHORT_MONTHS = Interval(Decimal(28), Decimal(31))  # of a month; of a quarter 90 to 92
_OVER = {"in", "over", "during", "for", "across", "through", "throughout", "within"}
_LIGHT = {
    "the", "a", "last", "past", "whole", "full", "financial", "calendar", "rolling", "-", "latest",
    "entire", "previous", "same", "that", "this", "course", "of", "performance",
}  # fmt: skip
_ADVERBS = {"monthly": "month", "weekly": "week", "daily": "day", "quarterly": "quarter"}
_AVERAGES = {"average", "averaging", "averaged", "averages", "equivalent", "or", "mean", "each"}


def average_checks(passage: Passage, sentence: Sentence) -> list[Check]:
    """7,746 in 2019 (646 a month); 1,021 a month on average, 12,252 over the year."""
    found = []
    figures = sentence.figures
    for i, one in enumerate(figures):
        base = one.quantity.per or _said_base(sentence, one)
        base = _BASES.get(base, base)
        if base not in _MONTHS_IN and base not in _DAYS_IN:
            continue
        total = _total_of(sentence, i)
        if total is None:
            continue
        made = average_check(passage, sentence, total, one, base)
        if made is not None:
            found.append(made)
    return found


def average_check(
    passage: Passage, sentence: Sentence, total: Figure, one: Figure, base: str
) -> Check | None:
    """An average held to its total over the months or days that the sentence says."""
    if "since" in sentence.lows:
        return None  # 600 in all since the scheme began: over how long is not said
    first, second = (total, one) if total.first < one.first else (one, total)
    apart = (",", "and") in set(pairwise(sentence.between(first, second)))
    if apart or sentence.following(total, 2)[:1] == ("of",):
        return None  # £87,000 of which; 12 were held, and 5,100 were released
    count = _how_many(sentence, total, one, base)
    if count is None or count.high <= 1:
        return None
    whole, rate = spread(total.quantity), one.quantity
    possible = whole.over(count, by=lambda x, y: x / y)
    middle = total.quantity.value / ((count.low + count.high) / 2)
    return settle(
        passage,
        "arithmetic.average",
        rate,
        middle,
        possible,
        f"{total.quantity.text} over {(count.low + count.high) / 2:.0f} {base}s is "
        f"{printed(middle, min(rate.step, Decimal('0.1')), rate.unit)} a {base}",
        (total.quantity,),
        0.9,
    )


def _said_base(sentence: Sentence, one: Figure) -> str:
    """What an average is over where that stands before it: "crimes per month averaged 1,021"."""
    before = sentence.before(one, 24)
    if not (_AVERAGES - {"or", "each"}) & set(before):
        return ""
    for word, after in pairwise((*before, "")):
        if word in {"per", "a", "each", "every"} and (after in _MONTHS_IN or after in _DAYS_IN):
            return after
        if word in _ADVERBS:
            return _ADVERBS[word]
    return ""


def _total_of(sentence: Sentence, i: int) -> Figure | None:
    """The figure that an average is of: the one before it, or else the one after."""
    figures = sentence.figures
    one = figures[i]
    if i and _is_total(sentence, figures[i - 1], one):
        words = sentence.between(figures[i - 1], one)
        tied = one.depth > figures[i - 1].depth or bool(_AVERAGES & set(words))
        if tied and len(words) <= 20 and not {";", "compared", "than"} & set(words):
            return figures[i - 1]
    if i + 1 < len(figures) and _is_total(sentence, figures[i + 1], one):
        words = sentence.between(one, figures[i + 1])
        said = set(sentence.before(one, 24)) | set(words)
        tied = bool({"(", ",", "from"} & set(words)) and bool((_AVERAGES - {"or"}) & said)
        tied = tied or (words == (":",) and len(sentence.figures) == 2)
        if tied and len(words) <= 10 and not {";", "compared", "than", "to"} & set(words):
            return figures[i + 1]
    return None


def _is_total(sentence: Sentence, total: Figure, average: Figure) -> bool:
    a, b = total.quantity, average.quantity
    return (
        a.unit is b.unit
        and a.unit in (Unit.COUNT, Unit.POUNDS, Unit.SECONDS)
        and not a.per
        and not a.sign
        and (a.value > b.value or "average" in sentence.following(average, 3))
    )


def _how_many(sentence: Sentence, total: Figure, one: Figure, base: str) -> Interval | None:
    """How many months or days the total is over, as the sentence says."""
    period = total.period or one.period
    if period is None and len(sentence.periods) == 1:
        period = sentence.periods[0][2], sentence.periods[0][3]
    months = len_months(period) if period is not None else _said_months(sentence)
    if months is None or months <= 0:
        return None
    if base in _MONTHS_IN:
        count = Decimal(months) / _MONTHS_IN[base]
        return Interval(count, count)
    days = _SHORT_MONTHS if months < 3 else _DAYS_OF_MONTH
    return Interval(days.low * months / _DAYS_IN[base], days.high * months / _DAYS_IN[base])


def _said_months(sentence: Sentence) -> int | None:
    """The months in "over the year", "in the last 12 months", "during the quarter"."""
    lows = [token.low for token in sentence.tokens]
    for i, low in enumerate(lows):
        if low not in _OVER:
            continue
        j, count = i + 1, 1
        while j < len(lows) and lows[j] in _LIGHT:
            j += 1
        if j >= len(lows):
            break
        if (lows[j].isdecimal() and len(lows[j]) <= 2) or lows[j] in NUMBERS:
            count = int(lows[j]) if lows[j].isdecimal() else NUMBERS[lows[j]]
            j += 1
            j += j < len(lows) and lows[j] == "-"
        name = lows[j].rstrip("s") if j < len(lows) else ""
        if name in _MONTHS_IN:
            return count * _MONTHS_IN[name]
    return None


def population_checks(passage: Passage, sentence: Sentence) -> list[Check]:
    """185,000 crimes in a population of 1.5 million, 123 per 1,000 population."""
    rates = [one for one in sentence.figures if one.quantity.unit is Unit.RATE]
    if len(rates) != 1:
        return []
    people = [one for one in sentence.figures if _of_people(sentence, one)]
    counts = [
        one
        for one in sentence.figures
        if one.quantity.unit is Unit.COUNT and not one.quantity.per and one not in people
    ]
    if len(people) != 1 or len(counts) != 1:
        return []
    rate, crowd, count = rates[0].quantity, people[0].quantity, counts[0].quantity
    base = _base(rate)
    if base is None or not crowd.value or count.sign or count.value > crowd.value:
        return []
    expected = count.value / crowd.value * base
    possible = spread(count).over(spread(crowd), by=lambda x, y: x / y * base)
    return [
        settle(
            passage,
            "arithmetic.rate",
            rate,
            expected,
            possible,
            f"{count.text} among {crowd.text} is "
            f"{printed(expected, min(rate.step, Decimal('0.1')), Unit.RATE)} per {rate.per}",
            (count, crowd),
            0.9,
        )
    ]


def _of_people(sentence: Sentence, one: Figure) -> bool:
    if one.quantity.unit is not Unit.COUNT or one.quantity.per or one.quantity.value < 1000:
        return False
    names = word_set("comparisons", "population")
    before = sentence.before(one, 4)
    return bool(names & set(sentence.following(one, 2))) or "population" in before


def _base(rate: Quantity) -> Decimal | None:
    """What a rate is per: 1,000, 100,000."""
    digits = rate.per.split(" ")[0].replace(",", "")
    return Decimal(digits) if digits.isdecimal() and int(digits) > 1 else None
