"""What the paper's tables say of a blank, and of a change told of the wrong measure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from scrutiny.claims.model import Check, Fact, Paper, Passage, Unit, Verdict
from scrutiny.claims.naming import names_in
from scrutiny.claims.places import place_of
from scrutiny.claims.sayings import Saying

NEAR = 250  # characters in which the other measure is named
BLANK = "completeness.blank"
Changes = dict[frozenset[str], dict[str, tuple[Decimal, Saying]]]


def filled(
    paper: Paper, checks: Sequence[Check], facts: Sequence[Fact], sayings: Sequence[Saying]
) -> list[Check]:
    """The checks, with what stands elsewhere in the place of each blank percentage."""
    latest: dict[str, list[Saying]] = defaultdict(list)
    for one in sayings:
        level = one.kind == "value" and one.unit is Unit.PERCENT and one.table
        if level and not one.area and not one.scope and len(one.measure) == 1:
            latest[next(iter(one.measure))].append(one)
    return [
        _filled(paper, check, latest, facts)
        if check.rule == BLANK and "%" in check.stated and not check.expected
        else check
        for check in checks
    ]


def _filled(
    paper: Paper, check: Check, latest: dict[str, list[Saying]], facts: Sequence[Fact]
) -> Check:
    line = paper.lines[check.where.line - 1] if check.where.line <= len(paper.lines) else ""
    before = line[max(check.where.start - 60, 0) : check.where.start]
    names = [name for name in names_in(before) if name in latest]
    if len(names) != 1:
        return check
    found = latest[names[0]]
    last = max(one.period for one in found)
    values = {one.value for one in found if one.period == last}
    if not last or len(values) != 1:
        return check
    one = next(one for one in found if one.period == last)
    quantity = facts[one.index].quantity
    place = place_of(paper, quantity)
    return replace(
        check,
        expected=quantity.text,
        explanation=f"{check.explanation} The table at line {place.line} has {quantity.text}.",
        against=(place,),
    )


def misplaced(paper: Paper, facts: Sequence[Fact], sayings: Sequence[Saying]) -> list[Check]:
    """Two percentages, one to the other, that a table gives to another measure that is named."""
    tables: Changes = defaultdict(dict)
    for one in sayings:
        if one.table and one.kind == "percent" and one.period and not one.area:
            tables[one.measure].setdefault(one.period, (_signed(one, facts), one))
    found = []
    for a, b in pairwise(one for one in sayings if not one.table and one.kind == "percent"):
        block = paper.blocks[a.block]
        if a.block != b.block or a.measure != b.measure or not isinstance(block, Passage):
            continue
        p, q = facts[a.index].quantity, facts[b.index].quantity
        if block.text[p.end : q.start].strip() != "to" or not p.sign or not q.sign:
            continue
        own = tables.get(a.measure)
        if own is None:
            continue
        pair = (_signed(a, facts), _signed(b, facts))
        if _periods(own, pair):
            continue
        named = names_in(block.text[max(p.start - NEAR, 0) : q.end + NEAR])
        others = [
            (measure, periods)
            for measure, values in tables.items()
            if measure != a.measure and measure <= named and (periods := _periods(values, pair))
        ]
        if len(others) == 1 and all(period in own for period in others[0][1]):
            found.append(_told(paper, facts, a, others[0], own, tables))
    return found


def _signed(one: Saying, facts: Sequence[Fact]) -> Decimal:
    sign = facts[one.index].quantity.sign or (-1 if one.direction == "down" else 1)
    return one.value * sign


def _periods(
    values: dict[str, tuple[Decimal, Saying]], pair: tuple[Decimal, Decimal]
) -> tuple[str, str] | None:
    """The two periods, in order of time, for which a measure changed by these percentages."""
    ordered = sorted(values)
    for i, first in enumerate(ordered):
        for second in ordered[i + 1 :]:
            if (values[first][0], values[second][0]) == pair:
                return first, second
    return None


def _told(
    paper: Paper,
    facts: Sequence[Fact],
    a: Saying,
    other: tuple[frozenset[str], tuple[str, str]],
    own: dict[str, tuple[Decimal, Saying]],
    tables: Changes,
) -> Check:
    measure, periods = other
    right = [facts[own[period][1].index].quantity for period in periods]
    theirs = [tables[measure][period][1] for period in periods]
    expected = " to ".join(one.text for one in right)
    places = tuple(place_of(paper, facts[one.index].quantity) for one in theirs)
    return Check(
        "consistency.said-twice",
        Verdict.INCONSISTENT,
        "error",
        place_of(paper, facts[a.index].quantity),
        facts[a.index].quantity.text,
        expected,
        f"These are the changes of {' '.join(sorted(measure))} at line {places[0].line}; those of "
        f"{' '.join(sorted(a.measure))} are {expected}.",
        0.7,
        places,
    )
