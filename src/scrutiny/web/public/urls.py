"""Every address under `/scrutiny/`. All can be read by anyone, and change nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from scrutiny.web.public import asked, feeds, meetings, panel, plan, reports, search


def _read(view: Callable[..., Any]) -> Any:
    return csrf_exempt(require_safe(view))


_MEETING = "scrutiny/meetings/<slug:name>/"
_EDITION = "scrutiny/reports/<slug:force>/<slug:to>/<slug:template>/<int:number>/"

urlpatterns = [
    path("scrutiny/", _read(plan.start), name="public-start"),
    path("scrutiny/plan/", _read(plan.plan), name="public-plan"),
    path("scrutiny/meetings/", _read(meetings.meetings), name="public-meetings"),
    path("scrutiny/meetings.ics", _read(meetings.feed), name="public-calendar"),
    path(_MEETING, _read(meetings.meeting), name="public-meeting"),
    path(f"{_MEETING}pack.pdf", _read(meetings.pack), name="public-pack"),
    path(f"{_MEETING}minutes.<slug:form>", _read(meetings.minutes), name="public-minutes"),
    path(f"{_MEETING}papers/<slug:code>", _read(meetings.paper), name="public-paper"),
    path("scrutiny/asked/", _read(asked.asked), name="public-asked"),
    path("scrutiny/asked/<slug:code>/", _read(asked.ask), name="public-ask"),
    path(
        "scrutiny/asked/<slug:code>/<slug:evidence>", _read(asked.evidence), name="public-evidence"
    ),
    path("scrutiny/reports/", _read(reports.reports), name="public-reports"),
    path(_EDITION, _read(reports.edition), name="public-edition"),
    path(f"{_EDITION}<str:name>", _read(reports.file), name="public-file"),
    path("scrutiny/panel/", _read(panel.panel), name="public-panel"),
    path("scrutiny/search/", _read(search.search), name="public-search"),
    path("scrutiny/feed.atom", _read(feeds.Latest()), name="public-feed"),
]
