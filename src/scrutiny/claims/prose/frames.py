"""Frames: which figures of a sentence are the two ends of a change, and which tell of it."""

from __future__ import annotations

from itertools import pairwise

from scrutiny.claims.model import Unit
from scrutiny.claims.prose.frames_pairs import FAR, Pair, len_months, pairs_of
from scrutiny.claims.prose.frames_told import Change, changes_of, direction_of, told
from scrutiny.claims.prose.sentences import Sentence
from scrutiny.claims.prose.tags import past_said
from scrutiny.claims.words import word_set

__all__ = [
    "FAR",
    "Change",
    "Pair",
    "changes_of",
    "direction_of",
    "len_months",
    "linked",
    "pairs_of",
    "told",
    "trailing",
]

_COMPARATIVES = {
    "more", "fewer", "less", "higher", "lower", "greater", "longer", "shorter", "quicker", "faster",
    "slower", "saving", "overspend", "underspend", "shortfall", "overspent", "underspent",
    "smaller", "larger", "bigger", "better", "worse",
}  # fmt: skip
_GENERIC = {
    "the", "number", "of", "offences", "crimes", "incidents", "figure", "figures", "total", "this",
    "that", "it", "they", "went", "gone", "going", "has", "have", "from", "being", "is", "was",
    "there", "were", "in", "to", "with", "for", "a", "count", "value", "rate", "recorded",
    "reports", "cases", "instances", "records",
}  # fmt: skip
_VERBS = {
    "rose", "fell", "grew", "increased", "decreased", "dropped", "reduced", "declined", "risen",
    "fallen", "grown", "increases", "decreases", "rises", "falls", "rising", "falling", "growing",
    "increasing", "decreasing",
}  # fmt: skip
# Words that show a change behind its values to be theirs, whatever "and" is between.
_TELLS_ON = {
    "represents", "representing", "equates", "equivalent", "increase", "decrease", "reduction",
    "rise", "fall", "change", "which", "this", "that", "difference",
}  # fmt: skip


def linked(
    sentence: Sentence, pairs: list[Pair], changes: list[Change]
) -> list[tuple[Pair, Change]]:
    """Each change with the pair that it is most likely of; none where that is a guess."""
    found = []
    for change in changes:
        near = []
        for pair in pairs:
            low = min(pair.before.first, pair.now.first)
            high = max(pair.before.after, pair.now.after)
            gap = low - change.at if change.at < low else change.at - high
            near.append((max(gap, 0), low, pair))
        near.sort(key=lambda one: one[:2])
        if not near or near[0][0] > FAR:
            continue
        pair = near[0][2]
        if _apart(sentence, pair, change):
            continue
        rivals = [
            other for other in changes if other is not change and _kinds(other) & _kinds(change)
        ]
        if (
            rivals
            and len(pairs) < len(rivals) + 1
            and not _closest(change, rivals, near[0][0], pair)
        ):
            continue
        found.append((pair, change))
    return found


