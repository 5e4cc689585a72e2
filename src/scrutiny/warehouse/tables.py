"""The tables of a workspace. Months are `YYYY-MM` text; every record says which load brought it."""

from __future__ import annotations

import pyarrow as pa

_TEXT = pa.string()
_TIME = pa.timestamp("us", tz="UTC")
_FILE = pa.struct([("name", _TEXT), ("sha256", _TEXT), ("bytes", pa.int64())])

TABLES: dict[str, pa.Schema] = {
    "recorded_crime": pa.schema(
        [
            ("force", _TEXT),
            ("first", _TEXT),
            ("last", _TEXT),
            ("offence_code", _TEXT),
            ("offences", pa.int64()),
            ("load", _TEXT),
        ]
    ),
    "outcomes": pa.schema(
        [
            ("force", _TEXT),
            ("first", _TEXT),
            ("last", _TEXT),
            ("offence_group", _TEXT),
            ("outcome_type", pa.int16()),
            ("outcomes", pa.int64()),
            ("load", _TEXT),
        ]
    ),
    "street": pa.schema(
        [
            ("force", _TEXT),
            ("month", _TEXT),
            ("crime_type", _TEXT),
            ("lsoa_code", _TEXT),
            ("longitude", pa.float64()),
            ("latitude", pa.float64()),
            ("location", _TEXT),
            ("crime_id", pa.binary()),
            ("last_outcome", _TEXT),
            ("crimes", pa.int32()),
            ("load", _TEXT),
        ]
    ),
    "street_outcomes": pa.schema(
        [
            ("force", _TEXT),
            ("month", _TEXT),
            ("crime_id", pa.binary()),
            ("outcome_type", _TEXT),
            ("lsoa_code", _TEXT),
            ("outcomes", pa.int32()),
            ("load", _TEXT),
        ]
    ),
    "stop_and_search": pa.schema(
        [
            ("force", _TEXT),
            ("month", _TEXT),
            ("at", _TIME),
            ("search_type", _TEXT),
            ("operation", pa.bool_()),
            ("gender", _TEXT),
            ("age_range", _TEXT),
            ("self_defined_ethnicity", _TEXT),
            ("officer_defined_ethnicity", _TEXT),
            ("legislation", _TEXT),
            ("object_of_search", _TEXT),
            ("outcome", _TEXT),
            ("outcome_linked", pa.bool_()),
            ("removal", pa.bool_()),
            ("latitude", pa.float64()),
            ("longitude", pa.float64()),
            ("searches", pa.int32()),
            ("load", _TEXT),
        ]
    ),
    "population": pa.schema(
        [
            ("area", _TEXT),
            ("month", _TEXT),
            ("kind", _TEXT),
            ("basis", _TEXT),
            ("people", pa.float64()),
            ("load", _TEXT),
        ]
    ),
    "figures": pa.schema(
        [
            ("measure", _TEXT),
            ("area", _TEXT),
            ("source", _TEXT),
            ("first", _TEXT),
            ("last", _TEXT),
            ("value", pa.float64()),
            ("lower", pa.float64()),
            ("upper", pa.float64()),
            ("status", _TEXT),
            ("note", _TEXT),
            ("load", _TEXT),
        ]
    ),
    "slices": pa.schema(
        [
            ("load", _TEXT),
            ("source", _TEXT),
            ("table", _TEXT),
            ("area", _TEXT),
            ("measure", _TEXT),
            ("first", _TEXT),
            ("last", _TEXT),
        ]
    ),
    "loads": pa.schema(
        [
            ("load", _TEXT),
            ("kind", _TEXT),
            ("source", _TEXT),
            ("files", pa.list_(_FILE)),
            ("released", pa.date32()),
            ("loaded", _TIME),
            ("rows_read", pa.int64()),
            ("rows_kept", pa.int64()),
            ("rows_rejected", pa.int64()),
            ("quality", _TEXT),
        ]
    ),
    "observations": pa.schema(
        [
            ("measure", _TEXT),
            ("area", _TEXT),
            ("source", _TEXT),
            ("first", _TEXT),
            ("last", _TEXT),
            ("value", pa.float64()),
            ("numerator", pa.float64()),
            ("denominator", pa.float64()),
            ("lower", pa.float64()),
            ("upper", pa.float64()),
            ("status", _TEXT),
            ("load", _TEXT),
        ]
    ),
    "calculations": pa.schema(
        [("load", _TEXT), ("fingerprint", _TEXT), ("observations", pa.int64())]
    ),
}

NEVER_REPEATS = frozenset({"crime_id", "longitude", "latitude"})
"""Columns that a dictionary only slows: measured, it made them larger by a tenth too."""
