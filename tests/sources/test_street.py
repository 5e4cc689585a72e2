"""data.police.uk street files: what real ones do, and what must come of it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from scrutiny.errors import InputError
from scrutiny.sources import open_source
from scrutiny.sources.reading import Slice


def test_a_file_answers_for_its_force_and_month(read, excerpts):
    table, reading = read("street", excerpts / "2023-01-city-of-london-street.csv.gz")
    assert reading.slices == (
        Slice("police-uk", "street", "E23000034", None, "2023-01", "2023-01"),
    )
    assert table.num_rows == reading.quality.rows_read == reading.quality.rows_kept == 719
    assert set(table["force"].to_pylist()) == {"E23000034"}
    assert set(table["crimes"].to_pylist()) == {1}


def test_the_columns_are_the_warehouse_table_less_its_load(read, excerpts):
    table, reading = read("street", excerpts / "2023-01-city-of-london-street.csv.gz")
    assert table.schema == reading.schema
    assert table.schema.names == [
        *("force", "month", "crime_type", "lsoa_code", "longitude", "latitude", "location"),
        *("crime_id", "last_outcome", "crimes"),
    ]
    assert table.schema.field("crime_id").type == pa.binary(16)


def test_a_crime_id_keeps_the_first_half_of_its_digest(read, excerpts):
    table, _ = read("street", excerpts / "2023-01-city-of-london-street.csv.gz")
    with gzip.open(excerpts / "2023-01-city-of-london-street.csv.gz", "rt") as file:
        published = [line.split(",")[0] for line in file][1:]
    kept = [i.hex() if i is not None else "" for i in table["crime_id"].to_pylist()]
    assert kept == [text[:32] for text in published]
    assert "" in kept, "the excerpt has anti-social behaviour, which has no Crime ID"


def test_anti_social_behaviour_has_neither_id_nor_outcome(read, excerpts, found):
    table, reading = read("street", excerpts / "2021-07-lancashire-street.csv.gz")
    asb = table.filter(pc.equal(table["crime_type"], "Anti-social behaviour"))
    assert asb.num_rows > 0
    assert asb["crime_id"].null_count == asb["last_outcome"].null_count == asb.num_rows
    assert found(reading, "anti-social-behaviour-with-id") == 0


def test_identical_anti_social_behaviour_is_kept_and_counted(read, excerpts, found):
    table, reading = read("street", excerpts / "2021-07-lancashire-street.csv.gz")
    assert table.num_rows == 1500
    assert found(reading, "identical-anti-social-behaviour") > 0


def test_rows_without_a_location_are_kept_and_counted(read, excerpts, found):
    table, reading = read("street", excerpts / "2023-01-city-of-london-street.csv.gz")
    assert found(reading, "no-location") == table["longitude"].null_count == 45
    finding = next(f for f in reading.quality.findings if f.reason == "no-location")
    assert finding.share == pytest.approx(45 / 719)


def test_an_lsoa_name_with_commas_shifts_no_row(read, excerpts, street_text):
    assert street_text.count('"Bournemouth, Christchurch and Poole') > 10
    table, reading = read("street", excerpts / "2025-12-dorset-street.csv.gz")
    assert table.num_rows == 300
    assert reading.slices[0].area == "E23000039"


def test_both_line_endings_read_the_same(read, save, street_text):
    unix, _ = read("street", save("unix/2025-12-dorset-street.csv", street_text))
    windows_text = street_text.replace("\n", "\r\n")
    windows, _ = read("street", save("windows/2025-12-dorset-street.csv", windows_text))
    assert unix.equals(windows)


def test_a_byte_order_mark_is_tolerated(read, save, street_text):
    marked, _ = read("street", save("2025-12-dorset-street.csv", "\ufeff" + street_text))
    assert marked.num_rows == 300


def test_a_last_line_without_an_ending_is_still_a_row(read, save, street_text):
    table, _ = read("street", save("2025-12-dorset-street.csv", street_text.rstrip("\n")))
    assert table.num_rows == 300


def test_a_column_that_is_wholly_blank_is_named(read, excerpts):
    _, reading = read("street", excerpts / "2023-01-city-of-london-street.csv.gz")
    blank = next(f for f in reading.quality.findings if f.reason == "blank-column")
    assert blank.examples == ("Context (719)",)


def test_coordinates_without_an_lsoa_are_counted(read, save, street_text, found):
    lines = street_text.splitlines()
    values = next(line for line in lines[1:] if '"' in line and "E01" in line)
    lsoa = next(v for v in values.split(",") if v.startswith("E01"))
    name = values[values.index('"') : values.rindex('"') + 1]
    text = street_text.replace(values, values.replace(lsoa, "").replace(name, ""), 1)
    table, reading = read("street", save("2025-12-dorset-street.csv", text))
    assert table.num_rows == 300
    assert found(reading, "coordinates-without-lsoa") == 1


def test_rows_outside_the_forces_area_are_kept_and_counted(read, excerpts, found, areas):
    table, reading = read("street", excerpts / "2023-01-city-of-london-street.csv.gz")
    outside = [
        lsoa
        for lsoa in table["lsoa_code"].drop_null().to_pylist()
        if areas.force_of(lsoa) != "E23000034"
    ]
    assert found(reading, "lsoa-outside-force") == len(outside) == 33


def test_repeated_crime_ids_are_counted_within_and_across_months(read, save, street_text, found):
    lines = street_text.splitlines()
    crimes = [line for line in lines[1:] if not line.startswith(",")]
    march = [line.replace("2025-12", "2025-11") for line in crimes[:2]]
    december = [*lines, crimes[5]]
    folder = save("both/2025-12-dorset-street.csv", "\n".join(december) + "\n").parent
    save("both/2025-11-dorset-street.csv", "\n".join([lines[0], *march]) + "\n")
    table, reading = read("street", folder)
    assert table.num_rows == 303
    assert found(reading, "repeated-crime-ids") == 6
    assert found(reading, "repeated-across-months") == 4


def test_several_files_answer_for_several_months(read, shipped):
    table, reading = read("street", shipped / "street")
    months = {piece.first for piece in reading.slices}
    assert len(months) == len(reading.slices) == 44
    missing = {"2020-06", "2020-08", "2020-09"}
    assert not missing & months, "a month that was never loaded is missing, not nought"
    assert pc.sum(table["crimes"]).as_py() == 747_382


def test_shipped_counts_have_no_records_only_counts(read, shipped):
    table, _ = read("street", shipped / "street" / "2020-04-lancashire-street-counts.csv.gz")
    assert table["crime_id"].null_count == table["longitude"].null_count == table.num_rows
    asb = table.filter(pc.equal(table["crime_type"], "Anti-social behaviour"))
    assert pc.sum(asb["crimes"]).as_py() == 11_636


def test_the_same_month_in_two_files_is_refused(read, save, street_text):
    save("2025-12-dorset-street.csv", street_text)
    folder = save("again/2025-12-dorset-street.csv", street_text).parents[1]
    with pytest.raises(InputError, match=r"gives E23000039 2025-12 again, which .* gives too"):
        read("street", folder)


@pytest.mark.full_data
def test_every_month_of_lancashire(read, found, full_data: Path):
    table, reading = read("street", full_data / "street" / "lancashire")
    assert table.num_rows == 747_382
    assert len(reading.slices) == 44
    repeated = {f.reason: f for f in reading.quality.findings}
    assert repeated["repeated-crime-ids"].examples == ("different Crime IDs (6,727)",)
    assert repeated["repeated-across-months"].examples == ("different Crime IDs (2,565)",)
    in_2025 = pc.starts_with(table["month"], "2025")
    crimes = pc.and_not(in_2025, pc.equal(table["crime_type"], "Anti-social behaviour"))
    assert pc.sum(crimes).as_py() == 130_047


@pytest.mark.full_data
@pytest.mark.parametrize(
    ("month", "identical", "no_location", "outside"),
    [
        ("2020-04", 5_355, 0.0394, None),
        ("2021-07", None, 0.1451, None),
        ("2019-12", None, 0.0187, None),
    ],
)
def test_oddities_of_a_month(read, found, full_data, month, identical, no_location, outside):
    _, reading = read(
        "street", full_data / "street/lancashire" / f"{month}-lancashire-street.csv.gz"
    )
    findings = {f.reason: f for f in reading.quality.findings}
    if identical is not None:
        assert findings["identical-anti-social-behaviour"].rows == identical
    assert findings["no-location"].share == pytest.approx(no_location, abs=5e-5)
    assert 21 <= findings["lsoa-outside-force"].rows <= 64


@pytest.mark.full_data
def test_the_nation_reads_with_no_shifted_row(areas, full_data: Path):
    reading = open_source("street", [full_data / "street" / "national"], areas)
    rows = sum(batch.num_rows for batch in reading.batches())
    assert rows == reading.quality.rows_read == 600_184
    assert len(reading.slices) == 77
    assert {s.area for s in reading.slices} >= {"PSNI", "E23000039"}


@pytest.mark.full_data
def test_shipped_counts_equal_the_full_files_by_month_and_type(read, shipped, full_data: Path):
    def by_month_and_type(table: pa.Table) -> dict[tuple[str, str, str | None], int]:
        groups = table.group_by(["month", "crime_type", "lsoa_code"]).aggregate([("crimes", "sum")])
        return {
            (row["month"], row["crime_type"], row["lsoa_code"]): row["crimes_sum"]
            for row in groups.to_pylist()
        }

    counted, _ = read("street", shipped / "street")
    full, _ = read("street", full_data / "street" / "lancashire")
    assert by_month_and_type(counted) == by_month_and_type(full)
