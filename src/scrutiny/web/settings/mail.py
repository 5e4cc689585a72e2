"""How mail is sent, from one text: `smtp://user:password@host:587`, `smtps://...`, `file:///...`."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PORTS = {"smtp": 587, "smtps": 465}
PATIENCE = 10  # seconds for a mail server to answer


def mail_settings(text: str) -> dict[str, Any]:
    """Django's settings. `smtp` begins TLS before it signs in; `file` writes mail in a folder."""
    try:
        parts = urlsplit(text)
        if parts.scheme == "file" and parts.path:
            return {
                "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
                "EMAIL_FILE_PATH": unquote(parts.path),
            }
        if parts.scheme in PORTS and parts.hostname:
            return {
                "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "EMAIL_HOST": parts.hostname,
                "EMAIL_PORT": parts.port or PORTS[parts.scheme],
                "EMAIL_HOST_USER": unquote(parts.username or ""),
                "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
                "EMAIL_USE_TLS": parts.scheme == "smtp",
                "EMAIL_USE_SSL": parts.scheme == "smtps",
                "EMAIL_TIMEOUT": PATIENCE,
            }
    except ValueError:
        pass  # a port that is no number
    raise ImproperlyConfigured(  # the text may hold a password, so it is not told
        "SCRUTINY_EMAIL cannot be understood: write it like smtp://user:password@host:587"
    )
