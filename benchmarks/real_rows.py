"""The real rows that street files to measure with are made of, a table a month, by force.

They are those of the full data, when it is there. Otherwise they are made from the counts of
Lancashire that the package ships: one record a crime, at places and with outcomes made up.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv

from scrutiny.areas import load_areas
from scrutiny.areas.areas import DATA as AREAS
from scrutiny.sources.packaged import DATA as SHIPPED
from scrutiny.sources.reading import settings

LANCASHIRE = "E23000003"
SEED = 1829  # the same data on every machine
STREETS_OF_AN_LSOA = 20  # places that crimes are put at, about as many as the real files use
COLUMNS = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location",
    "LSOA code", "LSOA name", "Crime type", "Last outcome category", "Context",
)  # fmt: skip


def full_data() -> Path | None:
    """The folder of the full development data, if it is here (`SCRUTINY_FULL_DATA`)."""
    named = os.environ.get("SCRUTINY_FULL_DATA")
    folder = Path(named) if named else Path(__file__).parents[2] / "shared" / "data"
    return folder if (folder / "street").is_dir() else None


def from_files(data: Path) -> dict[str, list[pa.Table]]:
    """The rows of every territorial force that has files of 2025, a table a month."""
    areas = load_areas()
    territorial = {force.code for force in areas.forces()}
    found: dict[str, list[pa.Table]] = {}
    for folder in ("lancashire", "national"):
        for path in sorted((data / "street" / folder).glob("2025-*.csv.gz")):
            force = areas.force_named(path.name[8:].removesuffix("-street.csv.gz"))
            if force is not None and force.code in territorial:
                found.setdefault(force.code, []).append(_texts(path))
    return found


def _texts(path: Path) -> pa.Table:
    """A street file as text, blanks null, without the columns that a copy makes anew."""
    kept = [c for c in COLUMNS if c not in ("Month", "Reported by", "Falls within", "LSOA name")]
    options = pa.csv.ConvertOptions(
        column_types=dict.fromkeys(COLUMNS, pa.string()),
        include_columns=kept,
        strings_can_be_null=True,
        null_values=[""],
    )
    return pa.csv.read_csv(path, convert_options=options)


def from_counts() -> dict[str, list[pa.Table]]:
    """Records of Lancashire in 2025, one a crime, from the counts that the package ships."""
    random = np.random.default_rng(SEED)
    wards = pa.csv.read_csv(AREAS / "wards.csv")["name"].to_pylist()
    outcomes = pa.array(settings("categories")["last_outcome"])
    found = []
    for path in sorted((SHIPPED / "street").glob("2025-*-street-counts.csv.gz")):
        counts = pa.csv.read_csv(path)
        rows = np.repeat(np.arange(len(counts)), counts["Crimes"].to_numpy())
        table = counts.take(pa.array(rows))
        lsoa = table["LSOA code"].combine_chunks().dictionary_encode(null_encoding="encode")
        street = lsoa.indices.to_numpy() * STREETS_OF_AN_LSOA + random.integers(
            0, STREETS_OF_AN_LSOA, len(table)
        )
        blank = np.array([not code for code in table["LSOA code"].to_pylist()])
        degrees = random.uniform((-3.0, 53.5), (-2.0, 54.2), (street.max() + 1, 2))
        chosen = random.integers(0, len(outcomes), len(table))
        asb = np.array(table["Crime type"].to_pylist()) == "Anti-social behaviour"
        texts = [f"On or near {wards[n % len(wards)]} Road" for n in range(street.max() + 1)]
        each = np.arange(len(table))
        found.append(
            pa.table(
                {
                    "Crime ID": pa.array(each.astype(str), mask=asb),
                    "Longitude": pa.array(np.char.mod("%.6f", degrees[street, 0]), mask=blank),
                    "Latitude": pa.array(np.char.mod("%.6f", degrees[street, 1]), mask=blank),
                    "Location": pa.array(np.array(texts)[street]),
                    "LSOA code": pa.array(table["LSOA code"].to_pylist(), mask=blank),
                    "Crime type": table["Crime type"],
                    "Last outcome category": outcomes.take(pa.array(chosen, mask=asb)),
                    "Context": pa.nulls(len(table), pa.string()),
                }
            )
        )
    return {LANCASHIRE: found}
