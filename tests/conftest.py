"""Fixtures that more than one kind of test needs."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

import verapdf


@pytest.fixture(scope="session")
def full_data() -> Path:
    """The folder of the full development data; tests that need it are skipped without it."""
    named = os.environ.get("SCRUTINY_FULL_DATA")
    folder = Path(named) if named else Path(__file__).parents[2] / "shared" / "data"
    if not (folder / "recorded_crime").is_dir():
        pytest.skip("the full development data is not here (set SCRUTINY_FULL_DATA)")
    return folder


@pytest.fixture(scope="session")
def pdf_ua_failures() -> Callable[..., list[str]]:
    """`pdf_ua_failures(file, ...)`: what veraPDF finds against PDF/UA-1, empty when all conform."""
    try:
        verapdf.class_path()
    except verapdf.VeraPdfMissingError as missing:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"veraPDF cannot run: {missing}")
    return verapdf.failures
