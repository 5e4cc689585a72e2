"""What a measure definition holds. Definitions are TOML files; this is their typed shape."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from scrutiny.periods import Month, Period


class Better(StrEnum):
    """Which direction is better. `neither`: it may rise because victims come forward."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


class Kind(StrEnum):
    """How values of a measure behave when periods and areas are put together."""

    COUNT = "count"  # summed over months and areas
    RATE = "rate"  # a count measure per 1,000 of a population or of households
    PERCENT = "percent"  # 100 x one count measure / another, or a percentage as supplied
    LEVEL = "level"  # supplied for its exact period: medians, means, headcounts, £m; never summed


class BreakKind(StrEnum):
    RECLASSIFICATION = "reclassification"
    RECORDING = "recording"
    EVENT = "event"

    @property
    def prevents_comparison(self) -> bool:
        """An event is drawn on charts; the other two make a change not comparable."""
        return self is not BreakKind.EVENT


@dataclass(frozen=True, slots=True)
class Break:
    """From `month` on, the series is not made as it was before. `area` None means every area."""

    id: str
    month: Month
    kind: BreakKind
    why: str
    area: str | None = None
    until: Month | None = None  # an event may end; None for one that marks a lasting step

    def inside(self, earlier: Period, later: Period) -> bool:
        """Whether the break falls in or between the two windows of a comparison.

        The first month of the earlier window is not inside: everything is then after the break.
        """
        first = min(earlier.first, later.first)
        return first < self.month <= max(earlier.last, later.last)


@dataclass(frozen=True, slots=True)
class Computed:
    """How a count measure is computed from records: sum `sum` over the rows that `where` keeps.

    `where` maps a column to the values kept; several columns must all hold. `unless` maps a
    column to values dropped. The values are strings, or integers for integer columns.
    """

    table: str
    source: str
    sum: str
    where: dict[str, tuple[str | int, ...]] = field(default_factory=dict)
    unless: dict[str, tuple[str | int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ratio:
    """How a rate or percentage is made: measure ids, or `population` / `households`."""

    numerator: str
    denominator: str


@dataclass(frozen=True, slots=True)
class Target:
    """What the measure should be: `under`, `over`, `at_most` or `at_least` a value."""

    rule: str
    value: float
    text: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of performance: its definition, and who answers for it."""

    id: str
    title: str
    kind: Kind
    unit: str  # the plural noun or unit as printed: offences, percent, minutes, gbp_million ...
    better: Better
    priority: str
    why: str
    owner: str
    reviewed: str  # YYYY-MM-DD of the last review of the definition
    source: str  # the default source
    grain: str  # month, quarter or window: the shortest period it is stored for
    lag_months: int
    decimals: int = 0
    computed: tuple[Computed, ...] = ()
    supplied_by: tuple[str, ...] = ()
    ratio: Ratio | None = None
    per: float = 1.0  # 1000 for rates, 100 for percentages
    parts: tuple[str, ...] = ()  # the measures that it is the sum of, to say what drove a change
    breaks: tuple[Break, ...] = ()
    caveats: tuple[str, ...] = ()
    target: Target | None = None
    small_number: int = 50  # a change is cautious when either count is below this
    suppress_below: int | None = None  # disclosure: hide counts of 1 to this less 1 in small areas
    provisional_months: int = 0  # the latest months whose values are still immature
    scheme: str = ""  # the catalogue file it comes from
    starts: Month | None = None  # before this month there is no value: it was not yet recorded
    ends: Month | None = None  # after this month there is no value: it was no longer recorded

    @property
    def sources(self) -> tuple[str, ...]:
        """Every source that may give this measure, the default first."""
        others = [c.source for c in self.computed] + list(self.supplied_by)
        return tuple(dict.fromkeys([self.source, *others]))


@dataclass(frozen=True, slots=True)
class Source:
    """Who publishes figures, under which licence, and how long after the period they come."""

    id: str
    title: str
    publisher: str
    licence: str
    released: str  # when it comes out, in words
    grain: str  # month, quarter or window
    lag_months: int  # whole months from the end of a period until it is usually out


@dataclass(frozen=True, slots=True)
class Priority:
    """A priority that measures are reported under, in the order of the report."""

    id: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class OffenceSet:
    """A named set of Home Office offence codes, so that no measure depends on a name in a file."""

    id: str
    title: str
    codes: tuple[str, ...]
