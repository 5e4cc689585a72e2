"""People: who they are, which roles they hold, and letting them in. Organisations are beside."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from scrutiny.governance import clock
from scrutiny.governance.audit.entries import history
from scrutiny.governance.people import changes
from scrutiny.governance.people.models import Membership, Person, Role
from scrutiny.governance.permissions import meanings, table
from scrutiny.web.accounts.factors import drop_second_factor, has_second_factor
from scrutiny.web.accounts.invitation import invite as mail_invitation
from scrutiny.web.desk.people_forms import (
    AddForm,
    EndForm,
    PersonForm,
    ReasonForm,
    RoleForm,
    refuse,
)
from scrutiny.web.desk.routes import Route
from scrutiny.web.desk.shown import shown

LAST_ENTRIES = 20  # of a person's history, on their page


def people(request: HttpRequest) -> HttpResponse:
    today = clock.today()
    found = [
        (person, [each for each in person.memberships.all() if each.holds(today)])
        for person in Person.objects.prefetch_related("memberships__organisation")
    ]
    admitted = [each for each in found if each[0].is_active]
    closed = [each for each in found if not each[0].is_active]
    return shown(request, "desk/people/people.html", admitted=admitted, closed=closed)


def one(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk)
    entries = list(history(person).order_by("-number")[:LAST_ENTRIES])
    return shown(
        request,
        "desk/people/person.html",
        who=person,
        memberships=person.memberships.select_related("organisation"),
        factor=has_second_factor(person),
        entries=entries,
        today=clock.today(),
    )


def you(request: HttpRequest) -> HttpResponse:
    """One's own account: anybody's, whatever their role."""
    person = get_object_or_404(Person, pk=request.user.pk)
    held = [each for each in person.memberships.all() if each.holds(clock.today())]
    factor = has_second_factor(person)
    return shown(request, "desk/people/you.html", memberships=held, factor=factor)


def permissions(request: HttpRequest) -> HttpResponse:
    return shown(
        request, "desk/people/permissions.html", roles=list(Role), table=table(), means=meanings()
    )


def add(request: HttpRequest) -> HttpResponse:
    form = AddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            person = changes.add_person(
                said["email"], said["title"], Role(said["role"]), said["organisation"]
            )
        except ValidationError as error:
            refuse(form, error)
        else:
            _invite(request, person)
            return _to(person)
    return shown(request, "desk/people/add.html", form=form)


def change(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk)
    form = PersonForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, f"What is kept of {person} is changed.")
        return _to(person)
    return shown(
        request, "desk/people/form.html", title="Change who this is", form=form, who=person
    )


def give_role(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk)
    form = RoleForm(request.POST or None, initial={"begins": clock.today()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = changes.give_role(
                person, Role(said["role"]), said["organisation"], said["begins"], said["ends"]
            )
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, f"{person} has a role more: {made}.")
            return _to(person)
    return shown(request, "desk/people/form.html", title="Give a role", form=form, who=person)


def end_role(request: HttpRequest, pk: int, role: int) -> HttpResponse:
    membership = get_object_or_404(Membership, pk=role, person=pk)
    form = EndForm(request.POST or None, initial={"ends": membership.ends or clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            changes.end_role(membership, form.cleaned_data["ends"], form.cleaned_data["note"])
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, f"The role ends: {membership}.")
            return _to(membership.person)
    title = f"End the role: {membership}"
    return shown(request, "desk/people/form.html", title=title, form=form, who=membership.person)


def invite(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk, is_active=True)
    _invite(request, person)
    return _to(person)


def close(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk, is_active=True)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            changes.close_account(person, form.cleaned_data["note"])
        except ValidationError as error:
            refuse(form, error)
        else:
            messages.success(request, f"The account of {person} is closed: they are signed out.")
            return _to(person)
    title = "Close the account"
    return shown(request, "desk/people/form.html", title=title, form=form, who=person)


def open_again(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk, is_active=False)
    changes.open_account(person)
    _invite(request, person)
    return _to(person)


def drop_factor(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        drop_second_factor(person, form.cleaned_data["note"])
        messages.success(request, f"{person} can sign in without a second factor, and add another.")
        return _to(person)
    title = "Remove a lost second factor"
    return shown(request, "desk/people/form.html", title=title, form=form, who=person)


def _invite(request: HttpRequest, person: Person) -> None:
    try:
        mail_invitation(request, person)
    except OSError:
        messages.error(
            request, "The mail could not be sent. The account is there: send the link again later."
        )
    else:
        messages.success(request, f"A link to set a password is on its way to {person.email}.")


def _to(person: Person) -> HttpResponse:
    return HttpResponseRedirect(reverse("person", kwargs={"pk": person.pk}))


EDIT = "people.edit"
ROUTES = (
    Route("you/", you, "you", "desk.see"),
    Route("people/", people, "people", "people.see"),
    Route("people/add/", add, "person-add", EDIT, changes=EDIT),
    Route("people/permissions/", permissions, "permissions", "people.see"),
    Route("people/<int:pk>/", one, "person", "people.see"),
    Route("people/<int:pk>/change/", change, "person-change", EDIT, changes=EDIT),
    Route("people/<int:pk>/roles/add/", give_role, "role-give", EDIT, changes=EDIT),
    Route("people/<int:pk>/roles/<int:role>/end/", end_role, "role-end", EDIT, changes=EDIT),
    Route("people/<int:pk>/invite/", invite, "person-invite", EDIT, changes=EDIT, reads=False),
    Route("people/<int:pk>/close/", close, "person-close", EDIT, changes=EDIT),
    Route("people/<int:pk>/open/", open_again, "person-open", EDIT, changes=EDIT, reads=False),
    Route("people/<int:pk>/second-factor/", drop_factor, "factor-drop", EDIT, changes=EDIT),
)
