"""The windows that are read and what is said of them, for competitors: written without ours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from benchmarks.job import Facts
from scrutiny.periods import Month

MONTHS = {"month": 1, "12m": 12}


def windows(options: Mapping[str, str]) -> dict[str, str]:
    """The first and last months of the window and of the same one a year before."""
    to, length = Month.parse(options["to"]), MONTHS[options["window"]]
    return {
        "from": str(to - (length - 1)),
        "to": str(to),
        "from_before": str(to - (length + 11)),
        "to_before": str(to - 12),
    }


def answer_of(
    now: Mapping[str, float | None], before: Mapping[str, float | None], known: dict[str, Any]
) -> Facts:
    """Each force's values and ranks, and each group's totals; equal values share a rank."""
    answer: Facts = {}
    sign = 1 if known["highest_first"] else -1
    for name, values in (("", now), (" before", before)):
        whole = all(values.get(force) is not None for force in known["forces"])
        for force in known["forces"]:
            value = values.get(force)
            answer[f"{force}{name or ' now'}"] = value
            ahead = [v for v in values.values() if v is not None and value is not None]
            rank = 1 + sum(sign * v > sign * value for v in ahead) if value is not None else None
            answer[f"{force} rank{name}"] = rank if whole else None
        for group, members in known["groups"].items():
            each = [values.get(member) for member in members]
            total = None if None in each else sum(v for v in each if v is not None)
            answer[f"{group}{name or ' now'}"] = total
    return answer
