"""Records are counted a few periods at a time: the observations are those of counting them once."""

from __future__ import annotations

from pathlib import Path

import pytest

from scrutiny.measures import reduce
from scrutiny.measures.reduce import passes

from .small import Small

MONTHS = tuple(f"2019-{month:02d}" for month in range(1, 13))


def with_a_year_of_street_crime(folder: Path) -> Small:
    small = Small(folder)
    small.street([(month, "E01025300", "Burglary", n + 1) for n, month in enumerate(MONTHS)])
    small.street([(month, "E01025300", "Drugs", 2) for month in MONTHS[:2]])
    return small


def runs(small: Small) -> list[tuple[str, str]]:
    snapshot = small.workspace.snapshot()
    loads = sorted(load for (load,) in snapshot.rows("loads", ("load",)))
    return passes(snapshot, "street", loads)


@pytest.mark.parametrize("at_once", [1, 20, 30])
def test_counting_in_passes_gives_what_counting_once_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    once = with_a_year_of_street_crime(tmp_path / "once")
    assert runs(once) == [(MONTHS[0], MONTHS[-1])]
    once.calculate()
    monkeypatch.setattr(reduce, "ROWS_AT_ONCE", at_once)
    several = with_a_year_of_street_crime(tmp_path / "several")
    assert len(runs(several)) > 1
    several.calculate()
    assert sorted(several.observations()) == sorted(once.observations())
    assert len(once.observations()) > len(MONTHS)


def test_every_period_is_in_one_pass(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = with_a_year_of_street_crime(tmp_path)
    for at_once in range(1, 100, 7):
        monkeypatch.setattr(reduce, "ROWS_AT_ONCE", at_once)
        for month in MONTHS:
            assert sum(first <= month <= last for first, last in runs(small)) == 1
