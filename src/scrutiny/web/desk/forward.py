"""The forward plan: a year of meetings as a grid of sections by meeting."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from scrutiny.errors import ScrutinyError
from scrutiny.governance import clock
from scrutiny.governance.permissions import may
from scrutiny.governance.plan.foreseen import foreseen
from scrutiny.governance.plan.forward import grid
from scrutiny.governance.plan.models import Plan
from scrutiny.periods import FINANCIAL_YEAR_STARTS, Month, Period
from scrutiny.web.desk.plan import when_due
from scrutiny.web.desk.routes import Route
from scrutiny.web.desk.shown import shown
from scrutiny.web.desk.sight import seen_or_404, sees_restricted
from scrutiny.web.desk.signed_in import signed_in

MONTHS = 12


def forward(request: HttpRequest, plan: int) -> HttpResponse:
    found = seen_or_404(request, Plan, plan)
    first = _first(request.GET.get("from", ""), found)
    year = Period(first, first + (MONTHS - 1))
    sees, inspects = sees_restricted(request), may(signed_in(request), "inspections.see")
    return shown(
        request,
        "desk/plan/forward.html",
        plan=found,
        year=year,
        grid=grid(found, year, restricted=sees),
        foreseen=foreseen(found, year, restricted=sees) if inspects else [],
        inspects=inspects,
        when=when_due,
    )


def _first(asked: str, plan: Plan) -> Month:
    """The first month asked for; else of the financial year of today, or of the plan's last day."""
    try:
        return Month.parse(asked)
    except ScrutinyError:
        day = min(max(clock.today(), plan.begins), plan.ends)
        return Month(Month.of(day).financial_year, FINANCIAL_YEAR_STARTS)


ROUTES = (Route("plan/<int:plan>/forward/", forward, "forward", "plan.see"),)
