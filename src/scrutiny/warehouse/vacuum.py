"""Vacuum: what no pin and no recent snapshot names is removed, and what stopped commands left.

A snapshot is recent while it is the current one and for some days after: a reader may still have
it open. Of the files that nothing names, a running command may be writing the newest.
"""

from __future__ import annotations

import math
import shutil
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from scrutiny.warehouse.publish import put_back
from scrutiny.warehouse.snapshot import Snapshot
from scrutiny.warehouse.writing import locked, refusal_told

if TYPE_CHECKING:
    from scrutiny.warehouse.workspace import Workspace

KEEP = timedelta(days=7)
"""As long as Delta's own vacuum keeps what was replaced (`delta.deletedFileRetentionDuration`)."""

STOPPED = timedelta(days=1)
"""A command that has not written to a file for so long has been stopped: it writes every minute."""


@dataclass(frozen=True, slots=True)
class Removed:
    """A file or folder that was removed, or would be, and its bytes."""

    path: Path
    bytes: int


@dataclass(frozen=True, slots=True)
class Vacuumed:
    """What a vacuum removed, or would: old snapshots, files that only they named, leftovers.

    `leftovers` are what nothing names any more or yet: what stopped commands had begun to write,
    and what only a pin named that was replaced since. `kept` are the snapshots that stay.
    """

    snapshots: tuple[Removed, ...]
    files: tuple[Removed, ...]
    leftovers: tuple[Removed, ...]
    kept: tuple[int, ...]

    @property
    def everything(self) -> tuple[Removed, ...]:
        return self.snapshots + self.files + self.leftovers

    @property
    def bytes(self) -> int:
        return sum(each.bytes for each in self.everything)


def vacuum(workspace: Workspace, keep: timedelta = KEEP, dry_run: bool = False) -> Vacuumed:
    """Remove what is not needed any more, or only say what that is (`dry_run`).

    Needed are the current snapshot, those that were current less than `keep` ago, the pinned ones,
    and every file that one of these names. A snapshot or pin that cannot be read is a
    `ScrutinyError`, and nothing is removed.
    """
    with locked(workspace.path), refusal_told(workspace.path):
        found = _found(workspace, time.time() - keep.total_seconds())
        if not dry_run:
            # A Delta table must never be left naming files that are gone.
            current = workspace.snapshot()
            for table in current.tables:
                put_back(current, table)
            # Snapshots first: if this is killed, none is left that names a file that is gone.
            for each in found.everything:
                _remove(each.path)
    return found


def _found(workspace: Workspace, since: float) -> Vacuumed:
    files = workspace.snapshots()
    snapshots = {number: workspace.snapshot(number) for number in files}
    kept = _kept(files, since)
    pinned = list(workspace.pins().values())
    needed = _names([*(snapshots[number] for number in kept), *pinned])
    known = _names(snapshots.values())
    there = set(workspace.path.glob("tables/*/*.parquet"))
    old = {workspace.path / "tables" / name for name in known - needed}
    unnamed = there - {workspace.path / "tables" / name for name in known | needed}
    stopped = time.time() - STOPPED.total_seconds()
    leftovers = [
        path for path in (*unnamed, *_set_aside(workspace.path)) if _last_written(path) < stopped
    ]
    return Vacuumed(
        _measured(file for number, file in files.items() if number not in kept),
        _measured(old & there),
        _measured(leftovers),
        tuple(sorted(kept)),
    )


def _kept(files: dict[int, Path], since: float) -> set[int]:
    """The current snapshot, and those whose next one came later than `since`, by their files."""
    numbers = list(files)
    recent = {
        number
        for number, following in pairwise(numbers)
        if files[following].stat().st_mtime >= since
    }
    return recent | {numbers[-1]}


def _names(snapshots: Iterable[Snapshot]) -> set[str]:
    """The files of some snapshots, each as `table/name`."""
    return {
        f"{table}/{name}"
        for snapshot in snapshots
        for table, names in snapshot.names.items()
        for name in names
    }


def _set_aside(root: Path) -> Iterator[Path]:
    """What a calculation spills, and small files that were being written under another name."""
    yield from root.glob("spill/*")
    for folder in (".", "snapshots", "pins"):
        yield from (root / folder).glob(".*.*.????????")
    yield from root.glob("tables/*/_delta_log/*#*")


def _last_written(path: Path) -> float:
    """When anything of a file or folder was last written to, in seconds of the system's clock."""
    try:
        return max(each.stat().st_mtime for each in (path, *path.rglob("*")))
    except FileNotFoundError:  # the command that it belongs to has just removed it
        return math.inf


def _measured(paths: Iterable[Path]) -> tuple[Removed, ...]:
    return tuple(Removed(path, _bytes(path)) for path in sorted(paths))


def _bytes(path: Path) -> int:
    parts = (path, *path.rglob("*"))
    return sum(part.stat().st_size for part in parts if part.is_file())


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
