from __future__ import annotations

from pathlib import Path

import pytest

from .small import Small


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return Small(tmp_path)
