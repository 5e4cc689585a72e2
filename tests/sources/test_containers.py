"""A file, a folder, a .zip and a .gz of the same rows are the same rows."""

from __future__ import annotations

import gzip
import hashlib
import zipfile

import pytest

from scrutiny.errors import InputError
from scrutiny.sources import open_source

NAME = "2025-12-dorset-street.csv"


@pytest.fixture
def given(save, street_text, tmp_path):
    """The same file in every container, by the container's name."""
    content = street_text.encode()
    packed = gzip.compress(content)
    archive = tmp_path / "dorset.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr(f"2025-12/{NAME}", content)
        out.writestr("2025-12/2025-12-dorset-outcomes.csv", "another kind")
    nested = tmp_path / "nested.zip"
    with zipfile.ZipFile(nested, "w") as out:
        out.writestr(f"2025-12/{NAME}.gz", packed)
    return {
        "file": save(f"plain/{NAME}", content),
        "gz": save(f"gz/{NAME}.gz", packed),
        "folder": save(f"folder/2025-12/{NAME}", content).parents[1],
        "folder of gz": save(f"packed/{NAME}.gz", packed).parent,
        "zip": archive,
        "zip of gz": nested,
    }


@pytest.mark.parametrize("how", ["gz", "folder", "folder of gz", "zip", "zip of gz"])
def test_every_container_gives_the_same_rows(read, given, how):
    plain, _ = read("street", given["file"])
    table, reading = read("street", given[how])
    assert table.equals(plain)
    assert reading.quality.rows_kept == 300


@pytest.mark.parametrize("how", ["file", "gz", "folder", "folder of gz", "zip", "zip of gz"])
def test_how_far_reading_has_come_is_known_in_bytes_of_the_files_as_they_lie(areas, given, how):
    reading = open_source("street", [given[how]], areas)
    packed = how.endswith("gz")
    assert reading.bytes_total == given["gz" if packed else "file"].stat().st_size
    assert reading.bytes_read == 0
    for _ in range(2):  # reading again begins again
        for _ in reading.batches():
            assert 0 < reading.bytes_read <= reading.bytes_total
        assert reading.bytes_read == reading.bytes_total


def test_how_much_of_a_parquet_file_is_read_is_not_known_before(areas, shipped):
    (file,) = (shipped / "recorded_crime").glob("*.parquet")
    assert open_source("recorded-crime", [file], areas).bytes_total is None


def test_files_are_hashed_as_given_before_any_row_is_read(areas, given):
    for how in ("file", "gz", "zip"):
        (file,) = open_source("street", [given[how]], areas).files
        content = given[how].read_bytes()
        assert file.sha256 == hashlib.sha256(content).hexdigest()
        assert (file.name, file.bytes) == (given[how].name, len(content))


def test_a_folder_gives_every_file_that_was_read(areas, given):
    reading = open_source("street", [given["folder"]], areas)
    assert [file.name for file in reading.files] == [f"2025-12/{NAME}"]


def test_files_of_other_kinds_in_a_zip_are_left_out_and_counted(read, given):
    _, reading = read("street", given["zip"])
    (finding,) = (f for f in reading.quality.findings if f.reason == "files-left-out")
    assert (finding.rows, finding.counts, finding.share) == (1, "files", 0.0)
    assert finding.examples == ("dorset.zip: 2025-12/2025-12-dorset-outcomes.csv (1)",)


def test_the_result_does_not_depend_on_the_order_of_paths(read, save, street_text, excerpts):
    london = excerpts / "2023-01-city-of-london-street.csv.gz"
    dorset = save(NAME, street_text)
    one, first = read("street", london, dorset)
    other, second = read("street", dorset, london)
    assert one.equals(other)
    assert first.quality == second.quality
    assert first.slices == second.slices


def test_a_file_that_is_reached_twice_is_read_once(read, given):
    for paths in ([given["file"]] * 2, [given["folder"], given["folder"] / "2025-12" / NAME]):
        table, reading = read("street", *paths)
        assert table.num_rows == 300
        assert len(reading.files) == 1


def test_two_files_of_one_name_are_refused(read, given, save, street_text):
    other = save(f"other/{NAME}", street_text)
    with pytest.raises(InputError, match="is the name of two files"):
        read("street", given["file"], other)


def test_quality_is_json_with_every_finding(read, given):
    import json

    _, reading = read("street", given["file"])
    quality = json.loads(reading.quality.to_json())
    assert quality["rows_read"] == quality["rows_kept"] == 300
    assert quality["rows_rejected"] == 0
    assert {f["reason"] for f in quality["findings"]} >= {"blank-column"}


def test_a_reading_can_be_read_again(areas, given):
    reading = open_source("street", [given["file"]], areas)
    first = [b.num_rows for b in reading.batches()], reading.quality, reading.slices
    assert ([b.num_rows for b in reading.batches()], reading.quality, reading.slices) == first
