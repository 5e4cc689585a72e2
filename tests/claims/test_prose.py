"""Sentences as reports write them: the true ones hold, and a slip is found."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutiny.claims.model import Check, Marks, Passage, Verdict
from scrutiny.claims.periods import Context
from scrutiny.claims.prose import facts_of
from scrutiny.periods import Month

WRITTEN = Context(Month(2020, 2))
CHANGES = [
    "{measure} {fell} from {a:,} to {b:,}, {a_fall} of {d:,} ({p}%).",
    "{measure} {fell} by {p}% from {a:,} to {b:,} in the year to March 2019.",
    "There were {b:,} offences in 2018/19, compared with {a:,} in 2017/18, "
    "{a_fall} of {d:,} ({p}%).",
    "There were {a:,} offences in 2017/18 compared with {b:,} in 2018/19: {a_fall} of {p}%.",
    "{measure} ({b:,} in 2019 against {a:,} in 2018) shows {a_fall} of {p}%.",
    "Year on year there was a {p}% {fall} in {measure} (from {a:,} Jan-Dec '18 "
    "to {b:,} Jan-Dec '19).",
    "{measure} {fell} by {d:,} offences, from {a:,} to {b:,}.",
    "{measure} has {fallen} by {p}% ({d:,} offences), from {a:,} to {b:,}.",
    "{measure}: {b:,} (2019) v {a:,} (2018), {sign}{p}% ({sign}{d:,}).",
    "{measure} {fell} by {p}% ({sign}{d}; {a} to {b}) in the year to the end of December 2019.",
    "In total {b:,} were recorded, compared with {a:,} in the year before. This represents a {p}% "
    "{fall} year on year.",
    "{measure} is {up} {p}%, with {b:,} offences this year against {a:,} last year.",
]
RISE = {
    "fell": "rose",
    "a_fall": "an increase",
    "fall": "rise",
    "fallen": "increased",
    "up": "up",
    "sign": "+",
}
FALL = {
    "fell": "fell",
    "a_fall": "a decrease",
    "fall": "fall",
    "fallen": "decreased",
    "up": "down",
    "sign": "-",
}


def checks_of(text: str) -> list[Check]:
    marks = Marks((0,), (1,), (0,))
    return facts_of(Passage(text, marks), 0, WRITTEN)[1]


def wrong(text: str) -> list[Check]:
    return [one for one in checks_of(text) if one.verdict is Verdict.INCONSISTENT]


def told(form: str, a: int, b: int, percent: Decimal | None = None, gap: int | None = None) -> str:
    words = RISE if b > a else FALL
    size = Decimal(abs(b - a)) / a * 100
    shown = size.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP) if percent is None else percent
    return form.format(
        measure="Recorded crime", a=a, b=b, d=abs(b - a) if gap is None else gap, p=shown, **words
    )


def may_be_a_year(pair: tuple[int, int]) -> bool:
    """A bare number from 1900 to 2099 may be a year, and the checker leaves it alone."""
    return any(1900 <= number <= 2099 for number in (*pair, abs(pair[1] - pair[0])))


values = (
    st.tuples(st.integers(2100, 90_000), st.integers(2100, 90_000))
    .filter(lambda pair: abs(pair[0] - pair[1]) * 20 > pair[0])
    .filter(lambda pair: not may_be_a_year(pair))
)


@given(st.sampled_from(CHANGES), values)
def test_a_true_change_is_never_called_wrong(form: str, pair: tuple[int, int]) -> None:
    text = told(form, *pair)
    assert wrong(text) == [], text
    assert checks_of(text), text


@given(st.sampled_from(CHANGES), values, st.sampled_from([2, 5, 11]))
def test_a_slip_in_a_change_is_found(form: str, pair: tuple[int, int], by: int) -> None:
    size = (Decimal(abs(pair[1] - pair[0])) / pair[0] * 100).quantize(Decimal("0.1"))
    right = told(form, *pair)
    text = told(form, *pair, percent=size + by, gap=abs(pair[1] - pair[0]) + by * 10)
    assert text != right
    assert wrong(text), text


@given(st.sampled_from(CHANGES), values)
def test_the_wrong_direction_is_found(form: str, pair: tuple[int, int]) -> None:
    a, b = pair
    words = FALL if b > a else RISE
    size = (Decimal(abs(b - a)) / a * 100).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    text = form.format(measure="Recorded crime", a=a, b=b, d=abs(b - a), p=size, **words)
    if "{fell}" in form or "{a_fall}" in form or "{fall" in form or "{up}" in form:
        assert "direction.word" in {one.rule for one in wrong(text)}, text


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("5 of 16 cases (41.3%) were good.", "arithmetic.share"),
        ("47% (34 of 51) of calls were late.", "arithmetic.share"),
        (
            "There were 512 arrests, comprising 300 men, 100 women and 12 children.",
            "arithmetic.total",
        ),
        ("It took 638 minutes (12.6 hours).", "arithmetic.unit"),
        ("In 2019 there were 120,000 calls (9,000/month average).", "arithmetic.average"),
        (
            "Change was (-19%, -128 to December; -22%; 159 to September 2019).",
            "direction.missing-sign",
        ),
        ("A third of victims (44%) were young.", "arithmetic.share"),
        ("Robbery showed an increase of -5%.", "direction.sign"),
        ("Knife crime doubled, from 120 to 160.", "arithmetic.percent-of-counts"),
    ],
)
def test_a_slip_is_found(text: str, rule: str) -> None:
    assert rule in {one.rule for one in wrong(text)}


@pytest.mark.parametrize(
    "text",
    [
        "5 of 16 cases (31.3%) were good.",
        "24 of 51 calls (47%) were late.",
        "Knife crime more than doubled from 120 to 260.",
        "More than 6,000 work here, comprising 3,647 officers, 2,215 staff, of whom 417 are PCSOs.",
        "Robbery fell by 5% and burglary by 8%, while theft rose from 100 to 150.",
        "All crime rose by 7.8 percent nationally compared with 8.2 percent here.",
        "There is a 12% rise in theft and a 3% fall in fraud, from 4,000 to 3,880.",
    ],
)
def test_what_is_right_or_unsure_is_not_called_wrong(text: str) -> None:
    assert wrong(text) == []


def test_percent_for_points_is_a_caution() -> None:
    found = checks_of("Satisfaction fell from 81.3% to 77.4%, a 3.9% reduction.")
    assert "arithmetic.points" in {one.rule for one in found if one.verdict is Verdict.CAUTION}
    assert Verdict.INCONSISTENT not in {one.verdict for one in found}
