"""Reading Word documents: paragraphs, lists, tables with merged cells, and refusals."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml

from scrutiny.claims.model import Grid, Paper, Passage
from scrutiny.claims.readers import read
from scrutiny.errors import InputError

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def written(tmp_path: Path) -> Path:
    document = Document()
    document.add_heading("Recorded crime", 2)
    paragraph = document.add_paragraph("It fell by ")
    paragraph.add_run("8%").bold = True
    paragraph.add_run(" to 148,813.")
    document.add_paragraph("A burglary", style="List Bullet")
    table = document.add_table(3, 3)
    for row, words in zip(
        table.rows, (("Offence", "2018", "2019"), *[("Rape", "1", "2")] * 2), strict=True
    ):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    table.cell(0, 1).merge(table.cell(0, 2)).text = "Twelve months"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Rape"
    document.add_paragraph("4.12 The rest.")
    path = tmp_path / "report.docx"
    document.save(str(path))
    return path


def said(paper: Paper) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in paper.blocks if isinstance(block, Passage)]


def test_paragraphs_headings_items_and_tables_are_read_in_order(tmp_path: Path) -> None:
    paper = read(written(tmp_path))
    assert said(paper) == [
        ("heading", "Recorded crime"),
        ("paragraph", "It fell by 8% to 148,813."),
        ("item", "A burglary"),
        ("paragraph", "The rest."),
    ]
    (grid,) = (block for block in paper.blocks if isinstance(block, Grid))
    assert [[cell.text for cell in row] for row in grid.rows] == [
        ["Offence", "Twelve months"], ["Rape", "1", "2"], ["", "1", "2"],
    ]  # fmt: skip
    assert [cell.span for cell in grid.rows[0]] == [1, 2]
    assert grid.rows[1][2].marks.block == "table 1, row 2, column 3"


def test_every_text_stands_where_its_line_says(tmp_path: Path) -> None:
    paper = read(written(tmp_path))
    for block in paper.blocks:
        for held in [block] if isinstance(block, Passage) else [c for r in block.rows for c in r]:
            line = paper.lines[held.marks.lines[0] - 1]
            assert line[held.marks.columns[0] :].startswith(held.text)


def test_deleted_and_hidden_words_are_not_read(tmp_path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph("Crime fell by ")
    paragraph._p.append(parse_xml(f"<w:del {W}><w:r><w:delText>9%</w:delText></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:ins {W}><w:r><w:t>8%</w:t></w:r></w:ins>"))
    paragraph._p.append(parse_xml(f"<w:r {W}><w:rPr><w:vanish/></w:rPr><w:t> or 7%</w:t></w:r>"))
    paragraph._p.append(parse_xml(f"<w:r {W}><w:t>.</w:t></w:r>"))
    document.save(str(tmp_path / "a.docx"))
    assert said(read(tmp_path / "a.docx")) == [("paragraph", "Crime fell by 8%.")]


def refused(path: Path, why: str) -> None:
    with pytest.raises(InputError, match=why):
        read(path)


def packed(path: Path, document: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", document)
    return path


def test_what_is_no_word_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(b"no zip")
    refused(path, "is no DOCX")
    path.write_bytes(b"PK\x03\x04 and nothing")
    refused(path, "cannot be unpacked")
    path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    refused(path, "old or a locked")
    whole = written(tmp_path).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    refused(path, "cannot be unpacked")
    refused(packed(path, b"<w:document"), "damaged")
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("other.xml", b"<a/>")
    refused(path, "has no text")


def test_a_hostile_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    refused(packed(path, b"<a>" * 5_000), "nested too deep")
    refused(packed(path, b" " * 70_000_000), "unpacks to")
    bomb = b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>'
    refused(packed(path, bomb), "DOCTYPE")


def test_a_huge_table_is_read(tmp_path: Path) -> None:
    cell = "<w:tc><w:p><w:r><w:t>1,234</w:t></w:r></w:p></w:tc>"
    table = f"<w:tbl>{('<w:tr>' + cell * 20 + '</w:tr>') * 2_000}</w:tbl>"
    document = f"<w:document {W}><w:body>{table}</w:body></w:document>"
    (grid,) = read(packed(tmp_path / "a.docx", document.encode())).blocks
    assert isinstance(grid, Grid)
    assert len(grid.rows) == 2_000
