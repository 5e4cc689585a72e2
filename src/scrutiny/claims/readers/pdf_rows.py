"""The lines and the tables of a PDF's page, from the places of its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

Box = tuple[float, float, float, float]  # left, top, right, bottom; points from the page's top left

A_GAP = 0.75  # of the height of the words: more between two words keeps them apart, as in a table
CLOSE = 0.45  # of it: less between two lines of one cell
A_BAND = 0.5  # of it: lines that share so much of their height stand beside each other
BESIDE = 14  # segments within which the other cells of a row come in the page's content
MOST_BETWEEN = 8  # lines of one cell alone, between rows that are surely a table's
FAR = 4  # of it: more between two rows makes them two tables
A_LINE = 1.0  # of it: the first line of a cell that has one more than those before it
HIGHER = 3.5  # of it: and of a head, which may have several more
WIDER = 2  # times: a cell of a head that is so much wider than its neighbours is a paragraph
WIDEST_CELL = 0.75  # of the page: what is wider is no cell beside another


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    box: Box
    bold: bool = False


@dataclass(slots=True)
class Segment:
    """Words that stand close together on one line."""

    words: list[Word]
    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def of(cls, word: Word) -> Segment:
        return cls([word], *word.box)

    @property
    def height(self) -> float:
        return max(self.bottom - self.top, 1.0)

    def add(self, word: Word) -> None:
        self.words.append(word)
        left, top, right, bottom = word.box
        self.left, self.top = min(self.left, left), min(self.top, top)
        self.right, self.bottom = max(self.right, right), max(self.bottom, bottom)

    def beside(self, other: Segment) -> bool:
        """Whether the two stand on one line."""
        shared = min(self.bottom, other.bottom) - max(self.top, other.top)
        return shared > A_BAND * min(self.height, other.height)

    def above(self, other: Segment) -> bool:
        """Whether the two overlap from side to side."""
        return min(self.right, other.right) > max(self.left, other.left)


@dataclass(slots=True)
class Row:
    """A row of a table: for each cell its lines."""

    cells: list[list[Segment]] = field(default_factory=list)

    @property
    def top(self) -> float:
        return min(one.top for cell in self.cells for one in cell)

    @property
    def bottom(self) -> float:
        return max(one.bottom for cell in self.cells for one in cell)

    def extents(self) -> list[tuple[float, float]]:
        return [(min(s.left for s in cell), max(s.right for s in cell)) for cell in self.cells]


Piece = Segment | list[Row]
"""A line of prose, or a table."""


def pieces_of(words: Sequence[Word], width: float) -> list[Piece]:
    """The lines and the tables of a page, in the order of its content.

    In the content of a page the cells of a table's row come one after the other, and two columns of
    prose do not: that tells the one from the other.
    """
    segments = segments_of(words)
    sure = _beside_others(segments, width)
    made: list[Piece] = []
    at = 0
    while at < len(segments):
        end = _end_of_table(segments, sure, at) if sure[at] else at
        rows = _rows(segments[at:end])
        if sum(len(row.cells) > 1 for row in rows) > 1:
            made.append(rows)
            at = end
            continue
        end = max(end, at + 1)
        made.extend(_in_lines(segments[at:end]))
        at = end
    return made


def segments_of(words: Sequence[Word]) -> list[Segment]:
    """Words joined that follow each other closely on one line."""
    made: list[Segment] = []
    for word in words:
        last = made[-1] if made else None
        new = Segment.of(word)
        if last is not None and last.beside(new):
            gap = word.box[0] - last.right
            height = min(last.height, new.height)
            mark = len(last.words) == 1 and _is_mark(last.words[0].text)
            if -0.5 * height < gap < (6 if mark else A_GAP) * height:
                last.add(word)
                continue
        made.append(new)
    return made


def _is_mark(text: str) -> bool:
    """Whether a word marks an item or numbers a paragraph, and is no cell by itself."""
    if text in {"•", "●", "▪", "■", "◦", "○", "–", "-", "*", "o", "➢", "✓", "\uf0b7", "\uf0a7"}:
        return True
    digits = text.rstrip(".)").replace(".", "")
    return len(text) < 9 and text[-1:] in ".)" and digits.isalnum() and len(digits) < 4


def _beside_others(segments: Sequence[Segment], width: float) -> list[bool]:
    """Which segments have another beside them, near in the content, as cells have."""
    found = [False] * len(segments)
    for at, one in enumerate(segments):
        if one.right - one.left > WIDEST_CELL * width:
            continue
        for other_at in range(at + 1, min(at + 1 + BESIDE, len(segments))):
            other = segments[other_at]
            if one.beside(other) and not one.above(other):
                found[at] = found[other_at] = True
    return found


def _end_of_table(segments: Sequence[Segment], sure: Sequence[bool], at: int) -> int:
    """Up to where a table that begins at a segment goes on."""
    end = at + 1
    while end < len(segments):
        if not sure[end]:
            ahead = next(
                (k for k in range(end, end + MOST_BETWEEN + 1) if k < len(sure) and sure[k]), 0
            )
            if not ahead or not all(
                _within(segments, at, k) or _further(segments, at, k) for k in range(end, ahead + 1)
            ):
                return _last_lines(segments, sure, at, end)
            end = ahead
        else:
            low = max(one.bottom for one in segments[max(at, end - BESIDE) : end])
            if segments[end].top - low > FAR * segments[end].height:
                return end
        end += 1
    return end


def _within(segments: Sequence[Segment], at: int, index: int) -> bool:
    """Whether a segment stands close below what was read of a table, and is not wider than it."""
    table = segments[at:index][-BESIDE * 3 :]
    one = segments[index]
    left, right = min(s.left for s in table), max(s.right for s in table)
    low = max(s.bottom for s in table)
    return (
        one.left > left - one.height
        and one.right < right + one.height
        and one.top - low < 2 * one.height
    )


def _further(segments: Sequence[Segment], at: int, index: int) -> bool:
    """Whether a segment begins a further cell of the row before it: the first line of a head that
    has more lines than its neighbours, and stands above them all."""
    row, one = segments[max(at, index - BESIDE // 2) : index], segments[index]
    middle = (one.top + one.bottom) / 2
    top, low = min(s.top for s in row), max(s.bottom for s in row)
    right = max(s.right for s in row)
    wide = max((s.right - s.left for s in row if not s.above(one)), default=0.0)
    if one.right - one.left > WIDER * wide:
        return False
    if row[-1].right == right and row[-1].above(one):  # the next line of such a head
        return -one.height < one.top - row[-1].bottom < CLOSE * one.height
    higher = HIGHER if index - at < BESIDE else A_LINE
    return one.left > right - 0.3 * one.height and top - higher * one.height < middle < low


def _last_lines(segments: Sequence[Segment], sure: Sequence[bool], at: int, end: int) -> int:
    """The later lines of the table's last cell belong to it."""
    while end < len(segments) and not sure[end]:
        before, one = segments[end - 1], segments[end]
        inner = one.left > min(s.left for s in segments[max(at, end - BESIDE) : end]) + one.height
        if not (inner and abs(one.left - before.left) < one.height):
            break
        if not -one.height < one.top - before.bottom < CLOSE * one.height:
            break
        end += 1
    return end


