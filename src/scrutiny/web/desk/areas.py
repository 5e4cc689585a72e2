"""Areas identified for consideration: proposed by several, decided by the scrutiny officer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from scrutiny.governance.plan.models import AreaForConsideration, Plan
from scrutiny.web.desk.plan import saved
from scrutiny.web.desk.plan_forms import AreaForm, ProposalForm
from scrutiny.web.desk.routes import Route
from scrutiny.web.desk.shown import shown
from scrutiny.web.desk.sight import seen_or_404, visible

State = AreaForConsideration.State


def areas(request: HttpRequest) -> HttpResponse:
    """All of one state, those that wait for a decision unless another is asked for."""
    state = request.GET.get("state", State.PROPOSED)
    state = state if state in State.values else State.PROPOSED
    found = visible(request, AreaForConsideration.objects)
    counts = [(value, name, found.filter(state=value).count()) for value, name in State.choices]
    rows = found.filter(state=state).select_related("section", "meeting")
    return shown(request, "desk/plan/areas.html", areas=rows, counts=counts, state=State(state))


def area(request: HttpRequest, area: int) -> HttpResponse:
    found = seen_or_404(request, AreaForConsideration, area)
    return shown(request, "desk/plan/area.html", area=found)


def propose(request: HttpRequest) -> HttpResponse:
    plan = visible(request, Plan.objects.filter(state=Plan.State.IN_FORCE)).first()
    if plan is None:
        messages.error(request, "No plan is in force, so there is no section to propose it under.")
        return redirect("considerations")
    asked = {name: request.GET.get(name) for name in ("section", "meeting")}
    form = ProposalForm(request, plan, instance=AreaForConsideration(), initial=asked)
    if request.method == "POST" and saved(form):
        messages.success(request, "Proposed. The scrutiny officer decides whether to plan it.")
        return redirect("consideration", area=form.instance.pk)
    title = "Propose an area for consideration"
    return shown(request, "desk/plan/area_form.html", form=form, title=title, back=None)


def area_edit(request: HttpRequest, area: int) -> HttpResponse:
    found: Any = seen_or_404(request, AreaForConsideration, area)
    form = AreaForm(request, found.section.plan, instance=found)
    if request.method == "POST" and saved(form):
        messages.success(request, f"Saved: {found.get_state_display().lower()}.")
        return redirect("consideration", area=found.pk)
    title = "Decide on an area for consideration"
    return shown(request, "desk/plan/area_form.html", form=form, title=title, back=found)


ROUTES = (
    Route("plan/areas/", areas, "considerations", "plan.see"),
    Route(
        "plan/areas/propose/",
        propose,
        "consideration-propose",
        "areas.propose",
        changes="areas.propose",
    ),
    Route("plan/areas/<int:area>/", area, "consideration", "plan.see"),
    Route(
        "plan/areas/<int:area>/edit/",
        area_edit,
        "consideration-edit",
        "areas.edit",
        changes="areas.edit",
    ),
)
