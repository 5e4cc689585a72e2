"""Where the API stands, and the twin of a page's address."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode

ROOT = "/api/v1/"


def in_api(path: str) -> bool:
    return path.startswith("/api/")


def template_of(route: str) -> str:
    """A page's route as OpenAPI writes a path: `measures/<slug:measure>/` to `measures/{measure}`.

    Django's converters are kept: `measures/{slug:measure}`.
    """
    return re.sub(r"<([^>]+)>", r"{\1}", route).rstrip("/")


def twin(address: str) -> str:
    """The address in the API of what a page's address shows; one that is there already, itself."""
    if in_api(address):
        return address
    path, mark, query = address.partition("?")
    return f"{ROOT}{path.strip('/')}{mark}{query}"


def lasting(query: str) -> str:
    """A page's query without its edition: what it leads to is always the newest."""
    return urlencode([(name, value) for name, value in parse_qsl(query) if name != "edition"])
