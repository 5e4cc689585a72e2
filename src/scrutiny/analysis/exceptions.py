"""Exceptions: what a scrutiny meeting should look at, each with its reason in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

from scrutiny.analysis.change import Change
from scrutiny.analysis.control_chart import ControlChart
from scrutiny.analysis.peers import OutOfLine
from scrutiny.analysis.rounding import format_value
from scrutiny.catalogue.model import Better, Measure, Target
from scrutiny.observation import Observation

ExceptionKind = Literal["signal", "peers", "target"]


class Severity(IntEnum):
    """The order in which exceptions are put to a meeting, the gravest first."""

    TARGET_MISSED = 1
    SIGNAL_WORSE = 2
    PEERS_WORSE = 3
    SIGNAL_UNUSUAL = 4
    PEERS_UNUSUAL = 5


@dataclass(frozen=True, slots=True)
class ExceptionFound:
    """One thing to look at. Lists of these sort by `severity`, then by measure."""

    measure: str
    area: str
    kind: ExceptionKind
    reason: str
    severity: Severity
    observed: Observation


def meets(target: Target, value: float) -> bool:
    """Whether a value is what the target asks for."""
    return {
        "under": value < target.value,
        "over": value > target.value,
        "at_most": value <= target.value,
        "at_least": value >= target.value,
    }[target.rule]


def find_exceptions(
    measure: Measure,
    latest: Observation,
    *,
    change: Change | None = None,
    chart: ControlChart | None = None,
    standing: OutOfLine | None = None,
) -> list[ExceptionFound]:
    """The exceptions of one measure and area, the gravest first; none for a missing value.

    A signal counts when it is in the worse direction, or when neither direction is better. A
    change across a break is never an exception: while `change` is not comparable, a signal counts
    only against limits that have been re-based since and are no longer trial limits.
    """
    if latest.value is None:
        return []
    found = [
        _target(measure, latest, latest.value),
        _signal(measure, latest, change, chart),
        _peers(measure, latest, latest.value, standing),
    ]
    return sorted((f for f in found if f is not None), key=lambda f: f.severity)


def _target(measure: Measure, latest: Observation, value: float) -> ExceptionFound | None:
    target = measure.target
    if target is None or meets(target, value):
        return None
    printed = format_value(value, measure.unit, measure.decimals)
    reason = (
        f"{measure.title} was {printed} in {latest.period.name}, off its target ({target.text})."
    )
    return ExceptionFound(measure.id, latest.area, "target", reason, Severity.TARGET_MISSED, latest)


def _signal(
    measure: Measure, latest: Observation, change: Change | None, chart: ControlChart | None
) -> ExceptionFound | None:
    if chart is None or chart.variation not in ("concerning", "unusual"):
        return None
    if change is not None and not change.comparable and chart.phases[-1].trial:
        return None
    severity = Severity.SIGNAL_WORSE if chart.variation == "concerning" else Severity.SIGNAL_UNUSUAL
    reason = f"{measure.title}: {chart.verdict}"
    return ExceptionFound(measure.id, latest.area, "signal", reason, severity, latest)


def _peers(
    measure: Measure, latest: Observation, value: float, standing: OutOfLine | None
) -> ExceptionFound | None:
    if standing is None or standing.side is None:
        return None
    worse = {Better.UP: "below", Better.DOWN: "above"}.get(measure.better)
    if worse is not None and standing.side != worse:
        return None
    printed = format_value(value, measure.unit, measure.decimals)
    reason = (
        f"{measure.title} was {printed} in {latest.period.name}, further {standing.side} its "
        "peers than their own spread explains."
    )
    severity = Severity.PEERS_UNUSUAL if worse is None else Severity.PEERS_WORSE
    return ExceptionFound(measure.id, latest.area, "peers", reason, severity, latest)
