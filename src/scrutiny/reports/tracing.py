"""What every renderer says of a figure: the words for its tone, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scrutiny.periods import Month
from scrutiny.reports.model import Cell, Document, SourceEntry, Tone, Trace

WHERE_TITLE = "Where every figure comes from"
WHERE_TEXT = (
    "Every figure in this report that leads here is listed by measure, with its period, its "
    "value before rounding and the source that it was computed from. The sources follow, each "
    "with the date it was released, when it was loaded, and its files."
)
SHORT_HASH = 12  # characters of a SHA-256: enough to tell any two files of a report apart

# Tables that say nothing beside a figure mean that there is nothing to say.
_TONES: dict[Tone, tuple[str, str]] = {
    "plain": ("", ""),
    "better": ("✓", "better"),
    "worse": ("◆", "worse"),
    "unusual": ("■", "unusual"),
    "not comparable": ("≠", "not comparable"),
    "missing": ("–", "no figure"),
}


def tone_words(cell: Cell) -> tuple[str, str]:
    """A sign and a word to print after the cell's text; empty when the text says it already.

    A missing cell is all text already, whatever its words.
    """
    sign, word = _TONES[cell.tone]
    if cell.tone == "missing" and cell.text:
        return "", ""
    return ("", "") if word and word in cell.text.casefold() else (sign, word)


def value_words(value: float | None, unit: str) -> str:
    """An unrounded value with its unit: `148,813 offences`, `71.5%`, `£78 million`."""
    if value is None:
        return "no value"
    text = f"{value:,.4f}".rstrip("0").rstrip(".")
    if unit == "percent":
        return f"{text}%"
    if unit == "gbp_million":
        return f"£{text} million"
    return f"{text} {unit}".rstrip()


@dataclass(frozen=True, slots=True)
class TracedArea:
    """The figures of one area, in the order they are used."""

    name: str
    traces: tuple[Trace, ...]


@dataclass(frozen=True, slots=True)
class TracedMeasure:
    """The figures of one measure from one source, by area."""

    measure: str
    title: str
    source: SourceEntry | None
    areas: tuple[TracedArea, ...]


def traced_measures(document: Document) -> tuple[TracedMeasure, ...]:
    """Every trace, gathered by measure and source, then by area, in the order they first appear."""
    sources = {source.key: source for source in document.sources}
    gathered: dict[tuple[str, str], dict[str, list[Trace]]] = {}
    for trace in document.traces:
        areas = gathered.setdefault((trace.measure, trace.source), {})
        areas.setdefault(trace.area, []).append(trace)
    found = []
    for (measure, source), areas in gathered.items():
        of_areas = tuple(
            TracedArea(traces[0].area_name, tuple(traces)) for traces in areas.values()
        )
        title = of_areas[0].traces[0].title
        found.append(TracedMeasure(measure, title, sources.get(source), of_areas))
    return tuple(found)


def figure_words(trace: Trace) -> str:
    """One figure in words: its period, value, how it was made up, and any note."""
    words = f"{trace.period}: {value_words(trace.value, trace.unit)}"
    if trace.numerator is not None and trace.denominator is not None:
        words += (
            f" ({value_words(trace.numerator, '')} out of {value_words(trace.denominator, '')})"
        )
    return f"{words}. {trace.note}" if trace.note else words


def day(when: date | None) -> str:
    """A date in words: `23 January 2020`."""
    return "not stated" if when is None else f"{when.day} {Month.of(when).name}"
