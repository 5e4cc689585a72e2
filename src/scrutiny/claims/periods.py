"""Dates and periods in a text, in the ways that reports write them.

The financial year runs from April to March. A part that is not said (the year of "April to
December") is the latest that had ended, or begun, by the paper's own date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from scrutiny.claims.dates import MONTHS, NOTHING_KNOWN, Context, Points, Span
from scrutiny.claims.model import Paper, Passage
from scrutiny.claims.words import NUMBERS, ORDINALS
from scrutiny.periods import FINANCIAL_YEAR_STARTS, Month

__all__ = ["Context", "Span", "context_of", "find_periods", "spans_of"]

_TO = {"to", "-", "–", "until", "till", "through", "and", "/"}
_SPANS = {"month": 1, "months": 1, "mth": 1, "mths": 1, "m": 1, "mo": 1, "year": 12, "years": 12,
          "quarter": 3, "quarters": 3, "yr": 12, "yrs": 12, "y": 12, "ye": 12}  # fmt: skip
_ENDING = {"to", "ending", "ended", "ends", "until", "-", "–", ":", "up"}
LOOK_BACK_BLOCKS = 60
# What a period may begin with; every other token is passed over at once.
_BEGINS = (
    frozenset(MONTHS)
    | frozenset(NUMBERS)
    | frozenset(ORDINALS)
    | frozenset(_SPANS)
    | {"'", "q", "qtr", "quarter", "fy", "financial"}
)


class _Scan(Points):
    """One pass over a text's tokens; each step gives (the next index, first, last, grain)."""

    def range_from(self, i: int) -> tuple[int, Month | None, Month | None, str] | None:
        """A point, or two joined as a range."""
        row = self.row
        one = self.point(i)
        if one is None:
            return None
        j, first, last, grain, month = one
        between = row.low(i - 1) == "between" or row.lows(i - 2, 2) == ("between", "the")
        join = row.low(j)
        skip = (
            j
            + 1
            + (row.low(j + 1) in {"the", "end"})
            + (row.lows(j + 1, 3) == ("the", "end", "of")) * 2
        )
        skip += row.lows(j + 1, 2) == ("end", "of")
        if join in _TO and (join != "and" or between) and (join != "/" or grain == "month"):
            two = self.point(skip)
            if two is not None and self.joins(grain, two[3]):
                return self.joined(one, two)
        if month is not None:
            written = self.context.written
            if written is None or grain == "day":
                return j, None, None, grain
            at = self.latest(month, written)
            return j, at, at, grain
        return j, first, last, grain

    @staticmethod
    def joins(one: str, two: str) -> bool:
        months = {"day", "month"}
        return (one in months and two in months) or (one == two)

    def joined(
        self,
        one: tuple[int, Month | None, Month | None, str, int | None],
        two: tuple[int, Month | None, Month | None, str, int | None],
    ) -> tuple[int, Month | None, Month | None, str]:
        _, first, _, _, early = one
        j, _, last, _, late = two
        if last is None and late is not None and self.context.written is not None:
            last = self.latest(late, self.context.written)
        if first is None and early is not None and last is not None:
            first = Month(last.year, early)
            first = first - 12 if first > last else first
        if first is None or last is None or last < first:
            return j, None, None, "range"
        return j, first, last, "range"

    def window(self, i: int) -> tuple[int, Month | None, Month | None, str] | None:
        """12 months to the end of December 2019; year ending September 2019; 3-month period."""
        row = self.row
        j, count = i, 1
        token = row[i]
        if token.plain and len(token.text) <= 2:
            j, count = i + 1, int(token.text)
        elif token.low in NUMBERS and NUMBERS[token.low] <= 36:
            j, count = i + 1, int(NUMBERS[token.low])
        numbered = j > i
        j += row.low(j) == "-"
        j += row.low(j) in {"calendar", "full", "consecutive", "rolling"}
        months = _SPANS.get(row.low(j))
        if months is None or (row.low(j) in {"m", "y", "yr", "mo"} and not numbered):
            return None
        grain = row.low(j)
        after = row.lows(j + 1, 4)
        timed = row.low(i - 1) in {"first", "last", "next"} or {"year", "financial"} & set(after)
        if grain == "quarters" and after[0] == "of" and not timed and row[j + 2].kind == "word":
            return None  # three quarters of victims
        j += 1
        j += row.low(j) == "'"
        bare = j
        while row.low(j) in {"period", "rolling", "data", "figures"}:
            j += 1
        stem = j
        letter = grain in {"m", "y", "mo"}
        if row.low(j) not in _ENDING and grain != "ye":
            return (bare, None, None, "length") if numbered and not letter else None
        while row.low(j) in _ENDING | {"the", "end", "of", "date", "month"}:
            j += 1
        if row.lows(stem, 2) == ("to", "date"):
            return (bare, None, None, "length") if numbered else None
        end = self.point(j)
        if end is None or end[3] not in {"day", "month"}:
            if (
                end is not None
                and end[3] == "year"
                and grain == "year"
                and row.low(stem) == "ending"
            ):
                return end[0], None, None, "range"
            return (bare, None, None, "length") if numbered and not letter else None
        last = end[2]
        if last is None and end[4] is not None and self.context.written is not None:
            last = self.latest(end[4], self.context.written)
        if last is None:
            return end[0], None, None, "range"
        return end[0], last - (count * months - 1), last, "range"

    def spans(self) -> Iterator[Span]:
        row, i = self.row, 0
        tokens, count = row.tokens, len(row)
        while i < count:
            token = tokens[i]
            if token.kind != "number" and token.low not in _BEGINS:
                i += 1
                continue
            found = self.other_year(i) or self.window(i) or self.named(i) or self.range_from(i)
            if found is None:
                i += 1
                continue
            end, first, last, grain = found
            self.before = first if grain == "quarter" else None
            yield Span(row[i].start, row[end - 1].end, first, last, grain)
            i = max(end, i + 1)

    def other_year(self, i: int) -> tuple[int, Month | None, Month | None, str] | None:
        """Q3 18/19 v 19/20: the second year's same quarter."""
        if self.row.low(i - 1) not in {"v", "vs", "versus"}:
            return None
        financial = self.financial_at(i, short=True)
        if financial is None or self.before is None:
            return None
        start = Month(financial[1], self.before.month)
        start += 12 * (self.before.month < FINANCIAL_YEAR_STARTS)
        return financial[0], start, start + 2, "quarter"

    def named(self, i: int) -> tuple[int, Month | None, Month | None, str] | None:
        """Calendar year 2019; financial year 2018/19; FY19."""
        row = self.row
        if row.low(i) == "fy":
            financial = self.financial_at(i + 1, short=True)
            if financial is not None:
                start = Month(financial[1], FINANCIAL_YEAR_STARTS)
                return financial[0], start, start + 11, "financial year"
            year = self.year_at(i + 1, short=True)
            return (year[0], None, None, "financial year") if year is not None else None
        if row.lows(i, 2) == ("financial", "year"):
            financial = self.financial_at(i + 2, short=True)
            if financial is not None:
                start = Month(financial[1], FINANCIAL_YEAR_STARTS)
                return financial[0], start, start + 11, "financial year"
            year = self.year_at(i + 2)
            return (year[0], None, None, "financial year") if year is not None else None
        return None


