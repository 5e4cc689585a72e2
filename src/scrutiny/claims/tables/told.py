"""How a table's checks are made, and what a figure of a table may stand for."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from scrutiny.claims.model import Check, Quantity, Severity, Unit, Verdict
from scrutiny.claims.rounding import Fit, Interval, fit
from scrutiny.claims.rules.saying import VERDICTS, spread
from scrutiny.claims.tables.frames import Item, Series

ZERO = Decimal(0)
ONE = Decimal(1)
HUNDRED = Decimal(100)
MOST_AGAINST = 60
FEWEST_OTHERS = 2  # other rows in which a relation holds, for its breach to be believed
MOST_OF = 0.7  # and the share of them
_SEVERITY: dict[Verdict, Severity] = {
    Verdict.INCONSISTENT: "error",
    Verdict.CAUTION: "warning",
    Verdict.NOT_CHECKABLE: "note",
}


def believed(held: int, tested: int) -> bool:
    """Whether a relation that holds in some of the rows is one that is meant to hold in all."""
    if held == tested:
        return held >= FEWEST_OTHERS
    return held >= FEWEST_OTHERS and held >= MOST_OF * (tested - 1)


def stands(item: Item, series: Series | None = None, *, exact: bool = True) -> Interval:
    """All that a figure may stand for. A whole count stands for itself: people are not halves."""
    one = item.quantity
    whole = one.unit is Unit.COUNT and one.step == ONE and not one.approx
    if exact and whole and (series is None or series.step == ONE):
        return Interval(one.value, one.value)
    if series is not None and series.step > one.step and whole:
        return Interval.rounded(one.value, series.step)
    return spread(one)


def how(
    expected: Decimal,
    possible: Interval,
    stated: Quantity,
    step: Decimal = ONE,
    *,
    exact: bool = True,
) -> Fit:
    """How a stated figure stands to what the others give. `step` is what its whole numbers were
    rounded to; a ratio of counts is not `exact`, as their sum and their difference are."""
    whole = (
        exact
        and stated.unit is Unit.COUNT
        and stated.step == ONE
        and step == ONE
        and not stated.approx
    )
    if whole and possible.low == possible.high:
        return Fit.EXACT if expected == stated.value else Fit.NO
    rough = stated.unit is Unit.COUNT and stated.step == ONE
    wide = max(stated.step, step) if rough else stated.step
    found = fit(expected, possible, stated.value, wide)
    if found is Fit.NO and stated.approx and spread(stated).meets(possible):
        return Fit.WITHIN
    return found


def told(
    rule: str,
    found: Fit | Verdict,
    item: Item,
    expected: str,
    explanation: str,
    confidence: float,
    against: Sequence[Item],
) -> Check:
    """The check of a figure of a table against others of it."""
    verdict = found if isinstance(found, Verdict) else VERDICTS[found]
    if found is Fit.TRUNCATED:
        explanation = f"{explanation.rstrip('.')}; its later digits are cut off."
    return Check(
        rule,
        verdict,
        _SEVERITY.get(verdict, "none"),
        item.place,
        item.quantity.text,
        expected,
        explanation,
        confidence,
        tuple(one.place for one in against[:MOST_AGAINST]),
    )


def written(value: Decimal, like: Quantity) -> str:
    """A value as the table would print it: to the last digit of a figure, and in its unit."""
    step = like.step
    if like.unit is Unit.SECONDS:
        return _in_time(value, like)
    scale = ONE
    tail = ""
    if like.unit is Unit.POUNDS or like.text[-1:].isalpha():
        for letters, size in (("bn", 10**9), ("m", 10**6), ("k", 1000)):
            if like.text.lower().rstrip(")").endswith(letters):
                scale, tail = Decimal(size), like.text[-len(letters) :]
                break
    places = max(-int((step / scale).adjusted()), 0) if step > 0 else 0
    digits = f"{abs(value) / scale:,.{min(places, 6)}f}"
    mark = "%" if like.unit is Unit.PERCENT else " points" if like.unit is Unit.POINTS else ""
    pound = "£" if like.unit is Unit.POUNDS else ""
    sign = "-" if value < 0 and digits.strip("0.,") else ""
    return f"{sign}{pound}{digits}{tail}{mark}"


def _in_time(value: Decimal, like: Quantity) -> str:
    low = like.text.lower()
    for letters, size, name in (("min", 60, "min"), ("h", 3600, "hours"), ("d", 86400, "days")):
        if letters in low:
            places = max(-int((like.step / size).normalize().adjusted()), 0)
            return f"{value / size:,.{min(places, 2)}f} {name}"
    return f"{value:,.{max(-int(like.step.adjusted()), 0)}f} secs"
