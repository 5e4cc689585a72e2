"""Signing in: by e-mail address and password with a second factor, or by OpenID Connect.

docs/how-to/people-and-sign-in.md explains what of this the environment sets.
"""

import os
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
_VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_VALIDATORS}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "title")},
    },
    {"NAME": f"{_VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATORS}.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60  # seconds that a mailed link can be used

SESSION_COOKIE_AGE = 60 * 60  # seconds without a page of the records until a session ends
SESSION_COOKIE_SAMESITE = "Lax"

ACCOUNT_ADAPTER = "scrutiny.web.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator gives the addresses
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to who is not known here
ACCOUNT_EMAIL_NOTIFICATIONS = True  # of a new password, or another second factor
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Police Scrutiny: "
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser, at the latest
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
# After five wrong passwords for an address, or thirty from one place, the right one is refused too.
ACCOUNT_RATE_LIMITS = {"login_failed": "30/15m/ip,5/15m/key"}

MFA_ADAPTER = "scrutiny.web.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Police Scrutiny"
MFA_TOTP_TOLERANCE = 1  # a code of half a minute ago, for who types slowly

# Whether everyone needs a second factor: production says `required` unless told otherwise.
SCRUTINY_SECOND_FACTOR = os.environ.get("SCRUTINY_SECOND_FACTOR") or "optional"
if SCRUTINY_SECOND_FACTOR not in ("required", "optional"):
    raise ImproperlyConfigured("SCRUTINY_SECOND_FACTOR is `required` or `optional`")

# The organisation's own sign-in, when there is one.
SCRUTINY_OIDC_NAME = os.environ.get("SCRUTINY_OIDC_NAME", "")
_OIDC = {
    name: os.environ.get(name, "")
    for name in ("SCRUTINY_OIDC_SERVER", "SCRUTINY_OIDC_CLIENT", "SCRUTINY_OIDC_SECRET")
}
if SCRUTINY_OIDC_NAME and not all(_OIDC.values()):
    lacking = ", ".join(name for name, value in _OIDC.items() if not value)
    raise ImproperlyConfigured(f"SCRUTINY_OIDC_NAME needs {lacking} too")
SOCIALACCOUNT_ADAPTER = "scrutiny.web.accounts.adapters.ProviderAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True  # a person is found by an address the provider verified
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "organisation",
                "name": SCRUTINY_OIDC_NAME,
                "client_id": _OIDC["SCRUTINY_OIDC_CLIENT"],
                "secret": _OIDC["SCRUTINY_OIDC_SECRET"],
                "settings": {
                    "server_url": _OIDC["SCRUTINY_OIDC_SERVER"],
                    "oauth_pkce_enabled": True,
                },
            }
        ]
        if SCRUTINY_OIDC_NAME
        else []
    }
}
_server = urlsplit(_OIDC["SCRUTINY_OIDC_SERVER"])
# The one other site that a form may lead to.
SIGN_IN_ORIGIN = f"{_server.scheme}://{_server.netloc}" if SCRUTINY_OIDC_NAME else ""
