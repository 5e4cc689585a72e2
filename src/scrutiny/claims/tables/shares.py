"""Shares and rates in tables: of a total row, of a total column, of another column, or of a whole
that is not stated and that all the shares imply alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from scrutiny.claims.model import Check, Unit
from scrutiny.claims.rounding import Fit, Interval
from scrutiny.claims.tables.frames import Frame, Item, Series
from scrutiny.claims.tables.heads import AVERAGE, POPULATION, RANK, RATE, SHARE, TARGET, TOTAL
from scrutiny.claims.tables.pairs import Relation
from scrutiny.claims.tables.sums import NOT_PARTS, Sum, is_firm
from scrutiny.claims.tables.told import HUNDRED, ONE, ZERO, believed, how, stands, told, written

FEWEST_IMPLIED = 4  # shares that imply one whole, where nothing else names it
MOST_SERIES = 14
MOST_NAMED = 12  # parts of a whole that a check names
HOPELESS = 4  # rows in which nothing holds, after which a reading is given up
_AMOUNTS = (Unit.COUNT, Unit.POUNDS, Unit.SECONDS)


@dataclass(frozen=True, slots=True)
class Row:
    """A share of one row: whether it fits, and what makes the check that says so."""

    ok: bool
    make: Callable[[], Check]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a series of shares."""

    rows: tuple[Row, ...]
    prior: float
    said: bool

    @property
    def held(self) -> int:
        return sum(one.ok for one in self.rows)

    @property
    def believed(self) -> bool:
        if believed(self.held, len(self.rows)):
            return True
        if len(self.rows) == 1:
            return self.said or self.held == 1
        return self.said and self.held >= 1 and self.held * 2 >= len(self.rows)

    @property
    def rank(self) -> tuple[float, int, float]:
        return (self.held / len(self.rows), self.held, self.prior)


def share_checks(frame: Frame, relations: Sequence[Relation], sums: Sequence[Sum]) -> list[Check]:
    """The shares, rates and averages of a frame held to what they are made of."""
    changes = {id(one.change) for one in relations}
    checks: list[Check] = []
    for share in frame.series[: MOST_SERIES * 3]:
        if id(share) in changes or not _is_share(share):
            continue
        readings = [*_of_wholes(frame, share, sums), *_of_others(frame, share)]
        good = [one for one in readings if one.rows and one.believed]
        if good:
            best = max(good, key=lambda one: one.rank)
            checks += [row.make() for row in best.rows]
    return checks


def _is_share(series: Series) -> bool:
    if series.head.changes or series.head.role in (RANK, TARGET, POPULATION):
        return False
    if any(item.quantity.sign for item in series.items.values()) or _moves(series):
        return False
    if series.unit in (Unit.PERCENT, Unit.RATE):
        return True
    return series.head.role in (RATE, AVERAGE, SHARE) and series.unit in _AMOUNTS


def _moves(series: Series) -> bool:
    """Whether the cells of a series mostly tell a rise or a fall: decrease (7%, -302)."""
    ways = sum(item.way in ("up", "down") for item in series.items.values())
    return ways * 2 > len(series.items)


def _amounts(frame: Frame, share: Series) -> list[Series]:
    """The series that a share may be of, the nearest first."""
    found = [
        one
        for one in frame.series
        if one is not share
        and one.unit in _AMOUNTS
        and not one.head.changes
        and one.head.role not in (RANK, TARGET, AVERAGE, RATE)
        and not _moves(one)
    ]
    found.sort(key=lambda one: (abs(one.index - share.index), one.index > share.index))
    return found[:MOST_SERIES]


