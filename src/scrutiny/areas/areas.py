"""Every area that the software knows, and what lies in what, month by month."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from scrutiny.areas.area import Area, Kind, PeerGroup, Span
from scrutiny.areas.lsoas import LsoaTable, load_lsoas
from scrutiny.areas.names import SPELLINGS, plain
from scrutiny.errors import ScrutinyError
from scrutiny.periods import Month

if TYPE_CHECKING:
    import pyarrow as pa

DATA = Path(__file__).with_name("data")
SHORT_NAMES = {
    "K04000001": "E&W",
    "E23000001": "Met",
    "E23000005": "GMP",
    "BTP": "BTP",
    "PSNI": "PSNI",
}
ANSWERS_KEPT = 8_192  # of what lies in what: an area, a kind and a month each, under 1 kB
_SMALL: frozenset[Kind] = frozenset({"ward", "lsoa"})  # kept apart: read only when asked for


class Areas:
    """The packaged areas. `at` is a month; without it the hierarchy is today's."""

    def __init__(self, folder: Path = DATA) -> None:
        self._folder = folder
        self._areas = {
            row["code"]: Area(
                row["code"],
                row["name"],
                cast(Kind, row["kind"]),
                SHORT_NAMES.get(row["code"], row["name"]),
                row["note"],
            )
            for row in _rows(folder / "areas.csv")
        }
        self._groups = tuple(_groups(_rows(folder / "groups.csv")))
        for group in self._groups:
            force = self._areas[group.force].name
            itself = "includes" if group.includes_force else "does not include"
            self._areas[group.code] = Area(
                group.code,
                f"Most similar group of {force}",
                "group",
                "Similar forces",
                f"The total of the group {itself} {force}.",
            )
        self._parents: dict[str, list[tuple[str, Span]]] = defaultdict(list)
        self._children: dict[str, list[tuple[str, Span]]] = defaultdict(list)
        for row in _rows(folder / "contains.csv"):
            span = Span.parse(row["valid_from"], row["valid_to"])
            self._parents[row["area"]].append((row["within"], span))
            self._children[row["within"]].append((row["area"], span))
        self._inside = lru_cache(maxsize=ANSWERS_KEPT)(self._inside_of)
        self._spellings = {
            **{plain(a.name): a.code for a in self._areas.values() if a.kind == "force"},
            **SPELLINGS,
        }

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and self._find(code) is not None

    def __iter__(self) -> Iterator[Area]:
        return iter(self._areas.values())

    def get(self, code: str) -> Area:
        """The area with this code; a `ScrutinyError` with the nearest ones when there is none."""
        area = self._find(code)
        if area is None:
            raise ScrutinyError(f"no area has the code {code!r}{self._did_you_mean(code)}")
        return area

    def force_named(self, name: str) -> Area | None:
        """The force or body published under this spelling or data.police.uk slug, or None.

        Regions share names with forces (`West Midlands`): this always means the force.
        """
        code = self._spellings.get(plain(name))
        return self._areas[code] if code else None

    def forces(self, at: Month | None = None) -> tuple[Area, ...]:
        """The 43 territorial forces of England and Wales, in the order of their codes."""
        return tuple(self._areas[code] for code in self.members("K04000001", at))

    def children(self, code: str, kind: Kind, at: Month | None = None) -> tuple[str, ...]:
        """The codes of the areas of one kind in an area, through any levels between, in order."""
        if kind in _SMALL:
            districts = {code, *self._inside(code, "district", at)}
            ward_of_lsoa = self.get(code).kind == "ward"
            return self._lsoas.inside({code} if ward_of_lsoa else districts, kind)
        return self._inside(code, kind, at)

    def members(self, code: str, at: Month | None = None) -> tuple[str, ...]:
        """The forces whose sum is a country, a region or a most similar group.

        Transport police and fraud bodies are in none of them. A force is its own only member;
        any other area, or a group outside its months, is a `ScrutinyError`.
        """
        area = self.get(code)
        if area.kind == "force":
            return (code,)
        if area.kind == "group":
            for group in self._groups:
                if group.code == code and Span(group.valid_from, group.valid_to).holds(at):
                    return group.members
            raise ScrutinyError(f"{area.name} ({code}) has no members at {at}")
        if area.kind in ("country", "region"):
            return self.children(code, "force", at)
        raise ScrutinyError(f"{area.name} ({code}) is not made of police forces")

    def most_similar_group(self, force: str, at: Month | None = None) -> PeerGroup | None:
        """The group that a force is compared with in a month, or None where none is loaded."""
        for group in self._groups:
            if group.force == force and Span(group.valid_from, group.valid_to).holds(at):
                return group
        return None

    def districts_of(self, force: str, at: Month | None = None) -> tuple[str, ...]:
        """The districts of a force, or of any other area, in the order of their codes."""
        return self.children(force, "district", at)

    def division_of(self, district: str, at: Month | None = None) -> str | None:
        """The division (basic command unit) that polices a district, where it is known."""
        return self._above(district, "division", at)

    def csp_of(self, district: str, at: Month | None = None) -> str | None:
        """The community safety partnership of a district; an abolished one has none here."""
        return self._above(district, "csp", at)

    def region_of(self, force: str, at: Month | None = None) -> str | None:
        """The region of a force or district. Wales stands as the region of the Welsh forces."""
        self.get(force)
        return self._above(force, "region", at) or self._above(force, "country", at)

    def force_of(self, code: str) -> str | None:
        """The force that polices an area: itself, or the one that its district lies in."""
        area = self.get(code)
        if area.kind == "force":
            return code
        if area.kind in _SMALL:
            district = self.district_of(code)
            return self.force_of(district) if district else None
        # An abolished district still belongs to the force that policed it, so dates play no part.
        found = {p for p, _ in self._parents.get(code, ()) if self._areas[p].kind == "force"}
        return found.pop() if len(found) == 1 else None

    def district_of(self, small: str) -> str | None:
        """Today's district of a ward or an LSOA, or None if no such LSOA is known."""
        ward = self._lsoas.wards.get(small)
        return ward[1] if ward else self._lsoas.district(small)

    def lsoa_district(self, lsoa: str) -> str | None:
        """Today's district of an LSOA of 2011 or 2021, or None if no such LSOA is known.

        Three LSOAs of 2011 straddle two districts; each goes to the one it is named after.
        """
        return self._lsoas.district(lsoa)

    def lsoa_ward(self, lsoa: str) -> str | None:
        """The ward of 2024 of an LSOA, or None: unknown, or of 2011 and now in several wards."""
        return self._lsoas.ward(lsoa)

    def roll_up_lsoa(self, to_kind: Kind, at: Month | None = None) -> list[tuple[str, str]]:
        """Pairs of LSOA code (2011 and 2021) and the code of the area that it counts towards.

        `to_kind` is ward, district, csp, division or force. LSOAs without one have no pair.
        """
        if to_kind == "ward":
            return [(lsoa, ward) for lsoa, _, ward in self._lsoas.rows() if ward is not None]
        districts = [a.code for a in self._areas.values() if a.kind == "district"]
        if to_kind == "district":
            target: dict[str, str | None] = {d: d for d in districts}
        elif to_kind in ("csp", "division", "force"):
            target = {d: self._above(d, to_kind, at) for d in districts}
        else:
            raise ScrutinyError(f"LSOAs cannot be added up to a {to_kind}")
        pairs = ((lsoa, target[district]) for lsoa, district, _ in self._lsoas.rows())
        return [(lsoa, code) for lsoa, code in pairs if code is not None]

    def lsoas(self) -> pa.Table:
        """Columns `lsoa` (2011 and 2021), `district`, `ward` (null where that is not certain)."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        table = pq.ParquetFile(self._folder / "lsoas.parquet").read(["lsoa", "district", "ward"])
        return table.cast(pa.schema([(name, pa.string()) for name in table.column_names]))

    @cached_property
    def _lsoas(self) -> LsoaTable:
        return load_lsoas(self._folder)

    def _find(self, code: str) -> Area | None:
        if code in self._areas or code[:3] not in ("E01", "W01", "E05", "W05"):
            return self._areas.get(code)
        return self._lsoas.area(code)

    def _above(self, code: str, kind: Kind, at: Month | None) -> str | None:
        for parent, span in self._parents.get(code, ()):
            if self._areas[parent].kind == kind and span.holds(at):
                return parent
        return None

    def _inside_of(self, code: str, kind: Kind, at: Month | None) -> tuple[str, ...]:
        return tuple(sorted(self._below(code, kind, at)))

    def _below(self, code: str, kind: Kind, at: Month | None) -> set[str]:
        found: set[str] = set()
        for child, span in self._children.get(code, ()):
            if span.holds(at):
                found |= (
                    {child} if self._areas[child].kind == kind else self._below(child, kind, at)
                )
        return found

    def _did_you_mean(self, text: str) -> str:
        from difflib import get_close_matches

        by_name = {a.name.lower(): a for a in self._areas.values()}
        named = [by_name[n] for n in get_close_matches(text.lower(), by_name, 3)]
        coded = [self._areas[c] for c in get_close_matches(text.upper(), self._areas, 3)]
        near = list(dict.fromkeys([*named, *coded]))[:3]
        if not near:
            return ""
        return "; did you mean " + " or ".join(f"{a.code} ({a.name})" for a in near) + "?"


@cache
def load_areas() -> Areas:
    """The packaged areas, read once. LSOAs and wards are read only when first asked for."""
    return Areas()


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _groups(rows: Iterable[dict[str, str]]) -> Iterable[PeerGroup]:
    groups: dict[tuple[str, str, str], PeerGroup] = {}
    for row in rows:
        key = (row["force"], row["valid_from"], row["valid_to"])
        span = Span.parse(row["valid_from"], row["valid_to"])
        group = groups.get(key) or PeerGroup(
            f"MSG-{row['force']}", row["force"], (), False, (), span.first, span.last
        )
        groups[key] = replace(
            group,
            members=(*group.members, row["member"]),
            includes_force=group.includes_force or row["member"] == row["force"],
            basis=tuple(dict.fromkeys((*group.basis, row["basis"]))),
        )
    return groups.values()
