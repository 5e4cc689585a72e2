"""Figures in words: twenty-three, a third, one in ten, doubled."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from scrutiny.claims.approximations import approx_before
from scrutiny.claims.figures import AFTER_PART
from scrutiny.claims.model import Approx, Unit
from scrutiny.claims.rates import Rates
from scrutiny.claims.words import NUMBERS, ORDINALS, PARTS, load, word_set

FRACTION_STEP = Decimal(5)  # a third stands for 30.8% to 35.8%
_MOST = {"highest", "lowest", "largest", "smallest", "best", "worst", "most", "fastest", "slowest"}
TIMES_STEP = Decimal("0.2")  # of the factor: doubled stands for 1.8 to 2.2 times


@cache
def _begins() -> frozenset[str]:
    """The words that a figure in words may begin with."""
    fixed = {"twice", "thrice", "double", "treble", "triple", "a", "an", "half"}
    return frozenset(NUMBERS) | frozenset(ORDINALS) | frozenset(load("units")["times"]) | fixed


class InWords(Rates):
    """Reads the figures that are written in words."""

    def words_at(self, i: int) -> int:
        row = self.row
        low = row.low(i)
        if low not in _begins():
            return i
        if low in ORDINALS:
            placed = row.low(i + 1) in _MOST and row.low(i - 1) not in {"one", "two", "three"}
            if not placed:
                return i
            return self.word_figure(i, i + 2, Decimal(ORDINALS[low]), Decimal(1), Unit.RANK)
        if row.low(i - 1) == "per" and low in {"one", "a"}:
            return i + 1 + (row.low(i + 1) in {"million", "thousand", "hundred"})
        times: dict[str, str] = load("units")["times"]
        if low in times:
            factor = Decimal(times[low])
            approx, _ = approx_before(row, i)
            return self.word_figure(i, i + 1, factor, factor * TIMES_STEP, Unit.TIMES, approx)
        if low in {"twice", "thrice"} or (
            low in {"double", "treble", "triple"} and row.low(i + 1) == "the"
        ):
            factor = Decimal(2 if low in {"twice", "double"} else 3)
            return self.word_figure(i, i + 1, factor, factor * TIMES_STEP, Unit.TIMES)
        fraction = self.fraction(i)
        if fraction > i:
            return fraction
        if low not in NUMBERS:
            return i
        j, value = self.spelled(i)
        following = row.low(j)
        if following == "in" and (row.low(j + 1) in NUMBERS or row[j + 1].plain):
            whole = row[j + 1].value or Decimal(NUMBERS.get(row.low(j + 1), 0))
            if value < whole <= 20:
                return self.in_every(i, value, whole)
        after, unit, factor = self.unit_at(j, Unit.COUNT)
        scaled, value, step = self.scaled(j, value, Decimal(1))
        if scaled > j:
            after = scaled
        elif not self.counted(i, j, unit, value):
            return j
        step = step * factor
        return self.word_figure(i, after, value * factor, step, unit if scaled == j else Unit.COUNT)

    def counted(self, i: int, j: int, unit: Unit, value: Decimal) -> bool:
        """Whether a number in words, from token `i` to `j`, is a figure."""
        row = self.row
        if unit in (Unit.PERCENT, Unit.POINTS):
            return True
        if value <= 1:
            return False
        if unit is Unit.TIMES:
            return True
        if unit is Unit.SECONDS:
            return row.low(j) in {"minutes", "hours", "seconds"}
        if row.low(j) == "of" and any(row[j + k].kind == "number" for k in (1, 2)):
            return True  # twelve of the 48
        those = row.low(i - 1) in {",", "and"} and row.low(j) in {"were", "had", "remain"}
        if not self.noun(j) and row.lows(j, 2) != ("out", "of") and not those:
            return False
        before = row.low(i - 1)
        named = before in {"these", "those", "other", "the", "section", "key"}
        return not named and before not in word_set("figures", "references")

    def spelled(self, i: int) -> tuple[int, Decimal]:
        """Twenty-three; one hundred and five: the index after, and the value."""
        row = self.row
        value, j = Decimal(NUMBERS[row.low(i)]), i + 1
        if value >= 20 and row.low(j + (row.low(j) == "-")) in NUMBERS:
            k = j + (row.low(j) == "-")
            if 0 < NUMBERS[row.low(k)] < 10:
                return k + 1, value + NUMBERS[row.low(k)]
        if row.low(j) == "hundred":
            value, j = value * 100, j + 1
            if row.low(j) == "and" and row.low(j + 1) in NUMBERS:
                j, more = self.spelled(j + 1)
                value += more
        return j, value

    def fraction(self, i: int) -> int:
        """A third, two-thirds, half of: the index after, or the same."""
        row = self.row
        low = row.low(i)
        j, parts = i, 1
        if low in {"a", "an"} or (low in NUMBERS and NUMBERS[low] < 10):
            parts = 1 if low in {"a", "an"} else NUMBERS[low]
            j = i + 1
            j += row.low(j) == "-"
        elif low != "half":
            return i
        name = row.low(j)
        if name not in PARTS or row.low(j + 1) not in AFTER_PART or (j == i and not self.half(i)):
            return i
        if PARTS[name] <= parts or (parts == 1) == name.endswith("s"):
            return i
        if (
            name == "quarter"
            and row.low(j + 1) in {"in", "to", "year", "from", "and", "the", "over"}
            and not approx_before(row, i)[0]
        ):
            return i  # a quarter of the year
        approx, _ = approx_before(row, i)
        value = Decimal(100) * parts / PARTS[name]
        return self.word_figure(i, j + 1, value, FRACTION_STEP, Unit.PERCENT, approx)

    def half(self, i: int) -> bool:
        """Whether the word half is a share: half of, over half the."""
        row = self.row
        if row.low(i - 1) in {"first", "second", "last", "latter", "other", "and", "one", "the"}:
            return False
        return (
            row.low(i + 1) in {"of", "the", "were", "are", "(", "to"}
            or row.low(i - 1) == "by"
            or approx_before(row, i)[0] != ""
        )

    def in_every(self, i: int, part: Decimal, whole: Decimal) -> int:
        """One in ten."""
        row = self.row
        j = i + 1
        while row.low(j) != "in":
            j += 1
        approx, _ = approx_before(row, i)
        value = (Decimal(100) * part / whole).quantize(Decimal("0.0001"))
        step = max(Decimal(1), value / 5)
        return self.word_figure(i, j + 2, value, step, Unit.PERCENT, approx)

    def word_figure(
        self, i: int, j: int, value: Decimal, step: Decimal, unit: Unit, approx: Approx = ""
    ) -> int:
        row = self.row
        approx = approx or approx_before(row, i)[0]
        per, after, unit = self.per(j, unit)
        self.add(
            value,
            step,
            unit,
            0,
            approx,
            row[i].start,
            row[max(j, after) - 1].end,
            None,
            per,
            self.noun(j),
        )
        return max(j, after)