def _rows(segments: Sequence[Segment]) -> list[Row]:
    """Segments in rows of cells. A cell's later lines come before the next cell."""
    rows: list[Row] = []
    for at, one in enumerate(segments):
        row = rows[-1] if rows else None
        if row is None:
            rows.append(Row([[one]]))
            continue
        cell = row.cells[-1]
        last = cell[-1]
        right = max(s.right for s in cell)
        if one.left > right - 0.3 * one.height and (
            row.top - (A_LINE if rows[1:] else HIGHER) * one.height
            < (one.top + one.bottom) / 2
            < row.bottom + 0.3 * one.height
        ):
            row.cells.append([one])
        elif (one.beside(last) and one.left >= last.left) or _same_cell(
            row, last, one, segments[at + 1 :][:BESIDE]
        ):
            cell.append(one)
        else:
            rows.append(Row([[one]]))
    return rows


def _same_cell(row: Row, last: Segment, one: Segment, later: Sequence[Segment]) -> bool:
    """Whether a line is the next of the same cell, rather than the first of a new row."""
    gap = one.top - last.bottom
    if not -0.6 * one.height < gap < CLOSE * one.height or not last.above(one):
        return False
    if len(row.cells) > 1:  # a later cell: a new row would begin further to the left
        return one.left > min(s.left for s in row.cells[0]) + one.height
    if any(last.beside(other) and not last.above(other) for other in later):
        return True  # the row's other cells are still to come
    begins = one.words[0].text[:1]
    return begins.islower() or begins in "(&"


def _in_lines(segments: Sequence[Segment]) -> list[Segment]:
    """Segments that stand beside each other made one line again."""
    made: list[Segment] = []
    for one in segments:
        if made and made[-1].beside(one) and one.left > made[-1].right - 1:
            for word in one.words:
                made[-1].add(word)
        else:
            made.append(one)
    return made
