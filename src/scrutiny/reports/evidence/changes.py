"""Changes as the inspectorate prints them: a signed percentage with one decimal."""

from __future__ import annotations

from scrutiny.analysis.change import Change, change
from scrutiny.analysis.rounding import format_number
from scrutiny.comparison.breaks import measured_in
from scrutiny.observation import Observation
from scrutiny.reports.book import NO_FIGURE, tone_of
from scrutiny.reports.evidence.pack import EveryForce, Found, Pack
from scrutiny.reports.model import Cell

DECIMALS = 1
NOT_COMPARABLE = "Not comparable"  # how the caveat of a break begins


def changed(pack: Pack, found: Found, now: Observation, before: Observation) -> Change:
    """The change of one area, held to the breaks that bear on it."""
    areas = pack.context.reader.areas
    return change(measured_in(found.measure, now.area, areas, now.period.last), now, [before])


def changes_of_all(pack: Pack, found: Found, item: str) -> tuple[EveryForce, tuple[str, ...]]:
    """Every force over both periods; and the names of those whose two cannot be compared.

    Those, and the forces that lack one of the two, are noted for the item.
    """
    every = pack.every_force(found, item)
    apart = []
    for row in every.comparison.rows:
        name = pack.context.name(row.area)
        now, before = every.current[row.area], every.previous[row.area]
        if now.value is None:
            continue
        if before.value is None:
            pack.leave_out(item, name, before.missing or "")
        elif not row.comparable:
            caveats = changed(pack, found, now, before).caveats
            pack.leave_out(item, name, next(c for c in caveats if c.startswith(NOT_COMPARABLE)))
            apart.append(name)
    return every, tuple(apart)


def signed(change: Change) -> str:
    """`+8.7%`; in percentage points for a measure that is a percentage."""
    amount = change.percent if change.points is None else change.points
    if amount is None:
        return NO_FIGURE
    unit = "%" if change.points is None else " points"
    text = format_number(amount, DECIMALS)
    return f"{'' if text.startswith('-') or not float(text.replace(',', '')) else '+'}{text}{unit}"


def change_cell(pack: Pack, found: Found, now: Observation, before: Observation) -> Cell:
    """The change of one area; both of its figures are entered in the book."""
    book, made = pack.context.book, changed(pack, found, now, before)
    trace = book.trace(now)
    book.trace(before)
    if made.incomplete:
        return Cell(NO_FIGURE, tone="missing", trace=trace)
    amount = made.percent if made.points is None else made.points
    return Cell(signed(made), amount, DECIMALS, trace, tone_of(found.measure, made))
