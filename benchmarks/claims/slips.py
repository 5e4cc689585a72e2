"""The mistakes that reports make, made on purpose: one figure of a true statement is spoiled."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from benchmarks.claims.facts import Facts
from benchmarks.claims.sentences import Slip, Slot, Statement
from benchmarks.claims.style import UP, WORDS, Style

_OPPOSITE = {
    one: other for pairs in WORDS.values() for pair in pairs for one, other in (pair, pair[::-1])
}


def spoil(rng: random.Random, how: Style, true: Statement) -> Statement | None:
    """The statement with one slip, or None where none can be told from what it says."""
    if true.facts is None:
        return None
    tries = [_digits, _digits, _percent, _word, _sign, _points, _hours]
    rng.shuffle(tries)
    for spoiled_by in tries:
        made = spoiled_by(rng, how, true, true.facts)
        if made is not None:
            return made
    return None


def _at(true: Statement, slot: Slot) -> frozenset[str]:
    """The figures that a slip of one disagrees with: those of its group."""
    return frozenset(one.name for one in true.slots if one.checkable and one.group == slot.group)


def _choose(rng: random.Random, true: Statement, names: set[str]) -> Slot | None:
    found = [slot for slot in true.slots if slot.checkable and slot.name in names]
    return rng.choice(found) if found else None


def _digits(rng: random.Random, how: Style, true: Statement, facts: Facts) -> Statement | None:
    """A digit dropped, two swapped or one mistyped, where what is stated beside it shows it."""
    if facts.kind in ("versus", "multiple", "fraction"):
        return None
    slot = _choose(rng, true, set(facts.values) - {"h"})
    if slot is None or not _arithmetic(true, facts, slot):
        return None
    kind, by = rng.choice(KINDS)
    for _ in range(8):
        text = by(rng, slot.text)
        if text and text != slot.text and _shows(true, facts, slot, text, how):
            return true.with_text(slot.name, text, Slip(kind, _at(true, slot), slot.text, text))
    return None


def _arithmetic(true: Statement, facts: Facts, slot: Slot) -> bool:
    """Whether the group is held together by numbers, and not by a word for the direction alone."""
    names = {one.name for one in true.slots if one.checkable and one.group == slot.group}
    return len(names) >= facts.groups[slot.group][1]


def number_in(text: str) -> Decimal:
    return Decimal("".join(c for c in text if c.isdigit() or c == ".").strip(".") or "0")


def _shows(true: Statement, facts: Facts, slot: Slot, text: str, how: Style) -> bool:
    """Whether a careful reader could tell, whatever the rounding of the others."""
    exact, wrong = facts.values[slot.name], number_in(text)
    step = facts.steps[slot.name]
    if abs(wrong - exact) <= 2 * step or wrong == 0:
        return False
    if step < 1 or slot.name in ("d", "sd", "q", "sq", "qn", "m_", "r"):
        loose = max(facts.steps[one.name] for one in true.slots if one.name in facts.steps)
        return abs(wrong - exact) > 3 * max(step, loose if facts.kind != "rate" else step)
    # A count: seen where the others fix it to the digit, else only when it moves what they give.
    others = {one.name for one in true.slots if one.checkable} - {slot.name}
    if facts.kind == "total" or ({"d", "sd"} & others and {"a", "b"} & others):
        return True
    return abs(wrong - exact) / exact > Decimal("0.12")


def _cut(text: str) -> tuple[str, str, str]:
    """What stands before the digits of a figure, they, and what stands after."""
    first = next((i for i, c in enumerate(text) if c.isdigit()), len(text))
    last = first
    while last < len(text) and (text[last].isdigit() or text[last] in ",."):
        last += 1
    return text[:first], text[first:last], text[last:]


def _again(text: str, digits: str) -> str | None:
    """The figure printed with other digits, commas where it had them."""
    before, old, after = _cut(text)
    if not digits or (digits[0] == "0" and not digits.startswith("0.")):
        return None
    whole, dot, rest = digits.partition(".")
    if "," in old and whole:
        whole = f"{int(whole):,}"
    return before + whole + dot + rest + after


def _dropped(rng: random.Random, text: str) -> str | None:
    digits = _cut(text)[1].replace(",", "")
    whole = digits.partition(".")[0]
    if len(whole) < 2:
        return None
    at = rng.randrange(len(whole))
    return _again(text, digits[:at] + digits[at + 1 :])


def _swapped(rng: random.Random, text: str) -> str | None:
    digits = _cut(text)[1].replace(",", "")
    at = [i for i in range(len(digits) - 1) if digits[i : i + 2].isdigit()]
    if not at:
        return None
    i = rng.choice(at)
    return _again(text, digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :])


def _mistyped(rng: random.Random, text: str) -> str | None:
    digits = _cut(text)[1].replace(",", "")
    i = rng.choice([i for i, c in enumerate(digits) if c.isdigit()])
    return _again(text, digits[:i] + rng.choice("123456789") + digits[i + 1 :])


def _percent(rng: random.Random, how: Style, true: Statement, facts: Facts) -> Statement | None:
    """A percentage of the later figure instead of the earlier one, as of 3,881 to 7,746."""
    slot = _choose(rng, true, {"p", "sp", "pn", "spn"})
    if facts.kind != "change" or slot is None:
        return None
    wrong = facts.values["d"] * 100 / facts.values["b"]
    if abs(wrong - facts.values["p"]) <= 2 * facts.steps["p"]:
        return None
    before, _, after = _cut(slot.text)
    text = f"{before}{how.number(wrong)}{after}"
    slip = Slip("wrong base", _at(true, slot), slot.text, text)
    return true.with_text(slot.name, text, slip)


def _word(rng: random.Random, how: Style, true: Statement, facts: Facts) -> Statement | None:
    """Rose for fell: the words of direction turned, the figures kept."""
    if not {"a", "b"} <= {slot.name for slot in true.slots if slot.checkable}:
        return None
    if facts.kind not in ("change", "points", "minutes", "versus"):
        return None
    if {slot.name for slot in true.slots} & facts.signed:
        return None  # with a sign as well, that is another slip
    turned = tuple(
        _OPPOSITE.get(part, part) if isinstance(part, str) else part for part in true.parts
    )
    if turned == true.parts:
        return None
    slip = Slip("wrong direction", frozenset(one.name for one in true.slots), "", "")
    return replace(true, parts=turned, slip=slip)


def _sign(rng: random.Random, how: Style, true: Statement, facts: Facts) -> Statement | None:
    """A plus for a minus."""
    slot = _choose(rng, true, set(facts.signed))
    if slot is None:
        return None
    was = how.plus if facts.direction == UP else how.minus
    now = how.minus if facts.direction == UP else how.plus
    text = now + slot.text.removeprefix(was)
    return true.with_text(slot.name, text, Slip("wrong sign", _at(true, slot), slot.text, text))


def _points(rng: random.Random, how: Style, true: Statement, facts: Facts) -> Statement | None:
    """Percentage points called per cent."""
    slot = _choose(rng, true, {"q", "sq"})
    if facts.kind != "points" or slot is None:
        return None
    as_percent = facts.values["q"] * 100 / facts.values["a"]
    if abs(as_percent - facts.values["q"]) < 3 * facts.steps["q"]:
        return None
    before, old, _ = _cut(slot.text)
    text = f"{before}{old}{how.percent}"
    slip = Slip("points called percent", _at(true, slot), slot.text, text)
    return true.with_text(slot.name, text, slip)


def _hours(rng: random.Random, how: Style, true: Statement, facts: Facts) -> Statement | None:
    """Minutes turned into hours as if an hour had a hundred of them."""
    slot = _choose(rng, true, {"h"})
    if slot is None:
        return None
    text = f"{(facts.values['b'] / 100).quantize(Decimal('0.1'))} hours"
    if text == slot.text:
        return None
    return true.with_text(
        slot.name, text, Slip("wrong conversion", _at(true, slot), slot.text, text)
    )


KINDS: tuple[tuple[str, Callable[[random.Random, str], str | None]], ...] = (
    ("dropped digit", _dropped),
    ("swapped digits", _swapped),
    ("mistyped digit", _mistyped),
)
