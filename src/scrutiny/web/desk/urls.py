"""Every address of the desk. Each part lists its own."""

from django.urls import URLPattern

from scrutiny.web.desk import (
    areas,
    asks,
    audit,
    exceptions,
    forward,
    home,
    organisations,
    people,
    plan,
    plan_parts,
    work,
)
from scrutiny.web.desk.routes import Route

ROUTES: tuple[Route, ...] = (
    *home.ROUTES,
    *areas.ROUTES,
    *asks.ROUTES,
    *audit.ROUTES,
    *exceptions.ROUTES,
    *forward.ROUTES,
    *organisations.ROUTES,
    *people.ROUTES,
    *plan.ROUTES,
    *plan_parts.ROUTES,
    *work.ROUTES,
)

urlpatterns: list[URLPattern] = [route.pattern() for route in ROUTES]
