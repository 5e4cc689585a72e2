"""Shares in sentences: a part, its whole and the percentage, in any order."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from scrutiny.claims.model import Check, Passage, Unit, Verdict
from scrutiny.claims.prose.frames import Change, direction_of
from scrutiny.claims.prose.sentences import Figure, Sentence
from scrutiny.claims.prose.tags import tag_of
from scrutiny.claims.rules.saying import HUNDRED, check, printed, settle, spread
from scrutiny.claims.words import word_set

_UNITS = (Unit.COUNT, Unit.POUNDS, Unit.SECONDS)
_BREAKS = {";", "and", "but", "while", "compared", "than", "from", "whereas", "against"}
_OF_THESE = {("of", "which"), ("of", "whom"), ("of", "these"), ("of", "them"), ("of", "those")}
TENTH = Decimal("0.1")
_SAMPLED = {"sampled", "examined", "reviewed", "surveyed", "audited", "inspected", "checked"}
_MAKE = {"made", "make", "makes", "accounted", "accounts", "account", "formed"}
_LAST = {"last", "previous", "prior", "earlier", "previously"}
TIE = 12  # words between a part and the percentage that it is


def share_checks(
    passage: Passage, sentence: Sentence, changes: list[Change], carried: Figure | None = None
) -> list[Check]:
    """5 of 16 (31%); 31% (5 of 16); 5 (31%) of 16; of 16, 5 (31%); 31% of 16 (5).

    `carried` is the one value of the sentence before, the whole of "Of these, 5 (31%) ...".
    """
    found = []
    figures = sentence.figures
    telling = {one.first for change in changes for one in change.figures}
    for i, percent in enumerate(figures):
        if not _is_share(sentence, percent, telling):
            continue
        if percent.quantity.text[:1].isalpha() and i + 1 < len(figures):
            found.extend(_fraction(passage, sentence, percent, figures[i + 1]))
        relation = _relation(sentence, i) or _of_these(sentence, i, carried)
        if relation is not None:
            found.extend(share_of(passage, *relation, percent))
    return found


def _is_share(sentence: Sentence, percent: Figure, telling: set[int]) -> bool:
    quantity = percent.quantity
    return (
        quantity.unit is Unit.PERCENT
        and not quantity.sign
        and percent.first not in telling
        and tag_of(sentence, percent)[0] != "before"
        and not (percent.depth and _LAST & set(sentence.following(percent, 5)))
    )


def _relation(sentence: Sentence, i: int) -> tuple[Figure, Figure] | None:
    """The part and the whole that the percentage at `i` is of; None where that is a guess."""
    figures = sentence.figures
    percent = figures[i]
    one, two = (figures[i + k] if i + k < len(figures) else None for k in (1, 2))
    last, earlier = (figures[i - k] if i - k >= 0 else None for k in (1, 2))
    if last and one and _alike(last, one) and _of(sentence, percent, one):
        listed = earlier and _alike(earlier, last) and "and" in sentence.between(earlier, last)
        if _tied(sentence, last, percent) and not listed:
            return last, one  # 5 (31%) of 16; £1.2m (4% of £30m)
        return None
    if one and two and _alike(one, two):
        made_of = _of(sentence, one, two) or _out_of(sentence, one, two)
        if made_of and _leads(sentence, percent, one):
            return one, two  # 31% (5 of 16)
        if _of(sentence, percent, one) and _leads(sentence, one, two):
            return two, one  # 31% of 16 (5)
    if _of_other(sentence, percent):
        return None
    if earlier and last and _alike(earlier, last) and _tied(sentence, last, percent):
        made_of = _of(sentence, earlier, last) or _out_of(sentence, earlier, last)
        if _SAMPLED & set(sentence.between(earlier, last)):
            return last, earlier  # 187 were sampled and 122 were on time, equating to 65%
        if made_of:
            return earlier, last  # 5 of 16 (31%)
    whole = _whole_first(sentence, percent)
    if whole is None:
        return None
    if last and last is not whole and _alike(last, whole) and _tied(sentence, last, percent):
        return last, whole  # of 16, 5 (31%)
    if one and last is whole and _alike(one, whole) and _bracket(sentence, percent, one):
        return one, whole  # of 16, 31% (5)
    return None


def _of_these(sentence: Sentence, i: int, carried: Figure | None) -> tuple[Figure, Figure] | None:
    """ "There were 1,059 searches. Of these, 812 (76.7%) led to an arrest." """
    opening = tuple(token.low for token in sentence.tokens[:2])
    if carried is None or opening not in _OF_THESE or i != 1:
        return None
    part = sentence.figures[0]
    fits = _alike(part, carried) and _tied(sentence, part, sentence.figures[i])
    return (part, carried) if fits else None


def _alike(one: Figure, two: Figure) -> bool:
    a, b = one.quantity, two.quantity
    return a.unit is b.unit and a.unit in _UNITS and not (a.per or b.per or a.sign or b.sign)


def _of(sentence: Sentence, one: Figure, two: Figure) -> bool:
    """5 of the 16, 5 offences out of 16, 5) of all 16, 5/16, 4% of the budget of 30."""
    words = sentence.between(one, two)
    if words == ("/",):
        return True
    if words[:2] == (")", "of") and words[-1] == "(" and len(words) <= 6:
        return sentence.following(two, 1) == (")",)  # 280 (12.5%) of all offences (2,233)
    if "of" not in words[-5:] or len(words) > 8:
        return False
    if {",", ";", "and", "from", "than", "(", ":"} & set(words):
        return False
    at = len(words) - 1 - words[::-1].index("of")
    return all(word in word_set("wholes", "of_all") for word in words[at + 1 :])


def _out_of(sentence: Sentence, one: Figure, two: Figure) -> bool:
    """6,585 files from 7,248, where nothing is told to have risen or fallen."""
    words = sentence.between(one, two)
    short = words[-1:] == ("from",) and 1 <= len(words) <= 6 and "," not in words
    return short and _still(sentence)


def _still(sentence: Sentence) -> bool:
    """Whether nothing is told to have risen or fallen."""
    ways = {word for word in sentence.lows if direction_of(word)}
    return not ways - {"more", "less", "fewer", "higher", "lower"}


def _tied(sentence: Sentence, one: Figure, two: Figure) -> bool:
    """Whether the percentage is said to be that of what stands before it."""
    words = sentence.between(one, two)
    if len(words) > TIE or {";", "but", "while", "compared", "than", "from"} & set(words):
        return False
    if {"equating", "equivalent", "amounting"} & set(words[-3:]):
        return True
    tail = list(words)
    while tail and tail[-1] in word_set("wholes", "light"):
        tail.pop()
    if not tail:
        return False
    closed = ")" in words[:-1] and tail[-1] not in _MAKE and tail[-1] != ","
    if tail[-1] == ",":
        return len(tail) <= 4 and "and" not in tail
    return tail[-1] in word_set("wholes", "ties") and not closed and "and" not in tail[-3:]


def _leads(sentence: Sentence, one: Figure, two: Figure) -> bool:
    """31% (5 of 16); 31%, 5 of 16; 31% of searches were for drugs (43 out of 150)."""
    words = sentence.between(one, two)
    if len(words) > TIE or _BREAKS & set(words):
        return False
    close = len(words) <= 2 and words[-1:] in ((",",), (":",), ("-",), ("–",), ("or",))
    close = close or words[-2:] == ("that", "is")
    return close or _bracket(sentence, one, two) or words[-2:] == (",", "or")


def _bracket(sentence: Sentence, one: Figure, two: Figure) -> bool:
    words = sentence.between(one, two)
    opened = words[-1:] in (("(",), ("[",)) or words[-2:-1] == ("(",)
    opened = opened or words[-3:] == ("(", "n", "=")
    return opened and len(words) <= TIE and not _BREAKS & set(words) and ")" not in words


def _of_other(sentence: Sentence, percent: Figure) -> bool:
    """Whether the percentage is of something that has no figure: 220 (24%) of women."""
    words = tuple(word for word in sentence.following(percent, 4) if word not in {")", "]"})
    return words[:1] == ("of",) and not {"total", "all", "them"} & set(words[1:3])


def _whole_first(sentence: Sentence, percent: Figure) -> Figure | None:
    """The whole that a sentence begins with: of the 16 cases, ...; 16 cases, of which ..."""
    figures = [one for one in sentence.figures if one.after <= percent.first]
    for one, two in zip(figures, (*figures[1:], percent), strict=False):
        if one.quantity.unit not in _UNITS or one.quantity.sign:
            continue
        before = [
            word
            for word in sentence.before(one, 6)
            if word not in word_set("wholes", "of_all") - {"of"}
        ]
        words = sentence.between(one, two)
        opens = (
            before in (["of"], ["out", "of"])
            or (before == ["from"] and _still(sentence))
            or before[-2:]
            in (
                [",", "of"],
                ["out", "of"],
                [":", "of"],
            )
        )
        these = sentence.words(two.after, two.after + 2) in _OF_THESE  # 636 of those (90.8%)
        which = (these and two is not percent) or any(pair in _OF_THESE for pair in pairwise(words))
        opens = opens and ("," in words or two is percent)
        if (opens or which) and len(words) <= 20:
            between = sentence.words(one.after, percent.first)
            return None if {";", "compared"} & set(between) else one
    return None


def share_of(passage: Passage, part: Figure, whole: Figure, percent: Figure) -> list[Check]:
    """The percentage that a part is of its whole."""
    a, b, stated = part.quantity, whole.quantity, percent.quantity
    if not b.value or stated.sign:
        return []
    expected = a.value / b.value * HUNDRED
    possible = spread(a).over(spread(b), by=lambda x, y: x / y * HUNDRED)
    return [
        settle(
            passage,
            "arithmetic.share",
            stated,
            expected,
            possible,
            f"{a.text} of {b.text} is {printed(expected, min(stated.step, TENTH), Unit.PERCENT)}",
            (a, b),
            0.95,
        )
    ]


def _fraction(passage: Passage, sentence: Sentence, one: Figure, two: Figure) -> list[Check]:
    words = sentence.between(one, two)
    b = two.quantity
    if b.unit is not Unit.PERCENT or b.sign or words[-1:] != ("(",) or len(words) > 14:
        return []
    if {";", "compared", "from", ","} & set(words) or b.text[:1].isalpha():
        return []
    a, stands = one.quantity, spread(one.quantity)
    near = stands.low - 1 <= b.value <= stands.high + 1
    return [
        check(
            passage,
            "arithmetic.share",
            Verdict.WITHIN_ROUNDING if near else Verdict.INCONSISTENT,
            a,
            b.text,
            f"{a.text} is {printed(a.value, Decimal(1), Unit.PERCENT)}; "
            f"the figure beside it is {b.text}.",
            0.8,
            (b,),
        )
    ]
