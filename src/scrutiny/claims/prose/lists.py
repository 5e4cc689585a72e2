"""Lists told "respectively": 5% and 10%, from 2,400 and 400 to 2,280 and 360."""

from __future__ import annotations

from itertools import pairwise

from scrutiny.claims.model import Unit
from scrutiny.claims.prose.frames_pairs import Pair
from scrutiny.claims.prose.frames_told import Change
from scrutiny.claims.prose.sentences import Figure, Sentence

_JOINS = {"and", ",", "&"}
_EARLIER_NEXT = {"from"}
_EARLIER_LAST = {"compared", "against", "versus", "v", "vs", "than", "from"}


def respective(sentence: Sentence) -> tuple[list[tuple[Pair, Change]], list[Change]]:
    """Each change of a list with its pair of values, where every list has as many members.

    Empty where the sentence has no such lists; also the changes, so that they have their roles.
    """
    if "respectively" not in sentence.lows:
        return [], []
    lists = _lists(sentence)
    sizes = [one for one in lists if one[0].quantity.unit in (Unit.PERCENT, Unit.POINTS)]
    values = [one for one in lists if one not in sizes]
    if not values and len(sizes) == 3:  # of percentages: the one of changes is said in points
        sizes, values = (
            [one for one in sizes if one[0].quantity.unit is Unit.POINTS],
            [one for one in sizes if one[0].quantity.unit is Unit.PERCENT],
        )
    if len(sizes) != 1 or len(values) != 2 or len({len(one) for one in lists}) != 1:
        return [], []
    first, second = values
    if first[0].quantity.unit is not second[0].quantity.unit:
        return [], []
    before, now = _ordered(sentence, first, second)
    if before is None or now is None:
        return [], []
    changes = [Change(None, one, None, "", "") for one in sizes[0]]
    pairs = [Pair(a, b, sure=False) for a, b in zip(before, now, strict=True)]
    return list(zip(pairs, changes, strict=True)), changes


def _lists(sentence: Sentence) -> list[list[Figure]]:
    """The runs of two or more figures of one unit with nothing but commas and "and" between."""
    runs: list[list[Figure]] = []
    for i, one in enumerate(sentence.figures):
        last = sentence.figures[i - 1] if i else None
        joined = (
            last is not None
            and last.quantity.unit is one.quantity.unit
            and set(sentence.between(last, one)) <= _JOINS
        )
        if joined:
            runs[-1].append(one)
        else:
            runs.append([one])
    return [run for run in runs if len(run) > 1]


def _ordered(
    sentence: Sentence, first: list[Figure], second: list[Figure]
) -> tuple[list[Figure] | None, list[Figure] | None]:
    """The earlier and the later of two lists of values."""
    between = sentence.words(first[-1].after, second[0].first)
    led = sentence.before(first[0], 3)
    if between[-1:] == ("to",) and _EARLIER_NEXT & set(led):
        return first, second
    if any(word in _EARLIER_LAST for word, _ in pairwise((*between, ""))):
        return second, first
    return None, None
