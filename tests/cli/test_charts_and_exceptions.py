"""`scrutiny control-chart` and `scrutiny exceptions`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scrutiny.comparison.charting import chart_of
from scrutiny.measures.read import Reader
from scrutiny.periods import Month

Ask = Callable[..., Any]
LANCASHIRE = "E23000003"
SIGNALS = {"outside limits", "trend", "two of three", "shift", None}


def charted(ask: Ask, measure: str, *more: object, to: str = "2025-12") -> Any:
    return ask("control-chart", measure, "--area", LANCASHIRE, "--to", to, *more)


def test_the_json_of_a_control_chart_has_the_documented_keys(ask: Ask) -> None:
    answer = charted(ask, "all_crime")
    assert list(answer) == ["points", "phases", "verdict"]
    keys = ["period", "value", "mean", "lower", "upper", "signal", "side"]
    assert all(list(point) == keys for point in answer["points"])
    assert {point["signal"] for point in answer["points"]} <= SIGNALS
    assert all((p["side"] is None) == (p["signal"] is None) for p in answer["points"])
    assert len(answer["points"]) == 55
    assert answer["verdict"].endswith(".")
    assert "October to December 2025" in answer["verdict"]


def test_what_the_command_says_is_what_the_chart_holds(ask: Ask, packaged_reader: Reader) -> None:
    measure = packaged_reader.catalogue.measure("all_crime")
    drawn = chart_of(packaged_reader, measure, LANCASHIRE, Month(2025, 12))
    points = charted(ask, "all_crime")["points"]
    for said, point in zip(points, drawn.points, strict=True):
        assert said["period"] == f"{point.period.first}/{point.period.last}"
        assert (said["value"], said["mean"], said["lower"], said["upper"]) == (
            point.value, point.mean, point.lower, point.upper,
        )  # fmt: skip
        assert (said["signal"], said["side"]) == (point.signal, point.side)


@pytest.mark.parametrize(
    ("breaks", "starts"),
    [
        ("catalogue", ["2012-04", "2018-04"]),
        ("none", ["2012-04"]),
        ("2016-04,2020-07", ["2012-04", "2016-04", "2020-07"]),
        ("2020-07, 2016-04", ["2012-04", "2016-04", "2020-07"]),
    ],
)
def test_a_chart_is_rebased_where_it_is_told(ask: Ask, breaks: str, starts: list[str]) -> None:
    phases = charted(ask, "all_crime", "--breaks", breaks)["phases"]
    assert [phase["first"] for phase in phases] == starts
    assert phases[-1]["last"] == "2025-12"
    assert sum(phase["points"] for phase in phases) == 55
    assert [p["trial"] for p in phases] == [p["points"] < 13 for p in phases]


def test_screening_narrows_the_limits_by_leaving_out_the_widest_moves(ask: Ask) -> None:
    plain = charted(ask, "all_crime", "--breaks", "none")["phases"][0]
    screened = charted(ask, "all_crime", "--breaks", "none", "--screen")["phases"][0]
    # The step of April 2018, 9,442 offences in one quarter, is far beyond 3.267 times the usual.
    assert screened["mean"] == plain["mean"]
    assert screened["upper"] - screened["lower"] < plain["upper"] - plain["lower"]


def test_a_chart_starts_where_it_is_told(ask: Ask) -> None:
    points = charted(ask, "all_crime", "--from", "2019-01")["points"]
    assert points[0]["period"] == "2019-01/2019-03"
    assert len(points) == 28


def test_a_monthly_series_can_be_charted_by_month_or_by_quarter(ask: Ask) -> None:
    months = charted(ask, "street_burglary", "--from", "2025-01")["points"]
    quarters = charted(ask, "street_burglary", "--from", "2025-01", "--grain", "quarter")["points"]
    assert [p["period"] for p in months][:2] == ["2025-01", "2025-02"]
    assert [p["period"] for p in quarters][:1] == ["2025-01/2025-03"]
    assert sum(p["value"] for p in months) == sum(p["value"] for p in quarters)


def test_another_source_can_be_charted(ask: Ask) -> None:
    points = charted(
        ask, "anti_social_behaviour", "--source", "police-uk", "--from", "2020-01", to="2020-05"
    )["points"]
    # The lockdown of 2020, with the counts that its street files hold.
    assert [p["value"] for p in points][3] == 11_636


def test_exceptions_give_measure_area_kind_severity_and_reason(ask: Ask) -> None:
    found = ask("exceptions", "--area", LANCASHIRE, "--to", "2025-12")
    assert found
    keys = ["measure", "area", "kind", "severity", "reason"]
    assert all(list(each) == keys for each in found)
    severities = [each["severity"] for each in found]
    assert severities == sorted(severities)
    robbery = next(each for each in found if each["measure"] == "robbery_business")
    assert robbery["reason"] == (
        "Robbery (business): Worse than usual: October to December 2025 (79) is above the upper "
        "limit."
    )


def test_exceptions_in_words_are_their_reasons(
    ask: Ask, command: Callable[..., Any], packaged_workspace: Path
) -> None:
    asked = ("exceptions", "--area", LANCASHIRE, "--to", "2019-12")
    words = command(*asked, "--workspace", packaged_workspace).out.splitlines()
    assert words == [f"- {each['reason']}" for each in ask(*asked)]
