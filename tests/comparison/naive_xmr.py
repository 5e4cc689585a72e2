"""A control chart by the book, one rule after another, importing nothing of ours."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

WHEELER = 2.66
WIDEST = 3.267


class Drawn(NamedTuple):
    mean: float
    lower: float
    upper: float
    signal: str | None
    side: str | None


def chart(values: list[float], starts: list[int], screen: bool = False) -> list[Drawn]:
    """`starts` are the places in `values` at which the chart is re-based."""
    cuts = [0, *starts, len(values)]
    phases = [values[a:b] for a, b in pairwise(cuts) if b > a]
    return [point for phase in phases for point in _phase(phase, screen)]


def _phase(values: list[float], screen: bool) -> list[Drawn]:
    n = len(values)
    mean = sum(values) / n
    moves = [abs(values[i] - values[i - 1]) for i in range(1, n)]
    if screen:
        widest = WIDEST * sum(moves) / len(moves)
        moves = [m for m in moves if m < widest]
    reach = WHEELER * sum(moves) / len(moves)
    found: list[list[tuple[str, str]]] = [[] for _ in values]

    def say(places: range | list[int], rule: str, side: str) -> None:
        for place in places:
            found[place].append((rule, side))

    for side, sign in (("above", 1), ("below", -1)):
        away = [sign * (v - mean) for v in values]
        say([i for i in range(n) if away[i] > reach], "outside limits", side)
        for i in range(n - 2):
            far = [j for j in range(i, i + 3) if away[j] > reach * 2 / 3]
            if len(far) > 1:
                say(far, "two of three", side)
        for i in range(n - 6):
            if min(away[i : i + 7]) > 0:
                say(range(i, i + 7), "shift", side)
    for i in range(n - 6):  # a turning point belongs to the trend that it begins
        for side, sign in (("above", 1), ("below", -1)):
            run = [sign * v for v in values[i : i + 7]]
            if run == sorted(set(run)):
                for j in range(i, i + 7):
                    found[j] = [f for f in found[j] if f[0] != "trend"]
                say(range(i, i + 7), "trend", side)
    order = ["outside limits", "trend", "two of three", "shift"]
    first = [min(f, key=lambda s: order.index(s[0]), default=(None, None)) for f in found]
    return [Drawn(mean, mean - reach, mean + reach, *signal) for signal in first]
