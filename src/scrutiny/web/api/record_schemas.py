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


class InspectionOut(Schema):
    title: str
    force: str = Field(description="Code of the force")
    framework: str = Field(description="Id of the framework that it was made by")
    begins: date | None = Field(description="First day of the fieldwork")
    ends: date | None
    published: date = Field(description="Day on which its report was published")
    summary: str
    source: str
    address: str = Field(description="Where the report is")
    followed: int = Field(description="Findings that somebody is to act on")
    to_do: int = Field(description="Those of them that are not done")
    overdue: int
    response_due: date | None = Field(description="Last day in time; none where none is needed")
    response_published: date | None
    page: str = Field(description="Address of its page")


class GradeOut(Schema):
    text: str = Field(description="Area or question, and its grade, in words")
    area: str = Field(description="Id of the area or question")
    grade: str = Field(description="Empty where it is not graded, or not known")
    forces: dict[str, int] = Field(description="Forces by grade, of all those inspected so")


class FindingOut(Schema):
    kind: str
    scope: str = Field(description="force or national")
    inspection: str
    area: str = Field(description="Id of the area or question")
    reference: str = Field(description="Where the report says it")
    text: str
    owner: str
    due: date | None
    state: str
    overdue: bool
    measures: list[str] = Field(description="Ids of the measures that tell of it")
    page: str = Field(description="Address of its page")


class StateOut(Schema):
    text: str = Field(description="The state, and the day on which it came into it, in words")
    state: str
    on: date


class SinceOut(Schema):
    text: str = Field(description="The measure, and whether there is a signal since, in words")
    measure: str = Field(description="Id of the measure")
    answer: str


class FindingWholeOut(FindingOut):
    repeats: str = Field(description="Page of the earlier finding that it repeats; empty if none")
    repeated: list[str] = Field(description="Pages of later findings that repeat it")
    answered_on: str = Field(description="Page of the finding that answers for it: often its own")
    states: list[StateOut]
    since: list[SinceOut] = Field(description="What its measures say since the inspection")


class InspectionWholeOut(InspectionOut):
    scale: list[str] = Field(description="Its grades, the best first")
    grades: list[GradeOut]
    findings: list[FindingOut]
    response: str = Field(description="Text of the published response")
    practices: list[str] = Field(description="Titles of developing practices")


class PracticeOut(Schema):
    title: str
    force: str = Field(description="Code of the force")
    inspection: str
    area: str
    problem: str
    solution: str
    outcomes: str
    contact: str = Field(description="A role")
    evaluated: bool | None = Field(description="None where the source does not say")
    transferable: bool | None
    taken_up: list[str] = Field(description="By whom")
    page: str = Field(description="Address of its page")


class PackOut(Schema):
    force: str = Field(description="Code of the force")
    to: str = Field(description="Last month of its year, YYYY-MM")
    state: str = Field(description="made, waiting, running, not made, or no figures")
    released: date | None = Field(description="Day of the latest release that it is made from")
    files: list[str] = Field(description="Addresses of its files; none until it is made")
    page: str = Field(description="Address of its page, where it can be asked for")


class HitOut(Schema):
    kind: str
    title: str
    day: date | None
    text: str = Field(description="Words around the first that was found")
    page: str = Field(description="Where it is")
