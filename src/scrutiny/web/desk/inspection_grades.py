"""The grade of one area: its criteria judged, what they propose, and the judgement with its reason.

The same page for either side: the force's self-assessment, or the inspectors.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from scrutiny.catalogue.criteria import COLUMNS
from scrutiny.catalogue.frameworks import Criterion
from scrutiny.errors import ScrutinyError
from scrutiny.governance.inspection.criteria import import_criteria
from scrutiny.governance.inspection.grades import give_grade, judge, proposal
from scrutiny.governance.inspection.models import Grade, Inspection, Judgement, Side
from scrutiny.web.desk.forms import Form
from scrutiny.web.desk.inspection_forms import CsvForm
from scrutiny.web.desk.inspection_shown import form_page, question_or_404
from scrutiny.web.desk.shown import shown
from scrutiny.web.desk.sight import seen_or_404, visible


class JudgementForm(Form):
    """Whether each criterion of an area is met, with what shows it."""

    def __init__(
        self, criteria: list[Criterion], known: dict[str, Judgement], given: Any = None
    ) -> None:
        super().__init__(given)
        self.criteria = [each for each in criteria if each.stated]
        self._known = {id: (j.verdict, j.evidence) for id, j in known.items()}
        for each in self.criteria:
            now = known.get(each.id)
            self.fields[f"verdict-{each.id}"] = forms.ChoiceField(
                label="Verdict", choices=Judgement.Verdict.choices,
                initial=now.verdict if now else Judgement.Verdict.NOT_JUDGED,
                widget=forms.Select(attrs={"class": "govuk-select"}),
            )  # fmt: skip
            self.fields[f"evidence-{each.id}"] = forms.CharField(
                label="What shows it", required=False, initial=now.evidence if now else "",
                widget=forms.Textarea(attrs={"rows": 2, "class": "govuk-textarea"}),
            )  # fmt: skip

    def rows(self) -> list[tuple[Criterion, Any, Any]]:
        """Each criterion with its two fields."""
        return [(c, self[f"verdict-{c.id}"], self[f"evidence-{c.id}"]) for c in self.criteria]

    def keep(self, inspection: Inspection, side: str) -> None:
        """Save what was judged, all or nothing; what a record refuses is on its own field."""
        with transaction.atomic():
            for each in self.criteria:
                verdict = self.cleaned_data[f"verdict-{each.id}"]
                evidence = self.cleaned_data[f"evidence-{each.id}"]
                now = (verdict, evidence.strip())
                if now == self._known.get(each.id, (Judgement.Verdict.NOT_JUDGED, "")):
                    continue
                try:
                    judge(inspection, side, each.id, verdict, evidence)
                except ValidationError as error:
                    self.add_error(f"evidence-{each.id}", " ".join(error.messages))
            if self.errors:
                transaction.set_rollback(True)


class GradeForm(Form):
    """The grade that a person gives, and why."""

    grade = forms.ChoiceField(label="Grade")
    reason = forms.CharField(
        label="Why this grade", widget=forms.Textarea(attrs={"rows": 4}), required=False
    )

    def __init__(self, inspection: Inspection, now: Grade | None, given: Any = None) -> None:
        initial = {"grade": now.grade, "reason": now.reason} if now else {}
        super().__init__(given, initial=initial)
        grades = inspection.frame.scale.grades
        choices = [("", "Choose a grade"), *((grade, grade) for grade in grades)]
        self.fields["grade"].choices = choices  # type: ignore[attr-defined]


def area(request: HttpRequest, number: int, area: str, side: str) -> HttpResponse:
    """The criteria of an area with their verdicts, the proposal and the grade."""
    return _page(request, number, area, side)


def _page(
    request: HttpRequest, number: int, area: str, side: str, wrong: Form | None = None
) -> HttpResponse:
    found, question = _found(request, number, area, side)
    criteria = list(found.frame.criteria_of(area))
    judged = {j.criterion: j for j in visible(request, found.judgements).filter(side=side)}
    grade = visible(request, found.grades).filter(side=side, area=area).first()
    other = Side.SELF if side == Side.INSPECTORS else Side.INSPECTORS
    judging = wrong if isinstance(wrong, JudgementForm) else JudgementForm(criteria, judged)
    grading = wrong if isinstance(wrong, GradeForm) else GradeForm(found, grade)
    return shown(
        request,
        "desk/inspections/area.html",
        status=HTTPStatus.OK if wrong is None else HTTPStatus.BAD_REQUEST,
        inspection=found,
        area=question,
        side=Side(side),
        other=other,
        frame=found.frame,
        judging=judging,
        grading=grading,
        wrong=wrong,
        judged=judged,
        unstated=[each for each in criteria if not each.stated],
        proposal=proposal(found, area, side),
        grade=grade,
        beside=visible(request, found.grades).filter(side=other, area=area).first(),
        closed=found.state == Inspection.State.PUBLISHED and side == Side.SELF,
    )


def _found(request: HttpRequest, number: int, area: str, side: str) -> tuple[Inspection, Any]:
    found = seen_or_404(request, Inspection, number)
    if side not in Side.values:
        raise Http404
    return found, question_or_404(found, area)


def area_judge(request: HttpRequest, number: int, area: str, side: str) -> HttpResponse:
    """Judge the criteria of an area."""
    found, question = _found(request, number, area, side)
    judged = {j.criterion: j for j in visible(request, found.judgements).filter(side=side)}
    form = JudgementForm(list(found.frame.criteria_of(area)), judged, request.POST)
    if form.is_valid():
        form.keep(found, side)
    if form.errors:
        return _page(request, number, area, side, form)
    messages.success(request, f"The criteria of {question.name} are judged.")
    return redirect("inspection-area", number=number, area=area, side=side)


def area_grade(request: HttpRequest, number: int, area: str, side: str) -> HttpResponse:
    """Give an area its grade, beside what its criteria propose."""
    found, question = _found(request, number, area, side)
    form = GradeForm(found, None, request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            give_grade(found, area, side, given["grade"], given["reason"])
        except ValidationError as error:
            for name, said in error.message_dict.items():
                form.add_error(name if name in form.fields else None, said)
    if form.errors:
        return _page(request, number, area, side, form)
    messages.success(request, f"{question.name}: {form.cleaned_data['grade']}.")
    return redirect(found)


def criteria(request: HttpRequest, number: int) -> HttpResponse:
    """Take in criteria that the inspection's framework only refers to, from a CSV file."""
    found = seen_or_404(request, Inspection, number)
    sent = request.method == "POST"
    form = CriteriaForm(request.POST, request.FILES) if sent else CriteriaForm()
    if sent and form.is_valid():
        given = form.cleaned_data
        try:
            count = import_criteria(found.framework, given["file"], form.name, given["source"])
        except ScrutinyError as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, f"{count} criteria taken in.")
            return redirect(found)
    return form_page(
        request, form, f"Take in criteria: {found.frame.title}", "Take them in",
        found.get_absolute_url(), columns=COLUMNS,
    )  # fmt: skip


class CriteriaForm(CsvForm):
    source = forms.CharField(label="Where the criteria are published", max_length=300)
