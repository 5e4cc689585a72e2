"""An example of each page of the desk whose address says which record it is about.

A test of all pages walks them. It fails for a page that is not here: add a line, and to `world.py`
what the line needs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.web.desk.world import World

Parts = Callable[["World"], dict[str, Any]]


def _meeting(**more: Callable[[World], Any]) -> Parts:
    """The meeting that is still to come, and what is of it."""
    return lambda w: {"number": w.meeting.pk} | {name: of(w).pk for name, of in more.items()}


def _held(w: World) -> dict[str, Any]:
    return {"number": w.held.pk}


def _ask(w: World) -> dict[str, Any]:
    return {"number": w.ask.pk}


def _part(w: World) -> dict[str, Any]:
    return {"number": w.part.pk}


def _report(w: World) -> dict[str, Any]:
    return {"number": w.report.pk}


def _inspection(**more: Any) -> Parts:
    return lambda w: {"number": w.inspection.pk} | more


def _finding(w: World) -> dict[str, Any]:
    return {"number": w.finding.pk}


def _practice(w: World) -> dict[str, Any]:
    return {"number": w.practice.pk}


def _person(w: World) -> dict[str, Any]:
    return {"pk": w.everyone.pk}


def _draft(w: World) -> dict[str, Any]:
    return {"plan": w.draft.pk}


EXAMPLES: dict[str, Parts] = {
    "agenda": _meeting(),
    "agenda-add": _meeting(),
    "agenda-item": _meeting(item=lambda w: w.item),
    "ask": _ask,
    "ask-at-meeting": _held,
    "ask-edit": _ask,
    "ask-evidence-file": lambda w: {"number": w.ask.pk, "evidence": w.evidence.pk},
    "ask-restrict": _ask,
    "asked-edit": lambda w: {"number": w.inspection.pk, "asked": w.asked.pk},
    "asked-file": lambda w: {"number": w.inspection.pk, "asked": w.asked.pk},
    "asked-new": _inspection(),
    "audit-export": lambda w: {"ending": "csv"},
    "audit-history": lambda w: {"kind": "meetings.meeting", "key": str(w.meeting.pk)},
    "box-new": _draft,
    "consideration": lambda w: {"area": w.area.pk},
    "consideration-edit": lambda w: {"area": w.area.pk},
    "edition-file": lambda w: {"edition": w.file.edition_id, "name": w.file.name},
    "evidence-log": _inspection(),
    "exception": lambda w: {"raised": w.raised.pk},
    "factor-drop": _person,
    "finding": _finding,
    "finding-chart": lambda w: _finding(w) | {"measure": w.finding.measures[0]},
    "finding-edit": _finding,
    "finding-file": lambda w: _finding(w) | {"evidence": w.shown.pk},
    "finding-new": _inspection(),
    "findings-import": _inspection(),
    "forward": lambda w: {"plan": w.plan.pk},
    "inspection": _inspection(),
    "inspection-area": _inspection(area="neighbourhood-policing", side="inspectors"),
    "inspection-criteria": _inspection(),
    "inspection-edit": _inspection(),
    "inspection-national": _inspection(area="neighbourhood-policing"),
    "item-new": lambda w: {"section": w.draft.sections.first().pk},
    "job": lambda w: {"number": w.job.pk},
    "job-progress": lambda w: {"number": w.job.pk},
    "meeting": _meeting(),
    "meeting-attendees": _meeting(),
    "meeting-cancel": _meeting(),
    "meeting-edit": _meeting(),
    "minutes": _held,
    "minutes-file": lambda w: {"number": w.held.pk, "form": "docx"},
    "minutes-reopen": _held,
    "note-edit": lambda w: {"number": w.held.pk, "note": w.note.pk},
    "organisation": lambda w: {"pk": w.body.pk},
    "organisation-change": lambda w: {"pk": w.body.pk},
    "pack": _meeting(),
    "pack-file": lambda w: {"number": w.meeting.pk, "edition": "full"},
    "paper": _meeting(paper=lambda w: w.paper),
    "paper-add": _meeting(),
    "paper-edit": _meeting(paper=lambda w: w.paper),
    "panel-file": lambda w: {"edition": w.panel_file.edition_id, "name": w.panel_file.name},
    "part": _part,
    "part-beside": _part,
    "part-conflict": _part,
    "part-edit": lambda w: {"kind": "sections", "part": w.draft.sections.first().pk},
    "part-figures": _part,
    "part-restrict": _part,
    "person": _person,
    "person-change": _person,
    "person-close": _person,
    "plan": lambda w: {"plan": w.plan.pk},
    "plan-changes": _draft,
    "plan-edit": _draft,
    "plan-version": lambda w: {"plan": w.plan.pk},
    "practice": _practice,
    "practice-edit": _practice,
    "report": _report,
    "report-draft": lambda w: {"number": w.report.pk, "audience": "public"},
    "report-lock": _report,
    "report-people": _report,
    "response": _inspection(),
    "restricted-lift": lambda w: {"kind": "withheld", "number": w.withheld.pk},
    "role-end": lambda w: {"pk": w.everyone.pk, "role": w.membership.pk},
    "role-give": _person,
    "section-new": _draft,
    "statement-edit": lambda w: {"number": w.statement.pk},
    "take": _meeting(),
    "take-form": _meeting(),
}
