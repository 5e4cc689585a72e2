"""PDF: lines made paragraphs, words in columns made tables, with the page and box of every word."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from scrutiny.claims.model import Block, Grid, GridCell, Marks, Paper, Passage
from scrutiny.claims.readers.joining import following, joined
from scrutiny.claims.readers.pdf_lines import (
    MARK,
    NUMBER,
    Line,
    Page,
    Paragraphs,
    alike,
    furniture,
    without_furniture,
)
from scrutiny.claims.readers.pdf_rows import Row, Segment, Word, pieces_of
from scrutiny.claims.readers.pdf_tables import CellOf, RuledTable, aligned, ruled_tables
from scrutiny.errors import InputError

PATIENCE = 8  # seconds; a report of 60 pages takes less than one
HYPHEN = "\xad"
Rows = tuple[tuple[GridCell, ...], ...]


def read_pdf(path: Path) -> Paper:
    """The paper in a PDF. Its lines are those of its pages, and the rows of its tables."""
    pages = _pages(path)
    if not any(page.words for page in pages):
        raise InputError(
            "has no text: it may hold pictures of pages; give the file they were printed from",
            file=path.name,
        )
    pages = without_furniture(pages)
    pieces = [(page, _pieces(page)) for page in pages]
    lines = [Line(p, piece) for p, found in pieces for piece in found if isinstance(piece, Segment)]
    often = furniture(lines, len(pages))
    made = _Paper(Paragraphs(lines, pages), pages)
    held: list[Line] = []
    for page, found in pieces:
        for piece in found:
            if isinstance(piece, Segment):
                line = Line(page, piece)
                if not (line.at_edge and (alike(line) in often or line.text.isdecimal())):
                    held.append(line)
                continue
            made.add_lines(held)
            held = []
            made.add_table(page, piece if isinstance(piece, RuledTable) else aligned(piece))
    made.add_lines(held)
    return Paper(path.name, "pdf", tuple(joined(made.blocks)), tuple(made.lines))


def _pieces(page: Page) -> list[Segment | list[Row] | RuledTable]:
    """The lines and tables of a page, in the order of its content: those tables first whose cells
    are drawn, and from the rest those whose words stand in columns."""
    tables, owner = ruled_tables(page.words, page.rules)
    made: list[Segment | list[Row] | RuledTable] = []
    held: list[Word] = []
    given: set[int] = set()
    for word, table in zip(page.words, owner, strict=True):
        if table is None:
            held.append(word)
        elif table not in given:
            made += [*pieces_of(held, page.width), tables[table]]
            given.add(table)
            held = []
    return [*made, *pieces_of(held, page.width)]


def _pages(path: Path) -> list[Page]:
    """The words of each page, from a program of its own that may be stopped."""
    program = Path(__file__).with_name("pdf_words.py")
    try:
        ran = subprocess.run(
            [sys.executable, "-I", str(program), str(path.resolve())],
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise InputError(f"takes more than {PATIENCE} seconds to read", file=path.name) from None
    said = ran.stdout.decode("utf-8", "replace").splitlines()
    if ran.returncode or not said:
        raise InputError("is a damaged PDF: reading it failed", file=path.name)
    pages = []
    for number, line in enumerate(said):
        told = json.loads(line)
        if "refused" in told:
            raise InputError(told["refused"], file=path.name)
        if number:
            words = tuple(
                Word(text, (left, top, right, bottom), bool(bold))
                for text, left, top, right, bottom, bold in told["words"]
                if right > left and bottom > top
            )
            rules = tuple((left, top, right, bottom) for left, top, right, bottom in told["rules"])
            pages.append(Page(number, told["width"], told["height"], words, rules))
    return pages


class _Paper:
    """Blocks as they are made, with the lines that they stand on."""

    def __init__(self, paragraphs: Paragraphs, pages: Sequence[Page]) -> None:
        self._paragraphs = paragraphs
        self._known = {word.text.strip(".,;:()") for page in pages for word in page.words}
        self.blocks: list[Block] = []
        self.lines: list[str] = []

    def add_lines(self, lines: Sequence[Line]) -> None:
        for paragraph in self._paragraphs.of(lines):
            self._passage(paragraph)

    def _passage(self, lines: Sequence[Line]) -> None:
        text, before = "", None
        stretches: list[tuple[int, int, int, Word, int]] = []  # start, line, column, word, page
        for line in lines:
            self.lines.append(line.text.replace(HYPHEN, "-"))
            column = 0
            for word in line.segment.words:
                if text.endswith(HYPHEN):
                    text = self._whole(text, word.text)
                elif text and not _hyphened(before, word):
                    text += " "
                before = word
                stretches.append((len(text), len(self.lines), column, word, line.page.number))
                text += word.text
                column += len(word.text) + 1
        text = text.replace(HYPHEN, "-")
        kind, level = self._paragraphs.kind(lines, text)
        mark = MARK.match(text) or NUMBER.match(text)
        stretches = [one for one in stretches if one[0] >= (mark.end() if mark else 0)]
        if not stretches:
            return
        cut = stretches[0][0]
        marks = Marks(
            tuple(one[0] - cut for one in stretches),
            tuple(one[1] for one in stretches),
            tuple(one[2] for one in stretches),
            "",
            stretches[0][4],
            tuple(one[3].box for one in stretches),
            tuple(one[4] for one in stretches),
        )
        self.blocks.append(Passage(text[cut:], marks, kind, level))

    def _whole(self, text: str, after: str) -> str:
        """A text whose last line ends with a hyphen, ready for the next word. The hyphen is the
        word's own unless the paper has the word without it."""
        before = text[:-1]
        word = before[before.rfind(" ") + 1 :].lstrip("(") + after.strip(".,;:()")
        return before if word in self._known and after[:1].islower() else f"{before}-"

    def add_table(self, page: Page, table: RuledTable) -> None:
        """Add a table, or what it is the rest of: the last table of the page before."""
        rows = tuple(self._row(page, row) for row in table.rows)
        last = self.blocks[-1] if self.blocks else None
        if isinstance(last, Grid) and _goes_on(last.rows, rows, page):
            said = [cell.text for cell in last.rows[0]]
            rest = rows[1:] if [cell.text for cell in rows[0]] == said else rows
            self.blocks[-1] = Grid(_rest_of_row(last.rows, rest))
        else:
            self.blocks.append(Grid(rows))

    def _row(self, page: Page, row: Sequence[CellOf]) -> tuple[GridCell, ...]:
        line, cells = "", list[GridCell]()
        for cell in row:
            line += "\t" if cells else ""
            starts, text, before = [] if cell.words else [0], "", None
            for word in cell.words:
                text += (
                    " " if text and not (text.endswith(HYPHEN) or _hyphened(before, word)) else ""
                )
                before = word
                starts.append(len(text))
                text += word.text
            marks = Marks(
                tuple(starts),
                (len(self.lines) + 1,) * len(starts),
                tuple(len(line) + start for start in starts),
                "",
                page.number,
                tuple(word.box for word in cell.words),
            )
            text = text.replace(HYPHEN, "-")
            cells.append(GridCell(text, marks, span=cell.span))
            line += text
        self.lines.append(line)
        return tuple(cells)


def _hyphened(before: Word | None, word: Word) -> bool:
    """Whether a word that a line's end has cut after its hyphen goes on."""
    return (
        before is not None
        and len(before.text) > 1
        and before.text.endswith("-")
        and word.box[1] > before.box[3] - 0.5 * (before.box[3] - before.box[1])
    )


def _goes_on(rows: Rows, after: Rows, page: Page) -> bool:
    """Whether rows at the top of a page are the rest of a table of as many columns."""
    wide = [max(sum(cell.span for cell in row) for row in one) for one in (rows, after)]
    return wide[0] == wide[1] and rows[-1][0].marks.page == page.number - 1


def _rest_of_row(rows: Rows, after: Rows) -> Rows:
    """The rows together; the end of a label that its page has cut is joined to its beginning."""
    said = [cell.text for cell in after[0]] if after else []
    if not (
        said and said[0] and not any(said[1:]) and (said[0][0].islower() or said[0][0] in "(<")
    ):
        return rows + after
    one, two = rows[-1][0], after[0][0]
    whole = replace(
        one, text=f"{one.text} {two.text}", marks=following(one.marks, one.text, two.marks)
    )
    return (*rows[:-1], (whole, *rows[-1][1:]), *after[1:])