def _of_wholes(frame: Frame, share: Series, sums: Sequence[Sum]) -> Iterator[Reading]:
    """Shares of a whole that is a row of the table, or the sum of some."""
    if share.unit is not Unit.PERCENT:
        return
    parts_of = {one.total: one.parts for one in sums}
    nested = {p for one in sums for p in one.parts}
    for amount in [one for one in _amounts(frame, share) if one.head.role != POPULATION][:3]:
        both = [
            i for i in share.items
            if i in amount.items and amount.items[i].cell.quantities
            and not frame.heads[i].changes and frame.heads[i].role not in NOT_PARTS
        ]  # fmt: skip
        if len(both) < 2:
            continue
        near = 1 / (1 + abs(amount.index - share.index))
        totals = [
            i for i in amount.items
            if frame.heads[i].role == TOTAL or (i in parts_of and i not in nested)
        ]  # fmt: skip
        said = share.head.role == SHARE or amount.index == share.index or near >= 0.5
        for total in totals:
            whole = amount.items[total]
            inside = [i for i in both if i != total and frame.groups[i] == frame.groups[total]]
            for chosen in ([i for i in both if i != total], inside):
                rows = _rows_of_whole(frame, share, amount, chosen, [whole], "the total")
                sure = said and len(totals) == 1 and is_firm(frame.heads[total])
                yield Reading(tuple(rows), 3 + near, sure)
        tops = [i for i in both if i not in nested]
        if len(tops) >= 2 and len(both) >= 3:
            items = [amount.items[i] for i in tops]
            rows = _rows_of_whole(frame, share, amount, both, items, "the sum of these rows")
            # a whole that nothing states is believed only where the shares make up a hundred
            hundred = sum((share.items[i].value for i in tops), ZERO)
            if abs(hundred - HUNDRED) <= Decimal(len(tops)) * share.items[tops[0]].quantity.step:
                yield Reading(tuple(rows), 2 + near, said)
            else:
                yield Reading(tuple(rows), 2 + near, said=False)
        yield from _implied(frame, share, amount, both, near)


def _rows_of_whole(
    frame: Frame,
    share: Series,
    amount: Series,
    entries: Sequence[int],
    wholes: Sequence[Item],
    name: str,
) -> list[Row]:
    value = sum((one.value for one in wholes), ZERO)
    if value <= 0:
        return []
    low = sum((stands(one, amount, exact=not frame.rounded).low for one in wholes), ZERO)
    high = sum((stands(one, amount, exact=not frame.rounded).high for one in wholes), ZERO)
    rows = []
    for i in entries:
        one, item = amount.items[i], share.items[i]
        if one in wholes and len(wholes) == 1:
            continue
        expected = one.value / value * HUNDRED
        possible = stands(one, amount, exact=not frame.rounded).over(
            Interval(low, high), by=lambda x, y: x / y * HUNDRED
        )
        fit = how(expected, possible, item.quantity)
        right = written(expected, item.quantity)
        whole = wholes[0].quantity.text if len(wholes) == 1 else written(value, wholes[0].quantity)
        tail = ", as stated." if fit is not Fit.NO else f"; the table says {item.quantity.text}."
        text = f"{one.quantity.text} of {whole}, {name}, is {right}{tail}"
        rows.append(
            Row(fit is not Fit.NO, partial(told, "arithmetic.share", fit, item, right, text, 0.9,
                                        (one, *[w for w in wholes[:MOST_NAMED] if w is not one])))
        )  # fmt: skip
    return rows


def _implied(
    frame: Frame, share: Series, amount: Series, both: Sequence[int], near: float
) -> Iterator[Reading]:
    """Shares that all imply one whole, which the table does not state."""
    implied: list[tuple[int, Interval]] = []
    for i in both:
        part = stands(amount.items[i], amount)
        per = Interval.rounded(share.items[i].value, share.items[i].quantity.step)
        if per.low <= 0 or part.low <= 0:
            continue
        implied.append((i, Interval(part.low / per.high * HUNDRED, part.high / per.low * HUNDRED)))
    if len(implied) < 2 or (near < 1 and len(implied) < FEWEST_IMPLIED):
        return
    point, held = _deepest([one for _, one in implied])
    largest = max(amount.items[i].value for i, _ in implied)
    if point < largest or held < 2:
        return
    made_up = sum((share.items[i].value for i, _ in implied), ZERO)
    slack = Decimal(len(implied)) * max(share.items[i].quantity.step for i, _ in implied)
    fewest = FEWEST_IMPLIED - (near == 1 and abs(made_up - HUNDRED) <= slack)
    if held < len(implied) and (held < fewest or len({frame.groups[i] for i, _ in implied}) > 1):
        return  # rows under several heads may be of several wholes
    steps = max(share.items[i].quantity.step / max(share.items[i].value, ONE) for i, _ in implied)
    if held < FEWEST_IMPLIED and steps > Decimal("0.04") and near < 1:
        return
    rows = []
    inside = [i for i, one in implied if one.low <= point <= one.high]
    for i, span in implied:
        item, mine = share.items[i], amount.items[i]
        ok = span.low <= point <= span.high
        other = next(j for j in inside if j != i)
        expected = mine.value / point * HUNDRED
        right = written(expected, item.quantity)
        whole = written(point, mine.quantity)
        text = (
            f"{mine.quantity.text} at {item.quantity.text} is of some {whole}, as the shares "
            "beside it are."
            if ok
            else f"The shares beside it are of some {whole}: {mine.quantity.text} is {right} of "
            f"that; the table says {item.quantity.text}."
        )
        rows.append(
            Row(ok, partial(told, "arithmetic.share", Fit.WITHIN if ok else Fit.NO, item,
                         right, text, 0.75, (mine, share.items[other], amount.items[other])))
        )  # fmt: skip
    yield Reading(tuple(rows), near, said=False)


