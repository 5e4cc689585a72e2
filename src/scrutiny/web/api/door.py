"""The API's door: open to other sites, and not to be rushed. It stands before everything else."""

from __future__ import annotations

import time
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from scrutiny.web.api.addresses import in_api
from scrutiny.web.api.calls import calls
from scrutiny.web.refusal import problem

Next = Callable[[HttpRequest], HttpResponse]

MINUTE = 60  # seconds
DAY = 24 * 60 * MINUTE
SHOWN = "ETag, Link, Retry-After, X-Edition"  # headers that a script of another site may read
METHODS = "GET, HEAD"


class ApiDoor:
    """For addresses under /api only: any site may call them (CORS), each caller so often a minute.

    A caller is an internet address.
    """

    def __init__(self, answer: Next) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not in_api(request.path):
            return self._answer(request)
        response = self._enter(request)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = SHOWN
        return response

    def _enter(self, request: HttpRequest) -> HttpResponse:
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            return _preflight()
        if request.method not in ("GET", "HEAD"):
            response = problem(HTTPStatus.METHOD_NOT_ALLOWED, "The API can only be read, with GET.")
            response["Allow"] = METHODS
            return response
        if (wait := _wait(caller(request))) is not None:
            most = settings.SCRUTINY_API_LIMIT
            why = f"At most {most} requests a minute: go on in {wait} seconds."
            response = problem(HTTPStatus.TOO_MANY_REQUESTS, why)
            response["Retry-After"] = str(wait)
            return response
        asked, request.method = request.method, "GET"
        response = self._answer(request)
        request.method = asked  # the server leaves out the body that HEAD does not want
        return response


def caller(request: HttpRequest) -> str:
    """The internet address that asks: as seen by the outermost proxy that is the site's own."""
    passed = request.headers.get("X-Forwarded-For", "").replace(" ", "").split(",")
    own: int = settings.SCRUTINY_PROXIES
    if own and passed[0] and len(passed) >= own:
        return passed[-own]
    return str(request.META.get("REMOTE_ADDR", ""))


def _wait(who: str) -> int | None:
    """The seconds until the caller may go on; None when it may now."""
    most = settings.SCRUTINY_API_LIMIT
    if not most:
        return None
    minute, second = divmod(int(time.time()), MINUTE)
    return MINUTE - second if calls().count(who, minute) > most else None


def _preflight() -> HttpResponse:
    """What a browser asks before it sends a header of its own, such as If-None-Match."""
    response = HttpResponse(status=HTTPStatus.NO_CONTENT)
    response["Access-Control-Allow-Methods"] = METHODS
    response["Access-Control-Allow-Headers"] = "Accept, If-None-Match"
    response["Access-Control-Max-Age"] = str(DAY)
    return response
