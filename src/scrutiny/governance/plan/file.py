"""A scrutiny plan as a TOML file, read and checked whole. docs/how-to/scrutiny-plan.md tells it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from scrutiny.catalogue import Catalogue
from scrutiny.catalogue.section import Section as Table
from scrutiny.catalogue.section import read_file
from scrutiny.errors import ScrutinyError
from scrutiny.governance.filed import force_of
from scrutiny.periods import Month

EXAMPLE = Path(__file__).with_name("examples") / "lancashire-2013.toml"


class Oversight(StrEnum):
    """The kinds of body that oversee a force."""

    AUTHORITY = "authority"
    COMMISSIONER = "commissioner"
    MAYOR = "mayor"
    BOARD = "board"


class When(StrEnum):
    QUARTERLY = "quarterly"
    SIX_MONTHLY = "six-monthly"
    YEARLY = "yearly"
    BY_DATE = "by-date"


class Origin(StrEnum):
    REQUEST = "request"
    EXCEPTION = "exception"
    PARTNER = "partner"
    INSPECTION = "inspection"
    MEETING = "meeting"


@dataclass(frozen=True, slots=True)
class OversightBody:
    kind: Oversight
    name: str
    begins: date


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the strategy map."""

    title: str
    text: str
    supports: bool


@dataclass(frozen=True, slots=True)
class Item:
    text: str
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Area:
    meeting: date
    title: str
    rationale: str
    origin: Origin | None


@dataclass(frozen=True, slots=True)
class SectionRead:
    number: str
    title: str
    part_of: str
    priority: str
    owner: str
    when: When | None
    due: tuple[Month, ...]
    aim: str
    approach: str
    items: tuple[Item, ...]
    areas: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class PlanRead:
    """A whole plan. `meetings` have a day, `foresees` only a month."""

    file: str
    title: str
    version: str
    dated: date
    begins: date
    ends: date
    force: str
    oversight: OversightBody
    vision: str
    context: str
    meetings: tuple[date, ...]
    foresees: tuple[Month, ...]
    boxes: tuple[Box, ...]
    sections: tuple[SectionRead, ...]


def read_plan(path: Path, catalogue: Catalogue) -> PlanRead:
    """Read a plan's file. What is wrong in it is a `DefinitionError` with file, key and rule."""
    try:
        table = read_file(path, str(path))
    except OSError as error:
        raise ScrutinyError(f"{path}: cannot be read: {error.strerror}") from error
    days, foresees = _meetings(table)
    boxes = (*_boxes(table, "priority", False), *_boxes(table, "support", True))
    first, until = table.month("from"), table.month("until")
    assert first is not None  # neither has a default
    assert until is not None
    plan = PlanRead(
        file=str(path),
        title=table.text("title"),
        version=table.text("version"),
        dated=table.day("dated"),
        begins=first.first_day,
        ends=until.last_day,
        force=force_of(table),
        oversight=_oversight(table.section("oversight")),
        vision=_paragraphs(table, "vision"),
        context=_paragraphs(table, "context"),
        meetings=days,
        foresees=foresees,
        boxes=boxes,
        sections=tuple(_sections(table, days, [box.title for box in boxes], catalogue)),
    )
    if until < first:
        raise table.error("until", f"must not come before from (got {until})")
    table.done()
    return plan


def _paragraphs(table: Table, key: str) -> str:
    return "\n\n".join(" ".join(text.split()) for text in table.texts(key))


def _oversight(table: Table) -> OversightBody:
    found = OversightBody(table.choice("kind", Oversight), table.text("name"), table.day("from"))
    table.done()
    return found


def _meetings(table: Table) -> tuple[tuple[date, ...], tuple[Month, ...]]:
    """Days, and months that have no day yet."""
    days, months = [], []
    for text in table.texts("meetings"):
        try:
            days.append(date.fromisoformat(text))
        except ValueError:
            try:
                months.append(Month.parse(text))
            except ScrutinyError:
                rule = f'holds days and months, "YYYY-MM-DD" or "YYYY-MM" (got {text!r})'
                raise table.error("meetings", rule) from None
    return tuple(sorted(days)), tuple(sorted(months))


def _boxes(table: Table, key: str, supports: bool) -> Iterator[Box]:
    for each in table.tables(key):
        yield Box(each.text("title"), _paragraphs(each, "text"), supports)
        each.done()


def _sections(
    table: Table, meetings: Sequence[date], boxes: Sequence[str], catalogue: Catalogue
) -> Iterator[SectionRead]:
    numbers: list[str] = []
    for each in table.tables("section"):
        number, part_of = each.text("number"), each.text("part_of", "")
        if number in numbers:
            raise each.error("number", f"is already that of another section (got {number!r})")
        if part_of and part_of not in numbers:
            raise each.error("part_of", f"is no section before this one (got {part_of!r})")
        numbers.append(number)
        priority = each.text("priority", "")
        if priority and priority not in boxes:
            raise each.error("priority", f"is no box of the strategy map (got {priority!r})")
        when, due = _when(each)
        yield SectionRead(
            number, each.text("title"), part_of, priority, each.text("owner", ""), when, due,
            _paragraphs(each, "aim"), _paragraphs(each, "approach"),
            tuple(_items(each, catalogue)), tuple(_areas(each, meetings)),
        )  # fmt: skip
        each.done()


def _when(table: Table) -> tuple[When | None, tuple[Month, ...]]:
    if not table.text("when", ""):
        return None, ()
    when = table.choice("when", When)
    if when in (When.SIX_MONTHLY, When.YEARLY):
        first = table.month("first")
        return when, (first,) if first else ()
    if when is When.BY_DATE:
        return when, tuple(sorted(_months(table, "months")))
    return when, ()


def _months(table: Table, key: str) -> Iterator[Month]:
    for text in table.values(key, str):
        try:
            yield Month.parse(text)
        except ScrutinyError as error:
            raise table.error(key, str(error)) from None


def _items(table: Table, catalogue: Catalogue) -> Iterator[Item]:
    for each in table.tables("item"):
        measures = each.texts("measures")
        for id in measures:
            try:
                catalogue.measure(id)
            except ScrutinyError as error:
                raise each.error("measures", str(error)) from None
        yield Item(each.text("text"), measures)
        each.done()


def _areas(table: Table, meetings: Sequence[date]) -> Iterator[Area]:
    for each in table.tables("area"):
        day = each.day("meeting")
        if day not in meetings:
            raise each.error("meeting", f"is no day among the meetings (got {day})")
        origin = each.choice("origin", Origin) if each.text("origin", "") else None
        yield Area(day, each.text("title"), each.text("rationale"), origin)
        each.done()
