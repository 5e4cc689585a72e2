"""What the public may see, and from when: the one place that says so.

Every page, feed, search and address for the public reads records through these functions only.
What is restricted, or part of what is, is left out by `public()`; what is not published yet by the
rule that stands here with each kind.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC
from functools import lru_cache
from typing import TYPE_CHECKING

from django.core.files.storage import default_storage
from django.db.models import Q

from scrutiny.governance.asks.models import Ask, Evidence, Step
from scrutiny.governance.inspection.models import Finding, Inspection, Practice, Response
from scrutiny.governance.inspection.models import Step as FindingStep
from scrutiny.governance.meetings.models import AgendaItem, Meeting, Note, Paper
from scrutiny.governance.plan.models import (
    AreaForConsideration,
    Plan,
    Priority,
    Section,
    StandingItem,
)
from scrutiny.governance.reporting.models import Edition, EditionFile, Part

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from scrutiny.governance.record import Sensitive

CODE = 10  # characters
PUBLIC_PLANS = (Plan.State.IN_FORCE, Plan.State.REPLACED)


def plans() -> QuerySet[Plan]:
    """Plans that are, or were, in force; a draft is not public."""
    return Plan.objects.public().filter(state__in=PUBLIC_PLANS)


def plan_in_force() -> Plan | None:
    """The one that is in force now, if one is."""
    found: Plan | None = plans().filter(state=Plan.State.IN_FORCE).first()
    return found


def priorities() -> QuerySet[Priority]:
    """The boxes of their strategy maps."""
    return Priority.objects.public().filter(plan__state__in=PUBLIC_PLANS)


def sections() -> QuerySet[Section]:
    """The sections of those plans."""
    return Section.objects.public().filter(plan__state__in=PUBLIC_PLANS)


def standing_items() -> QuerySet[StandingItem]:
    """What their sections always bring."""
    return StandingItem.objects.public().filter(section__plan__state__in=PUBLIC_PLANS)


def areas_for_consideration() -> QuerySet[AreaForConsideration]:
    """What meetings are to look at, once it is planned: a proposal is not public."""
    found = AreaForConsideration.objects.public().filter(section__plan__state__in=PUBLIC_PLANS)
    planned, done = AreaForConsideration.State.PLANNED, AreaForConsideration.State.CONSIDERED
    return found.filter(state__in=(planned, done))


def meetings() -> QuerySet[Meeting]:
    """Meetings, planned ones too: that one takes place is public from the start."""
    return Meeting.objects.public()


def agenda_items() -> QuerySet[AgendaItem]:
    """The lines of agendas, once the agenda is published."""
    return AgendaItem.objects.public().filter(
        meeting__agenda_published__isnull=False, dropped=False
    )


def papers() -> QuerySet[Paper]:
    """Papers, once the agenda that they are for is published."""
    return Paper.objects.public().filter(meeting__agenda_published__isnull=False, withdrawn=False)


def notes() -> QuerySet[Note]:
    """What was said and decided, once the minutes are published."""
    return Note.objects.public().filter(meeting__minutes_published__isnull=False, withdrawn=False)


def asks() -> QuerySet[Ask]:
    """Requests and actions, once the minutes of their meeting are published; those that no meeting
    set are public at once."""
    return Ask.objects.public().filter(_of_published_minutes(""))


def steps() -> QuerySet[Step]:
    """The steps of those requests and actions. Their comments are for those who work on them."""
    return Step.objects.public().filter(_of_published_minutes("ask__"))


def evidence() -> QuerySet[Evidence]:
    """What shows that they were answered, once they are closed: until then it may be refused."""
    return Evidence.objects.public().filter(
        _of_published_minutes("ask__"), ask__state=Ask.State.CLOSED
    )


def answer(ask: Ask) -> str:
    """The answer of one of those: once it is accepted, and the public edition of the report that
    gives it, where one does, has that section. One that may still be sent back is not public."""
    if ask.answered_in_id is None:
        return ask.answer if ask.state == Ask.State.CLOSED else ""
    told = ask.state in (Ask.State.ANSWERED, Ask.State.CLOSED) and answered_in(ask) is not None
    return ask.answer if told else ""


def answered_in(ask: Ask) -> tuple[EditionFile, str] | None:
    """The page of the latest public edition that answers it, with the id of the section there."""
    part = parts().filter(answers=ask).first()
    if part is None:
        return None
    published = editions().filter(report=part.report_id, state=Edition.State.PUBLISHED)
    latest = published.order_by("-number").first()
    page = latest.files.filter(name__endswith=".html").first() if latest else None
    if page is None or part.section not in _sections(page.file.name):
        return None
    return page, part.section


@lru_cache(maxsize=100)
def _sections(file: str) -> frozenset[str]:
    """The ids of the sections of an edition's page, whose file never changes."""
    with default_storage.open(file) as page:
        return frozenset(re.findall(r'<section id="([^"]+)"', page.read().decode()))


def parts() -> QuerySet[Part]:
    """The sections of reports that have a public edition."""
    return (
        Part.objects.public().filter(report__editions__audience=Edition.Audience.PUBLIC).distinct()
    )


def inspections() -> QuerySet[Inspection]:
    """Inspections whose report is published, with their grades; self-assessments are not public,
    nor is the evidence that inspectors asked for."""
    return Inspection.objects.public().filter(state=Inspection.State.PUBLISHED)


def findings() -> QuerySet[Finding]:
    """The findings of those inspections. What they are identical to, or repeat, is public only if
    it is among them."""
    return Finding.objects.public().filter(inspection__state=Inspection.State.PUBLISHED)


def answering(finding: Finding) -> Finding:
    """The finding on which one of those is answered: of identical ones the first, if it is public
    too; else itself."""
    if finding.same_as_id is None:
        return finding
    return findings().filter(identical=finding).first() or finding


def finding_steps(finding: Finding) -> QuerySet[FindingStep]:
    """The states that a finding went through. Their comments are for those who work on it."""
    found = FindingStep.objects.public().filter(finding=answering(finding))
    return found.filter(finding__inspection__state=Inspection.State.PUBLISHED)


def responses() -> QuerySet[Response]:
    """The oversight body's responses to those inspections, once they are published."""
    return Response.objects.public().filter(
        state=Response.State.PUBLISHED, inspection__state=Inspection.State.PUBLISHED
    )


def practices() -> QuerySet[Practice]:
    """The register of developing practice: of those inspections, and what belongs to none."""
    out = Q(inspection=None) | Q(inspection__state=Inspection.State.PUBLISHED)
    return Practice.objects.public().filter(out, withdrawn=False)


def code_of(record: Sensitive) -> str:
    """What names a record in public addresses: a number would tell of those that are left out."""
    words = f"{record._meta.label_lower} {record.pk} {record.made.astimezone(UTC).isoformat()}"
    return hashlib.sha256(words.encode()).hexdigest()[:CODE]


def editions() -> QuerySet[Edition]:
    """Public editions of reports. Those that were corrected or withdrawn keep their address."""
    return Edition.objects.filter(audience=Edition.Audience.PUBLIC)


def _of_published_minutes(path: str) -> Q:
    none = Q(**{f"{path}meeting__isnull": True})
    return none | Q(**{f"{path}meeting__minutes_published__isnull": False})
