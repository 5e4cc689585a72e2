"""Write the packaged areas from the full development data: codes, hierarchy, groups, boundaries.

    python tools/package_areas.py FULL_DATA_FOLDER

The same input gives the same bytes. Needs shapely, which the package itself does not.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from shapely.geometry import mapping, shape

OUT = Path(__file__).parents[1] / "src" / "scrutiny" / "areas" / "data"

TERRITORIAL = (
    "the territorial forces: British Transport Police and the fraud bodies are not included"
)
COUNTRIES = (
    ("K04000001", "England and Wales", f"The 43 forces are {TERRITORIAL}."),
    ("E92000001", "England", f"The 39 forces are {TERRITORIAL}."),
    ("W92000004", "Wales", f"The 4 forces are {TERRITORIAL}."),
)
# No ONS code: the codes that the tables use (docs/architecture.md).
BODIES = (
    ("BTP", "British Transport Police"),
    ("PSNI", "Police Service of Northern Ireland"),
    ("ACTION-FRAUD", "Action Fraud"),
    ("CIFAS", "Cifas"),
    ("UK-FINANCE", "UK Finance"),
    ("FFA-UK", "Financial Fraud Action UK"),
)
# Names as the rest of the world writes them; the ONS writes these in index order or with signs.
NAMES = {"E23000034": "City of London", "E23000035": "Devon and Cornwall"}
FORCE_NOTES = {"E23000034": "So few people live here that a rate per resident means nothing."}
# Districts that were abolished are in older lookups and populations, each to its last month:
# Northamptonshire's seven to 2021, those of Cumbria, North Yorkshire and Somerset to 2023
# (structural changes orders).
NORTHAMPTONSHIRE = tuple(f"E0700015{n}" for n in range(7))
NORTHAMPTONSHIRE_LAST_MONTH = "2021-03"
LAST_MONTH_OF_THE_REST = "2023-03"
NORTHAMPTONSHIRE_POLICE = "E23000022"
# What took the place of the abolished ones, and when.
FIRST_MONTH = {
    **dict.fromkeys(("E06000061", "E06000062"), "2021-04"),
    **dict.fromkeys(("E06000063", "E06000064", "E06000065", "E06000066"), "2023-04"),
}
EAST_MIDLANDS = "E12000004"

DECIMALS = 4  # about 7 metres across and 11 along: under a pixel at the size of a page
TOLERANCE = {"forces": 0.01, "districts": 0.002, "wards": 0.001, "lsoas": 0.0006}  # degrees


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with (OUT / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def hierarchy(geography: Path, population: Path) -> None:
    """areas.csv and contains.csv: what there is, and what lies in what from when to when."""
    districts = read(geography / "lookup_lad24_csp24_pfa24.csv")
    region_of = {r["ltla24_code"]: r for r in read(geography / "lookup_lad24_region24.csv")}
    divisions = read(geography / "lancashire_divisions.csv")

    areas: dict[str, tuple[str, str, str]] = {}  # code: name, kind, note
    edges: dict[tuple[str, str, str, str], None] = {}

    def area(code: str, name: str, kind: str, note: str = "") -> None:
        areas[code] = (name.strip(), kind, note)

    def within(child: str, parent: str, first: str = "", last: str = "") -> None:
        edges[child, parent, first, last] = None

    for code, name, note in COUNTRIES:
        area(code, name, "country", note)
    for code, name in BODIES:
        area(code, name, "body")
    within("E92000001", "K04000001")
    within("W92000004", "K04000001")

    regions_of_force: dict[str, set[str]] = defaultdict(set)
    for row in districts:
        force, csp, district = row["pfa24_code"], row["csp24_code"], row["ltla24_code"]
        region = region_of.get(district)
        region_code = region["region24_code"] if region else "W92000004"
        if region:
            area(region_code, region["region24_name"], "region")
            within(region_code, "E92000001")
        regions_of_force[force].add(region_code)
        area(force, NAMES.get(force, row["pfa24_name"]), "force", FORCE_NOTES.get(force, ""))
        area(csp, row["csp24_name"], "csp")
        area(district, row["ltla24_name"], "district")
        within(csp, force)
        for parent in (csp, force, region_code):
            within(district, parent, FIRST_MONTH.get(district, ""))
    for force, regions in regions_of_force.items():
        (region_code,) = regions  # a force in two regions would break every regional total
        within(force, region_code)
    for row in divisions:
        area(row["division_code"], f"{row['division_name']} division", "division")
        within(row["division_code"], "E23000003", row["valid_from"], row["valid_to"])
        within(row["district_code"], row["division_code"], row["valid_from"], row["valid_to"])
    abolished(geography, population, areas, edges)
    write(
        "areas.csv",
        ("code", "name", "kind", "note"),
        [(code, *areas[code]) for code in sorted(areas)],
    )
    write("contains.csv", ("area", "within", "valid_from", "valid_to"), sorted(edges))


def abolished(
    geography: Path,
    population: Path,
    areas: dict[str, tuple[str, str, str]],
    edges: dict[tuple[str, str, str, str], None],
) -> None:
    """Add districts that older files name, in the force and region of today's district there."""
    now = {
        r["lsoa21_code"]: r["ltla24_code"]
        for r in read(geography / "lookup_lsoa21_ward24_lad24.csv")
    }
    successor = {
        r["ltla22_code"]: now[r["lsoa21_code"]]
        for r in read(geography / "lookup_lsoa11_lsoa21_lad22.csv")
    }
    parents = defaultdict(set)
    for child, parent, _, _ in edges:
        parents[child].add(parent)
    for row in read(population / "lad_mid_2019_2020_census_2021.csv"):
        code = row["lad_code"]
        if code in areas or not code.startswith(("E06", "E07", "E08", "E09", "W06")):
            continue
        areas[code] = (row["lad_name"], "district", "")
        if code in NORTHAMPTONSHIRE:  # the LSOA lookup is of 2022, when these were gone
            last, homes = NORTHAMPTONSHIRE_LAST_MONTH, {NORTHAMPTONSHIRE_POLICE, EAST_MIDLANDS}
        else:
            last = LAST_MONTH_OF_THE_REST
            homes = {p for p in parents[successor[code]] if areas[p][1] in ("force", "region")}
        for home in homes:
            edges[code, home, "", last] = None


