"""Around every page: the edition it is made from, errors that help, and answers kept."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from scrutiny.errors import ScrutinyError
from scrutiny.web.asked import NotThereError, WrongAddressError
from scrutiny.web.edition import Edition, editions

Answer = Callable[[HttpRequest], HttpResponse]

LARGEST_KEPT = 4_000_000  # bytes; a larger answer is made each time
SHORTEST_PACKED = 500  # bytes; a shorter one gains nothing from compression


class EditionRequest(HttpRequest):
    """A request that `ShowEdition` has given its edition."""

    edition: Edition


class ShowEdition:
    """Gives each request one edition, and makes a page of what goes wrong."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            request.edition = editions().current()  # type: ignore[attr-defined]
        except ScrutinyError as error:
            return render(request, "unready.html", {"why": str(error)}, status=503)
        return self._answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, WrongAddressError):
            return render(request, "wrong.html", {"why": str(error), "instead": ()}, status=400)
        if isinstance(error, NotThereError):
            held = {"why": str(error), "instead": error.instead}
            return render(request, "not_there.html", held, status=404)
        if isinstance(error, ScrutinyError):
            return render(request, "not_there.html", {"why": str(error), "instead": ()}, status=404)
        return None


@dataclass(frozen=True, slots=True)
class _Kept:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    packed: bytes | None
    etag: str


class KeepAnswers:
    """Keeps what was answered to the public, until a newer edition.

    Statistics are the same for everyone until something is published, so an answer is made once.
    Each answer has an ETag, by which a browser that has it need not be sent it again.
    """

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        edition: Edition = request.edition  # type: ignore[attr-defined]
        if request.method not in ("GET", "HEAD") or request.COOKIES:
            return self._answer(request)
        asked = f"{edition.id} {request.get_host()} {request.get_full_path()}"
        key = hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()
        kept: _Kept | None = caches["answers"].get(key)
        if kept is None:
            response = self._answer(request)
            if not _may_keep(response):
                return response
            kept = _keep(response)
            caches["answers"].set(key, kept)
        return _again(request, kept)


def _may_keep(response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "no-store" not in response.get("Cache-Control", "")
        and len(response.content) <= LARGEST_KEPT
    )


def _keep(response: HttpResponse) -> _Kept:
    body = bytes(response.content)
    kind = response.get("Content-Type", "")
    text = kind.startswith("text/") or "json" in kind or "xml" in kind
    packed = gzip.compress(body, 6, mtime=0) if text and len(body) >= SHORTEST_PACKED else None
    headers = tuple((name, value) for name, value in response.items() if name != "Content-Length")
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return _Kept(response.status_code, headers, body, packed, etag)


def _again(request: HttpRequest, kept: _Kept) -> HttpResponse:
    known = request.headers.get("If-None-Match", "")
    if kept.etag in (tag.strip().removeprefix("W/") for tag in known.split(",")):
        response = HttpResponse(status=304)
    else:
        takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
        packed = kept.packed if takes_gzip else None
        response = HttpResponse(packed or kept.body, status=kept.status)
        for name, value in kept.headers:
            response[name] = value
        if packed:
            response["Content-Encoding"] = "gzip"
    response["ETag"] = kept.etag
    response["Cache-Control"] = "no-cache"  # ask each time whether it is still so
    response["Vary"] = "Accept-Encoding"
    return response
