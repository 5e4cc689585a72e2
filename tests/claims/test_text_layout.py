"""What the readers of text understand of a layout that nobody told them."""

from __future__ import annotations

from contextlib import suppress
from time import monotonic

import pytest

from scrutiny.claims.model import Grid, Paper, Passage
from scrutiny.claims.readers import read_text
from scrutiny.errors import InputError


def said(paper: Paper) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in paper.blocks if isinstance(block, Passage)]


def cells(paper: Paper) -> list[list[str]]:
    (grid,) = (block for block in paper.blocks if isinstance(block, Grid))
    return [[cell.text for cell in row] for row in grid.rows]


def test_a_table_of_spaces_has_its_columns_and_its_gaps() -> None:
    text = (
        "Offence              2018     2019   Change\n"
        "-------------------------------------------\n"
        "Violence          161,398  148,813      -8%\n"
        "Robbery                        965\n"
        "Homicide                3        4     +33%\n"
    )
    paper = read_text(text, "a.txt", "text")
    assert cells(paper) == [
        ["Offence", "2018", "2019", "Change"],
        ["Violence", "161,398", "148,813", "-8%"],
        ["Robbery", "", "965", ""],
        ["Homicide", "3", "4", "+33%"],
    ]
    (grid,) = (block for block in paper.blocks if isinstance(block, Grid))
    marks = grid.rows[2][2].marks
    assert text.splitlines()[marks.lines[0] - 1][marks.columns[0] :] == "965"


def test_sentences_and_items_with_wide_spaces_are_no_table() -> None:
    text = "Crime fell by 8%.  It rose by 7%.\nIt fell.  5 were left.\n\n-   300 one\n-   200 two\n"
    assert [kind for kind, _ in said(read_text(text, "a.txt", "text"))] == [
        "paragraph", "item", "item",
    ]  # fmt: skip


def test_a_table_of_pipes_may_have_no_outer_ones_and_hold_a_pipe() -> None:
    assert cells(read_text("A | B\n--|--\n1 | 2\n", "a.md")) == [["A", "B"], ["1", "2"]]
    assert cells(read_text("| A \\| B | 2 |\n|--|--|\n| 1 | 3 |\n", "a.md"))[0] == ["A | B", "2"]


def test_a_table_of_tags_within_markdown_is_a_table() -> None:
    text = "Before.\n\n<table>\n<tr><th>Rape</th><td>1,583</td></tr>\n</table>\n\nAfter."
    paper = read_text(text, "a.md")
    assert cells(paper) == [["Rape", "1,583"]]
    (grid,) = (block for block in paper.blocks if isinstance(block, Grid))
    assert (grid.rows[0][1].marks.lines, grid.rows[0][1].marks.columns) == ((4,), (21,))
    assert said(paper)[-1] == ("paragraph", "After.")


def test_the_mark_of_a_footnote_is_no_digit_of_the_figure_before_it() -> None:
    text = "There were 161,398<sup>2</sup> on the 30 <sup>th</sup>, and 5,106[^1]."
    expected = [("paragraph", "There were 161,398 on the 30th, and 5,106.")]
    assert said(read_text(text, "a.md")) == expected
    page = "<p>There were 161,398<sup>2</sup> on the 30<sup>th</sup>, and 5,106<sup>[1]</sup>.</p>"
    assert said(read_text(page, "a.html", "html")) == expected


def test_a_short_formula_is_what_it_shows() -> None:
    text = r"Within the $\pm 2\%$ required; £5 and $6 or $7."
    assert said(read_text(text, "a.md")) == [
        ("paragraph", "Within the ±2% required; £5 and $6 or $7.")
    ]


def test_a_wrapped_line_that_begins_with_a_figure_is_no_item() -> None:
    assert said(read_text("The number rose to\n12. In all it fell.", "a.md")) == [
        ("paragraph", "The number rose to 12. In all it fell.")
    ]


def test_headings_may_be_underlined_and_paragraphs_quoted() -> None:
    assert said(read_text("Crime\n=====\n\n> It fell\n> by 8%.\n", "a.md")) == [
        ("heading", "Crime"), ("paragraph", "It fell by 8%."),
    ]  # fmt: skip


def test_a_date_at_the_foot_of_pages_does_not_cut_a_sentence() -> None:
    foot = "\n\nOctober 2007\n\n"
    text = f"It has{foot}also fallen by 8%.{foot}It rose.{foot}Twice."
    assert ("paragraph", "It has also fallen by 8%.") in said(read_text(text, "a.md"))


def test_a_table_of_contents_is_no_table_of_figures() -> None:
    text = "Contents\n\nCrime\t4\nVictims\t7\n\nRoads\t9\nBudget\t12\n\nForce\t2018\nA\t5\nB\t4\n"
    assert cells(read_text(text, "a.md")) == [["Force", "2018"], ["A", "5"], ["B", "4"]]
    assert said(read_text("Crime ........... 4\n\nIt fell.", "a.md")) == [("paragraph", "It fell.")]


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    paper = read_text("One\x0c\x0btwo\u2028three\r\nIt fell by 8%.\r\n", "a.md")
    assert len(paper.lines) == 3
    assert paper.lines[1] == "It fell by 8%."


@pytest.mark.parametrize(
    "line",
    ["a  1\n", "# a  1\n", "**a  1**\n", "<table>\n", "Contents\n\na\t1\n\n", "a....1\n", "> " * 9,
     "$^", "<sup>", "a\n---\n", "[^", "a |\n", "\\|"],
)  # fmt: skip
def test_a_hostile_text_is_read_in_time(line: str) -> None:
    begun = monotonic()
    with suppress(InputError):
        read_text(line * min(400_000 // len(line), 90_000), "a.md")
    assert monotonic() - begun < 20  # a few seconds, on a machine that does other things too


@pytest.mark.parametrize("line", ["a\tb\tc\n", "<td>1", "a\n", "|"])
def test_what_is_far_too_long_for_a_paper_is_refused(line: str) -> None:
    with pytest.raises(InputError, match="divide it"):
        read_text(line * 250_000, "a.md")
