"""Reading ahead changes when the work is done, and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from scrutiny.sources.ahead import DEPTH, ahead


def test_items_come_in_their_order():
    assert list(ahead(range(100))) == list(range(100))
    assert list(ahead([])) == []


def test_an_error_comes_where_its_item_would_have():
    def items() -> Iterator[int]:
        yield 1
        yield 2
        raise ValueError("third")

    reader = ahead(items())
    assert [next(reader), next(reader)] == [1, 2]
    with pytest.raises(ValueError, match="third"):
        next(reader)


def test_no_more_is_made_ahead_than_is_said():
    made = []

    def items() -> Iterator[int]:
        for number in range(50):
            made.append(number)
            yield number

    reader = ahead(items())
    assert next(reader) == 0
    reader.close()
    assert len(made) <= DEPTH + 1
    assert not any(thread.name.startswith("ahead") for thread in threading.enumerate())
