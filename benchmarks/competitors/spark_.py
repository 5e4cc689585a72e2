"""PySpark on this machine: the starting of Java is set-up, and is not timed."""

from __future__ import annotations

import os
from typing import Any

from pyspark.sql import SparkSession
from pyspark.sql import functions as f

from benchmarks.competitors.duckdb_ import STREET
from benchmarks.job import Facts, Job, Timed
from benchmarks.real_rows import COLUMNS

SHARE = 4  # a quarter of the machine's memory for Java, which takes what it is given


def session() -> Any:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // SHARE // 2**20
    settings: dict[str, bool | float | int | str | None] = {
        "spark.master": "local[*]",
        "spark.ui.enabled": "false",
        "spark.driver.host": "localhost",
        "spark.driver.memory": f"{memory}m",
        "spark.sql.parquet.compression.codec": "zstd",
        "spark.sql.shuffle.partitions": str(4 * (os.cpu_count() or 1)),
    }
    return SparkSession.builder.config(map=settings).getOrCreate()


def load(job: Job) -> Timed:
    """`read.csv` to Parquet, of the columns that we store."""
    spark = session()
    kinds = {"Longitude": "double", "Latitude": "double"}
    schema = ", ".join(f"`{name}` {kinds.get(name, 'string')}" for name in COLUMNS)
    files = [str(file) for file in job.files]
    output = str(job.out / "street")

    def timed() -> Facts:
        rows = spark.read.csv(files, schema=schema, header=True, escape='"')
        stored = rows.select(
            f.col("Falls within").alias("force"),
            f.col("Month").alias("month"),
            f.col("Crime type").alias("crime_type"),
            f.col("LSOA code").alias("lsoa_code"),
            f.col("Longitude").alias("longitude"),
            f.col("Latitude").alias("latitude"),
            f.col("Location").alias("location"),
            f.unhex(f.substring("Crime ID", 1, 32)).alias("crime_id"),
            f.col("Last outcome category").alias("last_outcome"),
            f.lit(1).alias("crimes"),
            f.lit("bare").alias("load"),
        )
        stored.write.parquet(output)
        return {"rows": spark.read.parquet(output).count(), "output": "street"}

    return timed


def calculate(job: Job) -> Timed:
    """The street table alone, by the SQL that DuckDB runs too."""
    spark = session()
    spark.read.parquet(*job.tables("street")).createOrReplaceTempView("street")
    for name in ("area_of_lsoa", "members_street"):
        spark.read.parquet(job.lookup(name)).createOrReplaceTempView(name)
    output = str(job.out / "observations")

    def timed() -> Facts:
        spark.sql(STREET).write.parquet(output)
        return {"output": "observations"}

    return timed
