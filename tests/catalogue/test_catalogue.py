"""What the packaged catalogue promises to those who read it."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from scrutiny.areas import load_areas
from scrutiny.catalogue import load_catalogue
from scrutiny.catalogue.describe import describe
from scrutiny.catalogue.model import Better, Kind
from scrutiny.errors import ScrutinyError
from scrutiny.periods import Month, Period

CATALOGUE = load_catalogue()


def comparable(measure: str, area: str, earlier: str, later: str, months: int) -> bool:
    first, second = (Period.ending(Month.parse(m), months) for m in (earlier, later))
    return not any(
        b.kind.prevents_comparison and b.area in (None, area) and b.inside(first, second)
        for b in CATALOGUE.measure(measure).breaks
    )


@pytest.mark.full_data
@pytest.mark.parametrize("file", ["figures.csv", "changes.csv"])
def test_every_published_figure_has_its_measure_from_its_source(full_data: Path, file: str) -> None:
    areas = load_areas()
    with (full_data / "published" / file).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            measure = CATALOGUE.measure(row["measure"])
            assert row["source"] in measure.sources, measure.id
            assert row.get("unit", measure.unit) == measure.unit, measure.id
            assert row["area"] in areas


@pytest.mark.parametrize("measure", CATALOGUE.measures, ids=lambda m: m.id)
def test_every_measure_is_complete(measure) -> None:
    assert measure.why.endswith((".", "?"))
    assert measure.title
    assert measure.source in measure.sources
    assert describe(measure, CATALOGUE).startswith(f"### {measure.title}\n")
    if measure.kind is Kind.PERCENT:
        assert measure.unit == "percent"
    assert not measure.decimals or measure.kind is not Kind.COUNT


@pytest.mark.parametrize(
    "measure",
    ["rape", "sexual_offences", "domestic_abuse_crime", "hate_crime", "modern_slavery",
     "child_sexual_exploitation_crime", "missing_person_incidents", "stop_and_search"],
)  # fmt: skip
def test_no_direction_is_better_where_victims_may_be_coming_forward(measure: str) -> None:
    assert CATALOGUE.measure(measure).better is Better.NEITHER


def test_a_break_in_recording_makes_lancashire_2018_and_2019_not_comparable() -> None:
    assert not comparable("all_crime", "E23000003", "2018-12", "2019-12", 12)
    assert not comparable("all_crime", "E23000003", "2017-06", "2018-06", 3)
    assert not comparable("all_crime_rate", "E23000003", "2018-12", "2019-12", 12)
    assert not comparable("domestic_abuse_crime", "E23000003", "2018-12", "2019-12", 12)


def test_years_on_one_side_of_every_break_are_comparable() -> None:
    assert comparable("all_crime", "E23000003", "2024-12", "2025-12", 12)
    assert comparable("all_crime", "E23000004", "2018-12", "2019-12", 12)
    assert comparable("anti_social_behaviour", "E23000003", "2018-12", "2019-12", 12)


def test_all_burglary_is_compared_across_the_reclassification_and_its_parts_are_not() -> None:
    assert comparable("burglary_all", "E23000003", "2016-09", "2017-09", 12)
    assert not comparable("burglary_residential", "E23000003", "2016-09", "2017-09", 12)
    assert not comparable("high_impact_acquisitive_crime", "E23000003", "2016-09", "2017-09", 12)


def test_a_lockdown_is_drawn_and_never_stops_a_comparison() -> None:
    assert all("lockdown_2020" in [b.id for b in m.breaks] for m in CATALOGUE.measures)
    assert comparable("shoplifting", "E23000004", "2019-12", "2020-12", 12)


def test_survey_questions_changed_in_april_2017() -> None:
    assert not comparable("satisfaction_burglary", "E23000003", "2016-09", "2017-09", 12)
    assert comparable("satisfaction_burglary", "E23000003", "2018-12", "2019-12", 12)


def test_a_rate_is_made_of_its_count() -> None:
    count, rate = (
        CATALOGUE.measure("burglary_residential"),
        CATALOGUE.measure("burglary_residential_rate"),
    )
    assert rate.kind is Kind.RATE
    assert rate.ratio is not None
    assert (rate.ratio.numerator, rate.ratio.denominator, rate.per) == (
        count.id,
        "households",
        1000,
    )
    assert (rate.unit, rate.starts, rate.breaks) == (
        "per 1,000 households", Month(2017, 4), count.breaks,
    )  # fmt: skip


def test_positive_outcomes_are_types_1_to_4_and_6_to_8() -> None:
    (how,) = CATALOGUE.measure("positive_outcomes").computed
    assert how.where == {"outcome_type": (1, 2, 3, 4, 6, 7, 8)}
    rate = CATALOGUE.measure("positive_outcome_rate")
    assert rate.ratio is not None
    assert rate.ratio.denominator == "crimes_by_outcome"
    assert rate.provisional_months > 0


def test_outcomes_are_told_apart_by_type_without_gap_or_overlap() -> None:
    parts = [CATALOGUE.measure(part) for part in CATALOGUE.measure("crimes_by_outcome").parts]
    assert [p.computed[0].where["outcome_type"] for p in parts] == [(n,) for n in range(23)]
    assert all(f"{p.id}_share" in CATALOGUE for p in parts)


def test_anti_social_behaviour_is_the_forces_own_count_unless_another_source_is_named() -> None:
    measure = CATALOGUE.measure("anti_social_behaviour")
    assert measure.sources == ("force-command-and-control", "police-uk")


def test_response_times_have_the_targets_of_the_report() -> None:
    targets = [CATALOGUE.measure(f"response_median_grade_{g}").target for g in (1, 2, 3)]
    assert [(t.rule, t.value) for t in targets if t] == [
        ("under", 15),
        ("under", 60),
        ("under", 2880),
    ]


def test_measures_are_in_the_order_of_the_priorities() -> None:
    order = [p.id for p in CATALOGUE.priorities]
    found = [order.index(m.priority) for m in CATALOGUE.measures]
    assert found == sorted(found)
    assert [m for p in order for m in CATALOGUE.for_priority(p)] == list(CATALOGUE.measures)


def test_an_unknown_measure_is_refused_with_its_neighbours() -> None:
    with pytest.raises(ScrutinyError, match=r"no measure is called 'robery'; did you mean robbery"):
        CATALOGUE.measure("robery")
    with pytest.raises(ScrutinyError, match=r"no measure is called 'zzzzzz'$"):
        CATALOGUE.measure("zzzzzz")


def test_a_description_says_how_the_measure_is_made() -> None:
    text = describe(CATALOGUE.measure("robbery"), CATALOGUE)
    assert "where `offence_code` is 34B (Robbery of personal property); 34A" in text
    assert "- April 2018 (E23000003), recording: " in text
    assert "| Owner | Force crime registrar |" in text
    text = describe(CATALOGUE.measure("response_median_grade_1"), CATALOGUE)
    assert "| Target | under 15 minutes |" in text
    assert "Supplied as a figure." in text


def test_the_fingerprint_is_the_same_in_every_process() -> None:
    code = "from scrutiny.catalogue import load_catalogue; print(load_catalogue().fingerprint)"
    run = [sys.executable, "-c", code]
    src = str(Path(__file__).parents[2] / "src")
    prints = {
        subprocess.run(
            run, env={"PYTHONPATH": src, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout.decode().strip()
        for seed in ("1", "2")
    }  # fmt: skip
    assert prints == {CATALOGUE.fingerprint}
