"""Answers that were made before, in a folder that all workers share.

One file an answer, compressed where that helps. The folder never holds more than so many bytes: the
oldest go first, so that no flood of addresses fills the disk.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import os
import secrets
import tempfile
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MOST_BYTES = 200_000_000  # of disk, for all answers together
LARGEST = 4_000_000  # bytes; a larger answer is made each time
SHORTEST_PACKED = 500  # bytes; a shorter one gains nothing from compression
SWEEPS = 16  # looks at the whole folder while it is filled once

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered: its headers, and its body, compressed if `packed`."""

    headers: tuple[tuple[str, str], ...]
    etag: str
    body: bytes
    packed: bool

    @classmethod
    def of(cls, headers: tuple[tuple[str, str], ...], body: bytes, text: bool) -> Answer:
        """An answer to keep; `text` is compressed. The ETag is weak: both forms have the same."""
        etag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
        packed = text and len(body) >= SHORTEST_PACKED
        return cls(headers, etag, gzip.compress(body, 6, mtime=0) if packed else body, packed)

    def plain(self) -> bytes:
        """The body as it was before it was compressed."""
        return gzip.decompress(self.body) if self.packed else self.body


class Answers:
    """A folder of answers by key. Several threads and processes may use it at once."""

    def __init__(self, folder: Path, most: int = MOST_BYTES) -> None:
        self._folder, self._most = folder, most
        self._lock = threading.Lock()
        self._added = 0  # bytes since the last sweep

    def get(self, key: str) -> Answer | None:
        try:
            held = self._file(key).read_bytes()
        except OSError:
            return None
        head, _, body = held.partition(b"\n")
        said = json.loads(head)
        headers = tuple((name, value) for name, value in said["headers"])
        return Answer(headers, said["etag"], body, said["packed"])

    def put(self, key: str, answer: Answer) -> None:
        """Keep an answer. When it cannot be written that is told to the log, and no more."""
        said = {"headers": answer.headers, "etag": answer.etag, "packed": answer.packed}
        held = json.dumps(said).encode() + b"\n" + answer.body
        file = self._file(key)
        temporary = file.with_name(f".{secrets.token_hex(8)}")
        try:
            temporary.write_bytes(held)
            temporary.replace(file)  # others see it whole or not at all
        except OSError as error:
            temporary.unlink(missing_ok=True)
            log.warning("an answer cannot be kept: %s", error)
            return
        with self._lock:
            self._added += len(held) + 4096  # at most a block is not filled
            sweep = self._added > self._most / SWEEPS
            if sweep:
                self._added = 0
        if sweep:
            self._sweep()

    def clear(self) -> None:
        """Forget every answer."""
        for file in self._folder.iterdir():
            file.unlink(missing_ok=True)

    def _sweep(self) -> None:
        """Remove the oldest until there is room again. Another process may be doing the same."""
        found = []
        for entry in os.scandir(self._folder):
            try:
                status = entry.stat()
            except FileNotFoundError:
                continue
            found.append((status.st_mtime_ns, status.st_blocks * 512, entry.path))
        size = sum(blocks for _, blocks, _ in found)
        for _, blocks, path in sorted(found):
            if size <= self._most * (1 - 2 / SWEEPS):
                break
            Path(path).unlink(missing_ok=True)
            size -= blocks

    def _file(self, key: str) -> Path:
        return self._folder / hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


@cache
def answers() -> Answers:
    """The answers that this process shares with others, else its own until it ends."""
    from django.conf import settings

    folder = settings.SCRUTINY_ANSWERS
    if not folder:
        own = _OWN_FOLDERS.setdefault("answers", tempfile.TemporaryDirectory())
        folder = own.name
    return Answers(Path(folder))


_OWN_FOLDERS: dict[str, tempfile.TemporaryDirectory[str]] = {}  # removed when the process ends
