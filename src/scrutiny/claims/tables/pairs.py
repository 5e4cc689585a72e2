"""Which series of a table are the earlier and the later value of a change: found by what the heads
say and by what holds in most rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from scrutiny.claims.model import Unit
from scrutiny.claims.rounding import Fit, Interval
from scrutiny.claims.tables.frames import Frame, Item, Series
from scrutiny.claims.tables.heads import AVERAGE, DIRECTION, POPULATION, RANK, TARGET
from scrutiny.claims.tables.told import HUNDRED, believed, how, stands

MOST_VALUES = 14  # series that are tried as values
SAMPLE = 30  # entries on which pairs are tried
HOPELESS = 4  # rows in which nothing holds, after which a pair is given up
MOST_CHANGES = 60  # series that are tried as changes
MOST_SHARES = 4  # unsigned percentages; a table with more of them is one of shares
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
    no = {RANK, DIRECTION, POPULATION, AVERAGE}
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
    if TARGET in (a.role, b.role):
        return True
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
    if TARGET in (a.role, b.role):
        return a.role == TARGET and b.role != TARGET
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
