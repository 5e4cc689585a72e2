"""The months or quarters of a source's records for one force, and the load that answers for each.

Counts are kept in lists that run beside a timeline, so that a window is a slice of the list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scrutiny.periods import Month, Period


@dataclass(frozen=True, slots=True)
class Timeline:
    """Periods of `step` months in a row, each with its load, or None where nothing is loaded.

    `start` is the number of the first, counted in steps from the year nought. A calendar quarter
    is a financial one too, so steps of three months begin where quarters do.
    """

    step: int
    start: int = 0
    loads: tuple[str | None, ...] = ()

    @classmethod
    def of(cls, answers: Mapping[Period, str], step: int) -> Timeline:
        """The timeline of those of the periods that are one step long."""
        known = {
            period.first.number // step: load
            for period, load in answers.items()
            if len(period) == step and period.first.number % step == 0
        }
        if not known:
            return cls(step)
        start = min(known)
        return cls(step, start, tuple(known.get(n) for n in range(start, max(known) + 1)))

    def span(self, period: Period) -> tuple[int, int]:
        """Where a period made of whole steps begins here, and where it has ended.

        It may lie outside: see `whole`.
        """
        first, last = period.first, period.last
        begin = (first.year * 12 + first.month - 1) // self.step - self.start
        return begin, (last.year * 12 + last.month - 1) // self.step - self.start + 1

    def whole(self, begin: int, end: int) -> bool:
        """Whether something is loaded for every step of a span."""
        return begin >= 0 and end <= len(self.loads) and None not in self.loads[begin:end]

    def absent(self, begin: int, end: int) -> list[int]:
        """The places in a span at which nothing is loaded."""
        places = range(begin, end)
        return [n for n in places if not 0 <= n < len(self.loads) or self.loads[n] is None]

    def period(self, place: int) -> Period:
        """The period of one step."""
        first = (self.start + place) * self.step
        return Period(Month.numbered(first), Month.numbered(first + self.step - 1))
