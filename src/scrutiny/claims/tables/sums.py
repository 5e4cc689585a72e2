"""Totals in tables: which rows (or columns) are the sum of which others.

A row is a total when its label says so, or when it is the sum of a run of its neighbours in so many
series, or so exactly, that this is no accident.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from scrutiny.claims.model import Unit
from scrutiny.claims.rounding import Fit, Interval
from scrutiny.claims.tables.frames import Frame, Item, Series
from scrutiny.claims.tables.heads import AVERAGE, POPULATION, RANK, RATE, TARGET, TOTAL, Head
from scrutiny.claims.tables.sketch import Sketch
from scrutiny.claims.tables.told import ONE, ZERO, believed, how, stands
from scrutiny.claims.words import word_set

LONGEST_RUN = 14  # parts of a subtotal that no label names
MOST_ENTRIES = 150  # of a frame in which subtotals without a label are looked for
MOST_SERIES = 40
MOST_MISSED = 0.3  # of the series, in which a sum may be a slip
UNLIKELY = 0.004  # the chance that a run of rows adds up by accident
NOT_PARTS = (RANK, TARGET, AVERAGE, POPULATION, RATE)
NEAR_WHOLE = (Decimal(98), Decimal(102))  # per cent


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and its parts. `said` tells that its label, and not only arithmetic, makes it one."""

    total: int
    parts: tuple[int, ...]
    said: bool
    held: int
    tested: int
    unlikely: bool = False

    @property
    def believed(self) -> bool:
        return believed(self.held, self.tested) or self.unlikely


def sums_of(frame: Frame) -> list[Sum]:
    """The totals of a frame, subtotals first."""
    series = [one for one in frame.series if adds_up(one)][:MOST_SERIES]
    entries = [
        i for i, head in enumerate(frame.heads)
        if not head.changes and head.role not in NOT_PARTS
        and any(i in one.items for one in series)
    ]  # fmt: skip
    if not series or len(entries) < 3:
        return []
    called = [i for i in entries if frame.heads[i].role == TOTAL]
    firm = [i for i in called if is_firm(frame.heads[i])]
    weak, strong = _subtotals(frame, series, entries)
    found: dict[int, Sum] = {}
    # "All crime" may be a total of the rows or one of them; it bounds others only when it is one
    for total in [*(i for i in called if i not in firm), *firm]:
        labelled = [i for i in called if i in firm or i in found]
        one = _labelled(frame, series, entries, total, strong, weak, labelled)
        if one is None:
            continue
        found[total] = one
        if one.held:  # the subtotals without which it would not add up are subtotals
            gone = {p for t in one.parts if t in weak for p in weak[t].parts}
            if not gone & set(one.parts):
                strong |= {t: replace(weak[t], unlikely=True) for t in one.parts if t in weak}
    used = {part for one in found.values() for part in one.parts}
    for total, one in strong.items():
        if total not in found and not any(p in found and p not in used for p in one.parts):
            found[total] = one
    return sorted(found.values(), key=lambda one: len(one.parts))


def is_firm(head: Head) -> bool:
    """Whether a row is called a total outright, and not only All or Overall."""
    words = [word.strip("():*-–,.").lower() for word in head.text.split()]
    words = [word for word in words if word]
    ends = {words[0], words[-1]} if words else set()
    return head.strict or bool(ends & {"total", "totals", "subtotal", "sub-total"})


def adds_up(series: Series) -> bool:
    if series.head.changes or series.head.role in NOT_PARTS:
        return False
    return series.unit in (Unit.COUNT, Unit.POUNDS, Unit.PERCENT, Unit.SECONDS, Unit.RATE)


def _items(series: Series, parts: Iterable[int]) -> list[Item] | None:
    """The parts that are stated; none when fewer than two are."""
    found = [series.items[p] for p in parts if p in series.items]
    return found if len(found) >= 2 else None


