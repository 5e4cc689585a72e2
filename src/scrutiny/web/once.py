"""Values made once and kept while they are asked for, however many ask for one at the same time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Any, TypeVar

Made = TypeVar("Made")


class Once:
    """The `most` values that were asked for last. Who asks for one that is being made waits for it.

    When making fails, all who waited get the error and the next who asks tries again.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._held: OrderedDict[Hashable, Future[Any]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """The value kept under `key`, else what `make` gives."""
        with self._lock:
            held = self._held.get(key)
            if held is not None:
                self._held.move_to_end(key)
            else:
                own: Future[Made] = Future()
                self._held[key] = own
                while len(self._held) > self._most:
                    self._held.popitem(last=False)
        if held is not None:
            kept: Made = held.result()
            return kept
        try:
            made = make()
        except BaseException as error:
            with self._lock:
                if self._held.get(key) is own:
                    del self._held[key]
            own.set_exception(error)
            raise
        own.set_result(made)
        return made
