"""The door of the desk: who may go where. Every page and every action is tried with every role."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from scrutiny.governance.people.models import Role
from scrutiny.governance.permissions import table
from scrutiny.web.desk.routes import Route
from scrutiny.web.desk.urls import ROUTES

if TYPE_CHECKING:
    from django.test import Client

ANYTHING = {"int": "999999", "slug": "nothing", "str": "nothing", "path": "nothing"}
NOBODY = 999_999  # no record has this number: who may is told that it is not there


def address(route: Route) -> str:
    """An address of the route, of something that does not exist."""
    return "/desk/" + re.sub(r"<(?:(\w+):)?\w+>", lambda m: ANYTHING[m[1] or "str"], route.path)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_every_page_and_action_is_open_to_the_roles_of_the_table_only(
    route: Route, desk: Callable[..., Client]
) -> None:
    for role in Role:
        signed_in = desk(role.value)
        for method in ("get", "post"):
            needed = route.changes if method == "post" else route.may
            answer = getattr(signed_in, method)(address(route))
            if method.upper() not in route.methods:
                assert answer.status_code == 405
            elif role in table()[needed or route.may]:
                assert answer.status_code not in (401, 403, 405, 500), (role, method)
            else:
                assert answer.status_code == 403, (role, method)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_who_is_not_signed_in_is_asked_to(route: Route, client: Client) -> None:
    method = "get" if route.reads else "post"
    answer = getattr(client, method)(address(route))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=")
    assert answer["Cache-Control"] == "no-store"


def test_who_has_no_role_may_do_nothing(desk: Callable[..., Client]) -> None:
    assert desk().get("/desk/").status_code == 403


def test_every_address_under_the_desk_is_in_the_table_of_routes() -> None:
    from django.urls import get_resolver

    known = {f"desk/{route.path}" for route in ROUTES}
    patterns = {str(each.pattern) for each in get_resolver().url_patterns}
    assert {path for path in patterns if path.startswith("desk")} == known
