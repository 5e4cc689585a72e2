"""What stands first on a measure's page: the value, how it has moved, and what to know of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from scrutiny.analysis.rounding import format_value, is_rate
from scrutiny.analysis.wording import as_sentence
from scrutiny.catalogue.model import Kind, Measure
from scrutiny.comparison.compare import Comparison
from scrutiny.comparison.forces import among_forces
from scrutiny.observation import Observation
from scrutiny.periods import Period, Window
from scrutiny.reports.book import tone_of
from scrutiny.reports.context import Context
from scrutiny.reports.model import Span, Spans, Tone
from scrutiny.web.asked import Asked, Link, window_of
from scrutiny.web.content.measure_about import rate_of

State = Literal["missing", "late", "suppressed", "caveat", "note"]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know of a figure before it is used; `state` says how it looks."""

    state: State
    head: str
    text: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Headline:
    """`value` is empty when there is none; `standing` are sentences on the change and the place."""

    value: str
    unit: str
    period: str
    change: Spans
    tone: Tone
    standing: tuple[str, ...]
    remarks: tuple[Remark, ...]
    text: str  # all of it in one sentence or two


def headline(context: Context, asked: Asked, found: Comparison) -> Headline:
    measure, current = found.measure, found.current
    remarks = tuple(_remarks(context, asked, found))
    if current.value is None:
        text = f"there is no figure for {current.period.name}."
        return Headline("", "", current.period.name, (), "missing", (), remarks, text)
    value, unit = value_and_unit(measure, current.value)
    change = _change(context, found)
    standing = [s for s in (_significance(found), _place(context, asked, found)) if s]
    said = f"{value} {unit}".strip()
    text = f"{said} in {current.period.name}"
    words = "".join(span.text for span in change)
    text += f": {words[:1].lower()}{words[1:]}." if words else "."
    tone = "plain" if found.change.incomplete else tone_of(measure, found.change)
    return Headline(value, unit, current.period.name, change, tone, tuple(standing), remarks, text)


def value_and_unit(measure: Measure, value: float) -> tuple[str, str]:
    """`133,051` and `offences`; `84.2` and `per 1,000 population`; `38.4%` and nothing."""
    text = format_value(value, measure.unit, measure.decimals)
    if measure.kind is Kind.COUNT or measure.unit in ("headcount", "people", "hours"):
        return text, "" if text.endswith(measure.unit) else measure.unit
    if is_rate(measure.unit):
        number, _, unit = text.partition(" ")
        return number, unit
    return text, ""


def _change(context: Context, found: Comparison) -> Spans:
    if found.change.incomplete or found.previous_value is None:
        return ()
    measure = found.measure
    before = format_value(found.previous_value, measure.unit, measure.decimals)
    periods = [o.period for o in found.previous]
    when = (
        periods[0].name
        if len(periods) == 1
        else f"the average of {periods[-1].name}, and the same {found.window.title} in the "
        f"{len(periods) - 1} years after"
    )
    trace = context.book.trace(found.previous[0])
    return (
        Span(f"{found.change.text[:1].upper()}{found.change.text[1:]}", strong=True),
        Span(f" from {'none' if before == '0' else ''}"),
        Span("" if before == "0" else before, trace=trace),
        Span(f" in {when}"),
    )


def _significance(found: Comparison) -> str:
    """Whether the change is more than chance would explain, and by which test."""
    change = found.change
    if change.incomplete or not change.comparable or change.direction == "no change":
        return ""
    if change.significant is None:
        return "No test can say whether this change is more than chance."
    more = "more than chance would explain" if change.significant else (
        "no more than chance would explain"
    )  # fmt: skip
    by = f" ({change.method})" if change.method else ""
    return f"The change is {more}{by}."


def _place(context: Context, asked: Asked, found: Comparison) -> str:
    """Where the force stands among all forces, on its rate where there is one."""
    reader, measure = context.reader, found.measure
    if reader.areas.get(asked.area).kind != "force":
        return ""
    rate = rate_of(measure, reader.catalogue, asked.source)
    ranked = (measure, asked.source) if rate is None else (rate, None)
    forces = among_forces(reader, ranked[0], asked.area, asked.to, asked.window, source=ranked[1])
    if forces is None or forces.row is None or forces.row.rank is None:
        return ""
    rank, _, moved = forces.row.rank_text.partition(", ")
    text = f"{rank} of {forces.comparison.ranked} forces{' on its rate' if rate else ''}"
    text += f" ({moved} on the year before)" if moved else ""
    if forces.row.standing:
        text += f", {forces.row.standing}"
    if forces.side:
        text += f"; {forces.side} what is usual among its most similar forces"
    late = f", {forces.period.name}" if forces.late else ""
    return f"{text}{late}. Rank {forces.comparison.order.split('. ')[0]}."


