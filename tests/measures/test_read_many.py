"""One reader for a site: asked for much at once, by several threads, for days."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scrutiny.areas import load_areas
from scrutiny.catalogue import load_catalogue
from scrutiny.comparison.forces import among_forces
from scrutiny.measures import population, read, stored
from scrutiny.measures.read import Reader
from scrutiny.measures.recent import Recent
from scrutiny.measures.timeline import Timeline
from scrutiny.observation import Observation
from scrutiny.periods import Month, Period, Window
from scrutiny.warehouse.workspace import Workspace

LANCASHIRE, NORTH_WEST, ENGLAND_AND_WALES = "E23000003", "E12000002", "K04000001"
SIMILAR, TRANSPORT_POLICE = "MSG-E23000003", "BTP"
BURNLEY, EAST = "E07000117", "LANCS-EAST"
ENDS = [Month(year, month) for year in (2013, 2018, 2019, 2020, 2025) for month in (3, 6, 11, 12)]
PERIODS = [window.ending(end) for end in ENDS for window in (Window.MONTH, Window.YEAR)]

Question = tuple[str, str, Period, str | None]


@pytest.fixture
def fresh(packaged_workspace: Path) -> Callable[[], Reader]:
    """Makes readers that have read nothing yet."""
    snapshot = Workspace.open(packaged_workspace).snapshot()
    return lambda: Reader(snapshot, load_catalogue(), load_areas())


def places(reader: Reader) -> list[str]:
    lsoas = reader.areas.children(BURNLEY, "lsoa")[:3]
    wards = reader.areas.children(BURNLEY, "ward")[:3]
    forces = [area.code for area in reader.areas.forces()][::6]
    groups = [NORTH_WEST, ENGLAND_AND_WALES, SIMILAR]
    return [LANCASHIRE, TRANSPORT_POLICE, BURNLEY, EAST, *lsoas, *wards, *forces, *groups]


def questions(reader: Reader, number: int) -> list[Question]:
    """Some of all that can be asked, the same each time."""
    chance = random.Random(number)
    every = [
        (measure.id, area, period, source)
        for measure in reader.catalogue.measures
        for area in places(reader)
        for period in PERIODS
        for source in reader.sources(measure)
    ]
    return chance.sample(every, number)


def ask(reader: Reader, question: Question) -> Observation:
    return reader.observe(*question)


def test_a_series_is_what_each_of_its_periods_is_alone(fresh: Callable[[], Reader]) -> None:
    at_once, one_by_one = fresh(), fresh()
    at_once.read_all_forces()
    months = [p for p in PERIODS if len(p) == 1]
    quarters = [Window.QUARTER.ending(end) for end in ENDS if end.ends_quarter]
    years = [p for p in PERIODS if len(p) == 12]
    seen = 0
    for measure in at_once.catalogue.measures[::4]:
        for area in places(at_once):
            for periods in (months, quarters, years):
                series = at_once.series(measure, area, periods)
                assert series == tuple(one_by_one.observe(measure, area, p) for p in periods)
                seen += sum(o.value is not None for o in series)
    assert seen > 1000


def test_forces_read_all_at_once_are_those_read_a_measure_at_a_time(
    fresh: Callable[[], Reader],
) -> None:
    at_once, one_by_one = fresh(), fresh()
    at_once.read_all_forces()
    asked = questions(one_by_one, 2000)
    answers = [ask(at_once, q) for q in asked]
    assert answers == [ask(one_by_one, q) for q in asked]
    assert sum(o.value is not None for o in answers) > 100


def test_a_figure_is_the_row_that_is_stored(
    packaged_workspace: Path, packaged_reader: Reader
) -> None:
    rows = Workspace.open(packaged_workspace).snapshot().rows(
        "observations", ("first", "value"), {"measure": "street_crime", "area": BURNLEY}
    )  # fmt: skip
    assert len(rows) > 12
    for first, value in rows:
        month = Month.parse(str(first))
        assert packaged_reader.observe("street_crime", BURNLEY, Period(month, month)).value == value


def test_many_threads_are_given_the_answers_that_one_is(fresh: Callable[[], Reader]) -> None:
    alone, shared = fresh(), fresh()
    asked = questions(alone, 1500)
    expected = [ask(alone, q) for q in asked]
    rates = ["all_crime_rate", "shoplifting_rate", "robbery_rate"]
    measures = [m for m in alone.catalogue.measures if m.id in rates]
    forces = [among_forces(alone, m, LANCASHIRE, Month(2025, 12)) for m in measures]
    with ThreadPoolExecutor(8) as pool:
        tables = [
            pool.submit(among_forces, shared, m, LANCASHIRE, Month(2025, 12)) for m in measures * 4
        ]
        everything = pool.submit(shared.read_all_forces)
        answers = [list(pool.map(lambda q: ask(shared, q), asked)) for _ in range(2)]
        assert [t.result() for t in tables] == forces * 4
        everything.result()
    assert answers == [expected, expected]


def test_only_the_small_areas_beside_the_one_asked_for_are_read(
    fresh: Callable[[], Reader],
) -> None:
    reader = fresh()
    lsoa = reader.areas.children(BURNLEY, "lsoa")[0]
    reader.observe("street_crime", lsoa, Window.YEAR.ending(Month(2025, 12)))
    read_of = {key[1] for key in reader.stored.small_areas}
    assert read_of == set(reader.areas.children(BURNLEY, "lsoa"))


def test_what_is_kept_of_small_areas_is_bounded_and_the_answers_are_the_same(
    fresh: Callable[[], Reader], monkeypatch: pytest.MonkeyPatch
) -> None:
    free = fresh()
    monkeypatch.setattr(stored, "SERIES_KEPT", 50)
    monkeypatch.setattr(population, "AREAS_KEPT", 5)
    monkeypatch.setattr(read, "HIDDEN_KEPT", 2)
    monkeypatch.setattr(read, "TABLES_KEPT", 2)
    bounded = fresh()
    year = Window.YEAR.ending(Month(2025, 12))
    wards = bounded.areas.children(LANCASHIRE, "ward")
    assert len(wards) > 200
    for measure in ("street_crime", "street_burglary"):
        for ward in wards:
            assert bounded.observe(measure, ward, year) == free.observe(measure, ward, year)
            assert len(bounded.stored.small_areas) <= 50
    for force in bounded.areas.forces():
        bounded.observe("all_crime_rate", force.code, year)
    assert bounded.populations.choices.cache_info().currsize == 5
    for measure in ("all_crime", "robbery_personal", "shoplifting"):
        among_forces(bounded, bounded.catalogue.measure(measure), LANCASHIRE, year.last)
    assert len(bounded.tables) == 2


def test_every_store_of_a_reader_has_its_bound(fresh: Callable[[], Reader]) -> None:
    reader = fresh()
    assert reader.stored.small_areas.most == stored.SERIES_KEPT
    assert reader.hidden.most == read.HIDDEN_KEPT
    assert reader.tables.most == read.TABLES_KEPT
    assert reader.populations.choices.cache_info().maxsize == population.AREAS_KEPT


def test_what_was_used_last_is_kept() -> None:
    recent: Recent[str, int] = Recent(2)
    recent.put({"a": 1, "b": 2})
    assert recent.get("a") == 1
    recent.put({"c": 3})
    assert [recent.get(key) for key in "abc"] == [1, None, 3]


def test_a_timeline_has_a_place_for_each_step_and_knows_its_gaps() -> None:
    answers = {Period.parse(m, m): m for m in ("2019-12", "2020-01", "2020-04")}
    line = Timeline.of(answers | {Period.parse("2020-01", "2020-03"): "a quarter"}, 1)
    assert line.loads == ("2019-12", "2020-01", None, None, "2020-04")
    assert line.span(Period.parse("2020-01", "2020-02")) == (1, 3)
    assert line.whole(0, 2)
    assert not line.whole(-1, 1)
    assert not line.whole(4, 6)
    assert [str(line.period(n)) for n in line.absent(1, 6)] == ["2020-02", "2020-03", "2020-05"]


def test_a_timeline_of_quarters_is_of_financial_quarters() -> None:
    answers = {Period.parse("2019-04", "2019-06"): "a", Period.parse("2019-10", "2019-12"): "b"}
    line = Timeline.of(answers | {Period.parse("2020-02", "2020-04"): "no quarter"}, 3)
    assert line.loads == ("a", None, "b")
    assert line.span(Period.parse("2019-04", "2019-12")) == (0, 3)
