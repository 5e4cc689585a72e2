"""The second factor in a real browser: an app, by the key it shows, and a security key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.totp.internal import auth

from ..conftest import PATIENCE
from .sites import EMAIL, PASSWORD, site_with_administrator

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.xdist_group("browser")


OTHER = "other@example.org"


@pytest.fixture(scope="module")
def strict_site(
    packaged_workspace: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A site that asks everyone for a second factor, with an administrator for each test. Keys
    are bound to a name, so it goes by `localhost`."""
    place, required = tmp_path_factory.mktemp("strict"), {"SCRUTINY_SECOND_FACTOR": "required"}
    with site_with_administrator(
        packaged_workspace, place, emails=(EMAIL, OTHER), **required
    ) as address:
        yield address.replace("127.0.0.1", "localhost")


@pytest.fixture
def page(browser: Browser, strict_site: str) -> Iterator[Page]:
    """The page where one signs in. What the security policy refuses fails the test."""
    context = browser.new_context(base_url=strict_site)
    context.set_default_timeout(PATIENCE * 1_000)
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    opened.goto("/desk/")
    yield opened
    context.close()
    assert wrong == []


def sign_in(page: Page, email: str) -> None:
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_an_app_is_set_up_by_the_key_that_the_page_shows(page: Page) -> None:
    sign_in(page, EMAIL)
    page.get_by_role("heading", name="Set up a second factor").wait_for()
    assert page.get_by_role("img", name="A QR code").bounding_box()
    key = page.locator(".app-key").inner_text()
    counter = next(iter(auth.yield_hotp_counters_from_time()))
    code = auth.format_hotp_value(auth.hotp_value(key, counter))
    page.get_by_label("Authenticator code").fill(code)
    page.get_by_role("button", name="Set up").click()
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    code = page.locator(".app-codes li").first.inner_text()
    page.get_by_role("button", name="Go to your desk").click()
    page.get_by_role("heading", name="Your desk").wait_for()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, EMAIL)
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name="Administrator").wait_for()


def test_a_security_key_is_added_and_lets_one_in(page: Page) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2", "transport": "usb", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    sign_in(page, OTHER)
    page.get_by_role("link", name="Use a security key instead").click()
    page.get_by_role("button", name="Add the key").click()
    page.get_by_role("heading", name="Your recovery codes").wait_for()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, OTHER)
    page.get_by_role("button", name="Use a security key").click()
    page.get_by_role("link", name="Administrator").click()
    page.get_by_role("link", name="Change your second factor").click()
    assert re.search(r"Security keys\s+1", page.locator("dl").inner_text())
