"""Which LSOAs are of one edition alone: a census redraws some, and their codes change."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from scrutiny.areas.areas import DATA


@cache
def lsoas_of_one_edition() -> Mapping[str, int]:
    """LSOA code -> 2011 or 2021, for those that are not in both.

    Records of a month use the codes of one edition, so a count of nought for such an LSOA may only
    mean that the month uses the other.
    """
    import pyarrow.parquet as pq

    table = pq.read_table(DATA / "lsoas.parquet", columns=["lsoa", "in_2011", "in_2021"])
    columns = (table.column(name).to_pylist() for name in table.column_names)
    return {
        lsoa: 2011 if in_2011 else 2021
        for lsoa, in_2011, in_2021 in zip(*columns, strict=True)
        if in_2011 != in_2021
    }
