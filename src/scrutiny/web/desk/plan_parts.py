"""Editing a draft of a plan: the boxes of its strategy map, its sections and standing items."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from scrutiny.governance.plan.arranging import move, put_back, settle, take_out
from scrutiny.governance.plan.models import Plan, Priority, Section, StandingItem
from scrutiny.web.desk.plan import not_a_draft, saved
from scrutiny.web.desk.plan_forms import BoxForm, ItemForm, SectionForm
from scrutiny.web.desk.routes import Route, View
from scrutiny.web.desk.shown import shown
from scrutiny.web.desk.sight import seen_or_404

KINDS: dict[str, Any] = {"map": Priority, "sections": Section, "items": StandingItem}
LAST = 32_000  # a place after all others, until the part is settled in its own


def box_new(request: HttpRequest, plan: int) -> HttpResponse:
    found = seen_or_404(request, Plan, plan)
    return _edited(request, Priority(plan=found, order=LAST), "Add a box to the strategy map")


def section_new(request: HttpRequest, plan: int) -> HttpResponse:
    found = seen_or_404(request, Plan, plan)
    return _edited(request, Section(plan=found, order=LAST), "Add a section")


def item_new(request: HttpRequest, section: int) -> HttpResponse:
    found = seen_or_404(request, Section, section)
    new = StandingItem(section=found, order=LAST)
    return _edited(request, new, f"Add a standing item to section {found.number}")


def part_edit(request: HttpRequest, kind: str, part: int) -> HttpResponse:
    found = _part(request, kind, part)
    name = {"map": "box of the strategy map", "sections": "section", "items": "standing item"}
    return _edited(request, found, f"Change the {name[kind]}")


def part_move(request: HttpRequest, kind: str, part: int) -> HttpResponse:
    """Up or down, as the button `places` says."""
    found = _part(request, kind, part)
    if refusal := not_a_draft(request, _plan_of(found)):
        return refusal
    up = request.POST.get("places") == "-1"
    move(found, -1 if up else 1)
    messages.success(request, f"Moved {'up' if up else 'down'}: {found}")
    return redirect(_place(found))


def part_out(request: HttpRequest, kind: str, part: int) -> HttpResponse:
    found = _part(request, kind, part)
    if refusal := not_a_draft(request, _plan_of(found)):
        return refusal
    try:
        take_out(found)
        messages.success(request, f"Taken out: {found}")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("plan", plan=_plan_of(found).pk)


def part_back(request: HttpRequest, kind: str, part: int) -> HttpResponse:
    found = _part(request, kind, part)
    if refusal := not_a_draft(request, _plan_of(found)):
        return refusal
    put_back(found)
    messages.success(request, f"Put back: {found}")
    return redirect(_place(found))


def _part(request: HttpRequest, kind: str, number: int) -> Any:
    if kind not in KINDS:
        raise Http404
    return seen_or_404(request, KINDS[kind], number)


def _plan_of(part: Any) -> Plan:
    found: Plan = part.section.plan if isinstance(part, StandingItem) else part.plan
    return found


def _place(part: Any) -> str:
    """Where a part stands on its plan's page."""
    section = part.section if isinstance(part, StandingItem) else part
    anchor = f"section-{section.pk}" if isinstance(section, Section) else "strategy-map"
    return f"{reverse('plan', kwargs={'plan': _plan_of(part).pk})}#{anchor}"


def _edited(request: HttpRequest, part: Any, title: str) -> HttpResponse:
    plan = _plan_of(part)
    if refusal := not_a_draft(request, plan):
        return refusal
    beside = getattr(part, "part_of", None)
    form = _form(request, part)
    if request.method == "POST":
        with transaction.atomic():
            done = saved(form)
            if done and (part.order == LAST or getattr(part, "part_of", None) != beside):
                settle(part)
        if done:
            messages.success(request, f"Saved: {part}")
            return redirect(_place(part))
    return shown(request, "desk/plan/part.html", form=form, title=title, back=plan)


def _form(request: HttpRequest, part: Any) -> Any:
    if isinstance(part, StandingItem):
        return ItemForm(request, request.edition.catalogue, instance=part)  # type: ignore[attr-defined]
    form = SectionForm if isinstance(part, Section) else BoxForm
    return form(request, instance=part)


def _route(path: str, view: View, name: str, reads: bool = True) -> Route:
    return Route(f"plan/{path}", view, name, "plan.edit", changes="plan.edit", reads=reads)


ROUTES = (
    _route("<int:plan>/map/add/", box_new, "box-new"),
    _route("<int:plan>/sections/add/", section_new, "section-new"),
    _route("sections/<int:section>/items/add/", item_new, "item-new"),
    _route("parts/<slug:kind>/<int:part>/edit/", part_edit, "part-edit"),
    _route("parts/<slug:kind>/<int:part>/move/", part_move, "part-move", reads=False),
    _route("parts/<slug:kind>/<int:part>/out/", part_out, "part-out", reads=False),
    _route("parts/<slug:kind>/<int:part>/back/", part_back, "part-back", reads=False),
)
