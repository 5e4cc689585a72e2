"""The stage that work is done on: the files, the workspaces made from them, and a folder to use.

FOLDER/data/43-forces/2025-12/...csv        built once, and used by every smaller size
FOLDER/stages/20000000-rows-43-forces/      loaded, calculated, lookups, out
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from benchmarks.job import ANSWER, Job
from benchmarks.processes import Run, run
from benchmarks.works import Work

WHOLE_YEARS = 25  # months: the window of twelve, the one before it, and one that may be cut short
OURS = "benchmarks.competitors.scrutiny_"


@dataclass(frozen=True)
class Stage:
    """Where the data of one size are, and the workspaces that were made of them.

    `street` and `month` are the files to load and those of the month after; `data` says what is
    in them; `built` is what building them took.
    """

    folder: Path
    street: tuple[Path, ...]
    month: tuple[Path, ...]
    last: str
    data: dict[str, str | int]
    built: Run

    @property
    def window(self) -> str:
        """The window to read: a year, when there are two, else a month."""
        return "12m" if int(self.data["months"]) >= WHOLE_YEARS else "month"

    def job(self, work: Work) -> Job:
        return Job(
            self.folder / "out",
            {"street": self.street, "month": self.month}.get(work.files, ()),
            self.folder / work.workspace,
            self.folder / "lookups",
            {"to": self.last, "window": self.window},
        )

    def prepare(self) -> None:
        """Make the workspaces that the works read, of every table."""
        self._load("prepare")
        lookups = Job(self.folder / "out", (), self.folder / "loaded", self.folder / "lookups")
        run("benchmarks.lookups:write", lookups)
        self._calculate()

    def once(self) -> dict[str, Run]:
        """Load, calculate and read the street files alone, once each."""
        load, calculate = self._load("prepare_street"), self._calculate()
        return {"build": self.built, "load": load, "calculate": calculate, "read": self._read()}

    def _load(self, how: str) -> Run:
        self.remove()
        return run(f"{OURS}:{how}", Job(self.folder / "out", self.street, self.folder / "loaded"))

    def _calculate(self) -> Run:
        out = self.folder / "out"
        found = run(f"{OURS}:calculate", Job(out, workspace=self.folder / "loaded"))
        (out / "workspace").rename(self.folder / "calculated")
        return found

    def _read(self) -> Run:
        """One measure of one force, from the workspace that is calculated."""
        options = {"to": self.last, "window": self.window}
        job = Job(self.folder / "out", workspace=self.folder / "calculated", options=options)
        return run(f"{OURS}:read_one", job)

    def sizes(self) -> dict[str, int]:
        """Bytes on the disk: the files as given, and the tables made of them."""
        tables = self.folder / "calculated" / "tables"
        return {"files": int(self.data["bytes"])} | {
            table: sum(p.stat().st_size for p in (tables / table).glob("*.parquet"))
            for table in ("street", "observations")
        }

    def remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def stage(folder: Path, rows: int, forces: int) -> Stage:
    """Build or find the files of at least `rows` rows of so many forces, and the month after."""
    folder = folder.resolve()
    place = folder / "stages" / f"{rows}-rows-{forces}-forces"
    options = {"rows": str(rows), "forces": str(forces)}
    job = Job(place / "out", workspace=folder / "data" / f"{forces}-forces", options=options)
    built = run("benchmarks.building:files", job)
    made = json.loads((job.out / ANSWER).read_text())
    street = made["street"]
    return Stage(
        place,
        tuple(map(Path, street.pop("files"))),
        tuple(map(Path, made["month"]["files"])),
        made["last"],
        street,
        built,
    )
