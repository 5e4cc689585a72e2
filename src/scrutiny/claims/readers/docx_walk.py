"""The paragraphs and tables of a Word document, with the elements that their text is from.

The reader walks the file as it is parsed; the copy with comments walks the same document again, so
that a place found in one is the same place in the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from scrutiny.errors import InputError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_UNSEEN = frozenset({W + "moveFrom", W + "del", _FALLBACK})
_SPACES = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
DEEPEST = 200  # elements within elements; Word's own tables within tables need 60
MOST_ELEMENTS = 3_000_000
WIDEST = 1_000  # columns that a cell may be said to cover


@dataclass(slots=True)
class Text:
    """The text of a paragraph, and where the text of each element begins in it."""

    number: int
    style: str = ""
    listed: bool = False
    pieces: list[str] = field(default_factory=list)
    sources: list[tuple[int, Any]] = field(default_factory=list)  # offset, the w:t
    size: int = 0

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def add(self, text: str, source: Any = None) -> None:
        if source is not None:
            self.sources.append((self.size, source))
        self.pieces.append(text)
        self.size += len(text)


@dataclass(slots=True)
class Cell:
    """A cell: its paragraphs, and how far it reaches."""

    texts: list[Text] = field(default_factory=list)
    span: int = 1
    goes_on: bool = False  # it is the rest of the cell above


@dataclass(slots=True)
class Row:
    cells: list[Cell] = field(default_factory=list)
    header: bool = False


@dataclass(slots=True)
class Table:
    number: int
    rows: list[Row] = field(default_factory=list)


def walk(events: Iterable[tuple[str, Any]], file: str) -> list[Text | Table]:
    """The blocks of a document in reading order, from the start and end events of its elements.

    Text that was deleted or moved away is left out, and so is what older programs are shown
    instead. A table within a cell comes before the table that it is in.
    """
    walker = _Walker()
    depth = elements = 0
    for event, element in events:
        if event == "start":
            depth, elements = depth + 1, elements + 1
            if depth > DEEPEST or elements > MOST_ELEMENTS:
                raise InputError("is nested too deep or is too long for a paper", file=file)
            walker.start(element.tag, element)
        else:
            depth -= 1
            walker.end(element.tag, element)
    return walker.blocks


def events_of(root: Any) -> Iterator[tuple[str, Any]]:
    """The start and the end of each element of a tree that is there already, in order."""
    yield "start", root
    above = [(root, iter(root))]
    while above:
        element, children = above[-1]
        child = next(children, None)
        if child is None:
            above.pop()
            yield "end", element
        else:
            yield "start", child
            above.append((child, iter(child)))


class _Walker:
    def __init__(self) -> None:
        self.blocks: list[Text | Table] = []
        self._open: list[Text] = []
        self._tables: list[Table] = []
        self._cells: list[int] = []  # how many tables were open when each text box began
        self._unseen = self._texts = self._made = 0
        self._hidden = self._raised = False

    def start(self, tag: Any, element: Any) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        if self._unseen:
            return
        if tag == W + "p":
            self._texts += 1
            self._open.append(Text(self._texts))
        elif tag == W + "tbl":
            self._made += 1
            self._tables.append(Table(self._made))
        elif tag == W + "tr" and self._tables:
            self._tables[-1].rows.append(Row())
        elif tag == W + "tc" and self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].cells.append(Cell())
        elif tag == W + "r":
            self._hidden = self._raised = False
        elif tag == W + "txbxContent":
            self._cells.append(len(self._tables))

    def end(self, tag: Any, element: Any) -> None:
        if tag in _UNSEEN:
            self._unseen -= 1
        elif self._unseen:
            return
        elif tag in (W + "t", _MATHS):
            said = element.text or ""
            note = self._raised and said.strip().isdecimal()  # the mark of a footnote
            if self._open and not self._hidden and not note:
                self._open[-1].add(said, element)
        elif tag in _SPACES:
            if self._open and not self._hidden and element.get(W + "val") is None:
                self._open[-1].add(_SPACES[tag])
        elif tag == W + "p" and self._open:
            self._end_text(self._open.pop())
        elif tag == W + "tbl" and self._tables:
            self.blocks.append(self._tables.pop())
        elif tag == W + "txbxContent" and self._cells:
            self._cells.pop()
        elif tag == W + "vanish":
            self._hidden = element.get(W + "val") not in ("0", "false")
        elif tag == W + "vertAlign":
            self._raised = element.get(W + "val") == "superscript"
        else:
            self._about(tag, element)

    def _about(self, tag: Any, element: Any) -> None:
        """What a paragraph, a row or a cell says of itself."""
        value = element.get(W + "val") or ""
        if tag == W + "pStyle" and self._open:
            self._open[-1].style = value
        elif tag == W + "numId" and self._open:
            self._open[-1].listed = value != "0"
        elif not self._tables or not self._tables[-1].rows:
            return
        elif tag == W + "tblHeader":
            self._tables[-1].rows[-1].header = value not in ("0", "false")
        elif self._tables[-1].rows[-1].cells:
            cell = self._tables[-1].rows[-1].cells[-1]
            if tag == W + "gridSpan" and value.isdecimal():
                cell.span = min(max(int(value), 1), WIDEST)
            elif tag == W + "vMerge":
                cell.goes_on = value != "restart"

    def _end_text(self, text: Text) -> None:
        in_table = len(self._tables) > (self._cells[-1] if self._cells else 0)
        if in_table and self._tables[-1].rows and self._tables[-1].rows[-1].cells:
            self._tables[-1].rows[-1].cells[-1].texts.append(text)
        else:
            self.blocks.append(text)
