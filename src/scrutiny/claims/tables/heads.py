"""What the head of a column or of a row says of its figures: their role, unit and period."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from scrutiny.claims.dates import MONTHS
from scrutiny.claims.model import Unit
from scrutiny.claims.periods import Context, spans_of
from scrutiny.claims.tables.head_units import unit_of
from scrutiny.claims.tokens import tokens_of
from scrutiny.claims.words import load, word_set

VALUE, CHANGE, PERCENT_CHANGE = "value", "change", "percent change"
SHARE, TOTAL, AVERAGE, RANK = "share", "total", "average", "rank"
TARGET, RATE, POPULATION, DIRECTION = "target", "rate", "population", "direction"
LONGEST_HEAD = 400


@dataclass(frozen=True, slots=True)
class Head:
    """A head as read.

    `side` is `before` or `now` where its words say so. `when` orders heads in time: the last month
    that each names, as a count of months. `strict` tells a total that is nothing but a total.
    """

    text: str
    role: str = VALUE
    unit: Unit | None = None
    scale: Decimal = Decimal(1)
    per: str = ""
    side: str = ""
    period: str = ""  # YYYY-MM/YYYY-MM
    before: str = ""  # of a change: the period that it is counted from
    when: int | None = None
    strict: bool = False
    month: int = 0  # of a month that is named without its year
    down: bool = False  # a reduction: the figures are of what was taken away
    counted: bool = False  # says both a number and a percentage

    @property
    def changes(self) -> bool:
        return self.role in (CHANGE, PERCENT_CHANGE)


def _has(low: str, lows: list[str], key: str) -> bool:
    """Whether a head says one of a list: a word of its own, or a phrase."""
    words = set(lows)
    return any(
        (phrase in words) if phrase.isalpha() else (f" {phrase} " in f" {low} ")
        for phrase in load("tables")[key]
    )


@lru_cache(maxsize=2048)
def head_of(text: str, context: Context, *, label: bool = False) -> Head:
    """The head that a text is. `label` is for the head of a row: a measure's name may hold any
    word, so it is a change or an average only when it says little else."""
    text = text[:LONGEST_HEAD]
    lows = [token.low for token in tokens_of(text)]
    words = [low for low in lows if low.isalpha() or "'" in low]
    raw = " ".join(text.lower().split())
    said = {
        name
        for name in ("change", "share", "total", "average", "rank", "population", "target",
                     "direction", "before", "now")
        if _has(" ".join(lows), lows, name) or _has(raw, lows, name)
    }  # fmt: skip
    unit, scale, per = unit_of(lows)
    if label and unit is Unit.PERCENT and not _labels_percent(raw):
        unit = None
    role = _role(said, lows, words, raw, unit, label=label)
    change = role in (CHANGE, PERCENT_CHANGE)
    numbered = unit is Unit.PERCENT and any(
        low in word_set("tables", "counting") for low in lows if low != "n"
    )
    counted = numbered and not change and ("and" in lows or any(c in text for c in "(/&"))
    period, before, when = _times(text, context, words, change=change)
    return Head(
        text=text,
        role=role,
        unit=None if counted else unit,
        scale=scale,
        per=per,
        side="before" if "before" in said else "now" if "now" in said else "",
        period=period,
        before=before,
        when=when,
        strict=_strict(words),
        down=_down(words),
        counted=counted,
        month=_month(lows),
    )


def _role(
    said: set[str], lows: list[str], words: list[str], raw: str, unit: Unit | None, *, label: bool
) -> str:
    """What the words of a head make of its figures."""
    percent = unit in (Unit.PERCENT, Unit.POINTS)
    short = len(words) <= 4 or not label
    change = "change" in said and "significant" not in words
    if change and _real_change(words, raw, percent, label):
        return PERCENT_CHANGE if percent else CHANGE
    if "rank" in said and short and not percent:
        return RANK
    if "target" in said and short and not label:
        return TARGET
    if "share" in said and percent:
        return SHARE
    if "average" in said and (not label or len(words) <= 3):
        return AVERAGE
    if "population" in said and short and unit is not Unit.RATE:
        return POPULATION
    if unit is Unit.RATE or (({"rate", "rates"} & set(lows) or _per(lows)) and not label):
        return RATE
    if _strict(words) or ("total" in said and _total(words, lows)):
        return TOTAL
    if "direction" in said and not label and len(words) <= 4:
        return DIRECTION
    return VALUE


def _times(
    text: str, context: Context, words: list[str], *, change: bool
) -> tuple[str, str, int | None]:
    """The period of a head, the one that a change is counted from, and when the head ends."""
    spans = [one for one in spans_of(text, context) if one.last is not None]
    known = [one for one in spans if one.first is not None]
    periods = [f"{one.first}/{one.last}" for one in known]
    last = max((one.last for one in spans if one.last is not None), default=None)
    years = [int(token.text) for token in tokens_of(text) if is_a_year(token.text)]
    when = last.year * 12 + last.month if last else max(years) * 12 if years else None
    if len(known) == 1 and known[0].first == known[0].last and last and _yearly(words):
        periods = [f"{last - 11}/{last}"]
        if change:
            periods = [f"{last - 23}/{last - 12}", *periods]
    if change and len(periods) == 2:
        earlier, later = sorted(periods)
        return later, earlier, when
    return periods[0] if len(periods) == 1 else "", "", when


def _month(lows: list[str]) -> int:
    """The month that a head names without its year, and nothing beside it."""
    return MONTHS.get(lows[0], 0) if len(lows) == 1 else 0


def _strict(words: list[str]) -> bool:
    """Whether a head says total, and nothing that makes it the name of a measure."""
    names = {"total", "totals", "subtotal", "sum"}
    allowed = word_set("tables", "total_beside") | names
    return bool(names & set(words)) and all(word in allowed for word in words)


def _per(lows: list[str]) -> bool:
    """Whether a head says what its figures are counted for: days lost per officer."""
    return any(one == "per" and two != "cent" for one, two in pairwise(lows))


def _labels_percent(raw: str) -> bool:
    """Whether a row's label gives a unit: Satisfied (%), % attended on time, Proportion ..."""
    if "(%)" in raw or raw.endswith("%") or "percent" in raw or "per cent" in raw:
        return True
    return raw.startswith("% ")


