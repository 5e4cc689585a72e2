"""Reading ahead: while one batch is being checked or written, the next is already being read."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

T = TypeVar("T")
DEPTH = 2
_END: Final = object()


def ahead(items: Iterable[T]) -> Iterator[T]:
    """The same items in the same order, made on another thread, at most `DEPTH` before their turn.

    Unpacking, parsing and most checks happen outside Python's lock, so the threads do overlap. An
    error is raised where its item would have come.
    """
    iterator = iter(items)
    with ThreadPoolExecutor(1, "ahead") as thread:
        waiting = deque(thread.submit(next, iterator, _END) for _ in range(DEPTH))
        while (item := waiting.popleft().result()) is not _END:
            waiting.append(thread.submit(next, iterator, _END))
            yield item  # type: ignore[misc]
