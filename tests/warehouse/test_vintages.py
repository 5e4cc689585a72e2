from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest

from scrutiny.warehouse.loads import load
from scrutiny.warehouse.vintages import answering, embargoed

FIRST, RESTATED = date(2018, 7, 19), date(2026, 4, 23)


def answer(snapshot, as_at=None) -> dict[str, int]:
    """The count that answers for each quarter."""
    values = {
        (load, last): n
        for load, last, n in snapshot.rows("recorded_crime", ["load", "last", "offences"])
    }
    return {a.last: values[a.load, a.last] for a in answering(snapshot, as_at)}


@pytest.mark.parametrize("order", list(permutations([FIRST, RESTATED])))
def test_an_older_release_never_hides_a_newer_one_whatever_the_order_of_loading(
    workspace, quarters, order
):
    counts = {FIRST: 127_028, RESTATED: 127_409}
    for released in order:
        load(workspace, quarters({"2018-03": counts[released]}), released)
    snapshot = workspace.snapshot()
    assert answer(snapshot, date(2018, 7, 18)) == {}
    assert answer(snapshot, FIRST) == {"2018-03": 127_028}
    assert answer(snapshot, RESTATED - timedelta(days=1)) == {"2018-03": 127_028}
    assert answer(snapshot, RESTATED) == {"2018-03": 127_409}
    assert answer(snapshot, date.max) == {"2018-03": 127_409}


def test_of_two_loads_released_together_the_later_loaded_answers(workspace, quarters):
    now = datetime(2019, 8, 1, tzinfo=UTC)
    for n in (3, 1, 2):
        load(workspace, quarters({"2018-03": n}), FIRST, now)
    assert answer(workspace.snapshot()) == {"2018-03": 2}


def test_a_release_answers_only_for_the_slices_it_covers(workspace, quarters):
    load(workspace, quarters({"2018-03": 10, "2018-06": 20}), FIRST)
    load(workspace, quarters({"2018-06": 21, "2018-09": 31}), RESTATED)
    assert answer(workspace.snapshot(), RESTATED) == {"2018-03": 10, "2018-06": 21, "2018-09": 31}


def test_a_release_still_to_come_is_under_embargo(workspace, quarters):
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    load(workspace, quarters({"2018-03": 10}), FIRST)
    held = load(workspace, quarters({"2018-03": 11}), tomorrow).record
    snapshot = workspace.snapshot()
    assert answer(snapshot) == {"2018-03": 10}
    assert answer(snapshot, tomorrow) == {"2018-03": 11}
    assert embargoed(snapshot) == [held]
    assert embargoed(snapshot, tomorrow) == []


def test_only_the_slices_asked_for_are_answered(workspace, quarters):
    load(workspace, quarters({"2018-03": 10}), FIRST)
    snapshot = workspace.snapshot()
    found = answering(snapshot, area="E23000003", source="home-office", table="recorded_crime")
    assert [a.last for a in found] == ["2018-03"]
    assert answering(snapshot, area="E23000009") == []
    assert answering(snapshot, measure="all_crime") == []


def test_nothing_loaded_means_nothing_answers(workspace):
    assert answering(workspace.snapshot()) == []
    assert embargoed(workspace.snapshot()) == []
