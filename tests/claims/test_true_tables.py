"""True tables of shapes that were once accused wrongly, and the slip in each that is one."""

from __future__ import annotations

import pytest

from scrutiny.claims.check import check_text, inconsistent

# The change to September is not of the figures to December, from which one would reckon it.
ANOTHER_END = """
| Offence type | 12 months to Dec 2025 | Annual change to Sep 2025 | Annual change to Dec 2025 |
|---|---|---|---|
| All crime | 121,608 | increase (2%, 2,400) | increase (1%, 716) |
| Violence with injury | 15,136 | decrease (5%, -750) | decrease (5%, -861) |
| Stalking and harassment | 18,115 | increase (17%, 2,375) | increase ({}, 3,766) |
| Burglary (residential) | 2,230 | decrease (5%, -108) | decrease (7%, -179) |
| Robbery (personal) | 586 | increase (2%, 11) | decrease (2%, -10) |
| Vehicle offences | 3,110 | decrease (16%, -579) | decrease (14%, -497) |
| Shoplifting | 10,531 | increase (16%, 1,604) | increase (1%, 125) |
| Criminal damage and arson | 13,145 | decrease (3%, -366) | decrease (5%, -760) |
| Public order | 8,820 | increase (4%, 359) | increase (2%, 209) |
"""
# Two columns that a reader of PDFs took for one: how many of the forces rose is not the figure's.
JOINED_CELLS = """
| Item | Period | Devon | England Among the forces |
|---|---|---|---|
| Crimes recorded per 1,000 people | Year to December 2025 | 66.1 | 83.4 one of the lowest |
| Change in recorded crime in a year | Year to December 2025 | +0.6% | {} 9 of 43 show an increase |
| Charged or summonsed | Year to March 2025 | 7.1% | 8.7% one of the lowest |
| Victim does not support action | Year to March 2025 | 25.3% | 20.6% one of the highest |
"""
# What a head that names no change tells as decreases is one, and no second saying of the value.
CHANGE_UNSAID = """
| Offence type | 12 months to Dec 2025 | Q3 2025/26 on the same quarter a year before |
|---|---|---|
| Robbery (personal) | 85 | decrease (43%, -10) |
| Burglary (residential) | 720 | decrease (10%, -20) |

| Period | Robbery (personal) | Mean |
|---|---|---|
| Q2 2025/26 | 26 | 14 |
| Q3 2025/26 | {} | 14 |
"""
NOT_MADE = """
As Figure 2 shows, it rose. Figure 3 {}.

Figure 1. Crime by force

Figure 2. Crime by type
"""


@pytest.mark.parametrize(
    ("shape", "right", "slip"),
    [
        (ANOTHER_END, "26%", "62%"),
        (JOINED_CELLS, "-2.1%", ""),
        (CHANGE_UNSAID, "13", ""),
        (NOT_MADE, "could not be made", "shows this by force"),
    ],
    ids=["another end", "joined cells", "change unsaid", "not made"],
)
def test_a_true_table_is_not_accused_and_its_slip_is(shape: str, right: str, slip: str) -> None:
    assert inconsistent(check_text(shape.format(right))) == ()
    if slip:
        assert inconsistent(check_text(shape.format(slip))) != ()
