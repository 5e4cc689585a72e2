"""The unit and the scale of a figure: %, points, £, m, hours, times, places in an order."""

from __future__ import annotations

from decimal import Decimal

from scrutiny.claims.figures import Figures
from scrutiny.claims.model import Unit
from scrutiny.claims.signs import DOWN, UP
from scrutiny.claims.tokens import Token
from scrutiny.claims.words import SCALES, load, word_set

SUFFIXES = {"st", "nd", "rd", "th"}

# What stands beside points that are of a percentage: 8 points higher; up 7 points; by 3 points.
_POINTS_THAN = {"higher", "lower", "above", "below", "better", "worse", "more", "less", "ahead"}
_POINTS_BY = {"by", "up", "down", "increase", "decrease", "fell", "rose", "+", "-"}


class Units(Figures):
    """Reads the units of figures."""

    def unit_word(self, token: Token) -> bool:
        low = token.low
        return low in SCALES or low in load("units")["time"] or low in SUFFIXES or low in {
            "percent", "pp", "ppt", "ppts", "pps", "pts", "x", "fte", "h", "s", "per", "p",
        }  # fmt: skip

    def scaled(self, i: int, value: Decimal, step: Decimal) -> tuple[int, Decimal, Decimal]:
        """Million, bn or k after a number."""
        row = self.row
        low = row.low(i)
        if low not in SCALES:
            return i, value, step
        if len(low) == 1:
            money = self.money_before(i - 1) or self.unit is Unit.POUNDS
            plain = row[i].text in {"M", "k", "K"} and row.touching(i - 1)
            if not (row.touching(i - 1) or money) or not (money or plain):
                return i, value, step
        return i + 1, value * SCALES[low], step * SCALES[low]

    def money_before(self, i: int) -> bool:
        return self.row.low(i - 1) == "£"

    def unit_at(self, j: int, unit: Unit) -> tuple[int, Unit, Decimal]:
        """The unit written at a token: the index after it, and the base units in one."""
        row = self.row
        low = row.low(j)
        one = Decimal(1)
        points = word_set("units", "percent_points")
        if low == "%" or low in word_set("units", "percent_signs"):
            if row.low(j + 1) in points:
                return self.dotted(j + 2), Unit.POINTS, one
            return j + 1, Unit.PERCENT, one
        if low == "per" and row.low(j + 1) == "cent":
            if row.low(j + 2) in points:
                return j + 3, Unit.POINTS, one
            return j + 2, Unit.PERCENT, one
        if low == "percentage" and row.low(j + 1) in points:
            return j + 2, Unit.POINTS, one
        bare = low in {"point", "points"} and self.percents and unit is Unit.COUNT
        if bare and (row.low(j + 1) in _POINTS_THAN or row.low(j - 2) in _POINTS_BY | {"of"}):
            return j + 1, Unit.POINTS, one
        if low in {"pp", "ppt", "ppts", "pps"}:
            return self.dotted(j + 1), Unit.POINTS, one
        if row.lows(j, 3) == ("p", ".", "p"):
            return self.dotted(j + 3), Unit.POINTS, one
        times: dict[str, int] = load("units")["time"]
        if unit is Unit.COUNT and low in times:
            return j + 1, Unit.SECONDS, Decimal(times[low])
        if unit is Unit.COUNT and low in {"h", "s"} and row.touching(j - 1):
            return j + 1, Unit.SECONDS, Decimal(3600 if low == "h" else 1)
        if low in SUFFIXES and row.touching(j - 1):
            return j + 1, Unit.RANK, one
        if low == "times" or (low in {"x", "fold"} and row.touching(j - 1)):
            return j + 1, Unit.TIMES, one
        return j, unit, one

    def dotted(self, j: int) -> int:
        """Past the point of an abbreviation."""
        dotted = self.row.low(j) == "." and self.row.touching(j - 1) and self.row.low(j - 2) == "."
        return j + 1 if dotted else j

    def rank(self, i: int, j: int) -> bool:
        """Whether an ordinal is a place in an order."""
        row = self.row
        if self.cell is not None or (not row.low(i - 1) and not row.low(j)):
            return True
        if row.low(i - 1) in {
            "ranked",
            "ranks",
            "rank",
            "placed",
            "position",
            "ranking",
            "from",
            "is",
            "was",
            "at",
            "as",
            "to",
        }:
            return row.low(j) not in {"of", "birthday"} or row[j + 1].kind == "number"
        return row.low(j) in UP | DOWN | {
            "nationally",
            "out",
            "highest",
            "lowest",
            "best",
            "worst",
            "place",
            "position",
        }

    def compound(
        self, j: int, value: Decimal, step: Decimal, factor: Decimal
    ) -> tuple[int, Decimal, Decimal]:
        """2 hours 15 minutes; 1 hour and 5 mins."""
        row = self.row
        times: dict[str, int] = load("units")["time"]
        k = j + (row.low(j) in {"and", ","})
        more, name = row[k], row.low(k + 1)
        small = times.get(name) or {"m": 60, "s": 1}.get(name, 0)
        if more.value is not None and small and Decimal(small) < factor:
            step = Decimal(small).scaleb(-more.decimals)
            return self.compound(k + 2, value + more.value * small, step, Decimal(small))
        return j, value, step

    def give_or_take(self, j: int) -> tuple[Decimal | None, int]:
        row = self.row
        k = j
        if row.low(k) in {"(", ","} and row.low(k + 1) in {"±", "+"}:
            k += 1
        if row.low(k) == "±" or row.lows(k, 2) == ("+", "/") or row.lows(k, 2) == ("+", "-"):
            k += 1
            while row.low(k) in {"/", "-", "–"}:
                k += 1
            if row[k].value is not None:
                after, _, _ = self.unit_at(k + 1, Unit.COUNT)
                after += row.low(after) == ")" and row.low(j) == "("
                return row[k].value, after
        return None, j
