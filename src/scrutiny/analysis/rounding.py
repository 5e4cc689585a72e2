"""Numbers as a reader sees them: rounded half away from zero, with the field's signs and units.

A float is read as the decimal text it prints as, so that 0.285 to two places is 0.29 although the
nearest binary number is a little below it.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

_TIMES = {"minutes": "minute", "seconds": "second", "hours": "hour"}


def exact(number: float) -> Decimal:
    """The decimal number that `number` prints as."""
    return Decimal(repr(float(number)))


def round_decimal(number: Decimal, places: int = 0) -> Decimal:
    """`number` to `places` decimal places, half away from zero; never minus nought."""
    # Decimal's ROUND_HALF_UP works on the size of the number: -2.5 becomes -3.
    rounded = number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return rounded if rounded else abs(rounded)


def round_half_away(number: float, places: int = 0) -> float:
    """`number` to `places` decimal places, half away from zero: 2.5 is 3, -2.5 is -3."""
    return float(round_decimal(exact(number), places))


def format_number(number: float | Decimal, decimals: int = 0) -> str:
    """`number` with thousands separators and that many decimal places: `161,398`, `-12,585`."""
    value = number if isinstance(number, Decimal) else exact(number)
    return f"{round_decimal(value, decimals):,f}"


def format_count(number: float) -> str:
    """A count to the nearest whole number, with thousands separators: `161,398`."""
    return format_number(number)


def is_rate(unit: str) -> bool:
    """Whether the unit is a rate's, such as `per 1,000 population`."""
    return unit.startswith("per ") or " per " in unit


def rate_words(unit: str) -> str:
    """The part of a rate's unit to print after its value: `per 1,000 population`."""
    return unit[unit.index("per ") :]


def format_value(value: float, unit: str, decimals: int = 0) -> str:
    """`value` as printed in a table or a sentence.

    `percent` gives `38.4%`, `gbp_million` `£77.3m`, `fte` `2,843.29 FTE`, `minutes`, `seconds` and
    `hours` `9.9 minutes`, a rate `84.2 per 1,000 population`. Every other unit is a count of
    something the measure's title names, and is printed bare.
    """
    return format_quantity(exact(value), unit, decimals)


def format_quantity(value: Decimal, unit: str, decimals: int) -> str:
    """As `format_value`, from a decimal number."""
    number = format_number(value, decimals)
    if unit == "percent":
        return f"{number}%"
    if unit == "gbp_million":
        return f"-£{number[1:]}m" if number.startswith("-") else f"£{number}m"
    if unit == "fte":
        return f"{number} FTE"
    if unit in _TIMES:
        return f"{number} {_TIMES[unit] if number in ('1', '-1') else unit}"
    if is_rate(unit):
        return f"{number} {rate_words(unit)}"
    return number
