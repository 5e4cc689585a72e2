"""The same in another unit in sentences: 638 minutes (10.6 hours)."""

from __future__ import annotations

from decimal import Decimal

from scrutiny.claims.model import Check, Passage, Quantity, Unit
from scrutiny.claims.prose.sentences import Sentence
from scrutiny.claims.rules.saying import settle, spread

_SAME_TIME = {
    "(", "or", "[", "that", "is", "which", "equivalent", "equates", "to", "–", "-", ",", "=", "i",
    "e", ".", "just", "over", "under", "about", "around", "nearly", "almost", "some", "this",
    "equal", "equals", "a", "little", "more", "than", "of", "approximately", "roughly", "ie", "i.e",
}  # fmt: skip


def unit_checks(passage: Passage, sentence: Sentence) -> list[Check]:
    """638 minutes (10.6 hours)."""
    found = []
    for one, two in zip(sentence.figures, sentence.figures[1:], strict=False):
        a, b = one.quantity, two.quantity
        if a.unit is not Unit.SECONDS or b.unit is not Unit.SECONDS or _same(a, b):
            continue
        words = sentence.between(one, two)
        said = len(words) < 7 and words[-1:] and set(words) <= _SAME_TIME
        if not said or b.sign or (words == ("(",) and sentence.following(two, 1) != (")",)):
            continue
        found.append(
            settle(
                passage,
                "arithmetic.unit",
                b,
                a.value,
                spread(a),
                f"{a.text} is {_in_unit(a.value, b)}",
                (a,),
                0.95,
            )
        )
    return found


def _same(a: Quantity, b: Quantity) -> bool:
    """Whether two times are in the same units, so that neither is the other said again."""
    return [w for w in a.text.split() if w.isalpha()] == [w for w in b.text.split() if w.isalpha()]


def _in_unit(seconds: Decimal, like: Quantity) -> str:
    """A time in the unit of another."""
    text = like.text.lower()
    size, name = (
        (3600, "hours") if "h" in text else (60, "minutes") if "m" in text else (1, "seconds")
    )
    size, name = (86400, "days") if "day" in text else (size, name)
    return f"{seconds / size:.2f} {name}"
