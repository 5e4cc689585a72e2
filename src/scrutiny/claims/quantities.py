"""Finding the stated figures in a text.

A figure is a stated quantity. Dates, years, periods and their lengths, section and footnote
numbers, references, legislation, telephone numbers, ages, times of day, roads and the grades of a
response are not.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Literal

from scrutiny.claims.model import Approx, Quantity, Unit
from scrutiny.claims.periods import spans_of
from scrutiny.claims.tokens import Row, Token
from scrutiny.claims.words import NUMBERS, PARTS, SCALES, load, word_set

FRACTION_STEP = Decimal(5)  # a third stands for 30.8% to 35.8%
TIMES_STEP = Decimal("0.2")  # of the factor: doubled stands for 1.8 to 2.2 times
LONGEST_TEXT = 200_000  # characters of one passage or cell that are read
Sign = Literal[-1, 0, 1]
_UP, _DOWN = frozenset("↑▲⬆⇧▴"), frozenset("↓▼⬇⇩▾")
_SUFFIXES = {"st", "nd", "rd", "th"}
_AFTER_PART = {
    "of", ")", "(", ",", ".", ";", ":", "less", "more", "fewer", "higher", "lower", "in", "since",
    "compared", "were", "are", "was", "is", "had", "have", "to", "from", "", "on", "said",
    "reported", "felt", "when", "over", "between", "year", "and", "that", "against",
    "during", "with", "the",
}  # fmt: skip
_SIGN_BEFORE = {
    "", "(", "[", ",", ";", ":", "/", "by", "was", "is", "of", "at", "to", "from", "|", "were",
    "be", "change", "and", "are", "=", "%", ")", "remains", "region", "with", "group", "reduction",
    "decrease", "increase", "fell", "rose", "a",
}  # fmt: skip
_CALLS = {"999", "101", "111", "112"}


@cache
def _approximations() -> tuple[tuple[tuple[str, ...], Approx], ...]:
    """The words before a figure that say how near it is, the longest first."""
    found: list[tuple[tuple[str, ...], Approx]] = []
    table: dict[Approx, list[str]] = load("figures")["approx"]
    for kind, phrases in table.items():
        found.extend((tuple(phrase.split()), kind) for phrase in phrases)
    return tuple(sorted(found, key=lambda one: -len(one[0])))


def approx_before(row: Row, i: int) -> tuple[Approx, int]:
    """How near the figure at token `i` is said to be, and where the words for it begin."""
    for phrase, kind in _approximations():
        count = len(phrase)
        if i >= count and row.lows(i - count, count) == phrase:
            return kind, i - count
    return "", i


class _Reader:
    """One pass over the tokens of a text."""

    def __init__(
        self, text: str, block: int, cell: tuple[int, int] | None, unit: Unit | None
    ) -> None:
        text = text[:LONGEST_TEXT]
        self.row = Row(text)
        self.text, self.block, self.cell, self.unit = text, block, cell, unit
        self.found: list[Quantity] = []
        self.whens = spans_of(text)
        self.when = 0
        self.pounds = "£" in text

    def read(self) -> tuple[Quantity, ...]:
        i = 0
        while i < len(self.row):
            after = self.step_over(i)
            if after > i:
                i = after
                continue
            i = max(self.at(i), i + 1)
        return self.ranges()

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
        return (
            grain == "year"
            and self.cell is not None
            and min(self.cell) > 0
            and self.text[:start].strip(" *") == ""
            and self.text[end:].strip(" *†") == ""
        )

    # One figure

    def at(self, i: int) -> int:
        """Read the figure that begins at a token; the index after it, or the same if none does."""
        row = self.row
        token = row[i]
        if token.kind == "link":
            return i + 1
        if token.kind == "word":
            return self.words_at(i)
        if token.kind != "number":
            return i
        skipped = self.not_a_figure(i)
        if skipped > i:
            return skipped
        if token.value is None:
            return i + 1
        whole = row[i + 2].value
        if row.low(i + 1) == "in" and whole is not None and row[i + 2].plain:
            share = token.value in (1, 2, 3, 4, 9) and token.value < whole <= 20
            if share and row.low(i + 3) not in {"%", "percent"}:
                return self.in_every(i, token.value, whole)
        return self.number(i)

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
        if bare and len(token.text) > 1 and token.text[0] == "0":
            j = i + 1
            while row[j].plain and len(token.text) > 3:
                j += 1
            return j
        if before.low == "[" and after.low == "]":
            return i + 1
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
            return i + 3  # 24/7, 50/50
        if row.touching(i) and one.kind == "word" and not self.unit_word(one):
            return i + 2 if one.low not in _SUFFIXES else i  # 5yr, 4G
        if one.low == "-" and row.touching(i) and row.touching(i + 1) and two.kind == "word":
            return i + 3  # 12-month, 24-hour
        if one.low in {"month", "months", "year", "years", "yr", "yrs"} and token.plain:
            return i + 2
        return i

    def unit_word(self, token: Token) -> bool:
        low = token.low
        return low in SCALES or low in load("units")["time"] or low in _SUFFIXES or low in {
            "percent", "pp", "ppt", "ppts", "pps", "pts", "x", "fte", "h", "s", "per", "p",
        }  # fmt: skip

    def scaled(self, i: int, value: Decimal, step: Decimal) -> tuple[int, Decimal, Decimal]:
        """Million, bn or k after a number."""
        row = self.row
        low = row.low(i)
        if low not in SCALES:
            return i, value, step
        if len(low) == 1:
            money = self.money_before(i - 1) or self.unit is Unit.POUNDS
            plain = row[i].text in {"M", "k", "K"} and row.touching(i - 1)
            if not (row.touching(i - 1) or money) or not (money or plain):
                return i, value, step
        return i + 1, value * SCALES[low], step * SCALES[low]

    def money_before(self, i: int) -> bool:
        return self.row.low(i - 1) == "£"

    def number(self, i: int) -> int:
        row = self.row
        token = row[i]
        value = token.value or Decimal(0)
        step = Decimal(1).scaleb(-token.decimals)
        begin = i
        unit = Unit.COUNT
        if self.money_before(i):
            unit, begin = Unit.POUNDS, i - 1
        j, value, step = self.scaled(i + 1, value, step)
        if (unit is Unit.COUNT and self.unit is Unit.POUNDS) or (
            j > i + 1 and self.pounds and len(row.low(j - 1)) == 1
        ):
            unit = Unit.POUNDS
        j, unit, factor = self.unit_at(j, unit)
        if unit is Unit.RANK and j == i + 2 and not self.rank(i, j):
            return j
        value, step = value * factor, step * factor
        if unit is Unit.SECONDS:
            j, value, step = self.compound(j, value, step, factor)
        approx, _ = approx_before(row, begin if not self.sign_token(begin) else begin - 1)
        sign, begin = self.sign(begin)
        if sign and not approx:
            approx, _ = approx_before(row, begin)
        plus_minus, j = self.give_or_take(j)
        if row.low(j) == "+" and row.touching(j - 1) and not approx and not row.touching(j):
            approx, j = "at least", j + 1
        if approx and token.decimals == 0 and value:
            step = max(step, self.round_step(value))
        if unit is Unit.COUNT and self.unit not in (None, Unit.POUNDS):
            unit = self.unit or unit
        per, after, unit = self.per(j, unit)
        self.add(
            value, step, unit, sign, approx, row[begin].start, row[max(j, after) - 1].end,
            plus_minus, per, self.noun(max(j, after)),
        )  # fmt: skip
        return max(j, after)

    @staticmethod
    def round_step(value: Decimal) -> Decimal:
        """The worth of the last digit that is not nought."""
        digits = str(int(value))
        zeros = len(digits) - len(digits.rstrip("0"))
        return Decimal(1).scaleb(zeros)

    def unit_at(self, j: int, unit: Unit) -> tuple[int, Unit, Decimal]:
        """The unit written at a token: the index after it, and the base units in one."""
        row = self.row
        low = row.low(j)
        one = Decimal(1)
        points = word_set("units", "percent_points")
        if low == "%" or low in word_set("units", "percent_signs"):
            if row.low(j + 1) in points:
                return self.dotted(j + 2), Unit.POINTS, one
            return j + 1, Unit.PERCENT, one
        if low == "per" and row.low(j + 1) == "cent":
            if row.low(j + 2) in points:
                return j + 3, Unit.POINTS, one
            return j + 2, Unit.PERCENT, one
        if low == "percentage" and row.low(j + 1) in points:
            return j + 2, Unit.POINTS, one
        if low in {"pp", "ppt", "ppts", "pps"}:
            return self.dotted(j + 1), Unit.POINTS, one
        if row.lows(j, 3) == ("p", ".", "p"):
            return self.dotted(j + 3), Unit.POINTS, one
        times: dict[str, int] = load("units")["time"]
        if unit is Unit.COUNT and low in times:
            return j + 1, Unit.SECONDS, Decimal(times[low])
        if unit is Unit.COUNT and low in {"h", "s"} and row.touching(j - 1):
            return j + 1, Unit.SECONDS, Decimal(3600 if low == "h" else 1)
        if low in _SUFFIXES and row.touching(j - 1):
            return j + 1, Unit.RANK, one
        if low == "times" or (low in {"x", "fold"} and row.touching(j - 1)):
            return j + 1, Unit.TIMES, one
        return j, unit, one

    def dotted(self, j: int) -> int:
        """Past the point of an abbreviation."""
        dotted = self.row.low(j) == "." and self.row.touching(j - 1) and self.row.low(j - 2) == "."
        return j + 1 if dotted else j

    def rank(self, i: int, j: int) -> bool:
        """Whether an ordinal is a place in an order."""
        row = self.row
        if self.cell is not None or (not row.low(i - 1) and not row.low(j)):
            return True
        if row.low(i - 1) in {
            "ranked",
            "ranks",
            "rank",
            "placed",
            "position",
            "ranking",
            "from",
            "is",
            "was",
            "at",
            "as",
            "to",
        }:
            return row.low(j) not in {"of", "birthday"} or row[j + 1].kind == "number"
        return row.low(j) in _UP | _DOWN | {
            "nationally",
            "out",
            "highest",
            "lowest",
            "best",
            "worst",
            "place",
            "position",
        }

    def compound(
        self, j: int, value: Decimal, step: Decimal, factor: Decimal
    ) -> tuple[int, Decimal, Decimal]:
        """2 hours 15 minutes; 1 hour and 5 mins."""
        row = self.row
        times: dict[str, int] = load("units")["time"]
        k = j + (row.low(j) in {"and", ","})
        more, name = row[k], row.low(k + 1)
        small = times.get(name) or {"m": 60, "s": 1}.get(name, 0)
        if more.value is not None and small and Decimal(small) < factor:
            step = Decimal(small).scaleb(-more.decimals)
            return self.compound(k + 2, value + more.value * small, step, Decimal(small))
        return j, value, step

    def sign_token(self, i: int) -> bool:
        return self.row.low(i - 1) in {"+", "-", "–"} or self.row.low(i - 1) in _UP | _DOWN

    def sign(self, i: int) -> tuple[Sign, int]:
        """The sign before a figure, and where it begins."""
        row = self.row
        before = row.low(i - 1)
        if before in _UP:
            return 1, i - 1
        if before in _DOWN:
            return -1, i - 1
        if before == "minus":
            return -1, i - 1
        if before == "plus" and row.low(i - 2) in _SIGN_BEFORE:
            return 1, i - 1
        if before == "+":
            return (1, i - 1) if row.low(i - 2) != "±" else (0, i)
        if before not in {"-", "–"}:
            return 0, i
        spaced_before = i < 2 or not row.touching(i - 2)
        earlier = row[i - 2]
        if not spaced_before and earlier.low not in {"(", "[", "/", "|", ":", ",", "="}:
            return 0, i  # 10-20, a dash in a word
        touching = row.touching(i - 1)
        if touching:
            # "fell from 10 -12" is a range, "70% -5%" is not; a word before makes it a sign
            return (0, i) if earlier.plain and self.cell is None else (-1, i - 1)
        if before == "–" and earlier.low not in {"", "("}:
            return 0, i
        if earlier.kind == "number" or (earlier.low == "%" and self.cell is None):
            return 0, i
        if earlier.low in _SIGN_BEFORE or (self.cell is not None and i < 3):
            return -1, i - 1
        return 0, i

    def give_or_take(self, j: int) -> tuple[Decimal | None, int]:
        row = self.row
        k = j
        if row.low(k) in {"(", ","} and row.low(k + 1) in {"±", "+"}:
            k += 1
        if row.low(k) == "±" or row.lows(k, 2) == ("+", "/") or row.lows(k, 2) == ("+", "-"):
            k += 1
            while row.low(k) in {"/", "-", "–"}:
                k += 1
            if row[k].value is not None:
                after, _, _ = self.unit_at(k + 1, Unit.COUNT)
                after += row.low(after) == ")" and row.low(j) == "("
                return row[k].value, after
        return None, j

    def per(self, j: int, unit: Unit) -> tuple[str, int, Unit]:
        """per 1,000 population; /month; a day."""
        row = self.row
        units = word_set("units", "per_after")
        if unit not in (Unit.COUNT, Unit.POUNDS, Unit.SECONDS):
            return "", j, unit
        k = j
        while (
            (row[k].kind == "word" or row.low(k) == "-")
            and row.low(k) not in {"per", "a", "each", "every", "in"}
            and k < j + 7
        ):
            k += 1
        if row.low(k) in {"per", "for"} and row.low(k + 1) in {"every", "each"}:
            k += 1
        low = row.low(k)
        per = low in {"per", "/", "every", "each"} or (low == "a" and row.low(k + 1) in units)
        if not per:
            return "", j, unit
        base = row[k + 1]
        if (base.value is not None and low != "/") or base.low in {"100000", "1000"}:
            after, value, _ = self.scaled(k + 2, base.value or Decimal(1), Decimal(1))
            words: list[str] = []
            while (
                row[after].kind == "word"
                and len(words) < 2
                and row.low(after) not in _AFTER_PART | {"for", "than", "by"}
            ):
                words.append(row.low(after))
                after += 1
            return " ".join([f"{value:,f}", *words]), after, Unit.RATE
        if base.low in SCALES and base.low in {"million", "thousand", "hundred"}:
            return f"{SCALES[base.low]:,f} {row.low(k + 2)}".strip(), k + 3, Unit.RATE
        if base.kind == "word" and base.low in units:
            return base.low, k + 2, unit
        if low == "per" and base.kind == "word" and base.low not in {"cent"}:
            return base.low, k + 2, Unit.RATE if unit is Unit.COUNT else unit
        return "", j, unit

    def noun(self, j: int) -> str:
        """What is counted, as the words after the figure say: ATM attacks, recorded crimes."""
        row = self.row
        j += row.low(j) == "of" and row.low(j + 1) not in {"the", "which", "these", "those"}
        words: list[str] = []
        counted = word_set("figures", "counted")
        for k in range(j, j + 4):
            token = row[k]
            if token.kind != "word" or token.low in _AFTER_PART | {"a", "an", "per", "by", "for"}:
                break
            words.append(token.low)
            if token.low in counted or (token.low.endswith("s") and token.low[:-1] in counted):
                after = row.low(k + 1)
                if after in counted or (after.endswith("s") and after[:-1] in counted):
                    words.append(after)
                return " ".join(words)
        return ""

    # Figures in words

    def words_at(self, i: int) -> int:
        row = self.row
        low = row.low(i)
        times: dict[str, str] = load("units")["times"]
        if low in times:
            factor = Decimal(times[low])
            approx, _ = approx_before(row, i)
            return self.word_figure(i, i + 1, factor, factor * TIMES_STEP, Unit.TIMES, approx)
        if low in {"twice", "thrice"} or (
            low in {"double", "treble", "triple"} and row.low(i + 1) == "the"
        ):
            factor = Decimal(2 if low in {"twice", "double"} else 3)
            return self.word_figure(i, i + 1, factor, factor * TIMES_STEP, Unit.TIMES)
        fraction = self.fraction(i)
        if fraction > i:
            return fraction
        if low not in NUMBERS:
            return i
        j, value = self.spelled(i)
        following = row.low(j)
        if following == "in" and (row.low(j + 1) in NUMBERS or row[j + 1].plain):
            whole = row[j + 1].value or Decimal(NUMBERS.get(row.low(j + 1), 0))
            if value < whole <= 20:
                return self.in_every(i, value, whole)
        after, unit, factor = self.unit_at(j, Unit.COUNT)
        scaled, value, step = self.scaled(j, value, Decimal(1))
        if scaled > j:
            after = scaled
        elif not self.counted(i, j, unit, value):
            return j
        step = step * factor
        return self.word_figure(i, after, value * factor, step, unit if scaled == j else Unit.COUNT)

    def counted(self, i: int, j: int, unit: Unit, value: Decimal) -> bool:
        """Whether a number in words, from token `i` to `j`, is a figure."""
        row = self.row
        if unit in (Unit.PERCENT, Unit.POINTS):
            return True
        if value <= 1:
            return False
        if unit is Unit.TIMES:
            return True
        if unit is Unit.SECONDS:
            return row.low(j) in {"minutes", "hours", "seconds"}
        if not self.noun(j) and row.lows(j, 2) != ("out", "of"):
            return False
        before = row.low(i - 1)
        named = before in {"these", "those", "other", "the", "section", "key"}
        return not named and before not in word_set("figures", "references")

    def spelled(self, i: int) -> tuple[int, Decimal]:
        """Twenty-three; one hundred and five: the index after, and the value."""
        row = self.row
        value, j = Decimal(NUMBERS[row.low(i)]), i + 1
        if value >= 20 and row.low(j + (row.low(j) == "-")) in NUMBERS:
            k = j + (row.low(j) == "-")
            if 0 < NUMBERS[row.low(k)] < 10:
                return k + 1, value + NUMBERS[row.low(k)]
        if row.low(j) == "hundred":
            value, j = value * 100, j + 1
            if row.low(j) == "and" and row.low(j + 1) in NUMBERS:
                j, more = self.spelled(j + 1)
                value += more
        return j, value

    def fraction(self, i: int) -> int:
        """A third, two-thirds, half of: the index after, or the same."""
        row = self.row
        low = row.low(i)
        j, parts = i, 1
        if low in {"a", "an"} or (low in NUMBERS and NUMBERS[low] < 10):
            parts = 1 if low in {"a", "an"} else NUMBERS[low]
            j = i + 1
            j += row.low(j) == "-"
        elif low != "half":
            return i
        name = row.low(j)
        if name not in PARTS or row.low(j + 1) not in _AFTER_PART or (j == i and not self.half(i)):
            return i
        if PARTS[name] <= parts or (parts == 1) == name.endswith("s"):
            return i
        if (
            name == "quarter"
            and row.low(j + 1) in {"in", "to", "year", "from", "and", "the", "over"}
            and not approx_before(row, i)[0]
        ):
            return i  # a quarter of the year
        approx, _ = approx_before(row, i)
        value = Decimal(100) * parts / PARTS[name]
        return self.word_figure(i, j + 1, value, FRACTION_STEP, Unit.PERCENT, approx)

    def half(self, i: int) -> bool:
        """Whether the word half is a share: half of, over half the."""
        row = self.row
        if row.low(i - 1) in {"first", "second", "last", "latter", "other", "and", "one", "the"}:
            return False
        return (
            row.low(i + 1) in {"of", "the", "were", "are", "(", "to"}
            or row.low(i - 1) == "by"
            or approx_before(row, i)[0] != ""
        )

    def in_every(self, i: int, part: Decimal, whole: Decimal) -> int:
        """One in ten."""
        row = self.row
        j = i + 1
        while row.low(j) != "in":
            j += 1
        approx, _ = approx_before(row, i)
        value = (Decimal(100) * part / whole).quantize(Decimal("0.0001"))
        step = max(Decimal(1), value / 5)
        return self.word_figure(i, j + 2, value, step, Unit.PERCENT, approx)

    def word_figure(
        self, i: int, j: int, value: Decimal, step: Decimal, unit: Unit, approx: Approx = ""
    ) -> int:
        row = self.row
        approx = approx or approx_before(row, i)[0]
        per, after, unit = self.per(j, unit)
        self.add(
            value,
            step,
            unit,
            0,
            approx,
            row[i].start,
            row[max(j, after) - 1].end,
            None,
            per,
            self.noun(j),
        )
        return max(j, after)

    def add(
        self,
        value: Decimal,
        step: Decimal,
        unit: Unit,
        sign: Sign,
        approx: Approx,
        start: int,
        end: int,
        plus_minus: Decimal | None,
        per: str,
        noun: str,
    ) -> None:
        self.found.append(
            Quantity(
                value,
                step,
                unit,
                sign,
                approx,
                self.block,
                self.cell,
                start,
                end,
                self.text[start:end],
                plus_minus,
                per,
                noun,
            )
        )

    def ranges(self) -> tuple[Quantity, ...]:
        """In 10-15%, £2-3m and 5 to 10 minutes the first figure has the second's unit."""
        out = self.found
        for index in range(len(out) - 2, -1, -1):
            one, two = out[index], out[index + 1]
            between = self.text[one.end : two.start].strip()
            if (
                one.unit is Unit.COUNT
                and not one.noun
                and two.unit in (Unit.PERCENT, Unit.POINTS, Unit.SECONDS, Unit.POUNDS)
            ) and (between in {"-", "–"} or (between == "to" and two.unit is not Unit.POUNDS)):
                scale = two.value / (two.value if two.value else 1)
                out[index] = replace(one, unit=two.unit, value=one.value * scale)
        return tuple(out)


def find_quantities(
    text: str,
    block: int = 0,
    cell: tuple[int, int] | None = None,
    unit: Unit | None = None,
) -> tuple[Quantity, ...]:
    """The figures of a text, in order.

    `unit` is what a bare number counts, as the table's header says; `cell` is its row and column.
    A bare four-digit year in a table's body is a count, in its first row or column a year.
    """
    return _Reader(text, block, cell, unit).read()
