"""For one machine: answers only to this computer's own names, and needs no secrets."""

import secrets

from scrutiny.web.settings.base import *  # noqa: F403

DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
# Nothing that is signed here outlives the process.
SECRET_KEY = secrets.token_urlsafe(50)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # a browser takes a key at localhost without TLS
