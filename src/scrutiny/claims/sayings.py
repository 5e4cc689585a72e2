"""What each figure of a paper is a figure of: measure, scope, area, period, kind of figure.

The same measure has the same name wherever it stands: the names of `words/measures.toml`, and
beside them the labels of the paper's own tables. What narrows a figure (a word such as "repeat",
the heading that it stands beneath) is its scope; figures of different scope are never held to each
other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from scrutiny.claims.model import Direction, Fact, Grid, Paper, Passage, Quantity, Role, Unit
from scrutiny.claims.naming import (
    LONGEST_LABEL,
    PLACE,
    YEARLY,
    Words,
    canonical,
    headed,
    lows,
    names_in,
    span,
)
from scrutiny.claims.periods import spans_of
from scrutiny.claims.rounding import Interval
from scrutiny.claims.rules.saying import spread
from scrutiny.claims.words import word_set

MOST_LABELS = 2_000  # of a paper's tables that are looked for in its prose
OFTEN = 3  # times that a paper names the place it is about
_NUMBERED = re.compile(
    r"\(?(?:[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}|[A-Za-z])[.)](?=\s)"
    r"|[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}"
)
HEAD_ROWS = 4
_FORCE = re.compile(r"\b([A-Z][a-z]{3,20})\s+(?:Constabulary|Police|Force)\b")

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
    """One figure with what it is of: the `index` of its fact, and where its sentence begins."""

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
    part: int = 0

    @property
    def key(self) -> tuple[object, ...]:
        return (self.kind, self.unit, self.measure, self.scope, self.area)


def sayings_of(paper: Paper, facts: Sequence[Fact]) -> list[Saying]:
    """Every figure that says what it is of, in the order of the facts."""
    labels = _labels(paper, facts)
    surroundings = list(_surroundings(paper))
    home = _home(paper)
    found = []
    texts: dict[int, Words] = {}
    for index, fact in enumerate(facts):
        kind = KINDS.get(fact.role)
        quantity = fact.quantity
        if kind is None or (quantity.per and quantity.unit is not Unit.RATE):
            continue
        block = paper.blocks[quantity.block]
        populations, percentages, beneath = surroundings[quantity.block]
        area, period, part = fact.area.lower(), fact.period, 0
        if isinstance(block, Grid):
            measure, scope = _of_cell(block, fact, beneath)
            period = _of_year(block, quantity, kind, period)
        else:
            words = texts.get(quantity.block)
            if words is None:
                words = texts[quantity.block] = Words(block.text)
            measure, scope, place = words.at(quantity.start, quantity.end, labels)
            area = area or place.lower()
            part, _ = words.sentence(quantity.start)
            if kind != "value" and not fact.before:
                period = words.changed(quantity.start, period)
        area = "" if area in home else area
        share = fact.role is Role.SHARE or not isinstance(block, Grid)
        percent = kind == "value" and quantity.unit is Unit.PERCENT
        if percent and share and not _is_percentage(measure):
            measure = measure | percentages if measure and len(percentages) == 1 else frozenset()
        if not measure:
            continue
        if kind != "value":
            scope -= {"part"}
        scope |= populations - measure
        noun = quantity.noun.split()[-1:] if quantity.noun else []
        if noun and not word_set("consistency", "plain").intersection(noun):
            said = " ".join(measure)
            scope |= {word for word in noun if word[:5] not in said}
        found.append(
            Saying(
                index,
                kind,
                _unit(quantity.unit),
                measure,
                scope,
                area,
                period,
                fact.before,
                quantity.value,
                spread(quantity),
                quantity.step,
                fact.direction,
                quantity.block,
                isinstance(block, Grid),
                part,
            )
        )
    return _undoubted(found)


def _undoubted(sayings: list[Saying]) -> list[Saying]:
    """Of several values of one sentence, only one that alone has its period is surely of it."""
    together: dict[tuple[object, ...], list[Saying]] = {}
    for one in sayings:
        if not one.table:
            together.setdefault((one.block, one.part, one.kind, one.unit), []).append(one)
    doubted: set[int] = set()
    for several in together.values():
        if len({one.value for one in several}) < 2:
            continue
        periods = [one.period for one in several]
        loose = "" in periods
        doubted |= {one.index for one in several if loose or periods.count(one.period) > 1}
    return [replace(one, period="") if one.index in doubted else one for one in sayings]


def _of_cell(grid: Grid, fact: Fact, beneath: str) -> tuple[frozenset[str], frozenset[str]]:
    """The measure of a cell: by the label of its row, else as the table was understood."""
    row, column = fact.quantity.cell or (0, 0)
    if not fact.area:
        label = grid.rows[row][0].text if grid.rows[row] else ""
        measure, scope = canonical(label)
        if measure:
            return measure, scope
        for cells in grid.rows[: min(row, HEAD_ROWS)]:
            head = cells[column].text if column < len(cells) else ""
            if fact.measure and fact.measure in names_in(head):
                return canonical(head)
    if not fact.measure or fact.measure in names_in(beneath):
        measure, scope = headed(beneath)
        if measure:
            return measure, scope
    return canonical(fact.measure)


def _of_year(grid: Grid, quantity: Quantity, kind: str, period: str) -> str:
    """The period of a cell, where a month stands above and its year beside, or where a change to
    the end of a month is said to be that of a year."""
    months = span(period)
    if months is None or len(months) != 1:
        return period
    row, column = quantity.cell or (0, 0)
    label = grid.rows[row][0].text[:60] if grid.rows[row] else ""
    for one in spans_of(label):
        if one.first is None or one.last is None or one.last.months_since(one.first) != 11:
            continue
        for at in range(12):
            month = one.first + at
            if month.month == months.first.month:
                return f"{month}/{month}"
    if kind == "value":
        return period
    for cells in grid.rows[:HEAD_ROWS]:
        at = 0
        for cell in cells:
            if at <= column < at + max(cell.span, 1) and YEARLY.search(cell.text[:200]):
                return f"{months.last - 11}/{months.last}"
            at += max(cell.span, 1)
    return period


def _unit(unit: Unit) -> Unit:
    return Unit.PERCENT if unit is Unit.POINTS else unit


def _is_percentage(measure: frozenset[str]) -> bool:
    return bool(measure & word_set("consistency", "percentages"))


def _labels(paper: Paper, facts: Sequence[Fact]) -> dict[tuple[str, ...], str]:
    """The labels of the paper's own tables that no list names, by their words."""
    found: dict[tuple[str, ...], str] = {}
    for fact in facts:
        if not isinstance(paper.blocks[fact.quantity.block], Grid) or not fact.measure:
            continue
        if len(found) >= MOST_LABELS:
            break
        words = lows(fact.measure[:100])
        if not 2 <= len(words) <= LONGEST_LABEL or words in found:
            continue
        if sum(len(word) > 3 and word.isalpha() for word in words) >= 2:
            found[words] = fact.measure
    return found


