"""A workspace: the folder that holds a force's settings, tables and snapshots."""

from __future__ import annotations

import json
import os
import re
import tomllib
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from scrutiny.errors import DefinitionError, ScrutinyError
from scrutiny.warehouse.snapshot import Snapshot

if TYPE_CHECKING:
    from scrutiny.warehouse.engines import EngineName
    from scrutiny.warehouse.engines.base import Engine

SETTINGS_FILE = "scrutiny.toml"
_OWN = {"tables", "snapshots", "pins", ".lock"}
_SNAPSHOT = re.compile(r"(\d{8})\.json")
_PIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")


@dataclass(frozen=True, slots=True)
class Settings:
    """What `scrutiny.toml` holds. `memory` is text such as `4GB`; None is half of what there is."""

    force: str | None = None
    engine: str = "duckdb"
    memory: str | None = None
    threads: int | None = None


@dataclass(frozen=True, slots=True)
class Workspace:
    path: Path
    settings: Settings

    @classmethod
    def create(cls, path: Path | str, force: str | None = None) -> Workspace:
        """Make a workspace in an empty or absent folder.

        The settings file is written last, so a folder is a workspace or it is not; what a killed
        `create` left behind is finished. Anything else in the folder is a `ScrutinyError`.
        """
        from scrutiny.warehouse.publish import first_snapshot
        from scrutiny.warehouse.writing import write_whole

        path = Path(path).absolute()
        encoded = _ENCODED.search(str(path))
        if encoded:  # the Delta library decodes it, however it is given, and looks elsewhere
            raise ScrutinyError(
                f"{path} has {encoded[0]} in it, which Delta tables cannot: give another name"
            )
        if (path / SETTINGS_FILE).exists():
            raise ScrutinyError(f"{path} is already a workspace")
        try:
            path.mkdir(parents=True, exist_ok=True)
            foreign = sorted(e.name for e in os.scandir(path) if e.name not in _OWN)
            if foreign:
                raise ScrutinyError(
                    f"{path} is not empty (it holds {foreign[0]}): give an empty or a new folder"
                )
            for folder in ("tables", "snapshots", "pins"):
                (path / folder).mkdir(exist_ok=True)
            first_snapshot(path)
            write_whole(path / SETTINGS_FILE, _settings_text(force))
        except OSError as error:
            raise ScrutinyError(f"cannot make a workspace at {path}: {error.strerror}") from error
        return cls.open(path)

    @classmethod
    def open(cls, path: Path | str) -> Workspace:
        """Open an existing workspace; a `ScrutinyError` says what to do when it is not one."""
        path = Path(path).absolute()
        file = path / SETTINGS_FILE
        try:
            text = file.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise ScrutinyError(
                f"{path} is not a workspace: make one with `scrutiny init {path}`, or name one "
                "with --workspace"
            ) from None
        except (OSError, UnicodeDecodeError) as error:
            raise ScrutinyError(f"cannot read {file}: {error}") from error
        return cls(path, _settings(text))

    def snapshot(self, number: int | None = None) -> Snapshot:
        """The current snapshot, or the one of that number."""
        files = self.snapshots()
        if not files:
            folder = self.path / "snapshots"
            raise ScrutinyError(f"{folder} holds no snapshot: the workspace is damaged")
        if number is None:
            number = max(files)
        if number not in files:
            raise ScrutinyError(f"there is no snapshot {number} in {self.path}")
        return Snapshot.from_file(self.path, files[number])

    def snapshots(self) -> dict[int, Path]:
        """The file of every snapshot that is kept, by its number; the last is current."""
        found = ((_SNAPSHOT.fullmatch(e.name), e.path) for e in os.scandir(self.path / "snapshots"))
        return dict(sorted((int(match[1]), Path(path)) for match, path in found if match))

    def pin(self, name: str, as_at: date | None = None, number: int | None = None) -> Snapshot:
        """Keep the current snapshot, or the one of that number, under a name, in place of any that
        had the name before.

        `as_at` is kept with it: the date as at which it was read.
        """
        if not _PIN.fullmatch(name):
            raise ScrutinyError(
                f"a pin is named with letters, digits, dots and dashes (got {name!r})"
            )
        from scrutiny.warehouse.writing import locked, write_whole

        with locked(self.path):  # else a vacuum might clear away what is about to be pinned
            snapshot = self.snapshot(number)
            held = json.loads(snapshot.to_json()) | {"as_at": as_at.isoformat() if as_at else None}
            write_whole(self.path / "pins" / f"{name}.json", json.dumps(held, indent=1))
        return snapshot

    def pinned(self, name: str) -> tuple[Snapshot, date | None]:
        """The snapshot kept under a name, and the date as at which it was read."""
        file = self.path / "pins" / f"{name}.json"
        if not (_PIN.fullmatch(name) and file.exists()):
            known = ", ".join(self.pins()) or "none"
            raise ScrutinyError(f"nothing is pinned as {name!r} (pinned: {known})")
        as_at = json.loads(file.read_text(encoding="utf-8")).get("as_at")
        return Snapshot.from_file(self.path, file), date.fromisoformat(as_at) if as_at else None

    def pins(self) -> dict[str, Snapshot]:
        """Every pinned snapshot by its name."""
        files = sorted((self.path / "pins").glob("*.json"))
        return {file.stem: Snapshot.from_file(self.path, file) for file in files}

    def engine(self, name: EngineName | None = None) -> Engine:
        """The engine of that name, or that the settings name. It spills inside the workspace."""
        from scrutiny.warehouse.engines import engine

        settings = replace(self.settings, engine=name) if name else self.settings
        return engine(settings, self.path / "spill")


def _settings_text(force: str | None) -> str:
    own = f'force = "{force}"' if force else '# force = "E23000003"'
    return (
        "# Settings of this Police Scrutiny workspace.\n"
        "# The force whose performance is scrutinised, by its ONS code:\n"
        f"{own}\n"
        'engine = "duckdb"  # or "spark"\n'
        "# The most memory that a calculation may use, else half of this machine's. What does not "
        "fit\n# is put aside in the folder spill/.\n"
        '# memory = "4GB"\n'
        "# threads = 2\n"
    )


def _settings(text: str) -> Settings:
    kinds = {"force": str, "engine": str, "memory": str, "threads": int}
    try:
        held = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(SETTINGS_FILE, "file", f"is not TOML: {error}") from error
    for key, value in held.items():
        if key not in kinds:
            known = ", ".join(f.name for f in fields(Settings))
            raise DefinitionError(SETTINGS_FILE, key, f"is not a setting (settings are {known})")
        if type(value) is not kinds[key]:
            kind = "a whole number" if kinds[key] is int else "text"
            raise DefinitionError(SETTINGS_FILE, key, f"must be {kind} (got {value!r})")
    return Settings(**held)
