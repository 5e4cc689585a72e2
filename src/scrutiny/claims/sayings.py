"""What each figure of a paper is a figure of: measure, scope, area, period, kind of figure.

The same measure has the same name wherever it stands: the names of `words/measures.toml`, and
beside them the labels of the paper's own tables. What narrows a figure (a word such as "repeat",
the heading that it stands beneath) is its scope; figures of different scope are never held to each
other.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from scrutiny.claims.model import Direction, Fact, Grid, Paper, Passage, Role, Unit
from scrutiny.claims.prose.measures import named
from scrutiny.claims.rounding import Interval
from scrutiny.claims.rules.saying import spread
from scrutiny.claims.words import word_set

MOST_LABELS = 2_000  # of a paper's tables that are looked for in its prose
OFTEN = 3  # times that a paper names the place it is about
LONGEST_LABEL = 7  # words
LOOK_BACK, LOOK_AHEAD = 400, 200  # characters of a figure's sentence that are read
REACH = 12  # words between a figure and a measure named after it
_WORD = re.compile(r"[A-Za-z0-9]+(?:['’-][A-Za-z0-9]+)*|[&%/]")
_ENDS = re.compile(r"[.?!•]\s+(?=[A-Z•£(])|[\n;]")
_PLACE = re.compile(
    r"\b(?:in|across|for|within|at)\s+((?:the\s+)?[A-Z][a-z]{3,20}(?:\s+[A-Z][a-z]{2,20}){0,2})"
)
_MONTHS = {
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december", "quarter", "appendix", "table", "figure", "section",
    "recorded", "crime", "total", "year", "police", "financial",
}  # fmt: skip

KINDS = {
    Role.VALUE: "value",
    Role.BEFORE: "value",
    Role.TOTAL: "value",
    Role.PART: "value",
    Role.SHARE: "value",
    Role.CHANGE: "change",
    Role.PERCENT: "percent",
    Role.POINTS: "percent",
}


@dataclass(frozen=True, slots=True)
class Saying:
    """One figure with what it is of. `index` is that of its fact."""

    index: int
    kind: str
    unit: Unit
    measure: frozenset[str]
    scope: frozenset[str]
    area: str
    period: str
    before: str
    value: Decimal
    stands: Interval
    step: Decimal
    direction: Direction
    block: int
    table: bool

    @property
    def key(self) -> tuple[object, ...]:
        return (self.kind, self.unit, self.measure, self.scope, self.area)


def sayings_of(paper: Paper, facts: Sequence[Fact]) -> list[Saying]:
    """Every figure that says what it is of, in the order of the facts."""
    labels = _labels(paper, facts)
    surroundings = list(_surroundings(paper))
    home = _home(paper)
    found = []
    texts: dict[int, _Words] = {}
    for index, fact in enumerate(facts):
        kind = KINDS.get(fact.role)
        quantity = fact.quantity
        if kind is None or (quantity.per and quantity.unit is not Unit.RATE):
            continue
        block = paper.blocks[quantity.block]
        populations, beneath = surroundings[quantity.block]
        area = fact.area
        if isinstance(block, Grid):
            measure, scope = canonical(fact.measure or beneath)
        else:
            words = texts.get(quantity.block)
            if words is None:
                words = texts[quantity.block] = _Words(block.text)
            measure, scope, place = words.at(quantity.start, quantity.end, labels)
            if place and place.lower() not in home:
                area = area or place.lower()
        if not measure:
            continue
        scope |= populations - measure
        noun = quantity.noun.split()[-1:] if quantity.noun else []
        if noun and not word_set("consistency", "plain").intersection(noun):
            said = " ".join(measure)
            scope |= {word for word in noun if word[:5] not in said}
        share = fact.role is Role.SHARE or not isinstance(block, Grid)
        percent = kind == "value" and quantity.unit is Unit.PERCENT
        if percent and share and not _is_percentage(measure):
            continue
        found.append(
            Saying(
                index,
                kind,
                _unit(quantity.unit),
                measure,
                scope,
                area.lower(),
                fact.period,
                fact.before,
                quantity.value,
                spread(quantity),
                quantity.step,
                fact.direction,
                quantity.block,
                isinstance(block, Grid),
            )
        )
    return found


def _unit(unit: Unit) -> Unit:
    return Unit.PERCENT if unit is Unit.POINTS else unit


def _is_percentage(measure: frozenset[str]) -> bool:
    return bool(measure & word_set("consistency", "percentages"))


def canonical(label: str) -> tuple[frozenset[str], frozenset[str]]:
    """The measure and the scope that a label names: its known names, and its other words."""
    label = label.split(" *")[0]
    label = re.sub(r"\([^()]{0,80}[0-9<>][^()]{0,80}\)", " ", label)
    words = tuple(word.lower().strip("'’") for word in _WORD.findall(label)[:40])
    measures: set[str] = set()
    covered: set[int] = set()
    for start, end, name in named(_split(words), "measure"):
        measures.add(name)
        covered.update(range(start, end))
    plain, scope = word_set("consistency", "plain"), word_set("consistency", "scope")
    rest = {word for i, word in enumerate(_split(words)) if i not in covered and word not in plain}
    narrow = frozenset(word for word in rest if word in scope)
    return frozenset(measures | {w for w in rest - narrow if not w.isdigit()}), narrow


def _lows(text: str) -> tuple[str, ...]:
    return _split(tuple(word.lower() for word in _WORD.findall(text)))


def _split(words: tuple[str, ...]) -> tuple[str, ...]:
    """Words as the names of measures are cut: a hyphen stands alone."""
    found: list[str] = []
    for word in words:
        parts = word.split("-")
        for i, part in enumerate(parts):
            found += ["-", part] if i else [part]
    return tuple(one for one in found if one)


def _labels(paper: Paper, facts: Sequence[Fact]) -> dict[tuple[str, ...], str]:
    """The labels of the paper's own tables that no list names, by their words."""
    found: dict[tuple[str, ...], str] = {}
    for fact in facts:
        if not isinstance(paper.blocks[fact.quantity.block], Grid) or not fact.measure:
            continue
        if len(found) >= MOST_LABELS:
            break
        words = _lows(fact.measure[:100])
        if not 2 <= len(words) <= LONGEST_LABEL or words in found:
            continue
        if sum(len(word) > 3 and word.isalpha() for word in words) >= 2:
            found[words] = fact.measure
    return found


