"""One module a kind of file: each reads it, validates it, and yields Arrow batches.

`open_source` is the whole interface. Importing this package is quick: what reads a kind of file
is imported when a file of that kind is opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from scrutiny.errors import ScrutinyError

if TYPE_CHECKING:
    from scrutiny.areas import Areas
    from scrutiny.catalogue import Catalogue
    from scrutiny.sources.reading import FileRead, Finding, Quality, Reading, Slice

__all__ = [
    "KINDS",
    "FileRead",
    "Finding",
    "Quality",
    "Reading",
    "Slice",
    "file_names",
    "open_source",
]

# The command line's SOURCE: its module and class, and how its files are named in a folder.
_READERS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "recorded-crime": (
        "recorded_crime",
        "RecordedCrime",
        ("*prc*.parquet", "*prc*.csv", "*prc*.ods", "*prc*.xlsx", "recorded_crime*.parquet"),
    ),
    "outcomes": (
        "outcomes",
        "Outcomes",
        ("*outcomes*.parquet", "*outcomes-open-data*", "outcomes*.ods", "outcomes*.xlsx"),
    ),
    "street": ("street", "Street", ("*-street.csv", "*street-counts*.csv")),
    "street-outcomes": ("street_outcomes", "StreetOutcomes", ("*-outcomes.csv",)),
    "stop-and-search": ("stop_and_search", "StopAndSearch", ("*-stop-and-search.csv",)),
    "population": (
        "population",
        "Population",
        (
            "pfa_mid_*.csv",
            "lad_mid_*.csv",
            "lsoa*_mid_*.csv",
            "households_*.csv",
            "residents_*.csv",
        ),
    ),
    "workforce": ("workforce", "Workforce", ("*workforce*.ods", "*workforce*.xlsx")),
    "ons-tables": (
        "ons_tables",
        "OnsTables",
        ("*police_force_area*.xlsx", "*policeforcearea*.xlsx", "*pfatables*.xlsx"),
    ),
    "figures": ("figures", "Figures", ("*figures*.csv",)),
}

KINDS: tuple[str, ...] = tuple(_READERS)


def file_names(kind: str) -> tuple[str, ...]:
    """How files of a kind are named in a folder or zip, without their .gz."""
    return _READERS[kind][2]


def open_source(
    kind: str, paths: Sequence[Path], areas: Areas, catalogue: Catalogue | None = None
) -> Reading:
    """Open files of one of `KINDS` for reading: each path is a file, a folder, a .zip or a .gz.

    The SHA-256 of every file is known when this returns; no row has been read yet. Without a
    catalogue the measures of figures are not checked. Raises `ScrutinyError` for an unknown kind
    or a path that does not exist, and `InputError` for a container that is not safe to open.
    """
    if kind not in _READERS:
        raise ScrutinyError(f"there is no source {kind!r}: it is one of {', '.join(KINDS)}")
    from scrutiny.sources.entries import find_entries, read_files

    module, name, patterns = _READERS[kind]
    entries, left_out = find_entries(paths, patterns)
    files = read_files(paths, entries)
    reader = getattr(import_module(f"scrutiny.sources.{module}"), name)
    reading: Reading = reader(kind, entries, files, left_out, areas, catalogue)
    return reading


def __getattr__(name: str) -> object:
    if name in {"FileRead", "Finding", "Quality", "Reading", "Slice"}:
        return getattr(import_module("scrutiny.sources.reading"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
