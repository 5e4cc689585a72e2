"""What an inspection report printed of a force, figure by figure, as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from scrutiny.catalogue.section import Section, read_file
from scrutiny.periods import Month
from scrutiny.reports.evidence.definition import YEAR, entries

FILE = Path(__file__).with_name("effectiveness-2016.toml")


class Kind(StrEnum):
    VALUE = "value"
    CHANGE = "change"
    RISING = "rising"  # how many forces rose


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed item; `back` is how many months before its own the earlier period ends."""

    where: str
    title: str
    measures: tuple[str, ...]
    what: Kind
    to: Month
    months: int
    back: int
    decimals: int
    own: float | None
    nation: float | None


@dataclass(frozen=True, slots=True)
class Implied:
    """A count printed with its rate per 100,000: together they tell the population behind them."""

    count: int
    rate: float
    decimals: int

    @property
    def population(self) -> tuple[float, float]:
        """The fewest and the most people with whom the rate is printed as it is."""
        half = 0.5 * 10**-self.decimals
        return 100_000 * self.count / (self.rate + half), 100_000 * self.count / (self.rate - half)


@dataclass(frozen=True, slots=True)
class PrintedReport:
    """`released` is when the crime figures that it used came out, in words."""

    area: str
    to: Month
    title: str
    released: str
    population: str
    items: tuple[Printed, ...]
    implied: tuple[Implied, ...]
    pictures: tuple[str, ...]
    excluded: tuple[tuple[str, str], ...]

    @property
    def people(self) -> tuple[float, float]:
        """The fewest and the most people that every count with a rate allows."""
        lows, highs = zip(*(one.population for one in self.implied), strict=True)
        return max(lows), min(highs)


@cache
def effectiveness_2016() -> PrintedReport:
    """The report that ships. A mistake in its file is a `DefinitionError` that names it."""
    file = read_file(FILE, FILE.name)
    to = _month(file, "to", None)
    found = PrintedReport(
        file.text("area"), to, file.text("title"), file.text("released"), file.text("population"),
        tuple(_printed(entry, to) for entry in entries(file, "printed")),
        tuple(_implied(entry) for entry in entries(file, "implied")),
        tuple(_picture(entry) for entry in entries(file, "picture")),
        tuple(_excluded(entry) for entry in entries(file, "excluded")),
    )  # fmt: skip
    file.done()
    return found


def _printed(entry: Section, to: Month) -> Printed:
    printed = Printed(
        entry.text("where"), entry.text("title"), entry.texts("measures"),
        entry.choice("what", Kind, Kind.VALUE), _month(entry, "to", to),
        entry.whole("months", YEAR), entry.whole("back", YEAR), entry.whole("decimals", 0),
        entry.number("own") if entry.has("own") else None,
        entry.number("nation") if entry.has("nation") else None,
    )  # fmt: skip
    entry.done()
    return printed


def _implied(entry: Section) -> Implied:
    implied = Implied(entry.whole("count"), entry.number("rate"), entry.whole("decimals"))
    entry.done()
    return implied


def _picture(entry: Section) -> str:
    title = entry.text("title")
    entry.done()
    return title


def _excluded(entry: Section) -> tuple[str, str]:
    excluded = entry.text("figure"), entry.text("who")
    entry.done()
    return excluded


def _month(section: Section, key: str, default: Month | None) -> Month:
    month = section.month(key, None if default is None else str(default))
    assert month is not None
    return month
