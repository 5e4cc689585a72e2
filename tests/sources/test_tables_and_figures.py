"""Populations, workforce, ONS tables and the tidy CSV of figures."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from scrutiny.errors import InputError

FIGURES = "measure,area,period_start,period_end,value,unit,lower,upper,source,status,note\n"
ROW = "rape,E23000003,2019-01,2019-12,1480,offences,,,force-dashboard,final,\n"


def value(table: pa.Table, **where: str) -> float:
    for name, text in where.items():
        table = table.filter(pc.equal(table[name], text))
    assert table.num_rows == 1, where
    return table[table.schema.names.index("value" if "value" in table.schema.names else "people")][
        0
    ].as_py()


def test_a_population_takes_its_year_from_the_files_name(read, shipped):
    table, reading = read("population", shipped / "population" / "pfa_mid_2024.csv")
    assert value(table, area="E23000003") == 1_601_645
    assert set(table["basis"].to_pylist()) == {"mid-2024"}
    assert set(table["month"].to_pylist()) == {"2024-06"}
    assert len(reading.slices) == 43
    assert reading.slices[0].measure == "population"


def test_a_population_takes_its_year_from_its_column(read, shipped):
    path = shipped / "population" / "lad_mid_2019_2020_census_2021.csv"
    table, _ = read("population", path)
    months = dict(zip(table["basis"].to_pylist(), table["month"].to_pylist(), strict=True))
    assert months == {"mid-2019": "2019-06", "mid-2020": "2020-06", "census-2021": "2021-03"}
    assert value(table, area="E06000047", basis="mid-2019") == 530_094


def test_households_are_another_kind(read, shipped):
    table, reading = read("population", shipped / "population" / "households_census_2021_lad23.csv")
    assert value(table, area="E06000001") == 40_930
    assert set(table["kind"].to_pylist()) == {"households"}
    assert {s.measure for s in reading.slices} == {"households"}


def test_residents_of_each_ethnic_group_are_a_kind(read, shipped):
    """Burnley, Asian: 13,930, the sum of the census's five Asian groups."""
    name = "residents_by_ethnic_group_census_2021.csv.gz"
    table, reading = read("population", shipped / "population" / name)
    assert table.num_rows == 331 * 5
    assert value(table, area="E07000117", kind="residents-asian") == 13_930
    assert set(table["month"].to_pylist()) == {"2021-03"}
    assert {s.measure for s in reading.slices} == {
        f"residents-{group}" for group in ("white", "asian", "black", "mixed", "other")
    }


def test_small_areas_of_three_years(read, shipped):
    name = "lsoa11_lancashire_mid_2017_2019_2020.csv.gz"
    table, _ = read("population", shipped / "population" / name)
    assert table.num_rows == 941 * 3
    assert value(table, area="E01012607", basis="mid-2017") == 1_487


@pytest.mark.parametrize(
    ("name", "text", "rule"),
    [
        ("pfa.csv", "Area Code,Population\nE23000003,1\n", "has no year: put it in the name"),
        ("mid_2024.csv", "Area Code,Population\nE23000099,1\n", "is not the code of a known area"),
        ("mid_2024.csv", "Area Code,Population\nE23000003,-1\n", "is below nought"),
        ("mid_2024.csv", "Area Code,Population\nE23000003,1.5\n", "is not a whole number"),
        ("mid_2024.csv", "Area Code,Population\nE23000003,\n", "is blank"),
        ("a.csv", "lad_code,total_population,mid_year\nE06000001,1,20\n", "is not a year"),
        ("census_1801.csv", "Area Code,Population\nE23000003,1\n", "is not for a year"),
        (
            "mid_2024.csv",
            "Area Code,Population\nE23000003,1\nE23000003,2\n",
            "gives an area and year again, which line 2 gives too",
        ),
        (
            "census_2021.csv",
            "Area Code,Ethnic group,Usual residents\nE07000117,Martian,1\n",
            "is not a broad ethnic group of the census: White, Asian, Black, Mixed, Other",
        ),
        (
            "census_2021.csv",
            "Area Code,Ethnic group,Usual residents\nE07000117,Asian,1\nE07000117,Asian,2\n",
            "gives an area and year again, which line 2 gives too",
        ),
    ],
)
def test_a_bad_population_is_refused(read, save, name, text, rule):
    with pytest.raises(InputError, match=rule):
        read("population", save(name, text))