class _Words:
    """The words of a passage, read once for all of its figures."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.ends = [0, *(match.end() for match in _ENDS.finditer(text)), len(text) + 1]

    def at(
        self, start: int, end: int, labels: dict[tuple[str, ...], str]
    ) -> tuple[frozenset[str], frozenset[str], str]:
        """The measure, the scope and the place named beside a figure, in its sentence."""
        i = bisect_right(self.ends, start) - 1
        low, high = self.ends[i], self.ends[min(i + 1, len(self.ends) - 1)]
        left = _lows(self.text[max(low, start - LOOK_BACK) : start])
        right = _lows(self.text[end : min(high, end + LOOK_AHEAD)])
        before = self._named(left, labels)
        after = self._named(right[: REACH + LONGEST_LABEL], labels)
        name = ""
        if after and after[0][0] <= 3:
            name = after[0][2]
        elif before:
            name = before[-1][2]
        elif after:
            name = after[0][2]
        if not name:
            return frozenset(), frozenset(), ""
        scope = word_set("consistency", "scope")
        measure, narrow = canonical(name)
        own = {word for label in (name,) for word in _split(tuple(label.lower().split()))}
        said = (set(left) | set(right)) & scope - own
        for _, _, other in (*before, *after):
            if other in word_set("consistency", "populations") and other not in measure:
                said.add(other)
        place = [one[1] for one in _PLACE.finditer(self.text, low, min(high, len(self.text)))]
        places = [one for one in place if one.split()[-1].lower() not in _MONTHS]
        return measure, narrow | said, (places[0].removeprefix("the ") if places else "")

    @staticmethod
    def _named(
        words: tuple[str, ...], labels: dict[tuple[str, ...], str]
    ) -> list[tuple[int, int, str]]:
        found = named(words, "measure")
        if labels:
            for i in range(len(words)):
                for size in range(min(LONGEST_LABEL, len(words) - i), 1, -1):
                    label = labels.get(words[i : i + size])
                    if label is not None:
                        found = [one for one in found if one[1] <= i or one[0] >= i + size]
                        found.append((i, i + size, label))
                        break
        return sorted(found)


def _surroundings(paper: Paper) -> Iterator[tuple[frozenset[str], str]]:
    """For each block, the populations that its headings name, and the words just above a table."""
    populations = word_set("consistency", "populations")
    levels: list[tuple[int, frozenset[str]]] = []
    last = ""
    for block in paper.blocks:
        if isinstance(block, Grid):
            said = block.caption or last
            held = frozenset().union(*(names for _, names in levels))
            yield held | _names(said) & populations, said[:200]
            last = last if not block.caption else block.caption
            continue
        if block.kind == "heading":
            levels = [one for one in levels if one[0] < max(block.level, 1)]
            levels.append((max(block.level, 1), _names(block.text[:200]) & populations))
        yield frozenset().union(*(names for _, names in levels)), ""
        if not block.text.startswith(("*", "†")):
            last = block.text


def _names(text: str) -> frozenset[str]:
    words = _lows(text[:600])
    return frozenset(name for _, _, name in named(words, "measure"))


def _home(paper: Paper) -> frozenset[str]:
    """The places that the paper is about: those of its first blocks, and that named most."""
    counts: dict[str, int] = {}
    for block in paper.blocks[:400]:
        if isinstance(block, Passage):
            for match in _PLACE.finditer(block.text[:4000]):
                name = match[1].removeprefix("the ").lower()
                counts[name] = counts.get(name, 0) + 1
    most = [n for n in sorted(counts, key=lambda n: -counts[n])[:1] if counts[n] >= OFTEN]
    first = [
        word
        for block in paper.blocks[:8]
        if isinstance(block, Passage)
        for word in re.findall(r"[A-Z][a-z]{3,20}", block.text[:400])
    ]
    return frozenset([*most, *(w.lower() for w in first), "force", "county"]) - {"england", "wales"}
