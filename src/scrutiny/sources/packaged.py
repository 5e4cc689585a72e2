"""The real data that ships with the package, for the example and the tests."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

DATA = Path(__file__).parents[1] / "data"


@dataclass(frozen=True, slots=True)
class PackagedFile:
    """One shipped file, and how to load it."""

    kind: str
    path: Path
    released: date
    title: str


def packaged() -> tuple[PackagedFile, ...]:
    """The shipped files, in the order to load them, as `data/manifest.toml` lists them."""
    held = tomllib.loads((DATA / "manifest.toml").read_text(encoding="utf-8"))
    return tuple(
        PackagedFile(each["kind"], DATA / each["path"], each["released"], each["title"])
        for each in held["file"]
    )
