"""Changes in tables: which columns are the earlier and the later value of a change, found by what
the heads say and by what holds in most rows; then every row is held to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from scrutiny.claims.model import Check, Unit, Verdict
from scrutiny.claims.rounding import Fit, Interval
from scrutiny.claims.tables.frames import Frame, Item, Series
from scrutiny.claims.tables.heads import AVERAGE, CHANGE, DIRECTION, POPULATION, RANK, TARGET
from scrutiny.claims.tables.told import HUNDRED, believed, how, stands, told, written

MOST_VALUES = 14  # series that are tried as values
SAMPLE = 30  # entries on which pairs are tried
HOPELESS = 4  # rows in which nothing holds, after which a pair is given up
MOST_CHANGES = 60  # series that are tried as changes
MOST_SHARES = 4  # unsigned percentages; a table with more of them is one of shares
NAMES = {"up": "an increase", "down": "a decrease"}
Kind = str  # difference, points, relative


@dataclass(frozen=True, slots=True, eq=False)
class Relation:
    """A series of changes, and the values that it is the change of."""

    change: Series
    before: Series
    now: Series
    kind: Kind
    held: int
    tested: int
    said: bool

    @property
    def believed(self) -> bool:
        if believed(self.held, self.tested):
            return True
        if not self.said:
            return False
        return self.tested == 1 or (self.held >= 1 and self.held * 2 >= self.tested)


@dataclass(frozen=True, slots=True)
class Held:
    """What one row says of a relation: the change that its values give, and how it is stated."""

    fit: Fit
    expected: Decimal  # with its sign
    possible: Interval


def relations_of(frame: Frame) -> list[Relation]:
    """The changes of a frame, each with the pair of values that bears it out best."""
    values = _values(frame)
    found = []
    for change in _changes(frame):
        best: tuple[tuple[float, int, float], Relation] | None = None
        for before, now in permutations(values, 2):
            if before.unit is not now.unit or before.nth != now.nth or change in (before, now):
                continue
            if before.nth != (change.nth if before.unit is change.unit else 0):
                continue
            if not _in_time(before, now) and change.head.changes:
                continue
            said = _said(frame, values, change, before, now)
            for kind in _kinds(change, before):
                held, tested = _tried(change, before, now, kind)
                if not tested:
                    continue
                prior = _prior(change, before, now) + (2 if said else 0)
                one = Relation(change, before, now, kind, held, tested, said)
                rank = (held / tested, held, prior)
                if best is None or rank > best[0]:
                    best = (rank, one)
        if best is not None and best[1].believed:
            found.append(best[1])
    return found


def _values(frame: Frame) -> list[Series]:
    no = {RANK, TARGET, DIRECTION, POPULATION, AVERAGE}
    return [
        one
        for one in frame.series
        if not one.head.changes
        and one.head.role not in no
        and one.unit not in (Unit.RANK, Unit.TIMES)
        and not (one.signed and one.head.role != "total")
    ][:MOST_VALUES]


def _changes(frame: Frame) -> list[Series]:
    """The series that may be changes: those that say so or have signs, and bare percentages."""
    found = [one for one in frame.series if _may_change(one)]
    bare = [one for one in found if not one.head.changes and not one.signed]
    if len(bare) > MOST_SHARES:
        found = [one for one in found if one not in bare]
    return found[:MOST_CHANGES]


def _may_change(series: Series) -> bool:
    if series.unit is Unit.RANK or series.head.role in (RANK, TARGET, POPULATION):
        return False
    if series.head.changes or series.signed:
        return True
    return series.unit is Unit.PERCENT and series.head.role == "value" and not series.head.period


def _kinds(change: Series, value: Series) -> Iterator[Kind]:
    if change.unit is Unit.PERCENT:
        if value.unit is Unit.PERCENT:
            yield "points"
        yield "relative"
    elif change.unit is value.unit:
        yield "difference"
    elif change.unit is Unit.COUNT and value.unit in (Unit.PERCENT, Unit.RATE, Unit.SECONDS):
        yield "points" if value.unit is Unit.PERCENT else "difference"


def _in_time(before: Series, now: Series) -> bool:
    """Whether what the heads say of time, if anything, is in this order."""
    a, b = before.head, now.head
    if a.when is not None and b.when is not None and a.when != b.when:
        return a.when < b.when
    if a.side != b.side and a.side and b.side:
        return a.side == "before"
    return True


def _said(frame: Frame, values: list[Series], change: Series, before: Series, now: Series) -> bool:
    """Whether the heads leave no doubt that these two are the values of the change."""
    if not change.head.changes:
        return False
    mine = change.head
    if mine.before and mine.period:
        return mine.before == before.head.period and mine.period == now.head.period
    alike = [one for one in values if one.unit is before.unit and one.nth == before.nth]
    if len(alike) != 2:
        return False
    a, b = before.head, now.head
    if a.when is not None and b.when is not None and a.when != b.when:
        return a.when < b.when
    return (a.side == "before" and b.side != "before") or (b.side == "now" and a.side != "now")


def _prior(change: Series, before: Series, now: Series) -> float:
    """How likely a pair is before it is tried: neighbours, the earlier first, near the change."""
    gap = abs(now.index - before.index)
    return (
        (0.5 if before.index < now.index else 0)
        + 1 / (1 + gap)
        + 1 / (1 + abs(change.index - now.index))
        + (0.5 if _in_time(before, now) and before.head.when else 0)
    )


def _tried(change: Series, before: Series, now: Series, kind: Kind) -> tuple[int, int]:
    held = tested = wrong = 0
    for entry, item in change.items.items():
        a, b = before.items.get(entry), now.items.get(entry)
        if a is None or b is None or item is a or item is b:
            continue
        if _far(item, a, b, kind, change):
            tested += 1
            if tested >= SAMPLE or (tested >= HOPELESS and not held):
                break
            continue
        found = held_to(item, a, b, kind, change, before, now)
        if found is None:
            continue
        tested += 1
        if found.fit is not Fit.NO:
            held += 1
            sign = item.signed
            wrong += bool(found.expected and item.quantity.sign and sign * found.expected < 0)
        if tested >= SAMPLE or (tested >= HOPELESS and not held):
            break
    if wrong * 2 > held and not change.head.down:
        return 0, tested
    return held, tested


def _far(item: Item, a: Item, b: Item, kind: Kind, change: Series) -> bool:
    """Whether a stated change is so far from its values that no rounding brings it near."""
    one = item.quantity
    if one.approx or a.quantity.approx or b.quantity.approx:
        return False
    x, y, stated = float(a.value), float(b.value), float(one.value)
    loose = float(max(one.step, change.step))
    wide = float(max(a.quantity.step, b.quantity.step)) * 4
    if kind == "relative":
        if x <= wide:
            return False
        return abs(abs(y - x) / x * 100 - stated) > loose * 2 + wide / x * 100 * (1 + y / x)
    return abs(abs(y - x) - stated) > loose * 2 + wide


def held_to(
    item: Item, a: Item, b: Item, kind: Kind, change: Series, before: Series, now: Series
) -> Held | None:
    """A stated change, held to its two values; None where it cannot be."""
    low, high = stands(a, before), stands(b, now)
    if kind == "relative":
        if a.value <= 0:
            return None
        expected = (b.value - a.value) / a.value * HUNDRED
        possible = high.over(low, by=lambda y, x: (y - x) / x * HUNDRED)
    else:
        expected = b.value - a.value
        possible = high.over(low, by=lambda y, x: y - x)
    size = abs(expected)
    sizes = Interval(-possible.high, -possible.low) if expected < 0 else possible
    return Held(how(size, sizes, item.quantity, change.step), expected, possible)


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
