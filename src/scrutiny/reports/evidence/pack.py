"""An evidence pack in the making: which figure answers for an item, and what had to be left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from scrutiny.analysis.peers import FEWEST_PEERS, PeerComparison, peers
from scrutiny.analysis.wording import as_sentence
from scrutiny.catalogue.model import Kind, Measure
from scrutiny.comparison.forces import ENGLAND_AND_WALES
from scrutiny.measures.coverage import computed_by
from scrutiny.observation import Observation
from scrutiny.periods import Month, Period
from scrutiny.reports.context import Context
from scrutiny.reports.drawn import NOT_PER_RESIDENT
from scrutiny.reports.model import Cell, Span, Spans

OLDEST_MONTHS = 12
"""A figure that ended longer before the pack's month does not say how things stood in it."""

IN_LINE = "broadly in line"
PROVISIONAL = (
    "Figures marked [p] are provisional: investigations go on, and outcomes will be added."
)
STANDINGS = {"among the highest": "one of the highest", "among the lowest": "one of the lowest"}
"""The report's own terms: the top and the bottom 25 per cent of forces, and all the others."""
AMONG = {standing: f"{standing} among the forces" for standing in STANDINGS.values()}
AMONG[IN_LINE] = f"{IN_LINE} with the other forces"


def marks(printed: Iterable[Observation]) -> list[Spans]:
    """What the mark of a provisional figure means, where one is printed."""
    return [(Span(PROVISIONAL),)] if any(o.status == "provisional" for o in printed) else []


@dataclass(frozen=True, slots=True)
class Gap:
    """An item that could not be made, or only in part, and what is missing."""

    item: str
    made: bool
    missing: str


@dataclass(frozen=True, slots=True)
class Found:
    """What answers for an item: a measure from one source, over one period, and the one before."""

    measure: Measure
    own: Observation
    earlier: Observation
    nation: Observation
    nation_earlier: Observation

    @property
    def period(self) -> Period:
        return self.own.period


@dataclass(frozen=True, slots=True)
class EveryForce:
    """The same figure for every force that has one; `lacking` are those without, by name."""

    comparison: PeerComparison
    current: dict[str, Observation]
    previous: dict[str, Observation]
    lacking: tuple[str, ...]

    @property
    def enough(self) -> bool:
        """Whether there are enough forces for a picture or a quarter to mean anything."""
        return self.comparison.ranked >= FEWEST_PEERS


