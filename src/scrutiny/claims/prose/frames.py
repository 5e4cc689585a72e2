"""Frames: which figures of a sentence are the two ends of a change, and which tell of it."""

from __future__ import annotations

from scrutiny.claims.prose.frames_pairs import FAR, Pair, len_months, pairs_of
from scrutiny.claims.prose.frames_told import Change, changes_of, direction_of, told
from scrutiny.claims.prose.sentences import Sentence

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
]


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
    words = sentence.words(end, low) if change.at < low else sentence.words(high, change.at)
    if {"while", "whilst", "whereas", "but", "although"} & set(words):
        return True
    ways = {direction_of(word) for word in words} - {""}
    return change.at < low and bool(ways - {change.direction})


def _kinds(change: Change) -> set[str]:
    kinds = {"percent": change.percent, "difference": change.difference, "times": change.times}
    return {kind for kind, one in kinds.items() if one}


def _closest(change: Change, rivals: list[Change], gap: int, pair: Pair) -> bool:
    low = min(pair.before.first, pair.now.first)
    high = max(pair.before.after, pair.now.after)
    gaps = [low - one.at if one.at < low else one.at - high for one in rivals]
    return gap <= 8 and all(gap + 3 < other for other in gaps)
