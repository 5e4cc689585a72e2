"""Where an area lies: what it is called, what it is in, and what is in it."""

from __future__ import annotations

from typing import NamedTuple

from scrutiny.areas import Area, Areas
from scrutiny.areas.area import Kind
from scrutiny.comparison.forces import ENGLAND_AND_WALES
from scrutiny.periods import Month

KINDS: dict[Kind, tuple[str, str]] = {
    "country": ("country", "countries"),
    "region": ("region", "regions"),
    "force": ("police force area", "police force areas"),
    "division": ("division", "divisions"),
    "csp": ("community safety partnership", "community safety partnerships"),
    "district": ("district", "districts"),
    "ward": ("ward", "wards"),
    "lsoa": ("small area (LSOA)", "small areas (LSOAs)"),
    "group": ("most similar group", "most similar groups"),
    "body": ("national body", "national bodies"),
}
"""What each kind of area is called: one, and several."""

_PARTS: dict[Kind, tuple[Kind, ...]] = {
    "country": ("region", "force"),
    "region": ("force",),
    "force": ("division", "csp", "district"),
    "division": ("district",),
    "csp": ("district",),
    "district": ("ward",),
    "ward": ("lsoa",),
}


class Parts(NamedTuple):
    """The areas of one kind that lie in an area."""

    title: str
    areas: tuple[Area, ...]


def above(areas: Areas, code: str, at: Month) -> tuple[Area, ...]:
    """The areas that an area lies in, the widest first: nation, region, force ... ward."""
    kind = areas.get(code).kind
    district: str | None = code if kind == "district" else None
    if kind in ("ward", "lsoa"):
        district = areas.district_of(code)
    inside = areas.districts_of(code, at) if kind == "csp" else (district,)
    divisions = {areas.division_of(d, at) for d in inside if d}
    force = areas.force_of(code) if kind != "force" else None
    region = areas.region_of(force or code) if kind in _PARTS or kind == "lsoa" else None
    found = [
        ENGLAND_AND_WALES if region else None,
        region,
        force,
        divisions.pop() if len(divisions) == 1 and kind != "division" else None,
        areas.csp_of(district, at) if district else None,
        district,
        areas.lsoa_ward(code) if kind == "lsoa" else None,
    ]
    codes = dict.fromkeys(c for c in found if c is not None and c != code)
    return tuple(areas.get(c) for c in codes)


def parts(areas: Areas, code: str, at: Month) -> tuple[Parts, ...]:
    """What lies in an area, by kind, by name; the members of a group of forces."""
    area = areas.get(code)
    if area.kind == "group":
        force = code.removeprefix("MSG-")
        group = areas.most_similar_group(force, at)
        held: dict[Kind, tuple[str, ...]] = {"force": group.members if group else ()}
    else:
        held = {kind: areas.children(code, kind, at) for kind in _PARTS.get(area.kind, ())}
    found = []
    for kind, codes in held.items():
        named = sorted((areas.get(c) for c in codes), key=lambda a: a.name)
        if named:
            found.append(
                Parts(KINDS[kind][1].capitalize().replace("(lsoas)", "(LSOAs)"), tuple(named))
            )
    return tuple(found)
