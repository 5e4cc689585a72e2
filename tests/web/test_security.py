"""The site is secure by default, and what nobody should send gets the right answer."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from .addresses import EVERY
from .conftest import SOURCE

if TYPE_CHECKING:
    from django.test import Client

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
NEEDED = {
    "SCRUTINY_WORKSPACE": "workspace",
    "SCRUTINY_SECRET_KEY": "k3fd9s0v8b7n6m5q4w3e2r1t0y9u8i7o6p5a4s3d2f1g0h-x9z",
    "SCRUTINY_HOSTS": "scrutiny.example",
    "SCRUTINY_DATABASE": "postgres://site@localhost/records",
    "SCRUTINY_EMAIL": "smtp://site:secret@localhost:587",
    "SCRUTINY_EMAIL_FROM": "scrutiny@scrutiny.example",
}


def django(*command: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """One of Django's own commands, in the production settings."""
    own = {k: v for k, v in os.environ.items() if not k.startswith(("SCRUTINY_", "DJANGO_"))}
    production = {"DJANGO_SETTINGS_MODULE": "scrutiny.web.settings.production"}
    return subprocess.run(
        [sys.executable, "-m", "django", *command],
        env=own | {"PYTHONPATH": str(SOURCE)} | production | settings,
        capture_output=True,
        text=True,
        check=False,
    )


# Settings


def test_djangos_own_check_of_a_deployment_finds_nothing() -> None:
    ran = django("check", "--deploy", "--fail-level", "WARNING", **NEEDED)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "no issues" in ran.stdout


def test_production_names_every_setting_that_is_missing() -> None:
    ran = django("check")
    assert ran.returncode != 0
    last = ran.stderr.strip().splitlines()[-1]
    assert [name for name in NEEDED if name not in last] == []


@pytest.mark.parametrize("missing", NEEDED)
def test_production_does_not_start_with_one_setting_missing(missing: str) -> None:
    ran = django("check", **{name: value for name, value in NEEDED.items() if name != missing})
    last = ran.stderr.strip().splitlines()[-1]
    assert ran.returncode != 0
    assert [name for name in NEEDED if f"{name} (" in last] == [missing]


def test_production_does_not_start_with_a_short_secret() -> None:
    ran = django("check", **NEEDED | {"SCRUTINY_SECRET_KEY": "short"})
    assert ran.returncode != 0
    assert "SCRUTINY_SECRET_KEY has 5 characters" in ran.stderr


def test_production_does_not_start_with_a_clock_of_its_own() -> None:
    ran = django("check", **NEEDED | {"SCRUTINY_CLOCK": "clock"})
    assert ran.returncode != 0
    assert "SCRUTINY_CLOCK is not for a server" in ran.stderr


def test_a_database_that_cannot_be_understood_is_named_without_its_password() -> None:
    ran = django("check", **NEEDED | {"SCRUTINY_DATABASE": "nonsense://site:hunter2@x"})
    assert ran.returncode != 0
    assert "SCRUTINY_DATABASE cannot be understood" in ran.stderr
    assert "hunter2" not in ran.stderr


@pytest.mark.parametrize("wrong", ["localhost", "smtp://", "smtp://a:hunter2@b:port", "pop3://b"])
def test_a_mail_server_that_cannot_be_understood_is_named_without_its_password(wrong: str) -> None:
    ran = django("check", **NEEDED | {"SCRUTINY_EMAIL": wrong})
    assert ran.returncode != 0
    assert "SCRUTINY_EMAIL cannot be understood" in ran.stderr
    assert "hunter2" not in ran.stderr


def test_production_asks_everyone_for_a_second_factor_unless_told_otherwise() -> None:
    show = "from django.conf import settings; print(settings.SCRUTINY_SECOND_FACTOR)"
    assert django("shell", "-v0", "-c", show, **NEEDED).stdout == "required\n"
    told = django("shell", "-v0", "-c", show, **NEEDED | {"SCRUTINY_SECOND_FACTOR": "optional"})
    assert told.stdout == "optional\n"
    wrong = django("check", **NEEDED | {"SCRUTINY_SECOND_FACTOR": "no"})
    assert "SCRUTINY_SECOND_FACTOR is `required` or `optional`" in wrong.stderr


def test_half_of_a_sign_in_service_is_refused() -> None:
    ran = django("check", **NEEDED | {"SCRUTINY_OIDC_NAME": "Lancashire"})
    assert ran.returncode != 0
    assert "SCRUTINY_OIDC_SERVER, SCRUTINY_OIDC_CLIENT, SCRUTINY_OIDC_SECRET" in ran.stderr


# Headers


@pytest.mark.parametrize("address", ["/catalogue/", "/nothing/", "/measures/all_crime/?to=x"])
def test_every_answer_has_the_whole_policy(client: Client, address: str) -> None:
    answer = client.get(address)
    parts = (part.strip().partition(" ") for part in answer["Content-Security-Policy"].split(";"))
    assert {name: value for name, _, value in parts} == POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("address", EVERY)
