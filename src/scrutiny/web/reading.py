"""Views that only read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe


def read_only(view: Callable[..., Any]) -> Any:
    """A view that changes nothing, so that there is nothing to forge: other methods get a 405."""
    return csrf_exempt(require_safe(view))
