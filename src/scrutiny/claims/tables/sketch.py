"""A series as running sums, to pass over runs of rows that are nowhere near a sum."""

from __future__ import annotations

from collections.abc import Sequence

from scrutiny.claims.tables.frames import Series


class Sketch:
    """The sums of a series from its first entry on, in floats, and the rounding in them."""

    def __init__(self, series: Series, entries: Sequence[int]) -> None:
        self.values: list[float | None] = []
        self.sums, self.slack = [0.0], [0.0]
        for i in entries:
            item = series.items.get(i)
            value = float(item.signed) if item else None
            step = float(max(item.quantity.step, series.step)) if item else 0.0
            self.values.append(value)
            self.sums.append(self.sums[-1] + (value or 0.0))
            self.slack.append(self.slack[-1] + step + abs(value or 0.0) * 1e-9)

    def near(self, total: int, first: int, after: int) -> bool | None:
        """Whether a run's sum may be the total's value; None where there is none."""
        value = self.values[total]
        if value is None:
            return None
        slack = self.slack[after] - self.slack[first] + self.slack[total + 1] - self.slack[total]
        return abs(self.sums[after] - self.sums[first] - value) <= slack * 2
