"""Bare DuckDB: SQL as a person would write it for these tables and no others."""

from __future__ import annotations

from pathlib import Path

import duckdb

from benchmarks.job import Facts, Job, Timed
from benchmarks.lookups import READ, settings
from benchmarks.windows import answer_of, windows

TEXTS = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location",
    "LSOA code", "LSOA name", "Crime type", "Last outcome category", "Context",
)  # fmt: skip
DOUBLES = ("Longitude", "Latitude")

LOAD = """
    COPY (
        SELECT "Falls within" AS force, Month AS month, "Crime type" AS crime_type,
               "LSOA code" AS lsoa_code, Longitude AS longitude, Latitude AS latitude,
               Location AS location, unhex("Crime ID"[:32]) AS crime_id,
               "Last outcome category" AS last_outcome, 1::INTEGER AS crimes, 'bare' AS load
        FROM read_csv($files, header = true, delim = ',', quote = '"', escape = '"', columns = {})
    ) TO '{}' (FORMAT parquet, COMPRESSION zstd)
"""

# In Spark's words too: competitors/spark_.py runs it as it is.
STREET = """
    WITH cube AS (
        SELECT force, month, load, lsoa_code, crime_type, CAST(sum(crimes) AS BIGINT) AS crimes
        FROM street GROUP BY force, month, load, lsoa_code, crime_type
    ), placed AS (
        SELECT force AS area, month, load, crime_type, CAST(sum(crimes) AS BIGINT) AS crimes
        FROM cube GROUP BY force, month, load, crime_type
        UNION ALL
        SELECT a.area, c.month, c.load, c.crime_type, CAST(sum(c.crimes) AS BIGINT) AS crimes
        FROM cube AS c JOIN area_of_lsoa AS a ON a.force = c.force AND a.lsoa_code = c.lsoa_code
        GROUP BY a.area, c.month, c.load, c.crime_type
    ), counted AS (
        SELECT m.measure, p.area, p.month, p.load, p.crimes
        FROM placed AS p JOIN members_street AS m ON m.crime_type = p.crime_type
        WHERE m.measure <> 'street_crime'
        UNION ALL
        SELECT 'street_crime', area, month, load, CAST(sum(crimes) AS BIGINT) FROM placed
        WHERE crime_type <> 'Anti-social behaviour' GROUP BY area, month, load
    )
    SELECT measure, area, 'police-uk' AS source, month AS first, month AS last,
           CAST(crimes AS DOUBLE) AS value, CAST(NULL AS DOUBLE) AS numerator,
           CAST(NULL AS DOUBLE) AS denominator, CAST(NULL AS DOUBLE) AS lower,
           CAST(NULL AS DOUBLE) AS upper, 'final' AS status, load
    FROM counted
"""

REST = """
    SELECT measure, force, source, "first", "last", sum(offences)::DOUBLE,
           NULL, NULL, NULL, NULL, 'final', load
    FROM recorded_crime JOIN members_recorded_crime USING (offence_code)
    GROUP BY ALL HAVING sum(offences) <> 0
    UNION ALL
    SELECT measure, force, source, "first", "last", sum(outcomes)::DOUBLE,
           NULL, NULL, NULL, NULL, 'final', load
    FROM outcomes JOIN members_outcomes USING (offence_group, outcome_type)
    GROUP BY ALL HAVING sum(outcomes) <> 0
    UNION ALL
    SELECT measure, force, source, month, month, sum(searches)::DOUBLE,
           NULL, NULL, NULL, NULL, 'final', load
    FROM stop_and_search AS s JOIN members_stop_and_search AS m
      ON s.outcome IS NOT DISTINCT FROM m.outcome
     AND s.object_of_search IS NOT DISTINCT FROM m.object_of_search
    GROUP BY ALL
    UNION ALL
    SELECT measure, area, source, "first", "last", value,
           NULL, NULL, lower, upper, status, load
    FROM figures
"""

READ_FORCES = """
    SELECT area, sum(value) FILTER (WHERE "first" BETWEEN $from AND $to),
           sum(value) FILTER (WHERE "first" BETWEEN $from_before AND $to_before)
    FROM read_parquet($files)
    WHERE measure = $measure AND list_contains($forces, area) GROUP BY area
"""


def load(job: Job) -> Timed:
    """`read_csv` to Parquet, of the columns that we store, with no check but the file's form."""
    kinds = {name: "DOUBLE" if name in DOUBLES else "VARCHAR" for name in TEXTS}
    sql = LOAD.format(kinds, job.out / "street.parquet")
    connection = duckdb.connect()

    def timed() -> Facts:
        files = [str(file) for file in job.files]
        (rows,) = connection.execute(sql, {"files": files}).fetchone() or (0,)
        return {"rows": rows, "output": "."}

    return timed


def calculate(job: Job) -> Timed:
    """One hand-written GROUP BY a table; the rows in whatever order they come."""
    return _calculate(job, f"{STREET} UNION ALL {REST}")


def calculate_in_order(job: Job) -> Timed:
    """The same, written in the order in which we write, by which readers find a measure."""
    return _calculate(job, f'SELECT * FROM ({STREET} UNION ALL {REST}) ORDER BY 1, 2, 4, 5, "load"')


def _calculate(job: Job, select: str) -> Timed:
    connection = duckdb.connect()
    for table in ("recorded_crime", "outcomes", "stop_and_search", "street", "figures"):
        connection.read_parquet(job.tables(table)).create_view(table)
    for name in sorted(p.stem for p in Path(job.lookups).glob("*.parquet")):
        connection.read_parquet(job.lookup(name)).create_view(name)
    to = job.out / "observations.parquet"
    sql = f"COPY ({select}) TO '{to}' (FORMAT parquet, COMPRESSION zstd)"

    def timed() -> Facts:
        (rows,) = connection.execute(sql).fetchone() or (0,)
        return {"rows": rows, "output": "."}

    return timed


def read(job: Job) -> Timed:
    """Two windows of every force by SQL; ranks and totals are then a few lines."""
    known = settings(job.lookups)
    files = job.tables("observations")
    asked = {"files": files, "measure": READ, "forces": known["forces"], **windows(job.options)}
    connection = duckdb.connect()

    def timed() -> Facts:
        rows = connection.execute(READ_FORCES, asked).fetchall()
        now = {area: value for area, value, _ in rows}
        before = {area: value for area, _, value in rows}
        job.answer(answer_of(now, before, known))
        return {}

    return timed
