"""The page that says how to use the API, made from the API's own description."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from scrutiny.web.api.parameters import SIZE
from scrutiny.web.api.twins import api

Described = dict[str, Any]

SHARED = frozenset({"edition", "format", "page", "size"})
"""Parameters that every operation has: the page says them once."""


class Parameter(NamedTuple):
    name: str
    about: str
    usual: str
    needed: bool


class Operation(NamedTuple):
    """`example` is an address that can be asked for as it stands, where one is known."""

    id: str
    summary: str
    path: str
    example: str
    parameters: tuple[Parameter, ...]


def page(request: HttpRequest) -> HttpResponse:
    operations, shared, answers = described()
    held = {
        "edition": request.edition,  # type: ignore[attr-defined]
        "about": str(api.description).split("\n\n"),
        "operations": operations,
        "shared": shared,
        "answers": answers,
        "size": SIZE,
    }
    return render(request, "api.html", held)


@cache
def described() -> tuple[tuple[Operation, ...], tuple[Parameter, ...], tuple[tuple[str, str], ...]]:
    """The operations, the parameters that all have, and what each status means."""
    paths = api.get_openapi_schema()["paths"]
    operations = tuple(_operation(path, each["get"]) for path, each in paths.items())
    taken = [p for each in paths.values() for p in each["get"]["parameters"]]
    shared = {p["name"]: _parameter(p) for p in taken if p["name"] in SHARED}
    responses = next(iter(paths.values()))["get"]["responses"]
    answers = tuple(
        (str(int(status)), answer["description"]) for status, answer in responses.items()
    )
    return operations, tuple(shared.values()), tuple(sorted(answers))


def _operation(path: str, given: Described) -> Operation:
    parameters = given["parameters"]
    own = [_parameter(p) for p in parameters if p["name"] not in SHARED]
    own.sort(key=lambda p: not p.needed)
    example = _example(path, parameters)
    return Operation(given["operationId"], given["summary"], path, example, tuple(own))


def _parameter(given: Described) -> Parameter:
    usual = given["schema"].get("default", "")
    return Parameter(given["name"], given.get("description", ""), str(usual), given["required"])


def _example(path: str, parameters: list[Described]) -> str:
    """The address with the examples of its path, and of the area and month if it takes them."""
    query = {}
    for each in parameters:
        example = each["schema"].get("examples", [None])[0]
        if example is None:
            continue
        if each["in"] == "path":
            path = path.replace(f"{{{each['name']}}}", quote(example))
        elif each["name"] in ("area", "to"):
            query[each["name"]] = example
    return f"{path}?{urlencode(query)}" if query else path
