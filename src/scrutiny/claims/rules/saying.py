"""What the rules of prose share: how a check is made and how its figures are printed."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from scrutiny.claims.model import Check, Passage, Quantity, Severity, Unit, Verdict
from scrutiny.claims.prose.sentences import place_in
from scrutiny.claims.rounding import Fit, Interval, fit

VERDICTS = {
    Fit.EXACT: Verdict.CONSISTENT,
    Fit.WITHIN: Verdict.WITHIN_ROUNDING,
    Fit.TRUNCATED: Verdict.WITHIN_ROUNDING,
    Fit.NO: Verdict.INCONSISTENT,
}
_SEVERITY: dict[Verdict, Severity] = {
    Verdict.INCONSISTENT: "error",
    Verdict.CAUTION: "warning",
    Verdict.NOT_CHECKABLE: "note",
}
ABOUT = Decimal("0.06")  # how far, as a share, "about" may stand from its figure
MINUTE = Decimal(60)
HUNDRED = Decimal(100)
NEARLY = Decimal("0.1")  # and "over", "almost" and their like, on their own side
FEW = Decimal(10)  # "under" a count no larger than this, or 1%, says that it is hardly any


def check(
    passage: Passage,
    rule: str,
    verdict: Verdict,
    one: Quantity,
    expected: str,
    explanation: str,
    confidence: float,
    against: tuple[Quantity, ...] = (),
) -> Check:
    """A check of one figure of a passage against others of it."""
    return Check(
        rule,
        verdict,
        _SEVERITY.get(verdict, "none"),
        place_in(passage.marks, passage.text, one.start, one.end),
        one.text,
        expected,
        explanation,
        confidence,
        tuple(place_in(passage.marks, passage.text, x.start, x.end) for x in against),
    )


def number(quantity: Quantity) -> str:
    """The figure as it is written, without the words about it."""
    return quantity.text


def printed(value: Decimal, step: Decimal, unit: Unit) -> str:
    """A value as it would be printed, to the last digit of the figure that it replaces."""
    step = min(step, Decimal(1)) if unit in (Unit.PERCENT, Unit.POINTS, Unit.COUNT) else step
    step = step if step.is_finite() and step > 0 else Decimal(1)
    rounded = (value / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step
    mark = {Unit.PERCENT: "%", Unit.POINTS: " percentage points", Unit.SECONDS: " seconds"}
    if unit is Unit.SECONDS and step % MINUTE == 0 and rounded % MINUTE == 0:
        return f"{rounded / MINUTE:,.0f} minutes"
    if unit is Unit.POUNDS and step >= 1:
        return f"£{rounded:,.0f}"
    before = "£" if unit is Unit.POUNDS else ""
    return f"{before}{rounded:,f}{mark.get(unit, '')}"


def spread(quantity: Quantity) -> Interval:
    """All values that a figure may stand for, with the words before it."""
    if quantity.unit is Unit.COUNT and quantity.step == 1 and not quantity.approx:
        return Interval(quantity.value, quantity.value)  # counted, not rounded
    exact = Interval.rounded(quantity.value, quantity.step)
    margin = quantity.value * (ABOUT if quantity.approx == "about" else NEARLY)
    if quantity.approx == "about":
        return Interval(
            min(exact.low, quantity.value - margin), max(exact.high, quantity.value + margin)
        )
    if quantity.approx in ("over", "at least"):
        return Interval(exact.low, max(exact.high, quantity.value + margin))
    if quantity.approx == "under" and _hardly_any(quantity):
        return Interval(Decimal(0), exact.high)
    if quantity.approx in ("under", "up to"):
        return Interval(min(exact.low, quantity.value - margin), exact.high)
    return exact


def _hardly_any(quantity: Quantity) -> bool:
    """Whether a figure is what a report prints for all that is less: under 0.5%, fewer than 5."""
    return quantity.value <= (FEW if quantity.unit is Unit.COUNT else 1)


def settle(
    passage: Passage,
    rule: str,
    stated: Quantity,
    expected: Decimal,
    possible: Interval,
    working: str,
    against: tuple[Quantity, ...],
    confidence: float,
    unit: Unit | None = None,
) -> Check:
    """The check of a figure against what the others give."""
    how = fit(expected, possible, stated.value, stated.step)
    if how is Fit.NO and stated.approx and spread(stated).meets(possible):
        how = Fit.WITHIN
    cut = Interval.truncated(stated.value, stated.step)
    if how is Fit.TRUNCATED and not cut.low <= expected < cut.high:
        how = Fit.NO  # cut off, and that of figures that stand for others
    verdict = VERDICTS[how]
    right = printed(expected, stated.step, unit or stated.unit)
    text = working
    if how is Fit.NO:
        text += f"; the text says {stated.text}."
    elif how is Fit.TRUNCATED:
        text += f"; {stated.text} is that with its later digits cut off."
    else:
        text += ", as stated."
    return check(passage, rule, verdict, stated, right, text, confidence, against)
