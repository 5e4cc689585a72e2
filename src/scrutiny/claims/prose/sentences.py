"""Sentences with their figures, periods and the words between: what the frames are read from."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from scrutiny.claims.model import Marks, Passage, Place, Quantity, Unit
from scrutiny.claims.periods import Context, spans_of
from scrutiny.claims.quantities import find_quantities
from scrutiny.claims.tokens import Token, tokens_of

ABBREVIATIONS = {
    "approx",
    "inc",
    "incl",
    "no",
    "st",
    "vs",
    "eg",
    "ie",
    "e.g",
    "i.e",
    "fig",
    "p",
    "c",
}
AFTER = 110  # characters behind a figure within which a period may be its own
_CLOSE = {"", ":", "-", "–", "=", "("}  # between a period and the figure that it is of
_TURNS = re.compile(r"\b(?:but|by|than|then|when|while|against|compared|and)\b", re.IGNORECASE)
MOST_FIGURES = 60  # of one sentence; a longer one is a list that no frame reads


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity in its sentence: the index of its first token and of the one after its last."""

    quantity: Quantity
    first: int
    after: int
    depth: int  # of brackets around it
    period: tuple[str, str] | None  # the period said beside it


@dataclass(frozen=True, slots=True)
class Sentence:
    """The tokens from `start` to `end` of a passage, and the figures among them."""

    text: str
    tokens: tuple[Token, ...]
    figures: tuple[Figure, ...]
    periods: tuple[tuple[int, int, str, str], ...]
    lows: frozenset[str] = frozenset()  # its words, in lower case

    def words(self, first: int, after: int) -> tuple[str, ...]:
        """The tokens between, in lower case, without those of periods."""
        part = self.tokens[max(first, 0) : max(after, 0)]
        if not self.periods:
            return tuple([token.low for token in part])
        return tuple(
            token.low
            for token in part
            if not any(start <= token.start < end for start, end, _, _ in self.periods)
        )

    def between(self, one: Figure, two: Figure) -> tuple[str, ...]:
        return self.words(one.after, two.first)

    def before(self, one: Figure, count: int) -> tuple[str, ...]:
        """Up to `count` words before a figure, none of another figure."""
        earlier = max(
            (other.after for other in self.figures if other.after <= one.first), default=0
        )
        return self.words(max(earlier, one.first - count), one.first)

    def following(self, one: Figure, count: int) -> tuple[str, ...]:
        later = min(
            (other.first for other in self.figures if other.first >= one.after),
            default=len(self.tokens),
        )
        return self.words(one.after, min(later, one.after + count))


def sentences_of(passage: Passage, block: int, context: Context) -> list[Sentence]:
    """The sentences of a passage that hold figures, and those between, in order."""
    text = passage.text
    tokens = tokens_of(text)
    spans = spans_of(text, context)
    quantities = find_quantities(text, block, whens=spans)
    periods = tuple(
        (one.start, one.end, str(one.first), str(one.last))
        for one in spans
        if one.first is not None and one.last is not None
    )
    found: list[Sentence] = []
    begin, at, when = 0, 0, 0
    for i, token in enumerate(tokens):
        last = i == len(tokens) - 1
        if not last and not _ends(tokens, i, text):
            continue
        end = token.end
        mine = []
        while at < len(quantities) and quantities[at].start < end:
            mine.append(quantities[at])
            at += 1
        whens = []
        while when < len(periods) and periods[when][0] < end:
            whens.append(periods[when])
            when += 1
        part = tokens[begin : i + 1]
        lows = frozenset([token.low for token in part]) if mine else frozenset()
        figures = _figures(text, part, mine[:MOST_FIGURES], whens) if mine else ()
        found.append(Sentence(text, part, figures, tuple(whens), lows))
        begin = i + 1
    return found


def together(one: Sentence, two: Sentence) -> Sentence:
    """Two sentences as one, where the second goes on about the figures of the first."""
    shift = len(one.tokens)
    moved = (replace(f, first=f.first + shift, after=f.after + shift) for f in two.figures)
    return Sentence(
        one.text,
        one.tokens + two.tokens,
        (*one.figures, *moved),
        one.periods + two.periods,
        one.lows | two.lows,
    )


