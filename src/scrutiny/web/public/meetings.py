"""Meetings for everyone: when, the agenda, the papers, what was decided and asked."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from scrutiny.governance import clock, publication
from scrutiny.governance.meetings.calendar import calendar
from scrutiny.governance.meetings.minutes import minutes_document
from scrutiny.governance.meetings.models import Meeting, Note
from scrutiny.governance.meetings.pack import current_pack, keep_pack
from scrutiny.reports.render import rendered
from scrutiny.web.files import download
from scrutiny.web.public.shown import by_code, meeting_named, meeting_page, shown

FORMS = ("pdf", "docx")  # of minutes


def meetings(request: HttpRequest) -> HttpResponse:
    """Those to come, and those that were, by year."""
    found = list(publication.meetings().select_related("oversight").order_by("-day"))
    today = clock.today()
    years: dict[int, list[Meeting]] = {}
    for meeting in found:
        if meeting.day < today:
            years.setdefault(meeting.day.year, []).append(meeting)
    coming = sorted((m for m in found if m.day >= today), key=lambda m: m.day)
    return shown(request, "meetings.html", coming=coming, years=years)


def meeting(request: HttpRequest, name: str) -> HttpResponse:
    found = meeting_named(name)
    notes = list(publication.notes().filter(meeting=found).select_related("item"))
    return shown(
        request,
        "meeting.html",
        meeting=found,
        name=name,
        today=clock.today(),
        force=request.edition.areas.get(found.force).name,  # type: ignore[attr-defined]
        items=publication.agenda_items().filter(meeting=found),
        papers=publication.papers().filter(meeting=found),
        decisions=[note for note in notes if note.kind == Note.Kind.DECISION],
        asks=publication.asks().filter(meeting=found),
        editions=publication.editions().filter(report__meeting=found),
        minutes=minutes_document(found, public=True) if found.minutes_published else None,
    )


def minutes(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """The minutes, once they are published, as PDF or as a Word document."""
    found = meeting_named(name)
    if not found.minutes_published or form not in FORMS:
        raise Http404
    document = minutes_document(found, public=True)
    return download(rendered(document, form), f"{document.id}.{form}", inline=form == "pdf")


def pack(request: HttpRequest, name: str) -> HttpResponse:
    """The agenda with its papers as one file, once the agenda is published."""
    found = meeting_named(name)
    if not found.agenda_published:
        raise Http404
    kept = current_pack(found, public=True) or keep_pack(found, public=True)
    with kept.file.open("rb") as file:
        return download(file.read(), f"pack-{found.day.isoformat()}.pdf")


def paper(request: HttpRequest, name: str, code: str) -> HttpResponse:
    found = by_code(publication.papers().filter(meeting=meeting_named(name)), code)
    with found.file.open("rb") as file:
        return download(file.read(), found.name)


def feed(request: HttpRequest) -> HttpResponse:
    """The meetings for a calendar to take in."""

    def page(meeting: Meeting) -> str:
        return request.build_absolute_uri(meeting_page(meeting))

    held = calendar(publication.meetings().select_related("oversight"), page)
    return HttpResponse(held, content_type="text/calendar; charset=utf-8")
