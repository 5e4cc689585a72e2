"""Sentences whose figures no frame has read: held to each other by their kinds.

A relation that holds is told. One that does not is called inconsistent where words say that it
should hold; else only where a figure is a slip of the pen away from what the others give.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from scrutiny.claims.model import Check, Passage, Quantity, Unit, Verdict
from scrutiny.claims.prose.frames_told import Change, changes_of
from scrutiny.claims.prose.sentences import Figure, Sentence, together
from scrutiny.claims.prose.shapes import MOST, Moved, moved
from scrutiny.claims.prose.shapes_whole import over_budget, over_time, parts_of, portion
from scrutiny.claims.rules import change_prose, direction
from scrutiny.claims.rules.rate_prose import average_check
from scrutiny.claims.rules.share_prose import share_of
from scrutiny.claims.rules.total_prose import CLOSE_PARTS, sum_of
from scrutiny.claims.slips import slip
from scrutiny.claims.words import word_set

_BACK = {"this", "that", "these", "it", "they", "both"}
_ALL_IN_ALL = {
    ("on", "average"),
    ("in", "total"),
    ("in", "all"),
    ("overall", ","),
    ("altogether", ","),
}
_NAMED = {
    "average", "rise", "fall", "increase", "decrease", "reduction", "change", "difference", "total",
    "figure", "number", "rate", "proportion", "drop", "percentage", "mean", "variance",
    "equivalent",
}  # fmt: skip
_SPENT = {"overspend", "underspend", "overspent", "underspent", "variance", "spend", "spent"}
PERIOD_REACH = 12  # characters before the time that a sentence begins with
ROUND = 10_000  # sums of money that are so far apart are not a slip of the pen away
SURE, UNSURE = 0.7, 0.55


def shape_checks(passage: Passage, sentence: Sentence, changes: list[Change]) -> list[Check]:
    """The checks of a sentence that has none, by the kinds of its figures."""
    found = moved(sentence, changes)
    if found:
        return _moved(passage, found)
    over = over_budget(sentence)
    if over is not None:
        return _kept(share_of(passage, *over), True, over[2].quantity)
    share = portion(sentence, changes)
    if share is not None:
        made = share_of(passage, share.part, share.whole, share.percent)
        if made and made[0].verdict is Verdict.INCONSISTENT:
            other = share_of(passage, share.whole, share.part, share.percent)
            made = other if other and other[0].verdict is not Verdict.INCONSISTENT else made
        return _kept(made, share.sure, share.percent.quantity)
    average = over_time(sentence)
    if average is not None:
        total, mean, base = average
        one = average_check(passage, sentence, total, mean, base)
        return _kept([one] if one else [], True, mean.quantity)
    whole = parts_of(sentence)
    return _total(passage, sentence, *whole) if whole is not None else []


def rest_checks(
    passage: Passage, sentence: Sentence, changes: list[Change], told: set[int]
) -> list[Check]:
    """The checks of the sizes of a sentence's one change that are not yet `told` of."""
    found = moved(sentence, changes)
    return _moved(passage, [one for one in found if one.change.at not in told])


def next_checks(passage: Passage, one: Sentence, two: Sentence) -> list[Check]:
    """The checks of two sentences of which the second goes on about the first."""
    if len(one.figures) + len(two.figures) > MOST or not _goes_on(one, two):
        return []
    both = together(one, two)
    return shape_checks(passage, both, changes_of(both))


def _goes_on(one: Sentence, sentence: Sentence) -> bool:
    """Whether a sentence begins with what stands for what was said: this, the average, in 2018."""
    if "budget" in one.lows and _SPENT & sentence.lows:
        return True
    lows = [token.low for token in sentence.tokens[:4]]
    if tuple(lows[:2]) in _ALL_IN_ALL or {"them", "these", "those"} & {*lows[1:]}:
        return True
    if lows[0] in _BACK or (lows[0] == "the" and set(lows[1:]) & _NAMED):
        return True
    early = sentence.periods and sentence.periods[0][0] - sentence.tokens[0].start < PERIOD_REACH
    return bool(early) and len(sentence.figures) <= 2 and bool(_NAMED & sentence.lows)


def _moved(passage: Passage, found: list[Moved]) -> list[Check]:
    made: list[Check] = []
    for one in found:
        size = one.change.figures[0].quantity
        made += _kept(change_prose.change_checks(passage, one.pair, one.change), one.sure, size)
    if not found:
        return []
    first = found[0]
    word = direction.word_against_values(passage, first.pair, first.change)
    if word is not None and first.sure:
        made.append(replace(word, confidence=min(word.confidence, SURE)))
    return made


def _kept(checks: Iterable[Check], sure: bool, stated: Quantity) -> list[Check]:
    """The checks that may be told: of those that fail, the ones that words or a slip support."""
    kept = []
    for one in checks:
        if one.verdict is not Verdict.INCONSISTENT:
            kept.append(one)
        elif sure or _slipped(one, stated):
            kept.append(replace(one, confidence=SURE if sure else UNSURE))
    return kept


def _slipped(check: Check, stated: Quantity) -> bool:
    digits = "".join(c for c in check.expected if c.isdigit() or c == ".")
    if not digits or stated.unit is Unit.SECONDS:
        return False
    try:
        return bool(slip(stated.value, Decimal(digits), stated.step))
    except ArithmeticError:
        return False


def _adds_up(sentence: Sentence, gap: Decimal, stated: Quantity) -> bool:
    """Whether the words say that the parts are all, and half of it is there."""
    return bool(word_set("wholes", "adds_up") & sentence.lows) and 2 * gap <= stated.value


def _total(
    passage: Passage, sentence: Sentence, whole: Figure, parts: list[Figure], said: bool
) -> list[Check]:
    total = sum((one.quantity.value for one in parts), Decimal(0))
    stated = whole.quantity
    gap = abs(total - stated.value)
    close = gap <= stated.value * CLOSE_PARTS
    over = any(one.quantity.value > stated.value for one in parts)
    slipped = bool(gap % ROUND) and (
        bool(slip(stated.value, total, stated.step))
        or any(
            slip(one.quantity.value, stated.value - total + one.quantity.value, one.quantity.step)
            for one in parts
        )
    )
    if gap and not ((said and (close or over)) or slipped or _adds_up(sentence, gap, stated)):
        return []
    return [sum_of(passage, stated, [one.quantity for one in parts], said)]
