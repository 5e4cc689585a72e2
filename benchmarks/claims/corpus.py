"""Papers: statements under headings, some spoiled, with the place of every figure."""

from __future__ import annotations

import random
from dataclasses import dataclass

from benchmarks.claims.cells import spoil_cell
from benchmarks.claims.layouts import HELD, LAYOUTS
from benchmarks.claims.sentences import Slip, Slot, Statement, fill, wordings
from benchmarks.claims.slips import spoil
from benchmarks.claims.style import Style, style
from benchmarks.claims.twice import stale, summary_and_body

HEADINGS = (
    "Performance", "Recorded crime", "Supporting victims", "Finance", "Contact management",
    "Local policing", "Force priorities", "Serious violence", "Public confidence", "Vulnerability",
)  # fmt: skip
SPOILED = 0.3  # of the statements that hold something to spoil


@dataclass(frozen=True)
class Placed:
    """A figure of a paper: its line (from 1), characters of it, and the statement it is of."""

    slot: Slot
    line: int
    start: int
    end: int
    statement: int


@dataclass(frozen=True)
class Made:
    """A paper with its truth."""

    text: str
    statements: tuple[Statement, ...]
    figures: tuple[Placed, ...]
    style: Style


def statement(rng: random.Random, how: Style, held: bool, spoiled: bool) -> Statement:
    """One statement of any kind; `spoiled` asks for a slip, which not every kind can bear."""
    kinds = wordings(held)
    if rng.random() < 0.3:
        layouts = HELD if held else LAYOUTS
        true = rng.choice(list(layouts.values()))(rng, how)
        return (spoil_cell(rng, true) if spoiled else None) or true
    weights = [0.6 if kind == "blank" else len(kinds[kind]) ** 0.5 for kind in kinds]
    kind = rng.choices(list(kinds), weights)[0]
    true = fill(rng, how, kind, rng.randrange(len(kinds[kind])), held)
    if kind == "blank":
        return with_blank(true)
    return (spoil(rng, how, true) if spoiled else None) or true


def with_blank(true: Statement) -> Statement:
    slip = Slip("blank", frozenset(), "", "")
    return Statement(true.parts, true.of, "blank", slip, true.facts)


def small(rng: random.Random, held: bool) -> Made:
    """A paper of one statement."""
    how = style(rng)
    return put_together([statement(rng, how, held, rng.random() < 0.5)], how, rng, headings=False)


def paper(rng: random.Random, held: bool, statements: int = 60) -> Made:
    """A paper as one writer writes it: many statements, slips among them, some figures twice."""
    how = style(rng)
    said = [statement(rng, how, held, rng.random() < SPOILED) for _ in range(statements)]
    pairs = [summary_and_body(rng, how) for _ in range(max(1, statements // 15))]
    for first, second in pairs:
        if rng.random() < SPOILED:
            first, second = stale(rng, first, second)
        said.insert(rng.randrange(len(said) // 2), first)
        said.insert(rng.randrange(len(said) // 2, len(said)), second)
    return put_together(said, how, rng, headings=True)


def put_together(
    said: list[Statement], how: Style, rng: random.Random, headings: bool
) -> Made:  # fmt: skip
    lines: list[str] = ["# Performance report to the meeting of 12 March 2024", ""]
    figures: list[Placed] = []
    for number, one in enumerate(said):
        if headings and number % 6 == 0:
            lines += [f"## {rng.choice(HEADINGS)}", ""]
        current = ""
        for part in one.parts:
            text = part if isinstance(part, str) else part.text
            if isinstance(part, Slot):
                figures.append(Placed(part, len(lines) + 1, len(current),
                                      len(current) + len(text), number))  # fmt: skip
            *whole, current_end = (current + text).split("\n")
            lines += whole
            current = current_end
        if current:
            lines.append(current)
        lines.append("")
    return Made("\n".join(lines), tuple(said), tuple(figures), how)
