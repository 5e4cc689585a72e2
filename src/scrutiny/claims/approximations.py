"""How near a figure is said to be: about, over, nearly."""

from __future__ import annotations

from functools import cache

from scrutiny.claims.model import Approx
from scrutiny.claims.tokens import Row
from scrutiny.claims.words import load

_GOING = {"gone", "went", "going", "goes", "go", "crept", "shot", "moved", "come", "back"}
_SIZES = {"%", ")", "percent", "cent", "points", "point", "pp", "ppt", "ppts"}


@cache
def _approximations() -> dict[str, list[tuple[tuple[str, ...], Approx]]]:
    """The words before a figure that say how near it is, by the last of them, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], Approx]]] = {}
    table: dict[Approx, list[str]] = load("figures")["approx"]
    for kind, phrases in table.items():
        for phrase in phrases:
            words = tuple(phrase.split())
            found.setdefault(words[-1], []).append((words, kind))
    for several in found.values():
        several.sort(key=lambda one: -len(one[0]))
    return found


def approx_before(row: Row, i: int) -> tuple[Approx, int]:
    """How near the figure at token `i` is said to be, and where the words for it begin."""
    for phrase, kind in _approximations().get(row.low(i - 1), ()):
        count = len(phrase)
        if i >= count and row.lows(i - count, count) == phrase:
            earlier = row[i - count - 1]
            if phrase == ("up", "to") and earlier.low in _GOING:
                return "", i  # went up to 363
            if phrase[-1] == "than" and (earlier.kind == "number" or earlier.low in _SIZES):
                return "", i  # 432 more than 4,500: a comparison
            return kind, i - count
    return "", i
