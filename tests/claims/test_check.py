"""The whole check of a paper: every figure once, every finding at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from scrutiny.claims.check import MOST_TEXT, check_file, check_text, inconsistent
from scrutiny.claims.model import Verdict
from scrutiny.errors import InputError


def test_a_finding_says_where_it_stands() -> None:
    result = check_text("# Crime\n\nIt **fell** from 4,000 to 3,000, a fall of 40%.\n")
    (found,) = inconsistent(result)
    assert (found.where.line, found.where.text, found.stated) == (3, "40%", "40%")
    line = "It **fell** from 4,000 to 3,000, a fall of 40%."
    assert line[found.where.start : found.where.end] == "40%"
    assert found.figure is not None
    assert result.figures[found.figure].text == "40%"


def test_every_figure_is_counted_once() -> None:
    text = "There were 512 arrests, comprising 300 men, 100 women and 112 children.\n"
    assert [one.text for one in check_text(text).figures] == ["512", "300", "100", "112"]


def test_a_paper_without_figures_has_no_findings() -> None:
    result = check_text("# A heading\n\nNo figure stands here.\n")
    assert result.figures == ()
    assert result.checks == ()


def test_an_empty_paper_is_checked() -> None:
    assert check_text("").checks == ()


def test_a_paper_too_long_to_check_is_refused() -> None:
    with pytest.raises(InputError, match="divide it"):
        check_text("word " * (MOST_TEXT // 5 + 10))


def test_a_file_is_checked_as_its_text(tmp_path: Path) -> None:
    file = tmp_path / "paper.md"
    file.write_text("Burglary rose from 100 to 150, a rise of 50%.\n")
    result = check_file(file)
    assert result.file == "paper.md"
    assert not inconsistent(result)
    assert {one.verdict for one in result.checks} >= {Verdict.CONSISTENT}
