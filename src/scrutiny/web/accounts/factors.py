"""The second factor beside a password: whether somebody has one, or lacks one that they need."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from scrutiny.governance.audit.entries import enter
from scrutiny.governance.people.models import Person

VOUCHED = "second factor vouched for"  # in a session


def vouch(request: HttpRequest, claims: dict[str, Any]) -> None:
    """Note in a session that the organisation's sign-in says it asked for more than one factor.

    It says so by `mfa` among the methods `amr` of its token (RFC 8176).
    """
    request.session[VOUCHED] = "mfa" in (claims.get("amr") or ())


def lacks_second_factor(request: HttpRequest, person: Person) -> bool:
    """Whether somebody has to set up a second factor before they see anything."""
    return (
        settings.SCRUTINY_SECOND_FACTOR == "required"
        and not request.session.get(VOUCHED)
        and not has_second_factor(person)
    )


def has_second_factor(person: Person) -> bool:
    """Whether they have one of their own, which sign-in asks them for."""
    theirs = Authenticator.objects.filter(user=person)
    found: bool = theirs.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
    return found


@transaction.atomic
def drop_second_factor(person: Person, note: str) -> None:
    """Take away the second factor of somebody who has lost it; they set up another."""
    Authenticator.objects.filter(user=person).delete()
    enter("second factor removed", person, note=note)
