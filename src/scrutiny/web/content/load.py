"""The page of one load: its files, what it covers, and what was found while reading it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from scrutiny.periods import Period
from scrutiny.reports.model import Cell, Column, Row, Table
from scrutiny.warehouse.snapshot import as_given, query
from scrutiny.web.asked import Asked, NotThereError
from scrutiny.web.content.content import Content
from scrutiny.web.content.loads import TABLES, Loaded, public_loads, title_of
from scrutiny.web.edition import Edition

SHOWN = 50  # rows of what a load covers; a census has thousands, and its download has them all
KILOBYTE = 1_000


@dataclass(frozen=True, slots=True)
class Found:
    """A finding of the quality report. `how_many` says the number, of what, and its share."""

    title: str
    how_many: str
    detail: str
    examples: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LoadContent(Content):
    loaded: Loaded
    source: str
    findings: tuple[Found, ...]
    covered: Table  # its first rows


def load_page(edition: Edition, asked: Asked, load: str) -> LoadContent:
    """A `NotThereError` for a load that is not there, and alike for one under embargo."""
    loaded = next((each for each in public_loads(edition) if each.record.load == load), None)
    if loaded is None:
        raise NotThereError(f"There is no load called {load!r}.", (("Every load", "/data/"),))
    source = title_of(edition, loaded.record.source)
    covered = _covered(edition, load)
    return LoadContent(
        title=f"{source}, released {loaded.record.released:%-d %B %Y}",
        description="The files of one load, what it covers, and what was found in it.",
        asked=asked,
        tables=(covered, _files(loaded), _findings(loaded)),
        loaded=loaded,
        source=source,
        findings=tuple(_found(each, loaded) for each in _reported(loaded)),
        covered=replace(covered, rows=covered.rows[:SHOWN]),
    )


def size(count: int) -> str:
    """Bytes as a reader knows them: 5.1 kB."""
    value, units = float(count), ["bytes", "kB", "MB", "GB"]
    while value >= KILOBYTE and len(units) > 1:
        value /= KILOBYTE
        units.pop(0)
    return f"{count} bytes" if units[0] == "bytes" else f"{value:.1f} {units[0]}"


def _reported(loaded: Loaded) -> list[dict[str, Any]]:
    findings: list[dict[str, Any]] = loaded.record.quality.get("findings", [])
    return findings


def _found(finding: dict[str, Any], loaded: Loaded) -> Found:
    rows, counts = finding["rows"], finding.get("counts", "rows")
    if counts != "rows":
        how_many = f"{rows:,} {counts[:-1] if rows == 1 else counts}"
    else:
        how_many = f"{rows:,} of {loaded.record.rows_read:,} rows ({_share(finding['share'])})"
    return Found(finding["title"], how_many, finding["detail"], tuple(finding["examples"]))


def _share(share: float) -> str:
    return "under 0.1%" if 0 < share < 0.0005 else f"{100 * share:.1f}%"


def _covered(edition: Edition, load: str) -> Table:
    """By source, measure and area: from when to when, in how many slices."""
    files = edition.snapshot.files("slices")
    rows = query(_COVERED, [as_given(files), load]) if files else []
    measures, areas = edition.catalogue, edition.areas
    made = []
    for source, table, area, measure, first, last, count in rows:
        what = measures.measure(measure).title if measure in measures else measure or TABLES[table]
        cells = (
            areas.get(area).name if area in areas else area,
            what,
            title_of(edition, source),
            Period.parse(first, last).name,
        )
        made.append(Row((*(Cell(text) for text in cells), Cell(f"{count:,}", count, 0))))
    columns = (
        Column("Area", "left"),
        Column("What", "left"),
        Column("Source", "left"),
        Column("From and to", "left"),
        Column("Slices"),
    )
    made.sort(key=lambda row: [cell.text for cell in row.cells])
    return Table("covers", 0, "What it covers", columns, tuple(made), (), "Covers")


_COVERED = """
    SELECT source, "table", area, measure, min("first"), max("last"), count(*)
    FROM read_parquet(?) WHERE load = ? GROUP BY ALL
"""


def _files(loaded: Loaded) -> Table:
    columns = (Column("File", "left"), Column("Bytes"), Column("SHA-256", "left", width=3))
    rows = (
        Row((Cell(file.name), Cell(f"{file.bytes:,}", file.bytes, 0), Cell(file.sha256)))
        for file in loaded.record.files
    )
    return Table("files", 0, "Files", columns, tuple(rows), (), "Files")


def _findings(loaded: Loaded) -> Table:
    columns = (
        Column("Finding", "left", width=2),
        Column("How many"),
        Column("Of what", "left"),
        Column("Share", unit="percent"),
        Column("What it means", "left", width=3),
    )
    return Table("quality", 0, "Quality report", columns, tuple(_quality(loaded)), (), "Quality")


def _quality(loaded: Loaded) -> Iterable[Row]:
    for each in _reported(loaded):
        counts = each.get("counts", "rows")
        share = Cell(_share(each["share"]), 100 * each["share"], 1)
        yield Row(
            (
                Cell(each["title"]),
                Cell(f"{each['rows']:,}", each["rows"], 0),
                Cell(counts),
                share if counts == "rows" else Cell(""),
                Cell(each["detail"]),
            )
        )
