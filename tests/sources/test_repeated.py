"""Crime IDs that repeat are found alike in memory and on disk, and as plain counting finds them."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pyarrow as pa
import pytest

from scrutiny.sources.police_uk import CRIME_ID
from scrutiny.sources.repeated import RepeatedIds, Repeats

MONTHS = ("2025-01", "2025-02", "2025-03")


def batches() -> list[tuple[pa.Array, pa.Array]]:
    """Some thousand IDs, many of them more than once, blanks among them, several months."""
    random = np.random.default_rng(7)
    known = [random.bytes(16) for _ in range(3000)]
    made = []
    for month in (*MONTHS, *MONTHS):
        ids = [known[n] if n % 9 else None for n in random.integers(0, len(known), 900)]
        months = [month if n else MONTHS[0] for n in range(900)]
        made.append((pa.array(ids, CRIME_ID), pa.array(months)))
    return made


def counted_plainly() -> Repeats:
    seen: dict[bytes, list[str]] = defaultdict(list)
    for ids, months in batches():
        for one, month in zip(ids.to_pylist(), months.to_pylist(), strict=True):
            if one is not None:
                seen[one].append(month)
    many = [months for months in seen.values() if len(months) > 1]
    across = [months for months in many if len(set(months)) > 1]
    return Repeats(sum(map(len, many)), len(many), sum(map(len, across)), len(across))


@pytest.mark.parametrize("most_held", [10_000, 700, 1])
def test_repeats_are_as_plain_counting_finds_them_however_few_are_held(most_held: int):
    repeated = RepeatedIds(most_held)
    for ids, months in batches():
        repeated.add(ids, months.dictionary_encode())
    expected = counted_plainly()
    assert expected.ids > expected.ids_across > 0
    assert repeated.found() == expected


def test_nothing_repeats_where_there_is_nothing():
    repeated = RepeatedIds()
    assert repeated.found() == Repeats()
    repeated.add(pa.nulls(3, CRIME_ID), pa.array(["2025-01"] * 3).dictionary_encode())
    assert repeated.found() == Repeats()
    repeated.add(pa.array([b"a" * 16], CRIME_ID), pa.array(["2025-01"]).dictionary_encode())
    assert repeated.found() == Repeats()
