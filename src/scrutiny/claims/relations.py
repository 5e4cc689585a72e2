"""Checks as relations between figures: of which, whether they hold, and what would mend them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation

from scrutiny.claims.model import Check, Fact, Quantity, Role
from scrutiny.claims.places import Figures
from scrutiny.claims.rounding import Fit, Interval, fit
from scrutiny.claims.rules.saying import HUNDRED, spread

_CHANGES = {"arithmetic.difference", "arithmetic.percent-of-counts"}
_VALUES = {Role.VALUE, Role.BEFORE, Role.TOTAL, Role.PART, Role.SHARE}
MOST_PARTS = 60  # of a total that is taken apart


@dataclass(frozen=True, slots=True)
class Relation:
    """A check with the figures it ties together: first the stated one, then those it is held to."""

    check: Check
    stated: int
    others: tuple[int, ...]

    @property
    def all(self) -> frozenset[int]:
        return frozenset((self.stated, *self.others))


def relation_of(check: Check, figures: Figures) -> Relation | None:
    """The relation that a check is of; None where it names no second figure."""
    if check.figure is None:
        return None
    others = tuple(
        dict.fromkeys(i for i in map(figures.at, check.against) if i not in (None, check.figure))
    )
    found = tuple(i for i in others if i is not None)
    return Relation(check, check.figure, found) if found else None


@dataclass(frozen=True, slots=True)
class Solver:
    """Relations worked out over the figures of a paper."""

    figures: Sequence[Quantity]
    facts: Mapping[int, Fact]

    def _role(self, i: int) -> Role | None:
        fact = self.facts.get(i)
        return fact.role if fact else None

    def _ends(self, relation: Relation) -> tuple[int, int] | None:
        """The earlier and the later value of a change."""
        members = (relation.stated, *relation.others)
        values = [i for i in members if self._role(i) in _VALUES]
        if len(values) == 3 and relation.stated in values:
            values.remove(relation.stated)
        if len(values) != 2:
            values = list(relation.others) if len(relation.others) == 2 else []
        if len(values) != 2:
            return None
        one, two = values
        if self._role(two) is Role.BEFORE and self._role(one) is not Role.BEFORE:
            one, two = two, one
        return one, two

    def _size(self, relation: Relation, ends: tuple[int, int]) -> int | None:
        rest = [i for i in (relation.stated, *relation.others) if i not in ends]
        return rest[0] if len(rest) == 1 else None

    def mended(self, relation: Relation, culprit: int) -> list[Decimal]:
        """The values of one figure that would make a relation hold, the likeliest first."""
        if culprit == relation.stated and relation.check.rule not in _CHANGES:
            return []
        try:
            if relation.check.rule == "arithmetic.total":
                return self._part(relation, culprit)
            if relation.check.rule in _CHANGES:
                return self._end(relation, culprit)
        except (InvalidOperation, DivisionByZero):
            return []
        return []

    def _part(self, relation: Relation, culprit: int) -> list[Decimal]:
        if len(relation.others) > MOST_PARTS:
            return []
        value = {i: self.figures[i].value for i in relation.all}
        rest = sum((value[i] for i in relation.others if i != culprit), Decimal(0))
        return [value[relation.stated] - rest]

    def _end(self, relation: Relation, culprit: int) -> list[Decimal]:
        ends = self._ends(relation)
        size = self._size(relation, ends) if ends else None
        if ends is None or size is None or culprit not in ends:
            return []
        before, now = (self.figures[i].value for i in ends)
        change = self.figures[size].value
        ways = self._ways(size)
        if relation.check.rule == "arithmetic.difference":
            if culprit == ends[1]:
                return [before + way * change for way in ways]
            return [now - way * change for way in ways]
        if culprit == ends[1]:
            return [before * (1 + way * change / HUNDRED) for way in ways]
        return [now / (1 + way * change / HUNDRED) for way in ways]

    def _ways(self, size: int) -> list[int]:
        sign = self.figures[size].sign
        if sign:
            return [sign]
        fact = self.facts.get(size)
        way = fact.direction if fact else ""
        return [1] if way == "up" else [-1] if way == "down" else [1, -1]

    def holds(self, relation: Relation, culprit: int, value: Decimal) -> bool | None:
        """Whether a relation holds when one figure has another value; None if that is not known."""
        rule = relation.check.rule
        try:
            if rule in _CHANGES or rule == "direction.word":
                return self._change_holds(relation, culprit, value)
            if rule == "arithmetic.total" and len(relation.others) <= MOST_PARTS:
                stands = [self._stands(i, culprit, value) for i in relation.others]
                low = sum((one.low for one in stands), Decimal(0))
                high = sum((one.high for one in stands), Decimal(0))
                return self._stands(relation.stated, culprit, value).meets(Interval(low, high))
        except (InvalidOperation, DivisionByZero):
            return None
        return None

    def _stands(self, i: int, culprit: int, value: Decimal) -> Interval:
        if i == culprit:
            return Interval.rounded(value, self.figures[i].step)
        return spread(self.figures[i])

    def _change_holds(self, relation: Relation, culprit: int, value: Decimal) -> bool | None:
        ends = self._ends(relation)
        size = self._size(relation, ends) if ends else None
        if ends is None or size is None:
            return None
        before, now = (value if i == culprit else self.figures[i].value for i in ends)
        ways = self._ways(size)
        if len(ways) == 1 and (now - before) * ways[0] < 0:
            return False
        if relation.check.rule == "direction.word":
            return len(ways) == 1
        stated = self.figures[size]
        low, high = (self._stands(i, culprit, value) for i in ends)
        if relation.check.rule == "arithmetic.difference":
            gap = abs(now - before)
            gaps = high.over(low, by=lambda y, x: y - x)
        else:
            if before <= 0:
                return None
            gap = abs(now - before) / before * HUNDRED
            gaps = high.over(low, by=lambda y, x: (y - x) / x * HUNDRED)
        sizes = Interval(-gaps.high, -gaps.low) if now < before else gaps
        return fit(gap, sizes, stated.value, stated.step) is not Fit.NO
