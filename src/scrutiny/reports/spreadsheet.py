"""A report's tables as a workbook by the Government Analysis Function's good practice.

One table a sheet, no merged cells, shorthand explained, notes on their own sheet. Each number is a
link to its row on the Figures sheet, which says what it is made from and which vintage gave it.
"""

from __future__ import annotations

import io
import warnings
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pandas as pd  # type: ignore[import-untyped]
from gptables.core.api import produce_workbook
from gptables.core.cover import Cover
from gptables.core.gptable import GPTable
from xlsxwriter.utility import cell_autofit_width  # type: ignore[import-untyped]

from scrutiny.reports.model import Document, Trace
from scrutiny.reports.sheet_table import SHORTHAND, SheetCell, SheetColumn, shorthand_in
from scrutiny.reports.sheets import CONTENTS, COVER, FIGURES, NOTES, SOURCES, Sheet, workbook_sheets
from scrutiny.reports.zipped import write_zip

WIDEST, PAGE = 360, 720  # pixels of a column, of the cover and notes; longer text wraps
PADDING = 7  # pixels that a cell, and xlsxwriter's measure of it, has beside its text
LINE, TITLE_LINE = 16, 21  # points: a line of Arial 12 and of Arial 16
NOTES_ABOVE = 3  # rows that gptables writes above the first note
ROOM = 1.15  # times the width at Calibri 11, by which xlsxwriter measures: ours is Arial 12
A4 = 9  # xlsxwriter's number for the paper
LONGEST_TIP = 255  # characters: Excel's limit
AS_GIVEN = {  # text stays text, whatever it looks like: "=1+1" is no formula, "12" no number
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "in_memory": True,
}


def render_spreadsheet(document: Document, out: Path) -> None:
    """Write the tables, charts' data and figures of `document` to the XLSX file `out`.

    The same document always gives the same bytes.
    """
    sheets = workbook_sheets(document)
    notes = list(dict.fromkeys(note for sheet in sheets for note in sheet.notes))
    tables = {sheet.name: _gptable(sheet, n, notes) for n, sheet in enumerate(sheets, 1)}
    cover = _cover(document)
    contents: Any = CONTENTS if tables else None
    held: Any = io.BytesIO()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "No note text provided", UserWarning)
        workbook: Any = produce_workbook(
            held,
            tables,
            cover=cover,
            contentsheet_label=contents,
            notes_table=_notes(notes),
            notesheet_label=NOTES,
            auto_width={sheet.name: False for sheet in sheets},
            workbook_options=AS_GIVEN,
        )
    first = tables[FIGURES].data_range[0] + 2 if document.traces else 0
    places = {trace.id: (row, trace) for row, trace in enumerate(document.traces, first)}
    for sheet in sheets:
        header = tables[sheet.name].data_range[0]
        _link(workbook, sheet, header + 1, places)
        _set_out(workbook.get_worksheet_by_name(sheet.name), sheet, header)
    _set_paper(workbook, cover, notes)
    workbook.set_properties(
        {
            "title": document.title,
            "subject": document.subtitle,
            "author": document.organisation,
            "company": document.organisation,
            "keywords": ", ".join(document.keywords),
            "comments": document.description,
            "created": datetime.combine(document.issued, time()),
        }
    )
    workbook.close()
    write_zip(held.getvalue(), out)


def _gptable(sheet: Sheet, number: int, notes: list[str]) -> GPTable:
    references = "".join(f"$$note{notes.index(note)}$$" for note in sheet.notes)
    frame = pd.DataFrame(
        {column.head: [cell.content for cell in column.cells] for column in sheet.columns},
        dtype=object,
    )
    return GPTable(
        table=frame,
        table_name=f"table_{number}",
        title=f"{sheet.title} {references}".strip(),
        subtitles=list(sheet.subtitles),
        instructions=_instructions(sheet),
        source=sheet.source or None,
        legend=list(shorthand_in(sheet.columns)),
        units={n: c.unit for n, c in enumerate(sheet.columns) if c.unit} or None,
        index_columns={2: 0},
        additional_formatting=[
            {"column": {"columns": [n], "format": _side(n, column), "include_names": True}}
            for n, column in enumerate(sheet.columns)
        ],
    )


def _side(place: int, column: SheetColumn) -> dict[str, str | int]:
    """A column's alignment; text is kept clear of a number that ends beside it."""
    return {"align": column.align, "indent": int(place > 0 and column.align == "left")}


def _instructions(sheet: Sheet) -> str:
    if sheet.name == FIGURES:
        return f"This worksheet contains one table. The {SOURCES} sheet lists the files."
    if any(cell.trace for column in sheet.columns for cell in column.cells):
        return (
            "This worksheet contains one table. A figure that leads to its source is a link to "
            f"its row on the {FIGURES} sheet."
        )
    return "This worksheet contains one table."


