"""What the public may know of loads: those that are released, and what each answers for now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from scrutiny.periods import Period
from scrutiny.warehouse.loads import LoadRecord, load_records
from scrutiny.warehouse.snapshot import as_given, query
from scrutiny.warehouse.vintages import answering
from scrutiny.web.edition import Edition

LICENCES = {
    "OGL-UK-3.0": (
        "Open Government Licence v3.0",
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    )
}
TABLES = {
    "recorded_crime": "recorded crime",
    "outcomes": "outcomes of crimes",
    "street": "crimes and anti-social behaviour by street",
    "street_outcomes": "outcomes of crimes by street",
    "stop_and_search": "stops and searches",
    "population": "populations and households",
    "figures": "figures as supplied",
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """A load, the time it covers, and for how many of its slices it is the one that answers."""

    record: LoadRecord
    covers: Period | None
    slices: int
    answers: int
    calculated: bool

    @property
    def standing(self) -> str:
        """Whether its figures are those shown today, in words."""
        if not self.calculated:
            return "not calculated yet"
        if self.answers == self.slices:
            return "all in use"
        if self.answers == 0:
            return "replaced by a later release"
        return f"{self.answers:,} of {self.slices:,} parts in use"


def public_loads(edition: Edition) -> list[Loaded]:
    """The loads of the edition, the latest release first.

    One whose release date is still to come is under embargo, and is left out altogether: that it
    exists may not be known either.
    """
    released = [r for r in load_records(edition.snapshot) if r.released <= edition.day]
    calculated = edition.reader.vintage.calculated
    inside = _slices(edition)
    answers = Counter(a.load for a in answering(edition.snapshot, edition.day, loads=calculated))
    found = []
    for r in released:
        count, covers = inside.get(r.load, (0, None))
        found.append(Loaded(r, covers, count, answers[r.load], r.load in calculated))
    found.sort(key=lambda each: (each.record.released, each.record.loaded), reverse=True)
    return found


def title_of(edition: Edition, source: str) -> str:
    """What a source is called. `figures` are files in which each row names its own."""
    if source == "figures":
        return "Figures that the force and others supplied"
    return edition.reader.coverage.title_of(source)


def _slices(edition: Edition) -> Mapping[str, tuple[int, Period]]:
    files = edition.snapshot.files("slices")
    rows = query(_SLICES, [as_given(files)]) if files else []
    return {load: (count, Period.parse(first, last)) for load, count, first, last in rows}


_SLICES = """
    SELECT load, count(*), min("first"), max("last") FROM read_parquet(?) GROUP BY load
"""
