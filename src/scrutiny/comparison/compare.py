"""A measure for one area over one window, set against its own past."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from scrutiny.analysis.change import Change, change
from scrutiny.catalogue.model import Measure
from scrutiny.comparison.breaks import measured_in
from scrutiny.errors import ScrutinyError
from scrutiny.measures.read import Reader
from scrutiny.observation import Observation, Provenance
from scrutiny.periods import Against, Month, Period, Window


@dataclass(frozen=True, slots=True)
class Comparison:
    """A value, what it is compared with, and the change between them."""

    measure: Measure
    area: str
    window: Window
    against: Against
    current: Observation
    previous: tuple[Observation, ...]
    change: Change

    @property
    def previous_value(self) -> float | None:
        """The one earlier value, or the mean of the earlier ones; None if any is missing."""
        return self.change.previous

    @property
    def provenance(self) -> tuple[Provenance, ...]:
        """Every load behind the two values."""
        each = (self.current, *self.previous)
        return tuple(dict.fromkeys(p for o in each for p in o.provenance))


def compare(
    reader: Reader,
    measure: Measure | str,
    area: str,
    to: Month,
    window: Window = Window.YEAR,
    against: Against = Against.YEAR,
    source: str | None = None,
    past: Sequence[Observation] | None = None,
) -> Comparison:
    """Compare the window that ends with `to` with an earlier one of the same source.

    `past` is the measure's `series` up to `to`, where it is already read.
    """
    definition = reader.catalogue.measure(measure) if isinstance(measure, str) else measure
    definition = measured_in(definition, area, reader.areas, to)
    period = window.ending(to)
    periods = (period, *against.periods(period))
    current, *earlier = reader.series(definition, area, periods, source)
    if past is None:
        past = series(reader, definition, area, to, source=source)
    return Comparison(
        definition, area, window, against, current, tuple(earlier),
        change(definition, current, earlier, past),
    )  # fmt: skip


def grain_of(measure: Measure) -> Window:
    """The shortest window that a measure has values for, for a series of them."""
    return Window.QUARTER if measure.grain == "quarter" else Window.MONTH


def series(
    reader: Reader,
    measure: Measure,
    area: str,
    to: Month,
    *,
    since: Month | None = None,
    grain: Window | None = None,
    source: str | None = None,
) -> tuple[Observation, ...]:
    """The measure's values at its own grain, from the first that is loaded (or `since`) to `to`.

    A period with nothing loaded is an observation without a value. Empty when nothing is loaded.
    """
    step = grain or grain_of(measure)
    if step not in (Window.MONTH, Window.QUARTER):
        raise ScrutinyError(f"a series is by month or by quarter (got {step.value!r})")
    first = since or reader.coverage.earliest(measure, area, source)
    if first is None:
        return ()
    length = 3 if step is Window.QUARTER else 1
    return reader.series(measure, area, _steps(first, to, length), source)


@lru_cache(maxsize=1_024)
def _steps(first: Month, to: Month, length: int) -> tuple[Period, ...]:
    """The whole months or quarters between two months: most measures have the same."""
    last = to
    while length == 3 and not last.ends_quarter:
        last -= 1
    count = last.months_since(first) + 1
    ends = [last - length * n for n in range(-(-count // length))]
    periods = [Period.ending(end, length) for end in reversed(ends)]
    return tuple(p for p in periods if p.first >= first)
