"""The warehouse holds what the published files hold."""

from __future__ import annotations

from datetime import date

import pytest

from scrutiny.areas import load_areas
from scrutiny.sources import open_source
from scrutiny.warehouse.loads import load
from scrutiny.warehouse.vintages import answering

pytestmark = pytest.mark.full_data

RELEASES = {
    "prc_pfa_2017_18_older_vintage.csv": date(2018, 7, 19),
    "prc_pfa_2012q1_2025q3.parquet": date(2026, 4, 23),
}
LANCASHIRE = "E23000003"
IN_2017_18 = ["2017-06", "2017-09", "2017-12", "2018-03"]


def recorded(snapshot, as_at: date) -> int:
    """All crime of Lancashire in 2017/18; the codes of fraud are no force's to record."""
    answers = answering(snapshot, as_at, area=LANCASHIRE, table="recorded_crime")
    loads = {(a.load, a.last) for a in answers if a.last in IN_2017_18}
    rows = snapshot.rows("recorded_crime", ["load", "last", "offences"], {"force": LANCASHIRE})
    return sum(offences for load, last, offences in rows if (load, last) in loads)


@pytest.mark.parametrize("order", [list(RELEASES), list(reversed(RELEASES))])
def test_both_vintages_of_2017_18_answer_in_their_time_loaded_in_either_order(
    workspace, full_data, order
):
    areas = load_areas()
    for name in order:
        path = full_data / "recorded_crime" / name
        result = load(workspace, open_source("recorded-crime", [path], areas), RELEASES[name])
        rows = result.snapshot.rows("recorded_crime", ["load"], {"load": result.record.load})
        assert len(rows) == result.record.rows_kept
    snapshot = workspace.snapshot()
    assert recorded(snapshot, date(2019, 1, 1)) == 127_028
    assert recorded(snapshot, date(2026, 4, 23)) == 127_409
