"""What the API answers with, as its description says it: the shape that `content.plain` gives."""

from datetime import date
from typing import Literal

from ninja import Schema
from pydantic import Field

from scrutiny.periods import Against, Window
from scrutiny.reports.model import Tone


class AskedOut(Schema):
    """The choices that the answer was made with: those given, and the usual ones."""

    area: str = Field(description="Code of the area", examples=["E23000003"])
    to: str = Field(description="Last month of the period, YYYY-MM", examples=["2019-12"])
    window: Window = Field(description="Length of the period")
    against: Against = Field(description="What the period is compared with")
    source: str | None = Field(description="The source asked for; null for each measure's own")
    as_at: date | None = Field(description="Figures as known on this day; null for today's")


class ColumnOut(Schema):
    head: str
    unit: str = Field(description="Unit of the column's values; empty where it has none")


class CellOut(Schema):
    text: str = Field(description="The cell as the page prints it")
    value: float | None = Field(description="The number behind it; null where it is none")
    tone: Tone = Field(description="What the text says of the figure")
    figure: str | None = Field(description="Id of the figure that it prints, in `figures`")


class RowOut(Schema):
    group: str | None = Field(description="The group of rows that it stands in")
    cells: list[CellOut] = Field(description="One for each column; the first heads the row")


class TableOut(Schema):
    id: str
    title: str
    columns: list[ColumnOut]
    rows: list[RowOut] = Field(description="The rows on this page of the answer")
    total: int = Field(description="How many rows the table has on all pages of the answer")
    notes: list[str]


class ChartOut(Schema):
    id: str
    title: str
    finding: str = Field(description="What the chart shows, in words")
    notes: list[str]
    data: TableOut | None = Field(description="The numbers drawn")
    spec: str = Field(description="Address of its Vega-Lite specification")
    svg: str = Field(description="Address of its picture as SVG")
    png: str = Field(description="Address of its picture as PNG")


class FigureOut(Schema):
    """A figure, unrounded, and where it comes from."""

    id: str
    measure: str = Field(description="Id of the measure in the catalogue")
    title: str = Field(description="Title of the measure")
    area: str = Field(description="Code of the area")
    area_name: str
    period: str = Field(description="The period in words")
    first: str = Field(description="First month of the period, YYYY-MM")
    last: str = Field(description="Last month of the period, YYYY-MM")
    source: str = Field(description="Key of its source, in `sources`")
    value: float | None = Field(description="Before rounding; null where there is no figure")
    unit: str
    numerator: float | None = Field(description="What was divided, for a rate or a percentage")
    denominator: float | None = Field(description="What it was divided by")
    note: str = Field(description="Its status, why there is none, caveats")
    given_by: str = Field(description="Id of the source, where it is not the measure's own")


class FileOut(Schema):
    name: str
    sha256: str


class SourceOut(Schema):
    """A release of a source that the figures come from."""

    key: str
    title: str
    publisher: str
    licence: str
    released: date | None
    loaded: str = Field(description="When it was loaded: date and time, UTC")
    files: list[FileOut]
    covers: str = Field(description="The areas and months that it covers")


class PagingOut(Schema):
    page: int = Field(description="Which page of the answer this is, from 1")
    pages: int = Field(description="How many there are: as many as the longest table fills")
    size: int = Field(description="The most rows of a table on one page")


class Twin(Schema):
    """All that a page of the site says."""

    title: str
    description: str
    page: str = Field(description="Address of the page that this is the twin of")
    edition: str = Field(description="What was published when this was made; `edition` asks for it")
    asked: AskedOut
    paging: PagingOut
    tables: list[TableOut]
    charts: list[ChartOut]
    figures: list[FigureOut]
    sources: list[SourceOut]


class LinkOut(Schema):
    title: str
    href: str


class Problem(Schema):
    """What is wrong with what was asked (RFC 9457)."""

    type: Literal["about:blank"]
    title: str = Field(description="The status in words")
    status: int
    detail: str = Field(description="What is wrong, and what would be right")
    instead: list[LinkOut] = Field(description="What may have been meant")
