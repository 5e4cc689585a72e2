"""Which records the person who signed in may see, and that they saw what is restricted."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from scrutiny.governance.audit.entries import enter
from scrutiny.governance.meetings.restricted import cause
from scrutiny.governance.permissions import may


def sees_restricted(request: HttpRequest) -> bool:
    person = request.user
    return person.is_authenticated and may(person, "restricted.see")


def visible(request: HttpRequest, rows: Any) -> Any:
    """All rows, or without what is restricted, for whoever may not see that."""
    return rows.all() if sees_restricted(request) else rows.public()


def seen_or_404(request: HttpRequest, kind: Any, number: int) -> Any:
    """A record for a page of its own. What may not be seen is not there."""
    found = get_object_or_404(visible(request, kind.objects), pk=number)
    if request.method == "GET" and cause(found):
        enter("saw", found)
    return found
