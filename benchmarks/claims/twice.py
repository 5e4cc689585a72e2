"""The same figure in two places of a paper, and one of them left from an earlier draft."""

from __future__ import annotations

import random
from dataclasses import replace

from benchmarks.claims.facts import MEASURES
from benchmarks.claims.sentences import Slip, Slot, Statement
from benchmarks.claims.style import Style

FIRST = (
    "In summary, {0} {1} were recorded in {2}: {n}.",
    "Headline: {n} {0} {1} in {2}.",
    "Key point: {0} {1} stood at {n} for {2}.",
)
SECOND = (
    "{n} {0} {1} were recorded in {2}.",
    "The number of {0} {1} in {2} was {n}, which officers have looked into.",
    "There were {n} {0} {1} in {2}, spread over the force area.",
)


def summary_and_body(rng: random.Random, how: Style) -> tuple[Statement, Statement]:
    """Two statements of one figure: the same measure and period, in other words."""
    name, things, size = rng.choice([one for one in MEASURES if one[2] > 900])
    text = how.count(round(size * rng.uniform(0.5, 1.6)))
    words = (how.own(rng, name), things, how.periods[1])
    return tuple(_said(rng.choice(form), words, text) for form in (FIRST, SECOND))  # type: ignore[return-value]


def _said(template: str, words: tuple[str, ...], text: str) -> Statement:
    before, _, after = template.partition("{n}")
    filled = [part.format(*words) for part in (before, after)]
    return Statement((filled[0], Slot("n", text, True), filled[1]), "twice", "twice")


def stale(
    rng: random.Random, first: Statement, second: Statement
) -> tuple[Statement, Statement]:  # fmt: skip
    """The pair with the second left at what an earlier draft had; either end may be told."""
    text = first.slots[0].text
    digits = [i for i, c in enumerate(text) if c.isdigit()]
    at = rng.choice(digits[:2])
    other = rng.choice([c for c in "123456789" if c != text[at]])
    wrong = text[:at] + other + text[at + 1 :]
    slip = Slip("stale figure", frozenset({"n"}), text, wrong)
    return replace(first, slip=slip), second.with_text("n", wrong, slip)
