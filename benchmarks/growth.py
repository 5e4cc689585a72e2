"""How cost grows with the rows: slopes on a log-log scale, and the table of them.

A slope of 1 is a cost that doubles when the rows double; below 1 it grows slower than the rows.
"""

from __future__ import annotations

from math import log
from typing import Any

STEPS = ("load", "calculate", "read")


def nation(results: dict[str, Any]) -> list[dict[str, Any]]:
    """The points of the whole nation's 43 forces, the fewest rows first."""
    points = [p for p in results["points"] if p["data"]["forces"] == 43]
    return sorted(points, key=lambda p: int(p["data"]["rows"]))


def by_forces(results: dict[str, Any]) -> list[dict[str, Any]]:
    """The points of the same rows for fewer and more forces, the fewest forces first."""
    others = [p for p in results["points"] if p["data"]["forces"] != 43]
    rows = {round(p["data"]["rows"], -6) for p in others}
    points = [p for p in results["points"] if round(p["data"]["rows"], -6) in rows]
    return sorted(points, key=lambda p: int(p["data"]["forces"]))


def slope(sizes: list[float], costs: list[float]) -> float | None:
    """The slope of log cost on log size by least squares; None for fewer than three sizes."""
    if len(sizes) < 3:
        return None
    x, y = [log(size) for size in sizes], [log(cost) for cost in costs]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    along = sum((a - mean_x) ** 2 for a in x)
    return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / along


def slopes(results: dict[str, Any]) -> list[tuple[str, str, float]]:
    """The slope of each step's seconds and peak memory, where there are enough sizes."""
    points = nation(results)
    sizes = [float(p["data"]["rows"]) for p in points]
    found = []
    for step in STEPS:
        for of in ("seconds", "peak"):
            one = slope(sizes, [float(p["steps"][step][of]) for p in points])
            if one is not None:
                found.append((step, of, one))
    return found


def rows(results: dict[str, Any]) -> list[tuple[str, ...]]:
    """A row a point: what it is, what each step took, and what it leaves on the disk."""
    found = []
    for p in results["points"]:
        cells = [f"{p['data']['rows'] / 1e6:.1f}", str(p["data"]["forces"])]
        cells += [f"{p['steps'][step]['seconds']:.1f}" for step in STEPS]
        cells += [f"{p['steps'][step]['peak'] / 1e9:.2f}" for step in STEPS]
        cells += [f"{p['sizes'][name] / 1e9:.2f}" for name in ("files", "street", "observations")]
        cells.append(f"{p['observations'] / 1e6:.1f}")
        found.append(tuple(cells))
    return found


BEYOND = (("the nation since December 2010", 90e6), ("a billion incident records", 1e9))
"""What is reasoned and not measured: how many rows each would be."""


def beyond(results: dict[str, Any]) -> list[tuple[str, ...]]:
    """What more rows would take, from the largest size measured.

    Seconds grow by their slope, but never slower than the rows: what made them do so at small
    sizes is what every run costs. Memory grows by its slope, and files in proportion.
    """
    grows = {(step, of): value for step, of, value in slopes(results)}
    largest = nation(results)[-1]
    found = []
    for name, size in BEYOND if grows else ():
        times = size / largest["data"]["rows"]
        cells = [name, f"{size / 1e6:,.0f}"]
        for step in ("load", "calculate"):
            seconds = largest["steps"][step]["seconds"] * times ** max(1, grows[step, "seconds"])
            peak = largest["steps"][step]["peak"] * times ** grows[step, "peak"]
            cells += [f"{seconds / 60:.1f}", f"{peak / 1e9:.1f}"]
        cells += [f"{largest['sizes'][of] * times / 1e9:.0f}" for of in ("files", "street")]
        found.append(tuple(cells))
    return found


BEYOND_HEADS = (
    "reasoned, not measured", "million rows", "load minutes", "load GB of memory",
    "calculate minutes", "calculate GB of memory", "CSV GB", "records GB",
)  # fmt: skip
HEADS = (
    "million rows", "forces", "load s", "calculate s", "read s",
    "load GB", "calculate GB", "read GB",
    "CSV GB", "records GB", "observations GB", "million observations",
)  # fmt: skip


def text(results: dict[str, Any]) -> str:
    """The points and slopes for a terminal."""
    widths = [len(head) + 2 for head in HEADS]
    table = [HEADS, *rows(results)]
    lines = ["".join(f"{c:>{w}}" for c, w in zip(r, widths, strict=True)) for r in table]
    lines += [
        f"{step}: {of} grow with the rows to the power {s:.2f}" for step, of, s in slopes(results)
    ]
    return "\n".join(lines)


def markdown(results: dict[str, Any]) -> str:
    """The points and slopes for the documentation."""
    lines = [f"| {' | '.join(HEADS)} |", "|--:" * len(HEADS) + "|"]
    lines += [f"| {' | '.join(row)} |" for row in rows(results)]
    lines += ["", "| step | slope of seconds | slope of peak memory |", "|---|--:|--:|"]
    by_step = {(step, of): f"{value:.2f}" for step, of, value in slopes(results)}
    for step in STEPS:
        each = [by_step.get((step, of), "-") for of in ("seconds", "peak")]
        lines.append(f"| {step} | {each[0]} | {each[1]} |")
    lines += [
        "",
        f"| {' | '.join(BEYOND_HEADS)} |",
        "|---" + "|--:" * (len(BEYOND_HEADS) - 1) + "|",
    ]
    lines += [f"| {' | '.join(row)} |" for row in beyond(results)]
    return "\n".join(lines)
