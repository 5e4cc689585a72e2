"""The rules of tables: every part of a table, and the same turned on its side, held to itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from scrutiny.claims.model import Check, Place, Verdict
from scrutiny.claims.tables.changes import change_checks
from scrutiny.claims.tables.constants import constant_checks
from scrutiny.claims.tables.frames import Frame, Item
from scrutiny.claims.tables.implied import implied_checks
from scrutiny.claims.tables.orders import rank_checks
from scrutiny.claims.tables.pairs import Relation
from scrutiny.claims.tables.shares import share_checks
from scrutiny.claims.tables.signs import sign_checks
from scrutiny.claims.tables.totals import average_checks, total_checks
from scrutiny.claims.tables.within import unit_checks

HOLDS = (Verdict.CONSISTENT, Verdict.WITHIN_ROUNDING)


def checks_of(straight: Frame, turned: Frame) -> tuple[list[Check], list[list[Relation]]]:
    """The checks of a part of a table, and the changes found across its columns and its rows."""
    checks: list[Check] = []
    found: list[list[Relation]] = []
    for frame in (straight, turned):
        changes, relations = change_checks(frame)
        totals, sums = total_checks(frame)
        checks += changes
        checks += totals
        checks += average_checks(frame, sums)
        checks += constant_checks(frame, sums)
        checks += share_checks(frame, relations, sums)
        checks += implied_checks(frame, relations)
        checks += rank_checks(frame)
        checks += sign_checks(frame, relations)
        found.append(relations)
    for items in _by_cell(straight).values():
        checks += unit_checks(items)
    return _mirrored(_fewest(checks)), found


def _by_cell(frame: Frame) -> dict[int, list[Item]]:
    found: dict[int, list[Item]] = defaultdict(list)
    for series in frame.series:
        for item in series.items.values():
            found[id(item.cell)].append(item)
    for items in found.values():
        items.sort(key=lambda one: one.quantity.start)
    return found


def _key(place: Place) -> tuple[object, ...]:
    return (place.block, place.page, place.line, place.start)


def _fewest(checks: Sequence[Check]) -> list[Check]:
    """Each finding once. A breach of a relation that another way of reading the figure bears out
    is none; one slip is told by one rule of direction."""
    kept: dict[tuple[object, ...], Check] = {}
    for one in checks:
        key: tuple[object, ...] = (
            one.rule,
            _key(one.where),
            frozenset(map(_key, one.against)),
            one.verdict,
        )
        if key not in kept or one.confidence > kept[key].confidence:
            kept[key] = one
    held = {
        (one.rule, _key(one.where)): one.confidence for one in kept.values() if one.verdict in HOLDS
    }
    signs = {
        _key(one.where)
        for one in kept.values()
        if one.rule.startswith("direction") and one.verdict is Verdict.INCONSISTENT and one.against
    }
    told: set[tuple[object, ...]] = set()
    made = []
    for one in kept.values():
        at = _key(one.where)
        if one.verdict is Verdict.INCONSISTENT:
            if (one.rule, at) in held:
                continue
            if one.rule.startswith("direction"):
                if at in told or (at in signs and not one.against):
                    continue
                told.add(at)
        made.append(one)
    return made


def _mirrored(checks: list[Check]) -> list[Check]:
    """A figure that a check which holds names, and that has none of its own, gets one."""
    own = {_key(one.where) for one in checks}
    more: list[Check] = []
    for one in checks:
        if one.verdict not in HOLDS:
            continue
        for place in one.against:
            if _key(place) in own:
                continue
            own.add(_key(place))
            others = tuple(x for x in one.against if x is not place)[:3]
            more.append(
                replace(one, where=place, stated=place.text, expected="",
                        against=(one.where, *others), figure=None)
            )  # fmt: skip
    return checks + more
