"""Reading ahead changes when the work is done, and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from scrutiny.sources.ahead import DEPTH, abreast, ahead, at_once, threads


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
    assert len(made) <= 2
    assert not any(thread.name.startswith("ahead") for thread in threading.enumerate())


def test_the_items_of_many_runs_come_run_by_run():
    runs = [range(10 * n, 10 * n + n) for n in range(30)]
    assert list(abreast(runs)) == [item for run in runs for item in run]


def test_the_first_run_that_is_wrong_is_the_one_told_of():
    def run(number: int) -> Iterator[int]:
        yield number
        if number in (3, 5):
            raise ValueError(f"run {number}")

    came = []
    with pytest.raises(ValueError, match="run 3"):
        came.extend(abreast(run(number) for number in range(40)))
    begun = abreast(run(number) for number in range(40))
    assert [next(begun) for _ in range(4)] == [0, 1, 2, 3]


def test_few_of_many_runs_are_begun_before_their_turn():
    made = []

    def run(number: int) -> Iterator[int]:
        for part in range(50):
            made.append((number, part))
            yield part

    reader = abreast(run(number) for number in range(1000))
    assert next(reader) == 0
    reader.close()
    assert len(made) <= (2 * threads() + 1) * DEPTH


def test_what_is_done_at_once_answers_in_order():
    assert at_once(lambda number: number * number, range(50)) == [n * n for n in range(50)]
