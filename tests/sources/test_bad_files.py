"""A bad file is refused whole, with one error that names file, line, field and rule."""

from __future__ import annotations

import gzip
import io
import os
import stat
import zipfile

import pytest

from scrutiny.errors import InputError, ScrutinyError
from scrutiny.sources import open_source, streams

NAME = "2025-12-dorset-street.csv"


@pytest.fixture
def refused(read):
    """Read a path, expecting one error; give it back."""

    def expect(path, kind="street", **options) -> InputError:
        with pytest.raises(InputError) as caught:
            read(kind, path, **options)
        return caught.value

    return expect


def a_crime(text: str) -> str:
    """The first row of a crime that has a place."""
    return next(line for line in text.splitlines()[1:] if line[0] != "," and "E01" in line)


def line_of(text: str, row: str) -> int:
    return text.splitlines().index(row) + 1


@pytest.mark.parametrize(
    ("old", "new", "field", "rule"),
    [
        ("2025-12", "2025-11", "Month", "is not the month in the file's name, 2025-12"),
        ("2025-12", "2025-13", "Month", "is not a month"),
        ("2025-12", "2205-12", "Month", "is not a month"),
        ("2025-12", "", "Month", "is blank"),
        (",Dorset Police,-", ",Dorset Policce,-", "Falls within", "is not a police force"),
        (",Dorset Police,-", ",Kent Police,-", "Falls within", "is not the force in the file's"),
        (",Dorset Police,Dorset", ",Nobody,Dorset", "Reported by", "is not a police force"),
        (",E01", ",E99", "LSOA code", "is not an LSOA of 2011 or 2021"),
        ("Police,-", "Police,-9", "Longitude", "lies outside the United Kingdom"),
        ("Police,-", "Police,nan-", "Longitude", "is not a number"),
        (",50.", ",5O.", "Latitude", "is not a number"),
        (",50.", ",500.", "Latitude", "lies outside the United Kingdom"),
    ],
)
def test_a_wrong_value_names_its_line_and_field(refused, save, street_text, old, new, field, rule):
    row = a_crime(street_text)
    assert old in row
    error = refused(save(NAME, street_text.replace(row, row.replace(old, new, 1), 1)))
    assert (error.file, error.line, error.field) == (NAME, line_of(street_text, row), field)
    assert rule in error.rule


@pytest.mark.parametrize("value", ["Muggery", ""])
def test_an_unknown_crime_type_is_refused(refused, save, street_text, value):
    row = next(r for r in street_text.splitlines() if ",Burglary," in r)
    text = street_text.replace(row, row.replace(",Burglary,", f",{value},"), 1)
    error = refused(save(NAME, text))
    assert (error.line, error.field) == (line_of(street_text, row), "Crime type")


def test_an_unknown_outcome_category_is_refused(refused, save, street_text):
    row = next(r for r in street_text.splitlines() if "Unable to prosecute" in r)
    text = street_text.replace(row, row.replace("Unable to", "Able to"), 1)
    error = refused(save(NAME, text))
    assert (error.line, error.field) == (line_of(street_text, row), "Last outcome category")


@pytest.mark.parametrize("change", [lambda i: i[:-1], lambda i: "g" + i[1:], lambda i: i + "0"])
def test_a_crime_id_that_is_not_a_digest_is_refused(refused, save, street_text, change):
    row = a_crime(street_text)
    crime_id = row.split(",")[0]
    error = refused(save(NAME, street_text.replace(crime_id, change(crime_id), 1)))
    assert (error.line, error.field) == (line_of(street_text, row), "Crime ID")
    assert "64 hexadecimal digits" in error.rule


def test_the_error_names_the_line_in_a_later_block(refused, save, street_text, monkeypatch):
    monkeypatch.setattr("scrutiny.sources.csvfile.BLOCK", 1 << 14)
    lines = street_text.splitlines()
    lines[280] = lines[280].replace("2025-12", "2025-10")
    error = refused(save(NAME, "\n".join(lines) + "\n"))
    assert error.line == 281


