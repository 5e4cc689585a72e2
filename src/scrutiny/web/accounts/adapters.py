"""How allauth does here what it leaves to a site."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, NoReturn

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.safestring import mark_safe

from scrutiny.web.accounts.lasting import just_begun
from scrutiny.web.accounts.watch import unknown
from scrutiny.web.api.door import caller

LOCKED = (
    "Too many wrong passwords or codes. Wait 15 minutes and try again, or choose "
    "“Forgotten your password?” to set a new one."
)
WRONG_CODE = "The code is wrong. An app shows a new one every 30 seconds."
WRONG = "The e-mail address or the password is wrong."


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up: an administrator adds each person."""

    error_messages = {  # noqa: RUF012  # as allauth has it
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG,
        "too_many_login_attempts": LOCKED,
        "account_inactive": "This account is closed. An administrator can open it again.",
        "incorrect_code": WRONG_CODE,
        "incorrect_password": "The password is wrong.",
        "enter_current_password": "Enter the password that you have now.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return caller(request)

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Not of who has just signed in, such as to set up their first second factor."""
        required: bool = super().is_reauthentication_required(app=app, **more)
        return required and not just_begun(context.request)


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor."""

    error_messages = {  # noqa: RUF012  # as allauth has it
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
    }

    def build_totp_svg(self, url: str) -> str:
        """The QR code as a drawing in the page, whose policy allows none within an address."""
        drawn: str = super().build_totp_svg(url)
        return mark_safe(drawn[drawn.index("<svg") :])


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Sign-in by the organisation's own service: only for e-mail addresses that are known here."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            _refuse(request)  # who is signed in gains nothing by it but a second way in
        if not sociallogin.is_existing:
            unknown("by the organisation's sign-in")
            _refuse(request)


def _refuse(request: HttpRequest) -> NoReturn:
    page = render(request, "socialaccount/unknown.html", status=HTTPStatus.FORBIDDEN)
    raise ImmediateHttpResponse(page)
