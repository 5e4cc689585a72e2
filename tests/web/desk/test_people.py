"""The pages of people, their roles and organisations."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from scrutiny.governance.audit.entries import history
from scrutiny.governance.people.models import Membership, Organisation, Person, Role
from scrutiny.governance.permissions import meanings, table

if TYPE_CHECKING:
    import pytest
    from django.test import Client


def test_somebody_is_added_invited_and_sets_a_password(
    desk: Callable[..., Client], client: Client, force: Organisation, mailoutbox: list[Any]
) -> None:
    sent = {
        "title": "Head of Crime", "email": "Crime@Example.org", "role": "contributor",
        "organisation": force.pk,
    }  # fmt: skip
    page = desk("administrator").post("/desk/people/add/", sent, follow=True).content.decode()
    assert "A link to set a password is on its way to crime@example.org." in page
    made = Person.objects.get(email="crime@example.org")
    assert [entry.did for entry in history(made)] == ["made", "invited"]
    (mail,) = mailoutbox
    assert "as: contributor" in mail.body
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", mail.body)
    assert link
    form = client.get(link[1])["Location"]
    new = "a password of their own"
    assert client.post(form, {"password1": new, "password2": new}).status_code == 302
    answer = client.post("/accounts/login/", {"login": made.email, "password": new})
    assert answer["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_an_address_is_added_once(desk: Callable[..., Client], force: Organisation) -> None:
    sent = {
        "title": "Head of Crime", "email": "crime@example.org", "role": "contributor",
        "organisation": force.pk,
    }  # fmt: skip
    signed_in = desk("administrator")
    signed_in.post("/desk/people/add/", sent)
    again = signed_in.post("/desk/people/add/", sent | {"email": "CRIME@example.org"})
    assert "already exists" in again.content.decode()
    assert Person.objects.filter(email__iexact="crime@example.org").count() == 1


def test_mail_that_cannot_be_sent_leaves_the_account_and_says_so(
    desk: Callable[..., Client], force: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*given: object, **more: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("scrutiny.web.accounts.invitation.send_mail", broken)
    sent = {
        "title": "Head of Crime", "email": "crime@example.org", "role": "contributor",
        "organisation": force.pk,
    }  # fmt: skip
    page = desk("administrator").post("/desk/people/add/", sent, follow=True).content.decode()
    assert "The mail could not be sent." in page
    made = Person.objects.get(email="crime@example.org")
    assert [entry.did for entry in history(made)] == ["made"]


def test_a_role_is_given_and_ends_and_what_it_allowed_with_it(
    desk: Callable[..., Client], person: Callable[..., Person], force: Organisation
) -> None:
    approver = person()
    signed_in, theirs = desk("administrator"), desk(who=approver)
    given = {"role": "approver", "organisation": force.pk, "begins": "2020-01-01"}
    signed_in.post(f"/desk/people/{approver.pk}/roles/add/", given)
    assert theirs.get("/desk/").status_code == 200
    membership = Membership.objects.get(person=approver)
    ending = {"ends": "2020-06-01", "note": "Moved to another force"}
    address = f"/desk/people/{approver.pk}/roles/{membership.pk}/end/"
    assert signed_in.post(address, ending).status_code == 302
    assert theirs.get("/desk/").status_code == 403
    last = history(membership).last()
    assert last is not None
    assert last.note == "Moved to another force"
    page = signed_in.get(f"/desk/people/{approver.pk}/").content.decode()
    assert "From 1 January 2020 until 1 June 2020" in page


def test_the_same_role_is_not_held_twice_at_once(
    desk: Callable[..., Client], person: Callable[..., Person], force: Organisation
) -> None:
    approver = person("approver")
    given = {"role": "approver", "organisation": force.pk, "begins": "2020-01-01"}
    page = desk("administrator").post(f"/desk/people/{approver.pk}/roles/add/", given)
    assert "They hold that role there for some of that time already." in page.content.decode()
    assert Membership.objects.filter(person=approver).count() == 1


def test_the_last_administrator_stays(
    desk: Callable[..., Client], person: Callable[..., Person]
) -> None:
    only = person("administrator")
    signed_in = desk(who=only)
    membership = Membership.objects.get(person=only)
    refused = signed_in.post(f"/desk/people/{only.pk}/close/", {"note": "I leave"})
    assert "Nobody else is an administrator." in refused.content.decode()
    ending = {"ends": "2020-06-01", "note": "I leave"}
    address = f"/desk/people/{only.pk}/roles/{membership.pk}/end/"
    assert "Nobody else is an administrator." in signed_in.post(address, ending).content.decode()
    assert signed_in.get("/desk/").status_code == 200
    person("administrator")
    signed_in.post(f"/desk/people/{only.pk}/close/", {"note": "I leave"})
    assert signed_in.get("/desk/").status_code == 302


def test_an_account_that_was_closed_opens_without_its_old_sessions_and_password(
    desk: Callable[..., Client], person: Callable[..., Person], mailoutbox: list[Any]
) -> None:
    approver = person("approver")
    administrator, theirs = desk("administrator"), desk(who=approver)
    administrator.post(f"/desk/people/{approver.pk}/close/", {"note": "Long leave"})
    assert theirs.get("/desk/").status_code == 302
    administrator.post(f"/desk/people/{approver.pk}/open/")
    assert theirs.get("/desk/").status_code == 302
    assert len(mailoutbox) == 1
    approver.refresh_from_db()
    assert approver.is_active
    assert not approver.has_usable_password()


def test_an_address_that_changes_is_the_only_one_that_signs_in(
    desk: Callable[..., Client], client: Client, person: Callable[..., Person]
) -> None:
    approver = person("approver")
    old = approver.email
    changed = {"title": "Chief Officer", "email": "chief@example.org"}
    desk("administrator").post(f"/desk/people/{approver.pk}/change/", changed)
    password = "a long enough password"
    refused = client.post("/accounts/login/", {"login": old, "password": password})
    assert refused.status_code == 200
    answer = client.post("/accounts/login/", {"login": "chief@example.org", "password": password})
    assert answer["Location"] == "/desk/"


def test_a_lost_second_factor_is_removed_with_a_reason(
    desk: Callable[..., Client], client: Client, person: Callable[..., Person]
) -> None:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    approver = person("approver")
    TOTP.activate(approver, generate_totp_secret())
    administrator = desk("administrator")
    address = f"/desk/people/{approver.pk}/second-factor/"
    assert administrator.post(address).status_code == 200  # no reason, not done
    assert Authenticator.objects.filter(user=approver).exists()
    administrator.post(address, {"note": "The phone was stolen"})
    assert not Authenticator.objects.filter(user=approver).exists()
    last = history(approver).last()
    assert last is not None
    assert (last.did, last.note) == ("second factor removed", "The phone was stolen")


def test_a_scrutiny_officer_sees_people_and_changes_nothing(
    desk: Callable[..., Client], person: Callable[..., Person]
) -> None:
    approver = person("approver")
    officer = desk("scrutiny-officer")
    for address in ("/desk/people/", f"/desk/people/{approver.pk}/", "/desk/organisations/"):
        page = officer.get(address).content.decode()
        assert not re.search(r'href="[^"]*/(add|change|close|end)/"', page)


def test_a_commissioner_takes_over_from_the_authority(
    desk: Callable[..., Client], db: None
) -> None:
    signed_in = desk("administrator")
    before = {"kind": "authority", "name": "Lancashire Police Authority", "begins": "1995-04-01",
              "ends": "2012-11-22"}  # fmt: skip
    signed_in.post("/desk/organisations/add/", before)
    authority = Organisation.objects.get(kind="authority")
    after = Organisation.objects.get(kind="commissioner")
    changed = {"kind": "commissioner", "name": after.name, "begins": "2012-11-22",
               "follows": authority.pk}  # fmt: skip
    signed_in.post(f"/desk/organisations/{after.pk}/change/", changed)
    page = signed_in.get(f"/desk/organisations/{authority.pk}/").content.decode()
    assert "Followed by" in page
    assert after.name in page
    assert not authority.stands(date(2012, 11, 22))


def test_the_page_of_permissions_says_the_table(desk: Callable[..., Client]) -> None:
    page = desk("administrator").get("/desk/people/permissions/").content.decode()
    rows = re.findall(r'scope="row">([^<]+)</th>(.*?)</tr>', page, re.DOTALL)
    said = {text: re.findall(r">(Yes|No)<", cells) for text, cells in rows}
    assert said == {
        meanings()[action]: ["Yes" if role in allowed else "No" for role in Role]
        for action, allowed in table().items()
    }
    assert set(meanings()) == set(table())


def test_ones_own_account_is_anybodys_to_see(desk: Callable[..., Client]) -> None:
    page = desk("panel-member").get("/desk/you/").content.decode()
    assert "Panel member, Lancashire Police and Crime Commissioner, from 22 November 2012" in page
