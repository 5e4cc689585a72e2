"""Tables of plain text whose columns are kept apart by spaces alone."""

from __future__ import annotations

import re

from scrutiny.claims.model import Grid, GridCell
from scrutiny.claims.readers.columns import columns_of, places_in
from scrutiny.claims.readers.inline import plain
from scrutiny.claims.readers.traced import Traced, chained

_FIELD = re.compile(r"\S+(?: \S+)*")  # words with one space between; each step takes one character
_RULE = re.compile(r"[-=_+ ]{3,400}$")
_MARK = re.compile(r"(?:[-*+•·▪◦–#>]{1,6}|\(?[a-z]{1,4}[.)]|\(?\d{1,2}[.)])$")  # of an item
_FIGURE = re.compile(r"[£+\-–(]{0,3}\s?\d|n/a$|nil$|[-–*]$", re.IGNORECASE)
LONGEST_FIELD = 60  # characters, of one that is not the first
LONGEST_LINE = 600
MOST_ROWS = 2_000


def fields_of(line: str) -> list[tuple[int, int]]:
    """The stretches of a line that two spaces or more keep apart."""
    if len(line) > LONGEST_LINE or "  " not in line.strip() or "\t" in line:
        return []
    return [match.span() for match in _FIELD.finditer(line)]


def table_at(raw: list[str], number: int) -> tuple[Grid | None, int]:
    """The table that begins at a line, if one does, and the number of the line after what was read.

    A table is two rows or more of two fields or more, most of the later fields figures.
    """
    rows: list[tuple[int, list[tuple[int, int]]]] = []
    end = number
    while end < len(raw) and len(rows) < MOST_ROWS:
        line = raw[end]
        fields = fields_of(line)
        if _is_row(line, fields):
            rows.append((end, fields))
        elif not (rows and line.strip() and _RULE.match(line)):
            break
        end += 1
    if len(rows) < 2:
        return None, end
    later = [raw[at][a:b] for at, fields in rows for a, b in fields[1:]]
    figures = sum(1 for one in later if _FIGURE.match(one))
    if 2 * figures < len(later):
        return None, end
    columns = columns_of([fields for _, fields in rows])
    if len(columns) < 2:
        return None, end
    return Grid(tuple(_row(raw[at], at, fields, columns) for at, fields in rows)), end


def _is_row(line: str, fields: list[tuple[int, int]]) -> bool:
    if (
        len(fields) < 2
        or _MARK.match(line[slice(*fields[0])])
        or any(b - a > LONGEST_FIELD for a, b in fields[1:])
    ):
        return False
    return not any(line[a:b].endswith((".", "!", "?", ",")) for a, b in fields[:-1])


def _row(
    line: str, number: int, fields: list[tuple[int, int]], columns: list[tuple[float, float]]
) -> tuple[GridCell, ...]:
    held: list[list[Traced]] = [[] for _ in columns]
    spans = [1] * len(columns)
    for (start, end), (column, span) in zip(fields, places_in(fields, columns), strict=True):
        held[column].append(plain(Traced.of_line(line[start:end], number + 1, start)))
        spans[column] = max(spans[column], span)
    made, covered = [], 0
    for parts, span in zip(held, spans, strict=True):
        covered -= 1
        if covered > 0 and not parts:
            continue
        whole = chained(parts)
        made.append(GridCell(whole.text, whole.marks(), span=span))
        covered = span
    return tuple(made)
