"""The files behind the paths a user gives: a file, a folder, a .zip or a .gz, safely opened."""

from __future__ import annotations

import hashlib
import stat
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from scrutiny.errors import InputError, ScrutinyError
from scrutiny.sources.ahead import at_once
from scrutiny.sources.reading import FileRead
from scrutiny.sources.streams import MAX_EXPANDED_BYTES, MAX_RATIO, RATIO_FREE_BYTES, GuardedStream

# Three years of data.police.uk for every force are about 5,000 files.
MAX_ZIP_ENTRIES = 100_000
HASH_BLOCK = 1 << 20
# The first bytes of a file whose name ends so; a CSV file may begin with none of the others'.
SIGNATURES = {
    ".gz": b"\x1f\x8b",
    ".zip": b"PK",
    ".xlsx": b"PK",
    ".ods": b"PK",
    ".parquet": b"PAR1",
}
MARKUP = (b"<!doctype", b"<html", b"<?xml", b"{")


@dataclass(frozen=True)
class Entry:
    """One readable file. `name` is for messages; `stem` is its own name in small letters, no .gz.

    `path` is where it lies on disk, None inside a zip. `bytes` is its size there, packed if it is
    a .gz, and `taken` is told of how many of them each read takes.
    """

    name: str
    stem: str
    path: Path | None
    bytes: int
    _open: Callable[[], BinaryIO]
    taken: Callable[[int], None] = lambda _: None

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.stem).suffix

    @property
    def is_gzipped(self) -> bool:
        return self.name.lower().endswith(".gz")

    def stream(self) -> GuardedStream:
        """The expanded bytes, counted and guarded, after checking that they are what it says."""
        guarded = GuardedStream(self._open(), self.name, self.is_gzipped, self.taken)
        check_signature(self.name, self.suffix, guarded.peek())
        return guarded


def find_entries(paths: Sequence[Path], patterns: Sequence[str]) -> tuple[list[Entry], list[str]]:
    """The entries of `paths` and the names left out of folders and zips, both in name order.

    A file that is given by itself is always taken; one found in a folder or zip is taken when its
    name without .gz matches one of `patterns`. A file that is reached twice is read once.
    """
    taken: list[Entry] = []
    left_out: list[str] = []
    for path in {path.resolve(): path for path in paths}.values():
        if not path.exists():
            raise ScrutinyError(f"{path}: there is no such file or folder")
        found = list(_inside(path))
        if path.is_dir() or path.suffix.lower() == ".zip":
            wanted = [e for e in found if any(fnmatch(e.stem, pattern) for pattern in patterns)]
            left_out += [entry.name for entry in found if entry not in wanted]
            if not wanted:
                raise InputError(
                    f"holds no file of this kind (named like {' or '.join(patterns)})",
                    file=path.name,
                )
            taken += wanted
        else:
            taken += found
    return _each_once(taken), sorted(left_out)


def read_files(paths: Sequence[Path], entries: Sequence[Entry]) -> tuple[FileRead, ...]:
    """Name, SHA-256 and size of every file as given: a zip is one file, a folder is its entries."""
    files = {}
    for path in paths:
        if path.is_dir():
            root = path.resolve()
            for entry in entries:
                if entry.path is not None and entry.path.resolve().is_relative_to(root):
                    files[entry.path.resolve()] = entry.name
        else:
            files[path.resolve()] = path.name
    return tuple(at_once(lambda file: _hashed(*file), sorted(files.items())))


def check_signature(name: str, suffix: str, head: bytes) -> None:
    """Refuse a file whose first bytes are another kind's than its name says."""
    expected = SIGNATURES.get(suffix)
    if expected is not None:
        if not head.startswith(expected):
            raise InputError(f"is not the {suffix} file that its name says", file=name)
        return
    for other, signature in SIGNATURES.items():
        if head.startswith(signature):
            raise InputError(f"is a {other} file, not what its name says", file=name)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(MARKUP):
        raise InputError("is a web page or markup, not a CSV file", file=name)


def check_zip(archive: zipfile.ZipFile, name: str) -> None:
    """Refuse a zip that holds too much, expands too far, or reaches out of its folder."""
    infos = archive.infolist()
    if len(infos) > MAX_ZIP_ENTRIES:
        raise InputError(f"holds more than {MAX_ZIP_ENTRIES:,} files", file=name, got=len(infos))
    packed = sum(info.compress_size for info in infos)
    expanded = sum(info.file_size for info in infos)
    if expanded > MAX_EXPANDED_BYTES or expanded > RATIO_FREE_BYTES + MAX_RATIO * packed:
        raise InputError("expands to far more than such data does: it may be a bomb", file=name)
    for info in infos:
        inner = PurePosixPath(info.filename.replace("\\", "/"))
        if inner.is_absolute() or ".." in inner.parts or ":" in inner.parts[0]:
            raise InputError("holds a path that leaves its folder", file=name, got=info.filename)
        if stat.S_ISLNK(info.external_attr >> 16):
            raise InputError("holds a link, not a file", file=name, got=info.filename)
        if info.flag_bits & 1:
            raise InputError("is encrypted", file=name, got=info.filename)


def _each_once(entries: Sequence[Entry]) -> list[Entry]:
    """The entries in name order; two files of one name are refused, as no message could tell them
    apart and one may be a copy of the other."""
    once: dict[str, Entry] = {}
    places: set[Path] = set()
    for entry in sorted(entries, key=lambda entry: entry.name):
        place = entry.path.resolve() if entry.path else None
        if place in places:
            continue
        if entry.name in once:
            raise InputError("is the name of two files: load them one at a time", file=entry.name)
        once[entry.name] = entry
        if place is not None:
            places.add(place)
    return list(once.values())


def _inside(path: Path) -> Iterator[Entry]:
    if path.is_dir():
        yield from _in_folder(path)
    elif path.suffix.lower() == ".zip":
        yield from _in_zip(path)
    else:
        yield _on_disk(path, path.name)


def _in_folder(folder: Path) -> Iterator[Entry]:
    root = folder.resolve()
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        if not path.is_file() or any(part.startswith(".") for part in inner.parts):
            continue
        if not path.resolve().is_relative_to(root):
            raise InputError("is a link that leaves the folder", file=inner.as_posix())
        yield _on_disk(path, inner.as_posix())


def _in_zip(path: Path) -> Iterator[Entry]:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, OSError) as problem:
        raise InputError("is not a whole .zip file", file=path.name) from problem
    check_zip(archive, path.name)
    for info in sorted(archive.infolist(), key=lambda info: info.filename):
        parts = PurePosixPath(info.filename).parts
        if info.is_dir() or any(part.startswith((".", "__MACOSX")) for part in parts):
            continue

        def opened(info: zipfile.ZipInfo = info) -> BinaryIO:
            return archive.open(info)  # type: ignore[return-value]

        name = f"{path.name}: {info.filename}"
        yield Entry(name, _stem(info.filename), None, info.file_size, opened)


def _on_disk(path: Path, name: str) -> Entry:
    return Entry(name, _stem(path.name), path, path.stat().st_size, lambda: path.open("rb"))


def _stem(name: str) -> str:
    return PurePosixPath(name).name.lower().removesuffix(".gz")


def _hashed(path: Path, name: str) -> FileRead:
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as file:
        while block := file.read(HASH_BLOCK):
            digest.update(block)
            size += len(block)
    return FileRead(name, digest.hexdigest(), size)
