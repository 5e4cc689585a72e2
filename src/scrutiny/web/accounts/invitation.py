"""The mail that lets somebody in: a link by which they set their password."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string

from scrutiny.governance.audit.entries import enter
from scrutiny.governance.people.models import Person

DAY = 24 * 60 * 60  # seconds


def invite(request: HttpRequest, person: Person) -> None:
    """Mail somebody a link that can be used once, within days. An `OSError` when mail fails."""
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    held = {
        "link": get_adapter().get_reset_password_from_key_url(key),
        "days": settings.PASSWORD_RESET_TIMEOUT // DAY,
        "site": request.get_host(),
        "roles": sorted(role.label for role in person.roles()),
    }
    with transaction.atomic():
        enter("invited", person)
        text = render_to_string("account/email/invitation.txt", held)
        send_mail("Police Scrutiny: your account", text, None, [person.email])
