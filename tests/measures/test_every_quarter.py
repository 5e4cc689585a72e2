"""Every Home Office figure against the raw file, read by hand (`raw_crime.py`)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

import scrutiny
from scrutiny.areas import load_areas
from scrutiny.catalogue import load_catalogue
from scrutiny.measures.read import Reader
from scrutiny.periods import Month, Period
from scrutiny.warehouse.workspace import Workspace

from .raw_crime import quarterly

PACKAGE = Path(scrutiny.__file__).parent
CRIME = PACKAGE / "data" / "recorded_crime"
AREAS = PACKAGE / "areas" / "data" / "areas.csv"
FORCES, QUARTERS = 43, 55


def test_every_force_measure_and_quarter_is_what_the_raw_file_holds(
    packaged_reader: Reader,
) -> None:
    raw = quarterly(CRIME / "prc_pfa_2012q1_2025q3.parquet", AREAS)
    measures = [m for m, c in packaged_reader.catalogue.computed("recorded_crime")]
    forces = [area.code for area in packaged_reader.areas.forces()]
    quarters = sorted({last for _, _, last in raw})
    assert {m.id for m in measures} == {measure for measure, _, _ in raw}
    assert set(forces) == {force for _, force, _ in raw}
    assert (len(forces), len(quarters)) == (FORCES, QUARTERS)
    periods = {last: Period.ending(Month.parse(last), 3) for last in quarters}
    differing = []
    for measure in measures:
        for force in forces:
            for last, period in periods.items():
                ours = packaged_reader.observe(measure, force, period).value
                held = raw.get((measure.id, force, last), 0.0)
                unborn = measure.starts is not None and period.last < measure.starts
                gone = measure.ends is not None and period.first > measure.ends
                expected = None if unborn or gone else held
                if ours != expected or (expected is None and held):
                    differing.append((measure.id, force, last, ours, held))
    assert differing == []


def test_the_older_vintage_of_2017_18_is_what_its_own_file_holds(packaged_workspace: Path) -> None:
    raw = dict(
        duckdb.execute(
            """
            SELECT Force_Name, sum(Number_of_Offences)
            FROM read_csv(?) WHERE Offence_Group <> 'Fraud offences' GROUP BY ALL
            """,
            [str(CRIME / "prc_pfa_2017_18_older_vintage.csv.gz")],
        ).fetchall()
    )
    snapshot = Workspace.open(packaged_workspace).snapshot()
    reader = Reader(snapshot, load_catalogue(), load_areas(), as_at=date(2019, 1, 1))
    year = Period.parse("2017-04", "2018-03")
    for force in reader.areas.forces():
        held = raw.get(force.name) or raw["London, City of"]
        assert reader.observe("all_crime", force.code, year).value == held, force.name
    assert raw["Lancashire"] == 127_028


@pytest.mark.parametrize("as_at", [date(2018, 7, 18), date(2012, 1, 1)])
def test_before_the_first_release_there_is_no_figure(packaged_workspace: Path, as_at: date) -> None:
    snapshot = Workspace.open(packaged_workspace).snapshot()
    reader = Reader(snapshot, load_catalogue(), load_areas(), as_at)
    found = reader.observe("all_crime", "E23000003", Period.parse("2017-04", "2018-03"))
    assert found.value is None
    assert found.missing
    assert "nothing is loaded" in found.missing
