"""Consistency: the same measure, area and period said twice agree, and months make their year.

Two figures are held to each other only when all that is known of them is alike: measure, scope,
area, kind, period. Where one says no period, only a figure that is a slip away is told.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal

from scrutiny.claims.model import Check, Fact, Paper, Passage, Verdict
from scrutiny.claims.places import place_of
from scrutiny.claims.sayings import Saying
from scrutiny.claims.slips import slip

MOST_OTHERS = 12  # figures that one is held to
ALIKE = Decimal("0.3")  # further apart than this, two figures are likely not of one thing
SHARE_AT_ODDS = Decimal("0.5")  # of what two tables share; beyond it they are of different things
FEWEST_SHARED = 3
_RULE = "consistency.said-twice"
_ITEM = re.compile(r"([A-Z][^.:;0-9]{1,50})(?:[.:]|\s[-–])\s+(\S{1,30}\s+\S{1,30}\s+\S{1,30})\s")
_NUMBER = re.compile(r"[0-9][0-9,.]{0,20}")


def run(
    paper: Paper,
    facts: Sequence[Fact],
    sayings: Sequence[Saying],
    vouched: frozenset[int] = frozenset(),
) -> list[Check]:
    """The figures that are said twice. `vouched` are facts that other relations bear out."""
    groups: dict[tuple[object, ...], list[Saying]] = defaultdict(list)
    for saying in sayings:
        groups[saying.key].append(saying)
    pairs: list[tuple[Saying, Saying, bool]] = []
    loose: list[tuple[Saying, list[Saying]]] = []
    for group in groups.values():
        if len(group) < 2:
            continue
        dated: dict[str, list[Saying]] = defaultdict(list)
        for one in group:
            if one.period:
                dated[one.period].append(one)
        for same in dated.values():
            pairs += [one for one in _pairs(same) if not _of_one_list(paper, *one)]
        for one in group:
            if not one.period and not one.table:
                others = [x for x in group if x is not one][:MOST_OTHERS]
                loose.append((one, others))
    estranged = _estranged(pairs)
    agreed = Counter(one.index for a, b, agree in pairs if agree for one in (a, b))
    checks: list[Check] = []
    for a, b, agree in pairs:
        if agree:
            checks += [_agree(paper, facts, a, b), _agree(paper, facts, b, a)]
        elif _between(a, b) not in estranged and _alike(a, b):
            both = a.index in vouched and b.index in vouched
            checks.append(_at_odds(paper, facts, *_blamed(a, b, vouched, agreed), both))
    for one, others in loose:
        checks += _undated(paper, facts, one, others)
    return checks


def _pairs(same: Sequence[Saying]) -> list[tuple[Saying, Saying, bool]]:
    found = []
    for i, a in enumerate(same):
        for b in same[i + 1 : i + 1 + MOST_OTHERS]:
            if a.before and b.before and a.before != b.before:
                continue
            if a.block == b.block:
                continue  # a row repeated in a table, or two of a passage, are of other breakdowns
            found.append((a, b, _agrees(a, b)))
    return found


def _of_one_list(paper: Paper, a: Saying, b: Saying, agree: bool) -> bool:
    """Whether two values that differ stand in items that are told in the same words of two names:
    "South division. 2025: 15,878 incidents" and the same of West division."""
    one, two = paper.blocks[a.block], paper.blocks[b.block]
    if agree or not (isinstance(one, Passage) and isinstance(two, Passage)):
        return False
    first, second = _ITEM.match(one.text), _ITEM.match(two.text)
    if not first or not second or first[1] == second[1]:
        return False
    return _NUMBER.sub("#", first[2]) == _NUMBER.sub("#", second[2])


def _agrees(a: Saying, b: Saying) -> bool:
    return a.stands.meets(b.stands)


def _alike(a: Saying, b: Saying) -> bool:
    """Whether two values are near enough, or a slip apart, to be meant for one figure."""
    most = max(a.value, b.value)
    if not most:
        return False
    if a.kind == "percent":
        return abs(a.value - b.value) <= max(most * ALIKE, Decimal(2))
    step = max(a.step, b.step)
    return abs(a.value - b.value) <= most * ALIKE or bool(slip(a.value, b.value, step))


def _between(a: Saying, b: Saying) -> tuple[int, int]:
    return min(a.block, b.block), max(a.block, b.block)


def _estranged(pairs: Sequence[tuple[Saying, Saying, bool]]) -> set[tuple[int, int]]:
    """The pairs of tables that mostly disagree: they are of different things."""
    shared: dict[tuple[int, int], list[bool]] = defaultdict(list)
    for a, b, agree in pairs:
        shared[_between(a, b)].append(agree)
    return {
        between
        for between, agree in shared.items()
        if len(agree) >= FEWEST_SHARED and agree.count(False) > len(agree) * SHARE_AT_ODDS
    }


def _blamed(
    a: Saying, b: Saying, vouched: frozenset[int], agreed: Counter[int]
) -> tuple[Saying, Saying]:
    """The one more likely wrong, and the other: a figure borne out elsewhere is right."""

    def weight(one: Saying) -> tuple[bool, int, bool, int]:
        return one.index in vouched, agreed[one.index], one.table, -one.index

    return (a, b) if weight(a) < weight(b) else (b, a)


def _agree(paper: Paper, facts: Sequence[Fact], a: Saying, b: Saying) -> Check:
    one, two = facts[a.index].quantity, facts[b.index].quantity
    other = place_of(paper, two)
    exact = a.value == b.value
    return Check(
        _RULE,
        Verdict.CONSISTENT if exact else Verdict.WITHIN_ROUNDING,
        "none",
        place_of(paper, one),
        one.text,
        two.text,
        f"{_of(a)} is {two.text} at line {other.line} too"
        + ("." if exact else ", the same within its rounding."),
        0.9,
        (other,),
    )


def _at_odds(
    paper: Paper, facts: Sequence[Fact], wrong: Saying, right: Saying, both: bool
) -> Check:
    """`both`: each agrees with the figures beside it, so they may be of two things after all."""
    one, two = facts[wrong.index].quantity, facts[right.index].quantity
    other = place_of(paper, two)
    kind = slip(wrong.value, right.value, max(wrong.step, right.step))
    return Check(
        _RULE,
        Verdict.CAUTION if both else Verdict.INCONSISTENT,
        "warning" if both else "error",
        place_of(paper, one),
        one.text,
        two.text,
        f"{_of(wrong)} is {one.text} here and {two.text} at line {other.line}, for the same period"
        + (f": {kind}" if kind else "")
        + ("; each agrees with the figures beside it." if both else "."),
        0.5 if both else 0.8 if kind else 0.7,
        (other,),
    )


def _undated(
    paper: Paper, facts: Sequence[Fact], one: Saying, others: Sequence[Saying]
) -> list[Check]:
    """A figure without its period: told as agreeing, or as a slip of one of the others."""
    if any(other.value == one.value and other.period for other in others):
        other = next(x for x in others if x.value == one.value and x.period)
        return [_agree(paper, facts, one, other), _agree(paper, facts, other, one)]
    if any(_agrees(one, other) for other in others):
        return []
    quantity = facts[one.index].quantity
    if quantity.approx or one.kind != "value" or one.value < 1000:
        return []
    for other in others:
        kind = slip(one.value, other.value, max(one.step, other.step))
        if not kind or not other.table or "times" in kind:
            continue
        two = facts[other.index].quantity
        place = place_of(paper, two)
        return [
            Check(
                _RULE,
                Verdict.CAUTION,
                "warning",
                place_of(paper, quantity),
                quantity.text,
                two.text,
                f"{_of(one)} is {quantity.text} here and {two.text} at line {place.line}: {kind}, "
                "if both are for one period.",
                0.5,
                (place,),
            )
        ]
    return []


def _of(saying: Saying) -> str:
    name = " ".join(sorted(saying.measure))
    what = {"change": "The change of ", "percent": "The change of "}.get(saying.kind, "")
    text = f"{what}{name}" if what else name[:1].upper() + name[1:]
    return f"{text} ({saying.area})" if saying.area else text
