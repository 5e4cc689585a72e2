"""What stands out: a scorecard's exceptions in sentences, the gravest kind first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scrutiny.analysis.exceptions import ExceptionFound, Severity
from scrutiny.reports.context import Context
from scrutiny.reports.model import Cell, Column, Row, Span, Spans, Table
from scrutiny.web.asked import Asked, window_of

SHOWN = 10  # exceptions shown open; a meeting reads no more at once

# What a group is called, its shape, and the words of a verdict that its heading says already.
_GROUPS: dict[Severity, tuple[str, str, str]] = {
    Severity.TARGET_MISSED: ("Off target", "misses", ""),
    Severity.SIGNAL_WORSE: ("Worse than usual", "worse", "Worse than usual: "),
    Severity.PEERS_WORSE: ("Worse than similar forces", "worse", ""),
    Severity.SIGNAL_UNUSUAL: ("Unusual, though neither direction is better", "unusual",
                              "Unusual: "),
    Severity.PEERS_UNUSUAL: ("Unlike similar forces, though neither direction is better",
                             "unusual", ""),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """Exceptions of one kind; `open` are shown and `folded` are for who asks."""

    title: str
    shape: str
    open: tuple[Spans, ...]
    folded: tuple[Spans, ...]


def groups_of(
    context: Context, asked: Asked, exceptions: Sequence[ExceptionFound]
) -> tuple[Group, ...]:
    """The exceptions by kind, the gravest first; ten of them open."""
    groups, room = [], SHOWN
    for severity, (title, shape, said) in _GROUPS.items():
        those = [e for e in exceptions if e.severity is severity]
        if those:
            told = tuple(_sentence(context, asked, e, said) for e in those)
            groups.append(Group(title, shape, told[:room], told[room:]))
            room = max(room - len(told), 0)
    return tuple(groups)


def exceptions_table(context: Context, exceptions: Iterable[ExceptionFound]) -> Table:
    columns = (
        Column("Measure", "left", width=2.0),
        Column("Kind", "left", width=1.4),
        Column("Period", "left", width=1.4),
        Column("Figure", unit="value"),
        Column("Why it stands out", "left", width=3.0),
    )
    rows = []
    for e in exceptions:
        measure = context.measure(e.measure)
        rows.append(
            Row((
                Cell(measure.title),
                Cell(_GROUPS[e.severity][0]),
                Cell(e.observed.period.name),
                context.book.value(measure, e.observed),
                Cell(e.reason),
            ))
        )  # fmt: skip
    return Table("exceptions", 0, "What stands out", columns, tuple(rows), sheet="What stands out")


def _sentence(context: Context, asked: Asked, found: ExceptionFound, said: str) -> Spans:
    """The measure, which leads to its page, and why it stands out, its figure linked."""
    measure, o = context.measure(found.measure), found.observed
    why = found.reason.removeprefix(measure.title).removeprefix(": ").removeprefix(said)
    joined = f": {why}" if found.kind == "signal" else f" {why.lstrip()}"
    window = window_of(o.period) or asked.window
    source = o.source if o.source != measure.source else None
    query = asked.query(to=o.period.last, window=window, source=source)
    title = Span(measure.title, href=f"/measures/{measure.id}/?{query}")
    return (title, *context.book.verdict(measure, joined, o))
