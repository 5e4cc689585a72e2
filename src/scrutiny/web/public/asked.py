"""What was asked for everyone: of whom, by when, and what was answered."""

from __future__ import annotations

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse

from scrutiny.governance import clock, publication
from scrutiny.governance.asks.models import Ask, Step
from scrutiny.web.desk.asks_figure import figure_now
from scrutiny.web.files import download
from scrutiny.web.public.shown import by_code, edition_page, shown

SHOWN = {
    "": "All",
    "waiting": "Waiting",
    "answered": "Answered or done",
}


def asked(request: HttpRequest) -> HttpResponse:
    only = request.GET.get("show", "")
    held = {"asks": listed(only), "only": only, "choices": SHOWN, "today": clock.today()}
    return shown(request, "asked.html", **held)


def listed(show: str) -> QuerySet[Ask]:
    """Requests and actions, the latest meeting's first: all, or waiting or answered ones only."""
    latest = F("meeting__day").desc(nulls_first=True)  # alike on every database
    found = publication.asks().select_related("meeting").order_by(latest, "due", "pk")
    if show == "waiting":
        return found.exclude(state__in=Ask.DONE)
    if show == "answered":
        return found.filter(state__in=(Ask.State.ANSWERED, Ask.State.CLOSED))
    return found


def ask(request: HttpRequest, code: str) -> HttpResponse:
    """One request or action: what was asked, by which meeting, its history and its answer."""
    found = by_code(publication.asks().select_related("meeting", "section"), code)
    return shown(
        request,
        "ask.html",
        ask=found,
        meeting=publication.meetings().filter(asks=found).first(),
        section=publication.sections().filter(asks=found).first(),
        answer=publication.answer(found),
        steps=_steps(found),
        figure=figure_now(request.edition, found),  # type: ignore[attr-defined]
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
    """Where the report answers it: the section of its public edition."""
    found = publication.answered_in(ask) if publication.answer(ask) else None
    if found is None:
        return ""
    page, section = found
    return f"{edition_page(page.edition)}{page.name}#{section}"


def _steps(ask: Ask) -> list[Step]:
    """When it came into each of its states; what was said meanwhile is not for the public."""
    found: list[Step] = []
    for step in publication.steps().filter(ask=ask):
        if not found or found[-1].state != step.state:
            found.append(step)
    return found
