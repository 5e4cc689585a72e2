"""The file of a backup: a ZIP archive whose last entry lists the others with their hashes."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from scrutiny.errors import DamageError, ScrutinyError

MANIFEST = "manifest.json"
FORMAT = 1  # of the archive; a later one says what is different
CHUNK = 1 << 20  # bytes
MADE_ONCE = (1980, 1, 1, 0, 0, 0)  # the time of every entry: the manifest says when it was made


@dataclass(slots=True)
class Manifest:
    """What a backup holds.

    `migrations` are the last ones of each app, as `app.name`; `rows` gives the rows of each table;
    `audit` is the number and seal of the audit's last entry; `entries` gives the SHA-256 of each
    entry of the archive.
    """

    software: str
    made: str
    snapshot: int
    migrations: list[str]
    rows: dict[str, int]
    audit: list[int | str]
    entries: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT


class Writer:
    """Adds entries to an archive; `finish` adds the manifest."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.entries: dict[str, str] = {}

    def add_file(self, name: str, path: Path) -> None:
        with path.open("rb") as file:
            self.add(name, iter(lambda: file.read(CHUNK), b""))

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        """Add an entry; one of that name that was added before stands."""
        if name in self.entries:
            return
        made = hashlib.sha256()
        about = zipfile.ZipInfo(name, MADE_ONCE)
        small = name.endswith(".parquet")  # is compressed already
        about.compress_type = zipfile.ZIP_STORED if small else zipfile.ZIP_DEFLATED
        with self._archive.open(about, "w", force_zip64=True) as entry:
            for chunk in chunks:
                made.update(chunk)
                entry.write(chunk)
        self.entries[name] = made.hexdigest()

    def finish(self, manifest: Manifest) -> None:
        manifest.entries = self.entries
        self._archive.writestr(zipfile.ZipInfo(MANIFEST, MADE_ONCE), json.dumps(asdict(manifest)))


@contextmanager
def writing(file: Path) -> Iterator[Writer]:
    """Write an archive that is there under its name only once it is whole, and proved to be.

    Only its owner can read it: it holds what is restricted. An existing file is a `ScrutinyError`.
    """
    if file.exists():
        raise ScrutinyError(f"{file} is there already: give the backup another name")
    part = file.with_name(f".{file.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as target:
            with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
                yield Writer(archive)
            target.flush()
            os.fsync(target.fileno())
        with reading(part) as made:
            made.prove()
        part.rename(file)
    except OSError as error:
        raise ScrutinyError(f"cannot write {file}: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)


class Archive:
    """A backup that is read. What is not as it was written is a `DamageError`."""

    def __init__(self, file: Path, archive: zipfile.ZipFile) -> None:
        self._file, self._archive = file, archive
        self.manifest = self._manifest()

    def _manifest(self) -> Manifest:
        try:
            held = json.loads(self._archive.read(MANIFEST))
            if held["format"] > FORMAT:
                raise ScrutinyError(f"{self._file} was made by a newer version of this software")
            return Manifest(**held)
        except (KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
            raise DamageError(f"{self._file} is not a backup, or is damaged") from error

    def prove(self) -> None:
        """Read every entry and compare it with its hash."""
        there = set(self._archive.namelist()) - {MANIFEST}
        if odd := sorted(there ^ set(self.manifest.entries)):
            raise DamageError(f"{self._file} is damaged: {odd[0]} is missing or was added")
        for name in self.manifest.entries:
            for _ in self.chunks(name):
                pass

    def names(self, folder: str) -> list[str]:
        return [name for name in self.manifest.entries if name.startswith(f"{folder}/")]

    def chunks(self, name: str) -> Iterator[bytes]:
        """What an entry holds; it ends with an error when that is not what was written."""
        made = hashlib.sha256()
        try:
            with self._archive.open(name) as entry:
                while chunk := entry.read(CHUNK):
                    made.update(chunk)
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
            raise DamageError(f"{self._file} is damaged: {name}: {error}") from error
        if made.hexdigest() != self.manifest.entries[name]:
            raise DamageError(f"{self._file} is damaged: {name} is not what was written")

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of an entry."""
        rest = b""
        for chunk in self.chunks(name):
            *whole, rest = (rest + chunk).split(b"\n")
            yield from whole
        if rest:
            yield rest

    def extract(self, name: str, to: Path) -> None:
        to.parent.mkdir(parents=True, exist_ok=True)
        with to.open("wb") as file:
            for chunk in self.chunks(name):
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())


@contextmanager
def reading(file: Path) -> Iterator[Archive]:
    """Open a backup; nothing of it has been proved yet but its manifest."""
    try:
        opened = zipfile.ZipFile(file)
    except FileNotFoundError:
        raise ScrutinyError(f"there is no backup {file}") from None
    except (OSError, zipfile.BadZipFile) as error:
        raise DamageError(f"{file} is not a backup, or is damaged: {error}") from error
    with opened as archive:
        yield Archive(file, archive)
