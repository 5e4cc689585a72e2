"""Totals in sentences: a whole and its parts; shares that are all of something."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from scrutiny.claims.model import Check, Passage, Quantity, Unit, Verdict
from scrutiny.claims.prose.frames import Change
from scrutiny.claims.prose.sentences import Figure, Sentence
from scrutiny.claims.rounding import Interval
from scrutiny.claims.rules.saying import HUNDRED, check, printed, settle, spread
from scrutiny.claims.words import word_set

_SHARES = {"remaining", "remainder", "rest", "other", "split", "breakdown"}
_REST = {"remaining", "remainder", "rest"}
_UNITS = (Unit.COUNT, Unit.POUNDS)
CLOSE_SHARES = Decimal(12)  # points from 100 at which a list of shares is meant to be whole
CLOSE_PARTS = Decimal("0.15")  # of the whole, likewise for a list that is not said to be all


def total_checks(passage: Passage, sentence: Sentence, changes: list[Change]) -> list[Check]:
    """A whole that comprises its parts; parts that make a whole; a list of shares."""
    telling = {one.first for change in changes for one in change.figures}
    return _parts(passage, sentence, telling) or _shares(passage, sentence, telling)


def _parts(passage: Passage, sentence: Sentence, telling: set[int]) -> list[Check]:
    if word_set("wholes", "some") & sentence.lows or _year_like(sentence):
        return []
    for unit in _UNITS:
        mine = [one for one in sentence.figures if one.quantity.unit is unit]
        if len(mine) < 3 or {one.first for one in mine} & telling:
            continue
        if any(one.quantity.per or one.quantity.sign or one.quantity.approx for one in mine):
            continue
        whole, parts, sure = _made_of(sentence, mine)
        if whole is None:
            continue
        total = sum((one.quantity.value for one in parts), Decimal(0))
        gap = abs(total - whole.quantity.value)
        over = any(one.quantity.value > whole.quantity.value for one in parts)
        if sure or over or gap <= whole.quantity.value * CLOSE_PARTS:
            return [sum_of(passage, whole.quantity, [one.quantity for one in parts], sure)]
    return []


def _made_of(sentence: Sentence, figures: list[Figure]) -> tuple[Figure | None, list[Figure], bool]:
    """The whole among figures of one unit, its parts, and whether it is said to be all of them."""
    first, last = figures[0], figures[-1]
    words = sentence.between(first, figures[1])
    listed = _listed(sentence, figures[1:])
    made = word_set("wholes", "made_of") & set(words) or {"made", "up"} <= set(words)
    made = made or {"broken", "down"} <= set(words)
    if made and _listed(sentence, figures[1:], loose=True):
        return first, figures[1:], True
    if last.depth == 0:
        behind = sentence.following(last, 3)
        end = (*sentence.between(figures[-2], last), *behind)
        makes = word_set("wholes", "makes") & set(end) or "total" in end[-7:] or "all" in behind
        if makes and _listed(sentence, figures[:-1]):
            return last, figures[:-1], bool(word_set("wholes", "makes") & set(end))
    said = sentence.before(first, 5)
    total = bool({"total", "totalled", "totalling", "totals"} & set(said))
    bracket = words[-1:] == ("(",) and ")" in sentence.following(last, 5)
    if len(figures) >= 4 and words[:1] == ("of",) and set(words[1:]) <= {"the", "all", "these"}:
        rest = [first, *figures[2:]]
        if _listed(sentence, figures[2:]):
            return figures[1], rest, False  # 40 of the 100 were a, with 35 b and a further 25 c
    colon = ":" in words
    if not listed and not (
        (bracket or colon) and len(figures) > 3 and _commas(sentence, figures[1:])
    ):
        return None, [], False
    colon = words[-1:] == (":",) or (":" in words and len(words) - words.index(":") <= 6)
    bracket = words[-1:] == ("(",)
    return (
        (first, figures[1:], total and (colon or bracket))
        if colon or bracket or _opens(sentence, first)
        else (None, [], False)
    )


def _opens(sentence: Sentence, one: Figure) -> bool:
    """Of the 3,635 searches, 1,972 were ..."""
    before = [w for w in sentence.before(one, 4) if w not in word_set("wholes", "of_all") - {"of"}]
    leads = [token.low for token in sentence.tokens[:3]]
    first = leads[0] == "of" or ("of" in leads and not leads[leads.index("of") - 1].isalpha())
    return before[-1:] == ["of"] and one.first <= 5 and first


def _listed(sentence: Sentence, figures: list[Figure], *, loose: bool = False) -> bool:
    """Whether figures are a list with "and" before its last, and nothing but names between."""
    if len(figures) < 2:
        return False
    for i, (one, two) in enumerate(pairwise(figures)):
        words = set(sentence.between(one, two))
        final = i == len(figures) - 2
        if {"of", "compared", "from", "than", "to"} & words and not loose:
            return False
        if not words & ({",", "and", "&", ";", "plus"} if final else {",", "and", ";"}):
            return False
        if final and not {"and", "&", "plus"} & words and not loose:
            return False
        if len(words) > 12:
            return False
    return True


def _commas(sentence: Sentence, figures: list[Figure]) -> bool:
    return all(
        "," in sentence.between(one, two) and "of" not in sentence.between(one, two)
        for one, two in pairwise(figures)
    )


def _year_like(sentence: Sentence) -> bool:
    """Whether a number that was left out as a year may be a count: 2024 knives."""
    read = {one.quantity.start for one in sentence.figures}
    first = sentence.figures[0].first
    return any(
        two.plain
        and two.start not in read
        and len(two.text) == 4
        and "1900" <= two.text <= "2099"
        and one.low in {",", "and", "-", "–", ":", ";", "(", "were"}
        for one, two in pairwise(sentence.tokens[first:])
    )


def sum_of(passage: Passage, whole: Quantity, parts: list[Quantity], sure: bool) -> Check:
    """A whole held to what its parts come to."""
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
        0.85 if sure else 0.65,
    )


def remaining_checks(passage: Passage, one: Sentence, two: Sentence) -> list[Check]:
    """Unknown in 70% of cases. The remaining 30% were: two shares that are all."""
    if not _REST & two.lows or len(one.figures) > 2:
        return []
    shares = [f.quantity for f in one.figures if f.quantity.unit is Unit.PERCENT]
    rest = [f.quantity for f in two.figures if sentence_rest(two, f)]
    if len(shares) != 1 or len(rest) != 1 or shares[0].approx or rest[0].approx:
        return []
    first, last = shares[0], rest[0]
    gap = abs(first.value + last.value - HUNDRED)
    fine = gap <= (first.step + last.step) / 2
    return [
        check(
            passage,
            "arithmetic.total",
            Verdict.CONSISTENT if fine else Verdict.CAUTION,
            last,
            printed(HUNDRED - first.value, last.step, Unit.PERCENT),
            f"{first.text} and the remaining {last.text} "
            + ("are all." if fine else f"come to {first.value + last.value}%."),
            0.7,
            (first,),
        )
    ]


def sentence_rest(sentence: Sentence, figure: Figure) -> bool:
    """Whether a percentage is told to be what remains."""
    said = bool(_REST & set(sentence.before(figure, 2)))
    return said and figure.quantity.unit is Unit.PERCENT


def _shares(passage: Passage, sentence: Sentence, telling: set[int]) -> list[Check]:
    shares = [
        one.quantity
        for one in sentence.figures
        if one.quantity.unit is Unit.PERCENT and one.first not in telling
    ]
    lows = sentence.lows
    rest = bool(_REST & lows)
    if len(shares) < (2 if rest else 3) or len(shares) != len(sentence.figures):
        return []
    if not _SHARES & lows or {"compared", "respectively", "than", "target"} & lows:
        return []
    total = sum((one.value for one in shares), Decimal(0))
    margin = sum((one.step for one in shares), Decimal(0)) / 2
    exact = rest or ({"split", "breakdown"} & lows and {"other", "unknown", "others"} & lows)
    gap = abs(total - HUNDRED)
    fine = gap <= margin
    if not fine and not (exact and gap <= CLOSE_SHARES):
        return []
    last = shares[-1]
    held = Verdict.CONSISTENT if total == HUNDRED else Verdict.WITHIN_ROUNDING
    return [
        check(
            passage,
            "arithmetic.total",
            held if fine else Verdict.INCONSISTENT,
            last,
            printed(HUNDRED - total + last.value, last.step, Unit.PERCENT),
            f"The shares come to {printed(total, last.step, Unit.PERCENT)}.",
            0.7,
            tuple(shares[:-1]),
        )
    ]
