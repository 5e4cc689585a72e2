"""Figure references in narrative: `{{ all_crime.12m.change }}` is the figure, not its digits.

    {{ MEASURE.WINDOW.FIELD }}                       the report's force and quarter
    {{ MEASURE.WINDOW.FIELD of AREA }}               another area, by its code
    {{ MEASURE.WINDOW.FIELD from SOURCE }}           another source
    {{ MEASURE.WINDOW.FIELD to YYYY-MM }}            another month

Windows are month, quarter, fytd, 12m and 5y. Fields are `value`, `previous`, `change`, `percent`,
`period`, `sentence` and, for a measure's control chart, `verdict`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from scrutiny.comparison.charting import chart_of
from scrutiny.comparison.compare import Comparison, compare
from scrutiny.errors import DefinitionError, ScrutinyError
from scrutiny.periods import Month, Window, quarter_name
from scrutiny.reports.book import Book
from scrutiny.reports.model import Span, Spans
from scrutiny.reports.passages import Refused

REFERENCE = re.compile(r"\{\{(.*?)\}\}")
_PARTS = re.compile(
    r"\s*(?P<measure>[a-z0-9_]+)\.(?P<window>[a-z0-9]+)\.(?P<field>[a-z]+)"
    r"(?:\s+of\s+(?P<area>[\w-]+))?(?:\s+from\s+(?P<source>[\w-]+))?(?:\s+to\s+(?P<to>[\d-]+))?\s*"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a reference means when it does not say: the report's area and its last month.

    `refused` is told of a bad reference, which then stands as it was typed, so that whoever writes
    sees the rest; without it a bad reference is an error. `line` is that of the text's first line.
    """

    book: Book
    area: str
    to: Month
    where: str = "narrative"
    refused: Refused | None = None
    line: int = 1


def resolve(text: str, scope: Scope) -> Spans:
    """Text with its references replaced by traced figures. A bad one is a `DefinitionError`."""
    spans: list[Span] = []
    at = 0
    for match in REFERENCE.finditer(text):
        if match.start() > at:
            spans.append(Span(text[at : match.start()]))
        try:
            spans.extend(_figure(match[1], scope))
        except DefinitionError as error:
            if scope.refused is None:
                raise
            scope.refused(scope.line, error)
            spans.append(Span(match[0]))
        at = match.end()
    if at < len(text):
        spans.append(Span(text[at:]))
    return tuple(spans)


def _figure(reference: str, scope: Scope) -> Spans:
    parts = _PARTS.fullmatch(reference)
    key = "{{" + reference + "}}"
    if parts is None:
        rule = (
            "a figure reference is {{ measure.window.field }}, such as {{ all_crime.12m.change }}"
        )
        raise DefinitionError(scope.where, key, rule)
    field = parts["field"]
    if field not in _FIELDS:
        raise DefinitionError(scope.where, key, f"the fields are {', '.join(_FIELDS)}")
    try:
        to = Month.parse(parts["to"]) if parts["to"] else scope.to
        area, source = parts["area"] or scope.area, parts["source"]
        if parts["window"] not in list(Window):
            raise ScrutinyError(f"the windows are {', '.join(Window)}")
        if field == "verdict":
            measure = scope.book.reader.catalogue.measure(parts["measure"])
            chart = chart_of(scope.book.reader, measure, area, to, source=source)
            latest = scope.book.reader.observe(measure, area, chart.points[-1].period, source)
            return scope.book.verdict(measure, chart.verdict, latest)
        window = Window(parts["window"])
        found = compare(scope.book.reader, parts["measure"], area, to, window, source=source)
    except ScrutinyError as error:
        raise DefinitionError(scope.where, key, str(error)) from error
    return _FIELDS[field](scope.book, found)


def _value(book: Book, found: Comparison) -> Spans:
    return (book.span(found.measure, found.current),)


def _previous(book: Book, found: Comparison) -> Spans:
    return (book.span(found.measure, found.previous[0]),)


def _change(book: Book, found: Comparison) -> Spans:
    note = "" if found.change.comparable else " (not comparable)"
    return (Span(found.change.text + note, trace=book.trace(found.current)),)


def _percent(book: Book, found: Comparison) -> Spans:
    from scrutiny.analysis.rounding import format_number

    percent = found.change.percent
    text = "not available" if percent is None else f"{format_number(percent, 1)}%"
    return (Span(text, trace=book.trace(found.current)),)


def _period(book: Book, found: Comparison) -> Spans:
    return (Span(found.current.period.name),)


def window_words(found: Comparison) -> str:
    """`the 12 months to December 2019`, `Q3 2019/20`, `April to December 2019`."""
    period = found.current.period
    if found.window is Window.YEAR:
        return f"the 12 months to {period.last.name}"
    return quarter_name(period) if found.window is Window.QUARTER else period.name


def sentence(book: Book, found: Comparison) -> Spans:
    """One figure, what it is compared with, the change and its standing, as a sentence."""
    measure, current = found.measure, found.current
    title = measure.title if measure.title[1:2].isupper() else _lower(measure.title)
    if current.value is None:
        why = (current.missing or "").rstrip(".")
        return (
            Span(f"There is no figure for {title} in {window_words(found)}: "),
            Span(why, trace=book.trace(current)),
            Span("."),
        )
    start = Span(f"In {window_words(found)}, {title} stood at ")
    spans = [start, book.span(measure, current)]
    earlier = found.previous[0]
    if earlier.value is None:
        return (*spans, Span(f". There is no figure for {earlier.period.name} to set it against."))
    spans += [Span(", against "), book.span(measure, earlier)]
    spans += [Span(f" in {earlier.period.name}: ")]
    spans.append(Span(found.change.text, trace=book.trace(current)))
    return (*spans, Span(_standing(found)))


def _standing(found: Comparison) -> str:
    change = found.change
    if not change.comparable:
        return (
            ". The two periods are not comparable, because the way the figures are made changed "
            "between them."
        )
    if change.cautious:
        return ". The numbers are small, so this is not evidence of a trend."
    if change.significant is True:
        return ", more than its usual variation would explain."
    if change.significant is False:
        return ", within its usual variation."
    return "."


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]


_FIELDS = {
    "value": _value,
    "previous": _previous,
    "change": _change,
    "percent": _percent,
    "period": _period,
    "sentence": sentence,
    "verdict": _value,
}
