"""A small workspace that a test fills with just what it is about, through real loading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from scrutiny.areas import load_areas
from scrutiny.catalogue import Catalogue, load_catalogue
from scrutiny.measures.calculate import Calculation, calculate
from scrutiny.measures.read import Reader
from scrutiny.periods import Month
from scrutiny.sources import open_source
from scrutiny.warehouse.loads import LoadRecord, load
from scrutiny.warehouse.workspace import Workspace

RELEASED = date(2020, 1, 23)
CRIME_HEAD = (
    "Financial Year,Financial Quarter,Force Name,Offence Description,Offence Group,"
    "Offence Subgroup,Offence Code,Number of Offences"
)
FIGURES_HEAD = "measure,area,period_start,period_end,value,unit,source,status"

areas = cache(load_areas)


@cache
def catalogue() -> Catalogue:
    return load_catalogue()


class Small:
    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.workspace = Workspace.create(folder / "workspace", "E23000003")

    def load(
        self, kind: str, name: str, lines: Iterable[str], released: date = RELEASED
    ) -> LoadRecord:
        """Write a file and load it, as the command does."""
        file = self.folder / name
        file.write_text("\n".join([*lines, ""]), encoding="utf-8")
        reading = open_source(kind, [file], areas(), catalogue())
        return load(self.workspace, reading, released).record

    def shoplifting(
        self, counts: Mapping[str, Mapping[str, int]], released: date = RELEASED
    ) -> LoadRecord:
        """Recorded shoplifting by force name and last month of a quarter."""
        lines = [CRIME_HEAD]
        for force, quarters in counts.items():
            for last, offences in quarters.items():
                month = Month.parse(last)
                year = f"{month.financial_year}/{(month.financial_year + 1) % 100:02d}"
                lines.append(
                    f"{year},{month.financial_quarter},{force},Shoplifting,Theft offences,"
                    f"Shoplifting,46,{offences}"
                )
        return self.load("recorded-crime", "crime.csv", lines, released)

    def figures(
        self,
        values: Mapping[tuple[str, str], float],
        measure: str = "missing_person_incidents",
        area: str = "E23000003",
        source: str | None = None,
        released: date = RELEASED,
        status: str = "final",
    ) -> LoadRecord:
        """Supplied figures by first and last month."""
        definition = catalogue().measure(measure)
        lines = [FIGURES_HEAD]
        lines += [
            f"{measure},{area},{first},{last},{value},{definition.unit},"
            f"{source or definition.source},{status}"
            for (first, last), value in values.items()
        ]
        return self.load("figures", "figures.csv", lines, released)

    def street(
        self, rows: Iterable[tuple[str, str, str, int]], released: date = RELEASED
    ) -> LoadRecord:
        """Lancashire street crime: month, LSOA code (or nothing), crime type, crimes."""
        lines = ["Month,Force,LSOA code,Crime type,Crimes"]
        lines += [f"{month},E23000003,{lsoa},{kind},{n}" for month, lsoa, kind, n in rows]
        return self.load("street", "2019-12-lancashire-street-counts.csv", lines, released)

    def calculate(self) -> Calculation:
        return calculate(self.workspace, self.workspace.engine(), catalogue(), areas())

    def reader(self, as_at: date | None = None) -> Reader:
        return Reader(self.workspace.snapshot(), catalogue(), areas(), as_at)

    def calculated(self) -> Reader:
        self.calculate()
        return self.reader()

    def observations(self) -> list[tuple[object, ...]]:
        """What is stored; each load by kind and release, for the rest of its name is random."""
        columns = ("measure", "area", "source", "first", "last", "value", "status", "load")
        rows = self.workspace.snapshot().rows("observations", columns)
        return sorted((*row[:-1], str(row[-1]).rpartition("-")[0]) for row in rows)
