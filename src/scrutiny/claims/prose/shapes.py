"""What the figures of a sentence are to each other when no frame has read them.

Frames read the ways in which sentences are put; here only the kinds of the figures count, and the
words of a kind anywhere beside them: two counts and a percentage, where something rose, are a
change; where nothing did, a part, its whole and its share. A sentence with one figure too many
is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, permutations

from scrutiny.claims.model import Direction, Unit
from scrutiny.claims.prose.frames_pairs import Pair, alike, len_months
from scrutiny.claims.prose.frames_told import PHRASAL, Change, direction_of
from scrutiny.claims.prose.sentences import Figure, Sentence
from scrutiny.claims.prose.tags import budget, past_said, tag_of
from scrutiny.claims.words import word_set

SIZED = (Unit.COUNT, Unit.POUNDS, Unit.SECONDS)
_COMPARED = {"more", "less", "fewer", "higher", "lower", "better", "worse", "greater", "larger"}
_AGAINST = {"on", "than", "from", "since", "against", "compared"}
_GOES_ON = {"this", "that", "which", "change", "difference", "so", "meaning"}
CLOSE = 3  # tokens between "£2m over" and the amount that it is over
_WHOSE = {"which", "whom", "these", "those", "them"}
_BECAME = {"become", "became", "becoming", "moved", "moving", "changed", "turned"}
MOST = 5  # figures of a sentence that are read by their kinds alone


@dataclass(frozen=True, slots=True)
class Sorted:
    """The figures of a sentence by what they may be."""

    values: list[Figure]  # of the unit that is compared
    percents: list[Figure]
    differences: list[Figure]
    times: list[Figure]

    @property
    def sizes(self) -> list[Figure]:
        return [*self.differences, *self.percents, *self.times]


@dataclass(frozen=True, slots=True)
class Moved:
    """Two values with what is told of the change between them.

    `sure` says that the sentence tells the one for the earlier, by a time or by a word."""

    pair: Pair
    change: Change
    sure: bool


def moved(sentence: Sentence, changes: list[Change]) -> list[Moved]:
    """The change that a whole sentence tells: its two values and the sizes beside them."""
    if portioned(sentence):
        return []
    found = _sorted(sentence, changes)
    ways = ways_of(sentence)
    if found is None or len(found.values) != 2 or not found.sizes:
        return []
    signs = {one.quantity.sign for one in found.sizes} - {0}
    undirected = word_set("comparisons", "undirected") & sentence.lows
    if not (ways or signs or undirected or found.times) or not alike(*found.values):
        return []
    way: Direction = ""
    if len(ways) == 1 and not word_set("directions", "quality") & sentence.lows:
        (way,) = ways
    elif len(signs) == 1 and not ways:
        way = "up" if signs == {1} else "down"
    one, two = found.values
    pair, sure = _ends(sentence, one, two, way)
    if pair is None or (pair.bar and not beside_bar(sentence) and _in_time(sentence)):
        return []
    sure = sure and len(ways) < 2
    if any(_elsewhere(sentence, found.values, one) for one in found.sizes):
        return []
    word = next((t.low for t in sentence.tokens if direction_of(t.low) == way), "") if way else ""
    pairs = [Moved(pair, Change(one, None, None, way, word), sure) for one in found.differences]
    pairs += [Moved(pair, Change(None, one, None, way, word), sure) for one in found.percents]
    return pairs + [Moved(pair, Change(None, None, one, "", ""), sure) for one in found.times]


def _elsewhere(sentence: Sentence, values: list[Figure], size: Figure) -> bool:
    """Whether a size stands in a clause of its own: rose 10%, although it fell from 12 to 11."""
    one, two = values
    if one.first < size.first < two.first:
        words = sentence.between(size, two)
        if "and" not in words:
            return False
        said = words[: words.index("and")]
        return past_said(said) or bool({"than", "on", "that"} & set(said))
    early = size.first < one.first
    words = sentence.between(size, one) if early else sentence.between(two, size)
    if word_set("comparisons", "apart") & set(words) or ";" in words[:-1]:
        return True
    joins = (("and",), ("when",)) if early else (("and",),)
    for i, word in enumerate(words):
        if word == "," and words[i + 1 : i + 2] in joins and not _GOES_ON & set(words[i:]):
            return True
    return False


def portioned(sentence: Sentence) -> bool:
    """Whether a sentence tells of parts too: of which £2m; 12% of the 340; two years ago."""
    lows = [token.low for token in sentence.tokens]
    if any(a == "of" and b in _WHOSE for a, b in pairwise(lows)):
        return True
    if any(a == "years" and b in {"ago", "earlier", "before"} for a, b in pairwise(lows)):
        return True
    shares = (one for one in sentence.figures if one.quantity.unit is Unit.PERCENT)
    return any(sentence.following(one, 1) == ("of",) and not one.depth for one in shares)


def _in_time(sentence: Sentence) -> bool:
    """Whether a change is told to be one in time: up on last quarter."""
    return past_said(tuple(token.low for token in sentence.tokens))


def counted(sentence: Sentence) -> tuple[Figure, ...]:
    """The figures of a sentence but for the one time that a standard is: within 10 seconds."""
    times = [one for one in sentence.figures if one.quantity.unit is Unit.SECONDS]
    if len(times) != 1 or len(sentence.figures) < 3:
        return sentence.figures
    said = sentence.before(times[0], 1)
    if said not in (("within",), ("in",), ("under",), ("of",)):
        return sentence.figures
    return tuple(one for one in sentence.figures if one is not times[0])


def ways_of(sentence: Sentence) -> set[Direction]:
    """The directions that the words of a sentence tell."""
    found: set[Direction] = set()
    lows = [token.low for token in sentence.tokens]
    ends = {one.after for one in sentence.figures}
    for i, low in enumerate(lows):
        way = direction_of(low)
        if not way:
            continue
        if low in {"up", "down"} and i and lows[i - 1] in PHRASAL:
            continue
        if low == "dip" and lows[i + 1 : i + 2] in (["sample"], ["samples"], ["sampling"], ["-"]):
            continue
        if low in _COMPARED and not _compares(sentence, lows, i, ends):
            continue
        found.add(way)
    return found | {way for _, way in beside_bar(sentence)}


def _compares(sentence: Sentence, lows: list[str], i: int, ends: set[int]) -> bool:
    """Whether "more" tells of a change, and not how near a figure is or of more work."""
    if lows[i + 1 : i + 2] == ["than"]:
        after = sentence.tokens[i + 2 : i + 3]
        return not (after and after[0].kind == "number") or i in ends
    return any(i - 2 <= end <= i for end in ends)


def beside_bar(sentence: Sentence) -> list[tuple[Figure, Direction]]:
    """The sizes that a value is over its budget by: 8.4% under the £120.8m budget; £2m over."""
    named = word_set("comparisons", "bar") & sentence.lows
    found: list[tuple[Figure, Direction]] = []
    for one, after in zip(sentence.figures, (*sentence.figures[1:], None), strict=True):
        if not named and (after is None or after.first - one.after > CLOSE):
            continue
        word = sentence.tokens[one.after].low if one.after < len(sentence.tokens) else ""
        if word in word_set("comparisons", "above"):
            found.append((one, "up"))
        elif word in word_set("comparisons", "below"):
            found.append((one, "down"))
    return found


def _sorted(sentence: Sentence, changes: list[Change]) -> Sorted | None:
    """The figures by kind; None where there is one that no change has."""
    figures = counted(sentence)
    if not 3 <= len(figures) <= MOST:
        return None
    if any(one.quantity.plus_minus is not None for one in figures):
        return None
    told = {one.first for change in changes for one in change.figures}
    told |= {one.first for one, _ in beside_bar(sentence)}
    kinds = {one.quantity.unit for one in figures}
    unit = next((unit for unit in (*SIZED, Unit.PERCENT) if unit in kinds), None)
    if unit is None or len(kinds & set(SIZED)) > 1 or Unit.RATE in kinds or Unit.RANK in kinds:
        return None
    if any(one.quantity.per for one in figures):
        return None
    signed = {one.first for one in figures if one.quantity.sign}
    times = [one for one in figures if one.quantity.unit is Unit.TIMES]
    mine = [one for one in figures if one.quantity.unit is unit]
    points = [one for one in figures if one.quantity.unit is Unit.POINTS]
    percents = points if unit is Unit.PERCENT else points and None
    if unit is not Unit.PERCENT:
        if points:
            return None
        percents = [one for one in figures if one.quantity.unit is Unit.PERCENT]
    sizes = [one for one in mine if one.first in signed]
    values = [one for one in mine if one.first not in signed]
    if len(values) == 3 and not sizes:
        by_word = [one for one in values if one.first in told]
        size = by_word[0] if len(by_word) == 1 else _size_by_sum(values)
        if size is None:
            return None
        sizes, values = [size], [one for one in values if one is not size]
    if any(one.first in told for one in values) and not sizes:
        return None  # an overspend of £12m: one of the two is no value
    if percents is None or len(values) != 2 or len(sizes) > 1 or len(percents) > 1:
        return None
    if unit is Unit.PERCENT:
        sizes, percents = [], [*sizes, *percents]
        if len(percents) != 1:
            return None
    found = Sorted(values, percents, sizes, times)
    return found if len(values) + len(found.sizes) == len(figures) else None


def _size_by_sum(values: list[Figure]) -> Figure | None:
    """Of three values the one that is the difference of the others, where one is."""
    for one, two, size in permutations(values, 3):
        if one.quantity.value - two.quantity.value == size.quantity.value > 0:
            least = min(values, key=lambda f: f.quantity.value)
            return size if size is least or size is values[-1] else None
    return None


def _ends(sentence: Sentence, one: Figure, two: Figure, way: Direction) -> tuple[Pair | None, bool]:
    """The earlier and the later of two values, and whether the sentence tells which is which."""
    first, second = one.period, two.period or _last_said(sentence, one, two)
    if first and second and first != second and len_months(first) == len_months(second):
        return (Pair(one, two) if first < second else Pair(two, one)), True
    compared = _AGAINST & set(sentence.words(one.after, two.first))
    if two.period and not one.period and (two.depth > one.depth or compared):
        return Pair(two, one), True
    if any(0 <= two.first - size.after <= CLOSE for size, _ in beside_bar(sentence)):
        return Pair(two, one, bar=True), True
    tags = [tag_of(sentence, one), tag_of(sentence, two)]
    held = [tag in {"before", "bar"} for tag, _ in tags]
    if all(held):
        held = [sure for _, sure in tags]
        if held[0] == held[1]:
            held = [budget(sentence, one), budget(sentence, two)]
    if held == [False, True]:
        return Pair(two, one, bar=tags[1][0] == "bar"), True
    if held == [True, False]:
        return Pair(one, two, bar=tags[0][0] == "bar"), True
    between = sentence.words(one.after, two.first)
    if _BECAME & set(between):
        return Pair(one, two), True
    past = [past_said(sentence.words(0, one.first)), past_said(between)]
    if past == [False, True]:
        return Pair(two, one), True
    if past == [True, False]:
        return Pair(one, two), True
    low, high = sorted((one, two), key=lambda f: f.quantity.value)
    if way:
        return Pair(*((low, high) if way == "up" else (high, low)), sure=False), False
    return Pair(one, two, sure=False), False


def _last_said(sentence: Sentence, one: Figure, two: Figure) -> tuple[str, str] | None:
    """The last period that is told between two figures: by 2021 it had come down by 19 to 91."""
    said = [w for w in sentence.periods if one.quantity.end <= w[0] < two.quantity.start]
    return (said[-1][2], said[-1][3]) if said else None
