"""What the audit is told of signing in, and what has to follow when a person is saved."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import password_changed, password_reset
from allauth.account.signals import user_logged_in as let_in
from allauth.mfa import signals as second_factor
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import post_save
from django.http import HttpRequest

from scrutiny.governance.acting import acting
from scrutiny.governance.audit.entries import enter
from scrutiny.governance.people.models import Person
from scrutiny.web.accounts.factors import vouch
from scrutiny.web.accounts.lasting import begin

SOMEBODY = Person(pk=0, title="Somebody unknown")


def watch() -> None:
    """Listen, from the start of the process."""
    user_logged_in.connect(_signed_in)
    let_in.connect(_let_in)
    user_logged_out.connect(_signed_out)
    user_login_failed.connect(_failed)
    password_changed.connect(_password_changed)
    password_reset.connect(_password_changed)
    second_factor.authenticator_added.connect(_factor_added)
    second_factor.authenticator_removed.connect(_factor_removed)
    second_factor.authenticator_reset.connect(_codes_made)
    second_factor.authentication_failed.connect(_wrong_code)
    post_save.connect(_keep_address, sender=Person)


def unknown(how: str = "") -> None:
    """Enter that somebody tried whom nobody here knows. What was typed may be a password."""
    enter("sign-in failed", SOMEBODY, note=f"No account has that e-mail address {how}".strip())


def _signed_in(request: HttpRequest, user: Person, **more: Any) -> None:
    begin(request)
    with acting(user):
        enter("signed in", user)


def _let_in(request: HttpRequest, sociallogin: Any = None, **more: Any) -> None:
    """After `_signed_in`, with what the organisation's own sign-in said, where it was by that."""
    if sociallogin is not None:
        vouch(request, sociallogin.account.extra_data.get("id_token", {}))


def _signed_out(request: HttpRequest, user: Person | None, **more: Any) -> None:
    if user is not None:
        with acting(user):
            enter("signed out", user)


def _failed(credentials: dict[str, Any], **more: Any) -> None:
    person = Person.objects.filter(email__iexact=credentials.get("email", "")).first()
    if person is None:
        unknown()
    else:
        enter("sign-in failed", person, note="Wrong password")


def _password_changed(user: Person, **more: Any) -> None:
    with acting(user):
        enter("password changed", user)


def _factor_added(user: Person, authenticator: Authenticator, **more: Any) -> None:
    with acting(user):
        enter("second factor added", user, note=_kind(authenticator))


def _factor_removed(user: Person, authenticator: Authenticator, **more: Any) -> None:
    with acting(user):
        enter("second factor removed", user, note=_kind(authenticator))


def _codes_made(user: Person, authenticator: Authenticator, **more: Any) -> None:
    with acting(user):
        enter("second factor added", user, note=f"{_kind(authenticator)}, anew")


def _wrong_code(user: Person, authenticator: Authenticator, **more: Any) -> None:
    enter("sign-in failed", user, note=f"Wrong code: {_kind(authenticator)}")


def _kind(authenticator: Authenticator) -> str:
    return str(Authenticator.Type(authenticator.type).label)


def _keep_address(instance: Person, **more: Any) -> None:
    """Allauth's list of addresses has the one that the administrator gave, and no other."""
    theirs = EmailAddress.objects.filter(user=instance)
    if not theirs.filter(email=instance.email, verified=True, primary=True).exists():
        theirs.delete()
        EmailAddress.objects.create(
            user=instance, email=instance.email, verified=True, primary=True
        )