def _deepest(intervals: Sequence[Interval]) -> tuple[Decimal, int]:
    """The point that lies in most intervals, and how many those are."""
    edges = sorted([(one.low, 0) for one in intervals] + [(one.high, 1) for one in intervals])
    depth = best = 0
    where = (edges[0][0], edges[0][0])
    for number, (value, closes) in enumerate(edges):
        if closes:
            depth -= 1
            continue
        depth += 1
        if depth > best:
            best, where = depth, (value, edges[min(number + 1, len(edges) - 1)][0])
    return (where[0] + where[1]) / 2, best


def _of_others(frame: Frame, share: Series) -> Iterator[Reading]:
    """Shares, rates and averages of two other columns, row by row."""
    factor = HUNDRED if share.unit is Unit.PERCENT else ONE
    if share.unit is Unit.RATE:
        per = next((i.quantity.per for i in share.items.values() if i.quantity.per), "")
        base = per.split(" ")[0].replace(",", "")
        factor = Decimal(base) if base.isdecimal() and len(base) < 12 else ONE
    amounts = _amounts(frame, share)
    for part in amounts:
        for whole in amounts:
            if part is whole or (part.unit is not whole.unit and share.unit is Unit.PERCENT):
                continue
            rows = _ratios(share, part, whole, factor)
            if not rows:
                continue
            known = whole.head.role in (POPULATION, TOTAL)
            near = 1 / (1 + abs(part.index - share.index))
            said = (
                (share.head.role == RATE and whole.head.role == POPULATION)
                or (share.head.role == SHARE and whole.head.role == TOTAL)
                or (share.unit is Unit.PERCENT and len(amounts) == 2 and known)
            )
            yield Reading(tuple(rows), near + known, said)


def _ratios(share: Series, part: Series, whole: Series, factor: Decimal) -> list[Row]:
    rows: list[Row] = []
    held = 0
    over_all = 0  # parts that are more than their whole
    for i, item in share.items.items():
        one, all_of = part.items.get(i), whole.items.get(i)
        if one is None or all_of is None or all_of.signed <= 0 or one.signed < 0:
            continue
        over_all += share.unit is Unit.PERCENT and one.value > all_of.value
        expected = one.value / all_of.value * factor
        possible = stands(one, part).over(stands(all_of, whole), by=lambda x, y: x / y * factor)
        fit = how(expected, possible, item.quantity, exact=False)
        right = written(expected, item.quantity)
        tail = ", as stated." if fit is not Fit.NO else f"; the table says {item.quantity.text}."
        rule = (
            "arithmetic.share" if share.unit is Unit.PERCENT
            else "arithmetic.rate" if share.unit is Unit.RATE
            else "arithmetic.average"
        )  # fmt: skip
        over = "of" if share.unit is Unit.PERCENT else "over"
        per = f" for each {item.quantity.per}" if item.quantity.per else ""
        held += fit is not Fit.NO
        if len(rows) >= HOPELESS and not held:
            return []
        rows.append(
            Row(fit is not Fit.NO,
                partial(told, rule, fit, item, right,
                     f"{one.quantity.text} {over} {all_of.quantity.text} is {right}{per}{tail}",
                     0.9, (one, all_of)))
        )  # fmt: skip
    return rows if over_all * 3 <= len(rows) else []
