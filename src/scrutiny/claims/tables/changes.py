"""Changes in tables: the size, the sign and the words of each held to its two values."""

from __future__ import annotations

from decimal import Decimal

from scrutiny.claims.model import Check, Unit, Verdict
from scrutiny.claims.rounding import Fit
from scrutiny.claims.tables.frames import Frame, Item
from scrutiny.claims.tables.heads import CHANGE
from scrutiny.claims.tables.pairs import Kind, Relation, held_to, relations_of
from scrutiny.claims.tables.told import told, written

NAMES = {"up": "an increase", "down": "a decrease"}


def change_checks(frame: Frame) -> tuple[list[Check], list[Relation]]:
    """The changes of a frame held to their values: the size, the sign and the words."""
    relations = relations_of(frame)
    checks: list[Check] = []
    for one in relations:
        bare = _bare_is_wrong(one)
        in_points = one.kind == "points" and _exact(one, "points") > _exact(one, "relative")
        for entry, item in one.change.items.items():
            a, b = one.before.items.get(entry), one.now.items.get(entry)
            if a is None or b is None or item is a or item is b:
                continue
            checks += _of_row(one, item, a, b, bare, in_points=in_points)
    return checks, relations


def _exact(relation: Relation, kind: Kind) -> int:
    """In how many rows a reading gives just what is stated."""
    count = 0
    for entry, item in relation.change.items.items():
        a, b = relation.before.items.get(entry), relation.now.items.get(entry)
        if a is None or b is None:
            continue
        found = held_to(item, a, b, kind, relation.change, relation.before, relation.now)
        count += found is not None and found.fit is Fit.EXACT
    return count


def _of_row(
    relation: Relation, item: Item, a: Item, b: Item, bare_is_wrong: bool, *, in_points: bool
) -> list[Check]:
    change = relation.change
    found = held_to(item, a, b, relation.kind, change, relation.before, relation.now)
    if found is None:
        return []
    kind, expected = relation.kind, found.expected
    sure = 0.95 if relation.held >= 3 or relation.said else 0.8
    one = item.quantity
    rule = "arithmetic.percent-of-counts" if kind == "relative" else "arithmetic.difference"
    way = "up" if expected > 0 else "down" if expected < 0 else ""
    size = (
        f"{abs(expected):.1f}%"
        if kind == "relative"
        else f"{abs(expected).normalize():,f} percentage points"
        if kind == "points"
        else written(abs(expected), a.quantity if a.quantity.step <= one.step else one)
    )
    if found.fit is Fit.NO and relation.kind == "points" and a.value:
        relative = held_to(item, a, b, "relative", change, relation.before, relation.now)
        if relative is not None and relative.fit is not Fit.NO and one.unit is Unit.PERCENT:
            return [
                told("arithmetic.points", Verdict.CAUTION, item,
                     f"{abs(expected).normalize():,f} percentage points",
                     f"{a.quantity.text} to {b.quantity.text} is {size}; {one.text} is that as a "
                     "share of the earlier value, where its neighbours are in points.",
                     0.7, (a, b))
            ]  # fmt: skip
    moved = {"up": "a rise", "down": "a fall", "": "no change"}[way]
    working = f"{a.quantity.text} to {b.quantity.text} is {moved}" + (f" of {size}" if way else "")
    right = written(expected if one.sign else abs(expected), one)
    if found.fit is Fit.NO:
        text = f"{working}; the table says {one.text}{_slip(one.value, abs(expected))}."
    else:
        text = f"{working}, as stated."
    checks = [told(rule, found.fit, item, right, text, sure, (a, b))]
    if kind == "points" and one.unit is Unit.PERCENT and found.fit is not Fit.NO and a.value:
        relative = held_to(item, a, b, "relative", change, relation.before, relation.now)
        if relative is not None and (in_points or relative.fit is Fit.NO):
            checks.append(
                told("arithmetic.points", Verdict.CAUTION, item,
                     f"{abs(expected).normalize():,f} percentage points",
                     f"{a.quantity.text} to {b.quantity.text} is {size}, "
                     f"{abs(relative.expected):.1f}%: say points.", 0.8, (a, b))
            )  # fmt: skip
    if way and one.value:
        checks += _direction(relation, item, a, b, way, bare_is_wrong, sure)
    return checks


