"""A time said twice in one cell, in two units: 638 min (10.6hrs)."""

from __future__ import annotations

from itertools import pairwise

from scrutiny.claims.model import Check, Unit
from scrutiny.claims.rounding import Fit
from scrutiny.claims.rules.saying import spread
from scrutiny.claims.tables.frames import Item
from scrutiny.claims.tables.told import how, told, written
from scrutiny.claims.tokens import tokens_of

_PLAIN = {"or", "=", "(", ")", "/", "i", "e", ".", "equals", "equivalent", "to", ","}


def unit_checks(items: list[Item]) -> list[Check]:
    """The conversion of a cell's time, where nothing but a bracket stands between."""
    found = []
    for one, two in pairwise(items):
        a, b = one.quantity, two.quantity
        if a.unit is not Unit.SECONDS or b.unit is not Unit.SECONDS or a.sign * b.sign < 0:
            continue
        between = one.cell.text[a.end : b.start]
        lows = {token.low for token in tokens_of(between)}
        after = {token.low for token in tokens_of(one.cell.text[b.end :])}
        if not lows or not lows <= _PLAIN or not after <= _PLAIN:
            continue
        if _units(a.text) == _units(b.text):
            continue
        finer, coarser = (one, two) if a.step <= b.step else (two, one)
        fit = how(finer.value, spread(finer.quantity), coarser.quantity)
        right = written(finer.value, coarser.quantity)
        tail = ", as stated." if fit is not Fit.NO else f"; the table says {coarser.quantity.text}."
        found.append(
            told("arithmetic.unit", fit, coarser, right,
                 f"{finer.quantity.text} is {right}{tail}", 0.95, (finer,))
        )  # fmt: skip
    return found


def _units(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalpha())[:1]
