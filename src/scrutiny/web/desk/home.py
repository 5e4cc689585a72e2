"""The first page of the desk: what waits for the person who signed in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from scrutiny.web.desk.routes import Route
from scrutiny.web.desk.shown import shown


def home(request: HttpRequest) -> HttpResponse:
    return shown(request, "desk/home.html")


ROUTES = (Route("", home, "desk", "desk.see"),)
