"""The measure and the area that a sentence names beside a figure, by the names in `words/`."""

from __future__ import annotations

from functools import cache, lru_cache

from scrutiny.claims.prose.sentences import Figure, Sentence
from scrutiny.claims.tokens import tokens_of
from scrutiny.claims.words import load

LONGEST = 6  # tokens of a name


@cache
def _names(kind: str) -> dict[tuple[str, ...], str]:
    """The tokens of every way of saying a name, with the name."""
    table: dict[str, list[str]] = load("measures")[kind]
    return {
        tuple(token.low for token in tokens_of(phrase)): name
        for name, phrases in table.items()
        for phrase in phrases
    }


@cache
def _firsts(kind: str) -> frozenset[str]:
    """The words that a name may begin with."""
    return frozenset(words[0] for words in _names(kind))


@lru_cache(maxsize=64)
def named(words: tuple[str, ...], kind: str) -> list[tuple[int, int, str]]:
    """The names among words: where each begins and ends, the longest first at each place."""
    names, firsts = _names(kind), _firsts(kind)
    found: list[tuple[int, int, str]] = []
    i = 0
    while i < len(words):
        if words[i] not in firsts:
            i += 1
            continue
        for length in range(min(LONGEST, len(words) - i), 0, -1):
            name = names.get(words[i : i + length])
            if name is not None:
                found.append((i, i + length, name))
                i += length - 1
                break
        i += 1
    return found


def _at(sentence: Sentence, figure: Figure, kind: str, ahead: int) -> str:
    words = tuple(token.low for token in sentence.tokens)
    near = named(words, kind)
    after = [one for one in near if figure.after <= one[0] <= figure.after + ahead]
    others = [one.first for one in sentence.figures if one.first > figure.first]
    after = [one for one in after if not others or one[0] < others[0]]
    before = [one for one in near if one[1] <= figure.first]
    if after and (not before or (kind == "measure" and after[0][0] - figure.after <= 3)):
        return after[0][2]
    return before[-1][2] if before else ""


def measure_at(sentence: Sentence, figure: Figure) -> str:
    """The name of the measure that a figure is of, or what it counts, or nothing."""
    return _at(sentence, figure, "measure", 8) or figure.quantity.noun


def area_at(sentence: Sentence, figure: Figure) -> str:
    """The area a figure is of; empty for the paper's own force."""
    return _at(sentence, figure, "area", 8)
