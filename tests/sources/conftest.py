"""Real excerpts, the data that ships, and a short way to read them."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from scrutiny.areas import Areas, load_areas
from scrutiny.catalogue import Catalogue, load_catalogue
from scrutiny.sources import open_source
from scrutiny.sources.reading import Reading

Read = Callable[..., tuple[pa.Table, Reading]]
EXCERPTS = Path(__file__).with_name("data")


@pytest.fixture(scope="session")
def areas() -> Areas:
    return load_areas()


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="session")
def shipped() -> Path:
    return Path(str(resources.files("scrutiny").joinpath("data")))


@pytest.fixture(scope="session")
def read(areas: Areas) -> Read:
    """Read paths as a kind: all their rows as one table, and the reading when it is complete."""

    def read_all(
        kind: str, *paths: Path, catalogue: Catalogue | None = None
    ) -> tuple[pa.Table, Reading]:
        reading = open_source(kind, paths, areas, catalogue)
        return pa.Table.from_batches(reading.batches(), reading.schema), reading

    return read_all


@pytest.fixture(scope="session")
def excerpts() -> Path:
    return EXCERPTS


@pytest.fixture
def street_text() -> str:
    """300 real rows of Dorset, December 2025, whose LSOA names hold commas."""
    return gzip.decompress((EXCERPTS / "2025-12-dorset-street.csv.gz").read_bytes()).decode()


@pytest.fixture
def save(tmp_path: Path) -> Callable[[str, Any], Path]:
    """Write a file of text or bytes under a temporary folder."""

    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def found(reading: Reading, reason: str) -> int:
    """How many rows a reading's quality counts for a reason; 0 when it does not."""
    return next((f.rows for f in reading.quality.findings if f.reason == reason), 0)


@pytest.fixture(name="found", scope="session")
def found_fixture() -> Callable[[Reading, str], int]:
    return found
