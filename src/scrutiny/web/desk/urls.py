"""Every address of the desk. Each part lists its own."""

from django.urls import URLPattern

from scrutiny.web.desk import (
    agenda,
    approving,
    areas,
    asks,
    audit,
    background,
    exceptions,
    forward,
    home,
    inspections,
    meetings,
    minutes,
    organisations,
    panel,
    papers,
    people,
    plan,
    plan_parts,
    remarks,
    reports,
    restricted,
    taking,
    writing,
)
from scrutiny.web.desk.routes import Route

ROUTES: tuple[Route, ...] = (
    *home.ROUTES,
    *agenda.ROUTES,
    *approving.ROUTES,
    *areas.ROUTES,
    *asks.ROUTES,
    *audit.ROUTES,
    *exceptions.ROUTES,
    *forward.ROUTES,
    *inspections.ROUTES,
    *meetings.ROUTES,
    *minutes.ROUTES,
    *organisations.ROUTES,
    *panel.ROUTES,
    *papers.ROUTES,
    *people.ROUTES,
    *plan.ROUTES,
    *plan_parts.ROUTES,
    *remarks.ROUTES,
    *reports.ROUTES,
    *restricted.ROUTES,
    *taking.ROUTES,
    *background.ROUTES,
    *writing.ROUTES,
)

urlpatterns: list[URLPattern] = [route.pattern() for route in ROUTES]
