"""The outcomes page: what became of recorded crimes, beside England and Wales."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from scrutiny.analysis.rounding import format_number
from scrutiny.periods import Period
from scrutiny.reports import drawn
from scrutiny.reports.context import Context
from scrutiny.reports.model import Chart, Span, Spans, Table
from scrutiny.reports.template import BlockSpec
from scrutiny.web.asked import Asked, Link, WrongAddressError
from scrutiny.web.content.content import Content
from scrutiny.web.content.outcome_counts import (
    ANSWERED,
    WHOLE,
    Outcomes,
    groups_of,
    offence_groups,
    outcomes_of,
)
from scrutiny.web.content.outcome_tables import (
    NATION,
    charged_table,
    groups_chart,
    outcomes_table,
    quarters_table,
)
from scrutiny.web.content.remarks import Remark
from scrutiny.web.content.whole_period import check_area, whole_period
from scrutiny.web.edition import Edition

EVERY_CRIME = "all crimes"


@dataclass(frozen=True, kw_only=True)
class OutcomesContent(Content):
    """`groups` are the choices of offences, by their words in an address (empty for all crimes).

    `what` is the chosen one in words. `period` is None where there are no figures; `remarks` then
    say why.
    """

    name: str
    period: Period | None
    remarks: tuple[Remark, ...]
    what: str = EVERY_CRIME
    group: str = ""
    groups: tuple[Link, ...] = ()
    findings: tuple[Spans, ...] = ()


def outcomes_page(edition: Edition, asked: Asked, group: str = "") -> OutcomesContent:
    """Outcomes of a force, or an area made of forces, for all crimes or one group of offences.

    A `NotThereError` for an area inside a force; a `WrongAddressError` for an unknown group.
    """
    check_area(edition, asked, "Outcomes of crimes", "/outcomes/")
    reader = edition.as_at(asked.as_at)
    name = edition.areas.get(asked.area).name
    period, remark = whole_period(reader, edition.catalogue.measure(WHOLE), asked)
    title, description = f"Outcomes of crimes: {name}", f"What became of crimes recorded in {name}."
    if period is None:
        return OutcomesContent(
            title=title, description=description, asked=asked,
            name=name, period=None, remarks=(remark,), group=group,
        )  # fmt: skip
    known = offence_groups(reader, asked.area, period)
    if group and group not in known:
        raise WrongAddressError(f"group is one of {', '.join(known)} (got {group!r}).")
    context = Context(reader, asked.area, period.last)
    what = known[group].lower() if group else EVERY_CRIME
    own = outcomes_of(reader, asked.area, period, known.get(group))
    assert own is not None  # the period was chosen because the area has it
    other = outcomes_of(reader, NATION, period, known.get(group)) if asked.area != NATION else None
    tables: list[Table | None] = [outcomes_table(context, asked, own, other, period, what)]
    charts: list[Chart | None] = [groups_chart(context, asked, own, other, period, what)]
    if not group:
        tables += [
            quarters_table(context, period),
            charged_table(context, period, other is not None),
        ]
        charts += _control_chart(context)
    return OutcomesContent(
        title=title,
        description=description,
        asked=asked,
        tables=tuple(table for table in tables if table is not None),
        charts=tuple(chart for chart in charts if chart is not None),
        traces=context.book.traces,
        sources=context.book.sources,
        name=name,
        period=period,
        remarks=tuple(_remarks(context, remark, own, other, period)),
        what=what,
        group=group,
        groups=(("All crimes", ""), *((text, key) for key, text in known.items())),
        findings=tuple(_findings(own, other, dict(groups_of(reader)))),
    )


def _remarks(
    context: Context, remark: Remark, own: Outcomes, other: Outcomes | None, period: Period
) -> list[Remark]:
    remarks = [] if remark.kind == "note" else [remark]
    if own.whole.status == "provisional":
        share = format_number(own.share(0) or 0.0, 1)
        remarks.append(
            Remark(
                "caveat",
                "These figures are provisional. They were published within six months of the end "
                f"of {period.name}, and {share}% of the crimes had no outcome yet: the shares of "
                "the other outcomes will change as investigations end.",
            )
        )
    if other is None and context.area != NATION:
        why = context.reader.observe(WHOLE, NATION, period).missing or "nothing is loaded"
        remarks.append(Remark("missing", f"No figures for England and Wales: {why}."))
    return remarks


def _findings(
    own: Outcomes, other: Outcomes | None, groups: Mapping[str, tuple[int, ...]]
) -> list[Spans]:
    """In words: how many crimes were answered for, and how many had no suspect or no outcome."""
    if not own.total:
        return []
    says = (
        ("had a positive outcome: an offender was charged, cautioned or otherwise answered for it",
         groups[ANSWERED]),
        ("ended with no suspect identified", groups["No suspect identified"]),
        ("ended because of evidential difficulties", groups["Evidential difficulties"]),
        ("had no outcome yet", groups["Not yet assigned an outcome"]),
    )  # fmt: skip
    found: list[Spans] = []
    for text, types in says:
        words = f" {text}"
        theirs = other.share(*types) if other else None
        if theirs is not None:
            words += f"; {format_number(theirs, 1)}% in England and Wales"
        found.append(
            (Span(f"{format_number(own.share(*types) or 0.0, 1)}%", strong=True), Span(f"{words}."))
        )
    return found


def _control_chart(context: Context) -> list[Chart]:
    spec = BlockSpec("control-chart", measure="positive_outcome_rate")
    return [
        replace(each, id="control", data=replace(each.data, id="control-numbers"))
        for each in drawn.control_chart(context, spec)
        if isinstance(each, Chart) and each.data is not None
    ]
