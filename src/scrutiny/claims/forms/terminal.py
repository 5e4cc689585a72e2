"""A result for a person at a terminal: the gravest first, each with its place and its quotation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrutiny.claims.forms.shared import findings, summary, tame, words_for
from scrutiny.claims.model import Check, Result, Verdict

if TYPE_CHECKING:
    from rich.console import Console

COLOURS = {Verdict.INCONSISTENT: "bold red", Verdict.CAUTION: "yellow"}
MOST = 500  # findings that are shown; the other forms have all


def print_result(result: Result, console: Console) -> None:
    """Write the findings, what was silenced, and the counts."""
    from rich.padding import Padding
    from rich.text import Text

    found = findings(result)
    for check in found[:MOST]:
        head = Text(tame(f"{result.file}, {_place(check)}: "))
        head.append(check.verdict.value, style=COLOURS[check.verdict])
        head.append(f"  {check.rule}", style="dim")
        console.print(head)
        for line in _about(check):
            console.print(Padding(Text(tame(line)), (0, 0, 0, 4)))
    if len(found) > MOST:
        console.print(f"... and {len(found) - MOST:,} more; --format json has them all")
    for silenced in result.silenced:
        where, reason = words_for(silenced.check.where), tame(silenced.reason)
        console.print(Text(f"silenced, {where}: {silenced.check.rule} ({reason})", style="dim"))
    console.print(Text(in_one_line(result)))


def in_one_line(result: Result) -> str:
    """The counts: `report.md: 3 inconsistent, 2 cautions; 180 of 210 figures checked`."""
    counts = summary(result)
    cautions = counts["caution"]
    parts = [f"{counts['inconsistent']:,} inconsistent"]
    parts.append(f"{cautions:,} caution{'' if cautions == 1 else 's'}")
    if counts["silenced"]:
        parts.append(f"{counts['silenced']:,} silenced")
    total = counts["figures"]
    figures = f"{total:,} figure{'' if total == 1 else 's'}"
    return tame(f"{result.file}: {', '.join(parts)}; {counts['checked']:,} of {figures} checked")


def _place(check: Check) -> str:
    where = check.where
    place = words_for(where)
    return f"{place}, character {where.start + 1}" if place.startswith("line ") else place


def _about(check: Check) -> list[str]:
    lines = [f"“{check.where.text}”"] if check.where.text.strip() else []
    lines.append(check.explanation)
    if check.expected and check.expected not in check.explanation:
        lines.append(f"It should be {check.expected}.")
    return lines
