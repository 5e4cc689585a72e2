"""Every address of the desk. Each part lists its own."""

from django.urls import URLPattern

from scrutiny.web.desk import (
    audit,
    home,
    organisations,
    people,
)
from scrutiny.web.desk.routes import Route

ROUTES: tuple[Route, ...] = (
    *home.ROUTES,
    *audit.ROUTES,
    *organisations.ROUTES,
    *people.ROUTES,
)

urlpatterns: list[URLPattern] = [route.pattern() for route in ROUTES]
