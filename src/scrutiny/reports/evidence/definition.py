"""What an evidence pack holds, read from `pack.toml`: its numbers, and its figures by section."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from scrutiny.catalogue.section import Section, read_file

FILE = Path(__file__).with_name("pack.toml")
YEAR = 12  # months


class What(StrEnum):
    """What is printed of a measure in "Force in numbers"."""

    VALUE = "value"
    YEAR_BEFORE = "year before"
    CHANGE = "change"


class Form(StrEnum):
    """The forms of a figure."""

    OVER_YEARS = "over years"
    RATES = "rates"
    CHANGE_BY_FORCE = "change by force"
    BY_FORCE = "by force"


@dataclass(frozen=True, slots=True)
class Number:
    """One line of "Force in numbers"; `years` is how long ago a change is counted from."""

    group: str
    title: str
    measures: tuple[str, ...]
    what: What
    years: int
    months: int  # how long a period it is for


@dataclass(frozen=True, slots=True)
class RateRow:
    """One row of a table of rates; a `part` is counted in another row too."""

    title: str
    measures: tuple[str, ...]
    part: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """`statements`: whether it is said in words which rows are among the highest or the lowest."""

    number: int
    form: Form
    title: str
    measures: tuple[str, ...]
    rows: tuple[RateRow, ...]
    months: int
    head: str
    note: str
    statements: bool


@dataclass(frozen=True, slots=True)
class Part:
    id: str
    title: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    title: str
    basis: str
    numbers: tuple[Number, ...]
    parts: tuple[Part, ...]


@cache
def packaged() -> Definition:
    """The pack that ships. A mistake in its file is a `DefinitionError` that names it."""
    file = read_file(FILE, FILE.name)
    definition = Definition(
        file.text("title"),
        file.text("basis"),
        tuple(_number(entry) for entry in entries(file, "number")),
        tuple(_part(entry) for entry in entries(file, "section")),
    )
    file.done()
    return definition


def entries(within: Section, key: str) -> list[Section]:
    """The tables of a list of tables, each known by its place in it."""
    where = f"{within.key}.{key}" if within.key else key
    found = within.values(key, dict)
    return [Section(within.file, f"{where} {n}", held) for n, held in enumerate(found, start=1)]


def _number(entry: Section) -> Number:
    number = Number(
        entry.text("group"), entry.text("title"), entry.texts("measures"),
        entry.choice("what", What, What.VALUE), entry.whole("years", 1),
        entry.whole("months", YEAR),
    )  # fmt: skip
    entry.done()
    return number


def _part(entry: Section) -> Part:
    part = Part(
        entry.text("id"), entry.text("title"), tuple(_figure(f) for f in entries(entry, "figure"))
    )
    entry.done()
    return part


def _figure(entry: Section) -> Figure:
    figure = Figure(
        entry.whole("number"), entry.choice("kind", Form), entry.text("title"),
        entry.texts("measures"),
        tuple(_row(row) for row in entries(entry, "rows")) if entry.has("rows") else (),
        entry.whole("months", YEAR), entry.text("head", ""), entry.text("note", ""),
        entry.flag("statements"),
    )  # fmt: skip
    entry.done()
    return figure


def _row(entry: Section) -> RateRow:
    row = RateRow(entry.text("title", ""), entry.texts("measures"), entry.flag("part"))
    entry.done()
    return row
