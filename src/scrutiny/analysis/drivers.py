"""What drove a change: a total's rise or fall shared among its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scrutiny.analysis.change import Change
from scrutiny.analysis.rounding import format_count, round_half_away
from scrutiny.catalogue.model import Measure

# How many parts a sentence names at most, and the share of a rise or fall at which it stops.
MOST_NAMED = 4
ENOUGH = 0.5
_NUMBERS = ("No", "One", "Two", "Three", "Four")


@dataclass(frozen=True, slots=True)
class Part:
    """One part's change, and its share (0 to 1) of all the rises or of all the falls."""

    measure: str | None  # None for what the parts leave over
    title: str
    count: float
    share: float


@dataclass(frozen=True, slots=True)
class Drivers:
    """A change in a total as the sum of its parts' changes.

    `risers` and `fallers` are largest first. What the named parts do not account for is a part of
    its own without a measure; `missing` names the parts without a change, which it then includes.
    """

    total: float
    risers: tuple[Part, ...]
    fallers: tuple[Part, ...]
    missing: tuple[str, ...]
    text: str


def drivers(
    total: Change, parts: Sequence[tuple[Measure, Change]], *, noun: str = "offence type"
) -> Drivers | None:
    """Share a change in a count among its parts, and say in words what drove it.

    Rises and falls are shared separately, so that shares never exceed the whole when parts offset
    each other. None when the total has no change that can be compared: it is missing, or a break
    lies inside it.
    """
    if total.count is None or not total.comparable:
        return None
    changes = [(m.id, m.title, c.count) for m, c in parts if c.count is not None]
    missing = tuple(m.title for m, c in parts if c.count is None)
    rest = total.count - sum(count for _, _, count in changes)
    named: list[tuple[str | None, str, float]] = [*changes]
    # Counts are whole numbers; an average of three years is not, and leaves a binary dust.
    if abs(rest) > 1e-6:
        named.append((None, "everything else", rest))
    risers, fallers = _shared(named, 1), _shared(named, -1)
    text = _text(total.count, risers, fallers, noun)
    if missing:
        text += f" There is no figure for {_list(missing)}."
    return Drivers(total.count, risers, fallers, missing, text)


def _shared(changes: Sequence[tuple[str | None, str, float]], sign: int) -> tuple[Part, ...]:
    """The parts that moved in one direction, the largest first, each with its share of them."""
    moved = [c for c in changes if c[2] * sign > 0]
    whole = sum(count for _, _, count in moved)
    found = (Part(measure, title, count, count / whole) for measure, title, count in moved)
    # What is left over comes last however large: it names nothing that can be acted on.
    return tuple(sorted(found, key=lambda p: (p.measure is None, -abs(p.count), p.title)))


def _text(total: float, risers: tuple[Part, ...], fallers: tuple[Part, ...], noun: str) -> str:
    if not risers and not fallers:
        return "No part of it changed."
    if total == 0:
        return f"Rises in some parts and falls in others cancel out. {_main(risers, 'rises', noun)}"
    leading, other = (risers, fallers) if total > 0 else (fallers, risers)
    text = _main(leading, "rise" if total > 0 else "fall", noun)
    if other:
        amount = format_count(abs(sum(p.count for p in other)))
        names = _list([_with_count(p) for p in other[:MOST_NAMED]])
        also = "led by " if len(other) > MOST_NAMED else "in "
        text += (
            f" {'Falls' if total > 0 else 'Rises'} of {amount} offset part of it, {also}{names}."
        )
    return text


def _main(parts: tuple[Part, ...], what: str, noun: str) -> str:
    """`Four offence types make up 43% of the rise: ...`: the fewest that make up half, or four."""
    named: list[Part] = []
    for part in parts:
        if part.measure is None or len(named) == MOST_NAMED:
            break
        named.append(part)
        if sum(p.share for p in named) >= ENOUGH:
            break
    names = _list([_with_count(p) for p in named])
    if not named:
        return f"No {noun} by itself accounts for the {what}."
    share = round_half_away(100 * sum(p.share for p in named))
    one = len(named) == 1
    subject = f"{_NUMBERS[len(named)]} {noun}{'' if one else 's'}"
    return f"{subject} {'makes' if one else 'make'} up {share:.0f}% of the {what}: {names}."


def _with_count(part: Part) -> str:
    title = part.title if part.title[:2].isupper() else part.title[:1].lower() + part.title[1:]
    return f"{title} ({'+' if part.count > 0 else ''}{format_count(part.count)})"


def _list(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
