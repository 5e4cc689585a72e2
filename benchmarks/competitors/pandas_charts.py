"""Control charts in plain pandas: one series at a time, rule by rule, as they are defined."""

from __future__ import annotations

from typing import Any

import pandas as pd  # type: ignore[import-untyped]

from benchmarks.job import Facts, Job, Timed
from benchmarks.lookups import CHARTED, settings

FACTOR = 2.66  # 3 / 1.128 (Wheeler, Understanding Variation, 2000)
QUARTERS = pd.period_range("2012Q2", "2025Q4", freq="Q")  # of the calendar: 55 of them
RUN = 7


def charts(job: Job) -> Timed:
    """Limits and signals of every force and measure; the series are read before."""
    known: Any = settings(job.lookups)
    parts = [
        pd.read_parquet(file, filters=[("measure", "in", CHARTED), ("source", "==", "home-office")])
        for file in job.tables("observations")
    ]
    rows = pd.concat(parts).sort_values("load")  # the later release of a quarter is the last
    rows = rows.drop_duplicates(["measure", "area", "first"], keep="last")
    months = [str(q.asfreq("M", "start")) for q in QUARTERS]
    ends = pd.Series([str(q.asfreq("M", "end")) for q in QUARTERS])
    given = []
    for (measure, area), group in rows.groupby(["measure", "area"]):
        if area in known["forces"]:
            values = group.set_index("first")["value"].reindex(months, fill_value=0.0)
            given.append((measure, area, values.reset_index(drop=True)))

    def timed() -> Facts:
        answer: Facts = {}
        for measure, area, values in given:
            breaks = known["rebase"][measure][area]
            phase = sum((ends >= month).astype(int) for month in breaks) if breaks else 0 * values
            chart, marks = _chart(values, phase)
            for n, row in enumerate(chart.itertuples(index=False)):
                signal, side = marks[n]
                key = f"{measure} {area} {n}"
                answer[f"{key} mean"], answer[f"{key} lower"] = row.mean, row.lower
                answer[f"{key} signal"] = f"{signal} {side}"
        job.answer(answer)
        return {"rows": sum(len(values) for _, _, values in given)}

    return timed


def _chart(values: Any, phase: Any) -> Any:
    parts = [_limits(part) for _, part in values.groupby(phase)]
    found: dict[int, tuple[str, str]] = {}
    # The gravest rule last, so that it is the one that names a point.
    for name, rule in (
        ("shift", _shift),
        ("two of three", _two_of_three),
        ("trend", _trend),
        ("outside limits", _outside),
    ):
        for part in parts:
            found |= {at: (name, side) for at, side in rule(part)}
    chart = pd.concat(parts)
    return chart, [found.get(at, (None, None)) for at in chart.index]


def _limits(part: Any) -> Any:
    mean, reach = part.mean(), FACTOR * part.diff().abs().mean()
    limits = {"value": part, "mean": mean, "lower": mean - reach, "upper": mean + reach}
    return pd.DataFrame(limits)


def _outside(part: Any) -> Any:
    yield from ((at, "above") for at in part.index[part["value"] > part["upper"]])
    yield from ((at, "below") for at in part.index[part["value"] < part["lower"]])


def _shift(part: Any) -> Any:
    above = part["value"] > part["mean"]
    below = part["value"] < part["mean"]
    yield from _runs(part, above, "above", RUN, RUN)
    yield from _runs(part, below, "below", RUN, RUN)


def _trend(part: Any) -> Any:
    """Six steps one way, and the point they begin at. A turning point is of the later trend."""
    steps = part["value"].diff()
    found = [
        *_runs(part, steps > 0, "above", RUN - 1, RUN),
        *_runs(part, steps < 0, "below", RUN - 1, RUN),
    ]
    begun: dict[int, str] = {}
    for at, side in sorted(found):
        moved = steps.get(at + 1)
        if at in begun and begun[at] != side:
            side = "above" if moved is not None and moved > 0 else "below"
        begun[at] = side
    yield from begun.items()


def _runs(part: Any, holds: Any, side: str, length: int, points: int) -> Any:
    """The last `points` points of every `length` in a row for which the rule holds."""
    full = holds.astype(int).rolling(length).sum() == length
    for end in part.index[full]:
        yield from ((at, side) for at in range(end - points + 1, end + 1))


def _two_of_three(part: Any) -> Any:
    near = 2 / 3 * (part["upper"] - part["mean"])
    for side, beyond in (
        ("above", part["value"] > part["mean"] + near),
        ("below", part["value"] < part["mean"] - near),
    ):
        for end in part.index[beyond.astype(int).rolling(3).sum() >= 2]:
            yield from ((at, side) for at in range(end - 2, end + 1) if beyond[at])
