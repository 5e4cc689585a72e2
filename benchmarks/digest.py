"""What a competitor made, in a few numbers that differ when a single row does.

Every row is hashed and the hashes are added, so the order of rows does not matter and a row that
is there twice counts twice. Coordinates are compared to a millionth of a degree, which is all that
the files give: pandas reads decimals a hair off.
"""

from __future__ import annotations

import json

import duckdb

from benchmarks.job import ANSWER, Facts, Job, Timed

RECORDS = """
    SELECT count(*), sum(hash(month, crime_type, lsoa_code, round(longitude * 1e6)::BIGINT,
                              round(latitude * 1e6)::BIGINT, location, hex(crime_id),
                              last_outcome, crimes)::HUGEINT)::VARCHAR
    FROM read_parquet($files)
"""
OBSERVATIONS = """
    SELECT source || '/' || measure, count(*),
           sum(hash(area, "first", "last", value, lower, upper, status, load)::HUGEINT)::VARCHAR
    FROM read_parquet($files, union_by_name = true) GROUP BY 1 ORDER BY 1
"""


def _files(job: Job) -> dict[str, list[str]]:
    return {"files": [str(p) for p in sorted((job.out / job.options["output"]).glob("*.parquet"))]}


def records(job: Job) -> Timed:
    """Of loaded records: how many, and all that is in them."""

    def timed() -> Facts:
        rows, content = duckdb.execute(RECORDS, _files(job)).fetchone() or (0, None)
        return {"rows": rows, "content": content}

    return timed


def observations(job: Job) -> Timed:
    """Of observations: how many of each source and measure, and all that is in them."""

    def timed() -> Facts:
        rows = duckdb.execute(OBSERVATIONS, _files(job)).fetchall()
        return {name: f"{count} {content}" for name, count, content in rows}

    return timed


def answer(job: Job) -> Timed:
    """Of an answer: itself, to nine digits: the order of adding moves only later ones."""

    def timed() -> Facts:
        found = json.loads((job.out / ANSWER).read_text())
        return {
            name: float(f"{value:.9g}") if isinstance(value, int | float) else value
            for name, value in found.items()
        }

    return timed
