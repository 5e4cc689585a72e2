"""What a reader asked for: area, period, comparison. The address of a page holds it all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlencode

from scrutiny.errors import ScrutinyError
from scrutiny.periods import Against, Month, Period, Window

if TYPE_CHECKING:
    from scrutiny.web.edition import Edition

Link = tuple[str, str]  # what it says, and the address
Choice = TypeVar("Choice", bound=StrEnum)

# Most figures are for a year; April to June is a quarter before it is a year to date.
WINDOWS = (Window.YEAR, Window.QUARTER, Window.MONTH, Window.FYTD, Window.FIVE_YEARS)
FIRST_MONTH = Month(1990, 1)  # before any published figure that the software reads


class WrongAddressError(ScrutinyError):
    """The address cannot be understood; the answer's status is 400."""


class NotThereError(ScrutinyError):
    """There is no such thing, or nothing for that period; the answer's status is 404.

    `instead` are pages that the reader may have meant.
    """

    def __init__(self, message: str, instead: tuple[Link, ...] = ()) -> None:
        super().__init__(message)
        self.instead = instead


@dataclass(frozen=True, slots=True)
class Asked:
    """The choices that a page is made with. Those that were not given are the page's own."""

    area: str
    to: Month
    window: Window = Window.YEAR
    against: Against = Against.YEAR
    source: str | None = None
    as_at: date | None = None

    def query(self, **changes: Any) -> str:
        """The address's query for these choices with some changed: `area=E23000003&to=2025-12`.

        A choice that is the usual one is left out, so that one page has one address.
        """
        now = replace(self, **changes)
        pairs: list[tuple[str, str]] = [("area", now.area), ("to", str(now.to))]
        if now.window is not Window.YEAR:
            pairs.append(("window", now.window.value))
        if now.against is not Against.YEAR:
            pairs.append(("against", now.against.value))
        if now.source:
            pairs.append(("source", now.source))
        if now.as_at:
            pairs.append(("as_at", now.as_at.isoformat()))
        return urlencode(pairs)


def asked(edition: Edition, given: Mapping[str, str], area: str | None = None) -> Asked:
    """Read a page's query. `area` is that of the path, where the path has one.

    Raises `WrongAddressError` for what cannot be understood, and `NotThereError` for an area that
    does not exist or a period that has not come.
    """
    code = area or given.get("area") or edition.home_area
    if code not in edition.areas:
        raise NotThereError(
            f"There is no area with the code {code!r}. Codes are those of the Office for National "
            "Statistics, such as E23000003.",
            (("Find an area", "/areas/"),),
        )
    return Asked(
        code,
        _month(edition, given.get("to"), code),
        _choice(Window, given.get("window"), Window.YEAR, "window"),
        _choice(Against, given.get("against"), Against.YEAR, "against"),
        given.get("source") or None,
        _day(edition, given.get("as_at")),
    )


def window_of(period: Period) -> Window | None:
    """The window that a period is, or None for a period of any other length."""
    fits = (w for w in WINDOWS if w is not Window.QUARTER or period.last.ends_quarter)
    return next((w for w in fits if w.ending(period.last) == period), None)


def _month(edition: Edition, text: str | None, area: str) -> Month:
    if not text:
        return edition.latest_quarter(area)
    try:
        month = Month.parse(text)
    except (ScrutinyError, ValueError):
        raise WrongAddressError(
            f"A month is written YYYY-MM, such as 2025-12 (got {text!r})."
        ) from None
    if month > Month.of(edition.day):
        raise NotThereError(f"{month.name} has not come yet.")
    if month < FIRST_MONTH:
        raise NotThereError(f"There are no figures as early as {month.name}.")
    return month


def _day(edition: Edition, text: str | None) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise WrongAddressError(
            f"A date is written YYYY-MM-DD, such as 2019-01-31 (got {text!r})."
        ) from None
    if day > edition.day:
        raise NotThereError(f"{day:%-d %B %Y} has not come yet.")
    return day


def _choice(kind: type[Choice], text: str | None, usual: Choice, name: str) -> Choice:
    if not text:
        return usual
    try:
        return kind(text)
    except ValueError:
        known = ", ".join(kind)
        raise WrongAddressError(f"{name} is one of {known} (got {text!r}).") from None
