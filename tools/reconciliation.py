"""Writes docs/reconciliation-2016.md: what an inspection report printed, beside the same from data.

    python tools/reconciliation.py WORKSPACE           writes the page again
    python tools/reconciliation.py WORKSPACE --check   says whether it differs, and exits 1 if so

WORKSPACE holds the data that is included, as `make demo` makes it. Every figure of the page is
calculated; what was printed stands in src/scrutiny/reports/evidence/effectiveness-2016.toml.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from reference_text import markdown_table, page_text
from scrutiny.areas import load_areas
from scrutiny.catalogue import load_catalogue
from scrutiny.measures.read import Reader
from scrutiny.reports.context import Context
from scrutiny.reports.evidence.pack import Pack
from scrutiny.reports.evidence.printed import effectiveness_2016
from scrutiny.reports.evidence.reconciliation import beside_the_report
from scrutiny.reports.model import Block, Bullets, Paragraph, Section, Spans, Table
from scrutiny.warehouse.workspace import Workspace

PAGE = Path(__file__).parents[1] / "docs" / "reconciliation-2016.md"
MADE = "<!-- Made by tools/reconciliation.py. Change what it describes, then run it again. -->"
ABOUT = (
    "The figures of an inspection report do not stay as they were printed: forces correct their "
    "records, and populations are estimated anew. This page sets what was printed of Lancashire "
    "beside today's figures, says of each difference where it comes from, and names what cannot be "
    "made. It is also an annex of Lancashire's pack to June 2016: "
    "[make an evidence pack](how-to/make-an-evidence-pack.md)."
)


def page(reader: Reader) -> str:
    """The page, from what a reader has."""
    report = effectiveness_2016()
    section = beside_the_report(Pack(Context(reader, report.area, report.to)))
    assert section is not None  # the force and the month are the report's own
    parts = ["# What the inspectorate printed in 2017, and the same today", ABOUT]
    parts += [text for block in section.blocks for text in _block(block)]
    return f"{MADE}\n\n{page_text(parts)}"


def _block(block: Block | Section) -> Iterator[str]:
    match block:
        case Paragraph(spans=spans):
            yield _words(spans)
        case Bullets(items=items):
            yield "\n".join(f"- {_words(item)}" for item in items)
        case Table():
            yield f"## {block.title}"
            yield from _tables(block)
        case _:
            raise TypeError(f"the page has no way to write {type(block).__name__}")


def _tables(table: Table) -> Iterator[str]:
    """A table for each group of rows, under what the group is headed with."""
    heads = [column.head for column in table.columns]
    rows: list[tuple[str, ...]] = []
    for row in table.rows:
        if row.group:
            if rows:
                yield markdown_table(heads, rows)
            rows = []
            yield f"**{row.cells[0].text}**"
        else:
            rows.append(tuple(cell.text for cell in row.cells))
    yield markdown_table(heads, rows)


def _words(spans: Spans) -> str:
    return "".join(span.text for span in spans)


def main() -> None:
    workspace, *options = sys.argv[1:]
    snapshot = Workspace.open(Path(workspace)).snapshot()
    text = page(Reader(snapshot, load_catalogue(), load_areas()))
    same = PAGE.is_file() and PAGE.read_text("utf-8") == text
    if "--check" in options:
        sys.stdout.write("" if same else "docs/reconciliation-2016.md differs\n")
        sys.exit(0 if same else 1)
    PAGE.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
