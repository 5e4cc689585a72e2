"""Notes that silence a rule for one figure, with a reason."""

from __future__ import annotations

import pytest

from scrutiny.claims.check import check_text
from scrutiny.claims.model import Result, Verdict

WRONG = "Recorded crime fell from 4,000 to 3,000, a fall of 40%."
RULE = "arithmetic.percent-of-counts"


def found(result: Result) -> list[tuple[str, str]]:
    return [
        (one.rule, one.stated)
        for one in result.checks
        if one.verdict in (Verdict.INCONSISTENT, Verdict.CAUTION)
    ]


def test_a_wrong_figure_is_found_without_a_note() -> None:
    assert found(check_text(WRONG)) == [(RULE, "40%")]


@pytest.mark.parametrize(
    ("note", "form"),
    [
        (f'<!-- check: {RULE} "40%" because the source rounds so -->', "markdown"),
        (f'<!-- check: {RULE} "40%" because the source rounds so -->', "html"),
        (f'[check: {RULE} "40%" because the source rounds so]', "text"),
        (f"[check: {RULE} “40%” because the source rounds so]", "text"),
    ],
)
def test_a_note_silences_its_rule_for_its_figure(note: str, form: str) -> None:
    text = f"<p>{WRONG}</p>\n{note}\n" if form == "html" else f"{WRONG}\n\n{note}\n"
    result = check_text(text, form=form)
    assert found(result) == []
    assert [(one.check.rule, one.reason) for one in result.silenced] == [
        (RULE, "the source rounds so")
    ]


def test_a_note_of_several_lines_silences_too() -> None:
    result = check_text(f'{WRONG}\n\n<!-- check: {RULE} "40%"\nbecause it is so -->\n')
    assert found(result) == []


def test_no_figure_is_read_from_a_note() -> None:
    with_note = check_text(f'{WRONG} [check: {RULE} "40%" because of 12 reasons]')
    assert len(with_note.figures) == len(check_text(WRONG).figures)


def test_the_nearest_of_two_alike_is_silenced() -> None:
    result = check_text(f'{WRONG}\n\nText.\n\n{WRONG}\n[check: {RULE} "40%" because so]\n')
    assert [one.check.where.line for one in result.silenced] == [5]
    assert [one.where.line for one in result.checks if one.verdict is Verdict.INCONSISTENT] == [1]


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ('[check: arithmetic.wrong "40%" because so]', "no such rule"),
        (f'[check: {RULE} "40%"]', "no reason"),
        (f"[check: {RULE} because so]", "quotes no figure"),
        (f'[check: {RULE} "41%" because so]', "finds nothing"),
        ("[check: ]", "no such rule"),
    ],
)
def test_a_note_that_is_wrong_is_told(note: str, told: str) -> None:
    result = check_text(f"{WRONG}\n\n{note}\n")
    (said,) = [one for one in result.checks if one.rule == "completeness.silencing"]
    assert told in said.explanation
    assert said.verdict is Verdict.CAUTION
    assert (RULE, "40%") in found(result)
