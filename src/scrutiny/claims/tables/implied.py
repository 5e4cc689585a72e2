"""A change in figures and in per cent beside one of its values: the other value is implied, and so
is the percentage."""

from __future__ import annotations

from decimal import Decimal

from scrutiny.claims.model import Check, Unit
from scrutiny.claims.rounding import Fit, Interval
from scrutiny.claims.tables.frames import Frame, Item, Series
from scrutiny.claims.tables.heads import POPULATION, RANK, TARGET
from scrutiny.claims.tables.pairs import Relation
from scrutiny.claims.tables.told import HUNDRED, believed, how, stands, told, written

HOPELESS = 4  # rows in which nothing holds, after which a reading is given up


def implied_checks(frame: Frame, relations: list[Relation]) -> list[Check]:
    """The percentages of changes of which only one value is in the table."""
    done = {id(one.change) for one in relations}
    checks: list[Check] = []
    sizes = [
        one for one in frame.series
        if one.unit in (Unit.COUNT, Unit.POUNDS) and id(one) not in done
        and (one.head.changes or one.signed)
    ]  # fmt: skip
    shares = [
        one for one in frame.series
        if one.unit is Unit.PERCENT and id(one) not in done and (one.head.changes or one.signed)
    ]  # fmt: skip
    values = [
        one for one in frame.series
        if not one.head.changes and not one.signed
        and one.head.role not in (RANK, TARGET, POPULATION)
    ][:8]  # fmt: skip
    for share in shares[:8]:
        best: tuple[tuple[float, int], list[tuple[Item, Check, bool]]] | None = None
        for size in sizes[:8]:
            if abs(size.index - share.index) > 2:
                continue
            for value in values:
                if value.unit is not size.unit:
                    continue
                for later in (True, False):
                    if not _in_time(size, value, later=later):
                        continue
                    rows = _rows(share, size, value, later=later)
                    held = sum(ok for *_, ok in rows)
                    rank = (held / len(rows) if rows else 0.0, held)
                    if rows and believed(held, len(rows)) and (best is None or rank > best[0]):
                        best = (rank, rows)
        if best is not None:
            said = share.head.changes or any(one.head.changes for one in sizes)
            checks += [check for _, check, ok in best[1] if ok or said]
    return checks


def _in_time(size: Series, value: Series, *, later: bool) -> bool:
    """Whether a change may be up to a value, or from it: "Annual change to Sep" is neither up to
    December's nor from it."""
    one, two = size.head.period[-7:], value.head.period[-7:]
    return not (one and two) or (two == one if later else two < one)


def _rows(
    share: Series, size: Series, value: Series, *, later: bool
) -> list[tuple[Item, Check, bool]]:
    found: list[tuple[Item, Check, bool]] = []
    held = 0
    for entry, item in share.items.items():
        gap, one = size.items.get(entry), value.items.get(entry)
        if gap is None or one is None:
            continue
        falls = gap.signed < 0 or item.signed < 0
        way = -1 if falls else 1
        # the earlier value is this one less the change, where this one is the later
        base = one.value - way * gap.value if later else one.value
        if base <= 0:
            continue
        expected = gap.value / base * HUNDRED
        step = stands(gap, size)
        bases = _bases(stands(one, value), step, way if later else 0)
        possible = step.over(bases, by=lambda x, y: x / y * HUNDRED)
        fit = how(expected, possible, item.quantity)
        held += fit is not Fit.NO
        if len(found) >= HOPELESS and not held:
            return []
        words = (
            f"{one.quantity.text} after a change of {gap.quantity.text} is from "
            f"{written(base, one.quantity)}, {expected:.1f}%"
            if later
            else f"{gap.quantity.text} is {expected:.1f}% of {one.quantity.text}"
        )
        tail = ", as stated." if fit is not Fit.NO else f"; the table says {item.quantity.text}."
        right = written(expected, item.quantity)
        check = told("arithmetic.percent-of-counts", fit, item, right, words + tail, 0.85,
                     (one, gap))  # fmt: skip
        found.append((item, check, fit is not Fit.NO))
    return found


def _bases(value: Interval, gap: Interval, way: int) -> Interval:
    if not way:
        return value
    low: Decimal = value.low - (gap.high if way > 0 else -gap.low)
    high: Decimal = value.high - (gap.low if way > 0 else -gap.high)
    return Interval(low, high)
