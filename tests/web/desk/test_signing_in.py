"""Signing in: password, second factor, lockout, and how long it lasts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from scrutiny.governance import clock
from scrutiny.governance.audit.entries import history
from scrutiny.governance.clock import clock_at

if TYPE_CHECKING:
    from django.test import Client

    from scrutiny.governance.people.models import Person

PASSWORD = "a long enough password"
PAGES = (
    "/accounts/login/", "/accounts/logout/", "/accounts/inactive/", "/accounts/reauthenticate/",
    "/accounts/password/change/", "/accounts/password/reset/", "/accounts/password/reset/done/",
    "/accounts/password/reset/key/done/", "/accounts/password/reset/key/1-nonsense/",
    "/accounts/2fa/", "/accounts/2fa/totp/activate/", "/accounts/2fa/totp/deactivate/",
    "/accounts/2fa/recovery-codes/", "/accounts/2fa/recovery-codes/generate/",
    "/accounts/2fa/webauthn/", "/accounts/2fa/webauthn/add/", "/accounts/2fa/reauthenticate/",
    "/accounts/3rdparty/login/cancelled/", "/accounts/3rdparty/login/error/",
)  # fmt: skip


def sign_in(client: Client, person: Person, password: str = PASSWORD) -> Any:
    return client.post("/accounts/login/", {"login": person.email, "password": password})


def did(person: Person) -> list[str]:
    return [entry.did for entry in history(person)]


def add_app(client: Client) -> str:
    """Set up an app as the second factor; the key that it has."""
    from allauth.mfa.totp.internal import auth

    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    key = re.search(r'app-key">(\w+)<', page)
    assert key
    counter = next(iter(auth.yield_hotp_counters_from_time()))
    code = auth.format_hotp_value(auth.hotp_value(key[1], counter))
    answer = client.post("/accounts/2fa/totp/activate/", {"code": code})
    assert answer["Location"] == "/accounts/2fa/recovery-codes/"
    return key[1]


# With a password


def test_the_right_password_leads_to_the_desk(
    client: Client, person: Callable[..., Person]
) -> None:
    officer = person("scrutiny-officer")
    answer = sign_in(client, officer)
    assert (answer.status_code, answer["Location"]) == (302, "/desk/")
    client.post("/accounts/logout/")
    assert client.get("/desk/").status_code == 302
    assert did(officer) == ["made", "signed in", "signed out"]


def test_the_address_may_be_typed_in_capitals(
    client: Client, person: Callable[..., Person]
) -> None:
    officer = person("scrutiny-officer", email="officer@example.org")
    officer.email = "Officer@Example.org"
    assert sign_in(client, officer)["Location"] == "/desk/"


def test_a_page_that_was_asked_for_comes_after_signing_in(
    client: Client, person: Callable[..., Person]
) -> None:
    officer = person("scrutiny-officer")
    to_sign_in = client.get("/desk/people/")["Location"]
    page = client.get(to_sign_in).content.decode()
    assert 'name="next" value="/desk/people/"' in page
    sent = {"login": officer.email, "password": PASSWORD, "next": "/desk/people/"}
    assert client.post("/accounts/login/", sent)["Location"] == "/desk/people/"
    client.post("/accounts/logout/")
    elsewhere = sent | {"next": "https://elsewhere.example/"}
    assert client.post("/accounts/login/", elsewhere)["Location"] == "/desk/"


def test_wrong_passwords_lock_the_address_for_a_while_and_the_audit_has_them(
    client: Client, person: Callable[..., Person]
) -> None:
    officer, approver = person("scrutiny-officer"), person("approver")
    for _ in range(5):
        page = sign_in(client, officer, "wrong").content.decode()
        assert "The e-mail address or the password is wrong." in page
    page = sign_in(client, officer).content.decode()
    assert "Too many wrong passwords or codes. Wait 15 minutes" in page
    assert client.get("/desk/").status_code == 302
    assert did(officer) == ["made"] + ["sign-in failed"] * 5
    assert sign_in(client, approver)["Location"] == "/desk/"  # only this address is locked


def test_a_lock_ends(
    client: Client, person: Callable[..., Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    officer = person("scrutiny-officer")
    for _ in range(6):
        sign_in(client, officer, "wrong")
    later = time.time() + 15 * 60 + 1
    monkeypatch.setattr("allauth.core.internal.ratelimit.time.time", lambda: later)
    assert sign_in(client, officer)["Location"] == "/desk/"


def test_who_is_not_known_learns_nothing_and_is_in_the_audit(client: Client, db: None) -> None:
    from scrutiny.governance.audit.models import Entry

    sent = {"login": "nobody@example.org", "password": "a password"}
    page = client.post("/accounts/login/", sent).content.decode()
    assert "The e-mail address or the password is wrong." in page
    entry = Entry.objects.get()
    assert (entry.did, entry.person) == ("sign-in failed", None)
    assert "nobody@example.org" not in str(vars(entry))  # it may be a password in the wrong field


def test_nobody_signs_up_nor_changes_the_address(
    desk: Callable[..., Client], client: Client
) -> None:
    for closed in ("signup", "email", "3rdparty", "password/set", "confirm-email"):
        assert client.get(f"/accounts/{closed}/")["Location"] == "/desk/"
        assert desk("contributor").post(f"/accounts/{closed}/").status_code in (302, 405)


# How long it lasts


def test_a_session_ends_after_half_a_day_however_busy(
    client: Client, person: Callable[..., Person]
) -> None:
    officer = person("scrutiny-officer")
    sign_in(client, officer)
    began = clock.now()
    with clock_at(began + timedelta(hours=11, minutes=59)):
        assert client.get("/desk/").status_code == 200
    with clock_at(began + timedelta(hours=12, minutes=1)):
        assert client.get("/desk/").status_code == 302
    assert did(officer)[-1] == "signed out"


def test_a_session_ends_after_an_idle_hour(client: Client, person: Callable[..., Person]) -> None:
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    sign_in(client, person("scrutiny-officer"))
    client.get("/desk/")
    session = Session.objects.get()
    left = session.expire_date - timezone.now()
    assert timedelta(minutes=59) < left <= timedelta(hours=1)
    session.expire_date = timezone.now() - timedelta(seconds=1)
    session.save()
    assert client.get("/desk/").status_code == 302


def test_who_may_no_longer_sign_in_is_out_at_once(
    desk: Callable[..., Client], person: Callable[..., Person]
) -> None:
    officer = person("scrutiny-officer")
    signed_in = desk(who=officer)
    assert signed_in.get("/desk/").status_code == 200
    officer.is_active = False
    officer.save()
    assert signed_in.get("/desk/").status_code == 302


def test_a_new_password_ends_the_other_sessions(
    desk: Callable[..., Client], client: Client, person: Callable[..., Person]
) -> None:
    officer = person("scrutiny-officer")
    elsewhere = desk(who=officer)
    sign_in(client, officer)
    new = "another one that is long"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/accounts/password/change/", sent).status_code == 302
    assert client.get("/desk/").status_code == 200
    assert elsewhere.get("/desk/").status_code == 302
    assert did(officer)[-1] == "password changed"


def test_a_short_or_common_password_is_refused(
    client: Client, person: Callable[..., Person]
) -> None:
    sign_in(client, person("scrutiny-officer"))
    sent = {"oldpassword": PASSWORD, "password1": "password123", "password2": "password123"}
    page = client.post("/accounts/password/change/", sent).content.decode()
    assert "at least 12 characters" in page
    assert "too common" in page


def test_a_forgotten_password_is_set_by_a_mailed_link_that_works_once(
    client: Client, person: Callable[..., Person], mailoutbox: list[Any]
) -> None:
    officer = person("scrutiny-officer")
    client.post("/accounts/password/reset/", {"email": officer.email})
    client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    (mail,) = mailoutbox
    assert mail.to == [officer.email]
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", mail.body)
    assert link
    form = client.get(link[1])["Location"]
    new = "another one that is long"
    client.post(form, {"password1": new, "password2": new})
    assert "can no longer be used" in client.get(link[1]).content.decode()
    assert sign_in(client, officer, new)["Location"] == "/desk/"


# The second factor


def test_a_second_factor_is_asked_for_once_it_is_set_up(
    client: Client, person: Callable[..., Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The test's own transaction is never committed.
    monkeypatch.setattr("django.db.transaction.on_commit", lambda then, **more: then())
    officer = person("scrutiny-officer")
    sign_in(client, officer)
    add_app(client)
    page = client.get("/accounts/2fa/recovery-codes/").content.decode()
    codes = re.findall(r"<li>(\d{8})</li>", page)
    client.post("/accounts/logout/")
    assert sign_in(client, officer)["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/desk/").status_code == 302
    page = client.post("/accounts/2fa/authenticate/", {"code": "000000"}).content.decode()
    assert "The code is wrong." in page
    assert client.post("/accounts/2fa/authenticate/", {"code": codes[0]})["Location"] == "/desk/"
    assert did(officer) == [
        "made", "signed in", "second factor added", "second factor added", "signed out",
        "sign-in failed", "signed in",
    ]  # fmt: skip


def test_who_needs_a_second_factor_sets_it_up_before_anything_else(
    client: Client, person: Callable[..., Person], settings: Any
) -> None:
    settings.SCRUTINY_SECOND_FACTOR = "required"
    sign_in(client, person("scrutiny-officer"))
    assert client.get("/desk/")["Location"] == "/accounts/2fa/totp/activate/"
    assert client.post("/desk/people/add/")["Location"] == "/accounts/2fa/totp/activate/"
    add_app(client)
    assert client.get("/desk/").status_code == 200


def test_a_second_factor_can_be_removed_and_the_audit_says_so(
    client: Client, person: Callable[..., Person]
) -> None:
    officer = person("scrutiny-officer")
    sign_in(client, officer)
    add_app(client)
    client.post("/accounts/2fa/totp/deactivate/")
    assert did(officer).count("second factor removed") == 2  # the app, and its recovery codes
    client.post("/accounts/logout/")
    assert sign_in(client, officer)["Location"] == "/desk/"


def test_who_signed_in_a_while_ago_shows_again_that_it_is_them(
    client: Client, person: Callable[..., Person]
) -> None:
    sign_in(client, person("scrutiny-officer"))
    with clock_at(clock.now() + timedelta(minutes=6)):
        answer = client.get("/accounts/2fa/totp/activate/")
        assert answer["Location"].startswith("/accounts/reauthenticate/?next=")
        client.post(answer["Location"], {"password": PASSWORD})
        assert client.get("/accounts/2fa/totp/activate/").status_code == 200


# Its pages


@pytest.mark.parametrize("address", PAGES)
def test_every_page_of_it_looks_like_the_site(
    address: str, client: Client, person: Callable[..., Person]
) -> None:
    """To who is not signed in, to who is, and to who has a second factor."""
    pages = [client.get(address)]
    sign_in(client, person("scrutiny-officer"))
    pages.append(client.get(address))
    add_app(client)
    pages.append(client.get(address))
    whole = [page.content.decode() for page in pages if page.status_code not in (302, 404)]
    assert whole
    for text in whole:
        assert 'class="app-header"' in text
        assert len(re.findall(r"<h1[ >]", text)) == 1
        assert re.search(r"<title>\S.* – Police Scrutiny</title>", text)
        assert re.findall(r"<[^>]+\s(?:on\w+|style)\s*=", text) == []
        assert "Third-Party" not in text


def test_a_page_for_the_public_does_not_look_at_who_is_signed_in(
    desk: Callable[..., Client],
) -> None:
    answer = desk("scrutiny-officer").get("/methods/")
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies
