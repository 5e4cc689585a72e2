"""Places in an order, held to the values that are put in order."""

from __future__ import annotations

from bisect import bisect_right
from decimal import Decimal
from math import factorial

from scrutiny.claims.model import Check, Unit, Verdict
from scrutiny.claims.tables.frames import Frame, Item, Series
from scrutiny.claims.tables.heads import RANK, TARGET
from scrutiny.claims.tables.told import told

FEWEST_RANKED = 4
MOST_CHANCE = 0.08  # that an order which has one out of its place is none at all
LARGEST_RANK = 500


def rank_checks(frame: Frame) -> list[Check]:
    """Each place of a ranking, against the values of the series that it is the order of."""
    checks: list[Check] = []
    placed = {one.index for one in frame.series if one.unit is Unit.RANK}
    for ranks in frame.series:
        if ranks.unit is not Unit.RANK and ranks.head.role != RANK:
            continue
        if ranks.unit is not Unit.RANK and ranks.index in placed:
            continue  # 25th, up 3: how many places it moved
        if any(one.value > LARGEST_RANK or one.quantity.step < 1 for one in ranks.items.values()):
            continue
        best: tuple[int, float, list[tuple[Item, Item]], set[int]] | None = None
        tried = 0
        for values in frame.series:
            if values is ranks or values.head.role in (RANK, TARGET) or values.unit is Unit.RANK:
                continue
            for falling in (False, True):
                found = _order(ranks, values, falling=falling)
                if found is None:
                    continue
                pairs, kept = found
                tried += 1
                near = 1 / (1 + abs(values.index - ranks.index))
                if best is None or (len(kept), near) > best[:2]:
                    best = (len(kept), near, pairs, kept)
        if best is None:
            continue
        held, _, pairs, kept = best
        out = len(pairs) - held
        if held < FEWEST_RANKED or out > 1:
            continue
        if out and _by_chance(len(pairs)) * tried > MOST_CHANCE:
            continue
        checks += [_check(pairs, i, ok=i in kept) for i in range(len(pairs))]
    return checks


def _by_chance(count: int) -> float:
    """How likely figures in no order are to have at most one out of its place."""
    return ((count - 1) ** 2 + 1) / factorial(min(count, 20))


def _order(
    ranks: Series, values: Series, *, falling: bool
) -> tuple[list[tuple[Item, Item]], set[int]] | None:
    """The rows by their place, and those of the longest run of values that keep the order."""
    pairs = [
        (item, values.items[entry]) for entry, item in ranks.items.items() if entry in values.items
    ]
    if len(pairs) < FEWEST_RANKED or len({p[1].value for p in pairs}) < FEWEST_RANKED:
        return None
    pairs.sort(key=lambda pair: (pair[0].value, -pair[1].signed if falling else pair[1].signed))
    keys = [-pair[1].signed if falling else pair[1].signed for pair in pairs]
    ends: list[Decimal] = []
    last: list[int] = []
    back: list[int] = [-1] * len(keys)
    for i, key in enumerate(keys):
        at = bisect_right(ends, key)
        if at == len(ends):
            ends.append(key)
            last.append(i)
        else:
            ends[at] = key
            last[at] = i
        back[i] = last[at - 1] if at else -1
    kept: set[int] = set()
    at = last[-1] if last else -1
    while at >= 0:
        kept.add(at)
        at = back[at]
    return pairs, kept


def _check(pairs: list[tuple[Item, Item]], i: int, *, ok: bool) -> Check:
    rank, value = pairs[i]
    beside = pairs[i - 1] if i else pairs[i + 1]
    if ok:
        return told("arithmetic.rank", Verdict.CONSISTENT, rank, "",
                    f"{value.quantity.text} stands in its place beside {beside[1].quantity.text}.",
                    0.7, (value, beside[1]))  # fmt: skip
    return told("arithmetic.rank", Verdict.INCONSISTENT, rank, "",
                f"{value.quantity.text} is placed {rank.quantity.text}, beside "
                f"{beside[1].quantity.text} at {beside[0].quantity.text}: the values are in "
                "another order.", 0.75, (value, beside[1]))  # fmt: skip
