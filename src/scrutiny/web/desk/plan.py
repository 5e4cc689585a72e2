"""The scrutiny plan: its versions, its pages, and what is different between two of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from scrutiny.governance import clock
from scrutiny.governance.permissions import may
from scrutiny.governance.plan.arranging import outline
from scrutiny.governance.plan.differences import differences
from scrutiny.governance.plan.models import Plan, Priority, Section
from scrutiny.governance.plan.versions import new_version, put_in_force
from scrutiny.periods import Month
from scrutiny.web.desk.plan_forms import PlanForm, VersionForm
from scrutiny.web.desk.routes import Route
from scrutiny.web.desk.shown import shown
from scrutiny.web.desk.sight import seen_or_404, sees_restricted, visible


def plans(request: HttpRequest) -> HttpResponse:
    found = visible(request, Plan.objects).select_related("oversight")
    order = list(Plan.State.values)
    rows = sorted(found, key=lambda plan: (order.index(plan.state) != 1, -plan.dated.toordinal()))
    return shown(request, "desk/plan/plans.html", plans=rows)


def plan(request: HttpRequest, plan: int) -> HttpResponse:
    found = seen_or_404(request, Plan, plan)
    parts = [
        (depth, section, _held(request, section))
        for depth, section in outline(visible(request, found.sections.current()))
    ]
    boxes = visible(request, found.priorities.current())
    return shown(
        request,
        "desk/plan/plan.html",
        plan=found,
        parts=parts,
        priorities=[box for box in boxes if box.kind == Priority.Kind.PRIORITY],
        supports=[box for box in boxes if box.kind == Priority.Kind.SUPPORT],
        editing=found.is_draft and may(request.user, "plan.edit"),  # type: ignore[arg-type]
        out=_taken_out(found),
        force=request.edition.areas.get(found.force).name,  # type: ignore[attr-defined]
        when=when_due,
        months=_named,
    )


def _held(request: HttpRequest, section: Section) -> dict[str, Any]:
    areas = visible(request, section.areas).select_related("meeting")
    return {
        "items": visible(request, section.items.current()),
        "areas": areas.order_by("meeting__day", "id"),
    }


def _taken_out(plan: Plan) -> list[tuple[str, Any]]:
    """What was taken out of a draft, with the kind of each part."""
    items = [i for s in plan.sections.current() for i in s.items.filter(withdrawn=True)]
    return [
        *(("map", box) for box in plan.priorities.filter(withdrawn=True)),
        *(("sections", section) for section in plan.sections.filter(withdrawn=True)),
        *(("items", item) for item in items),
    ]


def when_due(section: Section) -> str:
    """How often a section comes, in words."""
    months = _named(section.due)
    return {
        "": "",
        Section.Frequency.QUARTERLY: "Quarterly",
        Section.Frequency.SIX_MONTHLY: f"Six-monthly, from {months}",
        Section.Frequency.YEARLY: f"Yearly, from {months}",
        Section.Frequency.BY_DATE: f"In {months}",
    }[section.frequency]


def _named(months: list[str]) -> str:
    return ", ".join(Month.parse(text).name for text in months)


def plan_new(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    form = PlanForm(request, request.edition, instance=Plan(dated=today))  # type: ignore[attr-defined]
    if request.method == "POST" and saved(form):
        messages.success(request, "The plan was begun, as a draft.")
        return redirect("plan", plan=form.instance.pk)
    return shown(request, "desk/plan/part.html", form=form, title="Begin a new plan", back=None)


def plan_edit(request: HttpRequest, plan: int) -> HttpResponse:
    found = seen_or_404(request, Plan, plan)
    if refusal := not_a_draft(request, found):
        return refusal
    form = PlanForm(request, request.edition, instance=found)  # type: ignore[attr-defined]
    if request.method == "POST" and saved(form):
        messages.success(request, "The plan was changed.")
        return redirect("plan", plan=found.pk)
    return shown(request, "desk/plan/part.html", form=form, title="Change the plan", back=found)


def plan_version(request: HttpRequest, plan: int) -> HttpResponse:
    found = seen_or_404(request, Plan, plan)
    sent = request.POST if request.method == "POST" else None
    form = VersionForm(sent, initial={"dated": clock.today()})
    if request.method == "POST" and form.is_valid():
        version, dated = form.cleaned_data["version"], form.cleaned_data["dated"]
        try:
            made = new_version(found, version, dated)
        except ValidationError:
            form.add_error("version", "There is a version of this name.")
        else:
            messages.success(request, "The new version is a draft. Nobody else's work changed.")
            return redirect("plan", plan=made.pk)
    title = "Make a new version"
    return shown(request, "desk/plan/version.html", form=form, title=title, back=found)


def plan_in_force(request: HttpRequest, plan: int) -> HttpResponse:
    found = seen_or_404(request, Plan, plan)
    try:
        put_in_force(found)
        messages.success(request, "This version is in force.")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("plan", plan=found.pk)


def plan_changes(request: HttpRequest, plan: int) -> HttpResponse:
    new = seen_or_404(request, Plan, plan)
    others = visible(request, Plan.objects.filter(oversight=new.oversight, force=new.force))
    others = others.exclude(pk=new.pk)
    against = request.GET.get("against", "")
    if against.isdecimal():
        old = get_object_or_404(others, pk=int(against))
    else:
        old = others.filter(pk=new.replaces_id).first() or others.first()
    found = differences(old, new, restricted=sees_restricted(request)) if old else []
    return shown(
        request, "desk/plan/changes.html", plan=new, old=old, others=others, differences=found
    )


def not_a_draft(request: HttpRequest, plan: Plan) -> HttpResponse | None:
    """That the words of a plan which is not a draft do not change."""
    if plan.is_draft:
        return None
    messages.error(request, "Only a draft can be changed. Make a new version of the plan.")
    return redirect("plan", plan=plan.pk)


def saved(form: Any) -> bool:
    """Whether a form was right and its record is saved; what the record refuses is on the form."""
    if not form.is_valid():
        return False
    try:
        form.instance.save()
    except ValidationError as error:
        form.add_error(None, " ".join(error.messages))
        return False
    return True


ROUTES = (
    Route("plan/", plans, "plans", "plan.see"),
    Route("plan/new/", plan_new, "plan-new", "plan.edit", changes="plan.edit"),
    Route("plan/<int:plan>/", plan, "plan", "plan.see"),
    Route("plan/<int:plan>/edit/", plan_edit, "plan-edit", "plan.edit", changes="plan.edit"),
    Route(
        "plan/<int:plan>/version/", plan_version, "plan-version", "plan.edit", changes="plan.edit"
    ),
    Route(
        "plan/<int:plan>/in-force/", plan_in_force, "plan-in-force", "plan.edit",
        changes="plan.edit", reads=False,
    ),
    Route("plan/<int:plan>/changes/", plan_changes, "plan-changes", "plan.see"),
)  # fmt: skip
