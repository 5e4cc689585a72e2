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


@dataclass(frozen=True, slots=True)
class TracedArea:
    """The figures of one area, in the order they are used."""

    name: str
    traces: tuple[Trace, ...]


@dataclass(frozen=True, slots=True)
class TracedMeasure:
    """The figures of one measure from one source, by area, and the source's vintages."""

    measure: str
    title: str
    vintages: tuple[SourceEntry, ...]
    areas: tuple[TracedArea, ...]

    def words(self, trace: Trace) -> str:
        """The figure in words; where there are several vintages, with its own."""
        vintage = next((v for v in self.vintages if v.key == trace.source), None)
        if vintage is None or len(self.vintages) == 1:
            return figure_words(trace)
        return f"{figure_words(trace)} (released {day(vintage.released)})"


def traced_measures(document: Document) -> tuple[TracedMeasure, ...]:
    """Every trace, gathered by measure and source, then by area, in the order they first appear.

    Vintages of one source, such as a file a month, stand together.
    """
    sources = {source.key: source for source in document.sources}
    gathered: dict[tuple[str, str, str], list[Trace]] = {}
    for trace in document.traces:
        source = sources.get(trace.source)
        whose = ("", trace.source) if source is None else (source.publisher, source.title)
        gathered.setdefault((trace.measure, *whose), []).append(trace)
    return tuple(_gathered(traces, sources) for traces in gathered.values())


def _gathered(traces: list[Trace], sources: dict[str, SourceEntry]) -> TracedMeasure:
    areas: dict[str, list[Trace]] = {}
    for trace in traces:
        areas.setdefault(trace.area, []).append(trace)
    used = dict.fromkeys(trace.source for trace in traces)
    return TracedMeasure(
        traces[0].measure,
        traces[0].title,
        tuple(sources[key] for key in used if key in sources),
        tuple(TracedArea(of_area[0].area_name, tuple(of_area)) for of_area in areas.values()),
    )
