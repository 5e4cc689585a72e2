"""The page of one area: what is different in it, where, and how it has been."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scrutiny.areas import Area
from scrutiny.areas.editions import lsoas_of_one_edition
from scrutiny.measures.disclosure import SMALL_AREA_KINDS
from scrutiny.measures.read import Reader
from scrutiny.periods import Period, Window
from scrutiny.reports import drawn
from scrutiny.reports.context import Context
from scrutiny.reports.model import Chart, Spans, Table
from scrutiny.reports.template import BlockSpec
from scrutiny.web.asked import Asked
from scrutiny.web.content import area_figures, area_maps, here
from scrutiny.web.content.content import Content
from scrutiny.web.content.places import KINDS, Parts, above, parts
from scrutiny.web.content.remarks import Remark
from scrutiny.web.edition import Edition

MOST_CHARTS, FEWEST_CHARTS = 4, 2
MOST_MONTHS = 84  # of a chart: more would not be told apart
NO_POPULATION = (
    "No estimate of population is loaded for this place, so its counts are not set against those "
    "of places with more or fewer people."
)
NO_PAST = (
    "Some small areas (LSOAs) here were redrawn in 2021, and earlier crimes cannot all be counted "
    "towards this place, so it is not set against its own past."
)


@dataclass(frozen=True, kw_only=True)
class AreaContent(Content):
    area: Area
    kind: str
    above: tuple[Area, ...]
    parts: tuple[Parts, ...]
    against_others: tuple[Spans, ...]
    against_past: tuple[Spans, ...]
    beside: str  # what the area was set against, in words; empty where it was not
    remarks: tuple[Remark, ...]

    @property
    def mapped(self) -> bool:
        return any(chart.id.startswith("map-") for chart in self.charts)


def area_page(edition: Edition, asked: Asked) -> AreaContent:
    """What is different in an area; for areas made of forces, their rates of recorded crime."""
    areas, code = edition.areas, asked.area
    reader = edition.as_at(asked.as_at)
    context = Context(reader, code, asked.to)
    area = areas.get(code)
    kind = KINDS[area.kind][0]
    made = _Made()
    if area.kind in SMALL_AREA_KINDS:
        _small_area(context, asked, made)
    else:
        made.tables += area_figures.rates_table(context, asked)
        made.charts += area_maps.forces_in(context, asked)
    supplied = area_figures.supplied_table(context)
    made.tables += supplied
    if any(here.is_suppressed(o, m) for m, o in area_figures.supplied(reader, code, asked.to)):
        made.remarks.append(
            Remark("suppressed", "Small counts of people are not shown, so that nobody can be told "
                   "from them; nor are the counts that would give them away.")
        )  # fmt: skip
    return AreaContent(
        title=f"{area.name}: {kind}",
        description=f"What stands out in {area.name}, where, and how it has changed.",
        asked=asked,
        tables=tuple(made.tables),
        charts=tuple(made.charts),
        traces=context.book.traces,
        sources=context.book.sources,
        area=area,
        kind=kind,
        above=above(areas, code, asked.to),
        parts=parts(areas, code, asked.to),
        against_others=tuple(made.others),
        against_past=tuple(made.past),
        beside=made.beside,
        remarks=tuple(made.remarks),
    )


class _Made:
    """What a page is put together from."""

    def __init__(self) -> None:
        self.tables: list[Table] = []
        self.charts: list[Chart] = []
        self.others: list[Spans] = []
        self.past: list[Spans] = []
        self.remarks: list[Remark] = []
        self.beside = ""


def _small_area(context: Context, asked: Asked, made: _Made) -> None:
    reader, code = context.reader, asked.area
    period = here.period_of(reader, code, asked.to)
    if period is None:
        why = reader.observe(here.TOTAL, code, Window.YEAR.ending(asked.to)).missing or ""
        made.remarks.append(Remark("missing", f"No crimes by place to {asked.to.name}: {why}."))
        return
    if not here.is_counted(reader, code, period):
        made.remarks.append(Remark("missing", _other_edition(reader, code)))
        return
    past = here.has_whole_past(reader, code)
    among = here.beside(reader, code, period)
    each = [
        here.standing(reader, measure, source, among, past)
        for measure, source in here.small_area_measures(reader.catalogue)
    ]
    found = [s for s in each if s.count.value is not None]
    made.others += [s for f in found if (s := here.against_others(context, f, among))]
    made.past += [s for f in found if (s := here.against_past(context, f))]
    made.beside = f"{len(among.codes)} {among.kind} of {context.name(among.within)}"
    made.remarks += _remarks(context, among, period, asked, past)
    made.charts += area_maps.small_area_maps(context, among)
    for standing in _to_draw(found):
        made.charts += _control_chart(context, standing)
    made.tables.append(area_figures.standings_table(context, found, among))


def _other_edition(reader: Reader, code: str) -> str:
    edition = lsoas_of_one_edition()[code]
    return (
        f"{reader.areas.get(code).name} is a small area of the {edition} census, which the other "
        "edition does not have. The records of this period use the other edition, so nothing is "
        "counted here. Its ward or district has the crimes."
    )


def _remarks(
    context: Context, among: here.Beside, period: Period, asked: Asked, past: bool
) -> list[Remark]:
    remarks = []
    if len(period) < len(Window.YEAR.ending(asked.to)):
        year = context.reader.observe(here.TOTAL, among.area, Window.YEAR.ending(asked.to))
        remarks.append(
            Remark(
                "missing",
                f"Figures are for {period.name} only. The whole year: {year.missing}.",
            )
        )
    if among.area not in among.people:
        remarks.append(Remark("note", NO_POPULATION))
    if not past:
        remarks.append(Remark("caveat", NO_PAST))
    return remarks


def _to_draw(found: list[here.Standing]) -> list[here.Standing]:
    """All crimes, then what signals; where little does, what is most."""
    drawable = sorted(
        (s for s in found if s.chart is not None),
        key=lambda s: (s.measure.id != here.TOTAL, not _signals(s), -(s.count.value or 0.0)),
    )
    signals = sum(_signals(s) or s.measure.id == here.TOTAL for s in drawable)
    return drawable[: min(MOST_CHARTS, max(FEWEST_CHARTS, signals))]


def _signals(standing: here.Standing) -> bool:
    return standing.chart is not None and standing.chart.variation in here.SIGNALS


def _control_chart(context: Context, standing: here.Standing) -> list[Chart]:
    months = len(standing.chart.points) if standing.chart else 0
    spec = BlockSpec(
        "control-chart", measure=standing.measure.id, source=standing.source,
        since=min(months, MOST_MONTHS),
    )  # fmt: skip
    made = drawn.control_chart(context, spec)
    return [replace(c, id=f"control-{spec.measure}") for c in made if isinstance(c, Chart)]
