"""Totals and averages in tables, held to their parts in every series."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from scrutiny.claims.model import Check, Unit
from scrutiny.claims.rounding import Fit, Interval
from scrutiny.claims.tables.frames import Frame, Series
from scrutiny.claims.tables.heads import AVERAGE, TOTAL
from scrutiny.claims.tables.sums import (
    NEAR_WHOLE,
    NOT_PARTS,
    Sum,
    added,
    adds_up,
    fits,
    is_a_sum,
    sums_of,
)
from scrutiny.claims.tables.told import HUNDRED, ONE, believed, how, told, written


def total_checks(frame: Frame) -> tuple[list[Check], list[Sum]]:
    """Every total of a frame held to its parts, in every series."""
    sums = [one for one in sums_of(frame) if one.believed]
    checks = []
    for one in sums:
        for series in frame.series:
            if not adds_up(series):
                continue
            found = fits(frame, series, one.total, one.parts)
            if found is None:
                continue
            if not found[0] and not _breach(frame, series, one):
                continue
            checks.append(_check(frame, series, one))
    return checks, sums


def _breach(frame: Frame, series: Series, one: Sum) -> bool:
    """Whether a total that is not its parts is a slip: all parts are there, and it is a sum."""
    missing = [p for p in one.parts if p not in series.items]
    if missing:
        return False
    whole, items = series.items[one.total], [series.items[p] for p in one.parts]
    if series.unit is Unit.PERCENT:
        _, possible = added(frame, series, items)
        if one.held and possible.low <= HUNDRED <= possible.high:
            return True  # shares that make up a hundred, whatever their total says
    if not is_a_sum(series, one.total, one.parts, ok=False):
        return False
    if series.unit is Unit.PERCENT:
        return NEAR_WHOLE[0] <= whole.value <= NEAR_WHOLE[1] or one.held >= 2
    return bool(whole.value) and len(items) >= 2


def _check(frame: Frame, series: Series, one: Sum) -> Check:
    whole = series.items[one.total]
    items = [series.items[p] for p in one.parts if p in series.items]
    value, possible = added(frame, series, items)
    step = series.step if not frame.rounded else max(series.step, ONE)
    fit = how(value, possible, whole.quantity, step)
    right = written(value, whole.quantity)
    listed = " + ".join(item.quantity.text for item in items[:4])
    listed += f" + … ({len(items)} figures)" if len(items) > 4 else ""
    tail = ", as stated." if fit is not Fit.NO else f"; the table says {whole.quantity.text}."
    sure = 0.9 if one.held >= 2 else 0.75
    return told("arithmetic.total", fit, whole, right, f"{listed} is {right}{tail}", sure, items)


def average_checks(frame: Frame, sums: Sequence[Sum]) -> list[Check]:
    """A row or a column called an average, held to the mean of the others."""
    checks: list[Check] = []
    averages = [i for i, head in enumerate(frame.heads) if head.role == AVERAGE and not head.unit]
    totals = {one.total for one in sums if one.said} | {
        i for i, head in enumerate(frame.heads) if head.role == TOTAL
    }
    for average in averages:
        rows = []
        for series in frame.series:
            if not adds_up(series) or average not in series.items:
                continue
            parts = [
                i for i, head in enumerate(frame.heads)
                if i in series.items and i not in totals and i != average
                and not head.changes and head.role not in NOT_PARTS
            ]  # fmt: skip
            if len(parts) < 3:
                continue
            items = [series.items[i] for i in parts]
            value, possible = added(frame, series, items)
            count = Decimal(len(items))
            mean = value / count
            item = series.items[average]
            fit = how(mean, Interval(possible.low / count, possible.high / count),
                      item.quantity, exact=False)  # fmt: skip
            right = written(mean, item.quantity)
            tail = (
                ", as stated." if fit is not Fit.NO else f"; the table says {item.quantity.text}."
            )
            rows.append(
                (fit is not Fit.NO,
                 told("arithmetic.average", fit, item, right,
                      f"The mean of the {len(items)} figures is {right}{tail}", 0.85, items))
            )  # fmt: skip
        held = sum(ok for ok, _ in rows)
        if believed(held, len(rows)) or (rows and held == len(rows)):
            checks += [check for _, check in rows]
        elif len(rows) == 1 and frame.turned is False and rows[0][1].verdict:
            checks += [check for ok, check in rows if ok]
    return checks
