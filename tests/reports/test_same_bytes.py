"""The same report gives the same bytes in any process, time zone, locale and hash order."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
BUILD = """
import hashlib, sys
from pathlib import Path
from scrutiny.reports.docx import render_docx
from scrutiny.reports.spreadsheet import render_spreadsheet
from scrutiny.reports.tidy import render_tidy
from tests.reports.sample import sample_document
out = Path(sys.argv[1])
render_docx(sample_document(), out / "report.docx")
render_spreadsheet(sample_document(), out / "report.xlsx")
render_tidy(sample_document(), out / "data")
for path in sorted(out.rglob("*.*")):
    print(path.relative_to(out).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest())
"""
PLACES = (
    {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    {"TZ": "Asia/Kathmandu", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4242"},
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, str]]:
    """Two builds in two processes, each its folder and the digests of its files."""
    found = []
    for place in PLACES:
        folder = tmp_path_factory.mktemp("built")
        path = os.pathsep.join((str(REPOSITORY / "src"), str(REPOSITORY)))
        digests = subprocess.run(
            [sys.executable, "-c", BUILD, str(folder)],
            env={**os.environ, **place, "PYTHONPATH": path},
            cwd=REPOSITORY,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        found.append((folder, digests))
    return found


def test_two_builds_give_the_same_bytes_in_every_format(built: list[tuple[Path, str]]) -> None:
    (_, one), (_, other) = built
    assert "report.docx" in one
    assert "report.xlsx" in one
    assert "data/datapackage.json" in one
    assert one == other


def test_no_member_of_an_office_file_carries_the_clock(built: list[tuple[Path, str]]) -> None:
    folder, _ = built[0]
    for name in ("report.docx", "report.xlsx"):
        with zipfile.ZipFile(folder / name) as parts:
            assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert parts.namelist()[0] == "[Content_Types].xml"
