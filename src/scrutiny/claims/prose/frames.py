"""Frames: which figures of a sentence are the two ends of a change, and which tell of it."""

from __future__ import annotations

from dataclasses import dataclass

from scrutiny.claims.model import Direction, Unit
from scrutiny.claims.prose.sentences import Figure, Sentence
from scrutiny.claims.words import word_set

NEAR = 7  # words between a figure and the word for its direction
FAR = 45  # words between the two values of a change, or between them and what tells of it
_VALUES = (Unit.COUNT, Unit.PERCENT, Unit.POUNDS, Unit.SECONDS, Unit.RATE)
_LINKS = {"of", "by", "at", ":", "was", "is", "(", "", "an", "a", "the", "or", "about"}


def direction_of(word: str) -> Direction:
    if word in word_set("directions", "up"):
        return "up"
    return "down" if word in word_set("directions", "down") else ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two values of one thing, the earlier and the later."""

    before: Figure
    now: Figure
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """What is said of a change: its size as a figure, as a percentage or as a factor."""

    difference: Figure | None
    percent: Figure | None
    times: Figure | None
    direction: Direction
    word: str  # the word that says the direction

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(one for one in (self.difference, self.percent, self.times) if one)

    @property
    def at(self) -> int:
        return min(one.first for one in self.figures)


def told(sentence: Sentence, figure: Figure) -> tuple[Direction, str] | None:
    """The direction that the words beside a figure give to it as a change; None for no change."""
    between = word_set("directions", "between")
    after = sentence.following(figure, 6)
    for count, word in enumerate(after[:5]):
        way = direction_of(word)
        if way and not (
            word == "more"
            and after[count + 1 : count + 2] == ("than",)
            and count == 0
            and figure.quantity.approx
        ):
            follow = after[count + 1 : count + 2]
            if word in {"up", "down"} and follow not in ((), ("on",), (",",), (")",), (".",)):
                break
            if word in {
                "increased",
                "decreased",
                "rose",
                "fell",
                "reduced",
                "dropped",
                "rising",
                "falling",
                "fallen",
                "risen",
                "rises",
                "falls",
                "growing",
                "increasing",
                "decreasing",
                "grew",
            }:
                break
            return way, word
        if word not in between or word in {
            "of",
            "in",
            "is",
            "was",
            "had",
            "has",
            "(",
            "to",
            "at",
            "than",
        }:
            break
    before = sentence.before(figure, 9)
    for index in range(len(before) - 1, -1, -1):
        word = before[index]
        way = direction_of(word)
        if way and word not in {"more", "less", "fewer", "higher", "lower", "greater"}:
            rest = before[index + 1 :]
            if "from" in rest or "to" in rest or "at" in rest:
                return None
            linked = not rest or rest[-1] in _LINKS or word in {"up", "down"} or _approximate(rest)
            return (way, word) if linked else None
        if way and index == len(before) - 1 and word in {"more", "less", "fewer"}:
            return None
    return None


def _approximate(rest: tuple[str, ...]) -> bool:
    return all(word in word_set("directions", "between") for word in rest)


def changes_of(sentence: Sentence) -> list[Change]:
    """Every change that the sentence tells, with its percentage and its difference together."""
    found: list[Change] = []
    used: set[int] = set()
    figures = sentence.figures
    for i, figure in enumerate(figures):
        quantity = figure.quantity
        if (
            i in used
            or quantity.unit is Unit.RANK
            or (quantity.per and quantity.unit is not Unit.RATE)
        ):
            continue
        if quantity.unit is Unit.TIMES:
            way = direction_of(quantity.text.lower())
            if way:
                found.append(Change(None, None, figure, way, quantity.text.lower()))
            continue
        if quantity.plus_minus is not None:
            continue
        heard = told(sentence, figure)
        if heard is None and quantity.sign == 0:
            continue
        way, word = heard or ("", "")
        group = [figure]
        for j in (i + 1, i + 2):
            if (
                j < len(figures)
                and j == i + len(group)
                and _joined(sentence, group[-1], figures[j])
            ):
                kinds = {one.quantity.unit is Unit.PERCENT for one in group}
                if (figures[j].quantity.unit is Unit.PERCENT) in kinds:
                    break
                group.append(figures[j])
                used.add(j)
        percent = next(
            (one for one in group if one.quantity.unit in (Unit.PERCENT, Unit.POINTS)), None
        )
        rest = next((one for one in group if one is not percent), None)
        if not way:
            sign = next((one.quantity.sign for one in group if one.quantity.sign), 0)
            way = "up" if sign > 0 else "down" if sign < 0 else ""
            word = ""
        found.append(Change(rest, percent, None, way, word))
    return found


def _joined(sentence: Sentence, one: Figure, two: Figure) -> bool:
    """Whether two figures tell one change: "97 (30.3%)", "(8%, -12,585)", "97 incidents or 30%"."""
    words = sentence.between(one, two)
    if len(words) > 6 or {
        ";",
        "and",
        "from",
        "to",
        "in",
        "of",
        "by",
        "compared",
        ".",
        "with",
    } & set(words):
        return False
    if two.quantity.unit not in (Unit.COUNT, Unit.PERCENT, Unit.POUNDS, Unit.SECONDS):
        return False
    nouned = [
        word
        for word in words
        if word.isalpha()
        and word not in {"or", "rise", "increase", "decrease", "fall", "reduction", "a", "an"}
    ]
    opened = words[-1:] in (("(",), (",",), ("or",), ("[",), ("/",)) or words[-2:] == ("or", "a")
    return opened and (len(nouned) <= 2)


def pairs_of(sentence: Sentence, changes: list[Change]) -> list[Pair]:
    """The pairs of values that the sentence compares, none of them the size of a change."""
    telling = {one.first for change in changes for one in change.figures}
    values = [
        one
        for one in sentence.figures
        if one.first not in telling
        and one.quantity.unit in _VALUES
        and not (one.quantity.per and one.quantity.unit is not Unit.RATE)
    ]
    found, i = [], 0
    while i + 1 < len(values):
        pair = _pair(sentence, values[i], values[i + 1])
        if pair is not None:
            found.append(pair)
            i += 2
        else:
            i += 1
    return found


def _pair(sentence: Sentence, one: Figure, two: Figure) -> Pair | None:
    a, b = one.quantity, two.quantity
    if a.unit is not b.unit or two.first - one.after > FAR:
        return None
    words = sentence.between(one, two)
    before = sentence.before(one, 4)
    text = " ".join(words)
    if ";" in words and not (one.depth and one.period and two.period):
        return None
    noun_apart = bool(a.noun and b.noun and a.noun.split()[-1] != b.noun.split()[-1])
    if noun_apart:
        return None
    if (
        words[-1:] == ("to",)
        and len(words) < 14
        and (
            "from" in before
            or (one.depth and len(words) <= 2)
            or {"rose", "fell", "increased", "decreased"} & set(before)
        )
    ):
        return _ordered(one, two)
    if words[-1:] == ("to",) and before[-1:] == ("from",):
        return _ordered(one, two)
    for phrase in word_set("directions", "against"):
        plain = phrase in {"was", "from", "previously", "v", "against"}
        if plain and (len(words) > 6 or phrase not in words[-3:]):
            continue
        if phrase == "was" and "(" not in words:
            continue
        if f" {phrase} " in f" {text} " and "and" not in words[: words.index(phrase.split()[0])]:
            tail = text.rsplit(phrase, 1)[1].split()
            if len(tail) > 6:
                continue
            if {"nationally", "force", "average", "forces", "regionally", "target"} & set(tail):
                continue
            return _ordered(two, one)
    if one.depth == two.depth and "and" in words and one.period is None and len(words) <= 8:
        ending = words[words.index("and") :]
        said = sentence.words(one.after, one.after + 3)
        if "last" in said[:1] and ending[-1:] == ("and",) and "this" in sentence.following(two, 1):
            return _ordered(one, two)
    years = one.period and two.period and one.period != two.period
    if years and one.depth and two.depth and len(words) <= 3:
        return _ordered(one, two)
    return None


def _ordered(before: Figure, now: Figure) -> Pair | None:
    """The pair, its earlier period first where both are said."""
    if before.period and now.period and before.period != now.period:
        if len_months(before.period) != len_months(now.period):
            return Pair(before, now, sure=False)
        if now.period < before.period:
            return Pair(now, before)
    return Pair(before, now)


def len_months(period: tuple[str, str]) -> int:
    (y1, m1), (y2, m2) = (map(int, one.split("-")) for one in period)
    return (y2 - y1) * 12 + m2 - m1 + 1


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
