"""Which breaks of a measure touch an area: its force's, and those of the forces in its total."""

from __future__ import annotations

from dataclasses import replace

from scrutiny.areas import Areas
from scrutiny.catalogue.model import Break, BreakKind, Measure
from scrutiny.errors import ScrutinyError
from scrutiny.periods import Month


def measured_in(measure: Measure, area: str, areas: Areas, at: Month) -> Measure:
    """The measure with its breaks as they bear on an area.

    A force's break is also that of the divisions, districts and smaller areas in it. In a region,
    a nation or a group it is a part of the total only: it is told, as an event is, and the total
    is not re-based for it.
    """
    if all(b.area in (None, area) for b in measure.breaks):
        return measure
    inside = _forces_in(area, areas, at)
    force = areas.force_of(area) if not inside else None
    breaks: list[Break] = []
    for b in measure.breaks:
        if b.area is not None and b.area == force:
            breaks.append(replace(b, area=area))
        elif b.area in inside and b.area != area:
            breaks.append(replace(b, area=area, kind=BreakKind.EVENT))
        else:
            breaks.append(b)
    return replace(measure, breaks=tuple(breaks))


def _forces_in(area: str, areas: Areas, at: Month) -> tuple[str, ...]:
    """The forces that a region, nation or group is the sum of; none for any other area."""
    if areas.get(area).kind not in ("region", "country", "group"):
        return ()
    try:
        return areas.members(area, at)
    except ScrutinyError:  # a group has no members before it was formed
        return ()
