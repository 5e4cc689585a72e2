"""Whether a measure has moved since a day: its control chart with the day marked, and an answer.

The answer is a signal or its absence. Two figures, one before and one after, would not tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scrutiny import charts
from scrutiny.analysis.control_chart import ControlChart, Point
from scrutiny.catalogue.model import Better, Measure
from scrutiny.comparison.breaks import measured_in
from scrutiny.comparison.charting import chart_of
from scrutiny.comparison.compare import grain_of
from scrutiny.errors import ScrutinyError
from scrutiny.periods import Month, Period, Window, quarter_name
from scrutiny.reports.context import Context
from scrutiny.reports.drawn import FEWEST_POINTS, HEIGHT, POINTS_SHOWN, WIDTH, marked_breaks, recent
from scrutiny.reports.model import Chart
from scrutiny.web.asked import Asked
from scrutiny.web.edition import Edition

LEAD = 12  # points drawn before the day, so that what was usual until then is seen


@dataclass(frozen=True, slots=True)
class Since:
    """A measure's answer. `chart` is None where there is no series to draw."""

    id: str
    title: str
    href: str
    answer: str
    chart: Chart | None


def since(edition: Edition, id: str, area: str, day: date, event: str) -> Since | None:
    """How a measure stands since a day, which `event` names in a few words on the chart.

    None where the catalogue has no measure of that id. Answers are kept with the edition.
    """
    if id not in edition.catalogue:
        return None
    return edition.remember(
        ("since", id, area, day, event), lambda: _since(edition, id, area, day, event)
    )


def _since(edition: Edition, id: str, area: str, day: date, event: str) -> Since:
    measure, to = edition.catalogue.measure(id), edition.latest_quarter(area)
    context = Context(edition.reader, area, to)
    href = f"/measures/{id}/?{Asked(area, to).query()}"
    try:
        chart = chart_of(context.reader, measure, area, to)
    except ScrutinyError as error:
        said = str(error).partition(": ")[2]
        return Since(id, measure.title, href, f"It cannot be said: {said}.", None)
    if sum(p.value is not None for p in chart.points) < FEWEST_POINTS:
        few = f"It cannot be said: fewer than {FEWEST_POINTS} periods have a figure."
        return Since(id, measure.title, href, few, None)
    here = measured_in(measure, area, context.reader.areas, context.to)
    answer = answered(chart, here, area, day)
    return Since(id, measure.title, href, answer, _drawn(context, measure, chart, day, event))


def answered(chart: ControlChart, measure: Measure, area: str, day: date) -> str:
    """Whether there was a signal after the month of a day, and in which direction, in words.

    The measure has its breaks as they bear on the area.
    """
    after = [p for p in chart.points if p.period.first > Month.of(day) and p.value is not None]
    if not after:
        return f"It cannot be said yet: no period since {_day(day)} has a figure."
    if chart.points[0].period.first > Month.of(day):
        begins = _name(chart.points[0].period)
        return (
            f"It cannot be said: the figures begin with {begins}, after {_day(day)}. "
            f"{chart.verdict}"
        )
    signals = [p for p in after if p.signal is not None]
    counted = [
        b for b in measure.breaks
        if b.kind.prevents_comparison and b.area in (None, area)
        and Month.of(day) < b.month <= after[-1].period.last
    ]  # fmt: skip
    words = _signals(signals, measure.better, after) if signals else (
        f"No signal since then, in {len(after)} {_many(after)}: the variation is what is usual."
    )  # fmt: skip
    if counted:
        months = " and ".join(b.month.name for b in counted)
        words += (
            f" What is counted changed in {months}: what came after is judged by its own mean and "
            "limits, and not against what came before."
        )
    return words


def _signals(signals: list[Point], better: Better, after: list[Point]) -> str:
    last = signals[-1]
    direction = _direction(last, better)
    now = "It is there in the latest figure" if last == after[-1] else "The latest figure has none"
    earlier = {_direction(p, better) for p in signals} - {direction}
    also = " Before that there were signals the other way, too." if earlier else ""
    how = {"better": "Better: a", "worse": "Worse: a", "unusual": "Unusual: a"}[direction]
    side = "above" if last.side == "above" else "below"
    has = "has" if len(signals) == 1 else "have"
    return (
        f"{how} signal {side} what is usual, last in {_name(last.period)}. {now}; "
        f"{len(signals)} of {len(after)} {_many(after)} since then {has} one.{also}"
    )


def _direction(point: Point, better: Better) -> str:
    if better is Better.NEITHER:
        return "unusual"
    return "better" if (point.side == "above") == (better is Better.UP) else "worse"


def _drawn(context: Context, measure: Measure, chart: ControlChart, day: date, event: str) -> Chart:
    """The chart from a year or so before the day on; at least what a report would draw."""
    quarterly = grain_of(measure) is Window.QUARTER
    length, grain = (3, "quarter") if quarterly else (1, "month")
    usual = POINTS_SHOWN[Window.QUARTER if quarterly else Window.MONTH]
    first = min(context.to - usual * length, Month.of(day) - LEAD * length)
    shown = recent(chart, first)
    title = f"{measure.title} by {grain}, before and since {_day(day)}"
    spec = charts.control_chart(
        shown,
        unit=f"{measure.unit} a {grain}",
        better=measure.better,
        annotations=[
            charts.Annotation(Month.of(day), event),
            *marked_breaks(context, measure, first),
        ],
        decimals=measure.decimals,
        width=WIDTH,
        height=HEIGHT,
    )
    alt = f"{measure.title}, {context.name(context.area)}, by {grain}. {chart.verdict}"
    return Chart(f"since-{measure.id}", 1, title, alt, spec, WIDTH, HEIGHT, (), None)


def _name(period: Period) -> str:
    return quarter_name(period) if len(period) == 3 else period.name


def _many(points: list[Point]) -> str:
    what = "quarter" if len(points[0].period) == 3 else "month"
    return what if len(points) == 1 else f"{what}s"


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
