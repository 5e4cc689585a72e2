"""The period that a page of one kind of record shows, and what there is to say of it."""

from __future__ import annotations

from scrutiny.catalogue.model import Measure
from scrutiny.measures.read import Reader
from scrutiny.periods import Period, Window
from scrutiny.web.asked import Asked, NotThereError
from scrutiny.web.content.remarks import Remark
from scrutiny.web.edition import Edition

_TRIED = (Window.YEAR, Window.QUARTER, Window.MONTH)


def check_area(edition: Edition, asked: Asked, title: str, address: str) -> None:
    """Refuse an area inside a force, for which these records are not counted: a `NotThereError`."""
    force = edition.areas.force_of(asked.area)
    if force is None or force == asked.area:
        return
    name = edition.areas.get(force).name
    raise NotThereError(
        f"{title} is counted for whole forces, so there is no figure for "
        f"{edition.areas.get(asked.area).name}.",
        ((f"{title}: {name}", f"{address}?{asked.query(area=force)}"),),
    )


def whole_period(reader: Reader, measure: Measure, asked: Asked) -> tuple[Period | None, Remark]:
    """The year to the month asked for, or what there is of it, with a remark that says which.

    Where the year is not whole it is the quarter, then the month; where the figures end earlier,
    the periods that end with them. None where nothing is loaded so early.
    """
    name = reader.areas.get(asked.area).name
    year = Window.YEAR.ending(asked.to)
    last = reader.coverage.latest(measure, asked.area)
    if last is not None:
        end = min(asked.to, last)
        for window in _TRIED:
            if window is Window.QUARTER and not end.ends_quarter:
                continue
            period = window.ending(end)
            if reader.observe(measure, asked.area, period).value is not None:
                return period, _which(period, asked, name)
    why = reader.observe(measure, asked.area, year).missing or "nothing is loaded"
    return None, Remark("missing", f"No figures for {name}, {year.name}: {why}.")


def _which(period: Period, asked: Asked, name: str) -> Remark:
    if period.last < asked.to:
        return Remark(
            "late",
            f"The figures loaded for {name} end in {period.last.name}, so this page is for "
            f"{period.name}, and not to {asked.to.name}.",
        )
    if len(period) < len(Window.YEAR.ending(asked.to)):
        return Remark(
            "missing",
            f"Not every month of the year to {asked.to.name} is loaded for {name}, so this page "
            f"is for {period.name} alone.",
        )
    return Remark("note", f"This page is for {period.name}.")
