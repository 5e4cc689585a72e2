"""Months and quarters that make the figure of a longer period, said elsewhere in the paper; and the
changes that sentences tell, held to the values of tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from scrutiny.claims.model import Check, Fact, Grid, Paper, Passage, Severity, Verdict
from scrutiny.claims.naming import span
from scrutiny.claims.places import cell_of, place_of
from scrutiny.claims.rounding import Fit, Interval, fit
from scrutiny.claims.rules.saying import HUNDRED, VERDICTS, printed
from scrutiny.claims.rules.sources import sources_differ
from scrutiny.claims.sayings import Saying
from scrutiny.claims.words import word_set
from scrutiny.periods import Period

FEWEST_SHARED = 3  # sums of a table, for their failing to tell that it was counted otherwise
NEAR_SUM = Decimal("0.1")  # as a share; further apart, the parts are of something else
MOST_MONTHS = 36
NOTE_REACH = 3  # blocks from a table to its note
_SEVERITIES: dict[Verdict, Severity] = {Verdict.INCONSISTENT: "error", Verdict.CAUTION: "warning"}
_Between = tuple[int, int, int]  # the block of the whole, that of its parts, and how many they are


def length(period: str) -> int:
    found = span(period)
    return len(found) if found else 0


def _key(period: Period) -> str:
    return f"{period.first}/{period.last}"


def sums(paper: Paper, facts: Sequence[Fact], sayings: Sequence[Saying]) -> list[Check]:
    """Figures of a longer period held to the sum of the shorter ones that make it."""
    groups: dict[tuple[object, ...], list[Saying]] = defaultdict(list)
    for one in sayings:
        if one.kind == "value" and one.unit.value in ("count", "pounds") and one.period:
            groups[one.unit, one.measure, one.scope, one.area].append(one)
    found: list[tuple[_Between, Check]] = []
    for group in groups.values():
        parts: dict[int, dict[str, Saying]] = defaultdict(dict)
        lengths: dict[str, int] = {one.period: length(one.period) for one in group}
        for one in group:
            if one.table and lengths[one.period] in (1, 3):
                parts[one.block].setdefault(one.period, one)
        for one in group:
            if lengths[one.period] not in (3, 6, 9, 12):
                continue
            for block, months in parts.items():
                if block == one.block:
                    continue
                made = _made_of(one.period, months)
                if made:
                    between = one.block, block, len(made)
                    found += [(between, check) for check in _sum(paper, facts, one, made)]
                    break
    estranged = _estranged(found)
    return [
        check
        for (whole, parts, size), check in found
        if check.verdict is not Verdict.INCONSISTENT
        or ((whole, size) not in estranged and not sources_differ(paper, whole, parts))
    ]


def _estranged(found: Sequence[tuple[_Between, Check]]) -> set[tuple[int, int]]:
    """The tables of which most sums of so many parts fail: these were counted otherwise."""
    sums: dict[tuple[int, int], list[bool]] = defaultdict(list)
    for (whole, _, size), check in found:
        sums[whole, size].append(check.verdict is Verdict.INCONSISTENT)
    return {
        key
        for key, failed in sums.items()
        if len(failed) >= FEWEST_SHARED and sum(failed) * 2 > len(failed)
    }


def _made_of(period: str, months: dict[str, Saying]) -> list[Saying]:
    """The months, or the quarters, that make a period; none when one is missing."""
    whole = span(period)
    if whole is None or len(whole) > MOST_MONTHS:
        return []
    for size in (1, 3):
        if len(whole) % size or len(whole) == size:
            continue
        starts = [whole.first + at for at in range(0, len(whole), size)]
        found = [months.get(f"{start}/{start + (size - 1)}") for start in starts]
        if all(found):
            return [one for one in found if one is not None]
    return []


def _sum(paper: Paper, facts: Sequence[Fact], whole: Saying, made: list[Saying]) -> list[Check]:
    total = sum((one.value for one in made), Decimal(0))
    if not total or abs(total - whole.value) > total * NEAR_SUM:
        return []
    quantity = facts[whole.index].quantity
    possible = Interval(
        sum((one.stands.low for one in made), Decimal(0)),
        sum((one.stands.high for one in made), Decimal(0)),
    )
    how = fit(total, possible, quantity.value, quantity.step)
    if how is Fit.NO and whole.stands.meets(possible):
        how = Fit.WITHIN
    verdict = VERDICTS[how]
    first, last = facts[made[0].index].quantity, facts[made[-1].index].quantity
    text = f"The {len(made)} figures from {first.text} to {last.text} come to {total:,f}"
    if how is Fit.NO:
        note = provisional(paper, made, facts)
        text += f"; here it says {quantity.text}"
        if note:
            verdict = Verdict.CAUTION
            text += ". A note says that they may still change"
    else:
        text += ", as stated"
    return [
        Check(
            "consistency.sum-of-parts",
            verdict,
            _SEVERITIES.get(verdict, "none"),
            place_of(paper, quantity),
            quantity.text,
            printed(total, quantity.step, quantity.unit),
            text + ".",
            0.7 if how is Fit.NO else 0.9,
            tuple(place_of(paper, facts[one.index].quantity) for one in made),
        )
    ]


def provisional(paper: Paper, made: Iterable[Saying], facts: Sequence[Fact]) -> bool:
    """Whether a note says that one of the figures may change: the marked ones, or all of them."""
    cells = [facts[one.index].quantity for one in made]
    block = cells[0].block
    noted = marked = False
    for near in paper.blocks[max(block - NOTE_REACH, 0) : block + NOTE_REACH + 1]:
        if isinstance(near, Passage):
            low = near.text[:1000].lower()
            if any(word in low for word in word_set("consistency", "provisional")):
                noted = True
                marked = marked or low.startswith(("*", "†", "‡", "#"))
    if not noted:
        return False
    grid = paper.blocks[block]
    if not marked or not isinstance(grid, Grid):
        return True
    for cell in cells:
        after = cell_of(grid, cell).text[cell.end :].strip()
        if after[:1] in ("*", "†", "‡", "#"):
            return True
    return False


def changes_of_tables(
    paper: Paper, facts: Sequence[Fact], sayings: Sequence[Saying]
) -> list[Check]:
    """A change told in a sentence, held to the two values of it that a table gives."""
    values: dict[tuple[object, ...], dict[str, Saying]] = defaultdict(dict)
    for one in sayings:
        if one.table and one.kind == "value" and one.period:
            values[one.measure, one.scope, one.area].setdefault(one.period, one)
    checks = []
    for one in sayings:
        if one.table or one.kind not in ("percent", "change") or not one.period:
            continue
        table = values.get((one.measure, one.scope, one.area))
        ends = span(one.period)
        if not table or ends is None:
            continue
        before = one.before or _key(ends.year_earlier())
        earlier, later = table.get(before), table.get(one.period)
        if earlier is None or later is None or earlier.unit is not later.unit:
            continue
        check = _change(paper, facts, one, earlier, later)
        if check is not None:
            checks.append(check)
    return checks


def _change(
    paper: Paper, facts: Sequence[Fact], one: Saying, earlier: Saying, later: Saying
) -> Check | None:
    quantity = facts[one.index].quantity
    a, b = facts[earlier.index].quantity, facts[later.index].quantity
    if not a.value:
        return None
    gap = abs(b.value - a.value)
    if one.kind == "percent" and a.unit.value != "percent":
        expected = gap / a.value * HUNDRED
        changes = later.stands.over(earlier.stands, by=lambda y, x: (y - x) / x * HUNDRED)
        rule = "arithmetic.percent-of-counts"
    elif one.unit is a.unit or (one.kind == "percent" and a.unit.value == "percent"):
        expected = gap
        changes = later.stands.over(earlier.stands, by=lambda y, x: y - x)
        rule = "arithmetic.difference"
    else:
        return None
    sizes = Interval(-changes.high, -changes.low) if b.value < a.value else changes
    how = fit(expected, sizes, quantity.value, quantity.step)
    if how is Fit.NO and one.stands.meets(sizes):
        how = Fit.WITHIN
    if how is Fit.NO and abs(expected - quantity.value) > max(expected, quantity.value) / 2:
        return None  # too far apart to be surely of the same change
    place = place_of(paper, b)
    right = printed(expected, quantity.step, quantity.unit)
    verdict = VERDICTS[how]
    return Check(
        rule,
        verdict,
        _SEVERITIES.get(verdict, "none"),
        place_of(paper, quantity),
        quantity.text,
        right,
        f"The table at line {place.line} has {a.text} and {b.text}, a change of {right}"
        + (", as stated." if how is not Fit.NO else f"; the text says {quantity.text}."),
        0.7 if how is Fit.NO else 0.85,
        (place_of(paper, a), place),
    )