def _remarks(context: Context, asked: Asked, found: Comparison) -> Iterator[Remark]:
    if asked.as_at is not None:
        now = ("Show the latest figures", _address(found.measure, asked.query(as_at=None)))
        text = f"These are the figures as published by {asked.as_at:%-d %B %Y}."
        yield Remark("note", "Not the latest", text, (now,))
    change = found.change
    if found.current.value is None:
        yield _absent(context, asked, found.measure, found.current)
    elif change.incomplete:
        gap = next(o for o in found.previous if o.value is None)
        head = f"No change can be given: there is no figure for {gap.period.name}"
        yield Remark(_state(gap), head, as_sentence(gap.missing or ""))
    elif not change.comparable:
        why = [c for c in change.caveats if c.startswith(NOT_COMPARABLE)]
        text = " ".join(as_sentence(c.removeprefix(NOT_COMPARABLE)) for c in why)
        yield Remark("caveat", "The two periods cannot be compared", text)
    if found.current.status == "provisional":
        text = "The latest figures of this measure are not complete yet and will be revised."
        yield Remark("late", "Provisional", text)
    if change.cautious:
        text = f"A count is below {found.measure.small_number}, so read the change with caution."
        yield Remark("note", "Small numbers", text)


NOT_COMPARABLE = "Not comparable: "  # how a change's caveat about a break begins


def _state(o: Observation) -> State:
    return "suppressed" if (o.missing or "").startswith("not shown") else "missing"


def _absent(context: Context, asked: Asked, measure: Measure, o: Observation) -> Remark:
    """Why there is no figure, and where the nearest one is."""
    head = f"There is no figure for {o.period.name}"
    text = as_sentence(o.missing or "nothing is loaded")
    if _state(o) == "suppressed":
        return Remark("suppressed", "Not shown", text)
    links = tuple(_nearest(context, asked, measure))
    last = context.reader.coverage.latest(measure, asked.area, o.source)
    first = context.reader.coverage.earliest(measure, asked.area, o.source)
    if first is not None and first > o.period.first:
        text = f"{context.source_title(o.source)} has given figures from {first.name} on."
    if last is None or last >= o.period.last:
        return Remark("missing", head, text, links)
    lag = f"{measure.lag_months} month{'' if measure.lag_months == 1 else 's'}"
    text = (
        f"{context.source_title(o.source)} has given figures to {last.name}. They usually come "
        f"out {lag} after the period ends."
    )
    return Remark("late", f"{head} yet", text, links)


def _nearest(context: Context, asked: Asked, measure: Measure) -> Iterator[Link]:
    """From each source, the last figure up to the month asked for, or else the last of all."""
    for source in context.reader.sources(measure):
        found = _last(context, asked, measure, source)
        if found is None:
            continue
        window, period = found
        named = source if source != measure.source else None
        query = asked.query(to=period.last, window=window, source=named)
        yield f"{period.name}, from {context.source_title(source)}", _address(measure, query)


def _last(
    context: Context, asked: Asked, measure: Measure, source: str
) -> tuple[Window, Period] | None:
    reader, area = context.reader, asked.area
    supplied = reader.vintage.supplied.get((source, area, measure.id), {})
    known = [(p.last <= asked.to, p.last, len(p), w, p) for p in supplied if (w := window_of(p))]
    if known:
        *_, window, period = max(known, key=lambda each: each[:3])
        return window, period
    last = reader.coverage.latest(measure, area, source)
    if last is None:
        return None
    windows = dict.fromkeys((asked.window, Window.YEAR, Window.QUARTER, Window.MONTH))
    for window in windows:
        end = min(last, asked.to)
        end -= end.month % 3 if measure.grain == "quarter" or window is Window.QUARTER else 0
        for to in dict.fromkeys((end, last)):
            if window is Window.QUARTER and not to.ends_quarter:
                continue
            period = window.ending(to)
            if reader.observe(measure, area, period, source).value is not None:
                return window, period
    return None


def _address(measure: Measure, query: str) -> str:
    return f"/measures/{measure.id}/?{query}"
