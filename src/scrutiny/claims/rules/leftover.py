"""Figures that nothing in the paper could be held to: each with what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scrutiny.catalogue import Catalogue, load_catalogue
from scrutiny.claims.model import Check, Fact, Role, Unit, Verdict
from scrutiny.claims.naming import span
from scrutiny.claims.places import Figures
from scrutiny.claims.rules.data import independent
from scrutiny.claims.rules.known import measure_of
from scrutiny.claims.sayings import Saying

_MISSING = {
    Role.PERCENT: (
        "arithmetic.percent-of-counts",
        "The two values that it is a change between are not stated.",
    ),
    Role.POINTS: (
        "arithmetic.difference",
        "The two percentages that it is a change between are not stated.",
    ),
    Role.CHANGE: ("arithmetic.difference", "The two values that it lies between are not stated."),
    Role.SHARE: (
        "arithmetic.share",
        "The part and the whole that it is of are not stated.",
    ),
    Role.AVERAGE: ("arithmetic.average", "The total that it is an average of is not stated."),
    Role.RANK: ("method.rank", "The values that it ranks are not stated."),
}


def leftover(
    checks: Sequence[Check],
    figures: Figures,
    facts: Mapping[int, Fact],
    sayings: Mapping[int, Saying],
) -> list[Check]:
    """One `not checkable` for each figure without a check, by the index of the figure."""
    seen = {check.figure for check in checks}
    rest = [i for i in range(len(figures.figures)) if i not in seen]
    if not rest:
        return []
    catalogue = load_catalogue()
    found = []
    for i in rest:
        quantity, fact = figures.figures[i], facts.get(i)
        role = fact.role if fact else Role.VALUE
        rule, text = _MISSING.get(role, ("data.value", ""))
        if not text:
            text = _wanted(sayings.get(i), fact, catalogue)
        place = figures.places[i]
        found.append(
            Check(rule, Verdict.NOT_CHECKABLE, "note", place, quantity.text, "", text, 1.0, (), i)
        )
    return found


def _wanted(saying: Saying | None, fact: Fact | None, catalogue: Catalogue) -> str:
    """What it would take to check a value."""
    if saying is not None:
        measure, period = measure_of(saying, catalogue), span(saying.period)
        if measure is not None and saying.unit is Unit.COUNT and period is not None:
            published = independent(measure, measure.sources)
            if published:
                source = catalogue.sources[published[0]]
                return (
                    f"No second figure of it stands in the paper. It can be checked in a "
                    f"workspace with {source.title}, for {period.name}."
                )
            return (
                f"No second figure of it stands in the paper, and no publisher gives "
                f"{measure.title.lower()}: only the force has it."
            )
    if fact is not None and not fact.period:
        return "No second figure of it stands in the paper, and its period is not said."
    return "No second figure of it stands in the paper."
