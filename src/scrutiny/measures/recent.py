"""A bounded memory of what was asked for last, which several threads may use at once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterator, Mapping
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """The values used last, `most` of them and no more. No value may be None."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._held: OrderedDict[K, V] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._held)

    def __iter__(self) -> Iterator[K]:
        with self._lock:
            return iter(list(self._held))

    def get(self, key: K) -> V | None:
        with self._lock:
            value = self._held.get(key)
            if value is not None:
                self._held.move_to_end(key)
            return value

    def put(self, found: Mapping[K, V]) -> None:
        """Hold what was found, and let go of what has not been used for longest."""
        with self._lock:
            self._held.update(found)
            while len(self._held) > self.most:
                self._held.popitem(last=False)
