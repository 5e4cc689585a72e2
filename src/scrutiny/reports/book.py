"""The book of figures: every figure that a report prints is entered here once, with its trace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from scrutiny.analysis.change import Change
from scrutiny.analysis.rounding import format_number, format_value, is_rate, rate_words
from scrutiny.analysis.wording import as_sentence
from scrutiny.catalogue.model import Better, Kind, Measure
from scrutiny.measures.read import Reader
from scrutiny.observation import Observation
from scrutiny.reports.model import Cell, SourceEntry, Span, Spans, Tone, Trace

NO_FIGURE = "–"


class Book:
    """Enters observations, and gives the cells and spans that print them."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._traces: dict[tuple[str, str, str, str, str], Trace] = {}
        self._sources: dict[tuple[str, ...], SourceEntry] = {}

    @property
    def traces(self) -> tuple[Trace, ...]:
        return tuple(self._traces.values())

    @property
    def sources(self) -> tuple[SourceEntry, ...]:
        return tuple(self._sources.values())

    def trace(self, observation: Observation) -> str:
        """Enter an observation, and give the id by which cells and spans refer to it."""
        o = observation
        key = (o.measure, o.area, o.source, str(o.period.first), str(o.period.last))
        if key not in self._traces:
            measure = self.reader.catalogue.measure(o.measure)
            self._traces[key] = Trace(
                id=f"figure-{len(self._traces) + 1}",
                measure=o.measure,
                title=measure.title,
                area=o.area,
                area_name=self.reader.areas.get(o.area).name,
                period=o.period.name,
                first=str(o.period.first),
                last=str(o.period.last),
                source=self.source(o).key,
                value=o.value,
                unit=measure.unit,
                numerator=o.numerator,
                denominator=o.denominator,
                note=o.missing or ("provisional" if o.status == "provisional" else ""),
                given_by=o.source if o.source != measure.source else "",
            )
        return self._traces[key].id

    def source(self, o: Observation) -> SourceEntry:
        """The entry for the loads behind an observation, or for its source when there are none."""
        # One file of figures may hold several sources, so the source is part of the key.
        loads = tuple(sorted(f"{p.source} {p.load}" for p in o.provenance)) or (o.source,)
        if loads not in self._sources:
            names = sorted({p.source for p in o.provenance} or {o.source})
            known = [self.reader.catalogue.sources.get(name) for name in names]
            files = {
                (file, sha)
                for p in o.provenance
                for file, sha in zip(p.files, p.sha256, strict=True)
            }
            self._sources[loads] = SourceEntry(
                key=f"source-{len(self._sources) + 1}",
                title=" and ".join(s.title if s else n for s, n in zip(known, names, strict=True)),
                publisher=" and ".join(dict.fromkeys(s.publisher for s in known if s)),
                licence=" and ".join(dict.fromkeys(s.licence for s in known if s)),
                released=max((p.released for p in o.provenance), default=None),
                loaded=max(
                    (p.loaded.isoformat(timespec="seconds") for p in o.provenance), default=""
                ),
                files=tuple(sorted(files)),
                covers="" if o.provenance else "Nothing is loaded from this source.",
            )
        return self._sources[loads]

    def value(self, measure: Measure, observation: Observation, *, strong: bool = False) -> Cell:
        """A cell with a value, or with a dash whose trace says why there is none.

        A rate is printed without its unit, which the head of its table gives.
        """
        if observation.value is None:
            return Cell(NO_FIGURE, trace=self.trace(observation), tone="missing")
        text = format_value(observation.value, measure.unit, measure.decimals)
        if is_rate(measure.unit):
            text = format_number(observation.value, measure.decimals)
        if observation.status == "provisional":
            text += " [p]"
        return Cell(
            text, observation.value, measure.decimals, self.trace(observation), strong=strong
        )

    def change(self, measure: Measure, change: Change, current: Observation) -> Cell:
        """A cell with a change in words; its tone says what the words and notes also say."""
        if change.incomplete:
            return Cell(change.text, tone="missing")
        text = change.text
        if is_rate(measure.unit):
            text = text.replace(f" {rate_words(measure.unit)}", "")
        return Cell(
            text,
            _printed(measure, change),
            max(measure.decimals, 1),
            self.trace(current),
            tone_of(measure, change),
        )

    def linked(self, text: str, printed: str, observation: Observation) -> Spans:
        """A sentence in which the figure, as it is printed there, leads to its source.

        A verdict has its figure in brackets, which tells it from the numbers in a title.
        """
        trace = self.trace(observation)
        bracketed = text.find(f"({printed})")
        at = text.find(printed) if bracketed < 0 else bracketed + 1
        if at < 0:
            return (Span(text, trace=trace),)
        end = at + len(printed)
        spans = Span(text[:at]), Span(text[at:end], trace=trace), Span(text[end:])
        return tuple(span for span in spans if span.text)

    def verdict(self, measure: Measure, text: str, observation: Observation) -> Spans:
        """What is said of an observation, its value linked; a missing one is not printed."""
        if observation.value is None:
            return (Span(text, trace=self.trace(observation)),)
        printed = format_value(observation.value, measure.unit, measure.decimals)
        return self.linked(text, printed, observation)

    def span(self, measure: Measure, observation: Observation) -> Span:
        """A value in running text."""
        if observation.value is None:
            return Span(f"not available ({observation.missing})", trace=self.trace(observation))
        text = format_value(observation.value, measure.unit, measure.decimals)
        return Span(text, trace=self.trace(observation))