@pytest.fixture(scope="module")
def workforce(read, shipped, catalogue):
    path = shipped / "workforce" / "police-workforce-sep19-tables.ods"
    return read("workforce", path, catalogue=catalogue)


def test_officers_of_a_force_at_a_date(workforce):
    table, _ = workforce
    officers = {"measure": "police_officers_fte", "area": "E23000003"}
    assert value(table, **officers, first="2019-09") == pytest.approx(2897.909)
    assert value(table, **officers, first="2018-09") == pytest.approx(2884.21)
    headcount = {"measure": "police_officers_headcount", "area": "E23000003"}
    assert value(table, **headcount, first="2019-09") == 2952


def test_regions_and_forces_of_one_name_are_told_apart(workforce):
    table, _ = workforce
    officers = {"measure": "police_officers_fte", "first": "2019-09"}
    region = value(table, **officers, area="E12000005")
    forces = [
        value(table, **officers, area=f"E230000{n}") for n in (15, 17, 16, 14)
    ]  # Staffordshire, Warwickshire, West Mercia, West Midlands
    assert region == pytest.approx(sum(forces))


def test_the_forces_sum_to_the_printed_total(workforce, areas):
    table, _ = workforce
    officers = {"measure": "special_constables", "first": "2019-09"}
    total = sum(value(table, **officers, area=force.code) for force in areas.forces())
    assert total == value(table, **officers, area="K04000001") == 10_039


def test_values_that_are_not_available_are_missing_not_nought(workforce, found):
    table, reading = workforce
    designated = table.filter(pc.equal(table["measure"], "designated_officers_fte"))
    assert "E23000003" not in designated["area"].to_pylist()
    assert found(reading, "value-not-available") == 70
    assert not any(
        s.area == "E23000003" and s.measure == "designated_officers_fte" for s in reading.slices
    )


def test_totals_with_other_bodies_are_left_out_and_counted(workforce):
    (finding,) = (f for f in workforce[1].quality.findings if f.reason == "area-not-known")
    assert {text.rsplit(" (")[0] for text in finding.examples} == {
        "Total",
        "Central Service Secondments",
    }


def test_the_year_before_has_other_table_numbers(read, shipped):
    path = shipped / "workforce" / "police-workforce-sep18-tables.ods"
    table, _ = read("workforce", path)
    september = {"area": "E23000003", "first": "2018-09"}
    assert value(table, measure="police_officers_fte", **september) > 2_800
    assert value(table, measure="special_constables", **september) == 349


@pytest.mark.full_data
def test_ons_tables_by_force_and_partnership(read, full_data, catalogue):
    path = full_data / "recorded_crime" / "ons_police_force_area_tables_ye_dec_2024.xlsx"
    table, reading = read("ons-tables", path, catalogue=catalogue)
    year = {"measure": "all_crime", "first": "2024-01", "last": "2024-12"}
    assert value(table, area="E23000003", **year) == 131_751
    assert value(table, area="BTP", **year) == 82_863
    assert value(table, area="E22000001", **year) == 15_657
    before = {"measure": "homicide", "first": "2023-01", "area": "K04000001"}
    assert value(table, **before) == 563
    assert {s.source for s in reading.slices} == {"ons-tables"}
    assert len(reading.slices) == table.num_rows == 17_020


@pytest.mark.full_data
def test_a_note_on_an_area_goes_with_its_figures(read, full_data):
    path = full_data / "recorded_crime" / "ons_police_force_area_tables_ye_dec_2024.xlsx"
    table, _ = read("ons-tables", path)
    nation = table.filter(pc.equal(table["area"], "K04000001"))
    assert set(nation["note"].to_pylist()) == {"Includes British Transport Police."}
    lancashire = table.filter(pc.equal(table["area"], "E23000003"))
    assert lancashire["note"].null_count == lancashire.num_rows


def test_a_workbook_of_another_kind_is_refused(read, shipped):
    path = shipped / "workforce" / "police-workforce-sep19-tables.ods"
    with pytest.raises(InputError, match="has no table of recorded crime by police force area"):
        read("ons-tables", path)


