"""What is so wherever the site runs. Everything that differs comes from the environment."""

import os
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from scrutiny.web.settings.mail import mail_settings
from scrutiny.web.settings.signing_in import *  # noqa: F403
from scrutiny.web.settings.signing_in import SIGN_IN_ORIGIN

HERE = Path(__file__).resolve().parents[1]

# The workspace that the site shows: the commands `serve` and `demo` set it.
SCRUTINY_WORKSPACE = os.environ.get("SCRUTINY_WORKSPACE", "")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_tasks",
    "django_tasks_db",
    "scrutiny.governance.people",
    "scrutiny.governance.audit",
    "scrutiny.governance.plan",
    "scrutiny.governance.meetings",
    "scrutiny.governance.asks",
    "scrutiny.governance.raised",
    "scrutiny.governance.reporting",
    "scrutiny.governance.inspection",
    "scrutiny.governance.background",
    "scrutiny.governance.example",
    "scrutiny.web.pages",
    "scrutiny.web.accounts",
    "scrutiny.web.desk",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "scrutiny.web.api.door.ApiDoor",
    "scrutiny.web.middleware.ShowEdition",
    "scrutiny.web.middleware.KeepAnswers",
    "django.middleware.common.CommonMiddleware",
    # Only what comes so far is personal: statistics are answered from what is kept, before.
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "scrutiny.web.accounts.ends.EndSessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "scrutiny.web.urls"
WSGI_APPLICATION = "scrutiny.web.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": False,
        "DIRS": [HERE / "pages" / "templates"],
        "OPTIONS": {
            "environment": "scrutiny.web.pages.environment.environment",
            "context_processors": ["scrutiny.web.desk.shown.signing_in"],
            "trim_blocks": True,
            "lstrip_blocks": True,
        },
    },
    {  # allauth's own texts, where none of ours stands in their place
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

# The records of governance. One setting, such as postgres://user@host/name, changes where they are.
_RECORDS = Path(SCRUTINY_WORKSPACE or ".").absolute() / "records.sqlite3"
try:
    _database = dj_database_url.parse(
        os.environ.get("SCRUTINY_DATABASE") or f"sqlite:///{_RECORDS}",
        conn_max_age=60,
        conn_health_checks=True,
    )
    if _database["ENGINE"].endswith("sqlite3"):
        # Who writes waits for who is writing, rather than fail halfway.
        _database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
except (ValueError, KeyError):  # the text may hold a password, so it is not told
    raise ImproperlyConfigured(
        "SCRUTINY_DATABASE cannot be understood: write it like postgres://user@host/name"
    ) from None
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The files that people add to the records. They are given out by views, which ask who may.
MEDIA_ROOT = Path(os.environ.get("SCRUTINY_FILES") or _RECORDS.parent / "files")

SCRUTINY_CLOCK = ""  # the real time: `local` may take another

# Mail: sent by a server, or without one written in a folder of the workspace.
globals().update(
    mail_settings(os.environ.get("SCRUTINY_EMAIL") or (_RECORDS.parent / "mail").as_uri())
)
DEFAULT_FROM_EMAIL = os.environ.get("SCRUTINY_EMAIL_FROM") or "scrutiny@localhost"
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Work that takes longer than a reader waits for, kept in the records until it is done.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Where the site is reached: links in mail begin with it.
SCRUTINY_ADDRESS = os.environ.get("SCRUTINY_ADDRESS") or "http://localhost:8000"

# The folder of answers that were made before, which all workers share: `serve` makes one and
# removes it. Without one each process has its own.
SCRUTINY_ANSWERS = os.environ.get("SCRUTINY_ANSWERS", "")

# To whom a reader reports a fault: an address of e-mail or of a page. It stands in the
# accessibility statement.
SCRUTINY_CONTACT = os.environ.get("SCRUTINY_CONTACT", "")


def whole_number(name: str, usual: str, of: str) -> int:
    """A setting from the environment that is a whole number of something, from 0."""
    text = os.environ.get(name) or usual
    if not (text.isascii() and text.isdecimal()):
        raise ImproperlyConfigured(f"{name} is a whole number of {of} (got {text!r})")
    return int(text)


# Requests a minute that one internet address may make of the API; 0 for any number. All workers
# count in one file, which `serve` names. Without one each process counts by itself.
SCRUTINY_API_LIMIT = whole_number("SCRUTINY_API_LIMIT", "120", "requests a minute")
SCRUTINY_CALLS = os.environ.get("SCRUTINY_CALLS", "")
# The proxies of the site's own that stand before it, each of which adds to X-Forwarded-For.
SCRUTINY_PROXIES = 0
CACHES = {
    # What all workers count together, such as wrong passwords.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_counts",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # past which others' wrong passwords are forgotten
    },
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HERE / "static" / "collected"
STATICFILES_DIRS = [HERE / "static" / "site"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Nothing is fetched from anywhere else, and no code stands in a page.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'", *([SIGN_IN_ORIGIN] if SIGN_IN_ORIGIN else [])],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# What went wrong in the site is told; what was wrong in an address is told to who asked.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname}: {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
    },
}
