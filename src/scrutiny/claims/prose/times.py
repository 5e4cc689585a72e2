"""The period that a figure is of, and the one that it is compared with.

A relative period (the same period last year, the previous quarter) is worked out from the period
of the value that it stands beside, where that is known.
"""

from __future__ import annotations

from scrutiny.claims.prose.frames_pairs import Pair, len_months
from scrutiny.claims.prose.sentences import Figure, Sentence
from scrutiny.periods import Month

_REACH = 8  # words on either side of a value that may say how long before
_YEAR = (
    "last year", "previous year", "year before", "year earlier", "year ago", "year on year",
    "prior year", "preceding year", "the year previous", "same period last", "same quarter last",
    "last year's", "twelve months earlier", "twelve months ago", "preceding 12 months",
)  # fmt: skip
_OWN = (
    "last quarter", "previous quarter", "quarter before", "preceding quarter", "last month",
    "previous month", "month before", "preceding month", "previous period", "last period",
    "preceding period", "last quarter's", "last month's",
)  # fmt: skip
Period = tuple[str, str]


def times_of(sentence: Sentence, figure: Figure, pair: Pair | None) -> tuple[str, str]:
    """The period of a figure and that which it is compared with, each empty where not known."""
    if pair is None or pair.bar:
        return _text(figure.period or _only(sentence)), ""
    now, before = pair.now.period, pair.before.period
    if now == before:
        before = None
    if now is None and before is None:
        now = _only(sentence)
    if before is None and now is not None:
        before = _earlier(sentence, pair.before, now)
    if figure.first == pair.before.first:
        return _text(before), ""
    return _text(now), _text(before)


def _only(sentence: Sentence) -> Period | None:
    if len(sentence.periods) != 1:
        return None
    return sentence.periods[0][2], sentence.periods[0][3]


def _earlier(sentence: Sentence, figure: Figure, now: Period) -> Period | None:
    """The period before the present one, as far before it as the words beside the value say."""
    words = (*sentence.before(figure, _REACH), *sentence.following(figure, _REACH))
    said = f" {' '.join(words)} "
    if any(f" {phrase} " in said for phrase in _YEAR):
        return _moved(now, 12)
    if any(f" {phrase} " in said for phrase in _OWN):
        return _moved(now, len_months(now))
    return None


def _moved(period: Period, months: int) -> Period:
    first, last = (Month(int(one[:4]), int(one[5:7])) for one in period)
    return str(first - months), str(last - months)


def _text(period: Period | None) -> str:
    return "/".join(period) if period else ""
