"""The page that finds an area by its name or code."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from scrutiny.areas import Area, Areas
from scrutiny.areas.area import Kind
from scrutiny.comparison.forces import ENGLAND_AND_WALES
from scrutiny.reports.model import Cell, Column, Row, Table
from scrutiny.web.asked import Asked, NotThereError, WrongAddressError
from scrutiny.web.content.content import Content
from scrutiny.web.content.places import KINDS
from scrutiny.web.edition import Edition

PAGE_SIZE = 50
_WIDEST_FIRST: tuple[Kind, ...] = (
    "force", "country", "region", "division", "csp", "district", "ward", "lsoa", "group", "body",
)  # fmt: skip


class Named(NamedTuple):
    """An area as it is looked for: by how wide it is, then by name."""

    width: int
    name: str  # in lower case
    code: str


class Found(NamedTuple):
    area: Area
    kind: str
    within: str  # the area that tells it from others of its name


@dataclass(frozen=True, kw_only=True)
class AreasContent(Content):
    found: tuple[Found, ...]
    total: int
    page: int
    pages: int
    q: str


def areas_page(edition: Edition, asked: Asked, q: str = "", page: str = "") -> AreasContent:
    """The areas whose name holds every word of `q`, or whose code starts with it.

    Without `q`, the police force areas. At most 50 a page.
    """
    areas = edition.areas
    matches = _matching(areas, q) if q.strip() else [a.code for a in _by_name(areas.forces())]
    pages = max(1, -(-len(matches) // PAGE_SIZE))
    number = _number(page)
    if number > pages:
        raise NotThereError(
            f"There is no page {number}: what was found fills {pages}.",
            (("Find an area", "/areas/"),),
        )
    shown = matches[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    found = tuple(_found(areas, areas.get(code)) for code in shown)
    return AreasContent(
        title="Find an area",
        description="Police force areas, districts, wards and small areas of England and Wales.",
        asked=asked,
        tables=(_table(found),),
        found=found,
        total=len(matches),
        page=number,
        pages=pages,
        q=q.strip(),
    )


def _number(text: str) -> int:
    if not text:
        return 1
    if not text.isdecimal() or int(text) < 1:
        raise WrongAddressError(f"A page is a whole number from 1 (got {text!r}).")
    return int(text)


def _by_name(areas: tuple[Area, ...]) -> list[Area]:
    return sorted(areas, key=lambda area: area.name)


def _matching(areas: Areas, q: str) -> list[str]:
    """Codes: those that `q` is the beginning of first, then the widest areas, then by name."""
    text = " ".join(q.lower().split())
    words = text.split(" ")
    found = [
        (not named.code.lower().startswith(text), not named.name.startswith(text), *named)
        for named in names(areas)
        if named.code.lower().startswith(text) or all(word in named.name for word in words)
    ]
    return [code for *_, code in sorted(found)]


@cache
def names(areas: Areas) -> tuple[Named, ...]:
    """Every area: some 45,000, most of them LSOAs."""
    small: tuple[Kind, ...] = ("ward", "lsoa")
    codes = [code for kind in small for code in areas.children(ENGLAND_AND_WALES, kind)]
    every = (*areas, *(areas.get(code) for code in codes))
    return tuple(Named(_WIDEST_FIRST.index(a.kind), a.name.lower(), a.code) for a in every)


def _found(areas: Areas, area: Area) -> Found:
    district = areas.district_of(area.code) if area.kind in ("ward", "lsoa") else None
    force = areas.force_of(area.code) if area.kind != "force" else None
    within = [areas.get(code).name for code in (district, force) if code]
    return Found(area, KINDS[area.kind][0], ", ".join(dict.fromkeys(within)))


def _table(found: tuple[Found, ...]) -> Table:
    columns = (
        Column("Area", "left", width=2),
        Column("Kind", "left"),
        Column("In", "left"),
        Column("Code", "left"),
    )
    rows = tuple(
        Row(tuple(Cell(text) for text in (f.area.name, f.kind, f.within, f.area.code)))
        for f in found
    )
    return Table("areas", 0, "Areas", columns, rows, (), "Areas")