@pytest.mark.parametrize("count", [-1, 1])
def test_a_row_with_too_few_or_many_values_is_refused(refused, save, street_text, count):
    lines = street_text.splitlines()
    lines[99] = lines[99] + "," if count > 0 else lines[99].removesuffix(",")
    error = refused(save(NAME, "\n".join(lines) + "\n"))
    assert error.line == 100
    assert f"has {12 + count} values where the header names 12 columns" in error.rule


def test_a_file_cut_short_inside_a_row_is_refused(refused, save, street_text):
    assert refused(save(NAME, street_text[:20_000])).line is not None


def test_an_empty_line_is_refused(refused, save, street_text):
    lines = street_text.splitlines()
    error = refused(save(NAME, "\n".join([*lines[:10], "", *lines[10:]]) + "\n"))
    assert error.line == 11


def test_a_quoted_value_may_not_run_over_its_line(refused, save, street_text):
    row = street_text.splitlines()[50]
    broken = row.replace("On or near ", '"On or near\n', 1).replace(",E01", '",E01', 1)
    error = refused(save(NAME, street_text.replace(row, broken, 1)))
    assert error.line == line_of(street_text, row)
    assert "line" in error.rule


def test_bytes_that_are_not_utf8_are_refused(refused, save, street_text):
    content = street_text.encode().replace(b"On or near", b"On or n\xe9ar", 1)
    error = refused(save(NAME, content))
    assert (error.line, error.rule) == (
        street_text.encode()[: content.index(b"\xe9")].count(b"\n") + 1,
        "is not UTF-8 text",
    )


def test_a_column_that_is_missing_is_named(refused, save, street_text):
    error = refused(save(NAME, street_text.replace(",Context", "", 1)))
    assert error.rule == "lacks the column 'Context'"
    assert error.line == 1


def test_a_column_too_many_is_named(refused, save, street_text):
    error = refused(save(NAME, street_text.replace(",Context", ",Context,Victim", 1)))
    assert "'Victim'" in error.rule


def test_a_column_named_twice_is_refused(refused, save, street_text):
    error = refused(save(NAME, street_text.replace("Context", "Location", 1)))
    assert "names a column twice: 'Location'" in error.rule


def test_a_file_of_another_kind_is_named(refused, excerpts):
    error = refused(excerpts / "2023-01-city-of-london-street.csv.gz", kind="street-outcomes")
    assert error.rule == "has the columns of a street file, not of street-outcomes"


def test_a_file_named_for_another_force_or_month_is_refused(refused, save, street_text):
    error = refused(save("2025-12-kent-street.csv", street_text))
    assert error.rule == "is not the force in the file's name, E23000032"
    error = refused(save("2025-11-dorset-street.csv", street_text))
    assert error.rule == "is not the month in the file's name, 2025-11"
    error = refused(save("2025-11-gotham-street.csv", street_text))
    assert (error.rule, error.got) == ("the force in its name is not known", "gotham")


@pytest.mark.parametrize("content", ["", "\n", "\ufeff"])
def test_an_empty_file_is_refused(refused, save, content):
    assert "empty" in refused(save(NAME, content)).rule


def test_a_header_without_rows_does_not_say_there_was_no_crime(refused, save, street_text):
    header = street_text.splitlines()[0]
    assert refused(save(NAME, header + "\n")).rule == "holds a header and no row"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04rest", "is a .zip file, not what its name says"),
        (b"\x1f\x8brest", "is a .gz file, not what its name says"),
        (b"PAR1rest", "is a .parquet file, not what its name says"),
        (b"<!DOCTYPE html><title>Not found</title>", "is a web page or markup, not a CSV file"),
        (b'{"error": "no such file"}', "is a web page or markup, not a CSV file"),
    ],
)
def test_a_csv_that_is_something_else_is_refused(refused, save, content, said):
    assert refused(save(NAME, content)).rule == said


@pytest.mark.parametrize("cut", [10, 1000, -9, -4, -1])
def test_a_gzip_cut_short_is_refused(refused, save, street_text, cut):
    packed = gzip.compress(street_text.encode())
    assert "cut short" in refused(save(NAME + ".gz", packed[:cut])).rule


