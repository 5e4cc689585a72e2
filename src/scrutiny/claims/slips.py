"""What a slip of the pen does to a figure: a digit lost, two swapped, a point misplaced."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_TIMES = {
    Decimal(10): "ten",
    Decimal(100): "a hundred",
    Decimal(1000): "a thousand",
    Decimal(1_000_000): "a million",
}
FEWEST_DIGITS = 3  # of the right figure: among smaller ones too many are a slip apart by chance


def slip(stated: Decimal, right: Decimal, step: Decimal) -> str:
    """How `stated` may have come of `right`, to the `step` that is stated; empty if it is unlike.

    Both are sizes, without sign.
    """
    if stated == right or stated <= 0 or right <= 0 or step <= 0:
        return ""
    ratio = stated / right
    for times, word in _TIMES.items():
        if ratio == times:
            return f"it is {word} times too large"
        if ratio * times == 1:
            return f"it is {word} times too small"
    try:
        one, two = _digits(stated, step), _digits(right, step)
    except InvalidOperation:
        return ""
    if len(two) < FEWEST_DIGITS and len(one) < FEWEST_DIGITS:
        return ""
    if len(one) == len(two) - 1 and _without_one(two, one):
        return "a digit is missing"
    if len(one) == len(two) + 1 and _without_one(one, two):
        return "there is a digit too many"
    if len(one) != len(two):
        return ""
    apart = [i for i, (a, b) in enumerate(zip(one, two, strict=True)) if a != b]
    if len(apart) == 1 and len(two) >= FEWEST_DIGITS:
        return "one digit differs"
    if len(apart) == 2 and apart[1] == apart[0] + 1:
        i, j = apart
        if one[i] == two[j] and one[j] == two[i]:
            return "two digits are swapped"
    return ""


def _digits(value: Decimal, step: Decimal) -> str:
    return str(int((value / step).quantize(Decimal(1), rounding=ROUND_HALF_UP)))


def _without_one(longer: str, shorter: str) -> bool:
    """Whether one digit taken from the longer leaves the shorter."""
    i = 0
    while i < len(shorter) and longer[i] == shorter[i]:
        i += 1
    return longer[i + 1 :] == shorter[i:]
