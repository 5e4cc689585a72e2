"""What an administrator does about people: add them, give and end roles, close and open them."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from scrutiny.governance import clock
from scrutiny.governance.people.models import Membership, Organisation, Person, Role

LAST = "Nobody else is an administrator. Give somebody else the role first."


@transaction.atomic
def add_person(
    email: str, title: str, role: Role, organisation: Organisation, password: str | None = None
) -> Person:
    """Somebody with a first role, from today. Without a password they set one by a mailed link."""
    person = Person.objects.create_user(email, password, title=title)
    give_role(person, role, organisation, clock.today())
    return person


def give_role(
    person: Person, role: Role, organisation: Organisation, begins: date, ends: date | None = None
) -> Membership:
    """A role in an organisation from one date, until another. A wrong one is a ValidationError."""
    made = Membership(person=person, role=role, organisation=organisation, begins=begins, ends=ends)
    made.save()
    return made


@transaction.atomic
def end_role(membership: Membership, ends: date, note: str = "") -> None:
    """`ends` is the first day without it."""
    membership.ends = ends
    membership.save(note=note)
    _keep_an_administrator()


@transaction.atomic
def close_account(person: Person, note: str) -> None:
    """Let somebody sign in no more, from now. Their password goes too, and with it every session:
    what was open stays shut when the account is opened again."""
    person.is_active = False
    person.set_unusable_password()
    person.save(note=note)
    _keep_an_administrator()


def open_account(person: Person, note: str = "") -> None:
    """Let somebody sign in again; they set a new password by a mailed link."""
    person.is_active = True
    person.save(note=note)


def _keep_an_administrator() -> None:
    """Refuse what would leave nobody who can let anybody in."""
    today = clock.today()
    holders = Membership.objects.filter(role=Role.ADMINISTRATOR, person__is_active=True)
    if not any(each.holds(today) for each in holders):
        raise ValidationError(LAST)
