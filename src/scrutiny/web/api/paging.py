"""Long tables in pages: page n of an answer has the n-th stretch of rows of every table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scrutiny.web.content.plain import Plain


def paged(said: Plain, page: int, size: int) -> int:
    """Leave in `said` the rows of one page, and the figures that they print.

    Each table gets the `total` of its rows. Gives the number of pages, at least 1. A figure that no
    cell of any table prints is on every page.
    """
    tables = list(_tables(said))
    kept: set[str] = set()
    left_out: set[str] = set()
    for table in tables:
        rows = table["rows"]
        shown = rows[(page - 1) * size : page * size]
        kept |= _figures(shown)
        left_out |= _figures(rows)
        table["rows"], table["total"] = shown, len(rows)
    left_out -= kept
    said["figures"] = [each for each in said["figures"] if each["id"] not in left_out]
    longest = max((table["total"] for table in tables), default=0)
    return max(1, -(-longest // size))


def links(page: int, pages: int) -> dict[str, int]:
    """The pages to go to from one, by their relation (RFC 8288)."""
    found = {"first": 1, "last": pages}
    if page > 1:
        found["prev"] = page - 1
    if page < pages:
        found["next"] = page + 1
    return found


def _tables(said: Plain) -> Iterator[dict[str, Any]]:
    yield from said["tables"]
    for chart in said["charts"]:
        if chart["data"] is not None:
            yield chart["data"]


def _figures(rows: list[dict[str, Any]]) -> set[str]:
    return {cell["figure"] for row in rows for cell in row["cells"] if cell["figure"]}
