"""Finding the stated figures in a text.

A figure is a stated quantity. Dates, years, periods and their lengths, section and footnote
numbers, references, legislation, telephone numbers, ages, times of day, roads and the grades of a
response are not.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from scrutiny.claims.approximations import approx_before
from scrutiny.claims.in_words import InWords
from scrutiny.claims.model import Quantity, Unit
from scrutiny.claims.not_figures import NotFigures
from scrutiny.claims.periods import Span
from scrutiny.claims.signs import Signs


class _Reader(NotFigures, InWords, Signs):
    """One pass over the tokens of a text."""

    def read(self) -> tuple[Quantity, ...]:
        i = 0
        while i < len(self.row):
            after = self.step_over(i)
            if after > i:
                i = after
                continue
            i = max(self.at(i), i + 1)
        return self.ranges()

    def at(self, i: int) -> int:
        """Read the figure that begins at a token; the index after it, or the same if none does."""
        row = self.row
        token = row[i]
        if token.kind == "link":
            return i + 1
        if token.kind == "word":
            return self.words_at(i)
        if token.kind != "number":
            return i
        skipped = self.not_a_figure(i)
        if skipped > i:
            return skipped
        if token.value is None:
            return i + 1
        whole = row[i + 2].value
        if row.low(i + 1) == "in" and whole is not None and row[i + 2].plain:
            share = token.value in (1, 2, 3, 4, 9) and token.value < whole <= 20
            if share and row.low(i + 3) not in {"%", "percent"}:
                return self.in_every(i, token.value, whole)
        return self.number(i)

    def number(self, i: int) -> int:
        row = self.row
        token = row[i]
        value = token.value or Decimal(0)
        step = Decimal(1).scaleb(-token.decimals)
        begin = i
        unit = Unit.COUNT
        if self.money_before(i):
            unit, begin = Unit.POUNDS, i - 1
        j, value, step = self.scaled(i + 1, value, step)
        if (unit is Unit.COUNT and self.unit is Unit.POUNDS) or (
            j > i + 1 and self.pounds and len(row.low(j - 1)) == 1
        ):
            unit = Unit.POUNDS
        j, unit, factor = self.unit_at(j, unit)
        if unit is Unit.RANK and j == i + 2 and not self.rank(i, j):
            return j
        value, step = value * factor, step * factor
        if unit is Unit.SECONDS:
            j, value, step = self.compound(j, value, step, factor)
        approx, _ = approx_before(row, begin if not self.sign_token(begin) else begin - 1)
        sign, begin = self.sign(begin)
        if sign and not approx:
            approx, _ = approx_before(row, begin)
        plus_minus, j = self.give_or_take(j)
        if row.low(j) == "+" and row.touching(j - 1) and not approx and not row.touching(j):
            approx, j = "at least", j + 1
        if approx and token.decimals == 0 and value:
            step = max(step, self.round_step(value))
        if unit is Unit.COUNT and self.unit not in (None, Unit.POUNDS):
            unit = self.unit or unit
        per, after, unit = self.per(j, unit)
        self.add(
            value, step, unit, sign, approx, row[begin].start, row[max(j, after) - 1].end,
            plus_minus, per, self.noun(max(j, after)),
        )  # fmt: skip
        return max(j, after)

    @staticmethod
    def round_step(value: Decimal) -> Decimal:
        """The worth of the last digit that is not nought."""
        digits = str(int(value))
        zeros = len(digits) - len(digits.rstrip("0"))
        return Decimal(1).scaleb(zeros)

    def ranges(self) -> tuple[Quantity, ...]:
        """In 10-15%, £2-3m and 5 to 10 minutes the first figure has the second's unit."""
        out = self.found
        for index in range(len(out) - 2, -1, -1):
            one, two = out[index], out[index + 1]
            between = self.text[one.end : two.start].strip()
            if (
                one.unit is Unit.COUNT
                and not one.noun
                and two.unit in (Unit.PERCENT, Unit.POINTS, Unit.SECONDS, Unit.POUNDS)
            ) and (between in {"-", "–"} or (between == "to" and two.unit is not Unit.POUNDS)):
                scale = two.value / (two.value if two.value else 1)
                out[index] = replace(one, unit=two.unit, value=one.value * scale)
        return tuple(out)


def find_quantities(
    text: str,
    block: int = 0,
    cell: tuple[int, int] | None = None,
    unit: Unit | None = None,
    whens: tuple[Span, ...] | None = None,
) -> tuple[Quantity, ...]:
    """The figures of a text, in order.

    `unit` is what a bare number counts, as the table's header says; `cell` is its row and column.
    A bare four-digit year in a table's body is a count, in its first row or column a year. `whens`
    is what `spans_of` gives for the text, where that is known already.
    """
    return _Reader(text, block, cell, unit, whens).read()
