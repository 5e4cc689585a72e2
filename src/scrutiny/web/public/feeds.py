"""The Atom feed: agendas, minutes, editions and inspections, as they are published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import make_aware

from scrutiny.areas import load_areas
from scrutiny.governance import publication
from scrutiny.governance.reporting.models import Edition
from scrutiny.web.public.shown import edition_page, inspection_page, meeting_page

if TYPE_CHECKING:
    from scrutiny.governance.record import Sensitive

LATEST = 50


@dataclass(frozen=True, slots=True)
class News:
    title: str
    words: str
    address: str
    at: datetime
    name: str  # stays the same for ever


class Latest(Feed):  # type: ignore[type-arg]
    """What was published last, the newest first."""

    feed_type = Atom1Feed
    title = "Police scrutiny: agendas, minutes, reports and inspections"
    subtitle = "What is published about the scrutiny of the force."

    def __call__(self, request: HttpRequest, *given: Any, **more: Any) -> Any:
        self._request = request
        return super().__call__(request, *given, **more)

    def link(self) -> str:
        return reverse("public-start")

    def items(self) -> list[News]:
        found = [*_meetings(), *_editions(), *_inspections(), *_responses()]
        return sorted(found, key=lambda news: news.at, reverse=True)[:LATEST]

    def item_title(self, item: Any) -> str:
        return str(item.title)

    def item_description(self, item: Any) -> str:
        return str(item.words)

    def item_link(self, item: Any) -> str:
        return str(item.address)

    def item_guid(self, item: Any) -> str:
        return str(item.name)

    item_guid_is_permalink = False

    def item_pubdate(self, item: Any) -> datetime:
        at: datetime = item.at
        return at

    item_updateddate = item_pubdate


def _meetings() -> list[News]:
    found = []
    for meeting in publication.meetings():
        page = meeting_page(meeting)
        name = f"urn:police-scrutiny:meeting:{publication.code_of(meeting)}"
        day = f"{meeting.day:%-d %B %Y}"
        for what, at in (
            ("Agenda", meeting.agenda_published),
            ("Minutes", meeting.minutes_published),
        ):
            if at:
                words = f"{what} of the meeting about {meeting.quarter}."
                part = f"{page}#{what.lower()}"
                found.append(News(f"{what}: {day}", words, part, at, f"{name}:{what.lower()}"))
    return found


def _editions() -> list[News]:
    areas = load_areas()
    found = []
    for edition in publication.editions().select_related("report"):
        report = edition.report
        title = f"Report: {areas.get(report.force).name}, to {report.to}, edition {edition.number}"
        words = {
            Edition.State.PUBLISHED: "The report is published.",
            Edition.State.CORRECTED: f"A later edition corrects this one. {edition.why}",
            Edition.State.WITHDRAWN: f"The report is withdrawn. {edition.why}",
        }[Edition.State(edition.state)]
        name = f"urn:police-scrutiny:report:{report.force}:{report.to}:{edition.number}"
        found.append(News(title, words, edition_page(edition), edition.published, name))
    return found


def _inspections() -> list[News]:
    return [
        News(
            f"Inspection: {each.title}", "The report of the inspection is published.",
            inspection_page(each), _begin_of(each.published), _name_of("inspection", each),
        )
        for each in publication.inspections()
        if each.published
    ]  # fmt: skip


def _responses() -> list[News]:
    return [
        News(
            f"Response: {each.inspection}", f"{each.oversight} responds to the report.",
            f"{inspection_page(each.inspection)}#response", _begin_of(each.published_on),
            _name_of("response", each),
        )
        for each in publication.responses().select_related("inspection", "oversight")
        if each.published_on
    ]  # fmt: skip


def _name_of(kind: str, record: Sensitive) -> str:
    return f"urn:police-scrutiny:{kind}:{publication.code_of(record)}"


def _begin_of(day: date) -> datetime:
    return make_aware(datetime.combine(day, time()))
