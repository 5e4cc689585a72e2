"""Every address of the desk. Each part lists its own."""

from django.urls import URLPattern

from scrutiny.web.desk import (
    asks,
    audit,
    home,
    organisations,
    people,
    work,
)
from scrutiny.web.desk.routes import Route

ROUTES: tuple[Route, ...] = (
    *home.ROUTES,
    *asks.ROUTES,
    *audit.ROUTES,
    *organisations.ROUTES,
    *people.ROUTES,
    *work.ROUTES,
)

urlpatterns: list[URLPattern] = [route.pattern() for route in ROUTES]
