"""What stands a second time in a paper, what remains of a hundred, and lists in order."""

from __future__ import annotations

import pytest

from scrutiny.claims.check import check_text
from scrutiny.claims.model import Verdict

TWICE = """# Paper

There were 612 reports in the year.

| Reports | 2018 | 2019 |
| --- | --- | --- |
| Seen | 474 | 612 |
"""
ROWS = """# Grades

| Area | Good | Fair | Poor |
| --- | --- | --- | --- |
| Search | 14 | 21 | 2 |

## Search

| Good | Fair | Poor |
| --- | --- | --- |
| 14 | 21 | 2 |
"""


@pytest.mark.parametrize(
    ("text", "stated", "rule"),
    [
        (TWICE, "612", "consistency.said-twice"),
        (ROWS, "21", "consistency.said-twice"),
        (
            "The cause is unknown in 70% of cases. The remaining 30% were theft.",
            "30%",
            "arithmetic.total",
        ),
        ("Most were for drugs (48%), followed by tools (21%).", "21%", "arithmetic.rank"),
    ],
)
def test_it_is_told_to_agree(text: str, stated: str, rule: str) -> None:
    told = [one for one in check_text(text).checks if one.stated == stated and one.rule == rule]
    assert {one.verdict for one in told} == {Verdict.CONSISTENT}
