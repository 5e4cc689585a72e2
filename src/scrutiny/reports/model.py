"""The document model: what a report says, before any format is chosen.

Renderers turn one `Document` into HTML, PDF, DOCX or a spreadsheet and add nothing of their own
to what it says. A value anywhere in it leads, by `trace`, to its measure, period, source and
vintage.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from scrutiny.errors import ScrutinyError

Align = Literal["left", "right"]
Tone = Literal["plain", "better", "worse", "unusual", "not comparable", "missing"]


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a figure comes from: its key into `Document.sources` and the words for a reader."""

    id: str  # unique in the document: figure-17
    measure: str  # catalogue id
    title: str  # the measure's title
    area: str  # area code
    area_name: str
    period: str  # in words
    first: str  # YYYY-MM
    last: str
    source: str  # key into Document.sources
    value: float | None  # unrounded
    unit: str
    numerator: float | None = None
    denominator: float | None = None
    note: str = ""  # status, why missing, caveats
    given_by: str = ""  # the source's id, where it is not the measure's own


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text; `trace` makes it a traced figure, `href` a link, `term` a glossary term."""

    text: str
    strong: bool = False
    emphasis: bool = False
    trace: str | None = None  # Trace.id
    href: str | None = None


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    spans: Spans
    number: str | None = None  # numbered paragraphs, such as 4.2; None for an unnumbered one


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[Spans, ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """A boxed remark: a caveat, an example label, a figure that nobody has supplied."""

    kind: Literal["caveat", "note", "missing"]
    spans: Spans


@dataclass(frozen=True, slots=True)
class Column:
    head: str
    align: Align = "right"
    unit: str = ""  # for the tidy CSV and the spreadsheet's cover: offences, percent ...
    width: float = 1.0  # relative


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as printed; `value` is the number behind it for spreadsheets, None when not one.

    `tone` is never the only carrier of its meaning: the text says it too.
    """

    text: str
    value: float | None = None
    decimals: int | None = None  # how many decimals `value` is shown with in a spreadsheet
    trace: str | None = None
    tone: Tone = "plain"
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """The first cell is the row's header. `group` rows span the table and head what follows."""

    cells: tuple[Cell, ...]
    group: bool = False
    emphasis: bool = False  # this force among others, a total


@dataclass(frozen=True, slots=True)
class Table:
    id: str  # table-appendix-a-1
    number: int
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[Spans, ...] = ()  # sources and caveats, printed under the table
    sheet: str = ""  # short sheet name for the spreadsheet (at most 31 characters)

    def __post_init__(self) -> None:
        """A row that is short or long would move every later cell under the wrong column."""
        for number, row in enumerate(self.rows, start=1):
            if not row.group and len(row.cells) != len(self.columns):
                raise ScrutinyError(
                    f"{self.id}: row {number} has {len(row.cells)} cells under "
                    f"{len(self.columns)} columns"
                )


@dataclass(frozen=True, slots=True)
class Chart:
    """A Vega-Lite specification with the finding it shows, in words."""

    id: str
    number: int
    title: str
    alt: str  # alternative text: states the finding, not the picture
    spec: dict[str, Any]
    width: int
    height: int
    notes: tuple[Spans, ...] = ()
    data: Table | None = None  # the numbers drawn; in spreadsheets, and folded away in HTML


Block = Paragraph | Bullets | Callout | Table | Chart


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    number: str  # "4", "4.a"; "" for an appendix whose title says it
    title: str
    blocks: tuple[Block | Section, ...] = ()
    page_break: bool = False

    def walk(self) -> Iterator[Block | Section]:
        """This section's blocks and sub-sections, depth first, in reading order."""
        for block in self.blocks:
            yield block
            if isinstance(block, Section):
                yield from block.walk()


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A vintage that the report uses, as listed on its sources page."""

    key: str
    title: str
    publisher: str
    licence: str
    released: date | None
    loaded: str  # ISO date and time, UTC
    files: tuple[tuple[str, str], ...]  # name, SHA-256
    covers: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report. `issued` is the latest release date among its sources, never the clock."""

    id: str  # lancashire-2019-12: names the files
    title: str
    subtitle: str
    organisation: str
    to: str  # the meeting it is for
    period: str
    issued: date
    language: str
    description: str
    keywords: tuple[str, ...]
    sections: tuple[Section, ...]
    traces: tuple[Trace, ...]
    sources: tuple[SourceEntry, ...]
    facts: tuple[tuple[str, str], ...] = ()  # the front page's table: report to, date, title ...
    licence: str = "Open Government Licence v3.0"
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def has_figures(self) -> bool:
        """Whether it says where figures come from: minutes have none, and no such pages."""
        return bool(self.traces or self.sources)

    def walk(self) -> Iterator[Block | Section]:
        for section in self.sections:
            yield section
            yield from section.walk()

    def tables(self) -> tuple[Table, ...]:
        """Every table in reading order, the charts' data tables included."""
        found: list[Table] = []
        for block in self.walk():
            if isinstance(block, Table):
                found.append(block)
            elif isinstance(block, Chart) and block.data is not None:
                found.append(block.data)
        return tuple(found)
