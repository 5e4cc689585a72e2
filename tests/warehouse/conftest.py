"""A workspace to load into, and what to load."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scrutiny.warehouse.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "workspace", "E23000003")


@pytest.fixture(scope="session")
def quarters() -> Callable[..., Any]:
    """Make a reading: `quarters({"2019-03": 10})`."""
    return runpy.run_path(str(Path(__file__).with_name("made.py")))["Quarters"]
