"""Polars: lazy queries on its streaming engine."""

from __future__ import annotations

import polars as pl  # type: ignore[import-not-found, unused-ignore]

from benchmarks.job import Facts, Job, Timed
from benchmarks.real_rows import COLUMNS

COUNTS = ["area", "month", "load", "crime_type"]


def load(job: Job) -> Timed:
    """`scan_csv` to `sink_parquet`, of the columns that we store."""
    doubles = {"Longitude": pl.Float64, "Latitude": pl.Float64}
    schema = {name: doubles.get(name, pl.String) for name in COLUMNS}
    output = job.out / "street.parquet"
    query = pl.scan_csv(list(job.files), schema=schema).select(
        force="Falls within",
        month="Month",
        crime_type="Crime type",
        lsoa_code="LSOA code",
        longitude="Longitude",
        latitude="Latitude",
        location="Location",
        crime_id=pl.col("Crime ID").str.slice(0, 32).str.decode("hex"),
        last_outcome="Last outcome category",
        crimes=pl.lit(1, pl.Int32),
        load=pl.lit("bare"),
    )

    def timed() -> Facts:
        query.sink_parquet(output, compression="zstd", engine="streaming")
        rows = pl.scan_parquet(output).select(pl.len()).collect().item()
        return {"rows": rows, "output": "."}

    return timed


def calculate(job: Job) -> Timed:
    """The street table alone."""
    keys = ["force", "month", "load", "lsoa_code", "crime_type"]
    total = pl.col("crimes").sum()
    cube = pl.scan_parquet(job.tables("street")).group_by(keys).agg(total.cast(pl.Int64))
    by_force = cube.rename({"force": "area"}).group_by(COUNTS).agg(total)
    by_area = cube.join(pl.scan_parquet(job.lookup("area_of_lsoa")), on=["force", "lsoa_code"])
    placed = pl.concat([by_force, by_area.group_by(COUNTS).agg(total)])
    members = pl.scan_parquet(job.lookup("members_street"))
    single = members.filter(pl.col("measure") != "street_crime").drop("source")
    every = placed.filter(pl.col("crime_type") != "Anti-social behaviour")
    every = every.group_by(["area", "month", "load"]).agg(total)
    columns = ["measure", "area", "month", "load", "crimes"]
    counted = pl.concat(
        [
            placed.join(single, on="crime_type").select(columns),
            every.with_columns(measure=pl.lit("street_crime")).select(columns),
        ]
    )
    nothing = pl.lit(None, pl.Float64)
    observed = counted.select(
        "measure",
        "area",
        source=pl.lit("police-uk"),
        first="month",
        last="month",
        value=pl.col("crimes").cast(pl.Float64),
        numerator=nothing,
        denominator=nothing,
        lower=nothing,
        upper=nothing,
        status=pl.lit("final"),
        load="load",
    )
    output = job.out / "observations.parquet"

    def timed() -> Facts:
        observed.sink_parquet(output, compression="zstd", engine="streaming")
        return {"output": "."}

    return timed
