"""However a real street file is damaged, it is refused whole or read whole: never in part.

What was done to the file decides what whole means: as many rows as it still has lines.
"""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scrutiny.errors import InputError

NAME = "2025-12-dorset-street.csv"
WHOLE = gzip.decompress(
    (Path(__file__).with_name("data") / "2025-12-dorset-street.csv.gz").read_bytes()
)
ROWS = 60
ORIGINAL = b"".join(WHOLE.splitlines(keepends=True)[: ROWS + 1])
MANY = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

places = st.integers(0, len(ORIGINAL) - 1)
# Bytes that mean something in CSV are tried as often as all the others together.
telling = st.sampled_from([b",", b'"', b"\n", b"\r", b"\r\n", b"\0", b"\xff", b'""', b",,"])
pieces = st.one_of(telling, st.binary(min_size=1, max_size=4))


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """The real file with one to three stretches cut, written over, put in, or copied elsewhere."""
    content = ORIGINAL
    for _ in range(draw(st.integers(1, 3))):
        at = draw(places) % max(1, len(content))
        how = draw(st.sampled_from(["cut", "write", "insert", "copy", "end"]))
        if how == "cut":
            content = content[:at] + content[at + draw(st.integers(1, 200)) :]
        elif how == "write":
            piece = draw(pieces)
            content = content[:at] + piece + content[at + len(piece) :]
        elif how == "insert":
            content = content[:at] + draw(pieces) + content[at:]
        elif how == "copy":
            start = draw(places) % max(1, len(content))
            content = content[:at] + content[start : start + 150] + content[at:]
        else:
            content = content[: at + 1]
    return content


def rows_in(content: bytes) -> int:
    """Lines after the header, counted without reading any CSV."""
    return content.count(b"\n") + (not content.endswith(b"\n")) - 1


@MANY
@given(content=mutated())
def test_a_damaged_file_is_refused_or_read_whole(read, tmp_path, content):
    path = tmp_path / NAME
    path.write_bytes(content)
    refused = None
    try:
        table, reading = read("street", path)
    except InputError as error:
        refused = error.file
    if refused:
        assert refused == NAME
    else:
        assert table.num_rows == reading.quality.rows_kept == rows_in(content)
        assert {(s.area, s.first) for s in reading.slices} == {("E23000039", "2025-12")}


@MANY
@given(at=st.integers(0, 10_000), value=st.integers(0, 255), cut=st.booleans())
def test_a_damaged_gzip_is_refused_or_read_whole(read, tmp_path, at, value, cut):
    packed = bytearray(gzip.compress(ORIGINAL, mtime=0))
    at %= len(packed)
    if cut:
        del packed[at:]
    else:
        packed[at] = value
    path = tmp_path / f"{NAME}.gz"
    path.write_bytes(bytes(packed))
    refused = None
    try:
        table, _ = read("street", path)
    except InputError as error:
        refused = error.file
    if refused:
        assert refused == f"{NAME}.gz"
    else:
        assert table.num_rows == rows_in(ORIGINAL)


def test_the_original_is_read_whole(read, tmp_path):
    path = tmp_path / NAME
    path.write_bytes(ORIGINAL)
    assert read("street", path)[0].num_rows == rows_in(ORIGINAL) == ROWS


@pytest.mark.parametrize("content", [b'"', b"\r", b'"\n"', b"\0\n", b"\r" + ORIGINAL])
def test_a_few_stray_bytes_are_refused(read, tmp_path, content):
    path = tmp_path / NAME
    path.write_bytes(content)
    with pytest.raises(InputError):
        read("street", path)
