"""Rows that add up alike: shares to a hundred, grades to the number of forces.

No total is stated. Where most rows of a table have one sum, a row that has another is a slip.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from scrutiny.claims.model import Check, Unit
from scrutiny.claims.rounding import Fit
from scrutiny.claims.tables.frames import Frame, Item, Series
from scrutiny.claims.tables.heads import AVERAGE, POPULATION, RANK, RATE, TARGET, TOTAL
from scrutiny.claims.tables.sums import Sum
from scrutiny.claims.tables.told import HUNDRED, ONE, ZERO, believed, told, written

FEWEST_ALIKE = 3  # series of counts with one sum, for that to be no accident
FEWEST_PARTS = 3
LARGEST_STEP = Decimal("1.0")  # of shares that are held to a hundred
_NOT = (TOTAL, RANK, TARGET, AVERAGE, POPULATION, RATE)


def constant_checks(frame: Frame, sums: Sequence[Sum]) -> list[Check]:
    """The series of a frame that add up to what their neighbours add up to."""
    nested = {p for one in sums for p in one.parts}
    totals = {one.total for one in sums if one.total not in nested}
    if totals:
        return []
    groups: dict[tuple[Unit, int], list[tuple[Series, list[Item]]]] = {}
    for series in frame.series:
        if series.unit not in (Unit.COUNT, Unit.PERCENT) or series.head.changes:
            continue
        if series.head.role in _NOT or series.signed:
            continue
        items = [
            item for entry, item in series.items.items()
            if frame.heads[entry].role not in _NOT and not frame.heads[entry].changes
            and entry not in nested
        ]  # fmt: skip
        if len(items) >= FEWEST_PARTS:
            groups.setdefault((series.unit, series.nth), []).append((series, items))
    checks: list[Check] = []
    for (unit, _), rows in groups.items():
        checks += _hundreds(rows) if unit is Unit.PERCENT else _alike(rows)
    return checks


def _hundreds(rows: Sequence[tuple[Series, list[Item]]]) -> list[Check]:
    near = []
    for _, items in rows:
        step = max(item.quantity.step for item in items)
        total = sum((item.value for item in items), ZERO)
        slack = sum((item.quantity.step for item in items), ZERO) / 2
        near.append(step <= LARGEST_STEP and abs(total - HUNDRED) <= slack)
    held = sum(near)
    alone = len(rows) == 1 and held == 1
    if not (alone or believed(held, len(rows))):
        return []
    return [
        check
        for (_, items), ok in zip(rows, near, strict=True)
        for check in _told(items, HUNDRED, ok=ok, percent=True)
    ]


def _alike(rows: Sequence[tuple[Series, list[Item]]]) -> list[Check]:
    if any(item.quantity.step != ONE for _, items in rows for item in items):
        return []
    sums = [sum((item.value for item in items), ZERO) for _, items in rows]
    whole, held = Counter(sums).most_common(1)[0]
    if held < FEWEST_ALIKE or not believed(held, len(rows)) or whole < len(rows[0][1]) * 2:
        return []
    distinct = {tuple(i.value for i in items) for (_, items), s in zip(rows, sums, strict=True)
                if s == whole}  # fmt: skip
    if len(distinct) < FEWEST_ALIKE:
        return []
    return [
        check
        for (_, items), total in zip(rows, sums, strict=True)
        for check in _told(items, whole, ok=total == whole, percent=False)
    ]


def _told(items: Sequence[Item], whole: Decimal, *, ok: bool, percent: bool) -> list[Check]:
    total = sum((item.value for item in items), ZERO)
    printed = f"{total.normalize():,f}" + ("%" if percent else "")
    like = f"{whole.normalize():,f}" + ("%" if percent else "")
    largest = max(items, key=lambda one: one.value)
    others = [one for one in items if one is not largest]
    listed = " + ".join(item.quantity.text for item in items[:5]) + (" + …" * (len(items) > 5))
    if ok:
        text = f"{listed} is {printed}" + (
            ", a whole." if percent else ", as in the rows beside it."
        )
        return [told("arithmetic.total", Fit.EXACT if total == whole else Fit.WITHIN, largest, "",
                     text, 0.8, others)]  # fmt: skip
    right = written(whole - (total - largest.value), largest.quantity)
    return [
        told("arithmetic.total", Fit.NO, largest, "",
             f"{listed} is {printed}, where its neighbours make up {like}: "
             f"one of the {len(items)} figures is wrong by {abs(total - whole).normalize():,f} "
             f"({largest.quantity.text} would be {right}).", 0.75, others)
    ]  # fmt: skip
