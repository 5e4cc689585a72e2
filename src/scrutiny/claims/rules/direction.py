"""Direction: the word, the sign and the values of a change agree."""

from __future__ import annotations

from itertools import pairwise

from scrutiny.claims.model import Check, Direction, Passage, Unit, Verdict
from scrutiny.claims.prose.frames import Change, Pair, direction_of
from scrutiny.claims.prose.sentences import Figure, Sentence
from scrutiny.claims.rules.saying import check, number
from scrutiny.claims.words import word_set

UNSIZED_REACH = 16  # tokens between a word for a direction and the values it is of
_COMPARATIVES = {"higher", "lower", "greater", "longer", "shorter", "above", "below"}
NAMES = {"up": "an increase", "down": "a decrease"}


def word_against_values(passage: Passage, pair: Pair, change: Change) -> Check | None:
    """An increase has the later value above the earlier."""
    a, b = pair.before.quantity, pair.now.quantity
    if (
        not change.direction
        or a.value == b.value
        or change.word in word_set("directions", "quality")
    ):
        return None
    if a.approx or b.approx:
        return None
    way = "up" if b.value > a.value else "down"
    one = change.figures[0].quantity
    if way == change.direction:
        return check(
            passage,
            "direction.word",
            Verdict.CONSISTENT,
            one,
            "",
            f"{number(a)} to {number(b)} is {NAMES[way]}, as it says.",
            0.9,
            (a, b),
        )
    return check(
        passage,
        "direction.word",
        Verdict.INCONSISTENT,
        one,
        NAMES[way],
        f"{number(a)} to {number(b)} is {NAMES[way]}; the text says {NAMES[change.direction]}.",
        0.9 if pair.sure else 0.6,
        (a, b),
    )


def word_against_sign(passage: Passage, sentence: Sentence, change: Change) -> list[Check]:
    """An increase is not of minus 5%."""
    found = []
    signs = [one.quantity.sign for one in change.figures if one.quantity.sign]
    if len(signs) == 2 and signs[0] != signs[1]:
        one, other = change.figures[1].quantity, change.figures[0].quantity
        return [
            check(
                passage,
                "direction.sign",
                Verdict.INCONSISTENT,
                one,
                "",
                f"{other.text} and {one.text} tell of one change with two signs.",
                0.85,
                (other,),
            )
        ]
    for figure in change.figures:
        one = figure.quantity
        if not one.sign or not change.word or not change.direction:
            continue
        if change.word in word_set("directions", "quality"):
            continue
        way = "up" if one.sign > 0 else "down"
        said = {direction_of(word) for word in sentence.before(figure, 14)} - {""}
        series = sentence.following(figure, 1) == ("to",)
        if way != change.direction and len(said) < 2 and not series:
            found.append(
                check(
                    passage,
                    "direction.sign",
                    Verdict.INCONSISTENT,
                    one,
                    "",
                    f"The text says {NAMES[change.direction]}, and the figure "
                    f"{one.text} is signed as "
                    f"{NAMES[way]}.",
                    0.85,
                )
            )
    return found


def missing_signs(passage: Passage, sentence: Sentence) -> list[Check]:
    """A figure without a sign where the others of its list have one: (-19%, -128; -22%; 159)."""
    found = []
    runs: list[list[Figure]] = [[]]
    for figure in sentence.figures:
        if runs[-1] and (not figure.depth or ")" in sentence.between(runs[-1][-1], figure)):
            runs.append([])
        if figure.depth and figure.quantity.unit in (Unit.PERCENT, Unit.COUNT):
            runs[-1].append(figure)
    for run in runs:
        bare = [one for one in run if not one.quantity.sign]
        signs = {one.quantity.sign for one in run} - {0}
        if len(run) < 4 or len(bare) != 1 or signs != {-1} or run[0] is bare[0]:
            continue
        other = run[run.index(bare[0]) - 1]
        kinds = {other.quantity.unit, bare[0].quantity.unit}
        if kinds != {Unit.PERCENT, Unit.COUNT} or len(sentence.between(other, bare[0])) > 2:
            continue
        found.append(
            check(
                passage,
                "direction.missing-sign",
                Verdict.INCONSISTENT,
                bare[0].quantity,
                f"-{bare[0].quantity.text}",
                f"The figures beside it are decreases with a minus, such as {other.quantity.text}; "
                f"{bare[0].quantity.text} has none.",
                0.8,
                (other.quantity,),
            )
        )
    return found


def _ways(words: tuple[str, ...], pair: Pair) -> list[tuple[Direction, str]]:
    """The words for a direction, and above and below of a bar."""
    found: list[tuple[Direction, str]] = []
    for word, after in pairwise((*words, "")):
        way = direction_of(word)
        if word in {"above", "below"} and after == "the":
            way = "up" if word == "above" else "down"
        if word in {"above", "below"} and (pair.bar or word_set("comparisons", "bar") & set(words)):
            way = "up" if word == "above" else "down"
        if way:
            found.append((way, word))
    return found


def listed(passage: Passage, sentence: Sentence, pairs: list[Pair]) -> list[Check]:
    """A growth in resources: supervisors from 40 to 88; beat managers from 279 to 288."""
    first = min(min(pair.before.first, pair.now.first) for pair in pairs)
    words = sentence.words(0, first)
    ways = _ways(words, pairs[0])
    if len(ways) != 1 or ":" not in words or ways[0][1] in word_set("directions", "quality"):
        return []
    going = ["up" if p.now.quantity.value > p.before.quantity.value else "down" for p in pairs]
    found = []
    for pair, way in zip(pairs, going, strict=True):
        a, b = pair.before.quantity, pair.now.quantity
        same = way == ways[0][0]
        if a.value == b.value or (not same and going.count(ways[0][0]) < 2):
            continue
        text = f"{a.text} to {b.text} is {NAMES[way]}"
        text += ", as it says." if same else f"; the text says {NAMES[ways[0][0]]}."
        verdict = Verdict.CONSISTENT if same else Verdict.INCONSISTENT
        found.append(check(passage, "direction.word", verdict, b, "", text, 0.6, (a,)))
    return found


def unsized(passage: Passage, sentence: Sentence, pair: Pair) -> list[Check]:
    """A decrease ... with 297 compared with 331: a direction without its size."""
    first = min(pair.before.first, pair.now.first)
    high = max(pair.before.first, pair.now.first)
    ways = _ways(sentence.words(0, len(sentence.tokens)), pair)
    near = _ways(sentence.words(first - UNSIZED_REACH, high + (10 if pair.bar else 0)), pair)
    a, b = pair.before.quantity, pair.now.quantity
    if (
        len(ways) != 1
        or not near
        or (pair.bar and ways[0][1] not in _COMPARATIVES)
        or a.value == b.value
        or a.approx
        or b.approx
    ):
        return []
    way = "up" if b.value > a.value else "down"
    if ways[0][1] in word_set("directions", "quality") or ways[0][1] in {"more", "less", "fewer"}:
        return []
    same = way == ways[0][0]
    return [
        check(
            passage,
            "direction.word",
            Verdict.CONSISTENT if same else Verdict.INCONSISTENT,
            b,
            "",
            f"{a.text} to {b.text} is {NAMES[way]}"
            + (", as it says." if same else f"; the text says {NAMES[ways[0][0]]}."),
            0.9 if same else 0.6,
            (a,),
        )
    ]
