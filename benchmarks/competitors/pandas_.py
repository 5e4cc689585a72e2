"""pandas: a file at a time where it can be, all in memory where it cannot."""

from __future__ import annotations

from typing import Any

import pandas as pd  # type: ignore[import-untyped]

from benchmarks.job import Facts, Job, Timed
from benchmarks.lookups import READ, settings
from benchmarks.windows import answer_of, windows

STORED = {
    "Falls within": "force",
    "Month": "month",
    "Crime type": "crime_type",
    "LSOA code": "lsoa_code",
    "Longitude": "longitude",
    "Latitude": "latitude",
    "Location": "location",
    "Crime ID": "crime_id",
    "Last outcome category": "last_outcome",
}


def read_alone(job: Job) -> Timed:
    """`read_csv` of each file, which is then let go: the least that pandas can be asked."""
    return lambda: {"rows": sum(len(pd.read_csv(file)) for file in job.files)}


def read_alone_with_arrow(job: Job) -> Timed:
    """The same with the quickest of the parsers that pandas offers."""
    return lambda: {"rows": sum(len(pd.read_csv(f, engine="pyarrow")) for f in job.files)}


def load(job: Job) -> Timed:
    """`read_csv` to Parquet of the columns that we store, a file for a file."""

    def timed() -> Facts:
        rows = 0
        for number, file in enumerate(job.files):
            frame = pd.read_csv(file, usecols=list(STORED))[list(STORED)].rename(columns=STORED)
            digits = frame["crime_id"].astype(object).str[:32]
            frame["crime_id"] = digits.map(bytes.fromhex, na_action="ignore")
            frame["crimes"] = pd.Series(1, frame.index, "int32")
            frame["load"] = "bare"
            frame.to_parquet(job.out / f"{number:05d}.parquet", compression="zstd", index=False)
            rows += len(frame)
        return {"rows": rows, "output": "."}

    return timed


def calculate(job: Job) -> Timed:
    """The street table alone; categories, for they are what makes a group-by of text quick."""
    keys = ["force", "month", "load", "lsoa_code", "crime_type"]
    counts = ["area", "month", "load", "crime_type"]

    def summed(frame: Any, by: list[str]) -> Any:
        groups = frame.groupby(by, observed=True, dropna=False, sort=False)["crimes"]
        return groups.sum().reset_index()

    def timed() -> Facts:
        parts = (pd.read_parquet(file, columns=[*keys, "crimes"]) for file in job.tables("street"))
        frame = pd.concat(parts).astype(dict.fromkeys(keys, "category"))
        frame["crimes"] = frame["crimes"].astype("int64")
        cube = summed(frame, keys).astype({"force": "str", "lsoa_code": "str"})
        del frame
        areas = pd.read_parquet(job.lookup("area_of_lsoa"))
        by_force = summed(cube.rename(columns={"force": "area"}), counts)
        by_area = summed(cube.dropna().merge(areas, on=["force", "lsoa_code"]), counts)
        placed = pd.concat([by_force, by_area]).astype({"crime_type": "str"})
        members = pd.read_parquet(job.lookup("members_street"))
        single = members[members["measure"] != "street_crime"]
        every = summed(placed[placed["crime_type"] != "Anti-social behaviour"], counts[:3])
        counted = pd.concat(
            [placed.merge(single, on="crime_type"), every.assign(measure="street_crime")]
        )
        observed = pd.DataFrame(
            {
                "measure": counted["measure"],
                "area": counted["area"],
                "source": "police-uk",
                "first": counted["month"].astype("str"),
                "last": counted["month"].astype("str"),
                "value": counted["crimes"].astype("float64"),
                **dict.fromkeys(("numerator", "denominator", "lower", "upper"), float("nan")),
                "status": "final",
                "load": counted["load"].astype("str"),
            }
        )
        output = job.out / "observations.parquet"
        observed.to_parquet(output, compression="zstd", index=False)
        return {"rows": len(observed), "output": "."}

    return timed


def read(job: Job) -> Timed:
    """Two windows of every force by filter and group-by."""
    known: Any = settings(job.lookups)
    months = windows(job.options)

    def timed() -> Facts:
        wanted = [("measure", "==", READ), ("area", "in", known["forces"])]
        parts = [
            pd.read_parquet(file, columns=["area", "first", "value"], filters=wanted)
            for file in job.tables("observations")
        ]
        frame = pd.concat(parts)

        def total(first: str, last: str) -> dict[str, float]:
            inside = frame[frame["first"].between(months[first], months[last])]
            found: dict[str, float] = inside.groupby("area")["value"].sum().to_dict()
            return found

        now, before = total("from", "to"), total("from_before", "to_before")
        job.answer(answer_of(now, before, known))
        return {}

    return timed
