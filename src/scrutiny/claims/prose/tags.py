"""What a value is to the others of its sentence: the present one, an earlier one, or a bar."""

from __future__ import annotations

from functools import cache
from typing import Literal

from scrutiny.claims.prose.sentences import Figure, Sentence
from scrutiny.claims.words import load, word_set

REACH = 7  # words on either side of a value that may say what it is
Tag = Literal["before", "bar", "now", ""]

_LIGHT = {
    "the", "a", "an", "of", "its", "our", "their", "total", "around", "about", "just", "some",
    "only", "to", "at", "was", "were", "is", "are", ":", "(", "over", "under", "nearly", "almost",
    "it", "which", "when", "there", "been", "had", ",", "stood",
}  # fmt: skip
_MEANS = {"average", "mean", "median"}
_MEASURED = {"time", "times", "wait", "speed", "age", "cost"}
_RELATIVE = {"when", "which", "where"}  # than last year, when it was 40
_ENDS = {",", ";", ")", "]", "(", "and", "against", "than", "versus", "vs", "v", "from"}


@cache
def _phrases(key: str) -> dict[str, list[tuple[str, ...]]]:
    """The phrases of a list by their first word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in load("comparisons")[key]:
        words = tuple(phrase.split())
        found.setdefault(words[0], []).append(words)
    return found


def _any(words: tuple[str, ...], key: str) -> bool:
    """Whether one of the phrases stands among the words."""
    phrases = _phrases(key)
    for i, word in enumerate(words):
        for phrase in phrases.get(word, ()):
            if words[i : i + len(phrase)] == phrase:
                return True
    return False


def _clipped(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words up to the first that ends what is said of a figure, or those of its bracket."""
    if words[:1] == ("(",) and ")" in words:
        return words[1 : words.index(")")]
    for i, word in enumerate(words):
        if word in _ENDS or word in word_set("comparisons", "comparing"):
            return words[:i]
    return words


def _before(sentence: Sentence, figure: Figure) -> tuple[str, ...]:
    """The words of a figure's own clause before it."""
    words = sentence.before(figure, REACH)
    for i in range(len(words) - 1, -1, -1):
        comma = words[i] == "," and i < len(words) - 1 and words[i + 1] not in _RELATIVE
        if words[i] in {";", ")", "]"} or comma:
            return words[i + 1 :]
    return words


def tag_of(sentence: Sentence, figure: Figure) -> tuple[Tag, bool]:
    """What the words beside a value say that it is, and whether they say that it is compared."""
    before, after = _before(sentence, figure), _clipped(sentence.following(figure, REACH))
    if "years" in after[:3] and {"ago", "earlier", "before"} & set(after[:4]):
        return "", False  # two years ago: not what a change on the year is from
    if after[:1] in {("spent",), ("now",)}:
        return "now", False
    if before[-2:] in {("spent", "of"), ("used", "of")}:
        return "bar", True
    bar = _any(before, "bar") or (after[:1] != ("on",) and _any(after[:3], "bar"))
    if bar and _MEANS & set(before) and _MEASURED & set(before):
        bar = False  # the average attendance time was 12 minutes
    past = _any(before, "past") or _any(after, "past") or _any(after, "past_after")
    if bar and {"average", "mean"} & set(before) and {"year", "month"} & set(before):
        bar, past = False, True  # the five-year average is of earlier years
    said = next((word for word in reversed(before) if word not in _LIGHT - {"to"}), "")
    compared = set(before) & word_set("comparisons", "comparing")
    held = said in word_set("comparisons", "before_next") and not (
        (said == "than" and figure.quantity.approx)
        or (said == "on" and set(before) - _LIGHT - {"on"} and not past)
    )
    held = held or before[-2:] in {("above", "the"), ("below", "the")}
    held = held or bool(compared) or bool({"than", "against", "versus"} & set(before) and bar)
    if held or (past and not _any(after, "present")):
        return ("bar" if bar and not past else "before"), True
    if bar:
        return "bar", False
    if said == "to" or _any(before, "present") or _any(after, "present"):
        return "now", False
    return "", False


def past_said(words: tuple[str, ...]) -> bool:
    """Whether words tell of an earlier time: on the previous year, when."""
    return _any(words, "past")


def budget(sentence: Sentence, figure: Figure) -> bool:
    """Whether a value is the budget, where the other is its forecast."""
    before = _before(sentence, figure)
    return bool({"budget", "budgeted", "target", "establishment"} & set(before))


def target(sentence: Sentence, figure: Figure) -> bool:
    """Whether a value is one that the force is held to."""
    return _any(_before(sentence, figure), "target") or _any(
        _clipped(sentence.following(figure, REACH))[:3], "target"
    )
