"""What the API answers with about records: the rows of each list."""

from datetime import date, datetime, time
from typing import Generic, TypeVar

from ninja import Schema
from pydantic import Field

Row = TypeVar("Row", bound=Schema)


class PagingOut(Schema):
    page: int
    pages: int
    size: int


class RecordsOut(Schema, Generic[Row]):
    """Records that are public. A record's own address gives one."""

    page: str = Field(description="Address of the page that shows the same")
    edition: str = Field(description="The edition of the figures")
    records: list[Row] = Field(description="Those on this page of the answer")
    total: int = Field(description="How many there are on all pages of the answer")
    paging: PagingOut


class MeetingOut(Schema):
    title: str
    oversight: str = Field(description="The oversight body")
    force: str = Field(description="Code of the force")
    day: date
    begins: time | None
    ends: time | None
    place: str
    to: str = Field(description="Last month of the quarter that it looks at, YYYY-MM")
    state: str
    agenda_published: datetime | None
    minutes_published: datetime | None
    page: str = Field(description="Address of its page")


class AskOut(Schema):
    kind: str = Field(description="request or action")
    text: str
    owner: str
    due: date
    state: str
    answer: str = Field(description="Empty until an answer is accepted and public")
    meeting: date | None = Field(description="Day of the meeting that asked")
    measure: str = Field(description="Id of the measure concerned, if one is")
    page: str = Field(description="Address of its page")


class PaperOut(Schema):
    title: str
    file: str = Field(description="Address of the file")


class AgendaItemOut(Schema):
    title: str
    lead: str
    about: str


class MeetingWholeOut(MeetingOut):
    agenda: list[AgendaItemOut]
    papers: list[PaperOut]
    decisions: list[str]
    asked: list[AskOut]


class ReportOut(Schema):
    force: str = Field(description="Code of the force")
    to: str = Field(description="Last month of the quarter, YYYY-MM")
    edition: int
    state: str = Field(description="published, corrected or withdrawn")
    why: str = Field(description="What was corrected, or why it was withdrawn")
    published: datetime
    page: str = Field(description="Address of its page")


class SectionOut(Schema):
    number: str
    title: str
    owner: str
    frequency: str
    aim: str
    approach: str
    priority: str
    items: list[str] = Field(description="Its standing items")
    measures: list[str] = Field(description="Ids of the measures that they are about")
    areas: list[str] = Field(description="Areas identified for consideration")


class HitOut(Schema):
    kind: str
    title: str
    day: date | None
    text: str = Field(description="Words around the first that was found")
    page: str = Field(description="Where it is")
