"""`scrutiny check`: its exit codes, its forms and its quick start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document

ROOT = Path(__file__).parents[2]
WRONG = "Crime rose by 50%, from 3,881 to 7,746.\n"
RIGHT = "Crime fell by 8%, from 161,398 to 148,813.\n"
HEAVY = {"altair", "duckdb", "pandas", "pyarrow", "numpy", "django", "docx", "pydantic"}


def check(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrutiny", "check", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    (tmp_path / "wrong.md").write_text(WRONG, "utf-8")
    return tmp_path / "wrong.md"


def test_it_exits_by_what_it_found(tmp_path: Path, wrong: Path) -> None:
    (tmp_path / "right.txt").write_text(RIGHT, "utf-8")
    ran = check(wrong, cwd=tmp_path)
    assert ran.returncode == 1
    assert "line 1" in ran.stdout
    assert "inconsistent" in ran.stdout
    assert check(tmp_path / "right.txt", cwd=tmp_path).returncode == 0
    unusable = check(tmp_path / "absent.md", cwd=tmp_path)
    assert unusable.returncode == 2
    assert "absent.md: cannot be read" in unusable.stderr


def test_json_and_sarif_go_to_a_file_or_are_printed(tmp_path: Path, wrong: Path) -> None:
    ran = check(wrong, "--format", "json", cwd=tmp_path)
    answer = json.loads(ran.stdout)
    assert answer["summary"]["inconsistent"] == 1
    assert [one["verdict"] for one in answer["checks"]].count("inconsistent") == 1
    ran = check(wrong, "--format", "sarif", "--out", tmp_path / "out.sarif", cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert json.loads((tmp_path / "out.sarif").read_text("utf-8"))["version"] == "2.1.0"


def test_the_copies_hold_the_findings(tmp_path: Path, wrong: Path) -> None:
    assert "<mark" in check(wrong, "--format", "html", cwd=tmp_path).stdout
    made = Document()
    made.add_paragraph(WRONG.strip())
    made.save(str(tmp_path / "wrong.docx"))
    out = tmp_path / "out.docx"
    assert check("wrong.docx", "--format", "docx", "--out", out, cwd=tmp_path).returncode == 1
    assert len(list(Document(str(out)).comments)) == 1
    assert check(wrong, "--format", "docx", "--out", out, cwd=tmp_path).returncode == 2
    assert check("wrong.docx", "--format", "docx", cwd=tmp_path).returncode == 2


def test_strict_minds_cautions(tmp_path: Path) -> None:
    text = "Confidence stands at 40%, an increase of 10% since the last report.\n"
    (tmp_path / "a.md").write_text(text, "utf-8")
    assert check("a.md", cwd=tmp_path).returncode == 0
    assert check("a.md", "--strict", cwd=tmp_path).returncode == 1


def test_it_starts_without_what_the_site_and_the_charts_need(tmp_path: Path, wrong: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "scrutiny", "check", str(wrong)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    imported = {line.split("|")[-1].strip().split(".")[0] for line in ran.stderr.splitlines()}
    assert "scrutiny" in imported
    assert imported & HEAVY == set()
