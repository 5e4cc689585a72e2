"""Order in sentences: drugs are most common (48%), followed by weapons (21%) and tools (15%)."""

from __future__ import annotations

from itertools import pairwise

from scrutiny.claims.model import Check, Passage, Unit, Verdict
from scrutiny.claims.prose.sentences import Figure, Sentence
from scrutiny.claims.rules.saying import check

_UNITS = (Unit.PERCENT, Unit.COUNT, Unit.POUNDS)
_LEAST = {"least", "lowest", "smallest", "fewest", "quickest", "fastest", "shortest"}
FARTHEST = 16  # words between two figures of one order


def order_checks(passage: Passage, sentence: Sentence) -> list[Check]:
    """Figures that are "followed by" others are the larger; of the lowest, the smaller."""
    if "followed" not in sentence.lows or _LEAST & sentence.lows:
        return []
    run = _run(sentence)
    if len(run) < 2:
        return []
    values = [one.quantity.value for one in run]
    falls = all(a >= b for a, b in pairwise(values))
    found = []
    for i, one in enumerate(run):
        other = run[i - 1] if i else run[1]
        fine = falls or not i or values[i] <= values[i - 1]
        text = f"{one.quantity.text} stands {'after' if i else 'before'} {other.quantity.text}"
        found.append(
            check(
                passage,
                "arithmetic.rank",
                Verdict.CONSISTENT if fine else Verdict.CAUTION,
                one.quantity,
                "",
                text + (", in order." if fine else ", and is the larger."),
                0.6,
                (other.quantity,),
            )
        )
    return found


def _run(sentence: Sentence) -> list[Figure]:
    """The figure before "followed by" and those listed behind it, all of one unit."""
    lows = [token.low for token in sentence.tokens]
    at = next((i for i, pair in enumerate(pairwise(lows)) if pair == ("followed", "by")), -1)
    before = [one for one in sentence.figures if one.after <= at]
    if at < 0 or not before:
        return []
    run = [before[-1]]
    for one in sentence.figures[len(before) :]:
        plain = one.quantity.unit is run[0].quantity.unit and not one.quantity.sign
        if not plain or one.first - run[-1].after > FARTHEST:
            break
        run.append(one)
    whole = run[0].quantity
    return run if whole.unit in _UNITS and not whole.sign and not whole.per else []
