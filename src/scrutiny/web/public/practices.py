"""The register of developing practice for everyone."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from scrutiny.governance import publication
from scrutiny.governance.inspection.models import Practice
from scrutiny.web.public.findings import names_of
from scrutiny.web.public.inspections import force_named
from scrutiny.web.public.search import LONGEST
from scrutiny.web.public.shown import by_code, shown


def practices(request: HttpRequest) -> HttpResponse:
    """All, or those that have every word asked for."""
    q = request.GET.get("q", "").strip()[:LONGEST]
    return shown(
        request, "inspections/practices.html", q=q, practices=found_by(q),
        named=force_named(request),
    )  # fmt: skip


def found_by(words: str) -> QuerySet[Practice]:
    """Those of the register that have every word."""
    return publication.practices().search(words).select_related("inspection")  # type: ignore[attr-defined,no-any-return]


def practice(request: HttpRequest, code: str) -> HttpResponse:
    """One: the problem, what was done, what came of it, and who has taken it up."""
    found = by_code(publication.practices().select_related("inspection"), code)
    return shown(
        request, "inspections/practice.html", practice=found, area=area_of(found),
        force=force_named(request)(found.force), taken_up=found.taken_up.all(),
    )  # fmt: skip


def area_of(practice: Practice) -> str:
    """The name of the area or question of its inspection that it belongs to."""
    of = practice.inspection
    return names_of(of).get(practice.area, practice.area) if of else practice.area
