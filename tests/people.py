"""Fixtures of people, organisations and a meeting, by role: nobody is a real person.

A pytest plugin, so that tests of governance and of the desk share it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from scrutiny.governance.meetings.models import Meeting
    from scrutiny.governance.people.models import Organisation, Person

LANCASHIRE = "E23000003"


@pytest.fixture
def commissioner_of(db: None) -> Organisation:
    """Lancashire's oversight body since November 2012."""
    from scrutiny.governance.people.models import Organisation

    made: Organisation = Organisation.objects.create(
        kind="commissioner", name="Lancashire Police and Crime Commissioner", area=LANCASHIRE,
        begins=date(2012, 11, 22),
    )  # fmt: skip
    return made


@pytest.fixture
def force(db: None) -> Organisation:
    from scrutiny.governance.people.models import Organisation

    made: Organisation = Organisation.objects.create(
        kind="force", name="Lancashire Constabulary", area=LANCASHIRE, begins=date(1839, 1, 1)
    )
    return made


@pytest.fixture
def person(commissioner_of: Organisation, force: Organisation) -> Callable[..., Person]:
    """`person("scrutiny-officer")`: somebody with a role, or with several, or with none."""
    from scrutiny.governance.people.models import Membership, Person, Role

    def make(*roles: str, email: str = "", begins: date = date(2012, 11, 22)) -> Person:
        titles = [Role(role).label for role in roles]
        made = Person.objects.create_user(
            email or f"{'.'.join(roles) or 'nobody'}.{Person.objects.count()}@example.org",
            "a long enough password",
            title=" and ".join(titles) or "Somebody",
        )
        for role in roles:
            theirs = Role(role) in (
                Role.PANEL_MEMBER, Role.SCRUTINY_OFFICER, Role.COMMISSIONER, Role.ADMINISTRATOR,
            )  # fmt: skip
            Membership.objects.create(
                person=made, organisation=commissioner_of if theirs else force, role=role,
                begins=begins,
            )  # fmt: skip
        return made

    return make


@pytest.fixture
def desk(client: Client, person: Callable[..., Person]) -> Callable[..., Client]:
    """`desk("scrutiny-officer")`: the site as somebody with a role sees it, signed in.

    Each call gives a client of its own, so that two people can be at work at once.
    """
    from django.test import Client

    def sign_in(*roles: str, who: Person | None = None) -> Client:
        signed_in = Client()
        signed_in.force_login(who or person(*roles))
        return signed_in

    return sign_in


@pytest.fixture
def meeting(commissioner_of: Organisation) -> Meeting:
    """The scrutiny meeting of 12 March 2020, about the quarter to December 2019."""
    from scrutiny.governance.meetings.models import Meeting

    made: Meeting = Meeting.objects.create(
        oversight=commissioner_of, force=LANCASHIRE, day=date(2020, 3, 12), to="2019-12"
    )
    return made