def added(frame: Frame, series: Series, items: Sequence[Item]) -> tuple[Decimal, Interval]:
    values = [one.signed for one in items]
    low, high = ZERO, ZERO
    for one in items:
        stand = stands(one, series, exact=not frame.rounded)
        negative = one.signed < 0
        low += -stand.high if negative else stand.low
        high += -stand.low if negative else stand.high
    return sum(values, ZERO), Interval(low, high)


def fits(
    frame: Frame, series: Series, total: int, parts: Iterable[int]
) -> tuple[bool, float] | None:
    """Whether a total is its parts in one series, and the chance of that by accident."""
    items = _items(series, parts)
    whole = series.items.get(total)
    if items is None or whole is None:
        return None
    value, possible = added(frame, series, items)
    step = series.step if not frame.rounded else max(series.step, ONE)
    fit = how(value, possible, whole.quantity, step)
    width = possible.high - possible.low + max(whole.quantity.step, step)
    size = max(abs(whole.value), ONE * whole.quantity.step)
    return fit is not Fit.NO, min(float(width / size), 1.0)


def _subtotals(
    frame: Frame, series: Sequence[Series], entries: Sequence[int]
) -> tuple[dict[int, Sum], dict[int, Sum]]:
    """The rows that are the sum of a run just after or just before: the doubtful and the sure."""
    weak: dict[int, Sum] = {}
    strong: dict[int, Sum] = {}
    if len(entries) > MOST_ENTRIES:
        return weak, strong
    sketches = [Sketch(one, entries) for one in series]
    for at, total in enumerate(entries):
        best: tuple[float, Sum] | None = None
        for after in (True, False):
            for count in range(2, LONGEST_RUN + 1):
                run = (
                    entries[at + 1 : at + 1 + count] if after else entries[max(at - count, 0) : at]
                )
                if len(run) < count:
                    break
                first = at + 1 if after else at - count
                near = [sketch.near(at, first, first + count) for sketch in sketches]
                missed = near.count(False)
                if missed == len(near) or missed > MOST_MISSED * len(near) + 1:
                    continue
                one = _judged(frame, series, total, tuple(run))
                if one is not None and (best is None or one[0] < best[0]):
                    best = one
        if best is not None:
            chance, chosen = best
            (strong if chance * 2 * LONGEST_RUN < UNLIKELY else weak)[total] = chosen
    return weak, _apart(strong)


def _judged(
    frame: Frame, series: Sequence[Series], total: int, parts: tuple[int, ...]
) -> tuple[float, Sum] | None:
    chance, held, tested = 1.0, 0, 0
    for one in series:
        found = fits(frame, one, total, parts)
        if found is None:
            continue
        whole = one.items[total]
        if not whole.value or any(
            one.items[p].value == whole.value for p in parts if p in one.items
        ):
            continue  # a row of noughts adds nothing
        tested += 1
        if found[0]:
            held += 1
            chance *= found[1]
    if not held or (held < tested and not believed(held, tested)):
        return None
    return chance, Sum(total, parts, False, held, tested, chance * 2 * LONGEST_RUN < UNLIKELY)


def _apart(found: dict[int, Sum]) -> dict[int, Sum]:
    """Of sums that hold each other as parts, the surest: 3 = 1 + 2 and 1 = 3 - 2 is one sum."""
    kept: dict[int, Sum] = {}
    for total, one in sorted(found.items(), key=lambda pair: (-pair[1].held, len(pair[1].parts))):
        if any(total in other.parts and other.total in one.parts for other in kept.values()):
            continue
        kept[total] = one
    return kept


def _leaves(
    entries: Sequence[int], found: dict[int, Sum], totals: Sequence[int], total: int
) -> list[int]:
    """The entries without the parts of subtotals."""
    gone = {p for t, one in found.items() if t != total for p in one.parts}
    return [i for i in entries if i != total and i not in gone and i not in totals]


