"""What each figure of a table is said to be: its measure, area, period and role."""

from __future__ import annotations

from collections.abc import Sequence

from scrutiny.claims.model import Direction, Fact, Role, Unit
from scrutiny.claims.prose.measures import named
from scrutiny.claims.tables.cells import Cell
from scrutiny.claims.tables.frames import Frame, Item, Series
from scrutiny.claims.tables.heads import AVERAGE, PERCENT_CHANGE, RANK, SHARE, TOTAL, VALUE
from scrutiny.claims.tables.pairs import Relation
from scrutiny.claims.tokens import tokens_of
from scrutiny.claims.words import word_set
from scrutiny.periods import Month

_FURNITURE = {
    "number", "of", "no", "total", "the", "*", "%", "(", ")", "†", ":", ",", "-", "–", "all",
}  # fmt: skip


def facts_of_frame(
    frame: Frame, straight: Sequence[Relation], turned: Sequence[Relation], title: str
) -> list[Fact]:
    """The facts of a part of a table, from its frame that is not turned."""
    spans: dict[int, tuple[str, str, bool]] = {}
    for relation in (*straight, *turned):
        for entry, item in relation.change.items.items():
            a, b = relation.before.items.get(entry), relation.now.items.get(entry)
            if a is None or b is None:
                continue
            early = relation.before.head.period
            late = relation.now.head.period
            spans[id(item)] = (late, early, True)
            spans.setdefault(id(a), (early, "", False))
            spans.setdefault(id(b), (late, "", False))
    befores = {id(i) for r in (*straight, *turned) for i in r.before.items.values()}
    nows = {id(i) for r in (*straight, *turned) for i in r.now.items.values()}
    changes = {id(i) for r in (*straight, *turned) for i in r.change.items.values()}
    found = []
    for series in frame.series:
        for entry, item in series.items.items():
            role = _role(series, frame.heads[entry].role, item, id(item) in changes)
            if role is Role.VALUE and id(item) in befores and id(item) not in nows:
                role = Role.BEFORE
            found.append(_fact(frame, series, entry, item, role, spans.get(id(item)), title))
    return found


def facts_of_labels(cells: Sequence[Sequence[Cell]]) -> list[Fact]:
    """The targets that labels name: Emergency response (Target <15 Mins)."""
    return [
        Fact(one, Role.VALUE, f"target {_plain(cell.text)}")
        for row in cells
        for cell in row
        if cell.kind == "words"
        for one in cell.quantities
        if one.unit in (Unit.SECONDS, Unit.PERCENT, Unit.POUNDS)
        and (one.approx or "target" in cell.text.lower())
    ]


def _role(series: Series, entry: str, item: Item, change: bool) -> Role:
    roles = {series.head.role, entry}
    percent = item.quantity.unit is Unit.PERCENT
    told = item.way in ("up", "down") and series.signed and series.head.role == VALUE
    if change or told or series.head.changes or entry in ("change", PERCENT_CHANGE):
        if item.quantity.unit is Unit.POINTS:
            return Role.POINTS
        return Role.PERCENT if percent else Role.CHANGE
    if RANK in roles or item.quantity.unit is Unit.RANK:
        return Role.RANK
    if AVERAGE in roles:
        return Role.AVERAGE
    if SHARE in roles or (percent and item.bracketed):
        return Role.SHARE
    if TOTAL in roles:
        return Role.TOTAL
    return Role.VALUE


def _fact(
    frame: Frame,
    series: Series,
    entry: int,
    item: Item,
    role: Role,
    span: tuple[str, str, bool] | None,
    title: str,
) -> Fact:
    column, row = series.head, frame.heads[entry]
    heads = (column.text, row.text, frame.sections[entry], frame.corner, frame.title, title)
    corner = {token.low for token in tokens_of(frame.corner)[:3]}
    area, measure = "", ""
    if corner & word_set("tables", "area_corner"):
        area = _area(row.text) or _plain(row.text)
        measure = next((m for m in map(_measure, (column.text, *heads[2:])) if m), "")
        if not measure:
            measure = _plain(frame.sections[entry]) or _plain(title)
    else:
        measure = _measure(row.text) or _plain(row.text)
        area = _area(row.text) or _area(column.text) or _area(title)
        if not measure or row.period or row.when is not None or row.month:
            above = (column.text, frame.sections[entry], frame.corner, frame.title, title)
            when = row.period or row.when is not None or row.month
            measure = next((m for m in map(_measure, above) if m), "" if when else measure)
    period, before = column.period or row.period, column.before or row.before
    if span is not None:
        period, before = span[0] or period, span[1] or before
    elif column.month and row.period:
        period = _month_of(column.month, row.period)
    elif row.month and column.period:
        period = _month_of(row.month, column.period)
    elif column.period and row.period and column.period != row.period:
        period = _both(column.period, row.period)
    one = item.quantity
    way: Direction = "up" if one.sign > 0 else "down" if one.sign < 0 else item.way
    return Fact(one, role, measure, area, period, before, way)


def _month_of(month: int, year: str) -> str:
    """The month of that name in a year of twelve months."""
    first, last = (Month.parse(one) for one in year.split("/"))
    if last.months_since(first) != 11:
        return ""
    at = next(first + i for i in range(12) if (first + i).month == month)
    return f"{at}/{at}"


def _both(one: str, two: str) -> str:
    """Of a month and the year that it is of, the month."""
    a, b = one.split("/"), two.split("/")
    if b[0] <= a[0] and a[1] <= b[1]:
        return one
    return two if a[0] <= b[0] and b[1] <= a[1] else one


def _measure(text: str) -> str:
    words = tuple(token.low for token in tokens_of(text[:300]))
    found = named(words, "measure")
    return max(found, key=lambda one: one[1] - one[0])[2] if found else ""


def _area(text: str) -> str:
    words = tuple(token.low for token in tokens_of(text[:300]))
    found = named(words, "area")
    if found:
        return found[0][2]
    if len(words) <= 4 and set(words) & word_set("tables", "area_words"):
        return _plain(text)
    return ""


def _plain(text: str) -> str:
    """A label made alike: small letters, without marks and furniture."""
    words = [token.low for token in tokens_of(text[:200]) if token.low not in _FURNITURE]
    return " ".join(words[:12])