def _ends(tokens: tuple[Token, ...], i: int, text: str) -> bool:
    token, after = tokens[i], tokens[i + 1]
    if token.low == "•":
        return True
    if token.low not in {".", "?", "!"} or token.end == after.start:
        return False
    if tokens[i - 1].low in {"e", "g"} and i > 2 and tokens[i - 2].low == ".":
        return False  # i.e. 3.21 per 1,000
    if tokens[i - 1].low in ABBREVIATIONS and not after.text[:1].isupper():
        return False
    return after.text[:1].isupper() or after.kind == "number" or after.low in {"(", "£", '"', "“"}


def _figures(
    text: str,
    tokens: tuple[Token, ...],
    quantities: list[Quantity],
    periods: list[tuple[int, int, str, str]],
) -> tuple[Figure, ...]:
    starts = [token.start for token in tokens]
    depths, depth = [], 0
    for token in tokens:
        depth = depth + 1 if token.low in {"(", "["} else depth
        depths.append(depth)
        depth = max(depth - 1, 0) if token.low in {")", "]"} else depth
    found = []
    for index, quantity in enumerate(quantities):
        first = bisect_right(starts, quantity.start) - 1
        after = bisect_right(starts, quantity.end - 1)
        floor = _floor(quantities, index)
        roof = quantities[index + 1].start if index + 1 < len(quantities) else tokens[-1].end
        found.append(
            Figure(
                quantity,
                first,
                after,
                depths[max(first, 0)],
                _beside(text, quantity, periods, floor, roof),
            )
        )
    return tuple(found)


def _floor(quantities: list[Quantity], index: int) -> int:
    """Where the words before a figure begin: behind the last one, but for "within 10 seconds"."""
    unit = quantities[index].unit
    for one in reversed(quantities[max(index - 2, 0) : index]):
        if one.unit is not Unit.SECONDS or unit is Unit.SECONDS:
            return one.end
    return 0 if index < 3 else quantities[index - 1].end


def _beside(
    text: str,
    quantity: Quantity,
    periods: list[tuple[int, int, str, str]],
    floor: int,
    roof: int,
) -> tuple[str, str] | None:
    """The period between a figure and the next; else that between it and the one before."""
    close = [
        one
        for one in periods
        if floor <= one[0]
        and text[one[1] : quantity.start].strip() in _CLOSE
        and 0 <= quantity.start - one[1] <= 2
    ]
    if close:
        return close[-1][2], close[-1][3]
    after = [one for one in periods if quantity.end <= one[0] < roof]
    if after and after[0][0] - quantity.end < AFTER:
        between = text[quantity.end : after[0][0]]
        ahead = text[after[0][1] : roof].strip()
        theirs = "(" in between and (ahead in _CLOSE or (ahead[-1] == ":" and len(ahead) < 20))
        early = any(floor <= one[0] < quantity.start for one in periods)
        turned = "," in between or bool(_TURNS.search(between)) or not between.strip(") ")
        if not theirs and ";" not in between and not (turned and early):
            return after[0][2], after[0][3]
    before = [one for one in periods if floor <= one[0] < quantity.start]
    return (before[-1][2], before[-1][3]) if before else None


def place_in(marks: Marks, text: str, start: int, end: int) -> Place:
    """Where a stretch of a passage's text stands in the file."""
    i = max(bisect_right(marks.starts, start) - 1, 0)
    j = max(bisect_right(marks.starts, max(end - 1, start)) - 1, 0)
    line = marks.lines[i]
    left = marks.columns[i] + start - marks.starts[i]
    right = (
        marks.columns[j] + end - marks.starts[j] if marks.lines[j] == line else left + end - start
    )
    box = marks.boxes[i] if i < len(marks.boxes) else None
    page = marks.pages[i] if i < len(marks.pages) else marks.page
    return Place(line, left, right, text[start:end], marks.block, page, box)
