"""The facts and the checks of a passage."""

from __future__ import annotations

from scrutiny.claims.model import Check, Fact, Passage, Role, Unit, Verdict
from scrutiny.claims.periods import Context
from scrutiny.claims.prose.frames import (
    Change,
    Pair,
    changes_of,
    linked,
    pairs_of,
    trailing,
)
from scrutiny.claims.prose.frames_pairs import alike
from scrutiny.claims.prose.lists import respective
from scrutiny.claims.prose.measures import area_at, measure_at
from scrutiny.claims.prose.sentences import Figure, Sentence, sentences_of
from scrutiny.claims.prose.tags import tag_of, target
from scrutiny.claims.prose.times import times_of
from scrutiny.claims.rules import (
    change_prose,
    direction,
    order_prose,
    rate_prose,
    shape_prose,
    share_prose,
    total_prose,
    unit_prose,
)

_BACK = {"this", "that", "these", "it", "which"}
_TELLS = {
    "represents",
    "represented",
    "is",
    "was",
    "equates",
    "reflects",
    "shows",
    "equals",
    "still",
    "means",
}
_AGAINST = {"compared", "comparison", "against", "versus", "than"}


def facts_of(
    passage: Passage,
    block: int,
    context: Context = Context(),  # noqa: B008 (frozen)
) -> tuple[list[Fact], list[Check]]:
    """What each figure of a passage is said to be, and the checks of its sentences.

    `context` is the paper's month, from `periods.context_of`.
    """
    facts: list[Fact] = []
    checks: list[Check] = []
    last: tuple[list[Pair], Figure | None] = ([], None)
    waiting: Sentence | None = None  # the sentence before, where nothing in it was held together
    for sentence in sentences_of(passage, block, context):
        if not sentence.figures:
            last, waiting = ([], None), None
            continue
        already = len(checks)
        changes = changes_of(sentence)
        pairs = pairs_of(sentence, changes)
        if not changes or not linked(sentence, pairs, changes):
            telling = {one.first for change in changes for one in change.figures}
            behind = (trailing(sentence, pair, telling) for pair in pairs)
            changes = changes + [change for change in behind if change is not None]
        links = linked(sentence, pairs, changes)
        if "respectively" in sentence.lows:
            links, listed = respective(sentence)
            changes = listed or changes
        if not links:
            links = _carried(sentence, pairs, changes, last)
        for pair, change in links:
            checks.extend(change_prose.change_checks(passage, pair, change))
            checks.extend(change_prose.points_caution(passage, pair, change))
            word = direction.word_against_values(passage, pair, change)
            if word is not None:
                checks.append(word)
        told = {id(change) for _, change in links}
        for change in changes:
            checks.extend(direction.word_against_sign(passage, sentence, change))
            if id(change) not in told and not pairs:
                value = _value_before(sentence, change) or _value_after(sentence, change)
                if value is not None:
                    checks.extend(change_prose.implied_checks(passage, value, change))
                    if not any(value in other.figures for other in changes):
                        checks.extend(change_prose.loose_points(passage, value, change))
        if not pairs and len(changes) == 2:
            alone = _value_last(sentence, changes)
            if alone is not None:
                checks.extend(change_prose.parted_checks(passage, alone, changes))
        if len(pairs) == 1 and not any(change.direction for change in changes):
            checks.extend(direction.unsized(passage, sentence, pairs[0]))
        elif not changes and len(pairs) > 1:
            checks.extend(direction.listed(passage, sentence, pairs))
        checks.extend(direction.missing_signs(passage, sentence))
        checks.extend(share_prose.share_checks(passage, sentence, changes, last[1]))
        checks.extend(rate_prose.average_checks(passage, sentence))
        checks.extend(rate_prose.population_checks(passage, sentence))
        checks.extend(total_prose.total_checks(passage, sentence, changes))
        checks.extend(unit_prose.unit_checks(passage, sentence))
        related = any(map(_relates, checks[already:]))
        if related and 0 < len(links) < len(changes):
            known = {one.first for _, change in links for one in change.figures}
            checks.extend(shape_prose.rest_checks(passage, sentence, changes, known))
        if not related and len(sentence.figures) > 1:
            shaped = shape_prose.shape_checks(passage, sentence, changes)
            checks.extend(shaped)
            related = bool(shaped)
        if not related and waiting is not None:
            shaped = shape_prose.next_checks(passage, waiting, sentence)
            shaped = shaped or total_prose.remaining_checks(passage, waiting, sentence)
            checks.extend(shaped)
            related = bool(shaped)
        waiting = None if related else sentence
        checks.extend(order_prose.order_checks(passage, sentence))
        facts.extend(_facts(sentence, changes, pairs))
        telling = {one.first for change in changes for one in change.figures}
        values = [one for one in sentence.figures if one.first not in telling]
        last = (pairs, values[0] if len(values) == 1 or (values and pairs) else None)
    return facts, checks


def _relates(check: Check) -> bool:
    return check.rule.startswith("arithmetic") and check.verdict is not Verdict.CAUTION


