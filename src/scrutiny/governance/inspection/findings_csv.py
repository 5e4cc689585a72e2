"""Findings as CSV, out and in again: all of a file, or one clear error and nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from scrutiny.errors import InputError
from scrutiny.governance.audit.export import FORMULA
from scrutiny.governance.inspection.models import Finding, Inspection

COLUMNS = (
    "number", "kind", "scope", "area", "reference", "text", "owner", "due", "measures",
    "same_as", "repeats", "state",
)  # fmt: skip
NEEDED = ("kind", "area", "text")
PARTED = ";"  # what stands between the measures of one cell
FIELDS = {"owner": "owner_title"}  # columns whose field of the record has another name


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    added: int
    changed: int
    same: int

    @property
    def said(self) -> str:
        """In a sentence."""
        return f"Findings added: {self.added}; changed: {self.changed}; the same: {self.same}."


def write_findings(findings: Iterable[Finding]) -> str:
    """The findings as CSV, one a line. `number`, `same_as` and `repeats` are their numbers here."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for each in findings:
        here = each.answered_on
        row = (
            each.pk, each.kind, each.scope, each.area, each.reference, each.text,
            each.owner_title, each.due or "", PARTED.join(each.measures), each.same_as_id or "",
            each.repeats_id or "", here.state,
        )  # fmt: skip
        writer.writerow([_plain(str(cell)) for cell in row])
    return text.getvalue()


@transaction.atomic
def read_findings(inspection: Inspection, text: str, file: str) -> Imported:
    """Add the findings of a CSV file to an inspection, and change those that it numbers.

    A column that the file does not have is left as it is. A finding without a number that the
    inspection has already, word for word, is not added again. A mistake is one `InputError` that
    names the line, the field and the rule, and then nothing is kept.
    """
    if "\0" in text:
        raise InputError("is not text: it has a null character", file=file)
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    done = {"added": 0, "changed": 0, "same": 0}
    read = 0  # lines
    try:
        _check_columns(rows, file)
        for row in rows:
            read = rows.line_num
            done[_Row(inspection, row, file, _line(rows, row)).keep()] += 1
    except csv.Error as error:
        raise InputError(f"is not CSV: {error}", file=file, line=read + 1) from None
    return Imported(**done)


def _line(rows: csv.DictReader[str], row: dict[str, str]) -> int:
    """The line on which a row begins: one of its cells may go over several."""
    return rows.line_num - sum(cell.count("\n") for cell in row.values() if isinstance(cell, str))


def _check_columns(rows: csv.DictReader[str], file: str) -> None:
    given = rows.fieldnames or ()
    if missing := [name for name in NEEDED if name not in given]:
        raise InputError(f"needs the columns {', '.join(missing)}", file=file, line=1)
    for name in given:
        if name not in COLUMNS:
            rule = f"is not a column here; known are {', '.join(COLUMNS)}"
            raise InputError(rule, file=file, line=1, field=name)
    if len(set(given)) != len(given):
        raise InputError("names a column twice", file=file, line=1)


class _Row:
    """A line of the file, on its way into a record."""

    def __init__(self, inspection: Inspection, row: dict[str, str], file: str, line: int) -> None:
        self.inspection, self.file, self.line = inspection, file, line
        if None in row or None in row.values():
            rule = f"must have {len(row.keys() - {None})} fields, as the first line has"
            raise InputError(rule, file=file, line=line)
        self.cells = {name: _own(value.strip()) for name, value in row.items()}

    def keep(self) -> str:
        """Keep it: whether it was `added`, `changed`, or the `same` as what is there."""
        found = self._numbered()
        values = {FIELDS.get(name, name): self._value(name) for name in self.cells}
        state = values.pop("state", "")
        values.pop("number", None)
        if found is None:
            if self._there_already(values):
                return "same"
            last = self.inspection.findings.aggregate(last=Max("order"))["last"] or 0
            found = Finding(inspection=self.inspection, order=last + 1)
        elif all(getattr(found, name) == value for name, value in values.items()):
            self._check_state(found, state)
            return "same"
        new = found.pk is None
        for name, value in values.items():
            setattr(found, name, value)
        try:
            found.save(note=f"Imported from {self.file}")
        except ValidationError as error:
            raise self._told(error) from None
        self._check_state(found, state)
        return "added" if new else "changed"

    def _numbered(self) -> Finding | None:
        text = self.cells.get("number", "")
        if not text:
            return None
        found = self._finding("number")
        if found is None or found.inspection_id != self.inspection.pk:
            raise self._wrong("number", "is not a finding of this inspection", text)
        return found

    def _finding(self, column: str) -> Finding | None:
        text = self.cells[column]
        if not text:
            return None
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
        found: Finding | None = Finding.objects.filter(pk=number).first() if number else None
        if found is None:
            raise self._wrong(column, "is not the number of a finding", text)
        return found

    def _value(self, column: str) -> Any:
        text = self.cells[column]
        if column in ("same_as", "repeats"):
            return self._finding(column)
        if column == "measures":
            return [each.strip() for each in text.split(PARTED) if each.strip()]
        if column == "due":
            return self._day(text)
        if column in ("kind", "scope"):
            choices = Finding.Kind if column == "kind" else Finding.Scope
            text = text or (Finding.Scope.FORCE if column == "scope" else "")
            if text not in choices.values:
                raise self._wrong(column, f"must be one of {', '.join(choices.values)}", text)
        return text

    def _day(self, text: str) -> date | None:
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            raise self._wrong("due", "is a date, written YYYY-MM-DD", text) from None

    def _there_already(self, values: dict[str, Any]) -> bool:
        same = {name: values[name] for name in ("kind", "area", "text", "reference", "scope")
                if name in values}  # fmt: skip
        return self.inspection.findings.filter(**same).exists()

    def _check_state(self, found: Finding, state: str) -> None:
        """A state changes by a step with a comment, so a file only repeats it."""
        if state and state != found.answered_on.state:
            rule = f"is {found.answered_on.state} here: change it by a step on the finding’s page"
            raise self._wrong("state", rule, state)

    def _told(self, error: ValidationError) -> InputError:
        field, texts = next(iter(error.message_dict.items()))
        column = next((name for name, its in FIELDS.items() if its == field), field)
        return self._wrong(column if column in COLUMNS else "text", texts[0])

    def _wrong(self, column: str, rule: str, got: str | None = None) -> InputError:
        return InputError(rule, file=self.file, line=self.line, field=column, got=got)


def _plain(text: str) -> str:
    """Text that a spreadsheet does not run as a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _own(text: str) -> str:
    """The text as it was before `_plain`."""
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text