def _cover(document: Document) -> Cover:
    facts = [f"{name}: {text}" for name, text in document.facts]
    return Cover(
        cover_label=COVER,
        title=f"{document.title}: {document.subtitle}",
        intro=[document.description, *facts],
        about=[
            f"Issued {document.issued.isoformat()}. {document.licence}.",
            f"The {FIGURES} sheet has a row for every figure: its measure, area, period, value, "
            "what it is made from, its source and its vintage.",
            "Some cells hold shorthand:",
            *(f"{sign} = {meaning}" for sign, meaning in SHORTHAND.items()),
        ],
        contact=[document.organisation],
    )


def _notes(notes: list[str]) -> pd.DataFrame | None:
    if not notes:
        return None
    names = [f"note{number}" for number in range(len(notes))]
    return pd.DataFrame({"Note reference": names, "Note text": notes})


def _link(workbook: Any, sheet: Sheet, top: int, places: dict[str, tuple[int, Trace]]) -> None:
    """Show numbers in their formats and lead each traced cell to its row on the Figures sheet.

    `top` is the table's first row, counted from 0; `places` gives each figure its row there,
    counted from 1, and its trace.
    """
    worksheet = workbook.get_worksheet_by_name(sheet.name)
    for x, column in enumerate(sheet.columns):
        for y, cell in enumerate(column.cells, top):
            if cell.trace is None and not cell.number_format:
                continue
            look = {**workbook.theme.data_format, **_side(x, column)}
            look["bold"] = y - top in sheet.emphasised
            if cell.number_format:
                look["num_format"] = cell.number_format
            style = workbook.add_format(look)
            if cell.trace is not None:
                row, trace = places[cell.trace]
                worksheet.write_url(
                    y, x, f"internal:'{FIGURES}'!A{row}", style, cell.trace, _tip(trace)
                )
            worksheet.write(y, x, cell.content, style)


def _tip(trace: Trace) -> str:
    return f"{trace.title}, {trace.area_name}, {trace.period}. {trace.source}."[:LONGEST_TIP]


def _set_out(worksheet: Any, sheet: Sheet, header: int) -> None:
    """Column widths and row heights by what the cells say; the header row on each printed page."""
    lines = [1] * (len(sheet.columns[0].cells) + 1)
    for x, column in enumerate(sheet.columns):
        head = f"{column.head}\n({column.unit})" if column.unit else column.head
        texts = [head, *map(_shown, column.cells)]
        widest = max(_pixels(text) for text in (*head.split(), *texts[1:]))
        width = min(widest + 3 * PADDING, WIDEST)
        worksheet.set_column_pixels(x, x, width)
        lines = [max(n, _lines(text, width)) for n, text in zip(lines, texts, strict=True)]
    for y, count in enumerate(lines, header):
        _heighten(worksheet, y, count)
    worksheet.repeat_rows(header)


def _pixels(text: str) -> int:
    return int((cell_autofit_width(text) - PADDING) * ROOM) if text else 0


def _lines(text: str, width: int) -> int:
    """On how many lines `text` stands in a cell `width` pixels wide, its words kept whole."""
    room = width - PADDING
    count = 0
    for line in text.split("\n"):
        count, filled = count + 1, ""
        for word in line.split():
            longer = f"{filled} {word}".strip()
            if filled and _pixels(longer) > room:
                count, longer = count + 1, word
            filled = longer
    return count


def _heighten(worksheet: Any, row: int, lines: int, line: int = LINE) -> None:
    """Room for wrapped text: Excel finds it itself, other programs do not."""
    if lines > 1:
        worksheet.set_row(row, lines * line)


def _shown(cell: SheetCell) -> str:
    return cell.content if isinstance(cell.content, str) else f"{cell.content:,.2f}"


def _set_paper(workbook: Any, cover: Cover, notes: list[str]) -> None:
    """Print each sheet on A4, one page wide; room for the text of the cover and the notes."""
    for worksheet in workbook.worksheets():
        worksheet.set_paper(A4)
        worksheet.set_landscape()
        worksheet.fit_to_pages(1, 0)
    front = workbook.get_worksheet_by_name(COVER)
    front.set_column_pixels(0, 0, PAGE)
    title_lines = -(-2 * _pixels(cover.title) // PAGE)  # its letters are larger, and bold
    _heighten(front, 0, title_lines, TITLE_LINE)
    texts = ["", *cover.intro, "", *cover.about, "", *cover.contact]
    for row, text in enumerate(texts, 1):
        _heighten(front, row, _lines(text, PAGE))
    if notes:
        listed = workbook.get_worksheet_by_name(NOTES)
        listed.set_column_pixels(1, 1, PAGE)
        for row, note in enumerate(notes, NOTES_ABOVE):
            _heighten(listed, row, _lines(note, PAGE))
