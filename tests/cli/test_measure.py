"""`scrutiny measure`: the figures that must reconcile, and the JSON as documented."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scrutiny.sources.packaged import packaged

Ask = Callable[..., Any]
LANCASHIRE = "E23000003"
SHAPE = {
    "measure": str, "title": str, "unit": str, "area": str, "source": str, "window": str,
    "current": {
        "start": str, "end": str, "value": int, "numerator": None, "denominator": None,
        "status": str,
    },
    "previous": {
        "start": str, "end": str, "value": int, "numerator": None, "denominator": None,
        "status": str,
    },
    "change": {
        "count": int, "percent": float, "points": None, "direction": str, "text": str,
        "significant": None, "comparable": bool, "cautious": bool,
    },
    "caveats": list, "peers": list, "provenance": list,
}  # fmt: skip


def measured(ask: Ask, id: str, to: str, *more: object, area: str = LANCASHIRE) -> Any:
    return ask("measure", id, "--area", area, "--to", to, *more)


def values(answer: Any) -> tuple[float | None, float | None]:
    return answer["current"]["value"], answer["previous"]["value"]


def shape_of(held: Any) -> Any:
    if isinstance(held, dict):
        return {key: shape_of(value) for key, value in held.items()}
    return None if held is None else type(held)


def test_the_json_has_the_documented_keys_and_kinds(ask: Ask) -> None:
    answer = measured(ask, "all_crime", "2019-12", "--window", "12m")
    assert shape_of(answer) == SHAPE
    assert list(answer) == list(SHAPE)
    for part in ("current", "previous", "change"):
        assert list(answer[part]) == list(SHAPE[part])  # type: ignore[call-overload]
    assert (answer["current"]["start"], answer["current"]["end"]) == ("2019-01", "2019-12")
    assert (answer["previous"]["start"], answer["previous"]["end"]) == ("2018-01", "2018-12")
    assert (answer["window"], answer["source"], answer["unit"]) == (
        "12m", "home-office", "offences",
    )  # fmt: skip
    [given] = answer["provenance"]
    assert list(given) == ["source", "released", "loaded", "sha256"]
    assert given["released"] == "2026-04-23"
    assert len(given["sha256"]) == 64


def test_lancashire_2019_against_2018_is_not_comparable(ask: Ask) -> None:
    answer = measured(ask, "all_crime", "2019-12", "--window", "12m")
    assert values(answer) == (146_063, 162_935)
    assert answer["change"]["text"] == "decrease (10%, -16,872)"
    assert answer["change"]["count"] == -16_872
    assert answer["change"]["comparable"] is False
    assert any("April 2018" in caveat for caveat in answer["caveats"])


def test_the_forces_own_count_stands_beside_under_its_own_source(ask: Ask) -> None:
    answer = measured(ask, "all_crime", "2019-12", "--source", "force-dashboard")
    assert values(answer) == (148_813, 161_398)
    assert answer["change"]["text"] == "decrease (8%, -12,585)"
    assert {p["source"] for p in answer["provenance"]} == {"force-dashboard"}


@pytest.mark.parametrize(
    ("id", "to", "window", "current", "previous"),
    [
        ("all_crime", "2018-06", "quarter", 43_235, 30_546),
        ("all_crime", "2025-12", "12m", 127_150, None),
        ("burglary_all", "2017-09", "12m", 13_063, 12_193),
        ("crimes_by_outcome", "2025-03", "12m", 129_008, None),
        ("street_crime", "2025-12", "12m", 130_047, None),
        ("stop_and_search", "2019-12", "12m", 7_771, None),
    ],
)
def test_a_published_total_reconciles(
    ask: Ask, id: str, to: str, window: str, current: int, previous: int | None
) -> None:
    found = values(measured(ask, id, to, "--window", window))
    assert found[0] == current
    if previous is not None:
        assert found[1] == previous


def test_the_step_of_april_2018_is_not_a_change_in_crime(ask: Ask) -> None:
    assert not measured(ask, "all_crime", "2018-06", "--window", "quarter")["change"]["comparable"]
    after = measured(ask, "all_crime", "2020-06", "--window", "quarter")["change"]
    assert after["comparable"] is True


def test_all_burglary_can_be_compared_across_its_reclassification(ask: Ask) -> None:
    assert measured(ask, "burglary_all", "2017-09")["change"]["comparable"] is True
    residential = measured(ask, "burglary_dwelling_and_residential", "2017-09")
    assert residential["change"]["comparable"] is False


def test_the_twelve_months_to_june_2016_rose_in_39_of_43_forces(ask: Ask) -> None:
    answer = measured(ask, "all_crime", "2016-06", "--peers")
    assert round(answer["change"]["percent"], 1) == 8.7
    forces = [p for p in answer["peers"] if p["ranked"]]
    assert len(forces) == 43
    assert sum(p["current"] > p["previous"] for p in forces) == 39


def test_stop_and_search_of_the_files_and_of_the_report_stand_apart(ask: Ask) -> None:
    files = measured(ask, "stop_and_search", "2019-12")["current"]["value"]
    report = measured(ask, "stop_and_search", "2019-12", "--source", "force-stop-and-search")
    assert (files, report["current"]["value"]) == (7_771, 7_746)


@pytest.mark.parametrize("newest_first", [False, True])
def test_both_vintages_of_2017_18_in_either_order(
    command: Callable[..., Any], tmp_path: Path, newest_first: bool
) -> None:
    tables = [f for f in packaged() if f.kind == "recorded-crime"]
    tables.sort(key=lambda f: f.released, reverse=newest_first)
    space = tmp_path / "space"
    assert command("init", space).code == 0
    for table in tables:
        loaded = command(
            "load", "recorded-crime", table.path, "--released", table.released, "--workspace", space
        )
        assert loaded.code == 0, loaded.err
    assert command("--workspace", space, "calculate").code == 0
    asked = ("measure", "all_crime", "--area", LANCASHIRE, "--to", "2018-03", "--json")
    then = command("--workspace", space, *asked, "--as-at", "2019-01-01").json
    now = command("--workspace", space, *asked).json
    assert (then["current"]["value"], now["current"]["value"]) == (127_028, 127_409)
    assert then["previous"]["value"] is None
    assert (then["provenance"][0]["released"], now["provenance"][0]["released"]) == (
        "2018-07-19", "2026-04-23",
    )  # fmt: skip


def test_a_value_that_does_not_exist_is_null_with_a_caveat_that_says_why(ask: Ask) -> None:
    answer = measured(ask, "all_crime", "2026-03")
    assert answer["current"]["value"] is None
    assert answer["current"]["status"] == "missing"
    change = answer["change"]
    assert [change[k] for k in ("count", "percent", "points", "significant")] == [None] * 4
    assert any("January to March 2026" in c and "not" in c.lower() for c in answer["caveats"])


def test_a_force_figure_that_nobody_has_supplied_says_who_and_since_when(ask: Ask) -> None:
    answer = measured(ask, "hate_crime", "2025-12")
    assert answer["current"]["value"] is None
    assert any("December 2019" in caveat for caveat in answer["caveats"])


def test_a_rate_has_its_numerator_and_denominator(ask: Ask) -> None:
    current = measured(ask, "all_crime_rate", "2025-12")["current"]
    assert current["numerator"] == 127_150
    assert current["value"] == pytest.approx(1000 * 127_150 / current["denominator"])


def test_a_percentage_changes_in_points(ask: Ask) -> None:
    change = measured(ask, "satisfaction_burglary", "2019-12")["change"]
    assert (change["points"], change["text"]) == (-3, "decrease (3 percentage points)")


def test_peers_are_ranked_with_the_group_the_region_and_the_nation(ask: Ask) -> None:
    peers = measured(ask, "all_crime_rate", "2025-12", "--peers")["peers"]
    keys = ["code", "name", "current", "previous", "change_percent", "rank", "ranked"]
    assert all(list(peer) == keys for peer in peers)
    forces = [p for p in peers if p["rank"] is not None]
    assert sorted(p["rank"] for p in forces) == list(range(1, 44))
    best = min(forces, key=lambda p: p["rank"])
    assert best["current"] == min(p["current"] for p in forces)
    assert [p["code"] for p in peers if p["rank"] is None] == [
        "MSG-E23000003", "E12000002", "K04000001",
    ]  # fmt: skip


def test_the_nation_is_the_sum_of_its_43_forces(ask: Ask) -> None:
    peers = measured(ask, "all_crime", "2025-12", "--peers")["peers"]
    nation = next(p for p in peers if p["code"] == "K04000001")
    assert nation["current"] == sum(p["current"] for p in peers if p["rank"] is not None)


@pytest.mark.parametrize("against", ["year", "period", "3y"])
def test_what_a_quarter_is_set_against(ask: Ask, against: str) -> None:
    def quarter(to: str) -> float:
        return values(measured(ask, "shoplifting", to, "--window", "quarter"))[0] or 0

    answer = measured(
        ask, "shoplifting", "2025-12", "--window", "quarter", "--against", against
    )  # fmt: skip
    expected = {
        "year": ["2024-12"],
        "period": ["2025-09"],
        "3y": ["2022-12", "2023-12", "2024-12"],
    }[against]
    mean = sum(quarter(to) for to in expected) / len(expected)
    assert answer["previous"]["value"] == pytest.approx(mean)
    assert answer["previous"]["end"] == expected[-1]


@pytest.mark.parametrize(
    ("window", "start"),
    [("quarter", "2025-10"), ("fytd", "2025-04"), ("12m", "2025-01"), ("5y", "2021-01")],
)
def test_each_window_ends_with_the_month_asked_for(ask: Ask, window: str, start: str) -> None:
    answer = measured(ask, "all_crime", "2025-12", "--window", window)
    assert (answer["current"]["start"], answer["current"]["end"]) == (start, "2025-12")
    assert answer["current"]["value"] is not None


def test_csv_says_what_json_does(
    ask: Ask, command: Callable[..., Any], packaged_workspace: Path
) -> None:
    asked = ("measure", "all_crime", "--area", LANCASHIRE, "--to", "2019-12")
    done = command("--workspace", packaged_workspace, *asked, "--csv")
    [row] = csv.DictReader(io.StringIO(done.out))
    answer = ask(*asked)
    assert float(row["current_value"]) == answer["current"]["value"]
    assert row["change_text"] == answer["change"]["text"]
    assert row["caveats"] == " ".join(answer["caveats"])


def test_the_words_for_a_person_hold_the_figure_its_change_and_its_source(
    command: Callable[..., Any], packaged_workspace: Path
) -> None:
    out = command(
        "measure", "all_crime", "--area", LANCASHIRE, "--to", "2019-12",
        "--workspace", packaged_workspace,
    ).out  # fmt: skip
    for said in (
        "All crime: Lancashire", "146,063", "162,935", "decrease (10%, -16,872)", "Not comparable",
        "home-office, released 2026-04-23",
    ):  # fmt: skip
        assert said in out