def test_no_page_holds_code_or_calls_another_site(client: Client, address: str) -> None:
    text = client.get(address).content.decode()
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", text) == []
    assert re.findall(r"<[^>]+\s(?:on\w+|style)\s*=", text) == []
    assert re.findall(r"(?:src|srcset|action|data-chart|hx-get)=\"(?:https?:)?//", text) == []
    assert re.findall(r"<link[^>]+href=\"(?:https?:)?//[^>]*>", text) == []


def test_the_public_get_no_cookies(client: Client) -> None:
    for address in EVERY:
        assert not client.get(address).cookies


# Addresses


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost:80@evil", ""]
)
def test_another_host_is_refused(client: Client, host: str) -> None:
    for address in ("/catalogue/", "/", "/nothing"):
        answer = client.get(address, headers={"Host": host})
        assert answer.status_code == 400
        assert "evil" not in answer.content.decode()


def test_a_forwarded_host_is_not_believed(client: Client) -> None:
    client.get("/robots.txt")
    answer = client.get("/robots.txt", headers={"X-Forwarded-Host": "evil.example"})
    assert b"evil" not in answer.content


@pytest.mark.parametrize("address", ["/", "/health/", "/catalogue/", "/robots.txt", "/sitemap.xml"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_pages_can_only_be_read(client: Client, address: str, method: str) -> None:
    answer = getattr(client, method)(address)
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nothing/", 404),
        ("/measures/no_such_measure/", 404),
        ("/forces/E99999999/", 404),
        ("/measures/%00/", 404),
        ("/measures/..%2f..%2fsettings/", 404),
        ("/static/%2e%2e/settings/base.py", 404),
        ("/static/../settings/base.py", 404),
        ("/forces/E23000003/charts/../../..", 404),
        ("/measures/all_crime/charts/no-such.svg", 404),
        ("/measures/all_crime/charts/control-chart.exe", 404),
        ("/measures/all_crime/?to=2025-13", 400),
        ("/measures/all_crime/?to=%00", 400),
        ("/measures/all_crime/?to=%ff%fe", 400),
        ("/measures/all_crime/?to=2999-12", 404),
        ("/measures/all_crime/?to=0001-01", 404),
        ("/measures/all_crime/?window=1000y", 400),
        ("/measures/all_crime/?as_at=2019-02-30", 400),
        ("/measures/all_crime/?as_at=2999-01-01", 404),
        ("/measures/all_crime/?area=%27%20OR%201=1", 404),
        ("/measures/all_crime/?area=%00", 404),
        ("/measures/all_crime/?source=no_such", 404),
        ("/catalogue/?edition=%00", 410),
        ("/catalogue/?q=%ff%00%3Cscript%3E", 200),
        ("/catalogue/?q=" + "a" * 1_990, 200),
        ("/catalogue/?q=" + "a" * 2_000, 414),
    ],
)
def test_a_wrong_address_gets_a_helpful_page(client: Client, address: str, status: int) -> None:
    answer = client.get(address)
    text = answer.content.decode()
    assert answer.status_code == status
    assert "<script>" not in text
    assert len(re.findall(r"<h1[ >]", text)) == 1
    if status != 200:
        assert 'href="/catalogue/"' in text


def test_a_slash_that_is_missing_is_put_there(client: Client) -> None:
    answer = client.get("/catalogue?q=burglary")
    assert answer.status_code == 301
    assert answer["Location"] == "/catalogue/?q=burglary"


def test_a_fault_has_a_page_of_its_own_and_tells_nothing(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from scrutiny.errors import DamageError
    from scrutiny.web.edition import Edition

    def broken(*given: object) -> None:
        raise DamageError("a secret of the machine")

    client.raise_request_exception = False
    monkeypatch.setattr(Edition, "remember", broken)
    answer = client.get("/measures/all_crime/")
    assert answer.status_code == 500
    assert b"The fault is the site" in answer.content
    assert b"secret" not in answer.content


def test_a_site_without_figures_says_so_and_when_to_come_back(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scrutiny.errors import ScrutinyError
    from scrutiny.web.edition import Editions

    def none(self: Editions) -> None:
        raise ScrutinyError("run `scrutiny calculate`")

    monkeypatch.setattr(Editions, "current", none)
    answer = client.get("/catalogue/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert b"not ready yet" in answer.content
    assert client.get("/health/").status_code == 503


# What machines ask for


def test_the_site_map_leads_to_pages(client: Client) -> None:
    robots = client.get("/robots.txt").content.decode()
    place = re.search(r"^Sitemap: http://testserver(/\S+)$", robots, re.MULTILINE)
    assert place
    answer = client.get(place[1])
    assert answer["Content-Type"] == "application/xml"
    found = [e.text or "" for e in ElementTree.fromstring(answer.content).iter() if e.text]
    paths = [url.removeprefix("http://testserver") for url in found]
    assert "/catalogue/" in paths
    assert "/forces/E23000003/" in paths
    assert "/measures/all_crime/" in paths
    assert len(paths) == len(set(paths))
    for path in (paths[0], paths[-1]):
        assert client.get(path).status_code == 200


def test_the_icon_is_found_without_reading_a_page(client: Client) -> None:
    answer = client.get("/favicon.ico", follow=True)
    assert answer.redirect_chain[0][0].startswith("/static/icon.")
    assert answer["Content-Type"] == "image/svg+xml"
