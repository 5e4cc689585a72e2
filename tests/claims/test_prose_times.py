"""When a figure is of, and with when it is compared."""

from __future__ import annotations

import pytest

from scrutiny.claims.model import Fact, Marks, Passage, Role
from scrutiny.claims.periods import Context
from scrutiny.claims.prose import facts_of
from scrutiny.periods import Month


def facts(text: str) -> list[Fact]:
    return facts_of(Passage(text, Marks((0,), (1,), (0,))), 0, Context(Month(2020, 2)))[0]


@pytest.mark.parametrize(
    ("text", "now", "before"),
    [
        ("Robbery fell from 965 in 2018 to 900 in 2019.", "2019-01/2019-12", "2018-01/2018-12"),
        (
            "There were 7,746 searches in 2019, compared with 3,881 in the previous year.",
            "2019-01/2019-12",
            "2018-01/2018-12",
        ),
        (
            "October to December 2019 had 297 crimes, against 331 in the previous quarter.",
            "2019-10/2019-12",
            "2019-07/2019-09",
        ),
        (
            "April to June 2019 had 297 crimes, up from 231 in the same period last year.",
            "2019-04/2019-06",
            "2018-04/2018-06",
        ),
    ],
)
def test_a_value_is_of_its_period_and_against_the_one_before(
    text: str, now: str, before: str
) -> None:
    by_role = {one.role: one for one in facts(text)}
    value, earlier = by_role[Role.VALUE], by_role[Role.BEFORE]
    assert (value.period, value.before) == (now, before)
    assert earlier.period == before


def test_a_target_is_no_value_of_its_measure() -> None:
    found = facts("Public confidence was 86.2% against a target of 90%, 3.8pp below.")
    assert [one.measure for one in found][:2] == ["confidence", "confidence (target)"]
