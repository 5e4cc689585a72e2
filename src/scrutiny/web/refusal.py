"""How the site says no: as a page that helps a reader, or as a problem that a program can read."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from scrutiny.web.api.addresses import in_api, twin
from scrutiny.web.asked import Link

PROBLEM = "application/problem+json"  # RFC 9457


def refusal(
    request: HttpRequest,
    status: HTTPStatus,
    template: str,
    why: str,
    instead: tuple[Link, ...] = (),
) -> HttpResponse:
    """`why`, and what to ask for `instead`: with the page `template`, or under /api as JSON."""
    if in_api(request.path):
        return problem(status, why, instead)
    return render(request, template, {"why": why, "instead": instead}, status=status)


def problem(status: HTTPStatus, why: str, instead: tuple[Link, ...] = ()) -> HttpResponse:
    """A problem in the words of RFC 9457, with the twins of what may have been meant."""
    said = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": why,
        "instead": [{"title": text, "href": twin(href)} for text, href in instead],
    }
    return JsonResponse(said, status=status, content_type=PROBLEM)
