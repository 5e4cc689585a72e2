"""Versions of a plan: a new one is a copy to edit; one in force is replaced, not changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from scrutiny.governance.plan.models import (
    AreaForConsideration,
    Plan,
    Section,
    StandingItem,
)

OWN = frozenset({"id", "made", "plan", "section", "part_of", "priority", "follows"})
"""Fields that a copy does not take over: its own, and what leads to other parts of its plan."""


@transaction.atomic
def new_version(plan: Plan, version: str, dated: date) -> Plan:
    """A copy of a plan as a draft to edit, with its priorities, sections and standing items.

    Areas identified for consideration stay where they are until the new version is in force.
    """
    made: Plan = _copy(plan, version=version, dated=dated, state=Plan.State.DRAFT, replaces=plan)
    boxes = {old.pk: _copy(old, plan=made) for old in plan.priorities.current()}
    sections: dict[int, Section] = {}
    for old in plan.sections.current():
        sections[old.pk] = _copy(old, plan=made, priority=boxes.get(old.priority_id), follows=old)
        for item in old.items.current():
            _copy(item, section=sections[old.pk], follows=item)
    for old in plan.sections.current().filter(part_of__isnull=False):
        copy = sections[old.pk]
        copy.part_of = sections.get(old.part_of_id)
        copy.save()
    return made


def _copy(record: Any, **changed: Any) -> Any:
    fields = [f.name for f in record._meta.concrete_fields if f.name not in OWN]
    made = type(record)(**({name: getattr(record, name) for name in fields} | changed))
    made.save()
    return made


@transaction.atomic
def put_in_force(plan: Plan) -> None:
    """Let a draft be the plan of its oversight body for its force, in place of the one before.

    What is identified for consideration and has not been considered yet moves to the sections
    that follow the ones it stood under; where there is none it stays, so that nothing is lost.
    """
    if not plan.is_draft:
        raise ValidationError("Only a draft can be put in force.")
    now = Plan.objects.select_for_update().filter(
        oversight=plan.oversight, force=plan.force, state=Plan.State.IN_FORCE
    )
    for before in now:
        before.state = Plan.State.REPLACED
        before.save(note=f"Replaced by version {plan.version}")
    plan.state = Plan.State.IN_FORCE
    plan.save()
    origin = origins(Section, plan)
    mine = {origin[section.pk]: section for section in plan.sections.current()}
    opened = AreaForConsideration.objects.filter(
        section__plan__oversight=plan.oversight, section__plan__force=plan.force,
        state__in=(AreaForConsideration.State.PROPOSED, AreaForConsideration.State.PLANNED),
    )  # fmt: skip
    for area in opened.exclude(section__plan=plan):
        heir = mine.get(origin[area.section_id])
        if heir is not None:
            area.section = heir
            area.save(note=f"Moved to version {plan.version} of the plan")


def in_force(force: str) -> Plan | None:
    """The plan of a force that is in force."""
    found: Plan | None = Plan.objects.filter(force=force, state=Plan.State.IN_FORCE).first()
    return found


def origins(kind: type[Section] | type[StandingItem], plan: Plan) -> dict[int, int]:
    """The first version of each section or item, by number, of all plans of the oversight body."""
    within = "plan__oversight" if kind is Section else "section__plan__oversight"
    rows = kind.objects.filter(**{within: plan.oversight})
    before = dict(rows.values_list("pk", "follows_id"))
    found: dict[int, int] = {}
    for number in before:
        first = number
        while (earlier := before.get(first)) is not None:
            first = earlier
        found[number] = first
    return found
