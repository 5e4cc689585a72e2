"""One view for all pages, one for their charts and one for their tables, whatever the kind."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse

from scrutiny.reports.pictures import png, svg
from scrutiny.web.asked import NotThereError
from scrutiny.web.content import Content
from scrutiny.web.edition import Edition
from scrutiny.web.kinds import PageKind
from scrutiny.web.pages.linked import linked

log = logging.getLogger(__name__)

View = Callable[..., HttpResponse]


def page(kind: PageKind) -> View:
    """The HTML of a kind of page."""

    def view(request: HttpRequest, **parts: str) -> HttpResponse:
        content = _content(kind, request, parts)
        held: dict[str, Any] = {
            "page": content,
            "asked": content.asked,
            "kind": kind,
            "edition": _edition(request),
            "here": request.path,
            "query": request.GET,
        }
        return HttpResponse(linked(render_to_string(kind.template, held, request)))

    return view


def chart(kind: PageKind) -> View:
    """A chart of a page: its Vega-Lite specification, or its picture."""

    def view(request: HttpRequest, chart: str, form: str, **parts: str) -> HttpResponse:
        found = _content(kind, request, parts).chart(chart)
        if found is None:
            raise NotThereError(f"This page has no chart called {chart!r}.")
        if form == "json":
            return JsonResponse(found.spec)
        if form == "png":
            return HttpResponse(png(found), content_type="image/png")
        return HttpResponse(svg(found), content_type="image/svg+xml")

    return view


def start(request: HttpRequest) -> HttpResponse:
    """The first page is the home page of the workspace's force, or of the one chosen in its bar."""
    area = request.GET.get("area") or _edition(request).home_area
    query = request.GET.copy()
    query.pop("area", None)
    tail = f"?{query.urlencode()}" if query else ""
    return HttpResponseRedirect(reverse("home", kwargs={"area": area}) + tail)


def health(request: HttpRequest) -> HttpResponse:
    """Whether the site can answer, and its records too: for whatever watches over it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        log.error("the records' database does not answer: %s", error)
        answer = HttpResponse("the records do not answer\n", "text/plain", status=503)
    else:
        answer = HttpResponse(f"edition {_edition(request).id}\n", "text/plain")
    answer["Cache-Control"] = "no-store"
    return answer


def _edition(request: HttpRequest) -> Edition:
    edition: Edition = request.edition  # type: ignore[attr-defined]
    return edition


def _content(kind: PageKind, request: HttpRequest, parts: dict[str, str]) -> Content:
    return kind.content(_edition(request), parts, request.GET.dict())
