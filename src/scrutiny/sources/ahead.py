"""Reading ahead: while one batch is being checked or written, the next are already being read.

Unpacking, parsing and most checks happen outside Python's lock, so the threads do overlap.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeAlias, TypeVar

T = TypeVar("T")
A = TypeVar("A")
DEPTH = 2  # items of a run that are made together when several are: small files have no more
_Some: TypeAlias = tuple[list[T], Exception | None]
# One thread writes what the others read; measured, more than this many only wait for it.
MOST_THREADS = 8


def threads() -> int:
    """How many threads are worth starting: the cores of this process, up to `MOST_THREADS`."""
    usable = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None
    return min(len(usable) if usable else os.cpu_count() or 1, MOST_THREADS)


def ahead(items: Iterable[T]) -> Iterator[T]:
    """The same items in the same order, the next one made on another thread before its turn.

    An error is raised where its item would have come.
    """
    return _in_turn([items], 1, 1)


def abreast(runs: Iterable[Iterable[T]]) -> Iterator[T]:
    """The items of every run, one run after another, several runs being made at once.

    Each run is made on one thread at a time, and no more than `DEPTH` items of it before their
    turn. An error is raised where its item would have come, so the first run that
    is wrong is the one that is told of. What the runs share must bear several threads.
    """
    return _in_turn(runs, threads(), DEPTH)


def at_once(function: Callable[[A], T], items: Iterable[A]) -> list[T]:
    """`function` of every item, in order, several at once."""
    with ThreadPoolExecutor(threads(), "at-once") as pool:
        return list(pool.map(function, items))


def _in_turn(runs: Iterable[Iterable[T]], width: int, depth: int) -> Iterator[T]:
    waiting = iter(runs)
    # Twice as many are begun as there are threads: a long run does not leave the others idle.
    begun: deque[tuple[Iterator[T], Future[_Some[T]]]] = deque()
    with ThreadPoolExecutor(width, "ahead") as pool:
        while True:
            for run in islice(waiting, 2 * width - len(begun)):
                items = iter(run)
                begun.append((items, pool.submit(_some, items, depth)))
            if not begun:
                return
            items, coming = begun.popleft()
            some, problem = coming.result()
            if problem is None and len(some) == depth:
                begun.appendleft((items, pool.submit(_some, items, depth)))
            yield from some
            if problem is not None:
                raise problem


def _some(items: Iterator[T], most: int) -> _Some[T]:
    """The next `most` items, or those before the end or the error."""
    some: list[T] = []
    try:
        some.extend(islice(items, most))
    except Exception as problem:
        return some, problem
    return some, None
