"""The cells of a table as they are filled in, and one of them spoiled."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from benchmarks.claims.facts import Facts
from benchmarks.claims.sentences import Slip, Slot, Statement
from benchmarks.claims.slips import KINDS, number_in
from benchmarks.claims.style import DOWN, UP, Style, rounded

Cell = str | Slot | tuple[str | Slot, ...]  # a tuple where a cell holds two figures


@dataclass
class Table:
    """Cells as they are filled in; `figure` makes one that is known by its row and column."""

    how: Style
    rows: list[list[Cell]] = field(default_factory=list)
    values: dict[str, Decimal] = field(default_factory=dict)
    steps: dict[str, Decimal] = field(default_factory=dict)
    exact: set[str] = field(default_factory=set)  # counts that others fix to the digit

    def figure(
        self, text: str, value: Decimal | int, step: Decimal | int = 1, exact: bool = True,
        checkable: bool = True, part: str = "",
    ) -> Slot:  # fmt: skip
        name = f"r{len(self.rows)}c{len(self.values)}{part}"
        self.values[name], self.steps[name] = Decimal(value), Decimal(step)
        if exact:
            self.exact.add(name)
        return Slot(name, text, checkable, len(self.rows))

    def count(self, value: int, exact: bool = True, checkable: bool = True) -> Slot:
        return self.figure(self.how.count(value), value, 1, exact, checkable)

    def percent(self, value: Decimal, decimals: int | None = None, bare: bool = False,
                signed: bool = False, checkable: bool = True) -> Slot:  # fmt: skip
        places = self.how.decimals if decimals is None else decimals
        text = str(rounded(abs(value), places)) + ("" if bare else "%")
        if signed:
            text = self.how.signed(text, DOWN if value < 0 else UP)
        step = Decimal(1).scaleb(-places)
        return self.figure(text, abs(value), step, exact=False, checkable=checkable)

    def statement(self, of: str, caption: str = "") -> Statement:
        parts: list[str | Slot] = [caption + "\n\n"] if caption else []
        for number, row in enumerate(self.rows):
            parts += _row(row, self.how.table)
            if number == 0 and self.how.table == "pipe":
                parts.append("|" + "---|" * len(row) + "\n")
        facts = Facts("table", UP, self.values, dict.fromkeys(self.exact, ""), self.steps, {})
        return Statement(tuple(parts), of, "table", facts=facts)


def _row(row: Sequence[Cell], form: str) -> list[str | Slot]:
    between, parts = (" | ", ["| "]) if form == "pipe" else ("\t", [])
    found: list[str | Slot] = list(parts)
    for i, cell in enumerate(row):
        if i:
            found.append(between)
        if isinstance(cell, tuple):
            found += cell
        else:
            found.append(cell)
    found.append(" |\n" if form == "pipe" else "\n")
    return found


def spoil_cell(rng: random.Random, true: Statement) -> Statement | None:
    """The table with one cell wrong: a digit dropped, swapped or mistyped, or a sign turned."""
    facts = true.facts
    cells = [slot for slot in true.slots if slot.checkable]
    if facts is None or not cells:
        return None
    for _ in range(30):
        slot = rng.choice(cells)
        signed = slot.text[0] in "+-−–"
        if signed and rng.random() < 0.3:
            turned = ("-" if slot.text[0] == "+" else "+") + slot.text[1:]
            slip = Slip("wrong sign", _near(true, slot), slot.text, turned)
            return true.with_text(slot.name, turned, slip)
        kind, by = rng.choice(KINDS)
        text = by(rng, slot.text)
        if not text or text == slot.text:
            continue
        exact, step, wrong = facts.values[slot.name], facts.steps[slot.name], number_in(text)
        off = abs(wrong - exact)
        if wrong and (off > 4 * step if slot.name in facts.texts or step < 1 or exact < 101
                      else off / exact > Decimal("0.12")):  # fmt: skip
            return true.with_text(slot.name, text, Slip(kind, _near(true, slot), slot.text, text))
    return None


def _near(true: Statement, slot: Slot) -> frozenset[str]:
    """The figures of its row, of its column, and of totals: a table shows a slip in any of them."""
    return frozenset(one.name for one in true.slots if one.checkable)
