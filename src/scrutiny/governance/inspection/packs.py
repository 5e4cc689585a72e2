"""Evidence packs for everyone: made in the background, and kept while their figures are the newest.

A pack is no record: it can be made again from the data, so it is in no backup.
"""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings

from scrutiny import __version__
from scrutiny.areas import load_areas
from scrutiny.catalogue import load_catalogue
from scrutiny.errors import ScrutinyError
from scrutiny.governance.background.jobs import Progress, enqueue
from scrutiny.governance.background.models import Job
from scrutiny.measures.read import Reader
from scrutiny.periods import Month
from scrutiny.reports.evidence import evidence_document
from scrutiny.reports.render import FORMATS, render
from scrutiny.reports.zipped import write_zip
from scrutiny.warehouse.snapshot import Snapshot
from scrutiny.warehouse.workspace import Workspace

TASK = "evidence-pack"
FOLDER = "evidence-packs"  # in the folder of files
MOST = 60  # packs kept, of some 1.5 MB each; the oldest go first
MOST_WAITING = 8  # packs that wait to be made, whoever asked for them


class BusyError(ScrutinyError):
    """So many packs wait already that another is not taken on now."""


@dataclass(frozen=True, slots=True)
class PackOf:
    """Which pack: of a force, to a month, from one snapshot as at the day of its latest release."""

    force: str
    to: Month
    snapshot: int
    as_at: date

    @property
    def key(self) -> str:
        """What names it, its folder too; the software that makes it is part of that."""
        return f"{self.force}-{self.to}-{self.snapshot}-{self.as_at}-{__version__}"

    @property
    def folder(self) -> Path:
        return Path(settings.MEDIA_ROOT) / FOLDER / self.key

    def files(self) -> list[Path]:
        """Its files by name; none when it is not made."""
        return sorted(self.folder.iterdir()) if self.folder.is_dir() else []

    def job(self) -> Job | None:
        """The latest job that makes it, or made it."""
        return Job.objects.filter(name=TASK, key=self.key).first()

    def ask_for(self) -> Job | None:
        """Have it made, unless it is there. `BusyError` when too many wait already."""
        if self.files():
            return None
        live = Job.objects.filter(name=TASK, state__in=Job.LIVE)
        if not live.filter(key=self.key).exists() and live.count() >= MOST_WAITING:
            raise BusyError(f"{MOST_WAITING} packs wait to be made. Ask again in a few minutes.")
        title = f"The evidence pack of {load_areas().get(self.force).name} to {self.to.name}"
        return enqueue(
            TASK, title, self.key,
            force=self.force, to=str(self.to), snapshot=self.snapshot,
            as_at=self.as_at.isoformat(),
        )  # fmt: skip


def latest_release(snapshot: Snapshot, day: date) -> date | None:
    """The day of the latest release that readers of a day see: as at both, figures are the same."""
    released = (each for (each,) in snapshot.rows("loads", ("released",)))
    return max((each for each in released if each <= day), default=None)


def make(progress: Progress, force: str, to: str, snapshot: int, as_at: str) -> str:
    """Make and keep a pack in every format, if it is not there yet."""
    of = PackOf(force, Month.parse(to), snapshot, date.fromisoformat(as_at))
    if of.files():
        return "The pack was there already."
    space = Workspace.open(settings.SCRUTINY_WORKSPACE)
    own = space.path / "catalogue"
    catalogue = load_catalogue((own,) if own.is_dir() else ())
    progress("reading the figures")
    reader = Reader(space.snapshot(snapshot), catalogue, load_areas(), of.as_at)
    document = evidence_document(reader, force, of.to)
    _kept().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=_kept(), prefix=".making-") as beside:
        made = Path(beside) / "pack"
        for number, form in enumerate(FORMATS):
            progress(f"writing the {form.upper()} file", number, len(FORMATS))
            for path in render(document, made, (form,)):
                if path.is_dir():
                    _zip(path)
        made.rename(of.folder)  # readers see it whole or not at all
    _remove_oldest()
    return "The pack is ready."


def _zip(folder: Path) -> None:
    """Put a zip of the files of a folder in its place."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)
    write_zip(held.getvalue(), folder.with_name(f"{folder.name}.zip"))
    shutil.rmtree(folder)


def _kept() -> Path:
    return Path(settings.MEDIA_ROOT) / FOLDER


def _remove_oldest() -> None:
    """Remove the packs made first, those of older figures among them, until few enough are left."""
    folders = [each for each in _kept().iterdir() if not each.name.startswith(".")]
    for old in sorted(folders, key=lambda each: each.stat().st_mtime, reverse=True)[MOST:]:
        shutil.rmtree(old, ignore_errors=True)
