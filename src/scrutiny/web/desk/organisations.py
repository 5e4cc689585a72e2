"""Organisations with their dates, and which takes over from which."""

from __future__ import annotations

from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from scrutiny.governance.people.models import Organisation
from scrutiny.web.desk.people_forms import OrganisationForm
from scrutiny.web.desk.routes import Route
from scrutiny.web.desk.shown import shown


def organisations(request: HttpRequest) -> HttpResponse:
    found = Organisation.objects.select_related("follows", "part_of")
    by_kind = {kind: list(group) for kind, group in groupby(found, Organisation.get_kind_display)}
    return shown(request, "desk/people/organisations.html", by_kind=by_kind)


def one(request: HttpRequest, pk: int) -> HttpResponse:
    body = get_object_or_404(Organisation, pk=pk)
    members = body.memberships.select_related("person").order_by("role", "begins")
    return shown(request, "desk/people/organisation.html", body=body, members=members)


def add(request: HttpRequest) -> HttpResponse:
    return _form(request, Organisation(), "Add an organisation")


def change(request: HttpRequest, pk: int) -> HttpResponse:
    return _form(request, get_object_or_404(Organisation, pk=pk), "Change an organisation")


def _form(request: HttpRequest, body: Organisation, title: str) -> HttpResponse:
    form = OrganisationForm(request.POST or None, instance=body)
    if request.method == "POST" and form.is_valid():
        made = form.save()
        messages.success(request, f"{made} is kept.")
        return HttpResponseRedirect(reverse("organisation", kwargs={"pk": made.pk}))
    return shown(request, "desk/people/form.html", title=title, form=form, who=None)


EDIT = "people.edit"
ROUTES = (
    Route("organisations/", organisations, "organisations", "people.see"),
    Route("organisations/add/", add, "organisation-add", EDIT, changes=EDIT),
    Route("organisations/<int:pk>/", one, "organisation", "people.see"),
    Route("organisations/<int:pk>/change/", change, "organisation-change", EDIT, changes=EDIT),
)
