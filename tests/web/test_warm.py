"""What a worker gets ready before its first reader asks."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.web.conftest import SOURCE, surroundings

if TYPE_CHECKING:
    from scrutiny.web.edition import Edition


@pytest.fixture
def edition(django_site: None) -> Edition:
    from scrutiny.web.edition import editions

    return editions().current()


@pytest.fixture
def _charts_checked_afterwards() -> Iterator[None]:
    """Other tests in this process go on checking each part of a chart."""
    from altair.utils.schemapi import debug_mode

    from scrutiny.web.warm import warm

    warm.cache_clear()
    with debug_mode(True):
        yield
    warm.cache_clear()


@pytest.mark.usefixtures("_charts_checked_afterwards")
def test_a_first_reader_waits_for_no_import_picture_or_list_of_areas(django_site: None) -> None:
    from altair.utils import schemapi

    from scrutiny.reports.pictures import _drawn
    from scrutiny.web.content.areas import names
    from scrutiny.web.warm import warm

    names.cache_clear()
    _drawn.cache_clear()
    warm()
    assert "statsmodels.tsa.holtwinters" in sys.modules
    assert names.cache_info().currsize == 1
    assert _drawn.cache_info().currsize == 1
    assert not schemapi.DEBUG_MODE


@pytest.mark.usefixtures("_charts_checked_afterwards")
def test_what_cannot_be_got_ready_is_logged_and_the_popular_pages_are_made_all_the_same(
    edition: Edition, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from scrutiny.web import warm

    made: list[Edition] = []
    monkeypatch.setattr(warm, "SLOW_TO_IMPORT", ("scrutiny.no_such_library",))
    monkeypatch.setattr(warm, "make_popular", made.append)
    with caplog.at_level(logging.WARNING):
        warm.get_ready(edition)
    assert "no_such_library" in caplog.text
    assert made == [edition]


def test_a_chart_is_the_same_whether_its_parts_are_checked_or_not(edition: Edition) -> None:
    from altair.utils.schemapi import debug_mode

    from scrutiny.web.asked import asked
    from scrutiny.web.content.measure import measure_page

    choices = asked(edition, {"area": "E23000003", "to": "2019-12"})

    def drawn() -> list[object]:
        return [c.spec for c in measure_page(edition, choices, measure="all_crime").charts]

    with debug_mode(True):
        checked = drawn()
    with debug_mode(False):
        assert drawn() == checked
    assert checked


def test_a_worker_has_its_addresses_before_anyone_asks(packaged_workspace: Path) -> None:
    """In a process of its own: in this one everything has been imported long ago."""
    said = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, scrutiny.web.wsgi\nprint('scrutiny.web.urls' in sys.modules)",
        ],
        env=surroundings()
        | {
            "PYTHONPATH": str(SOURCE),
            "DJANGO_SETTINGS_MODULE": "scrutiny.web.settings.local",
            "SCRUTINY_WORKSPACE": str(packaged_workspace),
        },
        check=True,
        capture_output=True,
        text=True,
    )
    assert said.stdout == "True\n"
