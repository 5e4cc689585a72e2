"""What the figures of a sentence are to a whole, by their kinds alone: shares, averages, parts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from scrutiny.claims.model import Unit
from scrutiny.claims.prose.frames_pairs import alike
from scrutiny.claims.prose.frames_told import Change
from scrutiny.claims.prose.sentences import Figure, Sentence
from scrutiny.claims.prose.shapes import SIZED, counted, portioned, ways_of
from scrutiny.claims.prose.tags import budget
from scrutiny.claims.words import word_set

_OF_THEM = {"which", "whom", "them", "these", "those"}
LARGE = 1000  # a whole that is told by nothing else: among smaller ones a slip is often chance
_BASES = {"month", "week", "day", "quarter", "night"}


@dataclass(frozen=True, slots=True)
class Portion:
    """A part, its whole and the percentage that it is; `sure` where words say that it is."""

    part: Figure
    whole: Figure
    percent: Figure
    sure: bool


def portion(sentence: Sentence, changes: list[Change]) -> Portion | None:
    """Two counts and a percentage where nothing is told to have changed."""
    figures = counted(sentence)
    if len(figures) != 3:
        return None
    percents = [one for one in figures if one.quantity.unit is Unit.PERCENT]
    counts = [one for one in figures if one.quantity.unit in SIZED]
    if len(percents) != 1 or len(counts) != 2:
        return None
    (percent,), (one, two) = percents, counts
    told = {each.first for change in changes for each in change.figures}
    if any(each.quantity.sign or each.quantity.per or each.first in told for each in figures):
        return None
    if not alike(one, two) or ways_of(sentence) or _apart(one, two):
        return None
    if (
        _LAST & {*sentence.before(percent, 2), *sentence.following(percent, 4)}
        or _COMPARED & sentence.lows
    ):
        return None
    whole = _whole(sentence, one, two, percent)
    behind = [word for word in sentence.following(percent, 4) if word not in {")", "]"}]
    if whole is None and behind[:1] == ["of"]:
        return None  # 40 (12%) of vehicle crimes
    if whole is None:
        part, whole = sorted(counts, key=lambda each: each.quantity.value)
        return Portion(part, whole, percent, sure=False)
    return Portion(two if whole is one else one, whole, percent, sure=True)


def _apart(one: Figure, two: Figure) -> bool:
    return bool(one.period and two.period and one.period != two.period)


_LAST = {"last", "previous", "prior", "earlier", "previously"}
_COMPARED = {"compared", "than", "against", "versus", "comparison"}
_OF = {"of", "from", "sampled", "reviewed", "examined", "covered", "out", "sample", "total"}
_LIGHT_OF = {
    "the", "a", "all", "these", "those", "our", "total", "some", "over", "about", "around", "of",
    "its", "their", "overall", "nearly", "almost", "sample", "(",
}  # fmt: skip
_OUT_OF = {("out", "of"), ("total", "of")}
_STOPS = {")", ".", ",", ";", "", "]", "of", "were", "was", "–", "-"}


def _whole(sentence: Sentence, one: Figure, two: Figure, percent: Figure) -> Figure | None:
    """The whole of two counts, where words say that the percentage is of it or of the other."""
    behind = sentence.following(percent, 5)
    behind = behind[1:] if behind[:1] == (")",) else behind
    if behind[:1] == ("of",):
        later = next((f for f in sentence.figures if f.first > percent.first), None)
        close = later is not None and later.first - percent.after <= 5
        if later is not None and close and set(behind[1:]) <= _LIGHT_OF:
            return later
        if not {"total", "all", "them", "these", "those", "which"} & set(behind[1:3]):
            return next((f for f in (one, two) if sentence.before(f, 2)[-2:] in _OUT_OF), None)
    if sentence.between(one, two) == ("in",):
        return two
    for whole, part in ((one, two), (two, one)):
        before = list(sentence.before(whole, 6))
        while before and before[-1] in _LIGHT_OF - {"of", "total", "sample"}:
            before.pop()
        if before[-2:] == ["out", "of"] or (
            before[-1:] and before[-1] in _OF and _beside(sentence, part, percent)
        ):
            return whole
    for whole, part in ((one, two), (two, one)):
        if sentence.before(part, 2)[-1:] in (("of",), ("from",)):
            continue
        if _beside(sentence, part, percent) and not _beside(sentence, whole, percent):
            nouns = whole.quantity.noun, part.quantity.noun
            if not all(nouns) or nouns[0].split()[-1] == nouns[1].split()[-1]:
                return whole
    return None


def _beside(sentence: Sentence, part: Figure, percent: Figure) -> bool:
    """Whether a percentage stands beside a part as its own: 195, or 83%; 83% (195)."""
    low, high = sorted((part, percent), key=lambda one: one.first)
    if any(low.first < other.first < high.first for other in sentence.figures):
        return False
    words = sentence.between(low, high)
    if len(words) > 14 or {";", "but", "while", "whereas"} & set(words):
        return False
    if "." in words and not {"this", "that", "which"} & set(words[words.index(".") :]):
        return False
    ties = word_set("wholes", "ties") | {",", "or", "rate", "equates", "equating", "proportion"}
    tail = [word for word in words if word not in word_set("wholes", "light")]
    if not tail or tail[-1] not in ties:
        return False
    if tail[-1] in {"(", "["} and high is percent:
        return sentence.following(percent, 1)[:1] in {(one,) for one in _STOPS} | {()}
    return True


_SPENT = {"overspend", "underspend", "overspent", "underspent", "overspending", "underspending"}


def over_budget(sentence: Sentence) -> tuple[Figure, Figure, Figure] | None:
    """An overspend, its budget and what share of it that is: overspent by £2m (3%)."""
    figures = sentence.figures
    if len(figures) != 3 or not _SPENT & sentence.lows or "budget" not in sentence.lows:
        return None
    pounds = [one for one in figures if one.quantity.unit is Unit.POUNDS]
    percents = [one for one in figures if one.quantity.unit is Unit.PERCENT]
    if len(pounds) != 2 or len(percents) != 1 or not budget(sentence, pounds[0]):
        return None
    size = pounds[1]
    near = _SPENT & set(sentence.between(pounds[0], size))
    return (size, pounds[0], percents[0]) if near and size.first < percents[0].first else None


def over_time(sentence: Sentence) -> tuple[Figure, Figure, str] | None:
    """A total, its average and what the average is over, where these are all there is."""
    if len(sentence.figures) != 2:
        return None
    one, two = sentence.figures
    based = [f for f in (one, two) if f.quantity.per in _BASES]
    if len(based) > 1 or one.quantity.unit is not two.quantity.unit:
        return None
    if one.quantity.unit not in SIZED or one.quantity.sign or two.quantity.sign:
        return None
    if one.quantity.noun and two.quantity.noun and not _same_noun(one, two):
        return None
    if word_set("wholes", "not_average") & sentence.lows or ways_of(sentence):
        return None
    if portioned(sentence) or (",", "and") in set(pairwise(sentence.between(one, two))):
        return None
    if based:
        average = based[0]
        base = average.quantity.per
    else:
        said = _base_said(sentence)
        if said is None:
            return None
        base, at = said
        average = min((one, two), key=lambda f: abs(f.first - at))
    total = two if average is one else one
    if total.quantity.per or total.quantity.approx in {"over", "under", "up to", "at least"}:
        return None
    return total, average, base


def _same_noun(one: Figure, two: Figure) -> bool:
    last = {one.quantity.noun.split()[-1], two.quantity.noun.split()[-1]}
    return len(last) == 1 or bool(last & _ANY)


_ANY = {"offences", "crimes", "incidents", "reports", "cases", "records"}  # what is counted, named
_EACH = {"per", "each", "every", "a", "/"}
_ADVERBS = {"monthly": "month", "weekly": "week", "daily": "day", "quarterly": "quarter"}


def _base_said(sentence: Sentence) -> tuple[str, int] | None:
    """What an average is over, where the sentence says it once, and the token that says it."""
    lows = [token.low for token in sentence.tokens]
    found = []
    for i, low in enumerate(lows):
        if low in _ADVERBS and {"average", "mean", "averages", "averaged"} & set(lows):
            found.append((_ADVERBS[low], i))
        elif low in _BASES and i and lows[i - 1] in _EACH - ({"a"} if low == "quarter" else set()):
            found.append((low, i))
    return found[0] if len(found) == 1 else None


def parts_of(sentence: Sentence) -> tuple[Figure, list[Figure], bool] | None:
    """A whole and its parts among counts that are all a sentence has; whether words say so."""
    figures = list(sentence.figures)
    units = {one.quantity.unit for one in figures}
    if not 3 <= len(figures) <= 12 or len(units) != 1 or not units <= {Unit.COUNT, Unit.POUNDS}:
        return None
    if any(f.quantity.per or f.quantity.approx for f in figures):
        return None
    if any(f.quantity.sign and not f.quantity.text.startswith("plus") for f in figures):
        return None
    lows = sentence.lows
    first, last = figures[0], figures[-1]
    for whole, parts in ((first, figures[1:]), (last, figures[:-1])):
        fits = sum((f.quantity.value for f in parts), Decimal(0)) == whole.quantity.value
        if fits and (len(figures) > 3 or (whole is first and _OF_THEM & lows)):
            return whole, parts, True
    if len(figures) == 3:
        return None
    some = word_set("wholes", "some") & lows
    bar = word_set("comparisons", "bar") & lows
    if some - _OF_THEM or bar or ways_of(sentence) or {"compared", "target"} & lows:
        return None
    if len({f.period for f in figures if f.period}) > 1:
        return None
    largest = max(figures, key=lambda f: f.quantity.value)
    said = word_set("wholes", "whole_said") & lows
    ranked: list[tuple[int, Figure, list[Figure]]] = []
    for whole, parts in ((first, figures[1:]), (last, figures[:-1])):
        opens = whole is first and {":", "(", "–", "-"} & set(sentence.between(first, figures[1]))
        rank = 0 if said and _near(sentence, whole, said) else 1 if opens else 2
        if whole is first and rank == 2 and first.first <= 4 and sentence.before(first, 4):
            rank = 1 if sentence.before(first, 4)[0] == "of" else 2
        large = whole is largest and whole.quantity.value >= LARGE and not _round(figures)
        if rank < 2 or (said and whole is largest) or large:
            ranked.append((rank, whole, parts))
    for rank, whole, parts in sorted(ranked, key=lambda one: one[0]):
        if _row(sentence, parts):
            return whole, parts, bool(said) and not some and (rank < 2 or whole is largest)
    return None


def _round(figures: list[Figure]) -> bool:
    return all(one.quantity.value % 100 == 0 for one in figures)


def _near(sentence: Sentence, whole: Figure, said: set[str] | frozenset[str]) -> bool:
    return bool(said & {*sentence.before(whole, 4), *sentence.following(whole, 4)})


def _gap(sentence: Sentence, one: Figure, two: Figure) -> tuple[str, ...]:
    words = sentence.between(one, two)
    words = words[2:] if words[:1] == ("of",) and words[1:2] in (("them",), ("these",)) else words
    return ("plus", *words) if two.quantity.text.startswith("plus") else words


def _row(sentence: Sentence, parts: list[Figure]) -> bool:
    """Whether figures stand in a row: each a name from the next, with like marks between."""
    if len(parts) < 3:
        return False
    gaps = [_gap(sentence, one, two) for one, two in pairwise(parts)]
    if any(not 1 <= len(gap) <= 9 or {"of", "from", "than", "."} & set(gap) for gap in gaps):
        return False
    return all({",", ";", "and", "&", "/", "plus"} & set(gap) for gap in gaps)
