"""The twins of the public pages of records: the same, for programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from ninja import Schema

from scrutiny.governance import publication
from scrutiny.governance.asks.models import Ask
from scrutiny.governance.meetings.models import Meeting, Note
from scrutiny.web.api import inspection_rows
from scrutiny.web.api import record_schemas as out
from scrutiny.web.api.addresses import ROOT, template_of
from scrutiny.web.api.paging import links
from scrutiny.web.api.parameters import path_model, query_model, refuse_unknown, taking
from scrutiny.web.api.schemas import Problem
from scrutiny.web.api.twins import CSV, PROBLEMS, also, api, form_of, link_header, operation
from scrutiny.web.asked import NotThereError, WrongAddressError
from scrutiny.web.kinds import PageKind
from scrutiny.web.public import panel
from scrutiny.web.public.asked import listed
from scrutiny.web.public.search import LONGEST, hits
from scrutiny.web.public.shown import (
    ask_page,
    by_code,
    edition_page,
    meeting_named,
    meeting_page,
    paper_file,
)

__all__ = ["api"]  # with the twins of records on it

Rows = Callable[..., Iterable[Schema]]
NOT_THERE = "There is no such record."


@dataclass(frozen=True, slots=True)
class Twin:
    """`rows` gets the request, what the path catches and the page's own parameters by name."""

    name: str
    route: str
    row: type[Schema]
    rows: Rows
    summary: str
    own: tuple[str, ...] = ()

    @property
    def kind(self) -> PageKind:
        """As the API describes what may be asked of it."""
        return PageKind(self.name, self.route, _no_content, self.summary, self.own, chooses=())


def _no_content(*_: Any) -> Any:
    raise TypeError("records are rows, not figures")


