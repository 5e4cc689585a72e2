"""The data that ships: what its manifest promises, it holds; and all of it loads."""

from __future__ import annotations

import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

from scrutiny.periods import Month
from scrutiny.sources import KINDS
from scrutiny.sources.reading import finding_words

MOST_BYTES = 4_500_000


@pytest.fixture(scope="module")
def manifest(shipped) -> list[dict[str, object]]:
    return tomllib.loads((shipped / "manifest.toml").read_text("utf-8"))["file"]


def test_every_file_of_the_manifest_loads_as_its_kind(manifest, shipped, read, catalogue):
    for file in manifest:
        table, reading = read(file["kind"], shipped / file["path"], catalogue=catalogue)
        assert table.num_rows > 0, file["path"]
        assert reading.slices, file["path"]
        latest = Month.parse(max(piece.last for piece in reading.slices))
        assert file["released"] >= latest.first_day, "released before what it tells of"


def test_every_shipped_file_is_in_the_manifest(manifest, shipped):
    listed = {file["path"] for file in manifest}
    others = {"manifest.toml", "LICENCE-OGL.md", "figures/changes.csv"}
    there = {p.relative_to(shipped).as_posix() for p in shipped.rglob("*") if p.is_file()}
    assert there - listed == others
    assert len(listed) == len(manifest)


def test_manifest_has_what_a_loader_needs(manifest):
    for file in manifest:
        assert file["kind"] in KINDS
        assert isinstance(file["released"], date)
        assert file["title"]
        assert file["basis"]


def test_the_licence_notice_comes_along_and_the_whole_is_small(shipped):
    notice = (shipped / "LICENCE-OGL.md").read_text("utf-8")
    assert "Open Government Licence v3.0" in notice
    folders = {p.name for p in shipped.iterdir() if p.is_dir()}
    assert all(f"`{folder}`" in notice for folder in folders)
    assert sum(p.stat().st_size for p in shipped.rglob("*") if p.is_file()) < MOST_BYTES


def test_a_months_street_file_is_released_two_months_on(manifest):
    released = {file["path"]: file["released"] for file in manifest}
    assert released["street/2019-12-lancashire-street-counts.csv.gz"] == date(2020, 2, 29)
    assert released["street/2025-12-lancashire-street-counts.csv.gz"] == date(2026, 2, 28)


def test_findings_speak_in_sentences():
    for reason, words in finding_words().items():
        assert words["title"][0].isupper(), reason
        assert words["detail"].endswith("."), reason


@pytest.mark.full_data
def test_packaging_again_gives_the_same_bytes(shipped, full_data: Path, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "tools"))
    import package_data

    made = tmp_path / "data"
    made.mkdir()
    monkeypatch.setattr(package_data, "DATA", made)
    monkeypatch.setattr(package_data, "CODES", tmp_path / "offence_codes.csv")
    package_data.main([str(full_data)])
    del sys.modules["package_data"]
    for path in made.rglob("*"):
        if path.is_file():
            same = shipped / path.relative_to(made)
            assert path.read_bytes() == same.read_bytes(), path.name


def test_a_reduced_file_s_shares_are_of_crimes_and_not_of_its_rows(shipped, read, found):
    """14.5% of the records of July 2021 have no location: 2,889 of 19,907, as in the full file."""
    _, reading = read("street", shipped / "street" / "2021-07-lancashire-street-counts.csv.gz")
    share = next(f.share for f in reading.quality.findings if f.reason == "no-location")
    assert share == pytest.approx(0.145, abs=0.0005)
    assert found(reading, "no-location") == round(share * reading.quality.rows_read)
