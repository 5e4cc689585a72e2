"""Small counts of people are not shown in small areas, however they are asked for."""

from datetime import date
from pathlib import Path

import pytest

from scrutiny.areas import load_areas
from scrutiny.catalogue import load_catalogue
from scrutiny.measures.calculate import calculate
from scrutiny.measures.read import Reader
from scrutiny.periods import Period
from scrutiny.sources import open_source
from scrutiny.warehouse.loads import load
from scrutiny.warehouse.workspace import Workspace

YEAR = Period.parse("2017-01", "2017-12")
HEAD = "measure,area,period_start,period_end,value,unit,lower,upper,source,status,note\n"


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    """People killed or seriously injured, by division: made-up counts, for none are public."""
    counts = {"LANCS-EAST": 3, "LANCS-SOUTH": 40, "LANCS-WEST": 70, "E23000003": 113}
    rows = [
        f"killed_or_seriously_injured,{area},2017-01,2017-12,{n},people,,,force-collisions,final,\n"
        for area, n in counts.items()
    ]
    file = tmp_path / "figures.csv"
    file.write_text(HEAD + "".join(rows), encoding="utf-8")
    workspace = Workspace.create(tmp_path / "workspace", "E23000003")
    areas, catalogue = load_areas(), load_catalogue()
    load(workspace, open_source("figures", [file], areas, catalogue), date(2018, 3, 1))
    calculate(workspace, workspace.engine(), catalogue, areas)
    return Reader(workspace.snapshot(), catalogue, areas)


def test_a_small_count_is_not_shown_and_says_why(reader: Reader) -> None:
    east = reader.observe("killed_or_seriously_injured", "LANCS-EAST", YEAR)
    assert east.value is None
    assert "counts of people from 1 to 4" in (east.missing or "")


def test_the_total_does_not_give_a_small_count_away(reader: Reader) -> None:
    force = reader.observe("killed_or_seriously_injured", "E23000003", YEAR)
    shown = [
        reader.observe("killed_or_seriously_injured", area, YEAR).value
        for area in ("LANCS-EAST", "LANCS-SOUTH", "LANCS-WEST")
    ]
    assert force.value == 113
    assert shown == [None, None, 70]


def test_a_measure_held_by_force_is_missing_in_a_district_and_not_nought(reader: Reader) -> None:
    found = reader.observe("all_crime", "E07000123", YEAR)
    assert found.value is None
    assert "no figure below a whole force" in (found.missing or "")
