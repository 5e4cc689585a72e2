"""The data page: every release that the figures were made from, by who published it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from scrutiny.periods import Period
from scrutiny.reports.model import Cell, Column, Row, Table
from scrutiny.web.asked import Asked, Link
from scrutiny.web.content.content import Content
from scrutiny.web.content.loads import LICENCES, Loaded, public_loads, title_of
from scrutiny.web.edition import Edition

SHOWN = 12  # releases of a source that stand open; the earlier ones are folded away


@dataclass(frozen=True, slots=True)
class Published:
    """A source with its loads, the latest release first."""

    id: str
    title: str
    publisher: str
    released: str  # when it comes out, in words
    licence: Link | None
    loads: tuple[Loaded, ...]

    @property
    def covers(self) -> Period | None:
        spans = [each.covers for each in self.loads if each.covers]
        if not spans:
            return None
        return Period(min(p.first for p in spans), max(p.last for p in spans))

    @property
    def kept(self) -> int:
        return sum(each.record.rows_kept for each in self.loads)


@dataclass(frozen=True, kw_only=True)
class DataContent(Content):
    published: tuple[Published, ...]
    waiting: tuple[Loaded, ...]
    loads: int
    shown: int = SHOWN


def data_page(edition: Edition, asked: Asked) -> DataContent:
    """Loads under embargo are not on it, in any form."""
    loads = public_loads(edition)
    published = _published(edition, loads)
    return DataContent(
        title="Data",
        description="Where the figures come from: every release that was loaded, and its quality.",
        asked=asked,
        tables=(_table(published),),
        published=published,
        waiting=tuple(each for each in loads if not each.calculated),
        loads=len(loads),
    )


def _published(edition: Edition, loads: Iterable[Loaded]) -> tuple[Published, ...]:
    """Sources by title, those that the catalogue does not know last."""
    by_source: dict[str, list[Loaded]] = defaultdict(list)
    for each in loads:
        by_source[each.record.source].append(each)
    known = edition.catalogue.sources
    found = []
    for id, own in by_source.items():
        source, title = known.get(id), title_of(edition, id)
        if source is None:
            found.append(Published(id, title, "", "", None, tuple(own)))
        else:
            licence = LICENCES.get(source.licence, (source.licence, ""))
            found.append(
                Published(id, title, source.publisher, source.released, licence, tuple(own))
            )
    return tuple(sorted(found, key=lambda each: (each.id not in known, each.title)))


def _table(published: Iterable[Published]) -> Table:
    columns = (
        Column("Load", "left", width=2),
        Column("Released", "left"),
        Column("Loaded (UTC)", "left"),
        Column("Covers", "left"),
        Column("Rows read"),
        Column("Rows kept"),
        Column("Rows rejected"),
        Column("In use", "left"),
    )
    rows: list[Row] = []
    for source in published:
        rows.append(Row((Cell(source.title),), group=True))
        for each in source.loads:
            r = each.record
            counts = (r.rows_read, r.rows_kept, r.rows_rejected)
            rows.append(
                Row(
                    (
                        Cell(r.load),
                        Cell(r.released.isoformat()),
                        Cell(f"{r.loaded:%Y-%m-%d %H:%M}"),
                        Cell(each.covers.name if each.covers else "nothing"),
                        *(Cell(f"{n:,}", n, 0) for n in counts),
                        Cell(each.standing),
                    )
                )
            )
    return Table("loads", 0, "Loads", columns, tuple(rows), (), "Loads")
