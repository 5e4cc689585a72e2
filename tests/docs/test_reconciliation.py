"""The page of what an inspection report printed is made of the data that is included."""

from __future__ import annotations

import reconciliation
from scrutiny.measures.read import Reader


def test_the_page_is_what_the_tool_makes(packaged_reader: Reader) -> None:
    committed = reconciliation.PAGE.read_text("utf-8")
    made = reconciliation.page(packaged_reader)
    assert committed == made, "run: python tools/reconciliation.py WORKSPACE"
