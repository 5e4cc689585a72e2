"""For one machine: answers only to this computer's own names, and needs no secrets."""

import os
import secrets

from scrutiny.web.settings.base import *  # noqa: F403

DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
# `serve` gives all its workers one secret, and another each time it starts.
SECRET_KEY = os.environ.get("SCRUTINY_SECRET_KEY") or secrets.token_urlsafe(50)
# A file that says what time it is for the records: see governance/clock.py.
SCRUTINY_CLOCK = os.environ.get("SCRUTINY_CLOCK", "")
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # a browser takes a key at localhost without TLS
