"""What a figure is a rate of: per 1,000 population, /month, a day."""

from __future__ import annotations

from decimal import Decimal

from scrutiny.claims.figures import AFTER_PART
from scrutiny.claims.model import Unit
from scrutiny.claims.units import Units
from scrutiny.claims.words import SCALES, word_set


class Rates(Units):
    """Reads the bases of rates."""

    def per(self, j: int, unit: Unit) -> tuple[str, int, Unit]:
        """per 1,000 population; /month; a day."""
        row = self.row
        units = word_set("units", "per_after")
        if unit not in (Unit.COUNT, Unit.POUNDS, Unit.SECONDS):
            return "", j, unit
        k = j
        while (
            (row[k].kind == "word" or row.low(k) in {"-", "'", "(", ")"})
            and row.low(k) not in {"per", "a", "each", "every", "in"}
            and not (row.low(k) == "(" and row.low(k + 2) != ")")
            and not (row.low(k) == ")" and row.low(k - 2) != "(")
            and k < j + 9
        ):
            k += 1
        if row.low(k) in {"per", "for"} and row.low(k + 1) in {"every", "each"}:
            k += 1
        low = row.low(k)
        ago = row.low(k + 2) in {"ago", "earlier", "before", "previously", "later"}
        per = low in {"per", "/", "every", "each"} or (
            low == "a" and row.low(k + 1) in units and not ago
        )
        if not per:
            return "", j, unit
        base = row[k + 1]
        if (base.value is not None and low != "/") or base.low in {"100000", "1000"}:
            after, value, _ = self.scaled(k + 2, base.value or Decimal(1), Decimal(1))
            words: list[str] = []
            while (
                row[after].kind == "word"
                and len(words) < 2
                and row.low(after) not in AFTER_PART | {"for", "than", "by"}
            ):
                words.append(row.low(after))
                after += 1
            return " ".join([f"{value:,f}", *words]), after, Unit.RATE
        if base.low == "one" and row.low(k + 2) in {"million", "thousand", "hundred"}:
            k += 1
            base = row[k + 1]
        if base.low in SCALES and base.low in {"million", "thousand", "hundred"}:
            after = k + 2
            while row.low(after) in {"of", "the"}:
                after += 1
            return f"{SCALES[base.low]:,f} {row.low(after)}".strip(), after + 1, Unit.RATE
        if base.kind == "word" and base.low in units:
            return base.low, k + 2, unit
        if low == "per" and base.kind == "word" and base.low not in {"cent"}:
            return base.low, k + 2, Unit.RATE if unit is Unit.COUNT else unit
        return "", j, unit
