"""What the figure checker reads and what it says: papers, quantities, facts, checks.

    file -> readers -> Paper -> quantities, periods -> Fact -> rules -> Check -> a form of it

A `Paper` is text and tables with the place of every character. A `Quantity` is one stated figure.
A `Fact` is what a figure is said to be: of which measure, where, when. A rule compares figures and
makes a `Check`.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

# Papers


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the file as given.

    `line` counts from 1; `start` and `end` are characters of that line from 0, `end` the first that
    is not part of it. For DOCX and HTML, `line` is that of the paper's plain text and `block` says
    which paragraph or cell; for PDF `page` (from 1) and `box` (points from the page's top left).
    """

    line: int
    start: int
    end: int
    text: str
    block: str = ""  # paragraph 12; table 3, row 2, column 4
    page: int | None = None
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Marks:
    """The places of a text's characters: for each stretch, where it begins in the file.

    `starts[i]` is the offset in the text at which the i-th stretch begins; `lines[i]` and
    `columns[i]` where that stands in the file. Stretches are in order and cover the text.
    """

    starts: tuple[int, ...]
    lines: tuple[int, ...]
    columns: tuple[int, ...]
    block: str = ""
    page: int | None = None
    boxes: tuple[tuple[float, float, float, float], ...] = ()  # one a stretch, for PDF
    pages: tuple[int, ...] = ()  # one a stretch, for PDF: a sentence may go on over a page's end


PassageKind = Literal["heading", "paragraph", "item", "caption", "note"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of prose without mark-up: its `text` is what a reader sees."""

    text: str
    marks: Marks
    kind: PassageKind = "paragraph"
    level: int = 0  # of a heading


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell; `span` is how many columns it covers."""

    text: str
    marks: Marks
    header: bool = False  # said to be one by the file; rules infer others
    span: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table, row by row. Rows may be shorter than the widest."""

    rows: tuple[tuple[GridCell, ...], ...]
    caption: str = ""


Block = Passage | Grid


@dataclass(frozen=True, slots=True)
class Paper:
    """A file as read: its blocks in reading order, and its lines for quoting."""

    name: str
    form: Literal["markdown", "text", "html", "docx", "pdf"]
    blocks: tuple[Block, ...]
    lines: tuple[str, ...]


# Quantities


class Unit(StrEnum):
    """What a quantity counts, as far as it says."""

    COUNT = "count"
    PERCENT = "percent"
    POINTS = "percentage points"
    RATE = "rate"  # per 1,000 ...
    POUNDS = "pounds"
    SECONDS = "seconds"  # minutes, hours and days in the base unit
    RANK = "rank"  # 23rd
    TIMES = "times"  # doubled, three times


Approx = Literal["", "about", "over", "under", "up to", "at least"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """One stated figure.

    `value` is its size without sign, in the unit's base (pounds, seconds; `£77.3M` is 77,300,000).
    `step` is the worth of its last stated digit in that base (0.1M is 100,000): the figure stands
    for every value that rounds to it. `sign` is the one written: + or -, an arrow, or none.
    """

    value: Decimal
    step: Decimal
    unit: Unit
    sign: Literal[-1, 0, 1]
    approx: Approx
    block: int  # of the paper
    cell: tuple[int, int] | None  # row and column, in a table
    start: int  # in the passage's or the cell's text
    end: int
    text: str
    plus_minus: Decimal | None = None  # 73.8% ± 4.7%
    per: str = ""  # 1,000 population
    noun: str = ""  # what is counted, as it says: offences, searches


# Facts


class Role(StrEnum):
    """What a figure is said to be of its measure."""

    VALUE = "value"
    BEFORE = "value before"
    CHANGE = "change"
    PERCENT = "percent change"
    POINTS = "change in percentage points"
    PART = "part"
    SHARE = "share"
    TOTAL = "total"
    AVERAGE = "average"
    RANK = "rank"


Direction = Literal["up", "down", "same", ""]


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure with what it is said to be: of which measure, where, when, compared with when.

    `measure` is the words for it, made alike (`all crime`); `area` likewise, empty for the paper's
    own force. Periods are `YYYY-MM/YYYY-MM`, empty when not said. `direction` is the word's.
    """

    quantity: Quantity
    role: Role
    measure: str
    area: str = ""
    period: str = ""
    before: str = ""
    direction: Direction = ""


# Checks


class Verdict(StrEnum):
    CONSISTENT = "consistent"
    WITHIN_ROUNDING = "within rounding"
    INCONSISTENT = "inconsistent"
    NOT_CHECKABLE = "not checkable"
    CAUTION = "caution"


Severity = Literal["error", "warning", "note", "none"]


@dataclass(frozen=True, slots=True)
class Check:
    """What a rule found about one figure, or about something that should be there.

    `rule` is the family and the name, such as `arithmetic.percent-of-counts`. `against` are the
    places of the figures that it was held to. `expected` is the value that would be right, as it
    would be printed; empty where there is none. `confidence` is between 0 and 1.
    """

    rule: str
    verdict: Verdict
    severity: Severity
    where: Place
    stated: str
    expected: str
    explanation: str
    confidence: float
    against: tuple[Place, ...] = ()
    figure: int | None = None  # index into Result.figures


@dataclass(frozen=True, slots=True)
class Silenced:
    """A check that a note in the text silences, with the note's reason."""

    check: Check
    reason: str


@dataclass(frozen=True, slots=True)
class Result:
    """All that was found in one paper."""

    file: str
    figures: tuple[Quantity, ...]
    checks: tuple[Check, ...]
    silenced: tuple[Silenced, ...] = ()
