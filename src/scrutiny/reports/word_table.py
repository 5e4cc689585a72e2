"""Tables of the Word document: header rows that repeat, rows that stay whole, columns that fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from xml.sax.saxutils import quoteattr

from scrutiny.reports.model import Cell, Row, Table, Tone
from scrutiny.reports.tracing import tone_words
from scrutiny.reports.wordml import paragraph, run

CHARACTER, NARROW = 102, 52  # twentieths of a point: a digit and a comma of Arial at 9 points
NARROW_ONES = frozenset(",.:;'()[]/-|fijlt ")
RAGGED = 1.15  # times its share of the text: lines end before a word that is too long
MARGINS = 145  # both sides of a cell
SHORT = 8  # a table with no more rows than this is kept on one page
FILLS: dict[Tone, str] = {"better": "E6EFF6", "worse": "FBEADF", "unusual": "EFE8F5"}
GROUP_FILL, OWN_FILL = "E9EDF3", "F4F6F9"

Draw = Callable[[Cell, bool], str]


def least_widths(table: Table) -> list[int]:
    """The narrowest each column can be without breaking a word, in twentieths of a point."""
    return [max(_width(word) for word in words) + MARGINS for words in _words(table, split=True)]


def easy_widths(table: Table, total: int) -> list[int]:
    """Widths at which each cell stands on two lines, or else three, where `total` has the room."""
    least = least_widths(table)
    longest = [max(map(_width, texts)) for texts in _words(table, split=False)]
    for lines in (2, 3):
        easy = [
            max(one, int(width / lines * RAGGED) + MARGINS)
            for one, width in zip(least, longest, strict=True)
        ]
        if sum(easy) <= total:
            return easy
    return least


def _words(table: Table, *, split: bool) -> list[list[str]]:
    """For each column the words of its head and cells if `split`, else the texts of its cells."""
    columns = [column.head.split() or [""] if split else [""] for column in table.columns]
    for row in table.rows:
        if not row.group:
            for texts, cell in zip(columns, row.cells, strict=True):
                text = f"{cell.text} {tone_words(cell)[1]}"
                texts += text.split() if split else [text]
    return columns


def _width(word: str) -> int:
    return sum(NARROW if letter in NARROW_ONES else CHARACTER for letter in word)


def fit_widths(wanted: Sequence[float], least: Sequence[int], total: int) -> list[int]:
    """Column widths that add up to `total`: in proportion to `wanted`, none below its `least`.

    When even the least widths are more than `total`, they are all reduced in proportion.
    """
    if sum(least) >= total:
        wanted, least = least, [0] * len(least)
    held: set[int] = set()
    while True:
        free = total - sum(least[n] for n in held)
        shares = sum(wanted[n] for n in range(len(wanted)) if n not in held)
        widths = [
            least[n] if n in held else int(free * share / shares) for n, share in enumerate(wanted)
        ]
        short = {n for n, width in enumerate(widths) if width < least[n]}
        if not short:
            widths[0] += total - sum(widths)
            return widths
        held |= short


def cell(
    content: str, width: int, style: str, *, span: int = 1, fill: str = "", keep: bool = False
) -> str:
    """One cell; `keep` holds its row on the page of the next row or note."""
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    if span > 1:
        properties += f'<w:gridSpan w:val="{span}"/>'
    if fill:
        properties += f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'
    text = paragraph(content, style, "<w:keepNext/>" if keep else "")
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{text}</w:tc>"


def row(cells: Sequence[str], *, head: bool = False, whole: bool = True) -> str:
    """One row; not split over two pages if `whole`; a `head` row repeats on every page."""
    properties = "<w:cantSplit/>" * whole + "<w:tblHeader/>" * head
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def grid(
    rows: Sequence[str],
    widths: Sequence[int],
    title: str,
    *,
    style: str = "ReportTable",
    head: bool = True,
) -> str:
    """A table of drawn rows; its first column holds row headers, its title is its description."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="{"06A0" if head else "0680"}" w:firstRow="{int(head)}"'
        ' w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(title)}/></w:tblPr>"
        f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def head_row(heads: Sequence[tuple[str, str]], widths: Sequence[int]) -> str:
    """The header row: a head and its paragraph style for each column."""
    return row(
        [
            cell(run(text, strong=True), width, style, keep=True)
            for (text, style), width in zip(heads, widths, strict=True)
        ],
        head=True,
    )


def group_row(content: str, widths: Sequence[int], style: str, *, keep: bool) -> str:
    """A row that spans the table and heads the rows under it."""
    return row([cell(content, sum(widths), style, span=len(widths), fill=GROUP_FILL, keep=keep)])


def report_table(table: Table, total: int, draw: Draw) -> str:
    """A table of the report, `total` wide; `draw` gives a cell's runs, and whether in bold."""
    widths = fit_widths(
        [column.width for column in table.columns], easy_widths(table, total), total
    )
    styles = ["TableNumber" if c.align == "right" else "TableText" for c in table.columns]
    heads = [(column.head, style) for column, style in zip(table.columns, styles, strict=True)]
    last = len(table.rows) - 1

    def body(number: int, line: Row) -> str:
        noted = bool(table.notes) and number == last
        joined = (
            number in (0, last - 1) or last < SHORT
        )  # no row alone at the foot or head of a page
        keep = noted or line.group or (joined and number != last)
        if line.group:
            return group_row(run(line.cells[0].text, strong=True), widths, "TableText", keep=keep)
        return row(
            [
                cell(
                    draw(one, one.strong or line.emphasis),
                    width,
                    style,
                    fill=FILLS.get(one.tone, OWN_FILL if line.emphasis else ""),
                    keep=keep,
                )
                for one, width, style in zip(line.cells, widths, styles, strict=True)
            ]
        )

    rows = [head_row(heads, widths), *(body(n, line) for n, line in enumerate(table.rows))]
    return grid(rows, widths, table.title)
