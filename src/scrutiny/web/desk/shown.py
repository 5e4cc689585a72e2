"""A page of the desk as HTML: what every one of its templates has."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from scrutiny.governance.permissions import may, table


def shown(
    request: HttpRequest, template: str, *, status: HTTPStatus = HTTPStatus.OK, **held: Any
) -> HttpResponse:
    """The page `template` of `pages/templates`, with `held` and:

    `person` who is signed in, `may("plan.edit")`, `edition`, `here` (the path) and `said`, what an
    action before says of itself.
    """
    return render(request, template, common(request) | held, status=status)


def common(request: HttpRequest) -> dict[str, Any]:
    """What every template of the desk has."""
    person = request.user if request.user.is_authenticated else None
    return {
        "person": person,
        "may": lambda action: may(person, action),
        "edition": getattr(request, "edition", None),
        "here": request.path,
        "said": list(get_messages(request)),
    }


def signing_in(request: HttpRequest) -> dict[str, Any]:
    """The same for the pages where one signs in: their views are allauth's, which know none of it.

    For all other pages nothing, so that those for the public read no session.
    """
    ours = request.path.startswith("/accounts/") and hasattr(request, "user")
    return common(request) if ours else {}


def refused(request: HttpRequest, action: str) -> HttpResponse:
    """That somebody may not do something, and the roles that may."""
    roles = sorted(role.label for role in table()[action])
    return shown(request, "desk/refused.html", status=HTTPStatus.FORBIDDEN, roles=roles)
