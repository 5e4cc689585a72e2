"""Exceptions that no figure raises: what an inspection asked for and is late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import transaction

from scrutiny.governance import clock
from scrutiny.governance.inspection.models import Finding, Inspection, Response
from scrutiny.governance.inspection.models.responses import Time, standing
from scrutiny.governance.raised.models import Raised
from scrutiny.periods import Month

LATE_RESPONSE, LATE_FINDING = "late-response", "late-finding"
GRAVEST, GRAVE = 1, 2  # as the severities of `analysis.exceptions`


def find_all_late(day: date | None = None) -> int:
    """What `find_late` does, for every force that was inspected; how many exceptions were added."""
    forces = Inspection.objects.order_by("force").values_list("force", flat=True).distinct()
    return sum(len(find_late(force, day)[0]) for force in forces)


@transaction.atomic
def find_late(
    area: str, day: date | None = None
) -> tuple[list[Raised], list[Raised], list[Raised]]:
    """Put what a force and its oversight body are late with on a day, today unless given, in the
    queue, each once: those that were added, those late no longer, and those late again.

    A response is late from 56 days after the report was published; a finding from the day after
    its date, until its owner says that it is done.
    """
    day = day or clock.today()
    now = {_key(each): each for each in _late(area, day)}
    kept = Raised.objects.select_for_update(of=("self",)).filter(area=area, measure="")
    known = {_key(each): each for each in kept}
    added = [each for key, each in now.items() if key not in known]
    for each in added:
        each.save()
    back = [each for key, each in known.items() if key in now and each.gone]
    for each in back:
        each.gone, each.gone_why, each.reason = None, "", now[_key(each)].reason
        each.save(note="It is late again")
    gone = [each for key, each in known.items() if key not in now and not each.gone]
    for each in gone:
        each.gone, each.gone_why = day, _why_gone(each)
        each.save(note=each.gone_why)
    return added, gone, back


def _key(raised: Raised) -> tuple[str, int | None, int | None]:
    return raised.kind, raised.inspection_id, raised.finding_id


def _late(area: str, day: date) -> Iterator[Raised]:
    published = Inspection.objects.filter(force=area, state=Inspection.State.PUBLISHED)
    for inspection in published:
        response = Response.objects.filter(inspection=inspection).first()
        out = response is not None and response.state == Response.State.PUBLISHED
        stands = standing(inspection, day)
        if not out and stands is not None and stands.time is Time.LATE:
            due = stands.due
            reason = (
                f"{inspection}: no response is published. It was due by {due:%-d %B %Y}, "
                "the last of the 56 days."
            )
            yield _raised(area, LATE_RESPONSE, GRAVEST, reason, due, inspection=inspection)
    findings = Finding.objects.overdue(day).filter(inspection__force=area)
    for finding in findings.select_related("inspection"):
        owner = f" Its owner is the {finding.owner_title}." if finding.owner_title else ""
        kind = finding.get_kind_display().lower()
        reason = f"Overdue {kind} of {finding.inspection}, due {finding.due:%-d %B %Y}: "
        reason += f"{finding.text.rstrip('.')}.{owner}"
        yield _raised(area, LATE_FINDING, GRAVE, reason, finding.due, finding=finding)


def _raised(
    area: str, kind: str, severity: int, reason: str, due: date,
    *, inspection: Inspection | None = None, finding: Finding | None = None,
) -> Raised:  # fmt: skip
    month = str(Month.of(due))
    return Raised(
        area=area, kind=kind, severity=severity, reason=reason, first=month, to=month,
        asked=month, snapshot=0, inspection=inspection, finding=finding,
    )  # fmt: skip


def _why_gone(raised: Raised) -> str:
    finding = raised.finding
    if finding is not None:
        if finding.due and finding.followed and finding.state not in Finding.DONE:
            return f"The finding is due on {finding.due:%-d %B %Y} now."
        return f"The finding is {finding.get_state_display().lower()}."
    response = Response.objects.filter(inspection=raised.inspection).first()
    if response is not None and response.published_on is not None:
        return f"The response was published on {response.published_on:%-d %B %Y}."
    return "No response is needed any more."
