"""The pages for what goes wrong outside of any kind of page. They need no figures."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from scrutiny.web.refusal import refusal

FAULT = (
    "The fault is the site's, not yours. It has been noted for those who run the site. "
    "Try again later."
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """For what Django itself refuses, such as a host that is not the site's."""
    why = "The request was not one that a browser sends."
    return refusal(request, HTTPStatus.BAD_REQUEST, "wrong.html", why)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    why = "There is no page at this address. It may be mistyped."
    return refusal(request, HTTPStatus.NOT_FOUND, "not_there.html", why)


def server_error(request: HttpRequest) -> HttpResponse:
    """For a fault of the site. What it was is in the log, and not told here."""
    return refusal(request, HTTPStatus.INTERNAL_SERVER_ERROR, "fault.html", FAULT)
