"""Signs and words in the cells of a table: that they agree, and that none is lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from scrutiny.claims.model import Check, Unit, Verdict
from scrutiny.claims.tables.cells import Cell
from scrutiny.claims.tables.changes import NAMES
from scrutiny.claims.tables.frames import Frame, Item, Series
from scrutiny.claims.tables.pairs import Relation
from scrutiny.claims.tables.told import FEWEST_OTHERS, MOST_OF, believed, told
from scrutiny.claims.tokens import tokens_of
from scrutiny.claims.words import word_set

_CHANGING = (Unit.PERCENT, Unit.COUNT, Unit.POUNDS, Unit.SECONDS, Unit.RATE)


def sign_checks(frame: Frame, relations: list[Relation]) -> list[Check]:
    """The words and the signs of each cell, the signs of its neighbours, and columns of arrows."""
    checks: list[Check] = []
    held = {id(one.change) for one in relations}
    at: dict[int, list[Series]] = defaultdict(list)
    for series in frame.series:
        at[series.index].append(series)
    for series in frame.series:
        if series.unit not in _CHANGING:
            continue
        near = [one for i in (-1, 0, 1) for one in at.get(series.index + i, ())]
        checks += _words_and_signs(series)
        checks += _lost(series)
        if id(series) not in held:
            checks += _against_each_other(near, series)
    for field, cells in frame.ways.items():
        checks += _of_ways(frame, field, cells, relations)
    return checks


def _words_and_signs(series: Series) -> list[Check]:
    """A decrease is not of +5%: where the words of a cell and the sign of its figure differ."""
    found, at_odds, agree = [], 0, 0
    for item in series.items.values():
        sign = item.quantity.sign
        if not sign or item.way not in ("up", "down") or _arrow(item):
            continue
        if _of_another(item):
            continue
        if (sign > 0) == (item.way == "up"):
            agree += 1
            continue
        at_odds += 1
        found.append(
            told("direction.sign", Verdict.INCONSISTENT, item, "",
                 f"The cell says {NAMES[item.way]}, and {item.quantity.text} is signed as "
                 f"{NAMES['up' if sign > 0 else 'down']}.", 0.85, ())
        )  # fmt: skip
    return found if at_odds <= max(agree, 1) else []


def _of_another(item: Item) -> bool:
    """Whether others are counted between a figure and the word: -2.1% 9 of 43 show a rise."""
    after = tokens_of(item.cell.text[item.quantity.end :])
    ways = word_set("directions", "up") | word_set("directions", "down")
    at = next((i for i, token in enumerate(after) if token.low in ways), 0)
    kinds = {token.kind for token in after[:at]}
    return {"number", "word"} <= kinds


def _arrow(item: Item) -> bool:
    """Whether the word of the cell is only the arrow that is the figure's sign."""
    return item.quantity.text[:1] in "↑↓▲▼⬆⬇⇧⇩▴▾"


def _lost(series: Series) -> list[Check]:
    """A figure without a minus in a cell that falls, when those of its neighbours have one; or
    where none other falls, when every rise has its plus."""
    bare: list[Item] = []
    signed: list[Item] = []
    rises: list[Item] = []
    for item in series.items.values():
        one = item.quantity
        others = [other.sign for other in item.cell.quantities if other.start != one.start]
        if not one.value or _arrows(item.cell):
            continue
        if item.way == "down" or -1 in others:
            (signed if one.sign < 0 else bare if not one.sign else []).append(item)
        elif item.way == "up" or 1 in others:
            rises.append(item)
    if not bare:
        return []
    plus = [item for item in rises if item.quantity.sign > 0]
    if len(signed) >= FEWEST_OTHERS and len(signed) >= MOST_OF * (len(signed) + len(bare) - 1):
        which, like = "decreases of this column have a minus", signed
    elif len(bare) == 1 and len(plus) >= FEWEST_OTHERS and len(plus) >= MOST_OF * len(rises):
        which, like = "changes of this column have their sign", plus
    else:
        return []
    return [
        told("direction.missing-sign", Verdict.INCONSISTENT, item, f"-{item.quantity.text}",
             f"The other {which}, such as {like[0].quantity.text}; {item.quantity.text} has none.",
             0.85, tuple(like[:2]))
        for item in bare
    ]  # fmt: skip


def _arrows(cell: Cell) -> bool:
    return any(c in cell.text for c in "↑↓▲▼⬆⬇⇧⇩▴▾")


def _against_each_other(near: Sequence[Series], series: Series) -> list[Check]:
    """+5% beside -12: the two figures of one change point the same way."""
    if series.unit is Unit.PERCENT:
        return []
    found: list[Check] = []
    for other in near:
        both = other.head.changes and series.head.changes
        same = other.index == series.index
        if other.unit is not Unit.PERCENT or not (same or (both and _next(other, series))):
            continue
        agree = at_odds = 0
        for entry, item in series.items.items():
            two = other.items.get(entry)
            if two is None or not item.quantity.sign or not two.quantity.sign:
                continue
            ok = item.quantity.sign == two.quantity.sign
            agree, at_odds = agree + ok, at_odds + (not ok)
            if ok:
                found.append(
                    told("direction.sign", Verdict.CONSISTENT, item, "",
                         f"{item.quantity.text} and {two.quantity.text} point the same way.",
                         0.7, (two,))
                )  # fmt: skip
            elif item.value and two.value:
                found.append(
                    told("direction.sign", Verdict.INCONSISTENT, item, "",
                         f"{item.quantity.text} and {two.quantity.text} are of one change, and "
                         "their signs differ.", 0.75, (two,))
                )  # fmt: skip
        if at_odds and not believed(agree, agree + at_odds):
            found = [one for one in found if one.verdict is not Verdict.INCONSISTENT]
    return found


def _next(one: Series, two: Series) -> bool:
    return abs(one.index - two.index) == 1


def _of_ways(
    frame: Frame, field: int, cells: dict[int, Cell], relations: list[Relation]
) -> list[Check]:
    """A column of arrows or of words such as Up, held to the values or to the signed change."""
    best: tuple[int, list[tuple[bool, int, Item, Item | None]]] = (0, [])
    for relation in relations:
        rows: list[tuple[bool, int, Item, Item | None]] = []
        for entry, cell in cells.items():
            a, b = relation.before.items.get(entry), relation.now.items.get(entry)
            if a is not None and b is not None and cell.direction:
                way = "up" if b.value > a.value else "down" if b.value < a.value else "same"
                rows.append((way == cell.direction or "same" in (way, cell.direction), entry, b, a))
        if len(rows) > best[0]:
            best = (len(rows), rows)
    if not best[1]:
        for series in frame.series:
            if not series.head.changes or not series.signed or abs(series.index - field) > 2:
                continue
            rows = []
            for entry, cell in cells.items():
                item = series.items.get(entry)
                if item is not None and item.quantity.sign and cell.direction in ("up", "down"):
                    way = "up" if item.quantity.sign > 0 else "down"
                    rows.append((way == cell.direction, entry, item, None))
            if len(rows) > best[0]:
                best = (len(rows), rows)
    rows = best[1]
    held = sum(ok for ok, *_ in rows)
    if not believed(held, len(rows)):
        return []
    return [
        told("direction.word", Verdict.CONSISTENT if ok else Verdict.INCONSISTENT, item, "",
             (f"{other.quantity.text} to {item.quantity.text}" if other else item.quantity.text)
             + f" and “{cells[entry].text.strip()[:30]}”"
             + (" agree." if ok else " do not agree."),
             0.85, (other,) if other else ())
        for ok, entry, item, other in rows
        if ok is False or other is not None
    ]  # fmt: skip
