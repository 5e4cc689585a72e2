"""Residents by broad ethnic group, from the census file of the full data folder."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path


def residents(path: Path) -> Iterator[tuple[str, str, int]]:
    """District, broad ethnic group, usual residents: the sum of the group's detailed groups.

    `Asian, Asian British or Asian Welsh: Indian (number)` counts as Asian. Rows of percentages
    are left out.
    """
    broad = {
        "White": "White",
        "Asian, Asian British or Asian Welsh": "Asian",
        "Black, Black British, Black Welsh, Caribbean or African": "Black",
        "Mixed or Multiple ethnic groups": "Mixed",
        "Other ethnic group": "Other",
    }
    counts: dict[tuple[str, str], int] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            head, _, detail = row["ethnic_group"].partition(": ")
            if detail.endswith("(number)"):
                key = (row["ltla21_code"], broad[head])
                counts[key] = counts.get(key, 0) + int(float(row["value"]))
    return ((*key, counts[key]) for key in sorted(counts))
