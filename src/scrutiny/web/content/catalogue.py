"""The catalogue page: every measure, by the priority it reports under, to search and to filter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from scrutiny.catalogue.model import Better, Measure
from scrutiny.measures.read import Reader
from scrutiny.periods import Month
from scrutiny.reports.model import Cell, Column, Row, Table
from scrutiny.web.asked import Asked, Link, WrongAddressError
from scrutiny.web.content.content import Content
from scrutiny.web.edition import Edition

BETTER = {
    Better.UP: "Higher is better",
    Better.DOWN: "Lower is better",
    Better.NEITHER: "Neither direction is better by itself",
}
UNITS = {"gbp_million": "£ million", "fte": "full-time equivalents"}
WITH = "yes"


@dataclass(frozen=True, slots=True)
class Listed:
    """A measure as the catalogue lists it; `last` is the last month that the area has it for."""

    measure: Measure
    unit: str
    source: str
    better: str
    last: Month | None


@dataclass(frozen=True, slots=True)
class Filter:
    """A list to choose one from; the empty choice is all of them."""

    name: str
    label: str
    options: tuple[Link, ...]  # what each says, and its value
    chosen: str


@dataclass(frozen=True, kw_only=True)
class CatalogueContent(Content):
    groups: tuple[tuple[str, tuple[Listed, ...]], ...]
    filters: tuple[Filter, ...]
    area_name: str
    found: int
    total: int


def catalogue_page(
    edition: Edition,
    asked: Asked,
    q: str = "",
    priority: str = "",
    given_by: str = "",
    unit: str = "",
    figures: str = "",
) -> CatalogueContent:
    """The measures whose title, reason or id holds every word of `q`, and that the filters keep.

    `given_by` keeps the measures that a source may give, first or besides another; `figures=yes`
    those that the area has. A `WrongAddressError` for a filter that is none of those offered.
    """
    filters = _filters(edition, priority, given_by, unit)
    if figures not in ("", WITH):
        raise WrongAddressError(f"figures is {WITH}, or left out (got {figures!r}).")
    words = q.lower().split()

    def kept(m: Measure) -> bool:
        named = f"{m.title} {m.why} {m.id}".lower()
        return (
            all(word in named for word in words)
            and (not given_by or given_by in m.sources)
            and (not unit or unit == m.unit)
        )

    groups = []
    for each in edition.catalogue.priorities:
        if priority in ("", each.id):
            measures = [m for m in edition.catalogue.for_priority(each.id) if kept(m)]
            listed = [_listed(edition, m, asked.area) for m in measures]
            listed = [x for x in listed if x.last or not figures]
            if listed:
                groups.append((each.title, tuple(listed)))
    name = edition.areas.get(asked.area).name
    return CatalogueContent(
        title="Catalogue of measures",
        description="Every measure of police performance here, with what it means and its source.",
        asked=asked,
        tables=(_table(groups, name),),
        groups=tuple(groups),
        filters=filters,
        area_name=name,
        found=sum(len(listed) for _, listed in groups),
        total=len(edition.catalogue.measures),
    )


def _filters(edition: Edition, priority: str, given_by: str, unit: str) -> tuple[Filter, ...]:
    catalogue = edition.catalogue
    used = {id for m in catalogue.measures for id in m.sources}
    titles = [(s.title, s.id) for s in catalogue.sources.values() if s.id in used]
    units = [(_unit(unit), unit) for unit in {m.unit for m in catalogue.measures}]
    offered = (
        ("priority", "Priority", ((p.title, p.id) for p in catalogue.priorities), priority),
        ("given_by", "Source", sorted(titles), given_by),
        ("unit", "Unit", sorted(units), unit),
    )
    return tuple(_filter(*each) for each in offered)


def _filter(name: str, label: str, options: Iterable[Link], chosen: str) -> Filter:
    made = Filter(name, label, tuple(options), chosen)
    known = [value for _, value in made.options]
    if chosen and chosen not in known:
        raise WrongAddressError(f"{name} is one of {', '.join(known)} (got {chosen!r}).")
    return made


def _listed(edition: Edition, m: Measure, area: str) -> Listed:
    known = edition.catalogue.sources.get(m.source)
    return Listed(
        m,
        _unit(m.unit),
        known.title if known else m.source,
        BETTER[m.better],
        _last(edition.reader, m, area),
    )


def _last(reader: Reader, m: Measure, area: str) -> Month | None:
    """The last month of the measure in the area, whoever gives it; none after it ended."""
    latest: Callable[[Measure, str, str], Month | None] = reader.coverage.latest
    ends = [end for s in reader.sources(m) if (end := latest(m, area, s)) is not None]
    last = max(ends, default=None)
    return min(last, m.ends) if last and m.ends else last


def _unit(unit: str) -> str:
    return UNITS.get(unit, unit)


def _table(groups: Iterable[tuple[str, tuple[Listed, ...]]], area: str) -> Table:
    columns = (
        Column("Measure", "left", width=1.6),
        Column("Id", "left"),
        Column("Unit", "left"),
        Column("Better", "left"),
        Column("Why it matters", "left", width=2.4),
        Column("Source", "left"),
        Column(f"Figures for {area} to", "left"),
    )
    rows: list[Row] = []
    for title, listed in groups:
        rows.append(Row((Cell(title),), group=True))
        for x in listed:
            m, last = x.measure, x.last
            texts = [Cell(t) for t in (m.title, m.id, x.unit, x.better, m.why, x.source)]
            end = Cell(last.name) if last else Cell("no figures", tone="missing")
            rows.append(Row((*texts, end)))
    return Table("measures", 0, "Measures", columns, tuple(rows), (), "Measures")
