"""What one would write in an afternoon: regular expressions for the commonest sentence."""

from __future__ import annotations

import re

from scrutiny.claims.model import Check, Place, Verdict

_NUMBER = r"(\d[\d,]*(?:\.\d+)?)"
_FROM_TO = re.compile(rf"from {_NUMBER}(?: in [^,.;]{{0,40}})? to {_NUMBER}")
_PERCENT = re.compile(rf"{_NUMBER}\s?(?:%|per cent|percent)")
_OF = re.compile(rf"{_NUMBER} (?:out of|of the|of|from) {_NUMBER}")


def check(text: str) -> list[Check]:
    """A percentage in a line with "from A to B" or "A of B" is held to those two."""
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        percents = list(_PERCENT.finditer(line))
        pair = _FROM_TO.search(line) or _OF.search(line)
        if len(percents) != 1 or pair is None or pair.start() == percents[0].start():
            continue
        a, b = (float(part.replace(",", "")) for part in pair.groups())
        said = float(percents[0].group(1).replace(",", ""))
        if not a or not b:
            continue
        right = abs(b - a) / a * 100 if pair.re is _FROM_TO else a / b * 100
        decimals = len(percents[0].group(1).partition(".")[2])
        holds = abs(right - said) <= 0.51 * 10**-decimals
        verdict = Verdict.CONSISTENT if holds else Verdict.INCONSISTENT
        start, end = percents[0].span()
        places = [Place(number, start, end, line[start:end])]
        places += [Place(number, *pair.span(i), pair.group(i)) for i in (1, 2)]
        found += [
            Check("arithmetic.percent-of-counts", verdict if place is places[0] or holds else
                  Verdict.CONSISTENT, "error", place, place.text, f"{right:.{decimals}f}", "", 1.0)
            for place in places
        ]  # fmt: skip
    return found
