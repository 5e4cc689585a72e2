"""Our own report is right by construction: what the checker says against it is said wrongly."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scrutiny.claims.check import check_file, inconsistent
from scrutiny.periods import Month
from scrutiny.reports.build import build_report
from scrutiny.reports.html import render_html
from scrutiny.reports.template import packaged_template

if TYPE_CHECKING:
    from scrutiny.measures.read import Reader

# The 2020 paper's months of domestic abuse do not make its years; our report repeats both.
KNOWN = {"19,609", "21,732"}


@pytest.mark.parametrize(("area", "to", "known"), [("E23000003", "2019-12", KNOWN)])
def test_our_own_report_disagrees_with_itself_only_where_its_source_does(
    packaged_reader: Reader, tmp_path: Path, area: str, to: str, known: set[str]
) -> None:
    template = packaged_template("strategic-scrutiny", packaged_reader.catalogue)
    document = build_report(packaged_reader, template, area, Month.parse(to))
    render_html(document, tmp_path / "report.html")
    result = check_file(tmp_path / "report.html")
    assert {one.stated for one in inconsistent(result)} == known
    assert len(result.figures) > 1000
