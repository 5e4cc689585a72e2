"""Searching what is public: plain words, all of which must be there; the same on every database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from scrutiny.governance import publication
from scrutiny.web.public.shown import (
    ask_page,
    edition_page,
    finding_page,
    inspection_page,
    meeting_page,
    practice_page,
    shown,
)

LONGEST = 200  # characters of a question
MOST = 100  # hits
AROUND = 90  # characters each side of the first word found


@dataclass(frozen=True, slots=True)
class Hit:
    kind: str
    title: str
    address: str
    day: date | None
    text: str  # around the first word found
    weight: int  # how often the words are in the title, then in the text


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: str
    title: str
    address: str
    day: date | None
    text: str


def search(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("q", "").strip()[:LONGEST]
    return shown(request, "search.html", q=asked, hits=hits(asked) if asked else [], most=MOST)


def hits(asked: str) -> list[Hit]:
    """The public records that have every word, the best first: in a title, often, new."""
    words = asked.casefold().split()
    found = [hit for entry in _entries() if (hit := _hit(entry, words))]
    found.sort(key=lambda hit: (-hit.weight, -(hit.day or date.min).toordinal(), hit.title))
    return found[:MOST]


def _hit(entry: _Entry, words: list[str]) -> Hit | None:
    title, text = entry.title.casefold(), entry.text.casefold()
    if not all(word in title or word in text for word in words):
        return None
    weight = sum(10 * title.count(word) + text.count(word) for word in words)
    at = next((place for word in words if (place := text.find(word)) >= 0), 0)
    begins, ends = max(at - AROUND, 0), at + AROUND
    said = entry.text[begins:ends].strip()
    shown = f"{'… ' if begins else ''}{said}{' …' if ends < len(entry.text) else ''}"
    return Hit(entry.kind, entry.title, entry.address, entry.day, shown, weight)


def _entries() -> Iterator[_Entry]:
    """Everything public with its words."""
    yield from _scrutiny()
    yield from _inspected()


def _scrutiny() -> Iterator[_Entry]:
    plan = reverse("public-plan")
    for section in publication.sections().filter(plan__state="in-force"):
        yield _Entry("Plan", section.title, plan, None, f"{section.aim} {section.approach}")
    for item in publication.standing_items().filter(section__plan__state="in-force"):
        yield _Entry("Plan", str(item.section), plan, None, item.text)
    for area in publication.areas_for_consideration().select_related("meeting"):
        day = area.meeting.day if area.meeting else None
        yield _Entry("Area for consideration", area.title, plan, day, area.rationale)
    for meeting in publication.meetings().select_related("oversight"):
        words = f"{meeting.oversight} {meeting.place} {meeting.quarter}"
        yield _Entry("Meeting", str(meeting), meeting_page(meeting), meeting.day, words)
    for agenda in publication.agenda_items().select_related("meeting"):
        address = f"{meeting_page(agenda.meeting)}#agenda"
        yield _Entry("Agenda", agenda.title, address, agenda.meeting.day, agenda.about)
    for paper in publication.papers().select_related("meeting"):
        address = f"{meeting_page(paper.meeting)}#papers"
        yield _Entry("Paper", paper.title, address, paper.meeting.day, paper.name)
    for note in publication.notes().select_related("meeting"):
        address = f"{meeting_page(note.meeting)}#minutes"
        title = f"Minutes, {note.meeting.day:%-d %B %Y}"
        yield _Entry("Minutes", title, address, note.meeting.day, note.text)
    for ask in publication.asks().select_related("meeting"):
        day = ask.meeting.day if ask.meeting else None
        yield _Entry(ask.get_kind_display(), ask.text, ask_page(ask), day, publication.answer(ask))
    for edition in publication.editions().select_related("report"):
        title = f"Report to {edition.report.to}, edition {edition.number}"
        yield _Entry("Report", title, edition_page(edition), edition.published.date(), edition.why)


def _inspected() -> Iterator[_Entry]:
    for each in publication.inspections():
        words = f"{each.summary} {each.source}"
        yield _Entry("Inspection", each.title, inspection_page(each), each.published, words)
    for finding in publication.findings().select_related("inspection"):
        day, of = finding.inspection.published, f"{finding.inspection} {finding.reference}"
        kind = finding.get_kind_display()
        yield _Entry(kind, finding.text, finding_page(finding), day, of)
    for response in publication.responses().select_related("inspection"):
        address = f"{inspection_page(response.inspection)}#response"
        yield _Entry("Response", str(response), address, response.published_on, response.text)
    for practice in publication.practices().select_related("inspection"):
        day = practice.inspection.published if practice.inspection else None
        words = f"{practice.problem} {practice.solution} {practice.outcomes}"
        yield _Entry("Developing practice", practice.title, practice_page(practice), day, words)
