"""Ends sessions that have lasted too long, and keeps those that are in use."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from scrutiny.web.accounts.lasting import too_long
from scrutiny.web.middleware import OF_RECORDS


class EndSessions:
    """It looks only where pages come from the records: others are the same for everyone."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        ours = request.path.startswith(OF_RECORDS)
        if ours and request.user.is_authenticated:
            if too_long(request):
                logout(request)
            else:
                request.session.modified = True  # it is saved: the idle hour begins anew
        return self._answer(request)
