"""Days, months and years in a text, in the ways that reports write them."""

from __future__ import annotations

from dataclasses import dataclass

from scrutiny.claims.tokens import Row
from scrutiny.claims.words import NUMBERS, ORDINALS
from scrutiny.periods import FINANCIAL_YEAR_STARTS, Month

_SHORT = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
MONTHS = (
    {name: n for n, name in enumerate(_SHORT, 1)}
    | {name: n for n, name in enumerate(_LONG, 1)}
    | {"sept": 9, "janu": 1, "febr": 2, "novem": 11, "decem": 12}
)
_ALSO_WORDS = {"may", "march", "mar"}
_BEFORE_MONTH = {
    "in", "to", "of", "from", "since", "until", "and", "by", "during", "end", "for", "between",
    "-", "–", "/", ",", "(", "month", "on", "to:", "before", "after", "ending", "ended",
}  # fmt: skip
FIRST_YEAR, LAST_YEAR = 1900, 2099


@dataclass(frozen=True, slots=True)
class Context:
    """What a text's periods are read against: the month of the paper, and the period in force."""

    written: Month | None = None
    period: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Something that says when: its characters, and its months where they are known.

    `grain` is what it names: a day, a month, a year, a financial year, a quarter, a range.
    """

    start: int
    end: int
    first: Month | None
    last: Month | None
    grain: str


def _year(number: int) -> int:
    """The year that two or four digits name."""
    return number if number >= FIRST_YEAR else 2000 + number if number < 70 else 1900 + number


def _day(text: str) -> bool:
    return len(text) <= 2 and text.isdecimal() and 1 <= int(text) <= 31


NOTHING_KNOWN = Context()


class Points:
    """The tokens of a text, and the days, months and years that stand at each of them."""

    def __init__(self, text: str, context: Context) -> None:
        self.row = Row(text)
        self.context = context
        self.before: Month | None = None  # where the quarter just read begins

    def year_at(self, i: int, *, short: bool = False) -> tuple[int, int] | None:
        """A year at a token, and the index after it."""
        row = self.row
        if row.low(i) == "'" and row[i + 1].plain and len(row.low(i + 1)) == 2:
            return i + 2, _year(int(row.low(i + 1)))
        token = row[i]
        if not token.plain:
            return None
        if len(token.text) == 4 and FIRST_YEAR <= int(token.text) <= LAST_YEAR:
            return i + 1, int(token.text)
        if short and len(token.text) == 2 and row.low(i + 1) not in {"%", "per", "percent", "("}:
            return i + 1, _year(int(token.text))
        return None

    def financial_at(self, i: int, *, short: bool = False) -> tuple[int, int] | None:
        """A financial year such as 2018/19, 2018-19, '18/'19: the index after, and its first."""
        row = self.row
        one = self.year_at(i, short=True)
        if one is None or one[1] >= LAST_YEAR or row.low(one[0]) not in {"/", "-", "–"}:
            return None
        long = row[i].plain and len(row.low(i)) == 4
        j = one[0]
        if not (row.touching(j - 1) or long):
            return None
        two = self.year_at(j + 1)
        if two is None and row[j + 1].plain and len(row.low(j + 1)) == 2:
            two = j + 2, _year(int(row.low(j + 1)))
        if two is None or two[1] != one[1] + 1 or row.low(two[0]) == "%":
            return None
        written_long = row[j + 1].plain and len(row.low(j + 1)) == 4
        if written_long and (row.low(j) != "/" or not long):
            return None if row.low(j) != "/" and not row.touching(j) else (two[0], one[1])
        if (
            not long
            and not short
            and (one[1] < 2005 or row.low(j) != "/" or row.low(two[0]) == "/")
        ):
            return None
        return two[0], one[1]

    def month_at(self, i: int) -> int | None:
        """The month named at a token, unless the word is more likely a verb."""
        token = self.row[i]
        if token.kind != "word":
            return None
        number = MONTHS.get(token.low)
        if number is None:
            return None
        if token.low in _ALSO_WORDS:
            after = self.row[i + 1]
            sure = (
                after.plain
                or after.low == "'"
                or _day(self.row.low(i - 1))
                or (self.row.low(i - 1) in {"st", "nd", "rd", "th"})
            )
            named = token.text[0].isupper() and (
                self.row.low(i - 1) in _BEFORE_MONTH
                or after.low in {"-", "–", "/", "."}
                or not after.low
            )
            if not (sure and token.text[0].isupper()) and not named:
                return None
        return number

    def day_at(self, i: int) -> tuple[int, int] | None:
        """A day of the month with or without its ordinal letters."""
        row = self.row
        if not _day(row.low(i)):
            return None
        if row.low(i + 1) in {"st", "nd", "rd", "th"}:
            after = i + 2
            return (after + 1 if row.low(after) == "of" else after), int(row.low(i))
        return i + 1, int(row.low(i))

    def point(self, i: int) -> tuple[int, Month | None, Month | None, str, int | None] | None:
        """A date, month, quarter, year or financial year at a token.

        Gives the index after, the first and last month, the grain and, for a month without a
        year, its number.
        """
        row = self.row
        numeric = self.numeric_date(i)
        if numeric is not None:
            return (*numeric, "day", None)
        day = self.day_at(i)
        if day is not None:
            month = self.month_at(day[0])
            if month is not None:
                after = day[0] + 1
                after += row.low(after) in {",", "-"} and self.year_at(after + 1) is not None
                year = self.year_at(after, short=True)
                if year is not None:
                    at = Month(year[1], month)
                    return year[0], at, at, "day", None
                return day[0] + 1, None, None, "day", month
        month = self.month_at(i)
        if month is not None:
            return self.month_point(i, month)
        financial = self.financial_at(i)
        if financial is not None:
            start = Month(financial[1], FINANCIAL_YEAR_STARTS)
            quarter = row.low(financial[0])
            number = self.quarter_number(financial[0])
            if quarter and number is not None:
                start += 3 * (number[1] - 1)
                return number[0], start, start + 2, "quarter", None
            return financial[0], start, start + 11, "financial year", None
        quarter_found = self.quarter(i)
        if quarter_found is not None:
            return (*quarter_found, "quarter", None)
        year = self.year_at(i)
        if year is not None:
            return year[0], Month(year[1], 1), Month(year[1], 12), "year", None
        return None

    def month_point(
        self, i: int, month: int
    ) -> tuple[int, Month | None, Month | None, str, int | None]:
        row = self.row
        after = i + 1
        if row.low(after) == "." and row.touching(i):
            after += 1
        day = self.day_at(after)
        if day is not None:  # December 31, 2019
            later = day[0] + (row.low(day[0]) == ",")
            year = self.year_at(later)
            if year is not None and len(row.low(later)) == 4:
                at = Month(year[1], month)
                return year[0], at, at, "day", None
        if row.low(after) in {"-", ",", "/", "of"} and (
            self.year_at(after + 1) is not None
            or (row.low(after) in "-/" and row.touching(i) and len(row.low(after + 1)) == 2)
        ):
            after += 1
        financial = self.financial_at(after, short=False)
        if financial is not None:
            at = Month(financial[1] + (month < FINANCIAL_YEAR_STARTS), month)
            return financial[0], at, at, "month", None
        year = self.year_at(after, short=True)
        if year is not None and (
            row.low(after) == "'" or len(row.low(after)) == 4 or year[1] > 2004
        ):
            at = Month(year[1], month)
            return year[0], at, at, "month", None
        return i + 1, None, None, "month", month

    def numeric_date(self, i: int) -> tuple[int, Month, Month] | None:
        """31/12/19, 01.04.2019, 2019-12-31."""
        row = self.row
        if row[i].kind != "number":
            return None
        a, one, b, two, c = row.lows(i, 5)
        if a.count(".") == 1 and one == "." and row[i + 2].plain and row.touching(i):
            day, _, month = a.partition(".")  # 01.04.2019 is read as 01.04 . 2019
            b, c, end = month, b, i + 3
        elif one == two and one in {"/", "-", "."} and row.touching(i) and row.touching(i + 2):
            day, end = a, i + 5
        else:
            return None
        if not all(len(one) <= 4 and one.isdecimal() for one in (day, b, c)):
            return None
        if len(day) == 4:
            day, c = c, day
        if len(c) not in (2, 4) or not 1 <= int(b) <= 12 or not _day(day):
            return None
        year = _year(int(c))
        if not FIRST_YEAR <= year <= LAST_YEAR:
            return None
        return end, Month(year, int(b)), Month(year, int(b))

    def quarter_number(self, i: int) -> tuple[int, int] | None:
        """Q3, quarter 2, quarter three, third quarter: the index after, and the number."""
        row = self.row
        low = row.low(i)
        if low in {"q", "qtr", "quarter"}:
            j = i + 1
            number = row.low(j)
            if number in {"1", "2", "3", "4"} and (low != "q" or row.touching(i)):
                return j + 1, int(number)
            if number in {"one", "two", "three", "four"}:
                return j + 1, int(NUMBERS[number])
        if row.low(i + 1) in {"quarter", "qtr"} and low in ORDINALS and ORDINALS[low] <= 4:
            return i + 2, ORDINALS[low]
        ordinal = row.low(i + 1) in {"st", "nd", "rd", "th"}
        if low in {"1", "2", "3", "4"} and ordinal and row.low(i + 2) in {"quarter", "qtr"}:
            return i + 3, int(low)
        return None

    def quarter(self, i: int) -> tuple[int, Month | None, Month | None] | None:
        row = self.row
        number = self.quarter_number(i)
        if number is None:
            return None
        after = number[0]
        while row.low(after) in {"of", "the", "in", "financial", "year", ",", "fy", "-", "("}:
            after += 1
        financial = self.financial_at(after, short=True)
        if financial is not None:
            start = Month(financial[1], FINANCIAL_YEAR_STARTS) + 3 * (number[1] - 1)
            end = financial[0] + (row.low(financial[0]) == ")" and row.low(after - 1) == "(")
            return end, start, start + 2
        year = self.year_at(after)
        if year is not None:
            # Police papers number quarters by the financial year; "Q3 2018" alone says too little.
            return year[0], None, None
        written = self.context.written
        if written is None:
            return number[0], None, None
        start = self.latest(FINANCIAL_YEAR_STARTS + 3 * (number[1] - 1), written, 2)
        return number[0], start, start + 2

    def latest(self, month: int, written: Month, more: int = 0) -> Month:
        """The latest month of this number (13 is January) that, with `more` after it, had come."""
        month = (month - 1) % 12 + 1
        start = Month(written.year, month)
        return start - 12 if start + more > written else start
