"""The audit as a file: CSV for a spreadsheet, lines of JSON to prove the chain elsewhere."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from scrutiny.governance.audit.models import Entry
from scrutiny.governance.audit.reading import WITHHELD, restricted_among

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


def csv_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """A table of the entries. Text that a spreadsheet would run is made plain by an apostrophe."""
    yield _row(COLUMNS)
    for entry in entries:
        yield _row(_cell(value) for value in told(entry).values())


def json_lines(entries: Iterable[Entry]) -> Iterator[str]:
    """One JSON object a line."""
    for entry in entries:
        yield json.dumps(told(entry), ensure_ascii=False) + "\n"


def without_restricted(entries: QuerySet[Entry]) -> Iterator[Entry]:
    """The entries without the words of what is restricted, for who may not see it.

    Seals still follow one another, but only who has those words can prove such an entry's own.
    """
    found = entries.iterator(chunk_size=READ_AT_ONCE)
    while some := list(islice(found, READ_AT_ONCE)):
        hidden = restricted_among(some)
        for entry in some:
            if (entry.kind, entry.key) in hidden:
                entry.about, entry.note = WITHHELD, ""
                entry.before = entry.after = None
            yield entry


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write the audit: its lines, and what a browser is told that they are."""

    lines: Callable[[Iterable[Entry]], Iterator[str]]
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
