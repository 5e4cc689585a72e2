"""The operations: one for each kind of page, that answers with the page's content."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from ninja import NinjaAPI, Schema
from ninja.errors import ValidationError
from ninja.openapi.schema import OpenAPISchema

from scrutiny import __version__
from scrutiny.reports.tidy import one_csv
from scrutiny.web.api.addresses import ROOT, lasting, template_of
from scrutiny.web.api.paging import links, paged
from scrutiny.web.api.parameters import (
    pages_itself,
    path_model,
    query_model,
    refuse_unknown,
    rule_of,
    taking,
)
from scrutiny.web.api.schemas import Problem, Twin
from scrutiny.web.asked import NotThereError, WrongAddressError
from scrutiny.web.content import Content
from scrutiny.web.content.areas import PAGE_SIZE
from scrutiny.web.content.plain import plain
from scrutiny.web.edition import Edition
from scrutiny.web.kinds import PAGES, PageKind
from scrutiny.web.pages import downloads
from scrutiny.web.refusal import PROBLEM, problem

JSON, CSV = "application/json", "text/csv"
_ABOUT = """What each page of the site says, as JSON and CSV: the same figures with their sources.

Read-only and open: no key, and any site may call it. Every answer has an ETag; send it back in
If-None-Match, and what has not changed since is not sent again (304)."""
PROBLEMS = {
    HTTPStatus.BAD_REQUEST: "The address cannot be understood",
    HTTPStatus.NOT_FOUND: "There is no such thing, or no figure for that period",
    HTTPStatus.GONE: "The edition that was asked for has been replaced",
    HTTPStatus.REQUEST_URI_TOO_LONG: "The query is too long",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many requests: the header Retry-After says when to go on",
    HTTPStatus.SERVICE_UNAVAILABLE: "The figures are not ready yet",
}


class Api(NinjaAPI):
    """Ninja's, with problems described as what they are."""

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**given)
        for path in schema["paths"].values():
            for status, answer in path["get"]["responses"].items():
                if int(status) in set(PROBLEMS):
                    answer["description"] = PROBLEMS[HTTPStatus(status)]
                    answer["content"] = {PROBLEM: answer["content"][JSON]}
        return schema


api = Api(
    title="Police Scrutiny",
    version=__version__,
    description=_ABOUT,
    docs_url=None,
    urls_namespace="api",
)


@api.exception_handler(ValidationError)
def _not_as_described(request: HttpRequest, error: Any) -> HttpResponse:
    """What a parameter should have been, in the words of its description."""
    name = str(error.errors[0]["loc"][-1])
    given = request.GET.get(name, "")
    return problem(HTTPStatus.BAD_REQUEST, f"{name} cannot be {given!r}. {rule_of(name)}.")


def _operation(kind: PageKind) -> Callable[..., HttpResponse]:
    asks, parts = query_model(kind), path_model(kind)

    def answer(request: HttpRequest, query: Schema, path: Schema | None = None) -> HttpResponse:
        refuse_unknown(request, asks)
        edition: Edition = request.edition  # type: ignore[attr-defined]
        caught = {name: str(value) for name, value in path.dict().items()} if path else {}
        content = kind.content(edition, caught, request.GET.dict())
        if form_of(request) == CSV:
            made = _csv(kind, content, edition, request)
        else:
            made = _json(kind, content, edition, request, query.dict())
        patch_vary_headers(made, ["Accept"])
        return made

    return taking(answer, kind.name, asks, parts)


def form_of(request: HttpRequest) -> str:
    if asked := request.GET.get("format"):
        return CSV if asked == "csv" else JSON
    return request.get_preferred_type([JSON, CSV]) or JSON


def _csv(kind: PageKind, content: Content, edition: Edition, request: HttpRequest) -> HttpResponse:
    """Every cell of the page, with its figure and its source: one row a cell."""
    if not pages_itself(kind) and not {"page", "size"}.isdisjoint(request.GET):
        raise WrongAddressError("A CSV answer has every row: leave out page and size.")
    name = kind.name
    return HttpResponse(one_csv(downloads.document(content, edition, name)), CSV)


def _json(
    kind: PageKind, content: Content, edition: Edition, request: HttpRequest, query: dict[str, Any]
) -> HttpResponse:
    said = plain(content)
    page: int = query["page"]
    if pages_itself(kind):
        size: int = PAGE_SIZE
        paged(said, 1, size)
        pages: int = getattr(content, "pages", 1)
    else:
        size = query["size"]
        pages = paged(said, page, size)
    if page > pages:
        raise NotThereError(f"There is no page {page}: the answer has {pages}.")
    here = request.path.removeprefix(ROOT)
    of_page = request.build_absolute_uri(f"/{here}/")
    query_of_page = lasting(content.query)
    for chart in said["charts"]:
        for name, form in (("spec", "json"), ("svg", "svg"), ("png", "png")):
            chart[name] = f"{of_page}charts/{chart['id']}.{form}?{content.query}"
    said |= {
        "page": f"{of_page}?{query_of_page}",
        "edition": edition.id,
        "paging": {"page": page, "pages": pages, "size": size},
    }
    made = JsonResponse(said)
    made["Link"] = link_header(request, links(page, pages))
    return made


def link_header(request: HttpRequest, pages: dict[str, int]) -> str:
    """The other pages of an answer, by their relation (RFC 8288)."""
    return ", ".join(f'<{_page(request, to)}>; rel="{rel}"' for rel, to in pages.items())


def _page(request: HttpRequest, number: int) -> str:
    """The address of another page of the answer."""
    query = {**request.GET.dict(), "page": str(number)}
    return request.build_absolute_uri(f"{request.path}?{urlencode(query)}")


def also() -> dict[str, Any]:
    """What every operation may answer besides JSON."""
    return {
        "responses": {
            HTTPStatus.OK: {"content": {CSV: {"schema": {"type": "string"}}}},
            HTTPStatus.NOT_MODIFIED: {"description": "As in the answer that the ETag is of"},
        }
    }


def operation(kind: PageKind) -> None:
    """Add the twin of a kind of page."""
    api.get(
        f"/{template_of(kind.route)}",
        response={HTTPStatus.OK: Twin, **dict.fromkeys(PROBLEMS, Problem)},
        operation_id=kind.name,
        summary=kind.summary,
        url_name=f"{kind.name}-twin",
        openapi_extra=also(),
    )(_operation(kind))


for _kind in PAGES:
    operation(_kind)