def is_a_year(text: str) -> bool:
    return len(text) == 4 and text.isdecimal() and "1900" <= text <= "2099"


def _yearly(words: list[str]) -> bool:
    """Whether a head that names a month is of the twelve that end with it."""
    return bool({"annual", "yearly", "rolling"} & set(words)) or (
        "year" in words and bool({"to", "on"} & set(words))
    )


def _down(words: list[str]) -> bool:
    found = {w for w in words if w in {"reduction", "decrease", "fall", "saving", "savings"}}
    return bool(found) and not {"increase", "rise", "change"} & set(words)


def _real_change(words: list[str], raw: str, percent: bool, label: bool) -> bool:
    """Whether a head that holds a word of change is one: not "Increase in reporting"."""
    strong = word_set("tables", "change") - word_set("tables", "weak_change")
    if any(w in strong for w in words) or "+/-" in raw or "/" in raw:
        return not label or len(words) <= 6
    return len(words) <= (3 if label else 6) or percent


def _total(words: list[str], lows: list[str]) -> bool:
    """Total, or All, as the first or the last word: All crime, Force total, Total offences."""
    if not words:
        return False
    return (
        words[0] in {"total", "totals", "all", "overall", "subtotal", "combined", "sum"}
        or words[-1] in {"total", "totals", "overall", "ytd", "combined"}
        or lows[-3:] == ["year", "to", "date"]
        or words[:2] == ["full", "year"]
    )
