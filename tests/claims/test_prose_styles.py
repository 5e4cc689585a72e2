"""Many styles of performance papers: the true sentence is checked, its slip is found, and what is
unsure is left alone."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from scrutiny.claims.model import Check, Marks, Passage, Verdict
from scrutiny.claims.periods import Context
from scrutiny.claims.prose import facts_of
from scrutiny.periods import Month

HERE = Path(__file__).parent
WRITTEN = Context(Month(2023, 6))
PAIRS = tomllib.loads((HERE / "prose_pairs.toml").read_text(encoding="utf-8"))["pair"]
UNSURE = tomllib.loads((HERE / "prose_unsure.toml").read_text(encoding="utf-8"))["unsure"]


def verdicts(text: str) -> dict[Verdict, list[Check]]:
    found: dict[Verdict, list[Check]] = {}
    for one in facts_of(Passage(text, Marks((0,), (1,), (0,))), 0, WRITTEN)[1]:
        found.setdefault(one.verdict, []).append(one)
    return found


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["style"])
def test_a_true_sentence_is_checked_and_its_slip_found(pair: dict[str, str]) -> None:
    right, wrong = verdicts(pair["right"]), verdicts(pair["wrong"])
    assert Verdict.INCONSISTENT not in right
    assert Verdict.CONSISTENT in right or Verdict.WITHIN_ROUNDING in right
    assert Verdict.INCONSISTENT in wrong


@pytest.mark.parametrize("text", UNSURE)
def test_what_may_be_about_different_things_is_not_called_wrong(text: str) -> None:
    assert Verdict.INCONSISTENT not in verdicts(text)
