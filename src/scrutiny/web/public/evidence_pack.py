"""The evidence pack of a force for everyone: made in the background when somebody asks for it.

A pack takes a minute, so no reader waits for one, and nobody can have many made: one address may
ask for a few a minute, only so many wait at once, and one that is made is kept for all.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from scrutiny.governance.background.models import Job
from scrutiny.governance.inspection.packs import BusyError, PackOf, latest_release
from scrutiny.periods import Month
from scrutiny.web.api.calls import calls
from scrutiny.web.api.door import MINUTE, caller
from scrutiny.web.asked import Asked, NotThereError, asked
from scrutiny.web.edition import MEASURE_OF_LATEST, Edition
from scrutiny.web.files import download
from scrutiny.web.public.reports import OF_A_FILE
from scrutiny.web.public.shown import shown

MOST_A_MINUTE = 3  # packs that one internet address may ask for


@dataclass(frozen=True, slots=True)
class PackFile:
    name: str
    size: int
    address: str


@csrf_exempt  # there is nothing to forge: whoever asks, a pack is the same and is everyone's
@require_http_methods(["GET", "HEAD", "POST"])
def pack(request: HttpRequest) -> HttpResponse:
    """The page of a force and date: its files, how far it is, or a button that has it made."""
    edition: Edition = request.edition  # type: ignore[attr-defined]
    choices = chosen(edition, request.GET.dict())
    of = pack_of(edition, choices)
    if request.method == "POST":
        return _asked_for(request, choices, of)
    return _page(request, choices, of)


def _page(
    request: HttpRequest, choices: Asked, of: PackOf | None, why: str = "", status: int = 200
) -> HttpResponse:
    edition: Edition = request.edition  # type: ignore[attr-defined]
    answer = shown(
        request,
        "inspections/evidence_pack.html",
        force=edition.areas.get(choices.area).name,
        asked=choices,
        query=request.GET,
        of=of,
        files=files_of(of),
        job=of.job() if of else None,
        why=why,
        itself=f"{request.path}?{choices.query()}",
    )
    answer.status_code = status
    return answer


def _asked_for(request: HttpRequest, choices: Asked, of: PackOf | None) -> HttpResponse:
    """Have a pack made, once for all who ask."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin" or of is None:
        return _page(request, choices, of, "Ask for the pack on this page.", HTTPStatus.FORBIDDEN)
    if calls().count(f"pack {caller(request)}", int(time.time()) // MINUTE) > MOST_A_MINUTE:
        why = f"You have asked for {MOST_A_MINUTE} packs in this minute. Ask again in the next."
        answer = _page(request, choices, of, why, HTTPStatus.TOO_MANY_REQUESTS)
        answer["Retry-After"] = str(MINUTE)
        return answer
    try:
        of.ask_for()
    except BusyError as error:
        answer = _page(request, choices, of, str(error), HTTPStatus.SERVICE_UNAVAILABLE)
        answer["Retry-After"] = str(MINUTE)
        return answer
    return redirect(f"{request.path}?{choices.query()}")


def file(request: HttpRequest, force: str, to: str, name: str) -> HttpResponse:
    """A file of a pack. Where there is none of the newest figures, its page has one made."""
    edition: Edition = request.edition  # type: ignore[attr-defined]
    choices = chosen(edition, {"area": force, "to": to})
    of = pack_of(edition, choices)
    made = of.files() if of else []
    if of is not None and not made:
        return redirect(f"{reverse('public-evidence-pack')}?{choices.query()}")
    found = next((each for each in made if each.name == name), None)
    if found is None:
        raise Http404
    answer = download(found.read_bytes(), name, inline=name.endswith((".pdf", ".html")))
    answer["Content-Security-Policy"] = OF_A_FILE
    return answer


def chosen(edition: Edition, query: Mapping[str, str]) -> Asked:
    """The force and the quarter that an address asks for."""
    choices = asked(edition, {name: query.get(name, "") for name in ("area", "to")})
    if choices.area not in {each.code for each in edition.areas.forces()}:
        raise NotThereError(
            "An evidence pack is made for one of the 43 police forces.",
            (("Evidence packs", reverse("public-evidence-pack")),),
        )
    return choices


def pack_of(edition: Edition, choices: Asked) -> PackOf | None:
    """Which pack answers with the newest figures; None where the force has none to the quarter."""
    first = edition.reader.coverage.earliest(
        edition.catalogue.measure(MEASURE_OF_LATEST), choices.area
    )
    last = edition.latest_quarter(choices.area)
    if first is None or not (choices.to.ends_quarter and first <= choices.to <= last):
        return None
    as_at = edition.remember(
        "latest-release", lambda: latest_release(edition.snapshot, edition.day)
    )
    return PackOf(choices.area, choices.to, edition.snapshot.number, as_at) if as_at else None


def files_of(of: PackOf | None) -> list[PackFile]:
    """The files of a pack with their addresses; none while it is not made."""
    return [
        PackFile(each.name, each.stat().st_size, _address(of.force, of.to, each.name))
        for each in (of.files() if of else [])
        if of
    ]


def state_of(of: PackOf | None) -> str:
    """How far it is, in a word."""
    if of is None:
        return "no figures"
    if of.files():
        return "made"
    job = of.job()
    return Job.State(job.state).value if job and job.live else "not made"


def _address(force: str, to: Month, name: str) -> str:
    return reverse("public-evidence-file", kwargs={"force": force, "to": str(to), "name": name})
