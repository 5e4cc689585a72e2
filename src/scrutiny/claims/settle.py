"""Which figure is most likely the wrong one.

A slip usually breaks two relations at once: where several that share a figure are broken, and
another value of that figure would mend them all, the finding is told once, at that figure. A figure
that other relations vouch for is not blamed while one that nothing vouches for would do.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from scrutiny.claims.model import Check, Fact, Quantity, Unit, Verdict
from scrutiny.claims.places import Figures
from scrutiny.claims.relations import Relation, Solver, relation_of
from scrutiny.claims.rules.saying import printed
from scrutiny.claims.slips import slip

HOLDS = (Verdict.CONSISTENT, Verdict.WITHIN_ROUNDING)
LIKELY = {"one digit differs": 1}  # less telling than a digit lost or two swapped
MOST_TOGETHER = 40  # broken relations that are weighed together; a table of more is left as it is
_SEVERITY = {Verdict.INCONSISTENT: 0, Verdict.CAUTION: 1, Verdict.CONSISTENT: 2}


def settle(checks: Sequence[Check], figures: Figures, facts: Sequence[Fact]) -> list[Check]:
    """The checks with their duplicates merged and each slip told at the figure likeliest wrong."""
    checks = merged(checks)
    index = {key_of(one): i for i, one in enumerate(figures.figures)}
    by_figure = {
        index[key_of(fact.quantity)]: fact for fact in facts if key_of(fact.quantity) in index
    }
    solver = Solver(figures.figures, by_figure)
    vouched = _vouched(checks, figures)
    made = dict(enumerate(checks))
    for group in _broken_together(checks, figures):
        for at, check in _settled(group, solver, vouched, figures).items():
            made[at] = check
    return merged([_named(check, figures) for _, check in sorted(made.items())])


def merged(checks: Sequence[Check]) -> list[Check]:
    """One check of a rule at a place against the same figures: where two are at odds, the surer."""
    kept: dict[tuple[object, ...], Check] = {}
    for check in checks:
        key: tuple[object, ...] = (check.rule, _at(check))
        if check.verdict in HOLDS:
            key += (frozenset((p.line, p.start, p.block) for p in check.against),)
        before = kept.get(key)
        if before is None or _rank(check) < _rank(before):
            kept[key] = check
    good = {(one.rule, _at(one)): one.confidence for one in kept.values() if one.verdict in HOLDS}
    return [
        one
        for one in kept.values()
        if not (
            one.verdict is Verdict.INCONSISTENT
            and good.get((one.rule, _at(one)), -1.0) >= one.confidence
        )
    ]


def _at(check: Check) -> tuple[object, ...]:
    where = check.where
    return (check.figure, where.block, where.page, where.line, where.start)


def _rank(check: Check) -> tuple[int, float]:
    return _SEVERITY.get(check.verdict, 3), -check.confidence


def key_of(quantity: Quantity) -> tuple[object, ...]:
    """What tells one figure of a paper from the others."""
    return quantity.block, quantity.cell, quantity.start


def _vouched(checks: Sequence[Check], figures: Figures) -> Counter[int]:
    """How many relations that hold each figure stands in, those of direction aside."""
    found: Counter[int] = Counter()
    for check in checks:
        if check.verdict not in HOLDS or check.rule.startswith("direction"):
            continue
        relation = relation_of(check, figures)
        if relation is not None:
            found.update(relation.all)
    return found


def _broken_together(checks: Sequence[Check], figures: Figures) -> list[list[tuple[int, Relation]]]:
    """The broken relations, those that share a figure in one list."""
    broken: list[tuple[int, Relation]] = []
    of: dict[int, list[int]] = defaultdict(list)
    for at, check in enumerate(checks):
        if check.verdict is not Verdict.INCONSISTENT or check.rule == "arithmetic.points":
            continue
        if not check.rule.startswith(("arithmetic", "direction.word")):
            continue
        relation = relation_of(check, figures)
        if relation is None:
            continue
        for i in relation.all:
            of[i].append(len(broken))
        broken.append((at, relation))
    seen: set[int] = set()
    groups = []
    for first in range(len(broken)):
        if first in seen:
            continue
        seen.add(first)
        reached, group = [first], []
        while reached:
            one = reached.pop()
            group.append(broken[one])
            for i in broken[one][1].all:
                for other in of[i]:
                    if other not in seen:
                        seen.add(other)
                        reached.append(other)
        groups.append(group)
    return groups


def _settled(
    group: list[tuple[int, Relation]], solver: Solver, vouched: Counter[int], figures: Figures
) -> dict[int, Check]:
    """The checks of one group that change: the one told at the likeliest figure, and the rest."""
    if len(group) > MOST_TOGETHER:
        return {}
    relations = [relation for _, relation in group]
    if len({one.stated for one in relations}) == 1 and not vouched[relations[0].stated]:
        return {}
    common = frozenset.intersection(*(one.all for one in relations))
    least = min((vouched[i] for i in common), default=0)
    if len(relations) == 1 and vouched[relations[0].stated] == least:
        return {}
    best: tuple[tuple[int, int, bool], int, Decimal, int] | None = None
    for culprit in sorted(common):
        if vouched[culprit] > least:
            continue
        for at, relation in group:
            for value in solver.mended(relation, culprit):
                if value <= 0:
                    continue
                exact = relation.check.rule != "arithmetic.percent-of-counts"
                rest = [solver.holds(one, culprit, value) for one in relations]
                if False in rest or (len(relations) > 1 and True not in rest):
                    continue
                quantity = figures.figures[culprit]
                kind = slip(quantity.value, value, quantity.step) if exact else ""
                rank = (LIKELY.get(kind, 0) if kind else 2, vouched[culprit], not exact)
                if len(relations) == 1 and not kind:
                    continue
                if best is None or rank < best[0]:
                    best = (rank, culprit, value, at)
    if best is None:
        return {}
    return _told(group, best[1], best[2], best[3], figures)


def _told(
    group: list[tuple[int, Relation]], culprit: int, value: Decimal, at: int, figures: Figures
) -> dict[int, Check]:
    quantity = figures.figures[culprit]
    right = printed(value, quantity.step, quantity.unit)
    made: dict[int, Check] = {}
    for number, relation in group:
        check = relation.check
        if number == at:
            places = tuple(figures.places[i] for i in sorted(relation.all - {culprit}))
            made[number] = replace(
                check,
                where=figures.places[culprit],
                stated=quantity.text,
                expected=right,
                explanation=f"{check.explanation} The figure most likely wrong is {quantity.text}: "
                f"with {right} {'all agree' if len(group) > 1 else 'it holds'}.",
                against=places,
                figure=culprit,
            )
        else:
            made[number] = replace(
                check,
                verdict=Verdict.CONSISTENT,
                severity="none",
                explanation=f"This agrees once {quantity.text} is put right to {right}.",
                expected="",
            )
    return made


def mirrored(checks: Sequence[Check], figures: Figures) -> list[Check]:
    """For each figure that has no check of its own, that of a relation it stands in."""
    own = {check.figure for check in checks if check.verdict is not Verdict.NOT_CHECKABLE}
    best: dict[int, Check] = {}
    for check in checks:
        if check.figure is None or check.verdict not in (*HOLDS, Verdict.INCONSISTENT):
            continue
        for i in map(figures.at, check.against):
            if i is None or i in own:
                continue
            if i not in best or _worth(check) < _worth(best[i]):
                best[i] = check
    return [_mirror(i, check, figures) for i, check in sorted(best.items())]


def _worth(check: Check) -> tuple[bool, float]:
    return check.verdict not in HOLDS, -check.confidence


def _mirror(i: int, check: Check, figures: Figures) -> Check:
    place = figures.places[i]
    rest = tuple(one for one in check.against if figures.at(one) != i)
    holds = check.verdict in HOLDS
    return Check(
        check.rule,
        check.verdict if holds else Verdict.NOT_CHECKABLE,
        "none" if holds else "note",
        place,
        figures.figures[i].text,
        "",
        check.explanation
        if holds
        else f"It does not agree with {check.stated}, which is the likelier to be wrong.",
        check.confidence,
        (check.where, *rest),
        i,
    )


def _named(check: Check, figures: Figures) -> Check:
    """The check with the kind of slip, where the figure and what it should be differ by one."""
    if check.verdict is not Verdict.INCONSISTENT or check.figure is None or not check.expected:
        return check
    if check.rule.startswith(("direction", "completeness")):
        return check
    stated = figures.figures[check.figure]
    if stated.unit is Unit.SECONDS:
        return check  # its digits are those of minutes or hours
    digits = "".join(c for c in check.expected if c.isdigit() or c == ".")
    try:
        right = Decimal(digits)
    except ArithmeticError:
        return check
    kind = slip(stated.value, right, stated.step)
    if not kind or kind in check.explanation or stated.value < 1:
        return check
    text = check.explanation.rstrip(".")
    return replace(check, explanation=f"{text}: {kind}.")