def test_a_gzip_with_a_wrong_byte_is_refused(refused, save, street_text):
    packed = bytearray(gzip.compress(street_text.encode()))
    packed[-6] ^= 1  # its checksum
    assert "damaged" in refused(save(NAME + ".gz", bytes(packed))).rule


def test_a_gzip_of_several_members_reads_whole(read, save, street_text):
    half = len(street_text) // 2
    parts = [gzip.compress(part.encode()) for part in (street_text[:half], street_text[half:])]
    table, _ = read("street", save(NAME + ".gz", b"".join(parts)))
    assert table.num_rows == 300


def test_a_gzip_bomb_is_stopped(refused, save, street_text):
    header = street_text.splitlines()[0]
    bomb = gzip.compress(header.encode() + b"\n" + b"," * (64 * 2**20))
    assert len(bomb) < 100_000
    assert "may be a bomb" in refused(save(NAME + ".gz", bomb)).rule


def test_nothing_is_read_beyond_the_absolute_cap(refused, save, street_text, monkeypatch):
    monkeypatch.setattr(streams, "MAX_EXPANDED_BYTES", 10_000)
    assert "may be a bomb" in refused(save(NAME, street_text)).rule


def zipped(*entries: tuple[str | zipfile.ZipInfo, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "path", [f"../{NAME}", f"/elsewhere/{NAME}", f"a/../../{NAME}", f"..\\{NAME}", f"C:\\{NAME}"]
)
def test_a_zip_path_that_leaves_its_folder_is_refused(refused, save, street_text, path):
    error = refused(save("month.zip", zipped((path, street_text))))
    assert "leaves its folder" in error.rule


def test_a_link_in_a_zip_is_refused(refused, save, street_text):
    link = zipfile.ZipInfo(NAME)
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    error = refused(save("month.zip", zipped((link, "elsewhere.csv"))))
    assert error.rule == "holds a link, not a file"


def test_a_zip_bomb_is_refused_before_it_is_opened(refused, save, street_text):
    error = refused(save("month.zip", zipped((NAME, street_text), ("more.csv", b"0" * 64 * 2**20))))
    assert "may be a bomb" in error.rule


def test_a_zip_of_too_many_files_is_refused(refused, save, street_text, monkeypatch):
    monkeypatch.setattr("scrutiny.sources.entries.MAX_ZIP_ENTRIES", 2)
    files = [(f"{n}/{NAME}", street_text) for n in range(3)]
    assert "holds more than 2 files" in refused(save("months.zip", zipped(*files))).rule


def test_a_zip_cut_short_is_refused(refused, save, street_text):
    packed = zipped((NAME, street_text))
    assert "not a whole .zip" in refused(save("month.zip", packed[: len(packed) // 2])).rule


def test_a_zip_with_a_damaged_file_is_refused(refused, save, street_text):
    packed = bytearray(zipped((NAME, street_text)))
    packed[2000] ^= 255
    assert refused(save("month.zip", bytes(packed))).file == f"month.zip: {NAME}"


def test_a_link_out_of_a_folder_is_refused(refused, save, street_text, tmp_path):
    outside = save(f"outside/{NAME}", street_text)
    folder = tmp_path / "folder"
    folder.mkdir()
    os.symlink(outside, folder / NAME)
    assert "leaves the folder" in refused(folder).rule


def test_a_folder_with_no_file_of_the_kind_is_refused(refused, save, street_text):
    folder = save("months/readme.txt", "nothing").parent
    assert "holds no file of this kind" in refused(folder).rule


def test_a_path_that_does_not_exist_is_said_so(areas, tmp_path):
    with pytest.raises(ScrutinyError, match="no such file or folder"):
        open_source("street", [tmp_path / "nowhere.csv"], areas)


def test_an_unknown_kind_lists_the_kinds(areas, tmp_path):
    with pytest.raises(ScrutinyError, match="it is one of recorded-crime, outcomes, street"):
        open_source("streets", [tmp_path], areas)
