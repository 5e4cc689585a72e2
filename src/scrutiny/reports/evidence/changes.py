"""Changes as the inspectorate prints them: a signed percentage with one decimal."""

from __future__ import annotations

from scrutiny.analysis.change import Change, change
from scrutiny.analysis.rounding import format_number
from scrutiny.comparison.breaks import measured_in
from scrutiny.observation import Observation
from scrutiny.reports.book import NO_FIGURE, tone_of
from scrutiny.reports.evidence.pack import Found, Pack
from scrutiny.reports.model import Cell

DECIMALS = 1


def changed(pack: Pack, found: Found, now: Observation, before: Observation) -> Change:
    """The change of one area, held to the breaks that bear on it."""
    areas = pack.context.reader.areas
    return change(measured_in(found.measure, now.area, areas, now.period.last), now, [before])


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
