"""For a server that others reach, behind a proxy that ends TLS. It refuses to start half set up."""

import os

from django.core.exceptions import ImproperlyConfigured

from scrutiny.web.settings.base import *  # noqa: F403

SHORTEST_SECRET = 50  # characters, as Django's check of a deployment asks

_NEEDED = {
    "SCRUTINY_WORKSPACE": "the folder of the workspace to show",
    "SCRUTINY_SECRET_KEY": "a long random text that nobody else knows",
    "SCRUTINY_HOSTS": "the names that the site answers to, with commas between",
    "SCRUTINY_DATABASE": "where the records are kept, such as postgres://user@host/name",
    "SCRUTINY_EMAIL": "how mail is sent, such as smtp://user:password@host:587",
    "SCRUTINY_EMAIL_FROM": "the address that its mail comes from",
}
_missing = [f"{name} ({what})" for name, what in _NEEDED.items() if not os.environ.get(name)]
if _missing:
    raise ImproperlyConfigured("the site cannot start without: " + "; ".join(_missing))
if os.environ.get("SCRUTINY_CLOCK"):
    raise ImproperlyConfigured("SCRUTINY_CLOCK is not for a server: its records have the real time")

DEBUG = False
SECRET_KEY = os.environ["SCRUTINY_SECRET_KEY"]
if len(SECRET_KEY) < SHORTEST_SECRET:
    raise ImproperlyConfigured(
        f"SCRUTINY_SECRET_KEY has {len(SECRET_KEY)} characters; it needs {SHORTEST_SECRET}"
    )
ALLOWED_HOSTS = [name.strip() for name in os.environ["SCRUTINY_HOSTS"].split(",") if name.strip()]
CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in ALLOWED_HOSTS]
SCRUTINY_ADDRESS = os.environ.get("SCRUTINY_ADDRESS") or CSRF_TRUSTED_ORIGINS[0]

SCRUTINY_SECOND_FACTOR = os.environ.get("SCRUTINY_SECOND_FACTOR") or "required"

SECURE_SSL_REDIRECT = True
SCRUTINY_PROXIES = whole_number("SCRUTINY_PROXIES", "1", "proxies")  # noqa: F405
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
