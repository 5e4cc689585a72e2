"""The home page of a force and quarter: exceptions first, then every measure by priority."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scrutiny.analysis.rounding import format_number, format_value
from scrutiny.analysis.wording import as_sentence
from scrutiny.comparison.compare import Comparison
from scrutiny.comparison.scorecard import Scorecard, ScoreRow, scorecard_of
from scrutiny.periods import Against
from scrutiny.reports.context import Context
from scrutiny.reports.model import Cell, Column, Row, Span, Spans, Table
from scrutiny.web.asked import Asked
from scrutiny.web.content.content import Content
from scrutiny.web.content.score import ASSURANCE, VARIATION, Part, Sign, compared, parts_of
from scrutiny.web.content.stands_out import Group, exceptions_table, groups_of
from scrutiny.web.edition import Edition

LEADS = "all_crime"  # the measure that the summary begins with
NOT_COMPARABLE = "Not comparable: "  # how a change's caveat about a break begins
_EARLIER = {
    Against.YEAR: "a year earlier",
    Against.PERIOD: "in the period before",
    Against.THREE_YEARS: "on average in the three years before",
}


@dataclass(frozen=True, slots=True)
class Remark:
    """What holds for several measures; `state` says how it looks."""

    state: str  # late or caveat
    head: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class HomeContent(Content):
    name: str
    inside: str  # the area that was asked for, where it is a part of the force; else empty
    inside_href: str
    summary: Spans
    groups: tuple[Group, ...]
    remarks: tuple[Remark, ...]
    parts: tuple[Part, ...]
    variation: tuple[Sign, ...] = tuple(VARIATION.values())
    assurance: tuple[Sign, ...] = tuple(ASSURANCE.values())


def home_page(edition: Edition, asked: Asked) -> HomeContent:
    """How a force is doing. For a place within a force, how that force is doing."""
    areas = edition.areas
    force = areas.force_of(asked.area) or asked.area
    inside = "" if force == asked.area else areas.get(asked.area).name
    here = replace(asked, area=force)
    name = areas.get(force).name
    reader = edition.as_at(asked.as_at)
    card = scorecard_of(reader, force, asked.to)
    context = Context(reader, force, asked.to)
    groups = groups_of(context, here, card.exceptions)
    parts = parts_of(context, here, card.sections)
    rows = [(row, compared(context, here, row)) for row in card.rows]
    tables = [exceptions_table(context, card.exceptions)] if card.exceptions else []
    tables += [topic.table for part in parts for topic in part.topics]
    tables += [_absent_table(parts)] if any(part.absent for part in parts) else []
    summary = _summary(context, here, card, parts, rows)
    return HomeContent(
        title=f"{name}: how {_whose(areas.get(force).kind)} doing",
        description=f"What stands out in {name}'s figures to {asked.to.name}, and every measure "
        "by priority.",
        asked=here,
        tables=tuple(tables),
        traces=context.book.traces,
        sources=context.book.sources,
        name=name,
        inside=inside,
        inside_href=f"/areas/{asked.area}/",
        summary=summary,
        groups=groups,
        remarks=tuple(_remarks(rows)),
        parts=parts,
    )


def _whose(kind: str) -> str:
    return "the force is" if kind in ("force", "body") else "its forces are"


def _summary(
    context: Context,
    asked: Asked,
    card: Scorecard,
    parts: Sequence[Part],
    rows: Sequence[tuple[ScoreRow, Comparison]],
) -> Spans:
    """The page in a paragraph: crime and its change, the signals, and what is not there."""
    said: list[Span] = []
    name = context.name(card.area)
    lead = next((c for row, c in rows if row.measure.id == LEADS), None)
    if lead is not None and lead.current.value is not None:
        said += _crime(context, asked, name, lead)
        said += _rate(context, card)
    else:
        why = lead.current.missing if lead is not None else "no source has given one"
        period = lead.current.period.name if lead is not None else f"the year to {asked.to.name}"
        text = f"There is no figure of {name}'s recorded crime for {period}: {why}"
        said.append(Span(f"{text.rstrip('.')}. "))
    lines = [line for part in parts for line in part.lines]
    found = Counter(line.variation for line in lines)
    if lines:
        worse, better, unusual = (found[VARIATION[k]] for k in ("concerning", "improving",
                                                               "unusual"))  # fmt: skip
        said.append(
            Span(
                f"Of {_measures(len(lines))} with a figure, {worse or 'none'} "
                f"{'is' if worse == 1 else 'are'} worse than usual, {better or 'none'} better than "
                f"usual, and {unusual or 'none'} unusual where neither direction is better. "
            )
        )
    lacking = sum(part.lacking for part in parts)
    if lacking:
        has = "has" if lacking == 1 else "have"
        said.append(Span(f"{_measures(lacking)} {has} no figure for this period."))
    return tuple(said)


def _measures(count: int) -> str:
    return f"{count} measure{'' if count == 1 else 's'}"


def _crime(context: Context, asked: Asked, name: str, c: Comparison) -> list[Span]:
    """`Lancashire recorded 133,051 crimes in January to December 2025, 3% fewer than a year
    earlier.`"""
    change = c.change
    said = [
        Span(f"{name} recorded "),
        replace(context.book.span(c.measure, c.current), strong=True),
        Span(f" crimes in {c.current.period.name}"),
    ]
    earlier = _EARLIER[asked.against]
    if change.incomplete or change.percent is None:
        tail = f". There is no figure to compare it with {earlier}. "
    elif not change.comparable:
        why = next(each for each in change.caveats if each.startswith(NOT_COMPARABLE))
        why = as_sentence(why.removeprefix(NOT_COMPARABLE))
        tail = f". That cannot be compared with the figure {earlier}. {why} "
    else:
        size = format_number(abs(change.percent), 0)
        more = "more" if change.percent > 0 else "fewer"
        told = "about as many as" if size == "0" else f"{size}% {more} than"
        tail = f", {told} {earlier}. "
    return [*said, Span(tail)]


def _rate(context: Context, card: Scorecard) -> list[Span]:
    row = next((row for row in card.rows if row.measure.id == f"{LEADS}_rate"), None)
    if row is None or row.missing is not None:
        return []
    current = row.comparison.current
    assert current.value is not None
    text = format_value(current.value, row.measure.unit, row.measure.decimals)
    said = [Span("That is "), Span(text, trace=context.book.trace(current))]
    rank = row.among_similar
    if rank is None:
        return [*said, Span(". ")]
    place = f", number {rank.place} of {rank.of} similar forces, where number 1 is the lowest. "
    return [*said, Span(place)]


def _remarks(rows: Sequence[tuple[ScoreRow, Comparison]]) -> list[Remark]:
    late = Counter(row.late for row, _ in rows if row.late is not None)
    broken: Counter[str] = Counter()
    count = 0
    for row, c in rows:
        if row.missing is None and not c.change.comparable:
            count += 1
            why = [each for each in c.change.caveats if each.startswith(NOT_COMPARABLE)]
            broken.update(as_sentence(each.removeprefix(NOT_COMPARABLE)) for each in why)
    remarks = []
    if late:
        head = f"Late: {_measures(late.total())}"
        remarks.append(Remark("late", head, _counted(late)))
    if broken:
        head = f"Not comparable with the earlier period: {_measures(count)}"
        remarks.append(Remark("caveat", head, _counted(broken)))
    return remarks


def _counted(reasons: Counter[str]) -> tuple[str, ...]:
    """Each reason with how many measures it holds for, which the head says where there is one."""
    if len(reasons) == 1:
        return tuple(reasons)
    return tuple(f"{why} ({_measures(count)})" for why, count in reasons.most_common())


def _absent_table(parts: Sequence[Part]) -> Table:
    columns = (
        Column("Measure", "left", width=2.0),
        Column("Priority", "left", width=1.6),
        Column("Why there is no figure", "left", width=3.0),
    )
    rows = tuple(
        Row((Cell(title), Cell(part.title), Cell(f"{each.why}.", tone="missing")))
        for part in parts
        for each in part.absent
        for title, _ in each.measures
    )
    return Table("no-figures", 0, "Measures without a figure", columns, rows, sheet="No figures")
