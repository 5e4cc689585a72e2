"""The pairs of values that a sentence compares, the earlier and the later."""

from __future__ import annotations

from dataclasses import dataclass

from scrutiny.claims.model import Unit
from scrutiny.claims.prose.frames_told import Change
from scrutiny.claims.prose.sentences import Figure, Sentence
from scrutiny.claims.words import word_set

FAR = 45  # words between the two values of a change, or between them and what tells of it
_VALUES = (Unit.COUNT, Unit.PERCENT, Unit.POUNDS, Unit.SECONDS, Unit.RATE)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two values of one thing, the earlier and the later."""

    before: Figure
    now: Figure
    sure: bool = True


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
