"""The table of results, for a terminal and for the documentation, from what was kept as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.rounds import named
from benchmarks.works import OURS, WORKS, Target, Work

HEADS = ("", "seconds", "least to most", "CPU s", "peak MB", "ours is")
Row = Sequence[str]


def rows(results: dict[str, Any]) -> list[tuple[str, list[Row]]]:
    """The title of each piece of work, and a row a competitor: medians, and ours over theirs."""
    measured = results["measured"]
    found = []
    for work in WORKS:
        mine = named(measured, work.name, OURS)
        lines = [_row(m, mine) for m in measured if m["work"] == work.name]
        if lines:
            found.append((work.title, lines))
    return found


def _row(one: dict[str, Any], ours: dict[str, Any] | None) -> Row:
    name = one["competitor"] + (f" ({one['note']})" if one["note"] else "")
    if one.get("seconds") is None:
        return (name, "-", one["failed"], "", "", "")
    ratio = ""
    if ours is not None and one["competitor"] != OURS:
        ratio = f"{ours['seconds'] / one['seconds']:.2f} x"
    runs = f"{one['least']:.2f} to {one['most']:.2f}" if one["runs"] > 1 else "one run"
    return (
        name, f"{one['seconds']:.2f}", runs, f"{one['cpu']:.2f}", f"{one['peak'] / 1e6:,.0f}", ratio
    )  # fmt: skip


def verdicts(results: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Each target that the results can answer: the work, the target, and how it was met."""
    measured, size = results["measured"], results["data"]["rows"]
    found = []
    for work in WORKS:
        for target in work.targets:
            said = _verdict(target, work, measured, size)
            if said is not None:
                found.append((work.title, target.text, said))
    return found


def _verdict(target: Target, work: Work, measured: list[dict[str, Any]], size: int) -> str | None:
    ours = named(measured, work.name, OURS)
    if ours is None or size < target.from_rows:
        return None
    value = float(str(ours[target.of]))
    if not target.competitor:
        got = f"{value / 1e9:.2f} GB" if target.of == "peak" else f"{value:.2f} s"
        return f"{_word(value <= target.most)}: {got}"
    other = named(measured, target.work, target.competitor)
    if other is None:
        return None
    ratio = value / float(str(other[target.of]))
    cpu = float(str(ours["cpu"])) / float(str(other["cpu"]))
    return f"{_word(ratio <= target.most)}: {ratio:.2f} x (CPU {cpu:.2f} x)"


def _word(reached: bool) -> str:
    return "reached" if reached else "MISSED"


def text(results: dict[str, Any]) -> str:
    """The results for a terminal."""
    lines = []
    for title, table in rows(results):
        lines.append(f"\n{title}")
        lines.append(
            "".join(f"{h:>{w}}" for h, w in zip(HEADS[1:], (61, 18, 9, 9, 9), strict=True))
        )
        for name, seconds, spread, cpu, peak, ratio in table:
            lines.append(f"  {name:50}{seconds:>9}{spread:>18}{cpu:>9}{peak:>9}{ratio:>9}")
    lines.append("\nTargets")
    lines += [f"  {title[:44]:46}{target:34}{said}" for title, target, said in verdicts(results)]
    return "\n".join(lines)


def markdown(results: dict[str, Any]) -> str:
    """The results for the documentation."""
    lines = []
    for title, table in rows(results):
        lines += [f"**{title}**", "", _line((*HEADS[:5], "ours / theirs"))]
        lines += ["|---|--:|--:|--:|--:|--:|", *map(_line, table), ""]
    lines += [_line(("work", "target", "")), "|---|---|---|", *map(_line, verdicts(results))]
    return "\n".join(lines)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
