"""A page for everyone as HTML, and the records that its address names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from scrutiny.governance import publication

if TYPE_CHECKING:
    from scrutiny.governance.asks.models import Ask
    from scrutiny.governance.inspection.models import Finding, Inspection, Practice
    from scrutiny.governance.meetings.models import Meeting, Paper
    from scrutiny.governance.record import Sensitive
    from scrutiny.governance.reporting.models import Edition

Kind = TypeVar("Kind", bound="Sensitive")


def shown(request: HttpRequest, template: str, **held: Any) -> HttpResponse:
    """The page `template` with `held`, and how it leads to the pages of records."""
    common = {
        "edition": request.edition,  # type: ignore[attr-defined]
        "here": request.path,
        "meeting_page": meeting_page,
        "ask_page": ask_page,
        "edition_page": edition_page,
        "inspection_page": inspection_page,
        "finding_page": finding_page,
        "practice_page": practice_page,
        "code_of": publication.code_of,
        "answer_of": publication.answer,
    }
    answer = render(request, f"public/{template}", common | held)
    answer["Cache-Control"] = "no-cache"
    return answer


def meeting_page(meeting: Meeting) -> str:
    """The page of a meeting, named by its day; a second one of that day by its code too."""
    others = publication.meetings().filter(day=meeting.day).order_by("made", "pk")
    name = meeting.day.isoformat()
    if others.first() != meeting:
        name = f"{name}-{publication.code_of(meeting)}"
    return reverse("public-meeting", kwargs={"name": name})


def meeting_named(name: str) -> Meeting:
    """The meeting that an address names; else the page that says there is nothing there."""
    try:
        day, code = date.fromisoformat(name[:10]), name[11:]
    except ValueError:
        raise Http404 from None
    found = publication.meetings().filter(day=day).order_by("made", "pk")
    if code:
        return by_code(found, code)
    first = found.first()
    if first is None or name != day.isoformat():
        raise Http404
    return first


def paper_file(paper: Paper) -> str:
    return f"{meeting_page(paper.meeting)}papers/{publication.code_of(paper)}"


def ask_page(ask: Ask) -> str:
    return reverse("public-ask", kwargs={"code": publication.code_of(ask)})


def edition_page(edition: Edition) -> str:
    report = edition.report
    return reverse(
        "public-edition",
        kwargs={
            "force": report.force,
            "to": report.to,
            "template": report.template,
            "number": edition.number,
        },
    )


def inspection_page(inspection: Inspection) -> str:
    return reverse("public-inspection", kwargs={"code": publication.code_of(inspection)})


def finding_page(finding: Finding) -> str:
    return reverse("public-finding", kwargs={"code": publication.code_of(finding)})


def practice_page(practice: Practice) -> str:
    return reverse("public-practice", kwargs={"code": publication.code_of(practice)})


def by_code(records: Iterable[Kind], code: str) -> Kind:
    """The one of the records that a code names."""
    for record in records:
        if publication.code_of(record) == code:
            return record
    raise Http404


def every_page() -> list[str]:
    """The address of every public page of records."""
    lists = (
        "start", "plan", "meetings", "asked", "reports", "inspections", "findings", "practices",
        "evidence-pack", "search",
    )  # fmt: skip
    pages = [reverse(f"public-{name}") for name in lists]
    if publication.plan_in_force() is not None:
        pages.append(reverse("public-panel"))
    pages += [meeting_page(meeting) for meeting in publication.meetings()]
    pages += [ask_page(ask) for ask in publication.asks()]
    pages += [inspection_page(inspection) for inspection in publication.inspections()]
    pages += [finding_page(finding) for finding in publication.findings()]
    pages += [practice_page(practice) for practice in publication.practices()]
    editions = publication.editions().select_related("report")
    return pages + [edition_page(edition) for edition in editions]
