"""The audit as a file: CSV for a spreadsheet, lines of JSON to prove the chain elsewhere."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.db.models import QuerySet

from scrutiny.governance.audit.models import Entry

READ_AT_ONCE = 500  # entries
COLUMNS = (
    "number", "at", "person", "person_title", "roles", "did", "kind", "key", "about", "note",
    "before", "after", "seal_before", "seal",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # how a spreadsheet's formula begins


def told(entry: Entry) -> dict[str, Any]:
    """An entry's own words: all that its seal covers, the seal, and the person's title now."""
    return {
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(),
        "person": entry.person_id,
        "person_title": entry.person.title if entry.person else "",
        "roles": entry.roles,
        "did": entry.did,
        "kind": entry.kind,
        "key": entry.key,
        "about": entry.about,
        "note": entry.note,
        "before": entry.before,
        "after": entry.after,
        "seal_before": entry.seal_before,
        "seal": entry.seal,
    }


def csv_lines(entries: QuerySet[Entry]) -> Iterator[str]:
    """A table of the entries. Text that a spreadsheet would run is made plain by an apostrophe."""
    yield _row(COLUMNS)
    for entry in entries.iterator(chunk_size=READ_AT_ONCE):
        yield _row(_cell(value) for value in told(entry).values())


def json_lines(entries: QuerySet[Entry]) -> Iterator[str]:
    """One JSON object a line."""
    for entry in entries.iterator(chunk_size=READ_AT_ONCE):
        yield json.dumps(told(entry), ensure_ascii=False) + "\n"


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write the audit: its lines, and what a browser is told that they are."""

    lines: Callable[[QuerySet[Entry]], Iterator[str]]
    media_type: str


FORMATS = {
    ".csv": Format(csv_lines, "text/csv; charset=utf-8"),
    ".jsonl": Format(json_lines, "application/jsonl"),
}


def _cell(value: Any) -> Any:
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return "" if value is None else value


def _row(values: Iterable[Any]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(values)
    return line.getvalue()
