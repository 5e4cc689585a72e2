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
    person = request.user if request.user.is_authenticated else None
    common = {
        "person": person,
        "may": lambda action: may(person, action),
        "edition": getattr(request, "edition", None),
        "here": request.path,
        "said": list(get_messages(request)),
    }
    return render(request, template, common | held, status=status)


def refused(request: HttpRequest, action: str) -> HttpResponse:
    """That somebody may not do something, and the roles that may."""
    roles = sorted(role.label for role in table()[action])
    return shown(request, "desk/refused.html", status=HTTPStatus.FORBIDDEN, roles=roles)
