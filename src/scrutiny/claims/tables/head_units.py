"""The unit that the head of a column or a row gives to the figures below or beside it."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from scrutiny.claims.model import Unit
from scrutiny.claims.words import load

_SCALES = {
    "m": 10**6, "mil": 10**6, "million": 10**6, "millions": 10**6, "mn": 10**6, "k": 1000,
    "000": 1000, "000s": 1000, "thousand": 1000, "thousands": 1000, "bn": 10**9, "billion": 10**9,
}  # fmt: skip


def unit_of(lows: list[str]) -> tuple[Unit | None, Decimal, str]:
    """The unit that a head gives, how many base units are in one, and what it is a rate of."""
    one = Decimal(1)
    if "£" in lows:
        at = lows.index("£")
        after = [w for w in lows[at + 1 : at + 5] if w not in {"'", "(", ")", ","}]
        scale = _SCALES.get(after[0], 1) if after else 1
        if after[:2] == ["000", "s"]:
            scale = 1000
        return Unit.POUNDS, Decimal(scale), ""
    for at, low in enumerate(lows[:-1]):
        if low == "per" and lows[at + 1] != "cent":
            base = lows[at + 1].replace(",", "")
            if (base.isdecimal() and len(base) < 9) or base in {"thousand", "million", "hundred"}:
                base = {"thousand": "1000", "million": "1000000", "hundred": "100"}.get(base, base)
                noun = lows[at + 2] if at + 2 < len(lows) and lows[at + 2].isalpha() else ""
                return Unit.RATE, one, f"{int(base):,} {noun}".strip()
    points = any(
        low in {"percentage", "%", "ppt", "pp", "ppts", "p", "cent"}
        and (low in {"ppt", "pp", "ppts"} or nxt in {"point", "points", "pts", "pt"})
        for low, nxt in zip(lows, [*lows[1:], ""], strict=False)
    )
    if points:
        return Unit.POINTS, one, ""
    per_cent = any(pair == ("per", "cent") for pair in pairwise(lows))
    if "%" in lows or per_cent or {"percent", "percentage", "pct"} & set(lows):
        return Unit.PERCENT, one, ""
    times: dict[str, int] = load("units")["time"]
    for at, low in enumerate(lows):
        if low not in times or low in {"day", "days", "week", "weeks"}:
            continue
        prior = lows[at - 1] if at else ""
        later = lows[at + 1] if at + 1 < len(lows) else ""
        if (prior in {"(", "in", ""} or len(lows) <= 2) and later in {")", ""}:
            return Unit.SECONDS, Decimal(times[low]), ""
    return None, one, ""
