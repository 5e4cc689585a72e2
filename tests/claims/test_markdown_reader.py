"""Reading Markdown and text: what a reader sees, and where each character of it stands."""

from __future__ import annotations

from bisect import bisect_right
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutiny.claims.model import Grid, GridCell, Paper, Passage
from scrutiny.claims.readers import read, read_text
from scrutiny.errors import InputError


def place(held: Passage | GridCell, at: int) -> tuple[int, int]:
    stretch = bisect_right(held.marks.starts, at) - 1
    return (
        held.marks.lines[stretch],
        held.marks.columns[stretch] + at - held.marks.starts[stretch],
    )


def texts(paper: Paper) -> list[Passage | GridCell]:
    found: list[Passage | GridCell] = []
    for block in paper.blocks:
        found += [block] if isinstance(block, Passage) else [c for row in block.rows for c in row]
    return found


def said(paper: Paper) -> list[str]:
    return [block.text for block in paper.blocks if isinstance(block, Passage)]


def rows(paper: Paper) -> list[list[str]]:
    (grid,) = (block for block in paper.blocks if isinstance(block, Grid))
    return [[cell.text for cell in row] for row in grid.rows]


def test_mark_up_goes_and_every_character_keeps_its_place() -> None:
    source = "It fell by **8%** (from 161,398 to\n148,813), &amp; [see](#b) the 20<sup>th</sup>."
    paper = read_text(source, "report.md")
    assert said(paper) == ["It fell by 8% (from 161,398 to 148,813), & see the 20th."]
    (passage,) = texts(paper)
    lines = source.splitlines()
    for at, character in enumerate(passage.text):
        line, column = place(passage, at)
        assert lines[line - 1][column] in (character, "&") or character == " "
    assert place(passage, passage.text.index("148,813")) == (2, 0)
    assert place(passage, passage.text.index("8%")) == (1, 13)


def test_a_table_of_tabs_and_one_of_pipes_have_the_same_cells() -> None:
    tabs = "Offence\t2018\t2019\n<b>Rape</b>\t1,583\t1,480\n"
    pipes = "| Offence | 2018 | 2019 |\n|---|--:|--:|\n| **Rape** | 1,583 | 1,480 |\n"
    expected = [["Offence", "2018", "2019"], ["Rape", "1,583", "1,480"]]
    assert rows(read_text(tabs, "a.md")) == expected
    paper = read_text(pipes, "b.md")
    assert rows(paper) == expected
    (grid,) = (block for block in paper.blocks if isinstance(block, Grid))
    assert [cell.header for cell in grid.rows[0]] == [True, True, True]
    assert not any(cell.header for cell in grid.rows[1])


def test_a_sentence_that_a_page_cuts_is_whole_again() -> None:
    furniture = "\n\n## Item 2\n\n"
    source = f"Under-represented as they account for 6.1% of the local{furniture}population. One."
    source += f"{furniture}Two.{furniture}Three."
    paper = read_text(source, "a.md")
    first, *others = said(paper)
    assert first == "Under-represented as they account for 6.1% of the local population. One."
    assert others == ["Two.", "Three."]


def test_a_paragraphs_number_is_no_part_of_it() -> None:
    paper = read_text("4.12 Crime fell.\n\n1. First.\n2. Second.\n\n2.5 million people.", "a.md")
    assert said(paper) == ["Crime fell.", "First.", "Second.", "2.5 million people."]


def test_lines_that_their_writer_ended_stay_apart() -> None:
    assert said(read_text("Burglary 67%  \nHate crime 69%\n", "a.md")) == [
        "Burglary 67%", "Hate crime 69%",
    ]  # fmt: skip


def test_a_star_on_a_figure_is_a_footnotes() -> None:
    grid = rows(read_text("Month\tNov\tDec\n2019\t1667\t1428*\n", "a.md"))
    assert grid[1] == ["2019", "1667", "1428*"]


@given(st.text(alphabet="ab1 *_`<>/&|\t#-[]()!\\\n", max_size=400))
def test_no_text_is_too_odd_to_read(text: str) -> None:
    paper = read_text(text, "odd.md")
    for held in texts(paper):
        assert len(held.marks.starts) == len(held.marks.lines) == len(held.marks.columns)
        for at in range(len(held.text)):
            line, column = place(held, at)
            assert 1 <= line <= max(len(paper.lines), 1)
            assert column >= 0


@pytest.mark.parametrize("piece", ["*", "[", "<", "&", "|", "\t|", "_a", "**a", "![", "1. "])
def test_a_hostile_line_costs_what_it_is_long(piece: str) -> None:
    read_text(piece * 60_000, "hostile.md")  # it must not take for ever


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    odd = tmp_path / "report.md"
    odd.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match=r"report\.md.*UTF-8"):
        read(odd)
    with pytest.raises(InputError, match="no text has"):
        read_text("a\0b", "report.md")
    with pytest.raises(InputError, match="by its name"):
        read(tmp_path / "report.xls") if (tmp_path / "report.xls").write_bytes(b"") == 0 else None
    with pytest.raises(InputError, match="cannot be read"):
        read(tmp_path / "absent.md")
