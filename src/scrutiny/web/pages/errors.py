"""The pages for what goes wrong outside of any kind of page. They need no figures."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """For what Django itself refuses, such as a host that is not the site's."""
    held = {"why": "The request was not one that a browser sends.", "instead": ()}
    return render(request, "wrong.html", held, status=HTTPStatus.BAD_REQUEST)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    held = {"why": "There is no page at this address. It may be mistyped.", "instead": ()}
    return render(request, "not_there.html", held, status=HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """For a fault of the site. What it was is in the log, and not told here."""
    return render(request, "fault.html", {"instead": ()}, status=HTTPStatus.INTERNAL_SERVER_ERROR)
