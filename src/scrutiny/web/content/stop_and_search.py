"""The stop and search page: who was searched, for what, under which power, and with what result."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scrutiny.comparison.compare import compare
from scrutiny.periods import Period, Window
from scrutiny.reports import drawn
from scrutiny.reports.book import notes_of
from scrutiny.reports.context import Context
from scrutiny.reports.model import Cell, Chart, Column, Row, Span, Spans, Table
from scrutiny.reports.tables import Entries, entry
from scrutiny.reports.template import BlockSpec
from scrutiny.web.asked import Asked
from scrutiny.web.content import search_ethnicity as ethnicity
from scrutiny.web.content.content import Content
from scrutiny.web.content.remarks import Remark
from scrutiny.web.content.search_faults import faults_table, operations
from scrutiny.web.content.search_residents import against_residents
from scrutiny.web.content.search_tables import ALL, Searched, Searches, breakdown, outcomes_table
from scrutiny.web.content.whole_period import check_area, whole_period
from scrutiny.web.edition import Edition

SUMMARY = (
    "stop_and_search",
    "stop_and_search_rate",
    "stop_and_search_with_positive_outcome",
    "stop_and_search_positive_outcome",
    "stop_and_search_drugs",
    "stop_and_search_weapons",
    "stop_and_search_theft",
    "stop_and_search_other_object",
)
BY_OBJECT = "stop_and_search_drugs"  # a measure that counts by object: its caveats hold for all
# The age ranges of the published files, in their order.
_AGES = ("under 10", "10-17", "18-24", "25-34", "over 34")
OFFICER, SELF = "as the officer saw it", "as the person said"
_WINDOW = {12: Window.YEAR, 3: Window.QUARTER, 1: Window.MONTH}


@dataclass(frozen=True, kw_only=True)
class StopAndSearchContent(Content):
    """`period` is None where there are no figures; `remarks` then say why."""

    name: str
    period: Period | None
    remarks: tuple[Remark, ...]
    findings: tuple[Spans, ...] = ()


def stop_and_search_page(edition: Edition, asked: Asked) -> StopAndSearchContent:
    """Searches of a force, or an area made of forces; a `NotThereError` for one inside a force."""
    check_area(edition, asked, "Stop and search", "/stop-and-search/")
    reader = edition.as_at(asked.as_at)
    name = edition.areas.get(asked.area).name
    period, remark = whole_period(reader, edition.catalogue.measure(ALL), asked)
    title = f"Stop and search: {name}"
    description = f"Who was stopped and searched in {name}, for what, and with what result."
    if period is None:
        return StopAndSearchContent(
            title=title, description=description, asked=asked,
            name=name, period=None, remarks=(remark,),
        )  # fmt: skip
    context = Context(reader, asked.area, period.last)
    searches = Searches(reader, asked, period)
    seen = searches.by("officer_defined_ethnicity", ethnicity.officer_defined)
    said = searches.by("self_defined_ethnicity", ethnicity.self_defined)
    officer = ethnicity.ethnicity_table(context, searches, seen, OFFICER)
    against = against_residents(context, searches, seen)
    faults = faults_table(context, searches)
    tables = (
        _summary(context, period),
        breakdown(
            context,
            searches,
            searches.by("object_of_search"),
            "Object",
            "by-object",
            [(Span(caveat),) for caveat in context.measure(BY_OBJECT).caveats],
        ),
        breakdown(context, searches, searches.by("legislation"), "Legislation", "by-legislation"),
        outcomes_table(context, searches),
        *against.tables,
        officer,
        ethnicity.ethnicity_table(context, searches, said, SELF),
        breakdown(context, searches, _by_age(searches), "Age", "by-age"),
        breakdown(context, searches, searches.by("gender"), "Gender", "by-gender"),
        *((faults,) if faults else ()),
    )
    ratios = ethnicity.ratios_chart(context, searches, seen, OFFICER, officer)
    return StopAndSearchContent(
        title=title,
        description=description,
        asked=asked,
        tables=tables,
        charts=(*_control_chart(context), *against.charts, *((ratios,) if ratios else ())),
        traces=context.book.traces,
        sources=context.book.sources,
        name=name,
        period=period,
        remarks=(*_worth_saying(remark), operations(searches)),
        findings=(
            *against.findings,
            ethnicity.finding(searches, seen, OFFICER),
            ethnicity.finding(searches, said, SELF),
        ),
    )


def _worth_saying(remark: Remark) -> tuple[Remark, ...]:
    """The remark about the period, unless it is the one that was asked for."""
    return () if remark.kind == "note" else (remark,)


def _by_age(searches: Searches) -> list[Searched]:
    """By age, the youngest first; what is not stated, or in no known range, last."""
    order = {age: place for place, age in enumerate(_AGES)}
    return sorted(searches.by("age_range"), key=lambda s: order.get(s.name, len(order)))


def _summary(context: Context, period: Period) -> Table:
    """The catalogue's measures of stop and search: their values, and their change on a year ago."""
    book = context.book
    rows: list[Row] = []
    entries: Entries = []
    for id in SUMMARY:
        measure = context.measure(id)
        found = compare(context.reader, measure, context.area, period.last, _WINDOW[len(period)])
        cells = (
            Cell(measure.title),
            book.value(measure, found.previous[0]),
            book.value(measure, found.current),
            book.change(measure, found.change, found.current),
        )
        rows.append(Row(cells, emphasis=id == ALL))
        entries.append(entry(found))
    columns = (
        Column("Measure", "left", width=2.2),
        Column(found.previous[0].period.short_name),
        Column(period.short_name),
        Column("Change", width=1.4),
    )
    title = f"Stop and search in {context.name(context.area)}, {period.name}"
    table = context.table(title, columns, rows, notes_of(book, entries), "Stop and search")
    return replace(table, id="summary")


def _control_chart(context: Context) -> list[Chart]:
    spec = BlockSpec("control-chart", measure=ALL)
    return [
        replace(each, id="control", data=replace(each.data, id="control-numbers"))
        for each in drawn.control_chart(context, spec)
        if isinstance(each, Chart) and each.data is not None
    ]