Around = tuple[frozenset[str], frozenset[str], str]


def _style(heading: str) -> str:
    """How a heading is numbered (a., 1., 1.1), so that d. follows c. whatever their mark-up."""
    match = _NUMBERED.match(heading)
    if match is None:
        return ""
    return re.sub(r"[0-9]+", "1", re.sub(r"[a-z]", "a", match[0].lower()))


def _surroundings(paper: Paper) -> Iterator[Around]:
    """For each block, the populations and the percentages that its headings name, and the words
    just above a table."""
    populations = word_set("consistency", "populations")
    percentages = word_set("consistency", "percentages")
    levels: list[tuple[int, str, frozenset[str]]] = []
    last = ""
    for block in paper.blocks:
        named_above: frozenset[str] = frozenset().union(*(names for _, _, names in levels))
        if isinstance(block, Grid):
            said = block.caption or last
            held = named_above | names_in(said)
            yield held & populations, held & percentages, said[:200]
            last = block.caption or last
            continue
        if block.kind == "heading":
            style = _style(block.text)
            alike = [i for i, one in enumerate(levels) if style and one[1] == style]
            levels = levels[: alike[0]] if alike else levels
            levels = [one for one in levels if one[0] < max(block.level, 1)]
            levels.append((max(block.level, 1), style, names_in(block.text[:200])))
            named_above = frozenset().union(*(names for _, _, names in levels))
        yield named_above & populations, named_above & percentages, ""
        if not block.text.startswith(("*", "†")):
            last = block.text


def _home(paper: Paper) -> frozenset[str]:
    """The places that the paper is about: those of its first blocks, and that named most."""
    counts: dict[str, int] = {}
    for block in paper.blocks[:400]:
        if isinstance(block, Passage):
            for match in PLACE.finditer(block.text[:4000]):
                name = match[1].removeprefix("the ").lower()
                counts[name] = counts.get(name, 0) + 1
    most = [n for n in sorted(counts, key=lambda n: -counts[n])[:1] if counts[n] >= OFTEN]
    own = {
        match[1].lower()
        for block in paper.blocks[:400]
        if isinstance(block, Passage)
        for match in _FORCE.finditer(block.text[:4000])
    }
    return frozenset([*most, *own, "force", "county"])
