"""The report's "Force in numbers": each item beside England and Wales and all the forces."""

from __future__ import annotations

from itertools import groupby

from scrutiny.periods import Period
from scrutiny.reports.book import NO_FIGURE, notes_of
from scrutiny.reports.drawn import NOT_PER_RESIDENT
from scrutiny.reports.evidence.changes import change_cell, changed, changes_of_all
from scrutiny.reports.evidence.definition import Definition, Number, What
from scrutiny.reports.evidence.pack import Found, Pack, marks
from scrutiny.reports.model import (
    Block,
    Callout,
    Cell,
    Column,
    Paragraph,
    Row,
    Section,
    Span,
)
from scrutiny.reports.tables import Entries, period_words

ITEM = "Force in numbers: {}"
CITY = (
    "Few people live in the City of London and very many work there or pass through. Rates per "
    "resident or per household mean nothing here, and no standing is said of them. The "
    "inspectorate added the people who pass through, of whom no count is loaded."
)


def force_in_numbers(pack: Pack, definition: Definition) -> Section:
    """The section, with each item that can be made; the others are noted as gaps."""
    entries = Entries()
    rows: list[Row] = []
    made = 0
    for group, numbers in groupby(definition.numbers, key=lambda n: n.group):
        found = [row for n in numbers if (row := _row(pack, n, entries)) is not None]
        made += len(found)
        rows += [Row((Cell(group),), group=True), *found] if found else []
    blocks: list[Block] = []
    if pack.area in NOT_PER_RESIDENT:
        blocks.append(Callout("caveat", (Span(CITY),)))
    blocks.append(Paragraph((Span(_summary(made, len(definition.numbers))),)))
    if rows:
        columns = (
            Column("Item", "left", width=2.3),
            Column("Period", "left", width=1.8),
            Column(pack.context.name(pack.area), width=1.1),
            Column("England and Wales", width=1.1),
            Column("Among the forces", "left", width=1.5),
        )
        notes = [
            *marks(o for _, group, _ in entries for o in group),
            *notes_of(pack.context.book, entries),
        ]
        blocks.append(
            pack.context.table("Force in numbers", columns, rows, notes, "Force in numbers")
        )
    return Section("force-in-numbers", "1", "Force in numbers", tuple(blocks))


def _summary(made: int, of: int) -> str:
    if made == of:
        return f"All {of} items of the report's summary are here."
    return (
        f"{made} of the {of} items of the report's summary can be made from what is loaded. The "
        "section on what could not be made names the others, with what is missing."
    )


def _row(pack: Pack, number: Number, entries: Entries) -> Row | None:
    item = ITEM.format(number.title)
    back = 12 * number.years if number.what is What.CHANGE else 12
    found = pack.find(number.measures, item, number.months, back=back)
    if found is None:
        return None
    if number.what is What.VALUE:
        return _value_row(pack, number, found, entries)
    if found.earlier.value is None:
        pack.lacks(item, found.earlier)
        return None
    if number.what is What.CHANGE:
        return _change_row(pack, number, found, entries)
    book = pack.context.book
    entries.append((found.measure, (found.earlier, found.nation_earlier), None))
    own, nation = (book.value(found.measure, o) for o in (found.earlier, found.nation_earlier))
    return _made(number, found.earlier.period, own, nation, Cell(NO_FIGURE))


def _value_row(pack: Pack, number: Number, found: Found, entries: Entries) -> Row:
    book = pack.context.book
    entries.append((found.measure, (found.own, found.nation), None))
    own = book.value(found.measure, found.own, strong=True)
    nation = book.value(found.measure, found.nation)
    among = pack.standing_cell(found, ITEM.format(number.title))
    return _made(number, found.period, own, nation, among)


def _change_row(pack: Pack, number: Number, found: Found, entries: Entries) -> Row:
    item = ITEM.format(number.title)
    moved = changed(pack, found, found.own, found.earlier)
    pack.note(item, moved.caveats)
    entries.append((found.measure, (found.own, found.earlier), moved))
    every = changes_of_all(pack, found, item)[0].comparison
    return _made(
        number, found.period,
        change_cell(pack, found, found.own, found.earlier),
        change_cell(pack, found, found.nation, found.nation_earlier),
        Cell(f"{every.increases} of {every.compared} show an increase"),
    )  # fmt: skip


def _made(number: Number, period: Period, own: Cell, nation: Cell, among: Cell) -> Row:
    return Row((Cell(number.title), Cell(period_words(period)), own, nation, among))
