"""Numbers that are no figures: dates, years, references, footnotes, ages, times of day."""

from __future__ import annotations

from decimal import Decimal

from scrutiny.claims.model import Unit
from scrutiny.claims.periods import Span, spans_of
from scrutiny.claims.units import SUFFIXES, Units
from scrutiny.claims.words import word_set

_HOLDING = {"were", "are", "recorded", "received", "seized", "had", "handled", "made", "totalling"}
_CALLS = {"999", "101", "111", "112"}


def bare_base(value: Decimal | None) -> bool:
    """Whether a number after "per" is the base of a rate: 1,000, 100,000, one million."""
    return value is not None and value in (1, 10, 100, 1000, 10_000, 100_000, 1_000_000)


class NotFigures(Units):
    """Steps over what is no figure."""

    def __init__(
        self,
        text: str,
        block: int,
        cell: tuple[int, int] | None,
        unit: Unit | None,
        whens: tuple[Span, ...] | None = None,
    ) -> None:
        super().__init__(text, block, cell, unit)
        self.whens = spans_of(self.text) if whens is None else whens
        self.when = 0

    def step_over(self, i: int) -> int:
        """The index after a date, period or year that begins at this token."""
        token = self.row[i]
        while self.when < len(self.whens) and self.whens[self.when].end <= token.start:
            self.when += 1
        if self.when >= len(self.whens):
            return i
        span = self.whens[self.when]
        if not span.start <= token.start < span.end:
            return i
        if self.is_value(i, span.start, span.end, span.grain):
            self.when += 1
            return i
        j = i
        while j < len(self.row) and self.row[j].start < span.end:
            j += 1
        return j

    def is_value(self, i: int, start: int, end: int, grain: str) -> bool:
        """Whether what looks like a year is a count: alone in a cell of a table's body."""
        if grain == "year" and self.cell is None and end - start == 4:
            return self.counts_like_a_year(i)
        return (
            grain == "year"
            and self.cell is not None
            and min(self.cell) > 0
            and self.text[:start].strip(" *") == ""
            and self.text[end:].strip(" *†") == ""
        )

    def counts_like_a_year(self, i: int) -> bool:
        """There were 2024 knives: a number between a verb and what it counts is no year."""
        row = self.row
        counted, noun = word_set("figures", "counted"), row.low(i + 1)
        plural = noun.endswith("s") and (noun in counted or noun[:-1] in counted)
        return plural and row.low(i - 1) in _HOLDING and row[i].plain

    def not_a_figure(self, i: int) -> int:
        """The index after a number that is a name, a reference or an age; else the same index."""
        row = self.row
        token, before, after = row[i], row[i - 1], row[i + 1]
        touching_before = row.touching(i - 1)
        bare = token.plain
        if touching_before and before.kind == "word" and before.low not in {"c", "circa", "approx"}:
            return i + 1  # A6, Q3, v5
        if (
            touching_before
            and before.low == "-"
            and row.touching(i - 2)
            and row[i - 2].kind == "word"
        ):
            return i + 1  # COVID-19
        code = bare and len(token.text) > 1 and token.text[0] == "0"  # 0345, and no 03%
        if code and after.low not in {"%", "percent", "per"}:
            j = i + 1
            while row[j].plain and len(token.text) > 3:
                j += 1
            return j
        if before.low == "[" and after.low == "]":
            return i + 1
        if before.low == "per" and bare_base(token.value):
            return i + 1 + (after.low in {"million", "thousand"})
        if self.footnote(i):
            return i + 1
        if bare and touching_before and before.low == "." and row.touching(i - 2):
            return i + 1  # 4.1.2
        if bare and i == 0 and self.cell is None and self.numbering(i):
            return i + 1
        bracketed = before.low == "(" and after.low in {")", "."} and self.cell is None
        if bare and i == 1 and bracketed and len(self.text.strip()) > token.end + 1:
            return i + 2  # (1) Background
        reference = self.reference(i)
        if reference > i:
            return reference
        if bare and self.age(i):
            j = i + 1
            while row.low(j) in {"-", "–", "to", "and"} and row[j + 1].plain and j < i + 4:
                j += 2
            return j
        return self.clock_or_split(i)

    def footnote(self, i: int) -> bool:
        row = self.row
        j = i - 1
        while j > i - 12 and (row[j].kind == "number" or row.low(j) == ","):
            j -= 1
        return row.low(j) == "{" and row.low(j - 1) == "^"

    def numbering(self, i: int) -> bool:
        """Whether a number that begins a passage is its number: 1. Background, 4.2 Crime."""
        row = self.row
        after = row[i + 1]
        if after.low in {".", ")"} and (row.touching(i) and len(row) > i + 2):
            return row[i].value is not None and (row[i].value or 0) < 1000
        return False

    def reference(self, i: int) -> int:
        row = self.row
        token, before = row[i], row[i - 1]
        j = i - 1
        if before.low in {".", ":", "#"} and row[i - 2].kind == "word":
            j = i - 2
        whole = token.decimals <= 2 and "," not in token.text
        if whole and row.low(j) in word_set("figures", "references") and not self.counts(i, j):
            k = i + 1
            while row.low(k) in {",", "and", "-", "–", "to", "&", "."} and row[k + 1].plain:
                if row.low(k) == "," and not row.lows(k + 2, 1)[0]:
                    break
                k += 2
            return k
        if before.low in {"#", "§"}:
            return i + 1
        if token.text in _CALLS and self.emergency(i):
            return i + 1
        return i

    def counts(self, i: int, j: int) -> bool:
        """Whether what follows shows that the number after a reference's word counts something:
        "in the area 45 offences", "of this type 12%"."""
        row = self.row
        after = row.low(i + 1)
        if after in word_set("units", "percent_signs") or after in {"%", "percent", "per"}:
            return True
        named = row[j].text[:1].isupper()
        return not named and self.noun(i + 1) != ""

    def emergency(self, i: int) -> bool:
        row = self.row
        words = word_set("figures", "call_words")
        if row.low(i + 1) in words or row.low(i - 1) in {
            "the",
            "via",
            "dial",
            "dialling",
            "call",
            "calling",
            "/",
        }:
            return row.low(i + 1) not in {"%", "percent"}
        return row.low(i) == "999" and not self.noun(i + 1)

    def age(self, i: int) -> bool:
        row = self.row
        j = i - 1
        while row.low(j) in {
            "-",
            "–",
            "to",
            "and",
            "between",
            "from",
            "under",
            "over",
            "of",
            "the",
            "about",
        } or (row[j].plain and j > i - 5):
            j -= 1
        if row.low(j) in word_set("figures", "ages"):
            return True
        k = i + 1
        if row.low(k) in {"-", "–", "to", "and"} and row[k + 1].plain:
            k += 2
        k += row.low(k) == "-"
        if row.low(k) in word_set("figures", "age_after"):
            k += 1
            k += row.low(k) in {"-", "'"}
            return row.low(k) in word_set("figures", "age_last") or row.lows(k, 2) == ("of", "age")
        return row.low(i + 1) == "s" and row.touching(i)  # under 18s, the 1990s

    def part_of(self, i: int) -> bool:
        """Whether 35/250 is a part and its whole: a percentage stands in or before a bracket."""
        row = self.row
        part, whole = row[i].value, row[i + 2].value
        if part is None or whole is None or part == whole:
            return False
        after = row.low(i + 3) == "(" and row[i + 4].kind == "number"
        after = after and row.low(i + 5) in {"%", "percent", "per"}
        before = row.low(i - 1) == "(" and row.low(i - 2) in {"%", "percent", "cent"}
        return after or before

    def clock_or_split(self, i: int) -> int:
        row = self.row
        token = row[i]
        one, two, three = row[i + 1], row[i + 2], row[i + 3]
        joined = row.touching(i) and row.touching(i + 1)
        if one.low == ":" and joined and two.plain and len(two.text) == 2:
            end = i + 3
            while row.low(end) == ":" and row[end + 1].plain:
                end += 2
            return end
        if one.low in {"am", "pm"}:
            return i + 2
        if one.low == "hours" and token.plain and len(token.text) == 4 and token.text <= "2400":
            return i + 2
        if one.low in {"a", "p"} and row.lows(i + 1, 4) in {
            ("a", ".", "m", "."),
            ("p", ".", "m", "."),
        }:
            return i + 5
        if one.low == "/" and two.kind == "number" and joined and three.low != "%":
            return i if self.part_of(i) else i + 3  # 24/7, 50/50
        if row.touching(i) and one.kind == "word" and not self.unit_word(one):
            return i + 2 if one.low not in SUFFIXES else i  # 5yr, 4G
        if one.low == "-" and row.touching(i) and row.touching(i + 1) and two.kind == "word":
            return i + 3  # 12-month, 24-hour
        if one.low in {"month", "months", "year", "years", "yr", "yrs"} and token.plain:
            return i + 2
        return i
