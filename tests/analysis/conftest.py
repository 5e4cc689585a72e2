"""Small makers of measures and observations, so that a test says only what matters to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from scrutiny.catalogue.model import Better, Kind, Measure
from scrutiny.observation import Observation
from scrutiny.periods import Month, Period

LANCASHIRE = "E23000003"


@pytest.fixture(scope="session")
def a_measure() -> Callable[..., Measure]:
    """Makes a count of offences, lower being better, with whatever is said otherwise."""

    def make(**said: Any) -> Measure:
        plain = Measure(
            id="all_crime",
            title="All crime",
            kind=Kind.COUNT,
            unit="offences",
            better=Better.DOWN,
            priority="tackling-crime",
            why="It shows demand.",
            owner="Head of performance",
            reviewed="2026-01-31",
            source="home-office",
            grain="quarter",
            lag_months=4,
        )
        return replace(plain, **said)

    return make


@pytest.fixture(scope="session")
def observed() -> Callable[..., Observation]:
    """Makes one observation of calendar 2019, with whatever is said otherwise."""

    def make(value: float | None, first: str = "2019-01", last: str = "2019-12", **said: Any):
        plain = Observation(
            measure="all_crime",
            area=LANCASHIRE,
            source="home-office",
            period=Period.parse(first, last),
            value=value,
            status="missing" if value is None else "final",
        )
        return replace(plain, **said)

    return make


@pytest.fixture(scope="session")
def quarters(observed: Callable[..., Observation]) -> Callable[..., list[Observation]]:
    """Makes one observation a quarter from `first` on, one for each value."""

    def make(values: list[float | None], first: str = "2012-04", **said: Any) -> list[Observation]:
        start = Month.parse(first)
        return [
            observed(value, str(start + 3 * n), str(start + 3 * n + 2), **said)
            for n, value in enumerate(values)
        ]

    return make
