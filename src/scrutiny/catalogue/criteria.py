"""Criteria of a framework from a file of somebody's own: CSV, or TOML as in the catalogue."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from scrutiny.catalogue.frameworks import Criterion, Factor, Framework, read_criteria
from scrutiny.catalogue.section import Section
from scrutiny.errors import DefinitionError, InputError

COLUMNS = ("id", "area", "level", "text", "significant", "dominant", "factor")
NEEDED = COLUMNS[:4]
SAID = {"": False, "no": False, "yes": True}


def criteria_of(text: str, file: str, of: Framework) -> tuple[Criterion, ...]:
    """The criteria that a file gives a framework, by the ending of its name.

    A mistake is one error that names the file, the line or key, and the rule.
    """
    if PurePath(file).suffix.lower() != ".toml":
        return tuple(_of_csv(text, file, of))
    try:
        table = Section(file, "", tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(file, "TOML", str(error)) from None
    return tuple(read_criteria(table.section("criteria"), of))


def _of_csv(text: str, file: str, of: Framework) -> Iterator[Criterion]:
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    try:
        yield from _of_rows(rows, file, of)
    except csv.Error as error:
        raise InputError(f"is not CSV: {error}", file=file, line=rows.line_num) from None


def _of_rows(rows: csv.DictReader[str], file: str, of: Framework) -> Iterator[Criterion]:
    given = rows.fieldnames or ()
    if missing := [name for name in NEEDED if name not in given]:
        raise InputError(f"needs the columns {', '.join(missing)}", file=file, line=1)
    if unknown := [name for name in given if name not in COLUMNS]:
        rule = f"are not known: {', '.join(unknown)}; known are {', '.join(COLUMNS)}"
        raise InputError(f"some columns {rule}", file=file, line=1)
    seen: set[str] = set()
    for row in rows:
        line = _Line(row, file, rows.line_num)
        id = line.text("id")
        if id in seen:
            raise line.wrong("id", "stands in the file twice")
        seen.add(id)
        yield Criterion(
            id,
            line.one_of("area", [area.id for area in of.areas]),
            line.one_of("level", of.scale.grades),
            line.text("text"),
            SAID[line.one_of("significant", SAID)],
            SAID[line.one_of("dominant", SAID)],
            Factor(name) if (name := line.one_of("factor", ["", *Factor])) else None,
        )


class _Line:
    """A row of the file, read with errors that say where."""

    def __init__(self, row: dict[str, str], file: str, number: int) -> None:
        self.row, self.file, self.number = row, file, number
        if None in row:
            raise InputError("has more fields than columns", file=file, line=number)

    def text(self, name: str) -> str:
        value = " ".join((self.row[name] or "").split())
        if not value:
            raise self.wrong(name, "must not be empty")
        return value

    def one_of(self, name: str, known: Iterable[str]) -> str:
        value = (self.row.get(name) or "").strip()
        choices = [str(each) for each in known]
        if value not in choices:
            raise self.wrong(name, f"must be one of {', '.join(filter(None, choices))}", value)
        return value

    def wrong(self, name: str, rule: str, got: str | None = None) -> InputError:
        return InputError(rule, file=self.file, line=self.number, field=name, got=got)