def _slip(stated: Decimal, right: Decimal) -> str:
    """What a slip looks like, when it is one of the common ones."""
    one, two = f"{stated.normalize():f}", f"{right.normalize():f}"
    if len(two) == len(one) + 1 and any(two[:i] + two[i + 1 :] == one for i in range(len(two))):
        return ": a digit is missing"
    if len(one) == len(two) + 1 and any(one[:i] + one[i + 1 :] == two for i in range(len(one))):
        return ": a digit too many"
    if sorted(one) == sorted(two) and sum(x != y for x, y in zip(one, two, strict=True)) == 2:
        return ": two digits are swapped"
    return ""


def _direction(
    relation: Relation, item: Item, a: Item, b: Item, way: str, bare_is_wrong: bool, sure: float
) -> list[Check]:
    one = item.quantity
    moved = f"{a.quantity.text} to {b.quantity.text} is {NAMES[way]}"
    if relation.change.head.down:
        return []
    if item.way in ("up", "down"):
        same = item.way == way
        text = f"{moved}, as it says." if same else f"{moved}; the table says {NAMES[item.way]}."
        verdict = Verdict.CONSISTENT if same else Verdict.INCONSISTENT
        return [told("direction.word", verdict, item, "" if same else NAMES[way], text, sure,
                      (a, b))]  # fmt: skip
    if one.sign:
        signed = "up" if one.sign > 0 else "down"
        right = ("-" if way == "down" else "+") + one.text.lstrip("+-–−↑↓▲▼ ")
        if signed != way:
            return [
                told("direction.sign", Verdict.INCONSISTENT, item, right,
                     f"{moved}; the sign of {one.text} says {NAMES[signed]}.", sure, (a, b))
            ]  # fmt: skip
        return [
            told("direction.sign", Verdict.CONSISTENT, item, "",
                 f"{moved}, as its sign says.", sure, (a, b))
        ]  # fmt: skip
    if way == "down" and bare_is_wrong and not _cell_sign(item):
        return [
            told("direction.missing-sign", Verdict.INCONSISTENT, item, f"-{one.text}",
                 f"{moved}; {one.text} has no minus, as its neighbours that fall have.",
                 min(sure, 0.8), (a, b))
        ]  # fmt: skip
    return []


def _cell_sign(item: Item) -> int:
    """The sign of another figure of the cell, which tells for all of them."""
    return next((q.sign for q in item.cell.quantities if q.sign), 0)


def _bare_is_wrong(relation: Relation) -> bool:
    """Whether a fall without a minus is a slip: the other falls of the series have theirs, or the
    rises are told apart by a plus, or it is alone among rises."""
    falls_bare = falls_signed = rises_bare = rises_signed = 0
    for entry, item in relation.change.items.items():
        a, b = relation.before.items.get(entry), relation.now.items.get(entry)
        if a is None or b is None or a.value == b.value or not item.value:
            continue
        sign = bool(item.quantity.sign or item.way or _cell_sign(item))
        if b.value < a.value:
            falls_bare, falls_signed = falls_bare + (not sign), falls_signed + sign
        else:
            rises_bare, rises_signed = rises_bare + (not sign), rises_signed + sign
    if not falls_bare or (relation.change.head.role != CHANGE and not relation.change.head.changes):
        return falls_bare == 1 and falls_signed >= 2
    if falls_signed >= falls_bare * 2:
        return True
    if falls_bare == 1 and falls_signed + rises_signed >= 2:
        return True
    return falls_bare == 1 and not falls_signed and rises_bare >= 3
