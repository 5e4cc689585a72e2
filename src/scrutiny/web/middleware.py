"""Around every page: the edition it is made from, errors that help, and answers kept."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from scrutiny.errors import DamageError, ScrutinyError
from scrutiny.web.answers import LARGEST, Answer, answers
from scrutiny.web.api.addresses import in_api
from scrutiny.web.asked import NotThereError, WrongAddressError
from scrutiny.web.edition import Edition, GoneError, editions
from scrutiny.web.refusal import refusal

Next = Callable[[HttpRequest], HttpResponse]

OF_RECORDS = ("/desk/", "/accounts/", "/scrutiny/")  # paths whose pages come from the records
ALSO_OF_RECORDS = ("/api/v1/scrutiny/", "/sitemap.xml")  # what is not a page of theirs
LONGEST_QUERY = 2_000  # characters; the longest that a page makes itself is some 200
TRY_AGAIN = 30  # seconds, that a browser is told to wait for the first figures


class ShowEdition:
    """Gives each request one edition, and makes a page of what goes wrong."""

    def __init__(self, answer: Next) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
            why = f"What follows the ? in an address has at most {LONGEST_QUERY:,} characters."
            return refusal(request, HTTPStatus.REQUEST_URI_TOO_LONG, "wrong.html", why)
        try:
            name = request.GET.get("edition")
            edition = editions().named(name) if name else editions().current()
        except GoneError as error:
            return _gone(request, error)
        except ScrutinyError as error:
            return _unready(request, error)
        request.edition = edition  # type: ignore[attr-defined]
        response = self._answer(request)
        response["X-Edition"] = edition.id
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, WrongAddressError):
            return refusal(request, HTTPStatus.BAD_REQUEST, "wrong.html", str(error))
        if isinstance(error, DamageError):
            return None  # it is the site that is wrong, not the address
        if isinstance(error, ScrutinyError):
            instead = error.instead if isinstance(error, NotThereError) else ()
            return refusal(request, HTTPStatus.NOT_FOUND, "not_there.html", str(error), instead)
        return None


class KeepAnswers:
    """Keeps what was answered to the public, until a newer edition.

    Statistics are the same for everyone until something is published, so an answer is made once.
    Each answer has an ETag, by which a browser that has it need not be sent it again. What is made
    from the records, and for one person, is made anew each time and kept nowhere.
    """

    def __init__(self, answer: Next) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        edition: Edition = request.edition  # type: ignore[attr-defined]
        if request.method not in ("GET", "HEAD"):
            return self._answer(request)
        of_records = request.path.startswith(OF_RECORDS + ALSO_OF_RECORDS)
        if of_records or "Authorization" in request.headers:
            return _personal(self._answer(request))
        form = request.headers.get("Accept", "") if in_api(request.path) else ""
        key = f"{edition.id} {request.build_absolute_uri()} {form}"
        kept = answers().get(key)
        if kept is None:
            response = self._answer(request)
            if not _may_keep(response):
                return response
            kept = _keep(response)
            if request.method == "GET":  # an answer to HEAD may be without its body
                answers().put(key, kept)
        return _again(request, kept)


def _gone(request: HttpRequest, error: GoneError) -> HttpResponse:
    query = request.GET.copy()
    query.pop("edition", None)
    here = f"{request.path}?{query.urlencode()}" if query else request.path
    instead = (("The same with the newest figures", here),)
    return refusal(request, HTTPStatus.GONE, "not_there.html", str(error), instead)


def _unready(request: HttpRequest, error: ScrutinyError) -> HttpResponse:
    response = refusal(request, HTTPStatus.SERVICE_UNAVAILABLE, "unready.html", str(error))
    response["Retry-After"] = str(TRY_AGAIN)
    return response


def _personal(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ["Cookie"])
    response.setdefault("Cache-Control", "private, no-cache")
    return response


def _may_keep(response: HttpResponse) -> bool:
    return (
        response.status_code == HTTPStatus.OK
        and not response.streaming
        and not response.cookies
        and "no-store" not in response.get("Cache-Control", "")
        and "private" not in response.get("Cache-Control", "")
        and len(response.content) <= LARGEST
    )


def _keep(response: HttpResponse) -> Answer:
    kind = response.get("Content-Type", "")
    text = kind.startswith("text/") or "json" in kind or "xml" in kind
    headers = tuple((name, value) for name, value in response.items() if name != "Content-Length")
    return Answer.of(headers, bytes(response.content), text)


def _again(request: HttpRequest, kept: Answer) -> HttpResponse:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if "*" in known or kept.etag in known:
        response = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
        del response["Content-Type"]
    else:
        packed = kept.packed and _takes_gzip(request.headers.get("Accept-Encoding", ""))
        body = kept.body if packed else kept.plain()
        response = HttpResponse(body)
        response["Content-Length"] = str(len(body))
        if packed:
            response["Content-Encoding"] = "gzip"
    for name, value in kept.headers:
        if response.status_code == HTTPStatus.OK or name != "Content-Type":
            response[name] = value
    response["ETag"] = kept.etag
    response["Cache-Control"] = "no-cache"  # ask each time whether it is still so
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding header has gzip, and not only to refuse it (`gzip;q=0`)."""
    for each in accepted.replace(" ", "").split(","):
        name, _, weight = each.partition(";q=")
        if name == "gzip":
            return not weight or weight.strip("0.") != ""
    return False
