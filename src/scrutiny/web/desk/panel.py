"""The Police and Crime Panel's own editions of reports, for its members."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from scrutiny.governance.audit.entries import enter
from scrutiny.governance.reporting.models import Edition, EditionFile
from scrutiny.web.desk.reports import title_of
from scrutiny.web.desk.routes import Route
from scrutiny.web.desk.shown import shown
from scrutiny.web.files import download


def panel(request: HttpRequest) -> HttpResponse:
    """The editions, the latest quarter's first."""
    found = Edition.objects.filter(audience=Edition.Audience.PANEL).select_related("report")
    editions = found.prefetch_related("files").order_by("-report__to", "-number")
    return shown(request, "desk/panel.html", editions=editions, title_of=title_of)


def panel_file(request: HttpRequest, edition: int, name: str) -> HttpResponse:
    """A file of one. Those of a withdrawn edition are no longer given out."""
    files = EditionFile.objects.filter(edition__audience=Edition.Audience.PANEL)
    found = get_object_or_404(
        files.exclude(edition__state=Edition.State.WITHDRAWN), edition=edition, name=name
    )
    enter("saw", found.edition, note=name)
    with found.file.open("rb") as file:
        return download(file.read(), found.name)


ROUTES = (
    Route("panel/", panel, "panel-editions", "panel.see"),
    Route("panel/<int:edition>/<str:name>", panel_file, "panel-file", "panel.see"),
)
