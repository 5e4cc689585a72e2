"""A document that has no figures, such as minutes, has no pages that say where they come from."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from scrutiny.reports.docx import render_docx
from scrutiny.reports.html import html_text
from scrutiny.reports.model import Cell, Column, Document, Paragraph, Row, Section, Span, Table
from scrutiny.reports.pdf import pdf_bytes
from scrutiny.reports.tracing import WHERE_TITLE

TABLE = Table("table-1", 1, "Who attended", (Column("Title", "left"), Column("Here", "left")),
              (Row((Cell("Chief Constable"), Cell("Present"))),))  # fmt: skip
MINUTES = Document(
    id="minutes", title="Minutes", subtitle="12 March 2020", organisation="The commissioner",
    to="The meeting", period="October to December 2019", issued=date(2020, 3, 12),
    language="en-GB", description="Minutes of a meeting.", keywords=("minutes",),
    sections=(Section("a", "1", "Burglary", (Paragraph((Span("It fell."),)), TABLE)),),
    traces=(), sources=(),
)  # fmt: skip


def test_no_format_says_where_figures_come_from(tmp_path: Path) -> None:
    assert WHERE_TITLE not in html_text(MINUTES)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf_bytes(MINUTES))).pages)
    assert "It fell." in text
    assert WHERE_TITLE not in text
    render_docx(MINUTES, tmp_path / "minutes.docx")
    with zipfile.ZipFile(tmp_path / "minutes.docx") as word:
        written = word.read("word/document.xml").decode()
    assert "It fell." in written
    assert WHERE_TITLE not in written


def test_a_document_without_a_table_is_a_pdf_too() -> None:
    words = Section("a", "1", "Burglary", (Paragraph((Span("It fell."),)),))
    made = pdf_bytes(replace(MINUTES, sections=(words,)))
    assert made.startswith(b"%PDF")
