"""The door of the desk: who may go where. Every page and every action is tried with every role."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from scrutiny.governance import clock
from scrutiny.governance.clock import clock_at
from scrutiny.governance.people.changes import give_role
from scrutiny.governance.people.models import Person, Role
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


@pytest.mark.parametrize("role", Role)
def test_every_page_and_action_is_open_to_the_roles_of_the_table_only(
    role: Role, desk: Callable[..., Client]
) -> None:
    signed_in = desk(role.value)
    for route in ROUTES:
        for method in ("get", "post"):
            needed = route.changes if method == "post" else route.may
            answer = getattr(signed_in, method)(address(route))
            if method.upper() not in route.methods:
                assert answer.status_code == 405, (route.name, method)
            elif role in table()[needed or route.may]:
                assert answer.status_code not in (401, 403, 405, 500), (route.name, method)
            else:
                assert answer.status_code == 403, (route.name, method)


def test_who_is_not_signed_in_is_asked_to(client: Client) -> None:
    for route in ROUTES:
        method = "get" if route.reads else "post"
        answer = getattr(client, method)(address(route))
        assert answer.status_code == 302, route.name
        assert answer["Location"].startswith("/accounts/login/?next="), route.name
        assert answer["Cache-Control"] == "no-store", route.name


def test_who_has_no_role_may_do_nothing(desk: Callable[..., Client]) -> None:
    assert desk().get("/desk/").status_code == 403


def test_every_address_under_the_desk_is_in_the_table_of_routes() -> None:
    from django.urls import get_resolver

    known = {f"desk/{route.path}" for route in ROUTES}
    patterns = {str(each.pattern) for each in get_resolver().url_patterns}
    assert {path for path in patterns if path.startswith("desk")} == known


def test_who_held_a_role_or_will_hold_it_may_do_nothing_with_it(
    desk: Callable[..., Client], person: Callable[..., Person]
) -> None:
    began = clock.today() - timedelta(days=30)
    was, will = person("scrutiny-officer", begins=began), person()
    membership = was.memberships.get()
    membership.ends = clock.today()
    membership.save()
    body = membership.organisation
    tomorrow = clock.today() + timedelta(days=1)
    give_role(will, Role.SCRUTINY_OFFICER, body, tomorrow)
    for somebody in (was, will):
        assert desk(who=somebody).get("/desk/people/").status_code == 403
    with clock_at(clock.now() - timedelta(days=1)):
        assert desk(who=was).get("/desk/people/").status_code == 200


def test_a_form_without_its_token_changes_nothing(person: Callable[..., Person]) -> None:
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person("administrator"))
    assert strict.post("/desk/people/add/").status_code == 403


def test_a_page_asks_once_for_the_roles_of_who_reads_it(
    desk: Callable[..., Client], django_assert_max_num_queries: Callable[..., Any]
) -> None:
    signed_in = desk("administrator", "scrutiny-officer")
    with django_assert_max_num_queries(12) as asked:
        signed_in.get("/desk/people/permissions/")
    assert sum("people_membership" in each["sql"] for each in asked.captured_queries) == 1
