"""Every row of Appendix A of the force's report of 20 February 2020, in the design's wording.

The expected words were worked out by hand from the printed figures; where the paper itself slips,
`golden/paper_slips_2020.csv` says how.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from scrutiny.analysis.change import change
from scrutiny.catalogue.model import Kind, Measure
from scrutiny.observation import Observation

GOLDEN = Path(__file__).parent / "golden"


def rows(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


APPENDIX = rows("appendix_a_2020.csv")
PAPER_SLIPS = rows("paper_slips_2020.csv")
BY_ID = pytest.mark.parametrize("row", APPENDIX, ids=[row["measure"] for row in APPENDIX])


@BY_ID
def test_a_row_of_appendix_a_is_worded_as_the_design_says(
    row: dict[str, str],
    a_measure: Callable[..., Measure],
    observed: Callable[..., Observation],
) -> None:
    counted = row["unit"] in ("offences", "incidents")
    measure = a_measure(
        id=row["measure"],
        unit=row["unit"],
        decimals=int(row["decimals"]),
        kind=Kind.COUNT if counted else Kind.LEVEL,
    )
    previous, current = (
        observed(
            float(row[which]), row[f"{which}_start"], row[f"{which}_end"], measure=row["measure"]
        )
        for which in ("previous", "current")
    )
    assert change(measure, current, [previous]).text == row["expected"]


@pytest.mark.parametrize(
    "row",
    [r for r in APPENDIX if r["printed"]],
    ids=[r["measure"] for r in APPENDIX if r["printed"]],
)
def test_the_paper_says_the_same_or_its_slip_is_listed(row: dict[str, str]) -> None:
    ours = row["expected"].replace(",", "").replace(" ", "").lower()
    printed = row["printed"].replace(",", "").replace(" ", "").lower()
    slips = {(s["measure"], s["printed"]) for s in PAPER_SLIPS if s["where"] == "Appendix A"}
    if row["unit"] in ("minutes", "seconds"):
        # The paper prints these as a signed number and a short unit.
        number = printed.lstrip("+").split("min")[0].split("sec")[0]
        assert number in ours
    else:
        assert ours == printed or (row["measure"], row["printed"]) in slips


@pytest.mark.full_data
def test_the_golden_rows_are_the_published_figures(full_data: Path) -> None:
    with (full_data / "published" / "figures.csv").open(encoding="utf-8", newline="") as file:
        published = {
            (f["measure"], f["area"], f["period_start"], f["period_end"]): float(f["value"])
            for f in csv.DictReader(file)
            if f["report"] == "2020-02"
        }
    for row in APPENDIX:
        for which in ("previous", "current"):
            key = (row["measure"], row["area"], row[f"{which}_start"], row[f"{which}_end"])
            assert published[key] == float(row[which])