def groups(geography: Path) -> None:
    """groups.csv: most similar groups, dated, and whether each includes the force itself."""
    rows = read(geography / "most_similar_groups.csv")
    write(
        "groups.csv",
        ("force", "member", "valid_from", "valid_to", "basis"),
        [
            (r["force_code"], r["member_code"], r["valid_from"], r["valid_to"], r["basis"])
            for r in rows
        ],
    )


def lsoas(geography: Path) -> None:
    """lsoas.parquet and wards.csv: what an LSOA of 2011 or 2021 is called and where it lies today.

    An LSOA of 2011 that straddles districts goes to the one that it is named after; its ward is
    empty unless all of its successors are in one ward.
    """
    rows21 = read(geography / "lookup_lsoa21_ward24_lad24.csv")
    at21 = {r["lsoa21_code"]: (r["ltla24_code"], r["ward24_code"]) for r in rows21}
    district_named = {r["ltla24_name"]: r["ltla24_code"] for r in rows21}
    successors: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in read(geography / "lookup_lsoa11_lsoa21_lad22.csv"):
        successors[row["lsoa11_code"]].append(row)
    placed: dict[str, tuple[str, str | None]] = {}
    for code, rows in successors.items():
        places = [at21[r["lsoa21_code"]] for r in rows]
        districts, wards = {d for d, _ in places}, {w for _, w in places}
        named_after = rows[0]["lsoa11_name"].rsplit(" ", 1)[0]
        district = places[0][0] if len(districts) == 1 else district_named[named_after]
        placed[code] = (district, places[0][1] if len(wards) == 1 else None)
    placed.update(at21)
    names = {code: rows[0]["lsoa11_name"] for code, rows in successors.items()}
    names |= {r["lsoa21_code"]: r["lsoa21_name"] for r in rows21}
    codes = sorted(placed)
    table = pa.table(
        {
            "lsoa": codes,
            "name": [names[code] for code in codes],
            "in_2011": [code in successors for code in codes],
            "in_2021": [code in at21 for code in codes],
            "district": [placed[code][0] for code in codes],
            "ward": [placed[code][1] for code in codes],
        }
    )
    pq.write_table(table, OUT / "lsoas.parquet", compression="zstd", compression_level=19)
    of_ward = {r["ward24_code"]: (r["ward24_name"], r["ltla24_code"]) for r in rows21}
    write("wards.csv", ("code", "name", "district"), [(c, *of_ward[c]) for c in sorted(of_ward)])


