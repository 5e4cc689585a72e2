"""data.police.uk outcomes and stop and search, as two forces publish them."""

from __future__ import annotations

import gzip

import pyarrow.compute as pc
import pytest

from scrutiny.errors import InputError

CITY = "2023-01-city-of-london-stop-and-search.csv"


@pytest.fixture
def city_text(excerpts) -> str:
    return gzip.decompress((excerpts / f"{CITY}.gz").read_bytes()).decode()


@pytest.fixture(scope="module")
def lancashire_2019(read, shipped):
    return read("stop-and-search", shipped / "stop_and_search")


def test_outcomes_join_street_crimes_by_their_id(read, excerpts):
    outcomes, reading = read("street-outcomes", excerpts / "2023-01-city-of-london-outcomes.csv.gz")
    street, _ = read("street", excerpts / "2023-01-city-of-london-street.csv.gz")
    shared = set(outcomes["crime_id"].to_pylist()) & set(street["crime_id"].to_pylist())
    assert outcomes.num_rows == 575
    assert shared
    assert reading.slices[0].table == "street_outcomes"


def test_outcomes_say_no_location_in_their_own_way(read, excerpts, found):
    table, reading = read("street-outcomes", excerpts / "2025-12-lancashire-outcomes.csv")
    assert table.num_rows == 22
    assert found(reading, "no-location") == table["lsoa_code"].null_count > 0


def test_an_outcome_has_its_own_words_for_a_charge(read, excerpts):
    table, _ = read("street-outcomes", excerpts / "2023-01-city-of-london-outcomes.csv.gz")
    kinds = set(table["outcome_type"].to_pylist())
    assert "Suspect charged" in kinds
    assert "Awaiting court outcome" not in kinds


def test_an_outcome_needs_the_crime_it_is_of(read, save, excerpts):
    text = (excerpts / "2025-12-lancashire-outcomes.csv").read_text()
    first = text.splitlines()[1]
    path = save("2025-12-lancashire-outcomes.csv", text.replace(first.split(",")[0], "", 1))
    with pytest.raises(InputError, match="is blank") as caught:
        read("street-outcomes", path)
    assert (caught.value.line, caught.value.field) == (2, "Crime ID")


def test_searches_of_2019(lancashire_2019):
    table, reading = lancashire_2019
    assert table.num_rows == 7_771, "the 2020 report says 7,746"
    assert len(reading.slices) == 12
    assert {s.area for s in reading.slices} == {"E23000003"}


def test_the_files_month_governs_a_search_just_after_midnight(lancashire_2019, found):
    table, reading = lancashire_2019
    stamped = pc.strftime(table["at"], format="%Y-%m")
    other = pc.not_equal(stamped, table["month"])
    assert found(reading, "other-month-by-time-zone") == pc.sum(other).as_py() > 0


def test_objects_that_contradict_the_power_are_shown(lancashire_2019):
    finding = {f.reason: f for f in lancashire_2019[1].quality.findings}[
        "object-contradicts-legislation"
    ]
    drugs = "Misuse of Drugs Act 1971 (section 23): Articles for use in criminal damage"
    assert finding.examples[0].startswith(drugs)
    assert finding.share > 0.3


def test_blank_columns_and_ethnicities_are_shown(lancashire_2019, found):
    table, reading = lancashire_2019
    blank = next(f for f in reading.quality.findings if f.reason == "blank-column")
    assert "Outcome linked to object of search (7,771)" in blank.examples
    assert table["outcome_linked"].null_count == table.num_rows, "blank is not False"
    assert found(reading, "self-defined-ethnicity-blank") == (
        table["self_defined_ethnicity"].null_count
    )
    assert found(reading, "self-defined-ethnicity-not-stated") > 0


def test_identical_searches_are_kept_and_counted(lancashire_2019, found):
    assert found(lancashire_2019[1], "identical-searches") > 0


def test_a_file_without_month_and_force_in_its_name_is_refused(read, save, city_text):
    with pytest.raises(InputError, match="only its name says the month and force"):
        read("stop-and-search", save("searches.csv", city_text))


@pytest.mark.parametrize(
    ("old", "new", "field", "rule"),
    [
        ("2023-01-01T02:56:25", "2023-02-30T02:56:25", "Date", "is not a date that exists"),
        ("2023-01-01T02:56:25", "2023-01-01T25:56:25", "Date", "is not a date that exists"),
        ("2023-01-01T02:56:25", "2023-03-01T02:56:25", "Date", "is not in the month of the file"),
        ("2023-01-01T02:56:25+00:00", "2023-01-01 02:56", "Date", "is not a date and time"),
        ("Offensive weapons", "Offensive jokes", "Object of search", "is not a object of search"),
        (",False,False", ",Maybe,False", "Outcome linked to object of search", "neither True"),
        ("Person search", "Dog search", "Type", "is not a search type"),
    ],
)
def test_a_wrong_value_is_refused(read, save, city_text, old, new, field, rule):
    assert old in city_text.splitlines()[1]
    with pytest.raises(InputError, match=rule) as caught:
        read("stop-and-search", save(CITY, city_text.replace(old, new, 1)))
    assert (caught.value.line, caught.value.field) == (2, field)


@pytest.mark.full_data
def test_every_search_of_lancashire(read, full_data, found):
    table, reading = read("stop-and-search", full_data / "stop_and_search" / "lancashire")
    assert table.num_rows == 28_099
    assert found(reading, "self-defined-ethnicity-blank") == 3_641
    assert found(reading, "self-defined-ethnicity-not-stated") == 3_100
    assert found(reading, "other-month-by-time-zone") == 45
    assert found(reading, "identical-searches") == 1_399
    finding = {f.reason: f for f in reading.quality.findings}["object-contradicts-legislation"]
    assert finding.examples[0].endswith("Articles for use in criminal damage (14,249)")


@pytest.mark.full_data
def test_a_force_month_that_is_absent_is_no_slice(read, full_data):
    _, reading = read("stop-and-search", full_data / "stop_and_search" / "national_2019")
    manchester = {s.first for s in reading.slices if s.area == "E23000005"}
    assert max(manchester) == "2019-06"
    assert reading.quality.rows_read == 301_050
