"""Crime IDs that come more than once in a load, found in little memory however large it is."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO

import numpy as np
import pyarrow as pa

from scrutiny.sources.police_uk import ID_BYTES

# Eight bytes of an ID are enough: of a hundred million different ones, two would agree by chance
# about once in 3,700 loads.
_ROW = np.dtype([("id", np.uint64), ("month", np.uint16)])
# 80 MB are held; beyond that, IDs are put by in files by how they begin, and sorted file by file.
MOST_HELD = 8_000_000
FILES = 64
_BITS = 6  # that tell the 64 files apart


@dataclass(frozen=True)
class Repeats:
    """Rows and IDs that are repeated, and those of them repeated in different months."""

    rows: int = 0
    ids: int = 0
    rows_across: int = 0
    ids_across: int = 0

    def __add__(self, other: Repeats) -> Repeats:
        return Repeats(
            self.rows + other.rows,
            self.ids + other.ids,
            self.rows_across + other.rows_across,
            self.ids_across + other.ids_across,
        )


class RepeatedIds:
    """Takes the IDs of a load batch by batch, then says which came more than once."""

    def __init__(self, most_held: int = MOST_HELD) -> None:
        self._most_held = most_held
        self._held: list[np.ndarray] = []
        self._rows = 0
        self._number: dict[str, int] = {}
        self._files: list[IO[bytes]] = []
        self._open = ExitStack()

    def add(self, ids: pa.Array, month: pa.DictionaryArray) -> None:
        """Add the IDs of a batch (16 bytes each, or null) and the months of its rows."""
        present = ids.drop_null()
        if not len(present):
            return
        first = present.offset * ID_BYTES
        halves = np.frombuffer(present.buffers()[1], np.uint64, offset=first)
        rows = np.empty(len(present), _ROW)
        rows["id"] = halves[: 2 * len(present) : 2]
        names = month.dictionary.to_pylist()
        numbers = [self._number.setdefault(name, len(self._number)) for name in names]
        if len(names) == 1:
            rows["month"] = numbers[0]
        else:
            which = month.indices.filter(ids.is_valid()).to_numpy()
            rows["month"] = np.array(numbers, np.uint16)[which]
        self._held.append(rows)
        self._rows += len(rows)
        if self._rows >= self._most_held:
            self._put_by()

    def found(self) -> Repeats:
        """What was repeated among all that was added; nothing can be added afterwards."""
        total = Repeats()
        if self._files:
            self._put_by()
        with self._open:
            for rows in self._groups():
                total += _repeats(rows)
        return total

    def _groups(self) -> Iterator[np.ndarray]:
        """All rows, in groups that share no ID."""
        if not self._files and self._held:
            yield np.concatenate(self._held)
        for file in self._files:
            file.seek(0)
            yield np.frombuffer(file.read(), _ROW)

    def _put_by(self) -> None:
        if not self._files:
            for _ in range(FILES):
                put_by = tempfile.TemporaryFile()  # noqa: SIM115 - `found` closes it
                self._files.append(self._open.enter_context(put_by))
        if not self._held:
            return
        rows = np.concatenate(self._held)
        self._held, self._rows = [], 0
        begins = (rows["id"] >> np.uint64(64 - _BITS)).astype(np.uint8)
        order = np.argsort(begins, kind="stable")
        ends = np.cumsum(np.bincount(begins, minlength=FILES))
        for file, part in zip(self._files, np.split(order, ends[:-1]), strict=True):
            file.write(rows[part].tobytes())


def _repeats(rows: np.ndarray) -> Repeats:
    ids = np.sort(rows["id"])
    repeated = np.unique(ids[1:][ids[1:] == ids[:-1]])
    if not len(repeated):
        return Repeats()
    # Few IDs repeat: those that end like one that does are looked at, and no others.
    like = np.zeros(1 << 16, bool)
    like[repeated.astype(np.uint16)] = True
    rows = rows[like[rows["id"].astype(np.uint16)]]
    which = np.searchsorted(repeated, rows["id"]).clip(max=len(repeated) - 1)
    same = repeated[which] == rows["id"]
    which, months = which[same], rows["month"][same]
    sizes = np.bincount(which)
    first, last = np.full(len(sizes), 0xFFFF, np.uint16), np.zeros(len(sizes), np.uint16)
    np.minimum.at(first, which, months)
    np.maximum.at(last, which, months)
    across = first != last
    return Repeats(
        int(sizes.sum()), len(sizes), int(sizes[across].sum()), int(np.count_nonzero(across))
    )
