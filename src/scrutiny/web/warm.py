"""What the first readers of a worker would wait for, got ready before they ask."""

from __future__ import annotations

import logging
from functools import cache
from importlib import import_module

from scrutiny.areas import load_areas
from scrutiny.web.edition import Edition
from scrutiny.web.popular import make_popular

log = logging.getLogger(__name__)

SLOW_TO_IMPORT = ("statsmodels.tsa.holtwinters",)  # with pandas and scipy: seconds, for projections


def get_ready(edition: Edition) -> None:
    """What all editions need, once a process; then the edition's popular pages.

    It is one after the other, for two threads had better not import the same libraries at once.
    """
    warm()
    make_popular(edition)


@cache
def warm() -> None:
    """Import slow libraries, draw a first picture, and list the areas by name."""
    try:
        _check_charts_once()
        for name in SLOW_TO_IMPORT:
            import_module(name)
        _draw()
        _list_areas()
    except Exception as error:  # who needs it is told; nobody else is held up
        log.warning("the site could not get ready beforehand: %s", error)


def _check_charts_once() -> None:
    """Altair checks each part of a chart as it is put together, which is for those who write one.

    It is a fifth of a second a page.
    """
    from altair.utils.schemapi import disable_debug_mode

    disable_debug_mode()


def _draw() -> None:
    """The first picture starts Vega and reads the fonts."""
    from scrutiny.charts.theme import FONT
    from scrutiny.reports.model import Chart
    from scrutiny.reports.pictures import svg

    spec = {
        "title": {"text": "Ready", "font": FONT},
        "data": {"values": [{}]},
        "mark": "point",
    }
    svg(Chart("ready", 0, "Ready", "Ready", spec, 1, 1))


def _list_areas() -> None:
    from scrutiny.web.content.areas import names

    names(load_areas())
