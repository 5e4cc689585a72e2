"""Readers are never blocked by a load or a calculation, and no answer mixes two vintages."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
import urllib.request
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scrutiny.areas import load_areas
from scrutiny.catalogue import load_catalogue
from scrutiny.measures.calculate import calculate
from scrutiny.periods import Month, Window
from scrutiny.sources import open_source
from scrutiny.warehouse.loads import load
from scrutiny.warehouse.workspace import Workspace
from scrutiny.web import edition as module
from scrutiny.web.edition import Edition, Editions, GoneError
from scrutiny.web.once import Once

from .conftest import PATIENCE, SOURCE, running, wait_for

if TYPE_CHECKING:
    from django.test import Client

MEASURE, AREA = "response_median_grade_1", "E23000003"
YEAR = Window.YEAR.ending(Month(2025, 12))
ALL_CRIME = {"measure": "all_crime"}
RELEASED = date(2026, 2, 12)
RELEASE = ("--released", RELEASED.isoformat())
HEAD = "measure,area,period_start,period_end,value,unit,source\n"


@pytest.fixture
def workspace(packaged_workspace: Path, tmp_path: Path) -> Path:
    """A workspace of its own, which a test may load into."""
    return Path(shutil.copytree(packaged_workspace, tmp_path / "workspace"))


@pytest.fixture
def publish(workspace: Path, tmp_path: Path) -> Callable[[float], None]:
    """`publish(9.5)` loads a figure and calculates."""

    def run(value: float) -> None:
        catalogue, areas, space = load_catalogue(), load_areas(), Workspace.open(workspace)
        file = figures_file(tmp_path, value)
        load(space, open_source("figures", [file], areas, catalogue), RELEASED)
        calculate(space, space.engine(), catalogue, areas)

    return run


def figures_file(folder: Path, value: float) -> Path:
    file = folder / f"figures-{value}.csv"
    row = f"{MEASURE},{AREA},2025-01,2025-12,{value},minutes,force-command-and-control\n"
    file.write_text(HEAD + row)
    return file


def figure(edition: Edition) -> float | None:
    return edition.reader.observe(MEASURE, AREA, YEAR, "force-command-and-control").value


def test_a_publication_is_shown_and_the_edition_before_is_kept_for_open_pages(
    workspace: Path, publish: Callable[[float], None]
) -> None:
    publish(9.5)
    editions = Editions(workspace)
    before = editions.current()
    assert figure(before) == 9.5
    publish(9.8)
    assert editions.current() is before  # nobody has looked yet
    assert editions.look()
    assert figure(editions.current()) == 9.8
    assert editions.named(before.id) is before
    assert figure(before) == 9.5
    assert not editions.look()


def test_a_newer_edition_is_prepared_before_readers_see_it(
    workspace: Path, publish: Callable[[float], None]
) -> None:
    editions = Editions(workspace)
    before = editions.current()
    publish(9.5)
    seen = []

    def prepare(made: Edition) -> None:
        seen.append((made.id, editions.current().id))

    editions.look(prepare)
    assert seen == [(editions.current().id, before.id)]


def test_an_edition_that_is_being_prepared_can_be_asked_for_by_name(
    workspace: Path, publish: Callable[[float], None]
) -> None:
    editions = Editions(workspace)
    editions.current()
    publish(9.5)
    assert editions.look(lambda made: same(editions.named(made.id), made))


def test_many_who_ask_first_all_get_the_first_edition(workspace: Path) -> None:
    editions, got = Editions(workspace), []
    begun = threading.Barrier(8)

    def ask() -> None:
        begun.wait()
        got.append(editions.current())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 8
    assert len({id(edition) for edition in got}) == 1


def same(one: object, other: object) -> None:
    assert one is other


def test_the_popular_pages_are_made_before_anyone_asks(packaged_workspace: Path) -> None:
    from scrutiny.web.kinds import PAGES
    from scrutiny.web.popular import POPULAR, make_popular

    edition = Editions(packaged_workspace).current()
    make_popular(edition)
    assert len(edition._contents) == len(POPULAR)
    for kind in PAGES:
        if kind.name in POPULAR:
            kind.content(edition, {"area": AREA} if kind.name == "home" else ALL_CRIME, {})
    assert len(edition._contents) == len(POPULAR)


def test_an_edition_that_another_worker_already_shows_is_made_when_it_is_asked_for(
    workspace: Path, publish: Callable[[float], None]
) -> None:
    editions, other = Editions(workspace), Editions(workspace)
    editions.current()
    publish(9.5)
    newer = other.current().id
    assert editions.named(newer).id == newer
    assert editions.current().id == newer


def test_the_edition_before_the_last_is_gone(
    workspace: Path, publish: Callable[[float], None]
) -> None:
    editions = Editions(workspace)
    first = editions.current().id
    for value in (1.0, 2.0):
        publish(value)
        editions.look()
    with pytest.raises(GoneError):
        editions.named(first)


def test_the_edition_before_is_let_go_of_after_a_while(
    workspace: Path, publish: Callable[[float], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    editions = Editions(workspace)
    before = editions.current().id
    publish(9.5)
    editions.look()
    monkeypatch.setattr(module, "KEEP_BEFORE", 0.0)
    editions.look()
    with pytest.raises(GoneError):
        editions.named(before)


def test_a_snapshot_that_cannot_be_read_leaves_the_edition_as_it_is(
    workspace: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    editions = Editions(workspace)
    before = editions.current()
    newest = max(workspace.glob("snapshots/*.json"))
    half = workspace / "snapshots" / f"{before.snapshot.number + 1:08d}.json"
    half.write_text(newest.read_text()[:100])
    assert not editions.look()
    assert not editions.look()
    assert editions.current() is before
    assert len(caplog.records) == 1  # told once, and not with every look
    half.write_text(newest.read_text().replace('"number": ', '"number": 1'))
    assert not editions.look()  # it is not tried again at once ...
    monkeypatch.setattr(module, "TRY_AGAIN", 0.0)
    assert editions.look()  # ... but after a while
    assert editions.current() is not before


def test_a_workspace_that_is_gone_leaves_the_edition_as_it_is(workspace: Path) -> None:
    editions = Editions(workspace)
    before = editions.current()
    workspace.rename(workspace.with_name("elsewhere"))
    assert not editions.look()
    assert editions.current() is before


def test_a_new_day_is_a_new_edition(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "today", lambda: date(2026, 3, 1))
    editions = Editions(workspace)
    before = editions.current()
    monkeypatch.setattr(module, "today", lambda: date(2026, 3, 2))
    assert editions.look()
    assert editions.current().day == date(2026, 3, 2)
    assert editions.current().snapshot.number == before.snapshot.number


def test_an_edition_keeps_few_readers_of_other_dates(workspace: Path) -> None:
    edition = Editions(workspace).current()
    for day in range(1, 10):
        edition.as_at(date(2020, 1, day))
    assert len(edition._readers) == module.READERS_KEPT
    assert edition.as_at(None) is edition.reader


# What is made once


def test_what_many_ask_for_at_once_is_made_once() -> None:
    once, made, got = Once(2), [], []
    begun = threading.Barrier(8)

    def make() -> object:
        time.sleep(0.05)
        made.append(1)
        return object()

    def ask() -> None:
        begun.wait()
        got.append(once.get("key", make))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert len(set(map(id, got))) == 1


def test_what_could_not_be_made_is_tried_again() -> None:
    once = Once(2)
    with pytest.raises(ZeroDivisionError):
        once.get("key", lambda: 1 / 0)
    assert once.get("key", lambda: 5) == 5


def test_what_was_not_asked_for_lately_is_let_go_of() -> None:
    once = Once(2)
    for key in ("a", "b", "a", "c"):
        once.get(key, lambda key=key: key)  # type: ignore[misc]
    assert once.get("a", lambda: "again") == "a"
    assert once.get("b", lambda: "again") == "again"


# The site


def test_pages_are_answered_while_figures_are_loaded_and_calculated(
    workspace: Path, tmp_path: Path
) -> None:
    """Two workers answer all the while, and an edition always gives the same answer."""
    paths = (f"/measures/{MEASURE}/?area={AREA}&to=2025-12", f"/forces/{AREA}/", "/catalogue/")
    answers: dict[tuple[str, int], set[bytes]] = defaultdict(set)
    wrong: list[str] = []
    stop = threading.Event()

    def ask(site: str) -> None:
        while not stop.is_set():
            for path in paths:
                try:
                    with urllib.request.urlopen(site + path, timeout=PATIENCE) as answer:
                        snapshot = int(answer.headers["X-Edition"].split("-")[0])
                        answers[path, snapshot].add(answer.read())
                except OSError as error:
                    wrong.append(f"{path}: {error}")

    def shown() -> set[int]:
        return {snapshot for _, snapshot in list(answers)}

    with running(workspace) as site:
        threads = [threading.Thread(target=ask, args=(site,)) for _ in range(3)]
        for thread in threads:
            thread.start()
        try:
            before = max(wait_for(shown))
            named = ("--workspace", str(workspace))
            scrutiny("load", "figures", str(figures_file(tmp_path, 9.5)), *RELEASE, *named)
            scrutiny("calculate", *named)
            newest = Workspace.open(workspace).snapshot().number
            assert newest > before
            wait_for(
                lambda: set(paths) == {p for p, snapshot in list(answers) if snapshot == newest}
            )
        finally:
            stop.set()
            for thread in threads:
                thread.join()
    assert wrong == []
    assert [where for where, bodies in answers.items() if len(bodies) > 1] == []


def scrutiny(*command: str) -> None:
    """The command line, in a process of its own as users run it."""
    subprocess.run(
        [sys.executable, "-m", "scrutiny", *command],
        env=os.environ | {"PYTHONPATH": str(SOURCE)},
        check=True,
        capture_output=True,
    )


def test_a_page_asks_for_its_charts_from_its_own_edition(client: Client) -> None:
    page = client.get("/measures/all_crime/?area=E23000003&to=2019-12")
    edition = page["X-Edition"]
    charts = [part for part in page.content.decode().split('"') if "/charts/" in part]
    assert charts
    assert all(f"edition={edition}" in chart for chart in charts)
    answer: Any = client.get(charts[0].replace("&amp;", "&"))
    assert answer["X-Edition"] == edition


def test_an_edition_that_is_gone_leads_to_the_newest(client: Client) -> None:
    answer = client.get("/catalogue/?q=burglary&edition=1-2019-01-01-abc")
    assert answer.status_code == 410
    assert 'href="/catalogue/?q=burglary"' in answer.content.decode()
