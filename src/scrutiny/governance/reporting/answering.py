"""Requests that a report answers, each in one of its parts."""

from __future__ import annotations

from django.db import transaction

from scrutiny.errors import ScrutinyError
from scrutiny.governance.asks.for_report import asked_of
from scrutiny.governance.asks.models import Ask
from scrutiny.governance.asks.steps import move
from scrutiny.governance.people.models import Person
from scrutiny.governance.reporting.models import Part, Report


def requests_of(part: Part) -> list[Ask]:
    """What a part is asked and has not answered, and what it has answered.

    What another part of the report answered is only there.
    """
    report = part.report
    found = {
        ask.pk: ask
        for name in dict.fromkeys((part.section, part.title))
        for ask in asked_of(name, report.force, report.to)
        if ask.answered_in is None or ask.answered_in.report_id != report.pk
    }
    answered = part.answers.filter(state__in=(Ask.State.ANSWERED, Ask.State.CLOSED))
    found |= {ask.pk: ask for ask in answered.select_related("meeting")}
    return sorted(found.values(), key=lambda ask: (ask.due, ask.pk))


def requests_of_none(report: Report) -> list[Ask]:
    """What the report is asked under no section, or under one of the plan that it does not have."""
    own = {ask.pk for part in report.parts.all() for ask in requests_of(part)}
    sections = Ask.objects.exclude(section=None).values_list("section__number", flat=True)
    asked = {
        ask.pk: ask
        for name in ("", *sections.distinct())
        for ask in asked_of(name, report.force, report.to)
    }
    return [ask for ask in asked.values() if ask.pk not in own]


def answer_in(part: Part, ask: Ask, answer: str, person: Person) -> Ask:
    """Mark a request as answered in a part, with the answer; it leads back to the part."""
    with transaction.atomic():
        report = Report.objects.select_for_update().get(pk=part.report_id)
        if report.state != Report.State.DRAFTING:
            raise ScrutinyError("The report is locked. Answer it in the next one, or by itself.")
        waiting = {each.pk for each in (*requests_of(part), *requests_of_none(report))}
        if ask.pk not in waiting:
            raise ScrutinyError("This part was not asked that.")
        return move(ask, Ask.State.ANSWERED, answer, person, part)
