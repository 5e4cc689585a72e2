"""What each operation can be asked: the choices of its page, as the API describes them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import fields
from enum import StrEnum
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Schema
from pydantic import Field, WithJsonSchema, create_model

from scrutiny.periods import Against, Window
from scrutiny.web.asked import Asked, WrongAddressError
from scrutiny.web.content.catalogue import WITH
from scrutiny.web.content.compare_table import SORTS
from scrutiny.web.kinds import PageKind

SIZE = 500  # rows of a table on one page of an answer
LARGEST_SIZE = 5_000
_CHOICES = frozenset(field.name for field in fields(Asked))

Described = tuple[Any, Any]  # a type and a pydantic field, as `create_model` takes them


def _words(about: str, example: str, **rules: Any) -> Described:
    """Text that may be left out."""
    return Annotated[str, Field(**rules)], _optional(about, example)


def _one_of(values: tuple[str, ...], about: str) -> Described:
    listed = " or ".join(filter(None, (", ".join(values[:-1]), values[-1])))
    return _words(f"{about}: {listed}", values[-1], pattern=f"^({'|'.join(values)})$")


def _choice(kind: type[StrEnum], usual: StrEnum, about: str) -> Described:
    listed = ", ".join(f"{each.value} ({each.title})" for each in kind)
    return kind, Field(usual, description=f"{about}: {listed}")


def _optional(about: str, example: str) -> Any:
    def described(schema: dict[str, Any]) -> None:
        del schema["default"]  # empty stands for what was not given, and cannot be given
        if example:
            schema["examples"] = [example]

    return Field("", description=about, json_schema_extra=described)


_AREA = "The code of an area, as the Office for National Statistics gives it"
_QUERY: dict[str, Described] = {
    "area": _words(f"{_AREA}; the site's own force when left out", "E23000003", min_length=1),
    "to": _words(
        "The last month of the period, written YYYY-MM, such as 2019-12; that of the last quarter "
        "with figures when left out",
        "2019-12",
        pattern="^[0-9]{4}-(0[1-9]|1[0-2])$",
    ),
    "window": _choice(Window, Window.YEAR, "The length of the period"),
    "against": _choice(Against, Against.YEAR, "What the period is compared with"),
    "source": _words(
        "The source to read from; the measure's own when left out", "home-office", min_length=1
    ),
    # Whether there is such a day is for `asked` to say.
    "as_at": (
        Annotated[str, WithJsonSchema({"type": "string", "format": "date"})],
        _optional("The figures as they were known on a day, written YYYY-MM-DD", "2020-02-20"),
    ),
    "q": _words("Words that a name must hold", "burglary"),
    "show": _one_of(("waiting", "answered"), "Only what is not answered yet, or is"),
    "progress": _one_of(("to-do", "overdue", "done"), "Only what is like that"),
    "sort": _one_of(SORTS, "What the table is in order of"),
    "group": _words(
        "A group of offences, such as robbery or drug-offences; all crimes when left out",
        "robbery",
        min_length=1,
    ),
    "priority": _words("The id of a priority; every one when left out", "", min_length=1),
    "given_by": _words("A source that may give the measure", "home-office", min_length=1),
    "unit": _words("The unit of the measure", "percent", min_length=1),
    "figures": _one_of((WITH,), "Only the measures with figures for the force"),
}
_OF_THE_ANSWER: dict[str, Described] = {
    "edition": _words(
        "The edition to answer from, as an earlier answer named it; the newest when left out",
        "7-2026-01-31-1f0c",
        min_length=1,
    ),
    "format": _one_of(
        ("json", "csv"), "What to answer with, where the header Accept does not say it"
    ),
}
_PAGE = (
    int,
    Field(1, ge=1, le=1_000_000, description="Which page of the answer: a whole number from 1"),
)
_SIZE = (
    int,
    Field(
        SIZE,
        ge=1,
        le=LARGEST_SIZE,
        description=f"The most rows of a table on one page, from 1 to {LARGEST_SIZE:,}",
    ),
)
_PARTS: dict[str, tuple[str, str | None]] = {
    "area": (_AREA, "E23000003"),
    "measure": ("The id of a measure", "all_crime"),
    "name": ("The day of a meeting, as its address has it", None),
    "code": ("The code of a record, as the address of its page has it", None),
}


def query_model(kind: PageKind) -> type[Schema]:
    """The query parameters of a kind of page, checked as they are described."""
    names = [name for name in kind.chooses if f":{name}>" not in kind.route]
    taken: dict[str, Any] = {name: _QUERY[name] for name in names}
    taken |= {name: _QUERY.get(name, _words("As on the page", "")) for name in kind.own}
    taken |= {"page": _PAGE} | ({} if pages_itself(kind) else {"size": _SIZE}) | _OF_THE_ANSWER
    return create_model(f"{kind.name}_query", __base__=Schema, **taken)


def path_model(kind: PageKind) -> type[Schema] | None:
    """The parts of the path of a kind of page; None when it has none."""
    parts = re.findall(r"<(\w+):(\w+)>", kind.route)
    if not parts:
        return None
    caught: dict[str, Any] = {name: _part(name, how) for how, name in parts}
    return create_model(f"{kind.name}_path", __base__=Schema, **caught)


def taking(
    answer: Callable[..., HttpResponse],
    name: str,
    asks: type[Schema],
    parts: type[Schema] | None,
) -> Callable[..., HttpResponse]:
    """An operation's function, named, that takes what the two models say.

    Ninja reads what an operation takes from its signature; these types are made, not written.
    """
    takes: list[tuple[str, Any]] = [
        ("request", HttpRequest),
        ("query", Query[asks]),  # type: ignore[misc, valid-type]
    ]
    takes += [("path", Path[parts])] if parts else []  # type: ignore[misc, valid-type]
    answer.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=type_)
         for name, type_ in takes]
    )  # fmt: skip
    answer.__name__ = name
    return answer


def pages_itself(kind: PageKind) -> bool:
    """Whether the page is one of several already, and its address says which."""
    return "page" in kind.own


def refuse_unknown(request: HttpRequest, known: type[Schema]) -> None:
    """A `WrongAddressError` for a parameter that nothing would listen to: it may be mistyped.

    The choices of other pages may stay in an address, as they do in the site's own.
    """
    for name in request.GET:
        if name not in known.model_fields and name not in _CHOICES:
            listed = ", ".join(known.model_fields)
            raise WrongAddressError(f"There is no parameter {name!r}. There are: {listed}.")


def rule_of(name: str) -> str:
    """What a parameter is to be, in words."""
    known = {**_QUERY, **_OF_THE_ANSWER, "page": _PAGE, "size": _SIZE}
    return str(known[name][1].description) if name in known else "It is not as described"


def _part(name: str, converter: str) -> Described:
    about, example = _PARTS.get(name, (f"The {name}", None))
    shown = [example] if example else None
    if converter == "int":
        return int, Field(description=about, ge=0, examples=shown)
    pattern = "^[-a-zA-Z0-9_]+$" if converter == "slug" else None
    return str, Field(description=about, pattern=pattern, examples=shown)
