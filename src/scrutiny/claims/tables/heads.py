"""What the head of a column or of a row says of its figures: their role, unit and period."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from scrutiny.claims.model import Unit
from scrutiny.claims.periods import Context, spans_of
from scrutiny.claims.tokens import tokens_of
from scrutiny.claims.words import load, word_set

VALUE, CHANGE, PERCENT_CHANGE = "value", "change", "percent change"
SHARE, TOTAL, AVERAGE, RANK = "share", "total", "average", "rank"
TARGET, RATE, POPULATION, DIRECTION = "target", "rate", "population", "direction"
LONGEST_HEAD = 400
_SCALES = {
    "m": 10**6, "mil": 10**6, "million": 10**6, "millions": 10**6, "mn": 10**6, "k": 1000,
    "000": 1000, "000s": 1000, "thousand": 1000, "thousands": 1000, "bn": 10**9, "billion": 10**9,
}  # fmt: skip


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
    tokens = tokens_of(text)
    lows = [token.low for token in tokens]
    low = " ".join(lows)
    raw = " ".join(text.lower().split())
    unit, scale, per = _unit(lows)
    if label and unit is Unit.PERCENT and not _labels_percent(raw):
        unit = None
    spans = [one for one in spans_of(text, context) if one.last is not None]
    known = [one for one in spans if one.first is not None]
    periods = [f"{one.first}/{one.last}" for one in known]
    when = None
    last = max((one.last for one in spans if one.last is not None), default=None)
    if last is not None:
        when = last.year * 12 + last.month
    else:
        years = [int(t.text) for t in tokens if is_a_year(t.text)]
        when = max(years) * 12 if years else None
    said = {
        name: _has(low, lows, name) or _has(raw, lows, name)
        for name in ("change", "share", "total", "average", "rank", "population", "target",
                     "direction", "before", "now")
    }  # fmt: skip
    percent = unit in (Unit.PERCENT, Unit.POINTS)
    words = [t.low for t in tokens if t.kind == "word"]
    strict = (
        bool(words)
        and any(w in {"total", "totals", "subtotal", "sum"} for w in words)
        and all(w in word_set("tables", "total_beside") | {"total", "totals", "subtotal", "sum"}
                for w in words)
    )  # fmt: skip
    role = VALUE
    change = said["change"] and not (label and len(words) > 6) and "significant" not in words
    if change and not _real_change(words, raw, percent, label):
        change = False
    short = len(words) <= 4 or not label
    if change:
        role = PERCENT_CHANGE if percent else CHANGE
    elif said["rank"] and short and not percent:
        role = RANK
    elif said["target"] and short and not label:
        role = TARGET
    elif said["share"] and percent:
        role = SHARE
    elif said["average"] and (not label or len(words) <= 3):
        role = AVERAGE
    elif said["population"] and short and unit is not Unit.RATE:
        role = POPULATION
    elif unit is Unit.RATE or (("rate" in lows or "rates" in lows) and not label):
        role = RATE
    elif strict or (said["total"] and _total(words, lows)):
        role = TOTAL
    elif said["direction"] and not label and len(words) <= 4:
        role = DIRECTION
    side = "before" if said["before"] else "now" if said["now"] else ""
    counted = unit is Unit.PERCENT and any(
        w in word_set("tables", "counting") for w in lows if w not in {"n"}
    )
    if counted and not change:
        unit = None if "(" in text or "/" in text or "&" in text or "and" in lows else unit
        counted = unit is None
    else:
        counted = False
    if len(known) == 1 and known[0].first == known[0].last and _yearly(words):
        end = known[0].last
        assert end is not None
        periods = [f"{end - 11}/{end}"]
        if change:
            periods = [f"{end - 23}/{end - 12}", *periods]
    if change and len(periods) == 2:
        earlier, later = sorted(periods)
        return Head(text, role, unit, scale, per, side, later, earlier, when, strict,
                    _down(words), counted)  # fmt: skip
    return Head(
        text, role, unit, scale, per, side, periods[0] if len(periods) == 1 else "", "",
        when, strict, _down(words), counted,
    )  # fmt: skip


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


def _unit(lows: list[str]) -> tuple[Unit | None, Decimal, str]:
    """The unit that a head gives, how many base units are in one, and what it is a rate of."""
    one = Decimal(1)
    if "£" in lows:
        at = lows.index("£")
        after = [w for w in lows[at + 1 : at + 5] if w not in {"'", "(", ")", ","}]
        scale = _SCALES.get(after[0], 1) if after else 1
        if after[:2] == ["000", "s"]:
            scale = 1000
        return Unit.POUNDS, Decimal(scale), ""
    for at, low in enumerate(lows[:-1]):
        if low == "per" and lows[at + 1] != "cent":
            base = lows[at + 1].replace(",", "")
            if (base.isdecimal() and len(base) < 9) or base in {"thousand", "million", "hundred"}:
                base = {"thousand": "1000", "million": "1000000", "hundred": "100"}.get(base, base)
                noun = lows[at + 2] if at + 2 < len(lows) and lows[at + 2].isalpha() else ""
                return Unit.RATE, one, f"{int(base):,} {noun}".strip()
    points = any(
        low in {"percentage", "%", "ppt", "pp", "ppts", "p", "cent"}
        and (low in {"ppt", "pp", "ppts"} or nxt in {"point", "points", "pts", "pt"})
        for low, nxt in zip(lows, [*lows[1:], ""], strict=False)
    )
    if points:
        return Unit.POINTS, one, ""
    per_cent = any(pair == ("per", "cent") for pair in pairwise(lows))
    if "%" in lows or per_cent or {"percent", "percentage", "pct"} & set(lows):
        return Unit.PERCENT, one, ""
    times: dict[str, int] = load("units")["time"]
    for at, low in enumerate(lows):
        if low not in times or low in {"day", "days", "week", "weeks"}:
            continue
        prior = lows[at - 1] if at else ""
        later = lows[at + 1] if at + 1 < len(lows) else ""
        if (prior in {"(", "in", ""} or len(lows) <= 2) and later in {")", ""}:
            return Unit.SECONDS, Decimal(times[low]), ""
    return None, one, ""