def _apart(sentence: Sentence, pair: Pair, change: Change) -> bool:
    """Whether another clause begins between a change and the values."""
    low = min(pair.before.first, pair.now.first)
    high = max(pair.before.after, pair.now.after)
    end = max(one.after for one in change.figures)
    if pair.bar and not _compares(change):
        return True
    dates = {pair.before.period, pair.now.period}
    if change.percent and change.percent.period and None not in dates | {change.percent.period}:
        alone = pair.now.quantity.unit is Unit.PERCENT and len(change.figures) == 1
        if alone and change.percent.period not in dates:
            return True  # 5% in 2017, 7% in 2018 and 4% in 2019
    inside = {direction_of(word) for word in sentence.words(low, high)} - {""}
    if change.at < low and change.direction and inside and change.direction not in inside:
        return True  # an increase of 12% brought it to 34, down from 40
    if low <= change.at < high:
        rest = sentence.words(end, max(pair.before.first, pair.now.first))
        joined = [i for i, both in enumerate(pairwise(rest)) if both == (",", "and")]
        own = {"than", "on", "that"} & set(rest[: joined[0]]) if joined else set()
        return bool(joined) and (bool(own) or past_said(rest[: joined[0]]))
    earlier = change.at < low
    words = sentence.words(end, low) if earlier else sentence.words(high, change.at)
    if set(words) & word_set("comparisons", "apart"):
        return True
    for one, two in zip(words, (*words[1:], ""), strict=True):
        if one == "when" and two not in word_set("comparisons", "comparing"):
            return True
        if (
            earlier
            and one == ";"
            and not (_inside(sentence, end, low) or _generic(words[words.index(";") + 1 :]))
        ):
            return True
        if (one, two) == (",", "and") and (earlier or not _TELLS_ON & set(words)):
            return True
    if not earlier and words[:1] != (",",) and set(words) & _VERBS:
        return True
    if not earlier and "as" in words:
        return True
    if not earlier and "and" in words and not _TELLS_ON & set(words):
        return True
    if earlier and change.percent and _other_shares(sentence, change, end, low):
        return True
    ways = {direction_of(word) for word in words} - {""}
    return earlier and bool(ways - {change.direction or "same"} - {""})


def _compares(change: Change) -> bool:
    """Whether a change tells of a gap between two things and not of one thing in time."""
    places = word_set("comparisons", "above") | word_set("comparisons", "below")
    return change.word in places | word_set("comparisons", "undirected") | _COMPARATIVES


def _generic(words: tuple[str, ...]) -> bool:
    """Whether words name no measure of their own: the number of offences went from."""
    return all(word in _GENERIC or not word.isalpha() for word in words)


def _inside(sentence: Sentence, first: int, after: int) -> bool:
    """Whether a bracket holds all between two tokens: (-638; 10,430 to 9,792)."""
    lows = [token.low for token in sentence.tokens[:after]]
    return lows.count("(") > lows.count(")")


def _other_shares(sentence: Sentence, change: Change, first: int, after: int) -> bool:
    """Whether other percentages stand between: 12% in the east and 3% in the west, with ..."""
    return any(
        first <= one.first < after and one.quantity.unit is Unit.PERCENT and not one.depth
        for one in sentence.figures
    )


def trailing(sentence: Sentence, pair: Pair, telling: set[int]) -> Change | None:
    """The change that stands behind its values without a word: 300 to 400 (33%); i.e. by 33%."""
    high = max(pair.before.after, pair.now.after)
    low = min(pair.before.first, pair.now.first)
    later = [one for one in sentence.figures if one.first >= high]
    if not later or later[0].first in telling or pair.bar:
        return None
    one, unit = later[0], later[0].quantity.unit
    words = sentence.words(high, one.first)
    closed = words == ("(",) and sentence.following(one, 1) == (")",)
    by = words[-1:] == ("by",) and len(words) <= 8 and not {"and", ";"} & set(words)
    shares = any(
        low <= other.first < high and other.quantity.unit is Unit.PERCENT
        for other in sentence.figures
    )
    ways = {direction_of(word) for word in sentence.words(0, low)} - {""}
    fits = unit is Unit.POINTS or (unit is Unit.PERCENT and not shares)
    if not fits or not (by or (closed and len(ways) == 1)):
        return None
    return Change(None, one, None, "", "")


def _kinds(change: Change) -> set[str]:
    kinds = {"percent": change.percent, "difference": change.difference, "times": change.times}
    return {kind for kind, one in kinds.items() if one}


def _closest(change: Change, rivals: list[Change], gap: int, pair: Pair) -> bool:
    low = min(pair.before.first, pair.now.first)
    high = max(pair.before.after, pair.now.after)
    gaps = [low - one.at if one.at < low else one.at - high for one in rivals]
    return gap <= 8 and all(gap + 3 < other for other in gaps)
