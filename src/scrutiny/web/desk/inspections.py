"""Inspections: their list, one of them, and entering one with the nation's grades."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from scrutiny.governance import clock
from scrutiny.governance.inspection.grades import side_by_side
from scrutiny.governance.inspection.models import (
    Finding,
    Inspection,
    NationalGrades,
    Response,
    Statement,
)
from scrutiny.governance.meetings.restricted import cause
from scrutiny.web.desk import (
    inspection_asked,
    inspection_finding,
    inspection_findings,
    inspection_grades,
    inspection_practice,
    inspection_response,
)
from scrutiny.web.desk.forms import Form
from scrutiny.web.desk.inspection_forms import InspectionForm, StatementForm
from scrutiny.web.desk.inspection_shown import (
    edition_of,
    form_page,
    named,
    question_or_404,
    standing_of,
)
from scrutiny.web.desk.plan import saved
from scrutiny.web.desk.routes import Route
from scrutiny.web.desk.shown import shown
from scrutiny.web.desk.sight import seen_or_404, sees_restricted, visible


def inspections(request: HttpRequest) -> HttpResponse:
    """All of them with what waits: the response, findings, evidence."""
    found = list(visible(request, Inspection.objects))
    findings = visible(request, Finding.objects)
    return shown(
        request,
        "desk/inspections/list.html",
        inspections=[
            (each, standing_of(request, each), findings.filter(inspection=each).to_do().count())
            for each in found
        ],
        overdue=findings.overdue().count(),
        statements=visible(request, Statement.objects),
        named=named(request),
        today=clock.today(),
    )


def inspection(request: HttpRequest, number: int) -> HttpResponse:
    """The page of one: grades side by side, where the force sits, findings, what is to be done."""
    found = seen_or_404(request, Inspection, number)
    findings = visible(request, Finding.objects).filter(inspection=found)
    return shown(
        request,
        "desk/inspections/inspection.html",
        inspection=found,
        frame=found.frame,
        rows=side_by_side(found, public=not sees_restricted(request)),
        why=cause(found),
        named=named(request),
        counts=[(label, value, findings.filter(kind=value).count())
                for value, label in Finding.Kind.choices],
        overdue=findings.overdue().count(),
        to_do=findings.to_do().count(),
        standing=standing_of(request, found),
        response=visible(request, Response.objects).filter(inspection=found).first(),
        practices=visible(request, found.practices).filter(withdrawn=False),
        log=visible(request, found.asked).filter(withdrawn=False),
        today=clock.today(),
    )  # fmt: skip


def inspection_new(request: HttpRequest) -> HttpResponse:
    return _edit(request, Inspection(), "Enter an inspection")


def inspection_edit(request: HttpRequest, number: int) -> HttpResponse:
    found = seen_or_404(request, Inspection, number)
    return _edit(request, found, "Change the inspection")


def _edit(request: HttpRequest, record: Inspection, heading: str) -> HttpResponse:
    form = InspectionForm(request, edition_of(request), instance=record)
    if request.method == "POST" and saved(form):
        messages.success(request, "The inspection is saved.")
        return redirect(form.instance)
    back = record.get_absolute_url() if record.pk else None
    return form_page(request, form, heading, "Save the inspection", back)


def statement_new(request: HttpRequest) -> HttpResponse:
    return _statement(request, Statement(), "Add a force management statement")


def statement_edit(request: HttpRequest, number: int) -> HttpResponse:
    found = seen_or_404(request, Statement, number)
    return _statement(request, found, "Change the force management statement")


def _statement(request: HttpRequest, record: Statement, heading: str) -> HttpResponse:
    form = StatementForm(request, edition_of(request), instance=record)
    if request.method == "POST" and saved(form):
        messages.success(request, "The force management statement is saved.")
        return redirect("inspections")
    return form_page(request, form, heading, "Save", None)


class NationalForm(Form):
    """How many forces had each grade in an area; an empty field is a number not known."""

    def __init__(self, inspection: Inspection, area: str, given: Any = None) -> None:
        super().__init__(given)
        self._inspection, self._area = inspection, area
        known = {n.grade: n for n in inspection.national.filter(area=area)}
        for grade in inspection.frame.scale.grades:
            self.fields[grade] = forms.IntegerField(
                label=grade, min_value=0, max_value=99, required=False,
                initial=known[grade].forces if grade in known else None,
                widget=forms.NumberInput(attrs={"class": "govuk-input govuk-input--width-3"}),
            )  # fmt: skip

    def keep(self) -> None:
        """Save each number that is given."""
        for grade, forces in self.cleaned_data.items():
            if forces is None:
                continue
            held = {"inspection": self._inspection, "area": self._area, "grade": grade}
            record = NationalGrades.objects.filter(**held).first() or NationalGrades(**held)
            record.forces = forces
            record.save()


def national(request: HttpRequest, number: int, area: str) -> HttpResponse:
    """How many forces had each grade in one area."""
    found = seen_or_404(request, Inspection, number)
    question = question_or_404(found, area)
    form = NationalForm(found, area, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.keep()
        messages.success(request, f"The nation’s grades for {question.name} are saved.")
        return redirect(found)
    heading = f"How many forces had each grade: {question.name}"
    return form_page(request, form, heading, "Save", found.get_absolute_url())


SEE, EDIT, GRADE = "inspections.see", "inspections.edit", "inspections.grade"
_ONE = "inspections/<int:number>/"
_FINDING = "inspections/findings/<int:number>/"
_RESPONSE = f"{_ONE}response/"
_PRACTICE = "inspections/practice/"
_AREA = f"{_ONE}areas/<slug:area>/<slug:side>/"

ROUTES = (
    Route("inspections/", inspections, "inspections", SEE),
    Route("inspections/new/", inspection_new, "inspection-new", EDIT, changes=EDIT),
    Route(_ONE, inspection, "inspection", SEE),
    Route(f"{_ONE}edit/", inspection_edit, "inspection-edit", EDIT, changes=EDIT),
    Route(f"{_ONE}national/<slug:area>/", national, "inspection-national", EDIT, changes=EDIT),
    Route("inspections/statements/new/", statement_new, "statement-new", EDIT, changes=EDIT),
    Route(
        "inspections/statements/<int:number>/", statement_edit, "statement-edit", EDIT,
        changes=EDIT,
    ),
    Route(_AREA, inspection_grades.area, "inspection-area", SEE),
    Route(
        f"{_AREA}judge/", inspection_grades.area_judge, "inspection-judge", GRADE, changes=GRADE,
        reads=False,
    ),
    Route(
        f"{_AREA}grade/", inspection_grades.area_grade, "inspection-grade", GRADE, changes=GRADE,
        reads=False,
    ),
    Route(
        f"{_ONE}criteria/", inspection_grades.criteria, "inspection-criteria", GRADE,
        changes=GRADE,
    ),
    Route("inspections/findings/", inspection_findings.findings, "findings", SEE),
    Route("inspections/findings/list.csv", inspection_findings.findings_csv, "findings-csv", SEE),
    Route(
        f"{_ONE}findings/new/", inspection_findings.finding_new, "finding-new", EDIT, changes=EDIT
    ),
    Route(
        f"{_ONE}findings/import/", inspection_findings.findings_import, "findings-import", EDIT,
        changes=EDIT,
    ),
    Route(_FINDING, inspection_finding.finding, "finding", SEE),
    Route(
        f"{_FINDING}edit/", inspection_findings.finding_edit, "finding-edit", EDIT, changes=EDIT
    ),
    Route(
        f"{_FINDING}step/", inspection_finding.finding_move, "finding-move", SEE, changes=SEE,
        reads=False,
    ),
    Route(
        f"{_FINDING}due/", inspection_finding.finding_due, "finding-due", EDIT, changes=EDIT,
        reads=False,
    ),
    Route(
        f"{_FINDING}evidence/", inspection_finding.finding_evidence, "finding-evidence",
        "findings.update", changes="findings.update", reads=False,
    ),
    Route(
        f"{_FINDING}evidence/<int:evidence>/", inspection_finding.finding_file, "finding-file", SEE
    ),
    Route(
        f"{_FINDING}plan/", inspection_finding.finding_plan, "finding-plan", "areas.propose",
        changes="areas.propose", reads=False,
    ),
    Route(
        f"{_FINDING}charts/<slug:measure>.svg", inspection_finding.finding_chart, "finding-chart",
        SEE,
    ),
    Route(_RESPONSE, inspection_response.response, "response", SEE),
    Route(
        f"{_RESPONSE}draft/", inspection_response.response_draft, "response-draft",
        "response.draft", changes="response.draft", reads=False,
    ),
    Route(
        f"{_RESPONSE}approve/", inspection_response.response_approve, "response-approve",
        "response.approve", changes="response.approve", reads=False,
    ),
    Route(
        f"{_RESPONSE}publish/", inspection_response.response_publish, "response-publish",
        "response.publish", changes="response.publish", reads=False,
    ),
    Route(
        f"{_RESPONSE}copies/", inspection_response.response_copy, "response-copy",
        "response.publish", changes="response.publish", reads=False,
    ),
    Route(f"{_ONE}evidence/", inspection_asked.log, "evidence-log", SEE),
    Route(f"{_ONE}evidence/new/", inspection_asked.asked_new, "asked-new", EDIT, changes=EDIT),
    Route(
        f"{_ONE}evidence/<int:asked>/", inspection_asked.asked_edit, "asked-edit", EDIT,
        changes=EDIT,
    ),
    Route(f"{_ONE}evidence/<int:asked>/file/", inspection_asked.asked_file, "asked-file", SEE),
    Route(_PRACTICE, inspection_practice.practices, "practices", SEE),
    Route(
        f"{_PRACTICE}new/", inspection_practice.practice_new, "practice-new", "practice.edit",
        changes="practice.edit",
    ),
    Route(f"{_PRACTICE}<int:number>/", inspection_practice.practice, "practice", SEE),
    Route(
        f"{_PRACTICE}<int:number>/edit/", inspection_practice.practice_edit, "practice-edit",
        "practice.edit", changes="practice.edit",
    ),
    Route(
        f"{_PRACTICE}<int:number>/taken-up/", inspection_practice.practice_taken_up,
        "practice-taken-up", "practice.edit", changes="practice.edit", reads=False,
    ),
)  # fmt: skip
