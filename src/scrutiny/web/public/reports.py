"""Published reports for everyone: every edition keeps its address, and says what became of it."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from scrutiny.governance import publication
from scrutiny.governance.reporting.models import Edition, Report
from scrutiny.periods import Month, Period
from scrutiny.web.files import download
from scrutiny.web.public.shown import shown

# A report as one page has its styles and pictures in itself, and asks nothing of anyone.
OF_A_FILE = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def reports(request: HttpRequest) -> HttpResponse:
    found = publication.editions().select_related("report").order_by("-report__to", "-number")
    return shown(request, "reports.html", editions=found, named=named(request))


def edition(request: HttpRequest, force: str, to: str, template: str, number: int) -> HttpResponse:
    """One edition: its files, and the one that took its place."""
    found = _edition(force, to, template, number)
    after = publication.editions().filter(report=found.report, number__gt=number)
    return shown(
        request, "edition.html", of=found, named=named(request),
        later=after.filter(state=Edition.State.PUBLISHED).order_by("-number").first(),
        files=[] if found.state == Edition.State.WITHDRAWN else found.files.order_by("name"),
        meeting=publication.meetings().filter(reports=found.report).first(),
    )  # fmt: skip


def file(
    request: HttpRequest, force: str, to: str, template: str, number: int, name: str
) -> HttpResponse:
    """A file of an edition. A withdrawn edition's are gone, and its page says why."""
    found = _edition(force, to, template, number)
    kept = found.files.filter(name=name).first()
    if kept is None:
        raise Http404
    if found.state == Edition.State.WITHDRAWN:
        answer = shown(request, "withdrawn.html", of=found, named=named(request))
        answer.status_code = HTTPStatus.GONE
        return answer
    with kept.file.open("rb") as held:
        answer = download(held.read(), kept.name, inline=kept.name.endswith((".pdf", ".html")))
    answer["Content-Security-Policy"] = OF_A_FILE
    return answer


def _edition(force: str, to: str, template: str, number: int) -> Edition:
    editions = publication.editions().select_related("report")
    found: Edition = get_object_or_404(
        editions, report__force=force, report__to=to, report__template=template, number=number
    )
    return found


def named(request: HttpRequest) -> Callable[[Report], str]:
    """What a template calls a report: its force and quarter."""
    areas = request.edition.areas  # type: ignore[attr-defined]
    return lambda report: (
        f"{areas.get(report.force).name}, {Period.ending(Month.parse(report.to), 3).name}"
    )
