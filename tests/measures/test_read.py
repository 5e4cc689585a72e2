"""What a value is, when there is none, and why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from scrutiny.areas import load_areas
from scrutiny.catalogue import load_catalogue
from scrutiny.errors import ScrutinyError
from scrutiny.measures.read import Reader
from scrutiny.periods import Period, Window
from scrutiny.warehouse.vintages import today

from .small import RELEASED, Small

LANCASHIRE, CUMBRIA, NORTH_WEST = "E23000003", "E23000002", "E12000002"
NORTH_WEST_FORCES = ("Cumbria", "Lancashire", "Merseyside", "Greater Manchester", "Cheshire")
QUARTER = Period.parse("2019-10", "2019-12")
MONTHS = ("2019-10", "2019-11", "2019-12")


def months(first: str, last: str) -> Period:
    return Period.parse(first, last)


def test_a_window_with_a_missing_month_has_no_value_and_names_the_month(
    packaged_reader: Reader,
) -> None:
    # No street file was published for these three months of 2020 in the packaged run.
    year = months("2020-01", "2020-12")
    found = packaged_reader.observe("street_crime", LANCASHIRE, year)
    assert (found.value, found.status) == (None, "missing")
    assert found.missing is not None
    for month in ("June 2020", "August 2020", "September 2020"):
        assert month in found.missing
    assert "July 2020" not in found.missing


def test_a_year_with_every_month_is_their_sum(packaged_reader: Reader) -> None:
    year = months("2025-01", "2025-12")
    each = [packaged_reader.observe("street_crime", LANCASHIRE, Period(m, m)).value for m in year]
    whole = packaged_reader.observe("street_crime", LANCASHIRE, year).value
    assert whole == sum(v for v in each if v is not None) == 130_047


def test_a_type_absent_from_a_loaded_month_is_nought(small: Small) -> None:
    small.street([("2019-12", "E01025300", "Burglary", 3)])
    reader = small.calculated()
    december = months("2019-12", "2019-12")
    assert reader.observe("street_burglary", LANCASHIRE, december).value == 3
    robbery = reader.observe("street_robbery", LANCASHIRE, december)
    assert (robbery.value, robbery.status, robbery.missing) == (0, "final", None)
    assert robbery.provenance == reader.observe("street_crime", LANCASHIRE, december).provenance


def test_a_month_never_loaded_is_missing_and_not_nought(small: Small) -> None:
    small.street([("2019-12", "E01025300", "Burglary", 3)])
    found = small.calculated().observe("street_robbery", LANCASHIRE, months("2019-11", "2019-11"))
    assert found.value is None
    assert "November 2019" in (found.missing or "")


def test_a_crime_without_a_place_counts_for_the_force_alone(small: Small) -> None:
    small.street([("2019-12", "E01025300", "Burglary", 3), ("2019-12", "", "Burglary", 4)])
    reader = small.calculated()
    december = months("2019-12", "2019-12")
    district = reader.areas.lsoa_district("E01025300") or ""
    assert reader.observe("street_burglary", LANCASHIRE, december).value == 7
    assert reader.observe("street_burglary", "E01025300", december).value == 3
    assert reader.observe("street_burglary", district, december).value == 3


def test_districts_and_divisions_sum_to_the_crimes_that_have_a_place(
    packaged_reader: Reader,
) -> None:
    areas, year = packaged_reader.areas, months("2025-01", "2025-12")

    def total(codes: tuple[str, ...]) -> float:
        values = [packaged_reader.observe("street_crime", code, year).value for code in codes]
        assert None not in values
        return sum(v for v in values if v is not None)

    districts = areas.districts_of(LANCASHIRE, year.last)
    divisions = tuple(a.code for a in areas if a.kind == "division")
    whole = packaged_reader.observe("street_crime", LANCASHIRE, year).value or 0
    assert len(districts) == 14
    assert total(districts) == total(divisions) < whole
    assert total(districts) > 0.95 * whole


def test_a_region_with_one_force_missing_has_no_total_and_names_it(small: Small) -> None:
    small.shoplifting({f: {"2019-12": 10} for f in NORTH_WEST_FORCES if f != "Cumbria"})
    found = small.calculated().observe("shoplifting", NORTH_WEST, QUARTER)
    assert found.value is None
    assert "1 of 5 forces have no figure: Cumbria" in (found.missing or "")


def test_a_region_is_the_sum_of_its_forces(small: Small) -> None:
    counts = {f: {"2019-12": 10 + n} for n, f in enumerate(NORTH_WEST_FORCES)}
    small.shoplifting(counts)
    assert small.calculated().observe("shoplifting", NORTH_WEST, QUARTER).value == 60


def test_a_load_not_yet_calculated_does_not_answer_nor_hide_the_older(small: Small) -> None:
    small.shoplifting({"Lancashire": {"2019-12": 10}})
    small.calculate()
    small.shoplifting({"Lancashire": {"2019-12": 11}}, RELEASED + timedelta(90))
    assert small.reader().observe("shoplifting", LANCASHIRE, QUARTER).value == 10
    assert small.calculated().observe("shoplifting", LANCASHIRE, QUARTER).value == 11


def test_nothing_calculated_is_no_figure_and_not_nought(small: Small) -> None:
    small.shoplifting({"Lancashire": {"2019-12": 10}})
    assert small.reader().observe("shoplifting", LANCASHIRE, QUARTER).value is None


def test_a_release_to_come_is_embargoed_until_its_day(small: Small) -> None:
    tomorrow = today() + timedelta(1)
    small.shoplifting({"Lancashire": {"2019-12": 10}})
    small.shoplifting({"Lancashire": {"2019-12": 99}}, tomorrow)
    small.calculate()
    assert small.reader().observe("shoplifting", LANCASHIRE, QUARTER).value == 10
    assert small.reader(tomorrow).observe("shoplifting", LANCASHIRE, QUARTER).value == 99


@pytest.mark.parametrize("newest_first", [False, True])
def test_an_old_release_loaded_late_does_not_hide_a_newer_one(
    small: Small, newest_first: bool
) -> None:
    later = RELEASED + timedelta(90)
    releases = [(10, RELEASED), (12, later)]
    for offences, released in reversed(releases) if newest_first else releases:
        small.shoplifting({"Lancashire": {"2019-12": offences}}, released)
        small.calculate()

    def read(as_at: date | None) -> float | None:
        return small.reader(as_at).observe("shoplifting", LANCASHIRE, QUARTER).value

    assert read(None) == read(later) == 12
    assert read(later - timedelta(1)) == read(RELEASED) == 10
    assert read(RELEASED - timedelta(1)) is None


def test_a_window_may_span_two_vintages_and_gives_both(small: Small) -> None:
    first = small.shoplifting({"Lancashire": {"2019-09": 5, "2019-12": 7}})
    second = small.shoplifting({"Lancashire": {"2019-12": 8}}, RELEASED + timedelta(90))
    found = small.calculated().observe("shoplifting", LANCASHIRE, months("2019-07", "2019-12"))
    assert found.value == 13
    assert {p.load for p in found.provenance} == {first.load, second.load}


def test_a_quarterly_measure_refuses_a_month_and_says_why(packaged_reader: Reader) -> None:
    found = packaged_reader.observe("all_crime", LANCASHIRE, months("2019-12", "2019-12"))
    assert found.value is None
    assert "by financial quarter" in (found.missing or "")
    assert "December 2019" in (found.missing or "")


def test_a_window_before_a_classification_began_has_no_value(packaged_reader: Reader) -> None:
    across = packaged_reader.observe(
        "burglary_residential", LANCASHIRE, months("2016-10", "2017-09")
    )
    assert across.value is None
    assert "April 2017" in (across.missing or "")
    total = packaged_reader.observe("burglary_all", LANCASHIRE, months("2016-10", "2017-09"))
    assert total.value == 13_063


@pytest.mark.parametrize(
    ("year", "basis"),
    [("2012", "Census 2021"), ("2019", "mid-2019"), ("2020", "mid-2020"), ("2025", "mid-2024")],
)
def test_a_rate_says_whose_population_it_is_of(
    packaged_reader: Reader, year: str, basis: str
) -> None:
    period = months(f"{year}-04", f"{year}-06")
    found = packaged_reader.observe("all_crime_rate", LANCASHIRE, period)
    count = packaged_reader.observe("all_crime", LANCASHIRE, period)
    assert found.numerator == count.value
    assert found.denominator
    assert found.value == pytest.approx(1000 * (count.value or 0) / found.denominator)
    said = [c for c in found.caveats if "estimate" in c]
    expected = "mid-2019" if year == "2012" else basis
    assert said == [f"per head of the {expected} population estimate"]
    assert any(p.source == "ons-population" for p in found.provenance)


def test_a_rate_of_a_region_is_of_its_people_and_not_a_mean_of_rates(
    packaged_reader: Reader,
) -> None:
    year = months("2025-01", "2025-12")
    forces = packaged_reader.areas.members(NORTH_WEST, year.last)
    each = [packaged_reader.observe("all_crime_rate", f, year) for f in forces]
    region = packaged_reader.observe("all_crime_rate", NORTH_WEST, year)
    crimes, people = (sum(getattr(o, n) or 0 for o in each) for n in ("numerator", "denominator"))
    assert (region.numerator, region.denominator) == (crimes, people)
    assert region.value == pytest.approx(1000 * crimes / people)
    assert region.value != pytest.approx(sum(o.value or 0 for o in each) / len(each), rel=1e-4)


def test_a_rate_without_a_population_has_no_value_and_says_so(small: Small) -> None:
    small.shoplifting({"Lancashire": {"2019-12": 10}})
    found = small.calculated().observe("shoplifting_rate", LANCASHIRE, QUARTER)
    assert found.value is None
    assert "no population estimate is loaded for Lancashire" in (found.missing or "")


def test_a_supplied_window_is_preferred_to_the_sum_of_its_months(small: Small) -> None:
    # The force's report of 2020 prints both, and they differ: the months were counted later.
    small.figures({(m, m): 10 for m in MONTHS} | {("2019-10", "2019-12"): 29})
    found = small.calculated().observe("missing_person_incidents", LANCASHIRE, QUARTER)
    assert found.value == 29
    assert not [c for c in found.caveats if "monthly figures" in c]


def test_without_the_window_itself_the_months_are_summed_and_it_says_so(small: Small) -> None:
    small.figures({(m, m): 10 + n for n, m in enumerate(MONTHS)})
    found = small.calculated().observe("missing_person_incidents", LANCASHIRE, QUARTER)
    assert found.value == 33
    assert "the sum of 3 monthly figures" in found.caveats


def test_a_supplied_month_that_is_missing_leaves_no_sum_and_names_the_last(small: Small) -> None:
    small.figures({(m, m): 10 for m in MONTHS[:2]})
    found = small.calculated().observe("missing_person_incidents", LANCASHIRE, QUARTER)
    assert found.value is None
    assert "the last figure supplied is to November 2019" in (found.missing or "")


def test_medians_are_never_summed(small: Small) -> None:
    small.figures({(m, m): 10.0 for m in MONTHS}, "response_median_grade_1")
    found = small.calculated().observe("response_median_grade_1", LANCASHIRE, QUARTER)
    assert found.value is None


def test_one_provisional_month_makes_the_sum_provisional(small: Small) -> None:
    small.figures({(m, m): 10 for m in MONTHS[:2]})
    small.figures({(MONTHS[2], MONTHS[2]): 10}, status="provisional")
    found = small.calculated().observe("missing_person_incidents", LANCASHIRE, QUARTER)
    assert (found.value, found.status) == (30, "provisional")


def test_sources_stand_side_by_side_and_are_never_blended(small: Small) -> None:
    small.shoplifting({"Lancashire": {"2019-12": 10}})
    small.figures(
        {(m, m): 7 for m in MONTHS[:2]} | {("2019-07", "2019-09"): 20},
        measure="robbery_personal", source="force-dashboard",
    )  # fmt: skip
    reader = small.calculated()
    home_office = reader.observe("robbery_personal", LANCASHIRE, QUARTER)
    dashboard = reader.observe("robbery_personal", LANCASHIRE, QUARTER, "force-dashboard")
    # Nought robberies in a loaded slice; the dashboard lacks December and is not completed.
    assert (home_office.value, home_office.source) == (0, "home-office")
    assert (dashboard.value, dashboard.source) == (None, "force-dashboard")
    assert all(p.source == "home-office" for p in home_office.provenance)


def test_the_default_source_does_not_borrow_from_another(packaged_reader: Reader) -> None:
    year = months("2025-01", "2025-12")
    asb = packaged_reader.observe("anti_social_behaviour", LANCASHIRE, year)
    assert (asb.value, asb.source) == (None, "force-command-and-control")
    street = packaged_reader.observe("anti_social_behaviour", LANCASHIRE, year, "police-uk")
    assert street.value


def test_an_outcome_rate_is_made_of_its_counts(packaged_reader: Reader) -> None:
    year = months("2024-04", "2025-03")
    rate = packaged_reader.observe("positive_outcome_rate", LANCASHIRE, year)
    positive = packaged_reader.observe("positive_outcomes", LANCASHIRE, year).value
    assert rate.denominator == 129_008
    assert rate.numerator == positive
    assert rate.value == pytest.approx(100 * (positive or 0) / 129_008)
    assert rate.value is not None
    assert 0 < rate.value < 100


def test_outcomes_released_soon_after_their_period_are_provisional(
    packaged_reader: Reader,
) -> None:
    # Released in July 2025: the quarter to March is four months old, that to June 2024 is older.
    recent, older = (
        packaged_reader.observe("positive_outcome_rate", LANCASHIRE, months(*m)).status
        for m in (("2025-01", "2025-03"), ("2024-04", "2024-06"))
    )
    assert (recent, older) == ("provisional", "final")


def test_recorded_crime_and_outcomes_of_the_same_year_agree(packaged_reader: Reader) -> None:
    year = months("2024-04", "2025-03")
    crime = packaged_reader.observe("all_crime", LANCASHIRE, year).value
    outcomes = packaged_reader.observe("crimes_by_outcome", LANCASHIRE, year).value
    assert crime == outcomes == 129_008


def test_an_unknown_measure_suggests_the_nearest(packaged_reader: Reader) -> None:
    with pytest.raises(ScrutinyError, match=r"no measure is called 'all_crimes'.*all_crime"):
        packaged_reader.observe("all_crimes", LANCASHIRE, QUARTER)


def test_an_unknown_area_is_a_clear_error(packaged_reader: Reader) -> None:
    with pytest.raises(ScrutinyError, match="E23000999"):
        packaged_reader.observe("all_crime", "E23000999", QUARTER)


def test_a_source_that_never_gives_the_measure_is_refused_with_those_that_do(
    packaged_reader: Reader,
) -> None:
    with pytest.raises(ScrutinyError, match=r"'street'; it is by: home-office, force-dashboard"):
        packaged_reader.observe("all_crime", LANCASHIRE, QUARTER, "street")


def test_the_same_reader_gives_the_same_year_to_date_as_its_quarters(
    packaged_reader: Reader,
) -> None:
    to_date = Window.FYTD.ending(QUARTER.last)
    whole = packaged_reader.observe("all_crime", CUMBRIA, to_date).value
    parts = [packaged_reader.observe("all_crime", CUMBRIA, q).value for q in to_date.quarters()]
    assert whole == sum(parts)


def test_what_is_loaded_first_and_last(packaged_reader: Reader) -> None:
    crime = packaged_reader.catalogue.measure("all_crime")
    assert str(packaged_reader.coverage.earliest(crime, LANCASHIRE)) == "2012-04"
    assert str(packaged_reader.coverage.latest(crime, LANCASHIRE)) == "2025-12"
    missing = packaged_reader.catalogue.measure("hate_crime")
    assert str(packaged_reader.coverage.latest(missing, LANCASHIRE)) == "2019-12"
    assert packaged_reader.coverage.latest(missing, CUMBRIA) is None


def test_changed_definitions_ask_for_a_calculation(packaged_reader: Reader, tmp_path) -> None:
    own = tmp_path / "catalogue" / "measures"
    own.mkdir(parents=True)
    (own / "99-own.toml").write_text(OWN_MEASURE, encoding="utf-8")
    changed = load_catalogue((tmp_path / "catalogue",))
    with pytest.raises(ScrutinyError, match=r"definitions have changed.*scrutiny calculate"):
        Reader(packaged_reader.vintage.snapshot, changed, load_areas())


OWN_MEASURE = """
[shoplifting_and_bicycles]
title = "Shoplifting and bicycle theft"
why = "A local concern."
unit = "offences"
better = "down"
priority = "tackling_crime"
owner = "Head of crime"
reviewed = "2026-11-21"
source = "home-office"
computed.recorded_crime.where.offence_code = ["46", "44"]
"""
