"""How often each caller has asked in a minute, counted by all workers of a server together."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import struct
import tempfile
import threading
from functools import cache
from pathlib import Path

# A caller is counted in one of so many places, so that no flood of callers makes the file grow. Of
# a thousand callers in a minute, one in a thousand shares its place with another.
PLACES = 2**20
_HEAD = struct.Struct("<q16s")  # the minute, and what its callers' places are drawn with
_COUNT = struct.Struct("<I")


class Calls:
    """Counts in a file of fixed size, nearly all of it empty. Several threads and processes may use
    it at once. Nobody can tell who shares a place with whom: it is drawn anew each minute."""

    def __init__(self, file: Path) -> None:
        self._file = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        self._lock = threading.Lock()  # the lock on a file does not hold back threads

    def count(self, who: str, minute: int) -> int:
        """How many calls `who` has made in a minute, this one among them."""
        with self._lock:
            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                at = _HEAD.size + _COUNT.size * self._place(who, minute)
                (before,) = _COUNT.unpack(os.pread(self._file, _COUNT.size, at))
                os.pwrite(self._file, _COUNT.pack(before + 1), at)
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)
        return int(before) + 1

    def clear(self) -> None:
        """Forget every call."""
        os.ftruncate(self._file, 0)

    def _place(self, who: str, minute: int) -> int:
        held = os.pread(self._file, _HEAD.size, 0)
        counted, key = _HEAD.unpack(held) if held else (None, b"")
        if counted != minute:
            key = secrets.token_bytes(16)
            os.ftruncate(self._file, 0)
            os.ftruncate(self._file, _HEAD.size + _COUNT.size * PLACES)  # reads as noughts
            os.pwrite(self._file, _HEAD.pack(minute, key), 0)
        drawn = hashlib.blake2b(who.encode("utf-8", "surrogatepass"), key=key, digest_size=8)
        return int.from_bytes(drawn.digest(), "little") % PLACES


@cache
def calls() -> Calls:
    """The calls that this process counts with others, else its own."""
    from django.conf import settings

    if settings.SCRUTINY_CALLS:
        return Calls(Path(settings.SCRUTINY_CALLS))
    with tempfile.TemporaryDirectory() as folder:  # the open file outlives its name
        return Calls(Path(folder) / "calls")