# A number alone says no time, but for a year's four digits: most cells of tables are numbers.
_NUMBER = re.compile(r"[-+(£]{0,2}(?:[0-9]{1,3}|[0-9]{1,3},[0-9]{3}|[0-9]{1,6}\.[0-9]{1,3})%?\)?")


def spans_of(text: str, context: Context = NOTHING_KNOWN) -> tuple[Span, ...]:
    """Everything in a text that says when, also what is not resolved to months."""
    return () if _NUMBER.fullmatch(text) else _spans_of(text, context)


@lru_cache(maxsize=512)
def _spans_of(text: str, context: Context) -> tuple[Span, ...]:
    return tuple(_Scan(text, context).spans())


def find_periods(
    text: str,
    context: Context = NOTHING_KNOWN,
) -> tuple[tuple[int, int, str, str], ...]:
    """The periods in a text: (start, end, first, last), months as `YYYY-MM`, in order."""
    return tuple(
        (one.start, one.end, str(one.first), str(one.last))
        for one in spans_of(text, context)
        if one.first is not None and one.last is not None
    )


def context_of(paper: Paper) -> Context:
    """The paper's own month: that beside the word Date, or the first full date near its top."""
    first: Month | None = None
    dated = False
    for block in paper.blocks[:LOOK_BACK_BLOCKS]:
        rows = (
            [block.text]
            if isinstance(block, Passage)
            else [" ".join(cell.text for cell in row) for row in block.rows[:20]]
        )
        for text in rows:
            for span in spans_of(text[:2000]):
                if span.grain not in {"day", "month"} or span.last is None:
                    continue
                if (
                    "date" in text[: span.start].lower().split()[-2:]
                    or "date:" in text[:40].lower()
                ):
                    return Context(span.last)
                if first is None or (not dated and span.grain == "day"):
                    first, dated = span.last, span.grain == "day"
    latest = max(
        (
            span.last
            for block in paper.blocks[:LOOK_BACK_BLOCKS]
            if isinstance(block, Passage)
            for span in spans_of(block.text[:5000])
            if span.last is not None and span.last.year <= date.max.year
        ),
        default=None,
    )
    return Context(max(filter(None, (first, latest)), default=None))
