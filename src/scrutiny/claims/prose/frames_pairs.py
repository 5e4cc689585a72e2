"""The pairs of values that a sentence compares, the earlier and the later."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from scrutiny.claims.model import Unit
from scrutiny.claims.prose.frames_told import Change
from scrutiny.claims.prose.sentences import Figure, Sentence
from scrutiny.claims.prose.tags import budget, tag_of
from scrutiny.claims.words import word_set

FAR = 45  # words between the two values of a change, or between them and what tells of it
_ARROWS = {("→",), ("->",), ("-", ">"), ("➔",), ("⇒",), (">",)}
_VALUES = (Unit.COUNT, Unit.PERCENT, Unit.POUNDS, Unit.SECONDS, Unit.RATE)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two values of one thing, the earlier and the later."""

    before: Figure
    now: Figure
    sure: bool = True
    bar: bool = False  # `before` is no earlier value but a target, or another area's


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
    if "respectively" in sentence.lows:
        return []  # lists of values: `lists` reads them
    found, i = [], 0
    while i + 1 < len(values):
        pair = _pair(sentence, values[i], values[i + 1], telling)
        if pair is not None:
            found.append(pair)
            i += 2
        else:
            i += 1
    return found or _tagged(sentence, values)


def _tagged(sentence: Sentence, values: list[Figure]) -> list[Pair]:
    """The two values of a sentence, or of a clause of it, of which one is told to be the other's
    past or the bar that it is held to."""
    found = []
    for clause in _groups(sentence, values):
        if len(clause) != 2 or not alike(*clause):
            continue
        one, two = clause
        if two.first - one.after > FAR or _of_which(sentence, one, two):
            continue
        if any(one.first < other.first < two.first for other in values) and (",", "and") in set(
            pairwise(sentence.between(one, two))
        ):
            continue
        tags = [tag_of(sentence, one), tag_of(sentence, two)]
        held = [tag in {"before", "bar"} for tag, _ in tags]
        dated = _dated(one, two)
        if dated is not None and "bar" not in {tag for tag, _ in tags}:
            found.append(dated)
            continue
        if all(held):  # an average of 12 against one of 14: the one that is compared
            held = [sure for _, sure in tags]
            if held[0] == held[1]:
                held = [budget(sentence, one), budget(sentence, two)]
        if held == [False, True]:
            found.append(Pair(two, one, bar=tags[1][0] == "bar"))
        elif held == [True, False]:
            found.append(Pair(one, two, bar=tags[0][0] == "bar"))
        elif not any(held) and _bracketed(sentence, one, two):
            found.append(Pair(two, one, sure=False))
        elif not any(held) and one.period and two.period and one.period != two.period:
            pair = _ordered(one, two)
            if pair is not None and pair.sure:
                found.append(pair)
    return found


def _of_which(sentence: Sentence, one: Figure, two: Figure) -> bool:
    """Whether the second is a part of the first: £0.5m, of which £0.2m."""
    words = sentence.between(one, two)
    return any(a == "of" and b in {"which", "whom"} for a, b in pairwise(words))


def _groups(sentence: Sentence, values: list[Figure]) -> list[list[Figure]]:
    """The values that may be each other's: all of a unit, or those of it in one clause."""
    values = [one for one in values if sentence.before(one, 1) != ("within",)]
    if len(values) == 2:
        return [values]
    found = []
    for unit in dict.fromkeys(one.quantity.unit for one in values):
        mine = [one for one in values if one.quantity.unit is unit]
        found.extend([mine] if len(mine) == 2 else _by_clause(sentence, mine))
    return found


def _bracketed(sentence: Sentence, one: Figure, two: Figure) -> bool:
    """Whether the second stands in a bracket behind the first, with a time of its own."""
    words = sentence.between(one, two)
    if two.depth <= one.depth or "(" not in words:
        return False
    if two.period is None:  # (Q1 2021: 280): a time, though not one that is known
        behind = words[words.index("(") :]
        year = any(len(word) == 4 and word[:2] in {"19", "20"} for word in behind)
        return year and words[-1] == ":" and len(words) < 14
    return two.period != one.period and words.index("(") >= len(words) - 2 and len(words) < 10


def _by_clause(sentence: Sentence, values: list[Figure]) -> list[list[Figure]]:
    """The values between the semicolons, and the words that begin another clause."""
    clauses: list[list[Figure]] = []
    for i, one in enumerate(values):
        words = sentence.between(values[i - 1], one) if i else (";",)
        if {";", *word_set("comparisons", "apart")} & set(words):
            clauses.append([])
        clauses[-1].append(one)
    return clauses


def alike(one: Figure, two: Figure) -> bool:
    """Whether two values may be of one thing: of one unit, and not of two nouns."""
    a, b = one.quantity, two.quantity
    if a.unit is not b.unit:
        bare = {a.unit, b.unit} == {Unit.COUNT, Unit.RATE}
        if not (bare and "." in a.text and "." in b.text):
            return False
    return not (a.noun and b.noun and a.noun.split()[-1] != b.noun.split()[-1])


def _pair(sentence: Sentence, one: Figure, two: Figure, telling: set[int]) -> Pair | None:
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
    if "what" in before and "was" in before and {"now", "is"} & set(words):
        return Pair(one, two)  # what was 8,787 is now 8,073
    if words[-1:] == ("to",) and before[-1:] == ("from",):
        return _ordered(one, two)
    told_after = any(first in telling for first in range(two.after, two.after + 4))
    moving = words in (("moving", "to"), ("going", "to"), ("changing", "to"), ("became",))
    if words in _ARROWS or moving or (words == ("to",) and told_after):
        return Pair(one, two)
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
            if ({"force", "forces"} | word_set("comparisons", "bar")) & set(tail):
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


def _dated(one: Figure, two: Figure) -> Pair | None:
    """The pair by the periods of its values, where both are told and as long as each other."""
    if not (one.period and two.period) or one.period == two.period:
        return None
    if len_months(one.period) != len_months(two.period):
        return None
    return Pair(one, two) if one.period < two.period else Pair(two, one)


def len_months(period: tuple[str, str]) -> int:
    (y1, m1), (y2, m2) = (map(int, one.split("-")) for one in period)
    return (y2 - y1) * 12 + m2 - m1 + 1
