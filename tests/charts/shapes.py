"""Real control charts of a series of financial quarters, to draw."""

from __future__ import annotations

from collections.abc import Sequence

from scrutiny.analysis.control_chart import ControlChart, control_chart
from scrutiny.catalogue.model import Better, Kind, Measure
from scrutiny.observation import Observation
from scrutiny.periods import Month, financial_quarter

ROBBERY = Measure(
    id="robbery_personal",
    title="Robbery of personal property",
    kind=Kind.COUNT,
    unit="offences",
    better=Better.DOWN,
    priority="tackling-crime",
    why="It frightens people and it is often violent.",
    owner="Head of crime",
    reviewed="2026-01-01",
    source="home-office",
    grain="quarter",
    lag_months=4,
)


def chart_of(first_year: int, values: Sequence[float | None], *rebase: Month) -> ControlChart:
    """The control chart of financial quarters from April of `first_year`, re-based at `rebase`."""
    observations = [
        Observation(
            ROBBERY.id,
            "E23000003",
            ROBBERY.source,
            financial_quarter(first_year + n // 4, n % 4 + 1),
            value,
            missing="no file was loaded" if value is None else None,
        )
        for n, value in enumerate(values)
    ]
    return control_chart(ROBBERY, observations, rebase=rebase)
