"""Every address under `/scrutiny/`. All can be read by anyone, and change no record."""

from __future__ import annotations

from django.urls import path

from scrutiny.web.public import (
    asked,
    evidence_pack,
    feeds,
    findings,
    inspections,
    meetings,
    panel,
    plan,
    practices,
    reports,
    search,
)
from scrutiny.web.reading import read_only

_MEETING = "scrutiny/meetings/<slug:name>/"
_EDITION = "scrutiny/reports/<slug:force>/<slug:to>/<slug:template>/<int:number>/"
_INSPECTIONS = "scrutiny/inspections/"
_FINDING = f"{_INSPECTIONS}findings/<slug:code>/"

urlpatterns = [
    path("scrutiny/", read_only(plan.start), name="public-start"),
    path("scrutiny/plan/", read_only(plan.plan), name="public-plan"),
    path("scrutiny/meetings/", read_only(meetings.meetings), name="public-meetings"),
    path("scrutiny/meetings.ics", read_only(meetings.feed), name="public-calendar"),
    path(_MEETING, read_only(meetings.meeting), name="public-meeting"),
    path(f"{_MEETING}pack.pdf", read_only(meetings.pack), name="public-pack"),
    path(f"{_MEETING}minutes.<slug:form>", read_only(meetings.minutes), name="public-minutes"),
    path(f"{_MEETING}papers/<slug:code>", read_only(meetings.paper), name="public-paper"),
    path("scrutiny/asked/", read_only(asked.asked), name="public-asked"),
    path("scrutiny/asked/<slug:code>/", read_only(asked.ask), name="public-ask"),
    path(
        "scrutiny/asked/<slug:code>/<slug:evidence>",
        read_only(asked.evidence),
        name="public-evidence",
    ),
    path("scrutiny/reports/", read_only(reports.reports), name="public-reports"),
    path(_EDITION, read_only(reports.edition), name="public-edition"),
    path(f"{_EDITION}<str:name>", read_only(reports.file), name="public-file"),
    path(_INSPECTIONS, read_only(inspections.inspections), name="public-inspections"),
    path(f"{_INSPECTIONS}findings/", read_only(findings.findings), name="public-findings"),
    path(_FINDING, read_only(findings.finding), name="public-finding"),
    path(
        f"{_FINDING}charts/<slug:measure>.svg",
        read_only(findings.chart),
        name="public-finding-chart",
    ),
    path(f"{_INSPECTIONS}practice/", read_only(practices.practices), name="public-practices"),
    path(
        f"{_INSPECTIONS}practice/<slug:code>/",
        read_only(practices.practice),
        name="public-practice",
    ),
    path(f"{_INSPECTIONS}evidence-pack/", evidence_pack.pack, name="public-evidence-pack"),
    path(
        f"{_INSPECTIONS}evidence-pack/<slug:force>/<slug:to>/<str:name>",
        read_only(evidence_pack.file),
        name="public-evidence-file",
    ),
    path(
        f"{_INSPECTIONS}<slug:code>/",
        read_only(inspections.inspection),
        name="public-inspection",
    ),
    path("scrutiny/panel/", read_only(panel.panel), name="public-panel"),
    path("scrutiny/search/", read_only(search.search), name="public-search"),
    path("scrutiny/feed.atom", read_only(feeds.Latest()), name="public-feed"),
]
