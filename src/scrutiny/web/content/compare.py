"""The page that compares forces: one measure, every force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scrutiny.analysis.peers import PeerRow, ordinal
from scrutiny.catalogue.model import Better, Kind, Measure
from scrutiny.comparison.forces import AmongForces, among_forces
from scrutiny.comparison.some_forces import some_forces
from scrutiny.measures.read import Reader
from scrutiny.periods import Window
from scrutiny.reports import drawn
from scrutiny.reports.context import Context
from scrutiny.reports.model import Span, Spans
from scrutiny.web.asked import Asked, NotThereError, WrongAddressError
from scrutiny.web.content import spread
from scrutiny.web.content.compare_table import (
    SORTS,
    ForceRow,
    every_force_table,
    force_rows,
    proportionate,
)
from scrutiny.web.content.content import Content
from scrutiny.web.content.remarks import Remark
from scrutiny.web.edition import Edition


@dataclass(frozen=True, kw_only=True)
class CompareContent(Content):
    measure: Measure
    force: str | None  # the force that is marked; None where the area asked for is not of one
    force_name: str
    findings: tuple[Spans, ...]
    remarks: tuple[Remark, ...]
    rate: Measure | None  # the rate to read instead of a count
    sort: str
    sorts: tuple[str, ...] = SORTS


def compare_page(edition: Edition, asked: Asked, measure: str, sort: str = "") -> CompareContent:
    """All forces on one measure, over the last period that they have, with one of them marked.

    `sort` orders the table: by `value` (the default), `change`, `rank` or `name`. Raises
    `NotThereError` where fewer than four forces can be compared.
    """
    definition = edition.catalogue.measure(measure)
    if sort and sort not in SORTS:
        raise WrongAddressError(f"sort is one of {', '.join(SORTS)} (got {sort!r}).")
    reader = edition.as_at(asked.as_at)
    force = edition.areas.force_of(asked.area)
    found = _found(reader, definition, force or asked.area, asked)
    context = Context(reader, found.force, asked.to)
    forces = force_rows(reader, found, asked.against)
    charts = [replace(drawn.forces_bars(context, found), id="forces")]
    if proportionate(definition):
        charts += spread.spread_charts(context, found)
    name = edition.areas.get(found.force).name
    return CompareContent(
        title=f"{definition.title}: every force",
        description=f"{definition.title} of the police forces of England and Wales, "
        f"{found.period.name}: ranks, changes, and which lie out of line.",
        asked=asked,
        tables=(every_force_table(context, found, forces, asked, sort or "value"),),
        charts=tuple(charts),
        traces=context.book.traces,
        sources=context.book.sources,
        measure=definition,
        force=force,
        force_name=name,
        findings=tuple(_findings(context, found, forces, asked)),
        remarks=tuple(_remarks(context, found, force, asked)),
        rate=_rate_of(edition, definition),
        sort=sort or "value",
    )


def _found(reader: Reader, measure: Measure, force: str, asked: Asked) -> AmongForces:
    """The comparison from the source asked for, else the first that enough forces have."""
    to = min(asked.to, measure.ends or asked.to)
    windows = dict.fromkeys(
        (asked.window, *Window) if measure.kind is Kind.LEVEL else (asked.window,)
    )
    for window in windows:
        if window is Window.QUARTER and not to.ends_quarter:
            continue
        for source in (asked.source,) if asked.source else reader.sources(measure):
            at = (reader, measure, force, to, window, asked.against, source)
            found = among_forces(*at) or some_forces(*at)
            if found is not None:
                return found
    period = asked.window.ending(to)
    own = reader.observe(measure, force, period, asked.source)
    why = own.missing or "fewer than four forces have a figure, and a rank among so few says little"
    raise NotThereError(
        f"{measure.title} cannot be compared between forces for {period.name}: {why}.",
        (
            ("The measures that forces can be compared on", "/compare/"),
            (measure.title, f"/measures/{measure.id}/?{asked.query()}"),
        ),
    )


def _rate_of(edition: Edition, measure: Measure) -> Measure | None:
    known = f"{measure.id}_rate" in edition.catalogue
    return edition.catalogue.measure(f"{measure.id}_rate") if known else None


def _findings(
    context: Context, found: AmongForces, forces: Sequence[ForceRow], asked: Asked
) -> list[Spans]:
    """What the page says in words: this force's place, its quarter, and how many rose."""
    own = next((f for f in forces if f.row.area == found.force), None)
    says: list[Spans] = []
    if own is not None and own.row.rank is not None:
        says.append(_place(context, found, own))
        if proportionate(found.measure):
            says.append((Span(_quarter(found, own.row)),))
    compared = [f for f in forces if f.change.comparable and not f.change.incomplete]
    if compared:
        rose = sum(f.change.direction == "increase" for f in compared)
        fell = sum(f.change.direction == "decrease" for f in compared)
        same = len(compared) - rose - fell
        text = f"{_forces(rose)} rose and {fell} fell" + (
            f"; {same} did not change" if same else ""
        )
        against = asked.against.title.replace("period", _length(found)) if forces else ""
        says.append((Span(f"{text}, set against {against}."),))
    return says


def _length(found: AmongForces) -> str:
    return "period" if len(found.period) != 12 else "12 months"


def _forces(count: int) -> str:
    return f"{count} force{'' if count == 1 else 's'}"


def _place(context: Context, found: AmongForces, own: ForceRow) -> Spans:
    row, measure = own.row, found.measure
    name = context.name(found.force)
    order = {Better.UP: "the highest, which is best", Better.DOWN: "the lowest, which is best"}
    one = order.get(measure.better, "the highest")
    text = f" in {found.period.name}: {ordinal(row.rank or 0)} of {found.comparison.ranked} forces"
    text += f" (1st is {one})."
    before = row.rank_before
    if before is not None:
        text += f" It was {ordinal(before)} in {found.earlier.name}."
    level = [
        context.name(r.area)
        for r in found.comparison.rows
        if r.rank == row.rank and r.area != found.force
    ]
    if level:
        text += f" It shares that rank with {', '.join(level)}."
    return (Span(f"{name}: "), context.book.span(measure, own.current), Span(text))


def _quarter(found: AmongForces, row: PeerRow) -> str:
    quarter = found.comparison.ranked // 4
    if row.standing:
        end = row.standing.removeprefix("among ")
        return f"It is {row.standing}: one of the {quarter} forces with {end} figures."
    return f"It is neither among the {quarter} highest nor among the {quarter} lowest."


def _remarks(context: Context, found: AmongForces, force: str | None, asked: Asked) -> list[Remark]:
    remarks = []
    if force is None:
        name = context.name(found.force)
        remarks.append(
            Remark("note", f"{name} is not one of the 43 territorial forces, so it has no rank.")
        )
    elif force != asked.area:
        remarks.append(
            Remark(
                "note",
                f"{context.name(asked.area)} lies in {context.name(force)}, which is marked.",
            )
        )
    if found.late:
        remarks.append(Remark("late", found.late))
    elif found.period.last < asked.to:
        remarks.append(
            Remark("late", f"{found.measure.title} was counted to {found.period.last.name}.")
        )
    if len(found.period) != len(asked.window.ending(asked.to)):
        remarks.append(Remark("note", f"These figures are published for {found.period.name}."))
    lacking = [context.name(c) for c, o in found.current.items() if o.value is None]
    if lacking:
        remarks.append(
            Remark("missing", f"{_forces(len(lacking))} without a figure for {found.period.name}, "
                   f"so without a rank: {', '.join(lacking)}.")
        )  # fmt: skip
    return remarks