def boundaries(geography: Path) -> None:
    """boundaries/*.geojson.gz, simplified together so that neighbours still share their border."""
    lancashire = ("E06000008", "E06000009", "E10000017")

    def features(paths: Iterable[Path]) -> list[dict[str, Any]]:
        return [f for path in paths for f in json.loads(path.read_text())["features"]]

    layers = {
        "forces": (features([geography / "police_force_areas_2023.geojson"]), "PFA23CD", "PFA23NM"),
        "districts": (
            features([geography / "lancashire_districts.geojson"]),
            "objectid",
            "district",
        ),
        "wards": (
            features(geography / "wards" / f"{a}.geojson" for a in lancashire),
            "WD25CD",
            "WD25NM",
        ),
        "lsoas": (
            features(geography / "lsoa21" / f"{a}.geojson" for a in lancashire),
            "LSOA21CD",
            "LSOA21NM",
        ),
    }
    for name, (found, code, label) in layers.items():
        found.sort(key=lambda f: f["properties"][code])
        shapes = shapely.coverage_simplify([shape(f["geometry"]) for f in found], TOLERANCE[name])
        shapes = [drawable(s) for s in shapely.transform(shapes, lambda p: p.round(DECIMALS))]
        collection = {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": {
                        "code": f["properties"][code],
                        "name": NAMES.get(f["properties"][code], f["properties"][label]),
                    },
                    "geometry": mapping(s),
                }
                for f, s in zip(found, shapes, strict=True)
            ],
        }
        text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
        packed = gzip.compress(text.encode(), 9, mtime=0)
        (OUT / "boundaries" / f"{name}.geojson.gz").write_bytes(packed)


def drawable(geometry: shapely.Geometry) -> shapely.MultiPolygon:
    """The shape without parts and holes that rounding has flattened to a line or a point.

    Exterior rings run clockwise: Vega draws on a sphere and would fill the other side.
    """
    polygons = []
    for part in shapely.get_parts(geometry):
        outer, *holes = (without_repeats(ring) for ring in (part.exterior, *part.interiors))
        if outer is not None:
            polygons.append(shapely.Polygon(outer, [hole for hole in holes if hole is not None]))
    return shapely.orient_polygons(shapely.MultiPolygon(polygons), exterior_cw=True)


def without_repeats(ring: shapely.LinearRing) -> list[tuple[float, float]] | None:
    """The points of a ring, each once in a row; None when they enclose nothing."""
    points = list(ring.coords)
    kept = [
        point for point, before in zip(points, [None, *points], strict=False) if point != before
    ]
    return kept if len(kept) > 3 and shapely.Polygon(kept).area > 0 else None


if __name__ == "__main__":
    full = Path(sys.argv[1])
    (OUT / "boundaries").mkdir(parents=True, exist_ok=True)
    hierarchy(full / "geography", full / "population")
    groups(full / "geography")
    lsoas(full / "geography")
    boundaries(full / "geography")
