"""Calculating after each load, once at the end, again after a change, or twice at the same time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

import scrutiny
from scrutiny.catalogue import Catalogue
from scrutiny.errors import ScrutinyError
from scrutiny.measures.calculate import calculate
from scrutiny.sources import open_source
from scrutiny.warehouse.engines.base import Engine
from scrutiny.warehouse.loads import load

from .small import RELEASED, Small, areas, catalogue

DATA = Path(scrutiny.__file__).parent / "data"
REAL = (
    ("recorded-crime", "recorded_crime/prc_pfa_2017_18_older_vintage.csv.gz", "2018-07-19"),
    ("figures", "figures/figures-2017-11.csv", "2017-11-28"),
    ("street", "street/2019-12-lancashire-street-counts.csv.gz", "2020-02-29"),
    ("street", "street/2020-01-lancashire-street-counts.csv.gz", "2020-03-31"),
    ("figures", "figures/figures-2020-02.csv", "2020-02-20"),
    ("population", "population/pfa_mid_2024.csv", "2025-07-30"),
)


def load_real(small: Small, kind: str, name: str, released: str) -> None:
    reading = open_source(kind, [DATA / name], areas(), catalogue())
    load(small.workspace, reading, date.fromisoformat(released))


def test_calculating_after_each_load_gives_what_calculating_once_does(tmp_path: Path) -> None:
    each, once = Small(tmp_path / "each"), Small(tmp_path / "once")
    for file in REAL:
        load_real(each, *file)
        assert len(each.calculate().loads) == 1
        load_real(once, *file)
    assert len(once.calculate().loads) == len(REAL)
    assert each.observations() == once.observations()
    assert len(once.observations()) > 10_000


@pytest.fixture
def two_loads(small: Small) -> Small:
    small.shoplifting({"Lancashire": {"2019-09": 5, "2019-12": 7}})
    small.street([("2019-12", "E01025300", "Burglary", 3)])
    small.calculate()
    return small


def test_a_second_calculation_has_nothing_to_do_and_publishes_nothing(two_loads: Small) -> None:
    before = two_loads.workspace.snapshot()
    again = two_loads.calculate()
    assert (again.loads, again.observations, again.full) == ((), 0, False)
    assert two_loads.workspace.snapshot() == before


def test_only_the_new_load_is_calculated_and_the_old_files_stay(two_loads: Small) -> None:
    before = set(two_loads.workspace.snapshot().files("observations"))
    record = two_loads.shoplifting({"Lancashire": {"2019-12": 8}}, RELEASED + timedelta(90))
    done = two_loads.calculate()
    assert (done.loads, done.full) == ((record.load,), False)
    assert before < set(done.snapshot.files("observations"))


def test_a_load_that_gives_no_observations_is_not_calculated_for_ever(small: Small) -> None:
    small.load("population", "pfa_mid_2024.csv", ["PFA 2023 Code,Population", "E23000003,1600000"])
    assert len(small.calculate().loads) == 1
    assert small.calculate().loads == ()


def defined_otherwise() -> Catalogue:
    """The catalogue in which shoplifting also counts bicycle theft."""
    changed = []
    for m in catalogue().measures:
        if m.id == "shoplifting":
            m = replace(m, computed=(replace(m.computed[0], where={"offence_code": ("44", "46")}),))
        changed.append(m)
    return replace(catalogue(), measures=tuple(changed))


def test_changed_definitions_calculate_everything_again_in_place_of_the_old(
    two_loads: Small,
) -> None:
    space, other = two_loads.workspace, defined_otherwise()
    before = two_loads.observations()
    done = calculate(space, space.engine(), other, areas())
    assert (len(done.loads), done.full) == (2, True)
    assert two_loads.observations() == before  # no bicycle was stolen: the values are the same
    with pytest.raises(ScrutinyError, match="definitions have changed"):
        two_loads.reader()
    back = two_loads.calculate()
    assert (len(back.loads), back.full) == (2, True)
    assert two_loads.observations() == before


def test_a_new_title_or_reason_asks_for_no_calculation() -> None:
    renamed = tuple(replace(m, title="x", why="y", breaks=()) for m in catalogue().measures)
    assert replace(catalogue(), measures=renamed).fingerprint == catalogue().fingerprint
    assert defined_otherwise().fingerprint != catalogue().fingerprint


class Interrupted:
    """An engine that lets something else happen in the middle of a calculation, once."""

    def __init__(self, engine: Engine, meanwhile: Callable[[], object]) -> None:
        self.engine, self.meanwhile = engine, [meanwhile]

    def run(self, *arguments, **named):
        if self.meanwhile:
            self.meanwhile.pop()()
        return self.engine.run(*arguments, **named)


def interrupted(small: Small, meanwhile: Callable[[], object]) -> Engine:
    return Interrupted(small.workspace.engine(), meanwhile)  # type: ignore[return-value]


def test_a_load_that_comes_while_a_calculation_runs_waits_its_turn(small: Small) -> None:
    small.shoplifting({"Lancashire": {"2019-12": 7}})
    engine = interrupted(small, lambda: small.street([("2019-12", "E01025300", "Burglary", 3)]))
    assert len(calculate(small.workspace, engine, catalogue(), areas()).loads) == 1
    assert len(small.calculate().loads) == 1
    rows = small.observations()
    assert len(rows) == len(set(rows))


def test_a_calculation_that_another_overtook_says_so_and_changes_nothing(small: Small) -> None:
    small.shoplifting({"Lancashire": {"2019-12": 7}})
    engine = interrupted(small, small.calculate)
    with pytest.raises(ScrutinyError, match="finished first: calculate again"):
        calculate(small.workspace, engine, catalogue(), areas())
    files = list((small.workspace.path / "tables" / "observations").glob("*.parquet"))
    published = small.workspace.snapshot().files("observations")
    assert {str(f) for f in files} == set(published)
    small.calculate()
    rows = small.observations()
    assert len(rows) == len(set(rows))
    assert [r[5] for r in rows if r[0] == "shoplifting"] == [7]


def test_an_engine_that_fails_leaves_what_was_published(two_loads: Small) -> None:
    before = two_loads.observations()
    two_loads.shoplifting({"Lancashire": {"2019-12": 8}}, RELEASED + timedelta(90))

    def fail() -> None:
        raise MemoryError

    with pytest.raises(MemoryError):
        calculate(two_loads.workspace, interrupted(two_loads, fail), catalogue(), areas())
    assert two_loads.observations() == before
    assert len(two_loads.calculate().loads) == 1


def test_progress_names_each_table_and_ends(small: Small) -> None:
    small.shoplifting({"Lancashire": {"2019-12": 7}})
    small.figures({("2019-12", "2019-12"): 1})
    told: list[tuple[str, int, int | None]] = []
    calculate(
        small.workspace, small.workspace.engine(), catalogue(), areas(),
        lambda *step: told.append(step),
    )  # fmt: skip
    assert told == [("figures", 0, 2), ("recorded crime", 1, 2), ("done", 2, 2)]
