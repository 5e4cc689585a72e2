"""LSOAs of 2011 and 2021 and wards of 2024: large tables of codes, read only when asked for."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from scrutiny.areas.area import Area, Kind


class LsoaTable:
    """Where each LSOA lies: its district and, where that is certain, its ward."""

    def __init__(
        self,
        names: dict[str, str],
        places: dict[str, tuple[str, str | None]],
        wards: dict[str, tuple[str, str]],
    ) -> None:
        self._names = names
        self._places = places
        self.wards = wards  # code: name, district

    def district(self, lsoa: str) -> str | None:
        place = self._places.get(lsoa)
        return place[0] if place else None

    def ward(self, lsoa: str) -> str | None:
        place = self._places.get(lsoa)
        return place[1] if place else None

    def rows(self) -> Iterator[tuple[str, str, str | None]]:
        """Every LSOA code with its district and ward."""
        return ((lsoa, district, ward) for lsoa, (district, ward) in self._places.items())

    def area(self, code: str) -> Area | None:
        """The LSOA or ward as an area, or None."""
        if code in self.wards:
            name = self.wards[code][0]
            return Area(code, name, "ward", name)
        name = self._names.get(code, "")
        return Area(code, name, "lsoa", name) if name else None

    def inside(self, codes: set[str], kind: Kind) -> tuple[str, ...]:
        """The wards or LSOAs in any of some districts; LSOAs also in any of some wards."""
        held = self._in_district_or_ward if kind == "lsoa" else self._wards_in_district
        found = sorted({place for code in codes for place in held.get(code, ())})
        return tuple(area for _, area in found)

    @cached_property
    def _in_district_or_ward(self) -> Mapping[str, Sequence[tuple[int, str]]]:
        """The LSOAs in each district and in each ward, with their places in the table."""
        found: dict[str, list[tuple[int, str]]] = {}
        for place, (lsoa, district, ward) in enumerate(self.rows()):
            found.setdefault(district, []).append((place, lsoa))
            if ward is not None:
                found.setdefault(ward, []).append((place, lsoa))
        return found

    @cached_property
    def _wards_in_district(self) -> Mapping[str, Sequence[tuple[int, str]]]:
        found: dict[str, list[tuple[int, str]]] = {}
        for place, (ward, (_, district)) in enumerate(self.wards.items()):
            found.setdefault(district, []).append((place, ward))
        return found


def load_lsoas(folder: Path) -> LsoaTable:
    """Read the packaged tables of one folder."""
    import pyarrow.parquet as pq

    parquet = pq.ParquetFile(folder / "lsoas.parquet")
    table = parquet.read(["lsoa", "name", "district", "ward"])
    lsoa, name, district, ward = (table.column(i).to_pylist() for i in range(4))
    with (folder / "wards.csv").open(encoding="utf-8", newline="") as file:
        wards = {row["code"]: (row["name"], row["district"]) for row in csv.DictReader(file)}
    places = dict(zip(lsoa, zip(district, ward, strict=True), strict=True))
    return LsoaTable(dict(zip(lsoa, name, strict=True)), places, wards)
