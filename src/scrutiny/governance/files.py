"""Files that people add: kept by what they hold, outside every folder that is served."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath
from typing import Any

LONGEST_ENDING = 10  # characters


def by_content(record: Any, name: str) -> str:
    """Where a record's file is kept: named by its SHA-256, so that it cannot change unseen."""
    made = hashlib.sha256()
    for chunk in record.file.chunks():
        made.update(chunk)
    digest = made.hexdigest()
    ending = PurePosixPath(name).suffix.lower()[:LONGEST_ENDING]
    return f"{digest[:2]}/{digest}{ending}"