def _meeting(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    return {
        "title": meeting.title, "oversight": meeting.oversight.name, "force": meeting.force,
        "day": meeting.day, "begins": meeting.begins, "ends": meeting.ends,
        "place": meeting.place, "to": meeting.to, "state": meeting.state,
        "agenda_published": meeting.agenda_published,
        "minutes_published": meeting.minutes_published,
        "page": request.build_absolute_uri(meeting_page(meeting)),
    }  # fmt: skip


def _ask(request: HttpRequest, ask: Ask) -> out.AskOut:
    return out.AskOut(
        kind=ask.kind, text=ask.text, owner=ask.owner_title, due=ask.due, state=ask.state,
        answer=publication.answer(ask), meeting=ask.meeting.day if ask.meeting else None,
        measure=ask.measure, page=request.build_absolute_uri(ask_page(ask)),
    )  # fmt: skip


def meetings(request: HttpRequest) -> Iterable[Schema]:
    found = publication.meetings().select_related("oversight").order_by("-day", "pk")
    return [out.MeetingOut(**_meeting(request, meeting)) for meeting in found]


def meeting(request: HttpRequest, name: str) -> Iterable[Schema]:
    found = meeting_named(name)
    decisions = publication.notes().filter(meeting=found, kind=Note.Kind.DECISION)
    whole = out.MeetingWholeOut(
        **_meeting(request, found),
        agenda=[
            out.AgendaItemOut(title=item.title, lead=item.lead, about=item.about)
            for item in publication.agenda_items().filter(meeting=found)
        ],
        papers=[
            out.PaperOut(title=paper.title, file=request.build_absolute_uri(paper_file(paper)))
            for paper in publication.papers().filter(meeting=found).select_related("meeting")
        ],
        decisions=[note.text for note in decisions],
        asked=[_ask(request, ask) for ask in publication.asks().filter(meeting=found)],
    )
    return [whole]


def asked(request: HttpRequest, show: str) -> Iterable[Schema]:
    return [_ask(request, ask) for ask in listed(show)]


def ask(request: HttpRequest, code: str) -> Iterable[Schema]:
    return [_ask(request, by_code(publication.asks().select_related("meeting"), code))]


def reports(request: HttpRequest) -> Iterable[Schema]:
    found = publication.editions().select_related("report").order_by("-report__to", "-number")
    return [
        out.ReportOut(
            force=each.report.force, to=each.report.to, edition=each.number, state=each.state,
            why=each.why, published=each.published,
            page=request.build_absolute_uri(edition_page(each)),
        )
        for each in found
    ]  # fmt: skip


def plan(request: HttpRequest) -> Iterable[Schema]:
    found = publication.plan_in_force()
    if found is None:
        return []
    priorities = {each.pk: each.title for each in publication.priorities().filter(plan=found)}
    items = list(publication.standing_items().filter(section__plan=found))
    areas = list(publication.areas_for_consideration().filter(section__plan=found))
    rows = []
    for section in publication.sections().filter(plan=found):
        mine = [item for item in items if item.section_id == section.pk]
        rows.append(
            out.SectionOut(
                number=section.number, title=section.title, owner=section.owner,
                frequency=section.frequency, aim=section.aim, approach=section.approach,
                priority=priorities.get(section.priority_id or 0, ""),
                items=[item.text for item in mine],
                measures=list(dict.fromkeys(id for item in mine for id in item.measures)),
                areas=[area.title for area in areas if area.section_id == section.pk],
            )
        )  # fmt: skip
    return rows


def search(request: HttpRequest, q: str) -> Iterable[Schema]:
    found = hits(q.strip()[:LONGEST]) if q.strip() else []
    return [
        out.HitOut(
            kind=hit.kind, title=hit.title, day=hit.day, text=hit.text,
            page=request.build_absolute_uri(hit.address),
        )
        for hit in found
    ]  # fmt: skip


TWINS = (
    Twin("scrutiny-plan", "scrutiny/plan/", out.SectionOut, plan,
         "The scrutiny plan in force: its sections, the measures and what is to be considered."),
    Twin("scrutiny-meetings", "scrutiny/meetings/", out.MeetingOut, meetings,
         "Scrutiny meetings, the latest first."),
    Twin("scrutiny-meeting", "scrutiny/meetings/<slug:name>/", out.MeetingWholeOut, meeting,
         "One meeting: its agenda, papers, decisions, requests and actions, once published."),
    Twin("scrutiny-asked", "scrutiny/asked/", out.AskOut, asked,
         "What was asked of whom, by when, and what was answered.", own=("show",)),
    Twin("scrutiny-ask", "scrutiny/asked/<slug:code>/", out.AskOut, ask,
         "One request or action with its answer."),
    Twin("scrutiny-reports", "scrutiny/reports/", out.ReportOut, reports,
         "Every public edition of a report, those corrected and withdrawn too."),
    Twin("scrutiny-inspections", "scrutiny/inspections/", out.InspectionOut,
         inspection_rows.inspections,
         "Inspections whose report is published, the latest first."),
    Twin("scrutiny-findings", "scrutiny/inspections/findings/", out.FindingOut,
         inspection_rows.findings,
         "What inspectors found that is to be acted on, and how far it is.", own=("progress",)),
    Twin("scrutiny-finding", "scrutiny/inspections/findings/<slug:code>/", out.FindingWholeOut,
         inspection_rows.finding,
         "One finding: its states, what it repeats, and whether its measures have a signal since."),
    Twin("scrutiny-practices", "scrutiny/inspections/practice/", out.PracticeOut,
         inspection_rows.practices,
         "The register of developing practice, or what has every word of it.", own=("q",)),
    Twin("scrutiny-practice", "scrutiny/inspections/practice/<slug:code>/", out.PracticeOut,
         inspection_rows.practice, "One developing practice."),
    Twin("scrutiny-evidence-pack", "scrutiny/inspections/evidence-pack/", out.PackOut,
         inspection_rows.evidence_packs,
         "The evidence pack of a force for the year to a quarter: how far it is, and its files.",
         own=("area", "to")),
    Twin("scrutiny-inspection", "scrutiny/inspections/<slug:code>/", out.InspectionWholeOut,
         inspection_rows.inspection,
         "One inspection: grades with how many forces had each, findings, the response."),
    Twin("scrutiny-search", "scrutiny/search/", out.HitOut, search,
         "Finds public records that have every word.", own=("q",)),
)  # fmt: skip


def _operation(twin: Twin) -> Callable[..., HttpResponse]:
    asks, parts = query_model(twin.kind), path_model(twin.kind)

    def answer(request: HttpRequest, query: Schema, path: Schema | None = None) -> HttpResponse:
        refuse_unknown(request, asks)
        given = {**(path.dict() if path else {}), **{n: request.GET.get(n, "") for n in twin.own}}
        try:
            rows = list(twin.rows(request, **given))
        except Http404:
            raise NotThereError(NOT_THERE) from None
        if form_of(request) == CSV:
            if not {"page", "size"}.isdisjoint(request.GET):
                raise WrongAddressError("A CSV answer has every row: leave out page and size.")
            made = HttpResponse(_csv(twin.row, rows), CSV)
        else:
            made = _json(request, rows, **query.dict(include={"page", "size"}))
        patch_vary_headers(made, ["Accept"])
        return made

    return taking(answer, twin.name.replace("-", "_"), asks, parts)


def _json(request: HttpRequest, rows: list[Schema], page: int, size: int) -> HttpResponse:
    pages = max(1, -(-len(rows) // size))
    if page > pages:
        raise NotThereError(f"There is no page {page}: the answer has {pages}.")
    here = f"/{request.path.removeprefix(ROOT)}/"
    held = rows[(page - 1) * size : page * size]
    made = JsonResponse(
        {
            "page": request.build_absolute_uri(here),
            "edition": request.edition.id,  # type: ignore[attr-defined]
            "records": [row.model_dump(mode="json") for row in held],
            "total": len(rows),
            "paging": {"page": page, "pages": pages, "size": size},
        }
    )
    made["Link"] = link_header(request, links(page, pages))
    return made


def _csv(row: type[Schema], rows: Iterable[Schema]) -> str:
    """One row a record; several things in one cell are parted by semicolons."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(row.model_fields))
    writer.writeheader()
    for each in rows:
        said = each.model_dump(mode="json")
        writer.writerow({name: _cell(value) for name, value in said.items()})
    return text.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(
            str(each.get("title") or each.get("text")) if isinstance(each, dict) else str(each)
            for each in value
        )
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text  # no formula of a spreadsheet


for _twin in TWINS:
    api.get(
        f"/{template_of(_twin.route)}",
        response={
            HTTPStatus.OK: out.RecordsOut[_twin.row],  # type: ignore[name-defined]
            **dict.fromkeys(PROBLEMS, Problem),
        },
        operation_id=_twin.name,
        summary=_twin.summary,
        url_name=f"{_twin.name}-twin",
        openapi_extra=also(),
    )(_operation(_twin))
operation(panel.PANEL)
