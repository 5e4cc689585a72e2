"""Inspections for everyone: grades beside the nation's, findings, and what was answered to them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from django.http import HttpRequest, HttpResponse

from scrutiny.governance import publication
from scrutiny.governance.inspection.grades import side_by_side
from scrutiny.governance.inspection.models import Finding, Inspection, Response
from scrutiny.governance.inspection.models.responses import Standing, standing
from scrutiny.periods import Month
from scrutiny.web.asked import Asked
from scrutiny.web.edition import Edition
from scrutiny.web.public.evidence_pack import pack_of
from scrutiny.web.public.findings import names_of, progress_of, stand
from scrutiny.web.public.shown import by_code, shown

KINDS = (*Finding.FOLLOWED, Finding.Kind.WORK_IN_PROGRESS, Finding.Kind.STRENGTH)  # as listed


def inspections(request: HttpRequest) -> HttpResponse:
    """All of them by force, the latest first, with how far their findings are."""
    name = force_named(request)
    found = sorted(publication.inspections(), key=lambda each: name(each.force))  # stays by date
    listed = [
        (name(force), [(each, progress_of(each)) for each in of])
        for force, of in groupby(found, key=lambda each: each.force)
    ]
    return shown(
        request, "inspections/list.html", forces=listed, practices=publication.practices().count()
    )


def inspection(request: HttpRequest, code: str) -> HttpResponse:
    """One: how it graded, what it found, and the oversight body's response."""
    found = by_code(publication.inspections(), code)
    findings = list(publication.findings().filter(inspection=found).select_related("inspection"))
    rows = side_by_side(found, public=True)
    response, stands = response_of(found)
    return shown(
        request,
        "inspections/inspection.html",
        inspection=found,
        force=force_named(request)(found.force),
        frame=found.frame,
        names=names_of(found),
        rows=rows,
        counted=any(row.nation for row in rows),
        compared=any(row.before for row in rows),
        grouped=[(kind, [each for each in findings if each.kind == kind]) for kind in KINDS],
        progress=progress_of(found),
        stand=stand,
        then=pack_then(request, found),
        response=response,
        standing=stands,
        practices=publication.practices().filter(inspection=found),
    )


def response_of(inspection: Inspection) -> tuple[Response | None, Standing | None]:
    """The published response to an inspection, and where it stands in its days."""
    found: Response | None = publication.responses().filter(inspection=inspection).first()
    return found, found.standing() if found else standing(inspection)


def pack_then(request: HttpRequest, inspection: Inspection) -> Month | None:
    """The last quarter before an inspection, if an evidence pack can be made to its end."""
    edition: Edition = request.edition  # type: ignore[attr-defined]
    day = inspection.begins or inspection.published
    if day is None:
        return None
    month = Month.of(day) - 1
    while not month.ends_quarter:
        month -= 1
    return month if pack_of(edition, Asked(inspection.force, month)) else None


def force_named(request: HttpRequest) -> Callable[[str], str]:
    """The name of a force by its code."""
    edition: Edition = request.edition  # type: ignore[attr-defined]
    return lambda code: edition.areas.get(code).name if code in edition.areas else code