def _printed(measure: Measure, change: Change) -> float | None:
    """The first number that a change's words print: its points, its per cent or its amount."""
    if change.points is not None:
        return change.points
    if measure.kind is Kind.LEVEL and measure.unit in AMOUNTS:
        return change.count
    return change.percent


AMOUNTS = frozenset({"minutes", "seconds", "gbp_million"})
"""Units whose changes are printed as amounts alone, not as percentages."""


def tone_of(measure: Measure, change: Change) -> Tone:
    """Better or worse only for a comparable, significant change that is not of small numbers."""
    if not change.comparable:
        return "not comparable"
    if change.significant is not True or change.cautious or change.direction == "no change":
        return "plain"
    if measure.better is Better.NEITHER:
        return "unusual"
    return (
        "better" if (change.direction == "increase") == (measure.better is Better.UP) else "worse"
    )


def notes_of(
    book: Book, entries: Sequence[tuple[Measure, Sequence[Observation], Change | None]]
) -> tuple[Spans, ...]:
    """What is printed under a table: its sources, then each caveat with the rows it is about."""
    sources: dict[str, set[date]] = {}
    caveats: dict[str, list[str]] = {}
    for measure, observations, change in entries:
        for o in observations:
            if o.value is not None:
                entry = book.source(o)
                released = sources.setdefault(entry.title, set())
                released.update({entry.released} if entry.released else ())
        for caveat in change.caveats if change else _own(observations):
            titles = caveats.setdefault(as_sentence(caveat), [])
            if measure.title not in titles:
                titles.append(measure.title)
    everything = {measure.title for measure, _, _ in entries}
    notes: list[Spans] = []
    if sources:
        named = "; ".join(f"{title}, {released_words(dates)}" for title, dates in sources.items())
        notes.append((Span("Source: ", strong=True), Span(f"{named}.")))
    for caveat, titles in caveats.items():
        about = "" if len(titles) == len(everything) else f"{_listed(titles)}: "
        notes.append((Span(about, strong=True), Span(caveat)) if about else (Span(caveat),))
    return tuple(notes)


def released_words(dates: set[date]) -> str:
    """`released 23 January 2020`, or between which two days."""
    first, last = min(dates), max(dates)
    if first == last:
        return f"released {last:%-d %B %Y}"
    return f"released between {first:%-d %B %Y} and {last:%-d %B %Y}"


def _own(observations: Sequence[Observation]) -> list[str]:
    return [c for o in observations for c in (*o.caveats, *((o.missing,) if o.missing else ()))]


MOST_NAMED = 4


def _listed(titles: Sequence[str]) -> str:
    if len(titles) > MOST_NAMED:
        return f"{', '.join(titles[:MOST_NAMED])} and {len(titles) - MOST_NAMED} more"
    return ", ".join(titles[:-1]) + (" and " if len(titles) > 1 else "") + titles[-1]
