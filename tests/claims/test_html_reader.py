"""Reading HTML: what a browser shows, with the place of every character."""

from __future__ import annotations

from bisect import bisect_right

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutiny.claims.model import Grid, Paper, Passage
from scrutiny.claims.readers import read_text


def html(text: str) -> Paper:
    return read_text(text, "report.html", "html")


def said(paper: Paper) -> list[str]:
    return [block.text for block in paper.blocks if isinstance(block, Passage)]


def grids(paper: Paper) -> list[Grid]:
    return [block for block in paper.blocks if isinstance(block, Grid)]


def test_paragraphs_headings_and_items_are_apart_and_scripts_are_silent() -> None:
    paper = html(
        "<title>T</title><h2>Crime</h2><p>It fell by <b>8</b>%.<br>Then&nbsp;rose.</p>"
        "<ul><li>One<li>Two</ul><script>var a = 5</script><style>p { top: 7px }</style>"
    )
    assert said(paper) == ["Crime", "It fell by 8%.", "Then rose.", "One", "Two"]
    heading = paper.blocks[0]
    assert isinstance(heading, Passage)
    assert (heading.kind, heading.level) == ("heading", 2)


def test_a_table_keeps_its_header_cells_spans_and_caption() -> None:
    (grid,) = grids(
        html(
            "<table><caption>Recorded crime</caption><thead><tr><th rowspan=2>Offence"
            "<th colspan=2>Twelve months</tr><tr><th>2018<th>2019</tr></thead>"
            "<tr><td><p>Rape</p><td>1,583<td>1,480</table>"
        )
    )
    assert grid.caption == "Recorded crime"
    assert [[cell.text for cell in row] for row in grid.rows] == [
        ["Offence", "Twelve months"], ["", "2018", "2019"], ["Rape", "1,583", "1,480"],
    ]  # fmt: skip
    assert [cell.span for cell in grid.rows[0]] == [1, 2]
    assert [cell.header for cell in grid.rows[2]] == [False, False, False]


def test_every_character_keeps_its_line_and_column() -> None:
    source = "<p>From 161,398\n   to <b>148,813</b> &amp; on</p>"
    paper = html(source)
    (passage,) = paper.blocks
    assert isinstance(passage, Passage)
    assert passage.text == "From 161,398 to 148,813 & on"
    lines = source.splitlines()
    for at, character in enumerate(passage.text):
        stretch = bisect_right(passage.marks.starts, at) - 1
        line = lines[passage.marks.lines[stretch] - 1]
        column = passage.marks.columns[stretch] + at - passage.marks.starts[stretch]
        assert line[column] == character or character == " "


@given(st.text(alphabet="ab<>/&;=\"' ptdrhli\n#x1", max_size=300))
def test_no_page_is_too_odd_to_read(text: str) -> None:
    html(text)


TABLES = ("<table><tr><td>", "<td colspan=99999999999 rowspan=9999999>1")


@pytest.mark.parametrize("piece", [*TABLES, "<div>", "&#x41;", "a "])
def test_a_hostile_page_is_read(piece: str) -> None:
    html(piece * 20_000)
