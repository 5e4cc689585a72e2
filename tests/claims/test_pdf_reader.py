"""Reading PDFs: paragraphs over lines and pages, tables drawn or aligned, and refusals."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from time import monotonic

import pikepdf
import pytest
import typst

from scrutiny.claims.model import Grid, Marks, Paper, Passage
from scrutiny.claims.readers import read
from scrutiny.errors import InputError

RULED = r"""
#table(columns: 4, [Offence], [2018], [2019], [Change],
  [Violence with injury, wherever it was recorded], [19,788], [16,756], [\u{2d}15% (\u{2d}3,032)],
  table.cell(colspan: 4)[Acquisitive crime],
  [Burglary], [8,787], [8,073], [\u{2d}8% (\u{2d}714)])
"""
ALIGNED = """
#table(columns: (9em, 1fr, 1fr), stroke: none, [Offence], [2018], [2019],
  [Violence with injury, wherever it was recorded], [19,788], [16,756],
  [Burglary], [8,787], [8,073], [Robbery], [], [1,114])
"""


def printed(tmp_path: Path, source: str, head: str = "") -> Path:
    (tmp_path / "report.typ").write_text(f"#set text(size: 10pt)\n{head}\n{source}", "utf-8")
    typst.compile(str(tmp_path / "report.typ"), output=str(tmp_path / "report.pdf"))
    return tmp_path / "report.pdf"


def said(paper: Paper) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in paper.blocks if isinstance(block, Passage)]


def cells(paper: Paper) -> list[list[str]]:
    (grid,) = (block for block in paper.blocks if isinstance(block, Grid))
    return [[cell.text for cell in row] for row in grid.rows]


def test_lines_are_paragraphs_and_headings_and_items(tmp_path: Path) -> None:
    words = "Recorded crime fell by 8% from 161,398 to 148,813 in the year. " * 4
    paper = read(printed(tmp_path, f"= Crime\n{words}\n\nIt rose.\n\n- One\n- Two"))
    assert said(paper) == [
        ("heading", "Crime"),
        ("paragraph", words.strip()),
        ("paragraph", "It rose."),
        ("item", "One"),
        ("item", "Two"),
    ]


def test_a_table_that_is_drawn_has_its_cells_and_spans(tmp_path: Path) -> None:
    paper = read(printed(tmp_path, RULED))
    assert cells(paper) == [
        ["Offence", "2018", "2019", "Change"],
        ["Violence with injury, wherever it was recorded", "19,788", "16,756", "-15% (-3,032)"],
        ["Acquisitive crime"],
        ["Burglary", "8,787", "8,073", "-8% (-714)"],
    ]
    (grid,) = (block for block in paper.blocks if isinstance(block, Grid))
    assert grid.rows[2][0].span == 4


def test_a_table_without_lines_has_its_cells_too(tmp_path: Path) -> None:
    assert cells(read(printed(tmp_path, ALIGNED))) == [
        ["Offence", "2018", "2019"],
        ["Violence with injury, wherever it was recorded", "19,788", "16,756"],
        ["Burglary", "8,787", "8,073"],
        ["Robbery", "", "1,114"],
    ]


def test_a_head_of_more_lines_than_its_neighbours_begins_no_other_table(tmp_path: Path) -> None:
    tall = r"Q3 on \ the quarter \ before"
    table = f"""#table(columns: 4, stroke: none, align: bottom,
      [Offence], [2018 \\ all], [2019 \\ all], [{tall}], [Burglary], [8,787], [8,073], [101],
      [Robbery], [1,020], [1,114], [33])"""
    head = ["Offence", "2018 all", "2019 all", "Q3 on the quarter before"]
    assert cells(read(printed(tmp_path, table)))[0] == head


def test_columns_of_prose_are_no_table(tmp_path: Path) -> None:
    left, right = (
        ("The force recorded 12 offences more than before. " * 12).strip(),
        "Twenty. " * 90,
    )
    paper = read(printed(tmp_path, f"#columns(2)[{left} #colbreak() {right}]"))
    assert said(paper) == [("paragraph", left), ("paragraph", right.strip())]


def test_a_sentence_goes_on_over_a_page_and_its_furniture(tmp_path: Path) -> None:
    head = '#set page(height: 8cm, header: [Quarterly report], numbering: "1")'
    words = " ".join(f"word{number} and" for number in range(400))
    paper = read(printed(tmp_path, f"{words} the end.", head))
    assert said(paper) == [("paragraph", f"{words} the end.")]
    (passage,) = paper.blocks
    assert isinstance(passage, Passage)
    assert passage.marks.pages[0] == 1
    assert passage.marks.pages[-1] > 2


def test_a_table_goes_on_over_a_page(tmp_path: Path) -> None:
    rows = ", ".join(f"[Measure {number}], [{number * 7}]" for number in range(40))
    head = '#set page(height: 8cm, numbering: "1")'
    paper = read(printed(tmp_path, f"#table(columns: 2, {rows})", head))
    assert cells(paper) == [[f"Measure {number}", f"{number * 7}"] for number in range(40)]


def test_every_word_has_its_line_its_page_and_its_box(tmp_path: Path) -> None:
    paper = read(printed(tmp_path, f"Crime fell by 8%.\n{RULED}"))
    held: list[tuple[str, Marks]] = []
    for block in paper.blocks:
        some = [block] if isinstance(block, Passage) else [c for row in block.rows for c in row]
        held += [(one.text, one.marks) for one in some]
    for text, marks in held:
        ends = (*marks.starts[1:], len(text))
        places = zip(marks.starts, ends, marks.lines, marks.columns, strict=True)
        for start, end, line, column in places:
            word = text[start:end].rstrip()
            assert paper.lines[line - 1][column:].startswith(word)
        assert marks.page == 1
        assert len(marks.boxes) == len([word for word in text.split() if word])
        assert all(0 < box[0] < box[2] < 600 and 0 < box[1] < box[3] < 850 for box in marks.boxes)


def test_a_raised_number_is_a_footnotes_and_no_digit(tmp_path: Path) -> None:
    paper = read(printed(tmp_path, "There were 161,398#super[2] offences on the 30#super[th]."))
    assert said(paper) == [("paragraph", "There were 161,398 offences on the 30th.")]


def test_a_page_that_is_shown_turned_is_read_turned(tmp_path: Path) -> None:
    path = printed(tmp_path, f"Crime fell.\n{RULED}")
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].rotate(180, relative=True)
        pdf.save(path)
    assert read(path).blocks  # upside down, and still read


def refused(path: Path, why: str) -> None:
    with pytest.raises(InputError, match=why):
        read(path)


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(b"no PDF")
    refused(path, "is no PDF")
    path.write_bytes(b"%PDF-1.7\n" + b"\x00\xff" * 3_000)
    refused(path, "damaged PDF")
    whole = printed(tmp_path, "Crime fell by 8%.")
    with pikepdf.open(whole) as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(user="a", owner="b"))
        pdf.save(tmp_path / "open.pdf", encryption=pikepdf.Encryption(user="", owner="b"))
    refused(tmp_path / "locked.pdf", "password")
    assert said(read(tmp_path / "open.pdf")) == [("paragraph", "Crime fell by 8%.")]
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "blank.pdf")
    refused(tmp_path / "blank.pdf", "has no text")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"q " * 2_000_000, id="nested"),
        pytest.param(b"BT /F1 8 Tf (9) Tj ET " * 300_000, id="figures"),
        pytest.param(b"1 2 m 9 2 l 9 9 l h S " * 300_000, id="lines"),
        pytest.param(b"9 " * 5_000_000, id="digits"),
    ],
)
def test_a_hostile_page_ends_in_time(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "report.pdf"
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.obj.Contents = pdf.make_stream(content)
        pdf.save(path)
    begun = monotonic()
    with suppress(InputError):
        read(path)
    assert monotonic() - begun < 20  # ten seconds, on a machine that does other things too


def test_a_page_tree_that_holds_itself_ends(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99999>>endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF"
    )
    refused(path, "report")