def _labelled(
    frame: Frame,
    series: Sequence[Series],
    entries: Sequence[int],
    total: int,
    strong: dict[int, Sum],
    weak: dict[int, Sum],
    labelled: Sequence[int],
) -> Sum | None:
    """The parts of a row that is called a total: the reading that most series bear out."""
    at = entries.index(total)
    before, after = list(entries[:at]), list(entries[at + 1 :])
    totals = [i for i in labelled if i != total]
    last = max((entries.index(i) for i in totals if entries.index(i) < at), default=-1)
    following = min(
        (entries.index(i) for i in totals if entries.index(i) > at), default=len(entries)
    )
    both = {**weak, **strong}
    run = list(entries[last + 1 : at])
    group = [i for i in run if frame.groups[i] == frame.groups[total]]
    candidates: list[tuple[int, ...]] = []
    natural: tuple[int, ...] = ()
    for held in (strong, both, {}):
        for parts in (
            _leaves(run, held, (), total),
            _leaves(before, held, totals, total),
            _leaves(group, held, (), total),
            [i for i in before if i in totals],
            [i for i in before if i in totals] + run,
            [*_leaves(run, held, (), total), *([entries[last]] if last >= 0 else [])],
            _leaves(list(entries[at + 1 : following]), held, (), total),
            _leaves(after, held, totals, total),
            [i for i in after if i in totals],
        ):
            reading = tuple(parts)
            if len(reading) >= 2 and reading not in candidates:
                candidates.append(reading)
                if not natural and (reading[-1] < total or last < 0):
                    natural = reading
    own = strong.get(total)
    if own is not None and own.parts not in candidates:
        candidates.insert(0, own.parts)
    firm = is_firm(frame.heads[total])
    likely = 0.3 if firm else UNLIKELY
    best: tuple[tuple[int, int], Sum] | None = None
    for reading in candidates:
        held_here = tested = 0
        chance = 1.0
        for one in series:
            found = fits(frame, one, total, reading)
            if found is None or not is_a_sum(one, total, reading, ok=found[0]):
                continue
            tested += 1
            held_here += found[0]
            chance *= found[1] if found[0] else 1
        if not tested:
            continue
        made = Sum(total, reading, True, held_here, tested, held_here == tested and chance < likely)
        rank = (held_here, -tested)
        if best is None or rank > best[0]:
            best = (rank, made)
    if best is None:
        return None
    made = best[1]
    if made.believed or (firm and made.held >= 1 and made.held * 2 >= made.tested):
        return Sum(made.total, made.parts, True, made.held, made.tested, True)
    strict = frame.heads[total].strict
    alone = strict and made.tested == 1 and not made.held and natural
    together = len({frame.groups[i] for i in natural}) == 1 or len(labelled) == 1
    if alone and together and _plain(frame, natural, total):
        return Sum(total, natural, True, 0, 1, True)
    return None


def is_a_sum(series: Series, total: int, parts: Sequence[int], *, ok: bool) -> bool:
    """Whether a total of this series is a sum at all: that of rates and averages is not."""
    if ok:
        return True
    whole = series.items[total]
    items = [series.items[p] for p in parts if p in series.items]
    if series.unit is Unit.PERCENT:
        near = NEAR_WHOLE[0] <= whole.value <= NEAR_WHOLE[1]
        return near and Decimal(80) <= sum((i.value for i in items), ZERO) <= Decimal(120)
    if series.unit in (Unit.RATE, Unit.SECONDS):
        return False
    # an average lies among its parts: a total that does is likely one, unless the series is counts
    largest = max((i.value for i in items), default=ZERO)
    fractions = any(i.quantity.step < 1 for i in items) and series.unit is Unit.COUNT
    return not (fractions and whole.value <= largest)


def _plain(frame: Frame, parts: Sequence[int], total: int) -> bool:
    """Whether nothing says that the parts overlap or that some are left out."""
    for i in (*parts, total):
        text = frame.heads[i].text.lower()
        if any(
            text.startswith(phrase) or f"({phrase} " in text
            for phrase in word_set("tables", "overlapping")
        ):
            return False
    return True
