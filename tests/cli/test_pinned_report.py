"""A report can be built again to the byte, whatever has been loaded since."""

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scrutiny.areas import load_areas
from scrutiny.catalogue import load_catalogue
from scrutiny.cli import app
from scrutiny.measures.calculate import calculate
from scrutiny.sources import open_source
from scrutiny.sources.packaged import packaged
from scrutiny.warehouse.loads import load
from scrutiny.warehouse.workspace import Workspace


def _load(workspace: Workspace, titles: tuple[str, ...]) -> None:
    areas, catalogue = load_areas(), load_catalogue()
    for file in packaged():
        if file.title.startswith(titles):
            load(workspace, open_source(file.kind, [file.path], areas, catalogue), file.released)
    calculate(workspace, workspace.engine(), catalogue, areas)


def _build(workspace: Path, out: Path, *more: str) -> bytes:
    command = ["report", "build", "--area", "E23000003", "--to", "2025-12", "--format", "html"]
    result = CliRunner().invoke(
        app, [*command, "--workspace", str(workspace), "--out", str(out), *more]
    )
    assert result.exit_code == 0, result.output
    return (out / "lancashire-2025-12.html").read_bytes()


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace.create(tmp_path / "workspace", "E23000003")
    _load(made, ("Police recorded crime, April 2012",))
    return made


def test_a_pinned_report_is_the_same_after_more_is_loaded(
    workspace: Workspace, tmp_path: Path
) -> None:
    first = _build(workspace.path, tmp_path / "first")
    _load(workspace, ("Figures of the force's report", "Crime outcomes"))
    again = _build(workspace.path, tmp_path / "again", "--pinned", "lancashire-2025-12")
    assert again == first
    assert _build(workspace.path, tmp_path / "now") != first
    assert workspace.pinned("lancashire-2025-12")[1] is not None


def test_an_unknown_pin_is_one_clear_error(workspace: Workspace, tmp_path: Path) -> None:
    command = ["report", "build", "--area", "E23000003", "--to", "2025-12"]
    result = CliRunner().invoke(
        app,
        [*command, "--workspace", str(workspace.path), "--out", str(tmp_path), "--pinned", "x"],
    )
    assert result.exit_code == 1
    assert "nothing is pinned as 'x'" in str(result.exception)


def test_the_pin_remembers_the_date_it_was_read_as_at(workspace: Workspace, tmp_path: Path) -> None:
    _build(workspace.path, tmp_path / "out", "--as-at", "2026-05-01")
    assert workspace.pinned("lancashire-2025-12")[1] == date(2026, 5, 1)