@dataclass
class Pack:
    """The figures of one pack. What is used and what is missing is noted as it is asked for."""

    context: Context
    gaps: list[Gap] = field(default_factory=list)
    caveats: dict[str, dict[str, None]] = field(default_factory=dict)  # caveat -> items
    left_out: dict[tuple[str, str], dict[str, None]] = field(default_factory=dict)
    """The areas that an item leaves out, by the item and the reason."""

    @property
    def area(self) -> str:
        return self.context.area

    def find(
        self, ids: Sequence[str], item: str, months: int, *, back: int = 12, part: bool = False
    ) -> Found | None:
        """The first measure and source with a figure to the pack's month, else a recent one.

        `back` is how many months before its own the earlier period ends. When there is none the
        item is noted as one that could not be made, with what is missing; or as a `part` of one.
        """
        found, missing = self.exactly(ids, Period.ending(self.context.to, months), back)
        found = found or self._recent(ids, months, back)
        if found is None:
            self.gaps.append(Gap(item, part, missing))
            return None
        self.note(item, found.own.caveats, found.nation.caveats)
        if "provisional" in (found.own.status, found.nation.status):
            self.note(item, (PROVISIONAL,))
        if found.nation.value is None:
            self.leave_out(item, "England and Wales", found.nation.missing or "")
        return found

    def exactly(
        self, ids: Sequence[str], period: Period, back: int = 12
    ) -> tuple[Found | None, str]:
        """The first measure and source with a figure for a period; else what is missing."""
        lacking: dict[str, list[Observation]] = {}
        for measure, source in self._candidates(ids):
            found = self._observed(measure, source, period, back)
            if found.own.value is not None:
                return found, ""
            lacking.setdefault(measure.title, []).append(found.own)
        words = {title: self._why(period, tried) for title, tried in lacking.items()}
        return None, " ".join(f"{t}: {w}" if len(ids) > 1 else w for t, w in words.items())

    def _why(self, period: Period, tried: Sequence[Observation]) -> str:
        """Why there is no figure, in one sentence, of however many sources may give it."""
        coverage = self.context.reader.coverage
        measure = self.context.measure(tried[0].measure)
        if len(tried) == 1 and not (tried[0].missing or "").startswith("not supplied"):
            return as_sentence(tried[0].missing or "")
        titles = [coverage.title_of(o.source) for o in tried]
        ends = [coverage.latest(measure, self.area, o.source) for o in tried]
        latest = max((end for end in ends if end is not None), default=None)
        sources = " or ".join(title.replace("The ", "the ", 1) for title in titles)
        words = f"Not supplied for {period.name} by {sources}"
        return f"{words}; the last figure supplied is to {latest.name}." if latest else f"{words}."

    def _recent(self, ids: Sequence[str], months: int, back: int) -> Found | None:
        for measure, source in self._candidates(ids):
            end = self._recent_end(measure, source, months)
            if end is not None:
                found = self._observed(measure, source, Period.ending(end, months), back)
                if found.own.value is not None:
                    return found
        return None

    def _candidates(self, ids: Sequence[str]) -> Iterator[tuple[Measure, str]]:
        """Each measure from its own source; one that is only supplied, from any that gives it."""
        for id in ids:
            measure = self.context.measure(id)
            for source in self._sources(measure):
                yield measure, source

    def _sources(self, measure: Measure) -> tuple[str, ...]:
        own = measure.ratio is not None or computed_by(measure, measure.source) is not None
        return (measure.source,) if own else self.context.reader.sources(measure)

    def _recent_end(self, measure: Measure, source: str, months: int) -> Month | None:
        """The last month of the latest figure, if it ended in the year before the pack's month."""
        coverage, to = self.context.reader.coverage, self.context.to
        counted = (
            measure if measure.ratio is None else self.context.measure(measure.ratio.numerator)
        )
        if computed_by(counted, source) is not None:
            latest = coverage.latest(counted, self.area, source)
            end = min(latest, to) if latest else None
            while end is not None and measure.grain == "quarter" and not end.ends_quarter:
                end -= 1
        else:
            end = coverage.last_supplied(counted, self.area, source, Period.ending(to, months))
        return end if end is not None and to - OLDEST_MONTHS < end < to else None

    def _observed(self, measure: Measure, source: str, period: Period, back: int) -> Found:
        periods = (period, period.shifted(-back))
        own = self.context.reader.series(measure, self.area, periods, source)
        nation = self.nation(measure, source, periods)
        return Found(measure, own[0], own[1], nation[0], nation[1])

    def nation(
        self, measure: Measure, source: str, periods: Sequence[Period]
    ) -> tuple[Observation, ...]:
        """England and Wales: a supplied figure from another source where this one has none."""
        reader = self.context.reader
        sources = dict.fromkeys([source, *self._sources(measure)])
        tried = [reader.series(measure, ENGLAND_AND_WALES, periods, s) for s in sources]
        return next((found for found in tried if found[0].value is not None), tried[0])

    def lacks(self, item: str, without: Observation) -> None:
        """An item that cannot be made, for want of one figure."""
        self.gaps.append(Gap(item, False, as_sentence(without.missing or "")))

    def note(self, item: str, *caveats: Iterable[str]) -> None:
        """Caveats of what an item prints, for the annex."""
        for caveat in chain.from_iterable(caveats):
            self.caveats.setdefault(as_sentence(caveat), {})[_short(item)] = None

    def leave_out(self, item: str, name: str, why: str) -> None:
        """An area that is not in what an item sets side by side, for the annex."""
        reason = as_sentence(why.split("; the last")[0])
        self.left_out.setdefault((_short(item), reason), {})[name] = None

    def every_force(self, found: Found, item: str | None = None) -> EveryForce:
        """The found figure for all forces; those that lack one are noted for the `item`."""
        reader, measure, source = self.context.reader, found.measure, found.own.source
        forces = [area.code for area in reader.areas.forces(found.period.last)]
        periods = (found.period, found.earlier.period)
        key = ("evidence", measure.id, source, *periods)
        both = reader.remember(
            key, lambda: {code: reader.series(measure, code, periods, source) for code in forces}
        )
        current = {code: pair[0] for code, pair in both.items()}
        previous = {code: pair[1] for code, pair in both.items()}
        lacking = {code: o for code, o in current.items() if o.value is None}
        names = tuple(sorted(self.context.name(code) for code in lacking))
        if item is not None and len(lacking) == len(forces) - 1:
            self.leave_out(item, "Every other force", next(iter(lacking.values())).missing or "")
        elif item is not None:
            for code, observation in lacking.items():
                self.leave_out(item, self.context.name(code), observation.missing or "")
        return EveryForce(peers(measure, current, previous), current, previous, names)

    def means_nothing(self, measure: Measure) -> bool:
        """Whether it is per resident, for a force in which few people live."""
        per_resident = measure.kind is Kind.RATE or measure.unit.endswith(" people")
        return per_resident and self.area in NOT_PER_RESIDENT

    def standing(self, found: Found, item: str | None = None) -> str | None:
        """`one of the highest`, `one of the lowest` or in line; None where it cannot be said."""
        if self.means_nothing(found.measure):
            return None
        every = self.every_force(found, item)
        row = every.comparison.row(self.area)
        if row is None or row.rank is None or not every.enough:
            return None
        return STANDINGS.get(row.standing or "", IN_LINE)

    def standing_cell(self, found: Found, item: str) -> Cell:
        words = self.standing(found, item)
        return Cell("not said" if words is None else words, tone="plain" if words else "missing")


def _short(item: str) -> str:
    """`Figure 4` of `Figure 4: crimes by outcome`."""
    return item.split(":")[0]
