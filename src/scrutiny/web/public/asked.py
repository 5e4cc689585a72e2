"""What was asked for everyone: of whom, by when, and what was answered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from scrutiny.governance import clock, publication
from scrutiny.governance.asks.models import Ask
from scrutiny.governance.reporting.models import Edition
from scrutiny.web.public.files import download
from scrutiny.web.public.shown import by_code, edition_page, shown

SHOWN = {
    "": "All",
    "waiting": "Waiting",
    "answered": "Answered or done",
}


def asked(request: HttpRequest) -> HttpResponse:
    """Requests and actions, the latest meeting's first; `show` waiting or answered ones only."""
    found = publication.asks().select_related("meeting").order_by("-meeting__day", "due", "pk")
    only = request.GET.get("show", "")
    if only == "waiting":
        found = found.exclude(state__in=Ask.DONE)
    elif only == "answered":
        found = found.filter(state__in=(Ask.State.ANSWERED, Ask.State.CLOSED))
    today = clock.today()
    return shown(request, "asked.html", asks=found, only=only, choices=SHOWN, today=today)


def ask(request: HttpRequest, code: str) -> HttpResponse:
    """One request or action: what was asked, by which meeting, its history and its answer."""
    found = by_code(publication.asks().select_related("meeting", "section"), code)
    return shown(
        request,
        "ask.html",
        ask=found,
        meeting=publication.meetings().filter(asks=found).first(),
        section=publication.sections().filter(asks=found).first(),
        steps=publication.steps().filter(ask=found),
        evidence=publication.evidence().filter(ask=found),
        answered_at=_answered_at(found),
        today=clock.today(),
    )


def evidence(request: HttpRequest, code: str, evidence: str) -> HttpResponse:
    """A file that shows that something was done."""
    of = by_code(publication.asks(), code)
    found = by_code(publication.evidence().filter(ask=of).exclude(file=""), evidence)
    with found.file.open("rb") as file:
        return download(file.read(), found.name)


def _answered_at(ask: Ask) -> str:
    """Where the report answers it: in its latest public edition, at the section."""
    part = publication.parts().filter(answers=ask).first()
    if part is None:
        return ""
    published = publication.editions().filter(report=part.report_id, state=Edition.State.PUBLISHED)
    latest = published.order_by("-number").first()
    return f"{edition_page(latest)}#{part.section}" if latest else ""
