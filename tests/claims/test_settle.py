"""Which of the figures of a broken relation is the wrong one, and what kind of slip it is."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutiny.claims.check import check_text, inconsistent
from scrutiny.claims.slips import slip


@pytest.mark.parametrize(
    ("stated", "right", "step", "kind"),
    [
        ("2585", "12585", "1", "a digit is missing"),
        ("125850", "12558", "1", ""),
        ("12585", "2585", "1", "there is a digit too many"),
        ("148831", "148813", "1", "two digits are swapped"),
        ("148913", "148813", "1", "one digit differs"),
        ("7.83", "78.3", "0.01", "it is ten times too small"),
        ("1480", "1480", "1", ""),
        ("5", "7", "1", ""),
        ("0", "12", "1", ""),
    ],
)
def test_kinds_of_slip(stated: str, right: str, step: str, kind: str) -> None:
    assert slip(Decimal(stated), Decimal(right), Decimal(step)) == kind


def test_a_wrong_value_is_told_once_where_it_stands() -> None:
    """161,398 to 148,813 is a fall of 12,585, 8%: the later value has two digits swapped."""
    text = "Crime fell by 12,585 (7.8%), from 161,398 in 2018 to 184,813 in 2019."
    (found,) = inconsistent(check_text(text))
    assert found.stated == "184,813"
    assert found.expected == "148,813"
    assert "two digits are swapped" in found.explanation


def test_a_wrong_earlier_value_is_told_where_it_stands() -> None:
    text = "Burglary rose by 1,250 offences (12.5%), from 1,000 in 2018 to 11,250 in 2019."
    (found,) = inconsistent(check_text(text))
    assert (found.stated, found.expected) == ("1,000", "10,000")


def test_a_wrong_difference_is_told_at_the_difference() -> None:
    text = "Crime fell by 2,585 (7.8%), from 161,398 in 2018 to 148,813 in 2019."
    (found,) = inconsistent(check_text(text))
    assert (found.stated, found.expected) == ("2,585", "12,585")
    assert "a digit is missing" in found.explanation


def test_a_wrong_percentage_is_told_at_the_percentage() -> None:
    text = "Crime fell by 12,585 (8.7%), from 161,398 in 2018 to 148,813 in 2019."
    (found,) = inconsistent(check_text(text))
    assert (found.stated, found.expected) == ("8.7%", "7.8%")


@given(st.integers(21_000, 90_000), st.integers(1_500, 9_000), st.booleans())
def test_swapped_digits_of_a_value_are_told_at_it(before: int, gap: int, rise: bool) -> None:
    now = before + gap if rise else before - gap
    digits = str(now)
    swapped = int(digits[0] + digits[2] + digits[1] + digits[3:])
    if abs(swapped - now) * 20 < gap or not gap * 100 > before * 3:
        return
    verb, noun = ("rose", "rise") if rise else ("fell", "fall")
    share = Decimal(gap) / before * 100
    text = (
        f"Crime {verb} by {gap:,} offences ({share:.1f}%), from {before:,} in 2018 "
        f"to {swapped:,} in 2019. That is a {noun}."
    )
    found = inconsistent(check_text(text))
    if swapped != now:
        # Of two values that would both do with two digits swapped, either is told.
        (one,) = found
        assert one.stated in (f"{swapped:,}", f"{before:,}"), text
    else:
        assert not found
