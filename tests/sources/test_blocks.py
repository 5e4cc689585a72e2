"""Where a file happens to be cut into blocks changes nothing: not its rows, nor an error's line."""

from __future__ import annotations

import pytest

from scrutiny.errors import InputError
from scrutiny.sources import csvfile, streams

NAME = "2025-12-dorset-street.csv"
# Shorter than a line, a few lines, many lines: the header alone is 130 bytes.
SIZES = [50, 700, 9_000]


@pytest.fixture(params=SIZES)
def small_blocks(request, monkeypatch):
    monkeypatch.setattr(streams, "BLOCK", request.param)
    monkeypatch.setattr(streams, "MOST_AT_ONCE", request.param)


@pytest.fixture
def whole(read, save, street_text):
    """The rows and the quality of the file read as one block."""
    table, reading = read("street", save(f"whole/{NAME}", street_text))
    return table, reading.quality


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_a_file_read_in_small_blocks_is_the_same(
    whole, small_blocks, read, save, street_text, ending, last
):
    text = street_text.replace("\r\n", "\n").replace("\n", ending)
    path = save(NAME, text if last else text.removesuffix(ending))
    table, reading = read("street", path)
    assert table.combine_chunks().equals(whole[0].combine_chunks())
    assert reading.quality == whole[1]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("2025-12,", "2025-13,", "is not a month"),
        (",Dorset Police,", ",Dorset Police,,", "has 13 values where the header names 12 columns"),
        (",Dorset Police,", ',"Dorset Police,', "a quoted value does not end on its line"),
        (",On or near ", ",On or near \udcff", "is not UTF-8 text"),
    ],
)
def test_an_error_names_its_line_in_whichever_block_it_stands(
    small_blocks, read, save, street_text, old, new, rule
):
    lines = street_text.splitlines(keepends=True)
    at = next(n for n in range(250, 300) if old in lines[n])
    lines[at] = lines[at].replace(old, new, 1)
    content = "".join(lines).encode(errors="surrogateescape")
    with pytest.raises(InputError) as caught:
        read("street", save(NAME, content))
    assert rule in caught.value.rule
    assert (caught.value.file, caught.value.line) == (NAME, at + 1)


def test_an_accent_in_one_block_is_read_as_it_is(small_blocks, read, save, street_text):
    lines = street_text.splitlines(keepends=True)
    lines[280] = lines[280].replace("On or near ", "On or near Café ", 1)
    table, _ = read("street", save(NAME, "".join(lines)))
    named = [text for text in table["location"].to_pylist() if text and "Café" in text]
    assert len(named) == 1


def test_a_line_that_no_block_ends_is_refused(read, save, street_text, monkeypatch):
    monkeypatch.setattr(streams, "MOST_AT_ONCE", 1000)
    monkeypatch.setattr(streams, "BLOCK", 1000)
    monkeypatch.setattr(csvfile, "LONGEST_LINE", 5000)
    with pytest.raises(InputError, match="has a line too long to be data"):
        read("street", save(NAME, street_text + "x" * 10_000))


@pytest.mark.parametrize(("blank", "wrong"), [(20, 40), (40, 20)])
def test_of_a_blank_and_a_wrong_value_the_first_is_told(read, save, street_text, blank, wrong):
    lines = street_text.splitlines(keepends=True)
    lines[blank] = lines[blank].replace("2025-12,", ",", 1)
    lines[wrong] = lines[wrong].replace("2025-12,", "2025-13,", 1)
    with pytest.raises(InputError) as caught:
        read("street", save(NAME, "".join(lines)))
    assert caught.value.line == min(blank, wrong) + 1
