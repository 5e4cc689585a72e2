"""Fixtures that more than one kind of test needs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def full_data() -> Path:
    """The folder of the full development data; tests that need it are skipped without it."""
    named = os.environ.get("SCRUTINY_FULL_DATA")
    folder = Path(named) if named else Path(__file__).parents[2] / "shared" / "data"
    if not (folder / "recorded_crime").is_dir():
        pytest.skip("the full development data is not here (set SCRUTINY_FULL_DATA)")
    return folder
