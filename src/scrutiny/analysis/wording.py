"""The field's words for a change: `increase (2%, 566)`, `decrease (3 percentage points)`."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from scrutiny.analysis.rounding import (
    format_number,
    format_quantity,
    is_rate,
    rate_words,
    round_decimal,
)

Direction = Literal["increase", "decrease", "no change"]


def as_sentence(text: str) -> str:
    """A caveat as a sentence: with a capital letter and a full stop."""
    return text[:1].upper() + text[1:].rstrip(".") + "."


def direction_of(difference: Decimal) -> Direction:
    if not difference:
        return "no change"
    return "increase" if difference > 0 else "decrease"


def change_words(
    unit: str, places: int, difference: Decimal, percent: Decimal | None, before: Decimal
) -> str:
    """A change in words, by unit.

    A count, a headcount or a rate gives its percentage and its amount, signed where it falls;
    percentages, minutes, seconds and money give an unsigned amount. What would round to nought
    is `under` the least that would not.
    """
    direction = direction_of(difference)
    if direction == "no change":
        return direction
    size = abs(difference)
    if unit == "percent":
        points = _amount(size, places)
        return f"{direction} ({points} percentage point{'' if points == '1' else 's'})"
    if unit in ("minutes", "seconds"):
        if not round_decimal(size, places):
            return f"{direction} ({_amount(size, places)} {unit})"
        return f"{direction} ({format_quantity(size, unit, places)})"
    if unit == "gbp_million":
        if not round_decimal(size, places):
            return f"{direction} (under £{_half_step(places)}m)"
        return f"{direction} ({format_quantity(size, unit, places)})"
    sign = "-" if direction == "decrease" else ""
    amount = _amount(size, places)
    signed = amount if amount.startswith("under") else sign + amount
    if is_rate(unit):
        signed += f" {rate_words(unit)}"
    if percent is not None:
        return f"{direction} ({_amount(abs(percent), 0)}%, {signed})"
    return f"{direction} (from none, {signed})" if not before else f"{direction} ({signed})"


def _amount(size: Decimal, places: int) -> str:
    """`size` rounded; a size that would round to nought is `under` the least that would not."""
    if round_decimal(size, places):
        return format_number(size, places)
    return f"under {_half_step(places)}"


def _half_step(places: int) -> str:
    return f"{Decimal(5).scaleb(-places - 1):f}"
