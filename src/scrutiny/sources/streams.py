"""A stream of expanded bytes that stops a bomb before it goes off."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from scrutiny.errors import InputError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# A year of street crime for all of England and Wales is under 2 GB; nothing honest is near this.
MAX_EXPANDED_BYTES = 32 * 2**30
# Street files shrink 6-fold and tables that are mostly noughts about 20-fold; bombs 1,000-fold.
MAX_RATIO = 100
# The ratio means nothing for the smallest files.
RATIO_FREE_BYTES = 16 * 2**20
# Workbooks, and Parquet files inside a zip or gzip, have to be held whole.
MAX_WHOLE_BYTES = 512 * 2**20
BLOCK = 1 << 18
MOST_AT_ONCE = 1 << 22
# 16 + the largest window: zlib reads a gzip wrapper and checks its CRC and length.
GZIP = 16 + zlib.MAX_WBITS


class GuardedStream(io.RawIOBase):
    """Reads `raw`, expanding gzip (several members too).

    `taken` is told how many bytes each read took from `raw`, before they were expanded.
    """

    def __init__(
        self,
        raw: BinaryIO,
        name: str,
        gzipped: bool,
        taken: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._raw, self._name, self._taken = raw, name, taken
        self._inflate = zlib.decompressobj(GZIP) if gzipped else None
        self._ready = b""
        self._packed = self._expanded = 0

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._raw.close()
        super().close()

    def peek(self, size: int = 1 << 16) -> bytes:
        """The next `size` bytes, or all if there are fewer, without taking them."""
        while len(self._ready) < size:
            more = self._next(MOST_AT_ONCE)
            if not more:
                break
            self._ready += more
        return self._ready[:size]

    def some(self) -> bytes:
        """The next bytes as they come, at most `MOST_AT_ONCE`; empty at the end."""
        part = self._ready or self._next(MOST_AT_ONCE)
        part, self._ready = part[:MOST_AT_ONCE], part[MOST_AT_ONCE:]
        return part

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes; all that is left for a negative size. Empty at the end."""
        parts = []
        wanted = size if size >= 0 else MAX_EXPANDED_BYTES
        while wanted > 0:
            part = self._ready or self._next(min(wanted, MOST_AT_ONCE))
            if not part:
                break
            part, self._ready = part[:wanted], part[wanted:]
            parts.append(part)
            wanted -= len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def whole(self) -> bytes:
        """All that is left, refused when it is more than can be held."""
        content = self.read(MAX_WHOLE_BYTES + 1)
        if len(content) > MAX_WHOLE_BYTES:
            raise InputError("is too large for a file of its kind", file=self._name)
        return content

    def readinto(self, buffer: WriteableBuffer) -> int:
        """As `io` asks of a raw stream, so that a buffered reader can split it into lines."""
        view = memoryview(buffer).cast("B")
        out = self.read(len(view))
        view[: len(out)] = out
        return len(out)

    def _next(self, wanted: int) -> bytes:
        try:
            out = self._inflated(wanted) if self._inflate else self._take(max(wanted, BLOCK))
        except zlib.error as problem:
            raise InputError("is damaged: it cannot be expanded", file=self._name) from problem
        except (zipfile.BadZipFile, EOFError) as problem:
            raise InputError("is damaged or cut short inside its zip", file=self._name) from problem
        self._expanded += len(out)
        if self._inflate:
            allowed = min(MAX_EXPANDED_BYTES, RATIO_FREE_BYTES + MAX_RATIO * self._packed)
        else:
            allowed = MAX_EXPANDED_BYTES
        if self._expanded > allowed:
            raise InputError(
                "expands to far more than such data does: it may be a bomb", file=self._name
            )
        return out

    def _inflated(self, wanted: int) -> bytes:
        assert self._inflate is not None
        while True:
            if self._inflate.eof:
                rest = self._inflate.unused_data or self._take()
                if not rest:
                    return b""
                self._inflate = zlib.decompressobj(GZIP)
            else:
                rest = self._inflate.unconsumed_tail or self._take()
            # Nothing left to take may still leave output that zlib holds back.
            out = self._inflate.decompress(rest, max(wanted, BLOCK))
            if out:
                return out
            if not rest and not self._inflate.eof:
                raise InputError("is cut short: its end is missing", file=self._name)

    def _take(self, size: int = BLOCK) -> bytes:
        block = self._raw.read(size)
        self._packed += len(block)
        self._taken(len(block))
        return block
