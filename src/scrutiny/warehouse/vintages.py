"""Vintages: published figures are revised, so each slice is answered by one of its loads.

The load with the latest release date not after the date asked for answers, then the latest loaded:
an old release loaded today does not hide a newer one, and a release date in the future is an
embargo.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import NamedTuple

from scrutiny.warehouse.loads import LoadRecord, load_records
from scrutiny.warehouse.snapshot import Snapshot, as_given, query


class Answer(NamedTuple):
    """A slice and the load that answers for it. `measure` is None except for `figures`."""

    source: str
    table: str
    area: str
    measure: str | None
    first: str
    last: str
    load: str


def today() -> date:
    """The date asked for when none is given. It turns at midnight UTC wherever it is asked."""
    return datetime.now(UTC).date()


def answering(
    snapshot: Snapshot,
    as_at: date | None = None,
    *,
    loads: Collection[str] | None = None,
    source: str | None = None,
    table: str | None = None,
    area: str | None = None,
    measure: str | None = None,
) -> list[Answer]:
    """Which load answers for each slice as at a date (today unless given), in the slices' order.

    A slice that has no release by then has no answer. `loads` are the only ones that may answer,
    where given. `source`, `table`, `area` and `measure` keep the slices that have that value.
    """
    if not snapshot.files("slices"):
        return []
    asked = {"source": source, "table": table, "area": area, "measure": measure}
    wanted: dict[str, object] = {c: value for c, value in asked.items() if value is not None}
    kept = "".join(f' AND s."{c}" = ${c}' for c in wanted)
    if loads is not None:
        wanted["among"] = sorted(loads)
        kept += " AND list_contains($among, s.load)"
    sql = _ANSWERING.format(wanted=kept)
    parameters = {
        "slices": as_given(snapshot.files("slices")),
        "loads": as_given(snapshot.files("loads")),
        "as_at": as_at or today(),
        **wanted,
    }
    return [Answer(*row) for row in query(sql, parameters)]


_ANSWERING = """
    SELECT s.source, s."table", s.area, s.measure, s."first", s."last",
           arg_max(s.load, (l.released, l.loaded))
    FROM read_parquet($slices) AS s JOIN read_parquet($loads) AS l USING (load)
    WHERE l.released <= $as_at{wanted}
    GROUP BY ALL ORDER BY ALL
"""


def embargoed(snapshot: Snapshot, as_at: date | None = None) -> list[LoadRecord]:
    """The loads whose release date is still to come on a date (today unless given)."""
    return [r for r in load_records(snapshot) if r.released > (as_at or today())]
