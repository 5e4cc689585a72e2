"""How long a session lasts.

An hour without a request ends a session (`SESSION_COOKIE_AGE`); so does half a day, however busy.
Signing out, a new password and closing the account end it at once.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest

from scrutiny.governance import clock

LONGEST = timedelta(hours=12)
JUST = timedelta(minutes=5)
BEGAN = "began"  # in a session


def begin(request: HttpRequest) -> None:
    """Note in a session when it began."""
    request.session[BEGAN] = clock.now().isoformat()


def too_long(request: HttpRequest) -> bool:
    """Whether a session has lasted too long."""
    return _age(request) > LONGEST


def just_begun(request: HttpRequest) -> bool:
    """Whether somebody has only just signed in, so that nobody else can be at their desk."""
    return _age(request) < JUST


def _age(request: HttpRequest) -> timedelta:
    return clock.now() - datetime.fromisoformat(request.session[BEGAN])
