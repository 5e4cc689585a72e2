"""The months or quarters of a source's records for one force, and the load that answers for each.

Counts are kept in lists that run beside a timeline, so that a window is a slice of the list.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scrutiny.periods import Month, Period


def number_of(month: Month) -> int:
    """Months since the year nought: the number of the month after is one more."""
    return month.year * 12 + month.month - 1


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
            number_of(period.first) // step: load
            for period, load in answers.items()
            if len(period) == step and number_of(period.first) % step == 0
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
        return (
            (first.year * 12 + first.month - 1) // self.step - self.start,
            (last.year * 12 + last.month - 1) // self.step - self.start + 1,
        )

    def whole(self, begin: int, end: int) -> bool:
        """Whether something is loaded for every step of a span."""
        return begin >= 0 and end <= len(self.loads) and None not in self.loads[begin:end]

    def absent(self, period: Period) -> list[Period]:
        """The steps of a period for which nothing is loaded."""
        begin, end = self.span(period)
        return [
            Period(first, first + (self.step - 1))
            for place, first in zip(range(begin, end), list(period)[:: self.step], strict=True)
            if not self.whole(place, place + 1)
        ]