def _carried(
    sentence: Sentence,
    pairs: list[Pair],
    changes: list[Change],
    last: tuple[list[Pair], Figure | None],
) -> list[tuple[Pair, Change]]:
    """ "This represents an increase of 15%": the change is of the sentence before's values."""
    lows = [token.low for token in sentence.tokens[:4]]
    if not changes or not lows:
        return []
    if lows[0] not in _BACK or not _TELLS & set(lows[1:]):
        return _went_on(sentence, pairs, changes, last)
    change = changes[0]
    telling = {one.first for one in change.figures}
    values = [one for one in sentence.figures if one.first not in telling and one.first > change.at]
    earlier, value = last
    words = sentence.between(change.figures[-1], values[0]) if values else ()
    if len(words) < 9 and _AGAINST & set(words) and not pairs and value is not None:
        a, b = values[0].quantity, value.quantity
        if a.unit is b.unit:
            return [(Pair(values[0], value, sure=False), change)]
        return []
    if not pairs and len(earlier) == 1:
        return [(earlier[0], change)]
    return []


def _went_on(
    sentence: Sentence,
    pairs: list[Pair],
    changes: list[Change],
    last: tuple[list[Pair], Figure | None],
) -> list[tuple[Pair, Change]]:
    """ "There were 4,500 in 2021/22. In 2022/23 this rose by 9.6% to 4,932." """
    change, (earlier, value) = changes[0], last
    if earlier or pairs or len(changes) > 1 or value is None:
        return []
    now = _value_after(sentence, change)
    said = sentence.words(0, change.at)
    telling = {one.first for one in change.figures}
    others = [one for one in sentence.figures if one is not now and one.first not in telling]
    if now is None or others or len(said) > 10 or not (_BACK | {"number", "figure"}) & set(said):
        return []
    return [(Pair(value, now, sure=False), change)] if alike(value, now) else []


def _value_before(sentence: Sentence, change: Change) -> Figure | None:
    """The one count before a change, close to it: "141 offences, an increase of 69 (96%)"."""
    before = [one for one in sentence.figures if one.after <= change.at]
    if (
        len(before) != 1
        or before[0].quantity.unit not in (Unit.COUNT, Unit.PERCENT)
        or before[0].quantity.sign
    ):
        return None
    words = sentence.words(before[0].after, change.at)
    if (
        len(words) > 14
        or {"and", ";", "from", "but", "with", "including"} & set(words)
        or ("," not in words and "(" not in words)
    ):
        return None
    return before[0]


def _value_last(sentence: Sentence, changes: list[Change]) -> Figure | None:
    """The one value of a sentence of two changes, where it stands last and is an earlier one."""
    telling = {one.first for change in changes for one in change.figures}
    values = [one for one in sentence.figures if one.first not in telling]
    if len(values) != 1 or values[0] is not sentence.figures[-1] or ";" in sentence.lows:
        return None
    tag, sure = tag_of(sentence, values[0])
    return values[0] if tag == "before" and sure else None


def _value_after(sentence: Sentence, change: Change) -> Figure | None:
    """The count that a change came to: "a fall of 312 (8.4%) to 3,402"."""
    end = max(one.after for one in change.figures)
    later = [one for one in sentence.figures if one.first >= end]
    if not later or later[0].quantity.unit is not Unit.COUNT or later[0].quantity.sign:
        return None
    words = [word for word in sentence.words(end, later[0].first) if word not in {")", ","}]
    return later[0] if words[-1:] == ["to"] and len(words) <= 4 else None


def _facts(sentence: Sentence, changes: list[Change], pairs: list[Pair]) -> list[Fact]:
    """Each figure with its role, its measure, its area and its period."""
    roles: dict[int, tuple[Role, Change | None]] = {}
    of: dict[int, Pair] = {}
    for pair in pairs:
        roles[pair.before.first] = (Role.VALUE if pair.bar else Role.BEFORE, None)
        roles[pair.now.first] = (Role.VALUE, None)
        of[pair.before.first] = of[pair.now.first] = pair
    for change in changes:
        if change.difference:
            points = change.difference.quantity.unit is Unit.POINTS
            roles[change.difference.first] = (Role.POINTS if points else Role.CHANGE, change)
        if change.percent:
            points = change.percent.quantity.unit is Unit.POINTS
            roles[change.percent.first] = (Role.POINTS if points else Role.PERCENT, change)
    found = []
    for figure in sentence.figures:
        role, telling = roles.get(figure.first, (_plain_role(figure), None))
        mine = of.get(figure.first) or (pairs[0] if telling and len(pairs) == 1 else None)
        period, before = times_of(sentence, figure, mine)
        measure = measure_at(sentence, figure)
        if role in (Role.VALUE, Role.SHARE) and target(sentence, figure):
            measure = f"{measure} (target)".strip()
        found.append(
            Fact(
                figure.quantity,
                role,
                measure,
                area_at(sentence, figure),
                period,
                before,
                direction=telling.direction if telling else "",
            )
        )
    return found


def _plain_role(figure: Figure) -> Role:
    quantity = figure.quantity
    if quantity.unit is Unit.RANK:
        return Role.RANK
    if quantity.unit is Unit.PERCENT:
        return Role.SHARE
    return Role.AVERAGE if quantity.per in {"month", "week", "day"} else Role.VALUE
