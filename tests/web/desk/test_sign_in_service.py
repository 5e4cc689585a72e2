"""Signing in by the organisation's own service, over OpenID Connect, against one of our making."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from scrutiny.governance.audit.entries import history
from scrutiny.governance.audit.models import Entry

if TYPE_CHECKING:
    from django.test import Client

    from scrutiny.governance.people.models import Person

START = "/accounts/oidc/organisation/login/"
BACK = "/accounts/oidc/organisation/login/callback/"


class Service:
    """An OpenID Connect provider that says of everyone what `claims` says."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        service = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._send(service.known() if "well-known" in self.path else service.claims)

            def do_POST(self) -> None:
                self._send(
                    {"access_token": "a", "token_type": "bearer", "id_token": service.token()}
                )

            def _send(self, said: dict[str, Any]) -> None:
                body = json.dumps(said).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *given: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def known(self) -> dict[str, Any]:
        ends = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
        return {"issuer": self.address} | {end: f"{self.address}/{end}" for end in ends}

    def token(self) -> str:
        import jwt

        says = {"iss": self.address, "aud": "us", "iat": int(time.time()), "exp": time.time() + 60}
        return jwt.encode(says | self.claims, "a secret that is long enough for it", "HS256")


@pytest.fixture
def service(settings: Any) -> Iterator[Service]:
    made = Service()
    settings.SCRUTINY_OIDC_NAME = "Lancashire"
    app = {
        "provider_id": "organisation", "name": "Lancashire", "client_id": "us", "secret": "secret",
        "settings": {"server_url": made.address, "oauth_pkce_enabled": True},
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    thread = Thread(target=made.server.serve_forever)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


def come_back(client: Client, address: str = START) -> Any:
    """Go to the service, and come back from it as it sends one."""
    there = urlsplit(client.post(address)["Location"])
    asked = parse_qs(there.query)
    assert asked["code_challenge_method"] == ["S256"]
    return client.get(BACK, {"code": "c", "state": asked["state"][0]})


def test_somebody_with_a_known_address_is_signed_in(
    client: Client, person: Callable[..., Person], service: Service
) -> None:
    officer = person("scrutiny-officer")
    service.claims = {"sub": "1", "email": officer.email.upper(), "email_verified": True}
    assert come_back(client)["Location"] == "/desk/"
    assert client.get("/desk/you/").status_code == 200
    officer.refresh_from_db()
    assert officer.has_usable_password()  # the address was the administrator's to give
    assert [entry.did for entry in history(officer)] == ["made", "signed in"]
    # They are known from now on, whatever their address is there.
    client.post("/accounts/logout/")
    service.claims = {"sub": "1", "email": "another@example.org"}
    assert come_back(client)["Location"] == "/desk/"


@pytest.mark.parametrize("verified", [False, True])
def test_an_address_that_is_not_known_or_not_verified_is_refused(
    client: Client, person: Callable[..., Person], service: Service, verified: bool
) -> None:
    from scrutiny.governance.people.models import Person

    officer = person("scrutiny-officer")
    email = "stranger@example.org" if verified else officer.email
    service.claims = {"sub": "2", "email": email, "email_verified": verified}
    answer = come_back(client)
    assert answer.status_code == 403
    assert "You have no account here" in answer.content.decode()
    assert client.get("/desk/").status_code == 302
    assert Person.objects.count() == 1
    last = Entry.objects.last()
    assert last is not None
    assert last.did == "sign-in failed"


def test_who_is_signed_in_adds_no_second_way_in(
    client: Client, person: Callable[..., Person], service: Service
) -> None:
    from allauth.socialaccount.models import SocialAccount

    client.force_login(person("scrutiny-officer"))
    service.claims = {"sub": "3", "email": "elsewhere@example.org", "email_verified": True}
    assert come_back(client, f"{START}?process=connect").status_code == 403
    assert not SocialAccount.objects.exists()


def test_a_closed_account_stays_closed(
    client: Client, person: Callable[..., Person], service: Service
) -> None:
    officer = person("scrutiny-officer")
    officer.is_active = False
    officer.save()
    service.claims = {"sub": "4", "email": officer.email, "email_verified": True}
    answer = come_back(client)
    assert answer["Location"] == "/accounts/inactive/"
    assert client.get("/desk/").status_code == 302


@pytest.mark.parametrize(
    ("amr", "enough"), [(["pwd"], False), (["pwd", "mfa"], True), (None, False)]
)
def test_the_service_may_say_that_it_asked_for_a_second_factor(
    client: Client,
    person: Callable[..., Person],
    service: Service,
    settings: Any,
    amr: list[str] | None,
    enough: bool,
) -> None:
    settings.SCRUTINY_SECOND_FACTOR = "required"
    officer = person("scrutiny-officer")
    service.claims = {"sub": "5", "email": officer.email, "email_verified": True}
    service.claims |= {"amr": amr} if amr else {}
    come_back(client)
    answer = client.get("/desk/you/")
    assert (answer.status_code == 200) == enough
    if not enough:
        assert answer["Location"] == "/accounts/2fa/totp/activate/"


def test_a_service_that_says_no_gets_a_plain_page(
    client: Client, db: None, service: Service
) -> None:
    there = urlsplit(client.post(START)["Location"])
    state = parse_qs(there.query)["state"][0]
    answer = client.get(BACK, {"error": "access_denied", "state": state}, follow=True)
    text = answer.content.decode()
    assert "Sign-in by your organisation was cancelled." in text
    assert "Third-Party" not in client.get(BACK).content.decode()
