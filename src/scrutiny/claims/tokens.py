"""Text as tokens with their places: numbers, words and signs, in one pass.

Every pattern here is linear: none has a repeat within a repeat of unbounded length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

MOST_DIGITS = 15  # a longer run of digits is a reference, not a figure

_MINUSES = dict.fromkeys(map(ord, "\u2212\ufe63\uff0d"), "-")
_DASHES = dict.fromkeys(map(ord, "\u2012\u2014\u2015"), "\u2013")
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011"), "-")
_QUOTES = dict.fromkeys(map(ord, "\u2018\u2019\u02bc\u00b4`"), "'")
_SPACES = dict.fromkeys(
    map(ord, "\u00a0\u2000\u2001\u2002\u2003\u2004\u2007\u200a\u3000\t\n\r"), " "
)
_ALIKE = _MINUSES | _DASHES | _HYPHENS | _QUOTES | _SPACES
_THIN = "\u2006\u2008\u2009\u202f\u2005"
_NUMBER = (
    r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?"
    rf"|[0-9]{{1,3}}(?:[{_THIN}][0-9]{{3}})+(?![0-9])(?:\.[0-9]+)?"
    r"|[0-9]+(?:\.[0-9]+)?"
)
_TOKEN = re.compile(
    rf"(?P<link>(?:https?://|www\.)\S+)|(?P<number>{_NUMBER})"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)?)|(?P<sign>\S)"
)
_GROUPS = str.maketrans("", "", f",{_THIN}")

Kind = Literal["number", "word", "sign", "link"]


@dataclass(frozen=True, slots=True)
class Token:
    """One token: `low` is its text in lower case; `value` that of a number not too long."""

    kind: Kind
    text: str
    low: str
    start: int
    end: int
    value: Decimal | None = None

    @property
    def decimals(self) -> int:
        _, point, after = self.text.partition(".")
        return len(after) if point else 0

    @property
    def plain(self) -> bool:
        """Whether a number is digits alone, and not too many."""
        return self.value is not None and self.text.isdecimal()


def alike(text: str) -> str:
    """The text with its kinds of minus, dash, quote and space made one, character by character."""
    return text.translate(_ALIKE)


@lru_cache(maxsize=256)
def tokens_of(text: str) -> tuple[Token, ...]:
    """The tokens of a text, in order."""
    found = []
    for match in _TOKEN.finditer(alike(text)):
        kind: Kind = match.lastgroup  # type: ignore[assignment]
        written = match[0]
        value = None
        if kind == "number":
            digits = written.translate(_GROUPS)
            if len(digits) <= MOST_DIGITS:
                value = Decimal(digits)
        found.append(Token(kind, written, written.lower(), match.start(), match.end(), value))
    return tuple(found)


class Row:
    """Tokens that may be asked for past either end: what is not there is an empty token."""

    NONE = Token("sign", "", "", -1, -1)

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens_of(text)
        self.count = len(self.tokens)

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, index: int) -> Token:
        return self.tokens[index] if 0 <= index < self.count else self.NONE

    def low(self, index: int) -> str:
        return self.tokens[index].low if 0 <= index < self.count else ""

    def lows(self, index: int, count: int) -> tuple[str, ...]:
        return tuple([self.low(index + i) for i in range(count)])

    def touching(self, index: int) -> bool:
        """Whether nothing stands between this token and the next."""
        return 0 <= index < len(self) - 1 and self[index].end == self[index + 1].start
