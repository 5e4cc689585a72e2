"""Statements: a wording filled with figures, every figure known by its name."""

from __future__ import annotations

import random
import re
import tomllib
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from benchmarks.claims.facts import MAKERS, MEASURES, RATES, Facts
from benchmarks.claims.style import UP, WORDS, Style, word

WORDINGS = Path(__file__).parent / "wordings"
OPEN, HELD_OUT = ("open.toml", "open2.toml"), ("held.toml",)
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Slot:
    """A figure of a statement: its name there, how it is printed, and whether it can be checked."""

    name: str
    text: str
    checkable: bool
    group: int = 0  # figures of one group must agree


@dataclass(frozen=True)
class Slip:
    """What was spoiled: how, and the names of the figures by which it may be told."""

    kind: str
    at: frozenset[str]
    true: str
    stated: str


@dataclass(frozen=True)
class Statement:
    """Text and slots in order; a table is one statement. `of` names its wording or layout."""

    parts: tuple[str | Slot, ...]
    of: str
    kind: str
    slip: Slip | None = None
    facts: Facts | None = None

    @property
    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    @property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(part for part in self.parts if isinstance(part, Slot))

    def with_text(self, name: str, text: str, slip: Slip) -> Statement:
        parts = tuple(
            replace(part, text=text) if isinstance(part, Slot) and part.name == name else part
            for part in self.parts
        )
        return replace(self, parts=parts, slip=slip)


@cache
def wordings(held: bool) -> dict[str, list[str]]:
    """The templates by kind: the open ones, of every batch, or those held out."""
    found: dict[str, list[str]] = {}
    for name in HELD_OUT if held else OPEN:
        batch: dict[str, list[str]] = tomllib.loads((WORDINGS / name).read_text("utf-8"))
        for kind, said in batch.items():
            found.setdefault(kind, []).extend(said)
    return found


def fill(rng: random.Random, how: Style, kind: str, index: int, held: bool = False) -> Statement:
    """The wording of that number, with figures of its kind."""
    template = wordings(held)[kind][index]
    facts = MAKERS[kind](rng, how) if kind in MAKERS else _loose(rng, how)
    return written(rng, how, template, facts, f"{'held' if held else 'open'}:{kind}:{index}")


def written(rng: random.Random, how: Style, template: str, facts: Facts, of: str) -> Statement:
    names = [name for name in _SLOT.findall(template) if name in facts.texts]
    groups = _checkable(template, names, facts)
    parts: list[str | Slot] = []
    end = 0
    for found in _SLOT.finditer(template):
        parts.append(template[end : found.start()])
        name, end = found.group(1), found.end()
        if name in facts.texts:
            group = groups.get(name)
            parts.append(Slot(name, facts.texts[name], group is not None, group or 0))
        elif name == "an":
            parts.append(Slot("a", facts.texts["a"].removeprefix("£"), "a" in groups))
        elif name == "Said":
            said = facts.texts["said"]
            parts.append(Slot("said", said[0].upper() + said[1:], "said" in groups))
        else:
            said = _words(rng, how, name, facts)
            parts.append(said if any(parts) else capital(said))
    parts.append(template[end:])
    return Statement(tuple(parts), of, facts.kind, facts=facts)


def _checkable(template: str, names: list[str], facts: Facts) -> dict[str, int]:
    """Which of the figures can be held to each other, with their group."""
    stated = set(names)
    stated |= {"a"} if "{an}" in template else set()
    stated |= {"said"} if "{Said}" in template else set()
    found: dict[str, int] = {}
    for group, (of, least) in enumerate(facts.groups):
        both = stated & of
        # A difference or a percentage with and without its sign is one figure for this.
        if len({name.lstrip("s") if name in facts.signed else name for name in both}) >= least:
            found |= dict.fromkeys(both, group)
    directed = any(f"{{{name}}}" in template for name in WORDS)
    if not found and directed and {"a", "b"} <= stated:
        found = {"a": 0, "b": 0}
    return found


_FIXED = {
    "more_time": ("longer", "shorter"),
    "higher_now": ("higher than before", "lower than before"),
    "below_or_above": ("above", "below"),
}


def _words(rng: random.Random, how: Style, name: str, facts: Facts) -> str:
    if name in facts.words:
        return facts.words[name]
    if name in WORDS:
        return word(rng, name, facts.direction)
    if name in _FIXED:
        return _FIXED[name][0 if facts.direction == UP else 1]
    said = {
        "M": capital(facts.words.get("m", "")),
        "F": how.force,
        "P0": how.periods[0],
        "P1": how.periods[1],
        "n": str(rng.randint(1, 30)),
        "Part": capital(facts.words.get("part", "")),
    }
    if name == "a_fall_cap":
        return capital(word(rng, "a_fall", facts.direction))
    return said[name]


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _loose(rng: random.Random, how: Style) -> Facts:
    """Figures that nothing can be held to."""
    name, things, size = rng.choice(MEASURES)
    k, k2 = rng.randint(3, 40), max(3, round(size * rng.uniform(0.02, 0.3)))
    pc = Decimal(rng.randint(5, 95))
    a = Decimal(rng.randint(40, 90))
    texts = {"k": str(k), "k2": how.count(k2), "pc": how.pct(pc, 0), "a": how.pct(a, 0)}
    values = {"k": Decimal(k), "k2": Decimal(k2), "pc": pc, "a": a}
    measure = rng.choice([name, rng.choice(RATES)])
    return Facts("loose", rng.choice([UP, -1]), values, texts, {}, {"m": measure, "things": things})
