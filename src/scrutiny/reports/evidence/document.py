"""The evidence pack of a force as a document, for every format of a report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from scrutiny.errors import ScrutinyError
from scrutiny.measures.read import Reader
from scrutiny.periods import Month, Period
from scrutiny.reports.context import Context
from scrutiny.reports.evidence.annex import about_the_data, not_made
from scrutiny.reports.evidence.by_force import by_force, change_by_force
from scrutiny.reports.evidence.definition import Definition, Figure, Form, Part, packaged
from scrutiny.reports.evidence.figures import item_of, over_years, rates
from scrutiny.reports.evidence.numbers import force_in_numbers
from scrutiny.reports.evidence.pack import Pack
from scrutiny.reports.evidence.reconciliation import beside_the_report
from scrutiny.reports.model import Block, Callout, Chart, Document, Section, Span

_FORMS: dict[Form, Callable[[Pack, Figure], list[Block]]] = {
    Form.OVER_YEARS: over_years,
    Form.RATES: rates,
    Form.CHANGE_BY_FORCE: change_by_force,
    Form.BY_FORCE: by_force,
}
BY_FORCE = (Form.CHANGE_BY_FORCE, Form.BY_FORCE)


def evidence_document(reader: Reader, area: str, to: Month) -> Document:
    """The pack of a force for the 12 months that end with `to`, from what the reader's date has.

    What cannot be made of the loaded data is named in the pack, with what is missing. Raises
    `ScrutinyError` for an area that is not one of the 43 forces.
    """
    place = reader.areas.get(area)
    if place.kind != "force":
        raise ScrutinyError(f"an evidence pack is for a police force; {place.name} is not one")
    reader.read_all_forces()
    definition = packaged()
    pack = Pack(Context(reader, area, to))
    sections = [force_in_numbers(pack, definition)]
    last = str(len(definition.parts) + 2)
    sections += [
        _section(pack, part, str(n), last) for n, part in enumerate(definition.parts, start=2)
    ]
    sections.append(not_made(pack, last))
    beside = beside_the_report(pack)
    annexes = [] if beside is None else [beside]
    annexes.append(about_the_data(pack, "About the data"))
    sections += [
        replace(annex, title=f"Annex {chr(ord('A') + n)}: {annex.title}", page_break=True)
        for n, annex in enumerate(annexes)
    ]
    return _document(pack, definition, tuple(sections))


def _section(pack: Pack, part: Part, number: str, gaps: str) -> Section:
    made: list[Block | Section] = []
    lacking: list[int] = []
    for figure in part.figures:
        blocks = _FORMS[figure.form](pack, figure)
        if blocks:
            id = f"figure-{figure.number}-of-the-pack"
            # The bars of every force fill a page: their heading goes with them.
            own_page = bool(made) and figure.form in BY_FORCE and isinstance(blocks[-1], Chart)
            made.append(Section(id, "", item_of(figure), tuple(blocks), page_break=own_page))
        else:
            lacking.append(figure.number)
    if lacking:
        words = f"{_figures(lacking)} could not be made. Section {gaps} says what is missing."
        made.append(Callout("missing", (Span(words),)))
    return Section(part.id, number, part.title, tuple(made))


def _figures(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"Figure {numbers[0]}"
    return f"Figures {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


def _document(pack: Pack, definition: Definition, sections: tuple[Section, ...]) -> Document:
    context = pack.context
    force, to = context.name(pack.area), context.to
    releases = [s.released for s in context.book.sources if s.released]
    latest = max(releases) if releases else None
    period = Period.ending(to, 12)
    return Document(
        id=f"{'-'.join(force.lower().replace('&', 'and').split())}-evidence-{to}",
        title=f"{force}: {definition.title.lower()} to {to.name}",
        subtitle="What the loaded data say of the effectiveness of the force",
        organisation=f"{force} police force",
        to="Inspection",
        period=period.name,
        issued=latest or to.last_day,
        language="en-GB",
        description=(
            f"Figures of {force} beside England and Wales and every other force for "
            f"{period.name}, after {definition.basis}."
        ),
        keywords=("police effectiveness", "inspection", "recorded crime", force, str(to)),
        sections=sections,
        traces=context.book.traces,
        sources=context.book.sources,
        facts=(
            ("Force", force),
            ("Period", f"12 months to {to.name}, unless a figure says another"),
            ("Follows", definition.basis[:1].upper() + definition.basis[1:]),
            *((("Latest figures released", f"{latest:%-d %B %Y}"),) if latest else ()),
        ),
    )
