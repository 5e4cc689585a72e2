"""Writing that nobody sees half of: one writer at a time, small files whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scrutiny.errors import ScrutinyError

LOCK_PATIENCE = 600.0  # seconds; a publication takes well under one


def write_whole(path: Path, text: str, new: bool = False) -> None:
    """Write a small file that others see whole or not at all; `new` refuses to replace one."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with temporary.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if new:
            os.link(temporary, path)
        else:
            temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    if hasattr(os, "O_DIRECTORY"):  # the name must outlive a power cut too, where that can be asked
        folder = os.open(path.parent, os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Be the only one who writes to the workspace; a killed process lets go of it."""
    import filelock

    lock = filelock.FileLock(root / ".lock", timeout=LOCK_PATIENCE)
    try:
        lock.acquire()
    except filelock.Timeout as error:
        raise ScrutinyError(f"another command has been writing to {root} for too long") from error
    except OSError as error:
        raise ScrutinyError(f"cannot write {root}: {error.strerror or error}") from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def refusal_told(path: Path) -> Iterator[None]:
    """A file or table that cannot be written becomes a `ScrutinyError` that names `path`."""
    from deltalake.exceptions import DeltaError

    try:
        yield
    except OSError as error:
        raise ScrutinyError(f"cannot write {path}: {error.strerror or error}") from error
    except DeltaError as error:
        raise ScrutinyError(f"cannot write {path}: {error}") from error
