"""How long a session lasts, and whether who is signed in has shown a second factor.

An hour without a request ends a session (`SESSION_COOKIE_AGE`); so does half a day, however busy.
Signing out, a new password and closing the account end it at once.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from scrutiny.governance import clock

if TYPE_CHECKING:
    from scrutiny.governance.people.models import Person

LONGEST = timedelta(hours=12)
BEGAN, VOUCHED = "began", "second factor vouched for"  # in a session


def begin(request: HttpRequest) -> None:
    """Note in a session when it began."""
    request.session[BEGAN] = clock.now().isoformat()


def too_long(request: HttpRequest) -> bool:
    """Whether a session began too long ago."""
    return clock.now() - datetime.fromisoformat(request.session[BEGAN]) > LONGEST


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
