"""Periods that contradict each other: a quarter beside other months, a title beside its columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from scrutiny.claims.model import Block, Check, Grid, Marks, Passage, Severity, Verdict
from scrutiny.claims.periods import Context, find_periods
from scrutiny.claims.prose.sentences import place_in
from scrutiny.claims.words import NUMBERS
from scrutiny.errors import ScrutinyError
from scrutiny.periods import Period

RULE = "completeness.period"
LONGEST = 5_000
TITLE = 200  # characters at most
HEADS = 3  # rows of a table that may be its head
_MONTHS_FROM = re.compile(
    r"\b(?P<count>\d{1,2}|[a-z]{3,8})[\s-](?P<unit>month|year)s?(?:\s+period)?,?\s*\(?"
    r"(?:from|between|covering|of)?\s*$",
    re.IGNORECASE,
)


def periods(block: Block, title: Block | None, context: Context) -> list[Check]:
    """The periods of a passage, or of a table and the title above it, that cannot both be right."""
    if isinstance(block, Passage):
        return list(_beside(block, context))
    short = isinstance(title, Passage) and len(title.text) <= TITLE
    return list(_headed(block, title if short else None, context))


def _spans(text: str, context: Context) -> list[tuple[int, int, Period]]:
    made = []
    for start, end, first, last in find_periods(text, context):
        try:
            made.append((start, end, Period.parse(first, last)))
        except ScrutinyError:
            continue
    return made


def _check(
    marks: Marks, text: str, start: int, end: int, expected: str, why: str, verdict: Verdict
) -> Check:
    severity: Severity = "error" if verdict is Verdict.INCONSISTENT else "warning"
    return Check(
        RULE, verdict, severity, place_in(marks, text, start, end), text[start:end],
        expected, why, 0.75 if severity == "error" else 0.5,
    )  # fmt: skip


def _beside(passage: Passage, context: Context) -> Iterator[Check]:
    """Q3 2019/20 (July to September 2019); 12 months from January to September 2019."""
    text = passage.text[:LONGEST]
    if not any(c.isdigit() for c in text):
        return
    spans = _spans(text, context)
    for (a, b, one), (c, d, two) in pairwise(spans):
        between = text[b:c].strip(" ,")
        quarter = text[a:b].lower().lstrip().startswith(("q1", "q2", "q3", "q4", "quarter"))
        if between not in {"(", "i.e.", "(i.e.", "-", "–", ":", "(ie"} or one == two:
            continue
        if not quarter or "/" not in text[a:b] or len(one) != 3 or len(two) not in (1, 2, 3):
            continue
        if one.covers(two):
            continue
        yield _check(
            passage.marks, text, a, d, one.name,
            f"{text[a:b]} is {one.name}; beside it stands {two.name}.", Verdict.INCONSISTENT,
        )  # fmt: skip
    for start, end, period in spans:
        match = _MONTHS_FROM.search(text[max(start - 40, 0) : start])
        if match is None:
            continue
        word = match["count"].lower()
        count = int(word) if word.isdigit() else NUMBERS.get(word, 0)
        months = count * (12 if match["unit"].lower() == "year" else 1)
        ranged = re.search(r"\b(?:to|until|and)\b|[-–]", text[start:end])
        if not months or not ranged or months == len(period) or len(period) < 2:
            continue
        if months <= 1 or months > 60:
            continue
        yield _check(
            passage.marks, text, max(start - 40, 0) + match.start(), end, f"{len(period)} months",
            f"{period.name} is {len(period)} months, not {months}.", Verdict.INCONSISTENT,
        )  # fmt: skip


def _headed(grid: Grid, title: Block | None, context: Context) -> Iterator[Check]:
    """A title of one period above columns that are all of others."""
    if not isinstance(title, Passage) or title.text.lower().startswith(("*", "note", "source")):
        return
    said = _spans(title.text, context)
    if len(said) != 1 or len(said[0][2]) > 12:
        return
    start, end, period = said[0]
    heads = [
        one
        for row in grid.rows[:HEADS]
        for cell in row
        if len(cell.text) <= 120
        for _, _, one in _spans(cell.text, context)
    ]
    if not heads or any(period.covers(one) or one.covers(period) for one in heads):
        return
    near = {period, period.year_earlier(), period.before(), period.shifted(12)}
    overlap = any(one.first <= period.last and period.first <= one.last for one in heads)
    if overlap or not any(len(one) == len(period) for one in heads) or len(heads) < 2:
        return
    latest = max(heads, key=lambda one: one.last)
    sure = len(latest) == len(period) and latest in near and title.kind in ("caption", "heading")
    yield _check(
        title.marks, title.text, start, end, latest.name,
        f"The title is of {period.name}; the columns below are of {latest.name} and before.",
        Verdict.INCONSISTENT if sure else Verdict.CAUTION,
    )  # fmt: skip
