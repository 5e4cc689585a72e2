"""HTML: headings, paragraphs, lists and tables, by Python's own parser, which reads anything."""

from __future__ import annotations

from html import unescape
from html.parser import HTMLParser

from scrutiny.claims.model import Block, Grid, GridCell, Paper, Passage, PassageKind
from scrutiny.claims.readers.joining import joined
from scrutiny.claims.readers.traced import Traced

SILENT = frozenset({"script", "style", "template", "del", "head", "noscript", "svg", "title"})
ENDS_A_PASSAGE = frozenset(
    "p div section article main header footer nav ul ol li dl dt dd table caption tr td th "  # noqa: SIM905
    "h1 h2 h3 h4 h5 h6 br hr blockquote figure figcaption pre details summary".split()
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
WIDEST = 1_000  # columns that a cell may be said to cover
DEEPEST = 50  # tables within tables


def read_html(text: str, name: str) -> Paper:
    """The paper that a page holds. A cell that covers several columns is given once, with `span`;
    one that covers several rows is an empty cell in the later ones."""
    return Paper(name, "html", tuple(joined(blocks_of_html(text))), tuple(text.split("\n")))


def blocks_of_html(text: str, line: int = 1) -> list[Block]:
    """The passages and tables of a page, or of a part of one that begins at a line."""
    reader = _Reader()
    reader.lineno = line
    reader.feed(text)
    reader.close()
    reader.end_all()
    return reader.blocks


class _Table:
    """A table as far as it has been read."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.rows: list[list[GridCell]] = []
        self.caption = ""
        self.reached = 0  # the columns of the last row that are taken
        self.below: dict[int, int] = {}  # columns that a cell above still covers, for how many rows

    def begin_row(self) -> None:
        self.rows.append([])
        self.reached = 0
        self.fill()

    def fill(self) -> None:
        """Give the next columns that a cell above covers an empty cell."""
        row = self.rows[-1]
        while self.below.get(self.reached, 0) > 0:
            self.below[self.reached] -= 1
            row.append(GridCell("", Traced().marks()))
            self.reached += 1


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.blocks: list[Block] = []
        self._held = Traced()
        self._silent: list[str] = []
        self._kind: PassageKind = "paragraph"
        self._level = 0
        self._tables: list[_Table] = []
        self._cell: tuple[bool, int, int] | None = None  # header, columns, rows
        self._raised = 0  # where the text of the last <sup> begins
        self._seen = 0  # tables
        self._passages = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._silent or tag in SILENT:
            self._silent.append(tag) if tag in SILENT else None
            return
        if tag in ENDS_A_PASSAGE:
            self._end(tag)
        if tag == "table" and len(self._tables) < DEEPEST:
            self._seen += 1
            self._tables.append(_Table(self._seen))
        elif tag == "tr" and self._tables:
            self._tables[-1].begin_row()
        elif tag in ("td", "th") and self._tables:
            if not self._tables[-1].rows:
                self._tables[-1].begin_row()
            given = dict(attrs)
            self._cell = (tag == "th", _count(given.get("colspan")), _count(given.get("rowspan")))
        elif tag == "sup":
            self._raised = len(self._held.text)
        elif tag in HEADINGS:
            self._kind, self._level = "heading", int(tag[1])
        elif tag in ("li", "dt", "dd"):
            self._kind = "item"
        elif tag in ("caption", "figcaption"):
            self._kind = "caption"

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            if tag in self._silent:  # what was left open inside ends with it
                del self._silent[self._silent.index(tag) :]
            return
        if tag in ("td", "th") and self._cell and self._tables:
            self._end_cell()
        elif tag == "sup":
            self._end_raised()
        elif tag in ENDS_A_PASSAGE:
            self._end(tag)
        if tag == "table" and self._tables:
            self._end_table()

    def _end_raised(self) -> None:
        """A raised number is the mark of a footnote, and no part of the figure before it."""
        said = self._held.text[self._raised :].strip("[]() \n")
        if said.isdecimal() and len(said) < 4:
            self._held = self._held.cut(0, self._raised)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            line, column = self.getpos()
            self._add(data, line, column)

    def handle_entityref(self, name: str) -> None:
        self._character(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._character(f"&#{name};")

    def end_passage(self) -> None:
        """What is held is a passage, or text within a cell that goes on."""
        whole = _collapsed(self._held)
        self._held = Traced()
        if whole.text:
            self._passages += 1
            marks = whole.marks(f"paragraph {self._passages}")
            self.blocks.append(Passage(whole.text, marks, self._kind, self._level))
        self._kind, self._level = "paragraph", 0

    def end_all(self) -> None:
        """The page ends, and with it what it left open."""
        if self._cell and self._tables:
            self._end_cell()
        while self._tables:
            self._end_table()
        self.end_passage()

    def _end_table(self) -> None:
        made = self._tables.pop()
        rows = tuple(tuple(row) for row in made.rows if row)
        if rows:
            self.blocks.append(Grid(rows, made.caption))

    def _character(self, reference: str) -> None:
        if not self._silent:
            line, column = self.getpos()
            text = unescape(reference)
            self._held.add(Traced(text, [line] * len(text), [column] * len(text)))

    def _add(self, data: str, line: int, column: int) -> None:
        for number, part in enumerate(data.split("\n")):
            if number:
                line, column = line + 1, 0
                self._held.add(Traced(" ", [line], [0]))
            self._held.add(Traced.of_line(part, line, column))

    def _end(self, tag: str) -> None:
        if self._cell is not None and tag not in ("table", "tr", "td", "th"):
            if self._held.text:  # a paragraph within a cell: its words stay apart
                line, column = self.getpos()
                self._held.add(Traced(" ", [line], [column]))
            return
        if self._cell is not None and self._tables:
            self._end_cell()
        elif self._kind == "caption" and self._tables and tag == "caption":
            self._tables[-1].caption = _collapsed(self._held).text
            self._held, self._kind = Traced(), "paragraph"
        else:
            self.end_passage()

    def _end_cell(self) -> None:
        assert self._cell is not None
        header, columns, rows = self._cell
        table, whole = self._tables[-1], _collapsed(self._held)
        self._held, self._cell = Traced(), None
        if not table.rows:
            table.begin_row()
        row = table.rows[-1]
        at = table.reached
        where = f"table {table.number}, row {len(table.rows)}, column {at + 1}"
        row.append(GridCell(whole.text, whole.marks(where), header, columns))
        table.reached += columns
        for column in range(at, at + columns):
            if rows > 1:
                table.below[column] = rows - 1
        table.fill()


def _count(said: str | None) -> int:
    return min(max(int(said), 1), WIDEST) if said and said.strip().isdecimal() else 1


def _collapsed(held: Traced) -> Traced:
    """White space as a browser shows it: one space, and none at the ends."""
    text = held.text
    chosen = [
        at for at, c in enumerate(text)
        if not c.isspace() or (at + 1 < len(text) and not text[at + 1].isspace())
    ]  # fmt: skip
    made = Traced(
        "".join(" " if text[at].isspace() else text[at] for at in chosen),
        [held.lines[at] for at in chosen],
        [held.columns[at] for at in chosen],
    )
    return made.stripped()
