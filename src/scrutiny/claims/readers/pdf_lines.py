"""The lines of a PDF's prose made paragraphs: where one ends, and what it is."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from scrutiny.claims.model import PassageKind
from scrutiny.claims.readers.pdf_rows import Box, Segment, Word

EDGE = 0.1  # of the page's height: where its header and footer stand
LARGE = 1.15  # times the size of most of the text: a heading
LONGEST_HEADING = 200  # characters
NEAR = 25  # points: lines that begin so near to each other are of one column
MARK = re.compile(
    r"(?:[•●▪■◦○–➢✓\uf0b7\uf0a7*-]|o|\(?[a-z]\)|[a-z]\.|\(?[ivx]{1,5}\)|\d{1,2}[.)])\s"
)
NUMBER = re.compile(r"(?:\d{1,3}\.){1,4}(?:\d{1,3})?\s+(?=[A-Z‘“\"'])")
_DIGITS = re.compile(r"\d{1,9}")


@dataclass(frozen=True, slots=True)
class Page:
    """A page's number, its size in points, its words and its lines."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Box, ...] = ()  # the level and upright lines drawn on it


@dataclass(frozen=True, slots=True)
class Line:
    """A line of prose on its page."""

    page: Page
    segment: Segment

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.segment.words)

    @property
    def at_edge(self) -> bool:
        """Whether it stands where a page's header and footer do."""
        low, high = EDGE * self.page.height, (1 - EDGE) * self.page.height
        return self.segment.bottom < low or self.segment.top > high


def furniture(lines: Sequence[Line], pages: int) -> set[str]:
    """What stands at the top or the bottom of many pages, whatever its number."""
    seen = {(line.page.number, alike(line)) for line in lines if line.at_edge}
    often = Counter(text for _, text in seen)
    needed = 2 if pages < 5 else max(3, pages // 5)
    return {text for text, count in often.items() if count >= needed}


def without_furniture(pages: Sequence[Page]) -> list[Page]:
    """The pages without the outermost line at their top and their foot, where many pages have it:
    one in two or three pieces would be taken for the row of a table."""
    outer = [(page, words) for page in pages for words in _outermost(page)]
    seen = {(page.number, _said(words)) for page, words in outer}
    often = Counter(text for _, text in seen)
    needed = 2 if len(pages) < 5 else max(3, len(pages) // 5)
    gone: dict[int, set[int]] = defaultdict(set)
    for page, words in outer:
        if often[_said(words)] >= needed:
            gone[page.number].update(map(id, words))
    return [
        replace(page, words=tuple(one for one in page.words if id(one) not in gone[page.number]))
        for page in pages
    ]


def _outermost(page: Page) -> Iterator[list[Word]]:
    """The words of the first line of a page and of the last, where they stand at its edges."""
    if not page.words:
        return
    low, high = EDGE * page.height, (1 - EDGE) * page.height
    top = min(page.words, key=lambda word: word.box[1]).box
    foot = max(page.words, key=lambda word: word.box[3]).box
    for edge in (top, foot):
        if edge[3] < low or edge[1] > high:
            yield [
                word for word in page.words
                if min(word.box[3], edge[3]) - max(word.box[1], edge[1])
                > (edge[3] - edge[1]) / 2
            ]  # fmt: skip


def _said(words: Sequence[Word]) -> str:
    return _DIGITS.sub("#", " ".join(word.text for word in words))


def alike(line: Line) -> str:
    return _DIGITS.sub("#", line.text)


class Paragraphs:
    """What is known of all the lines of a paper, and the paragraphs that it makes of some."""

    def __init__(self, lines: Sequence[Line], pages: Sequence[Page]) -> None:
        heights: Counter[int] = Counter()
        for page in pages:
            for word in page.words:
                heights[round(word.box[3] - word.box[1])] += len(word.text)
        self._body = heights.most_common(1)[0][0]
        self._pitch = _pitch(lines)
        self._rights: dict[int, list[tuple[float, float]]] = defaultdict(list)
        self._whole: dict[int, list[float]] = defaultdict(list)
        for line in lines:
            one = line.segment
            self._rights[line.page.number].append((one.left, one.right))
            self._whole[round(one.left / NEAR)].append(one.right)

    def of(self, lines: Sequence[Line]) -> Iterator[list[Line]]:
        """The lines of each paragraph."""
        held: list[Line] = []
        for line in lines:
            if held and self._breaks(held[-1], line):
                yield held
                held = []
            held.append(line)
        if held:
            yield held

    def _breaks(self, before: Line, line: Line) -> bool:
        """Whether a new paragraph begins at a line."""
        one, two = before.segment, line.segment
        if abs(one.height - two.height) > 0.15 * one.height:
            return True
        if one.words[0].bold != two.words[0].bold and one.words[-1].bold != two.words[-1].bold:
            return True
        over = line.page.number == before.page.number + 1 and abs(one.left - two.left) < NEAR
        step = two.bottom - one.bottom
        if not over and not 0.3 * one.height < step < 1.25 * self._pitch * one.height:
            return True
        first = two.words[0].box  # would it have fitted on the line before?
        needed = one.right + 0.25 * one.height + first[2] - first[0]
        if needed < self._margin(before) - 0.5 * one.height:
            return True
        text = line.text
        ended = before.text.endswith((".", ":", ";", "?", "!"))
        if MARK.match(text):  # a dash or a figure may stand at a line's beginning by chance
            return ended or text[0] not in "–-0123456789"
        return bool(NUMBER.match(text))

    def _margin(self, line: Line) -> float:
        """How far to the right the lines reach that begin where this one does."""
        left = line.segment.left
        near = [r for at, r in self._rights[line.page.number][:400] if abs(at - left) < NEAR]
        if len(near) > 5:
            return max(near)
        whole = sorted(self._whole[round(left / NEAR)])
        return whole[int(0.9 * (len(whole) - 1))] if whole else line.segment.right

    def kind(self, lines: Sequence[Line], text: str) -> tuple[PassageKind, int]:
        """What a paragraph is, and a heading's level: 2 by its size, 6 by its weight alone."""
        if len(text) <= LONGEST_HEADING and len(lines) < 4 and not text.endswith("."):
            if lines[0].segment.height > LARGE * self._body:
                return "heading", 2
            if all(word.bold for line in lines for word in line.segment.words):
                return "heading", 6
        return ("item" if MARK.match(text) else "paragraph"), 0


def _pitch(lines: Sequence[Line]) -> float:
    """From one line to the next in most of the text, in heights of a line."""
    steps: Counter[float] = Counter()
    for one, two in pairwise(lines):
        step = (two.segment.bottom - one.segment.bottom) / one.segment.height
        if 0.7 < step < 2.3:
            steps[round(step, 1)] += 1
    return steps.most_common(1)[0][0] if steps else 1.2
