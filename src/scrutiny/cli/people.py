"""People from the command line, such as the administrator who lets in everyone else."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scrutiny.cli.shared import WorkspaceOption, open_workspace
from scrutiny.errors import ScrutinyError

if TYPE_CHECKING:
    from scrutiny.governance.people.models import Organisation, Person, Role

RoleOption = Annotated[str, typer.Option("--role", metavar="R", help="Such as administrator.")]
OrganisationOption = Annotated[
    str, typer.Option("--organisation", metavar="NAME", help="Where they hold the role.")
]
KindOption = Annotated[
    str | None,
    typer.Option("--kind", metavar="K", help="Make the organisation, such as a commissioner."),
]


def add(
    context: typer.Context,
    email: Annotated[str, typer.Argument(metavar="EMAIL")],
    title: Annotated[str, typer.Option("--title", metavar="T", help="How minutes name them.")],
    role: RoleOption,
    organisation: OrganisationOption,
    kind: KindOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Add somebody who may sign in, with a role from today.

    It asks for their password, or takes it from SCRUTINY_PASSWORD. The organisation is the one of
    that name that exists today; with --kind it is made where there is none.
    """
    _records(context, workspace)
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from scrutiny.governance.people.changes import add_person
    from scrutiny.governance.people.models import Person

    given = os.environ.get("SCRUTINY_PASSWORD")
    password = given or typer.prompt("Their password", hide_input=True, confirmation_prompt=True)
    try:
        validate_password(password, Person(email=email, title=title))
        with transaction.atomic():
            body = _organisation(organisation, kind)
            person = add_person(email, title, _role(role), body, password)
    except ValidationError as error:
        raise ScrutinyError(" ".join(error.messages)) from error
    typer.echo(f"{person.email} may sign in, as {_roles(person)}")


def listed(context: typer.Context, workspace: WorkspaceOption = None) -> None:
    """List people, and the roles that they hold today."""
    _records(context, workspace)
    from scrutiny.governance.people.models import Person

    for person in Person.objects.prefetch_related("memberships__organisation"):
        closed = "" if person.is_active else " (closed)"
        typer.echo(f"{person.email}  {person.title}{closed}: {_roles(person) or 'no role'}")


def role(
    context: typer.Context,
    email: Annotated[str, typer.Argument(metavar="EMAIL")],
    role: RoleOption,
    organisation: OrganisationOption,
    kind: KindOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Give somebody a role more, from today."""
    _records(context, workspace)
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from scrutiny.governance import clock
    from scrutiny.governance.people.changes import give_role
    from scrutiny.governance.people.models import Person

    person = Person.objects.filter(email__iexact=email).first()
    if person is None:
        raise ScrutinyError(f"nobody has the address {email}: `scrutiny people list` lists all")
    try:
        with transaction.atomic():
            give_role(person, _role(role), _organisation(organisation, kind), clock.today())
    except ValidationError as error:
        raise ScrutinyError(" ".join(error.messages)) from error
    typer.echo(f"{person.email} is {_roles(person)}")


COMMANDS = {"add": add, "list": listed, "role": role}


def _records(context: typer.Context, workspace: Path | None) -> None:
    from scrutiny.cli.records import open_records

    open_records(open_workspace(context, workspace).path)
    from scrutiny.governance.upgrading import waiting

    if waiting():
        raise ScrutinyError(
            "the records' database is not up to date: run `scrutiny records upgrade`"
        )


def _role(name: str) -> Role:
    from scrutiny.governance.people.models import Role

    if name not in Role.values:
        raise ScrutinyError(f"there is no role {name!r}: the roles are {', '.join(Role.values)}")
    return Role(name)


def _organisation(name: str, kind: str | None) -> Organisation:
    """The organisation of a name that exists today; made when `kind` is given and none is there."""
    from scrutiny.governance import clock
    from scrutiny.governance.people.models import Organisation

    found: Organisation
    for found in Organisation.objects.filter(name__iexact=name):
        if found.stands():
            return found
    if kind is None:
        raise ScrutinyError(f"there is no organisation {name!r} today: --kind makes it")
    if kind not in Organisation.Kind.values:
        known = ", ".join(Organisation.Kind.values)
        raise ScrutinyError(f"there is no kind of organisation {kind!r}: the kinds are {known}")
    made: Organisation = Organisation.objects.create(name=name, kind=kind, begins=clock.today())
    return made


def _roles(person: Person) -> str:
    from scrutiny.governance import clock

    today = clock.today()
    return "; ".join(str(each) for each in person.memberships.all() if each.holds(today))
