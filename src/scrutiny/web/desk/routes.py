"""A page or an action of the desk, with what one must be allowed to reach it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods

from scrutiny.governance.acting import acting
from scrutiny.governance.permissions import may, table
from scrutiny.web.accounts.factors import lacks_second_factor
from scrutiny.web.desk.shown import refused

View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Route:
    """One address under `/desk/`.

    `may` is the action of `permissions.toml` that it needs; `changes` is one, or the same, that
    sending a form to it needs. Without `changes` it can only be read. A view that serves only
    forms has `reads` false.
    """

    path: str
    view: View
    name: str
    may: str
    changes: str | None = None
    reads: bool = True

    def pattern(self) -> URLPattern:
        for action in (self.may, self.changes):
            if action is not None and action not in table():
                raise ValueError(f"{self.name}: permissions.toml has no action {action!r}")
        return path(f"desk/{self.path}", _guarded(self), name=self.name)

    @property
    def methods(self) -> tuple[str, ...]:
        return (("GET", "HEAD") if self.reads else ()) + (("POST",) if self.changes else ())


def _guarded(route: Route) -> View:
    """The view, for those who may; the rest is told to sign in, or who may."""

    @wraps(route.view)
    def view(request: HttpRequest, **parts: Any) -> HttpResponse:
        needed = route.changes if request.method == "POST" and route.changes else route.may
        person = request.user if request.user.is_authenticated else None
        if person is not None:
            prefetch_related_objects([person], "memberships")  # which every `may` looks into
        if person is None:
            answer = _sign_in(request)
        elif lacks_second_factor(request, person):
            answer = HttpResponseRedirect(reverse("mfa_activate_totp"))
        elif not may(person, needed):
            answer = refused(request, needed)
        else:
            with acting(person):
                answer = route.view(request, **parts)
        answer["Cache-Control"] = "no-store"
        return answer

    guarded: View = require_http_methods(list(route.methods))(view)
    return guarded


def _sign_in(request: HttpRequest) -> HttpResponse:
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"detail": "Sign in."}, status=HTTPStatus.UNAUTHORIZED)
    here = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("desk")
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': here})}")
