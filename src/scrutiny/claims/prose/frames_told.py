"""The changes that a sentence tells, each with its direction."""

from __future__ import annotations

from dataclasses import dataclass

from scrutiny.claims.model import Direction, Unit
from scrutiny.claims.prose.sentences import Figure, Sentence
from scrutiny.claims.words import word_set

_PLACES = word_set("comparisons", "above") | word_set("comparisons", "below")
_VERBS = {"which", "is", "was", "are", "were", "that", "remains", "and", "it", "or"}
# Before "up" and "down" these make verbs that tell of no change: makes up 18%, set up 4 teams.
PHRASAL = {
    "makes", "make", "made", "making", "set", "sets", "setting", "follow", "followed", "following",
    "picked", "pick", "taken", "took", "take", "backed", "signed", "broken", "break", "brought",
    "caught", "carried", "turned", "opened", "split", "put", "written", "stood", "stand", "closed",
}  # fmt: skip
_HELD_TO = {"budget", "target", "establishment", "forecast", "budgeted"}
_NOT_TELLING = {("of",), ("→",), ("->",), ("to",), ("-",), ("➔",)}
_LINKS = {"of", "by", "at", ":", "was", "is", "(", "", "an", "a", "the", "or", "about"}


def direction_of(word: str) -> Direction:
    if word in word_set("directions", "up"):
        return "up"
    return "down" if word in word_set("directions", "down") else ""


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
    place = _place(sentence, figure, after)
    if place is not None:
        return place
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
    before = sentence.before(figure, 10)
    if before[-1:] and before[-1] in {"further", "additional", "extra"}:
        return ("up", before[-1]) if {"taking", "bringing"} & sentence.lows else None
    for index in range(len(before) - 1, -1, -1):
        word = before[index]
        way = direction_of(word)
        if word in {"up", "down"} and before[index - 1 : index] and before[index - 1] in PHRASAL:
            return None
        if word == "dip" and before[index + 1 : index + 2] in (("sample",), ("samples",)):
            return None
        if way and word not in {
            "more",
            "less",
            "fewer",
            "higher",
            "lower",
            "greater",
            "better",
            "worse",
        }:
            rest = before[index + 1 :]
            if {"from", "to", "at", "than"} & set(rest):
                return None
            if (
                word in {"up", "down"}
                and rest[-1:] == (":",)
                and figure.quantity.unit is Unit.COUNT
            ):
                return None  # robbery is down: 1,560 offences have become 894
            on = {"on", "than", "since"} & set(rest) and rest[-1] in {"(", ":", "'s"}
            if on and figure.quantity.unit not in (Unit.PERCENT, Unit.POINTS):
                return None
            linked = not rest or rest[-1] in _LINKS or word in {"up", "down"} or _approximate(rest)
            return (way, word) if linked else None
        if word in word_set("comparisons", "undirected") and index >= len(before) - 4:
            rest = before[index + 1 :]
            of = rest[:1] in (("of",), ("is",), ("was",), (":",), ())
            if of and not {"from", "to", "at", "in"} & set(rest):
                return "", word
        if way and index == len(before) - 1 and word in {"more", "less", "fewer"}:
            return None
    return None


def _place(
    sentence: Sentence, figure: Figure, after: tuple[str, ...]
) -> tuple[Direction, str] | None:
    """Above or below: 88 below the establishment, 3.8 points above target, 18 short of it."""
    if figure.quantity.unit is Unit.RANK or not after:
        return None
    k = 0  # past what is counted: 88 officers below
    while k < min(3, len(after) - 1) and after[k] not in _PLACES | _VERBS and after[k].isalpha():
        k += 1
    word, rest = after[k], after[k + 1 : k + 4]
    if word not in _PLACES or (k and figure.quantity.unit is Unit.PERCENT):
        return None
    ends = not rest or rest[0] in {".", ")", ",", ";"}
    points = figure.quantity.unit is Unit.POINTS
    bar = bool(set(rest) & word_set("comparisons", "bar"))
    bar = bar or (ends and bool(_HELD_TO & sentence.lows))
    past = bool(set(rest) & {"last", "previous", "level", "year's"})
    if not (bar or past or (ends and points) or (word == "short" and rest[:1] == ("of",))):
        return None
    if word in {"over", "under"} and not bar:
        return None
    way: Direction = "up" if word in word_set("comparisons", "above") else "down"
    return way, word


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
        if heard is None and i + 1 < len(figures) and _bracketed(sentence, figure, figures[i + 1]):
            heard = _told_past(sentence, figures[i + 1])
        if quantity.sign == 0 and (heard is None or _of_whole(sentence, figure)):
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
        found.append(Change(rest, percent, None, way, word))
    return found


def _bracketed(sentence: Sentence, one: Figure, two: Figure) -> bool:
    return sentence.between(one, two)[-1:] == ("(",) and sentence.following(two, 1) == (")",)


def _of_whole(sentence: Sentence, figure: Figure) -> bool:
    """Whether a percentage is that of a whole: an underspend (0.4% of the budget)."""
    if figure.quantity.unit is not Unit.PERCENT:
        return False
    behind = sentence.following(figure, 6)
    return behind[:1] == ("of",) and bool(figure.depth)


def _told_past(sentence: Sentence, figure: Figure) -> tuple[Direction, str] | None:
    """432 (9.6%) more than last year: the words behind the bracket."""
    words = sentence.following(figure, 3)
    way = direction_of(words[1]) if len(words) > 1 else ""
    if words[1:2] and words[1] in {"more", "fewer", "less", "higher", "lower"} and way:
        return way, words[1]
    return None


def _joined(sentence: Sentence, one: Figure, two: Figure) -> bool:
    """Whether two figures tell one change: "97 (30.3%)", "(8%, -12,585)", "97 incidents or 30%"."""
    words = sentence.between(one, two)
    if sentence.following(two, 1) in _NOT_TELLING:
        return False  # 4.8% of the budget; (1,500 to 1,620)
    if len(words) > 6 or {
        ";",
        "and",
        "from",
        "to",
        "in",
        "of",
        "by",
        "compared",
        "between",
        "since",
        "on",
        "than",
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
