"""No time is believed whose result is not ours, and the figures say what was measured."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from benchmarks.__main__ import number
from benchmarks.document import filled
from benchmarks.growth import beyond, slope
from benchmarks.job import Job
from benchmarks.processes import WorkFailed, run
from benchmarks.report import verdicts
from benchmarks.rounds import differs, rounds
from benchmarks.stage import Stage, stage
from benchmarks.works import BARE, OURS, Competitor, work_named


def test_a_result_that_lacks_a_row_is_another_result() -> None:
    other = Competitor("other", "")
    assert differs({"rows": 3, "content": "9"}, {"rows": 3, "content": "9"}, other) is None
    said = differs({"rows": 3, "content": "9"}, {"rows": 2, "content": "9"}, other)
    assert said == "another result in 1, such as rows: 2, not 3"


def test_a_result_without_a_measure_is_another_result() -> None:
    ours = {"police-uk/asb": "4", "police-uk/street_crime": "5", "home-office/robbery": "6"}
    street_alone = Competitor("other", "", "police-uk/")
    theirs = {"police-uk/asb": "4", "police-uk/street_crime": "5"}
    assert differs(ours, theirs, street_alone) is None
    assert differs(ours, {"police-uk/asb": "4"}, street_alone) is not None
    assert differs(ours, theirs, Competitor("whole", "")) is not None


def test_nothing_is_never_the_same_result() -> None:
    assert differs({}, {}, Competitor("other", "")) == "gave nothing to compare"


def results(ours: float, bare: float, peak: float) -> dict[str, Any]:
    def one(name: str, seconds: float) -> dict[str, Any]:
        return {"work": "load", "competitor": name, "seconds": seconds, "cpu": 1, "peak": peak}

    return {"data": {"rows": 20_000_000}, "measured": [one(OURS, ours), one(BARE, bare)]}


def test_a_target_is_a_ratio_within_one_run() -> None:
    said = {target: verdict for _, target, verdict in verdicts(results(14, 10, 2e9))}
    assert said["at most 1.5 x bare DuckDB"].startswith("reached: 1.40 x")
    assert said["under 3 GB for 20 million rows"] == "reached: 2.00 GB"
    said = {target: verdict for _, target, verdict in verdicts(results(16, 10, 4e9))}
    assert said["at most 1.5 x bare DuckDB"].startswith("MISSED: 1.60 x")
    assert said["under 3 GB for 20 million rows"].startswith("MISSED")


def test_a_target_against_nobody_is_not_claimed() -> None:
    assert "faster than pandas reading" not in {t for _, t, _ in verdicts(results(1, 1, 1))}


def test_the_slope_of_a_cost_that_grows_with_the_root_of_the_rows_is_a_half() -> None:
    sizes = [1.0, 4.0, 16.0, 64.0]
    assert slope(sizes, [3 * size**0.5 for size in sizes]) == pytest.approx(0.5)
    assert slope(sizes[:2], [1.0, 2.0]) is None


def grown() -> dict[str, Any]:
    """Three sizes, whose seconds grow with the rows and whose memory does not grow."""

    def point(rows: float) -> dict[str, Any]:
        step = {"seconds": rows / 1e6, "cpu": rows / 1e6, "peak": 2e9}
        steps = dict.fromkeys(("load", "calculate", "read"), step)
        sizes = {"files": 200 * rows, "street": 30 * rows, "observations": rows}
        return {"data": {"rows": rows, "forces": 43}, "sizes": sizes, "steps": steps}

    return {"points": [point(rows) for rows in (1e7, 2e7, 4.5e7)]}


def test_what_more_rows_would_take_is_reasoned_from_the_slopes() -> None:
    nation, billion = beyond(grown())
    # Twice the largest size: 90 seconds, in the same memory, and 200 bytes a row of CSV.
    assert nation[1:] == ("90", "1.5", "2.0", "1.5", "2.0", "18", "3")
    assert billion[1:3] == ("1,000", "16.7")


def test_time_that_grew_slower_than_the_rows_is_not_reasoned_to_go_on_so() -> None:
    results = grown()
    for point, seconds in zip(results["points"], (40, 42, 45), strict=True):
        point["steps"] = {step: {"seconds": seconds, "peak": 2e9} for step in point["steps"]}
    nation, _ = beyond(results)
    assert nation[2] == "1.5"


def test_one_size_has_no_slope_and_nothing_is_reasoned_from_it() -> None:
    assert beyond({"points": grown()["points"][:1]}) == []


def test_rows_are_written_in_millions_or_thousands() -> None:
    assert [number(text) for text in ("20M", "500k", "7", "1.5M")] == [
        20_000_000, 500_000, 7, 1_500_000,
    ]  # fmt: skip


def test_a_page_keeps_its_words_and_gets_its_figures() -> None:
    page = "before\n<!-- table -->\nold\n<!-- end -->\nafter\n"
    assert filled(page, {"table": "1 | 2"}) == (
        "before\n<!-- table -->\n1 | 2\n<!-- end -->\nafter\n"
    )
    with pytest.raises(ValueError, match="no place for growth"):
        filled(page, {"growth": ""})


def test_a_process_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(WorkFailed, match="is not a workspace"):
        run("benchmarks.competitors.scrutiny_:read", Job(tmp_path / "out", workspace=tmp_path))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A few files of three forces from the package alone, loaded and calculated."""
    folder = tmp_path_factory.mktemp("benchmarks")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCRUTINY_FULL_DATA", str(folder / "nowhere"))
        on = stage(folder, 40_000, 3)
    on.prepare()
    yield on
    on.remove()


@pytest.mark.parametrize("name", ["load", "calculate"])
def test_others_who_do_the_same_work_get_our_result(name: str, small: Stage) -> None:
    whole = work_named(name)
    quick = tuple(c for c in whole.competitors if c.name != "PySpark")  # Java takes its time
    measured = rounds(replace(whole, competitors=quick), small, 1, lambda _: None)
    found = {m.competitor: m for m in measured}
    for competitor in (OURS, BARE, "pandas"):
        assert found[competitor].failed is None
        assert found[competitor].runs[0].peak > 10_000_000
