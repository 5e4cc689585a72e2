"""The person for whom a page of the desk is made."""

from __future__ import annotations

from django.http import HttpRequest

from scrutiny.governance.people.models import Person


def signed_in(request: HttpRequest) -> Person:
    """Who signed in: the door of the desk lets nobody else in."""
    assert isinstance(request.user, Person)
    return request.user
