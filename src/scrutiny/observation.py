"""The observation: one value of one measure for one area and period, with where it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from scrutiny.periods import Period

Status = Literal["final", "provisional", "missing"]


@dataclass(frozen=True, slots=True)
class Provenance:
    """The load that answers for a value: whose figures, when they were released and loaded."""

    load: str
    source: str
    released: date
    loaded: datetime
    sha256: tuple[str, ...]
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Observation:
    """One value of a measure.

    `value` is None when there is none, and `missing` then says why in one sentence. A count has
    no numerator or denominator; a rate or a percentage has both, already summed over the period.
    `lower` and `upper` are a published 95 per cent interval, where the source gives one.
    """

    measure: str
    area: str
    source: str
    period: Period
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    lower: float | None = None
    upper: float | None = None
    status: Status = "final"
    missing: str | None = None
    caveats: tuple[str, ...] = ()
    provenance: tuple[Provenance, ...] = field(default=())