def test_the_forces_own_figures_load(read, shipped, catalogue):
    table, reading = read(
        "figures", shipped / "figures" / "figures-2020-02.csv", catalogue=catalogue
    )
    year = {"area": "E23000003", "source": "force-dashboard", "first": "2019-01", "last": "2019-12"}
    assert value(table, measure="all_crime", **year) == 148_813
    assert len(reading.slices) == table.num_rows
    assert reading.source == "figures"
    assert "figures" not in {s.source for s in reading.slices}


def test_windows_of_one_measure_may_overlap(read, save, catalogue):
    month = ROW.replace("2019-01,", "2019-12,").replace("1480", "99")
    table, reading = read(
        "figures", save("figures.csv", FIGURES + ROW + month), catalogue=catalogue
    )
    assert table.num_rows == len(reading.slices) == 2


def test_a_figure_given_twice_is_kept_once(read, save, found, catalogue):
    table, reading = read("figures", save("figures.csv", FIGURES + ROW + ROW), catalogue=catalogue)
    assert table.num_rows == 1
    assert found(reading, "duplicate-figures") == 1
    assert (reading.quality.rows_read, reading.quality.rows_kept) == (2, 1)
    assert reading.quality.rows_rejected == 1


def test_a_figure_given_twice_with_two_values_names_both_lines(read, save, catalogue):
    text = FIGURES + ROW + ROW.replace("1480", "1481")
    with pytest.raises(InputError, match="as line 2") as caught:
        read("figures", save("figures.csv", text), catalogue=catalogue)
    assert (caught.value.line, caught.value.got) == (3, 1481)


def test_a_figure_that_is_not_given_is_missing_not_nought(read, save, catalogue):
    path = save("figures.csv", FIGURES + ROW.replace("1480", ""))
    table, _ = read("figures", path, catalogue=catalogue)
    assert table["value"].to_pylist() == [None]


def test_a_published_interval_comes_along(read, save, catalogue):
    path = save("figures.csv", FIGURES + ROW.replace("1480,offences,,", "1480,offences,1400,1560"))
    table, _ = read("figures", path, catalogue=catalogue)
    assert (table["lower"][0].as_py(), table["upper"][0].as_py()) == (1400, 1560)


@pytest.mark.parametrize(
    ("old", "new", "field", "rule"),
    [
        ("rape", "rap", "measure", "is not a measure of the catalogue"),
        ("E23000003", "E23000099", "area", "is not the code of a known area"),
        ("2019-01", "2019-1", "period_start", "is not a month"),
        ("2019-12", "2018-12", "period_end", "is before the period starts"),
        ("1480", "n/a", "value", "is not a number"),
        ("1480", "inf", "value", "is beyond any real figure"),
        ("offences,,", "percent,,", "unit", "is not the unit of rape, offences"),
        ("offences,,", "offences,1,", "upper", "an interval needs both"),
        ("offences,,", "offences,1,2", "value", "does not lie between lower and upper"),
        ("force-dashboard", "pub", "source", "is not a source of the catalogue"),
        ("final", "maybe", "status", "is not one of final, provisional"),
    ],
)
def test_a_bad_figure_is_refused(read, save, catalogue, old, new, field, rule):
    path = save("figures.csv", FIGURES + ROW.replace("rape", "homicide") + ROW.replace(old, new))
    with pytest.raises(InputError, match=rule) as caught:
        read("figures", path, catalogue=catalogue)
    assert (caught.value.line, caught.value.field) == (3, field)


def test_a_lower_end_without_a_column_of_upper_ends_is_refused(read, save, catalogue):
    head = "measure,area,period_start,period_end,value,unit,lower,source\n"
    row = "rape,E23000003,2019-01,2019-12,1480,offences,1400,force-dashboard\n"
    with pytest.raises(InputError, match="an interval needs both") as caught:
        read("figures", save("figures.csv", head + row), catalogue=catalogue)
    assert (caught.value.line, caught.value.field) == (2, "upper")


@pytest.mark.full_data
def test_all_published_figures_load_as_they_stand(read, full_data, catalogue):
    table, _ = read("figures", full_data / "published" / "figures.csv", catalogue=catalogue)
    assert table.num_rows == 165
