"""Every word of a chart is really drawn, and the same chart is the same picture."""

from __future__ import annotations

import re
import zlib
from dataclasses import replace
from typing import Any

import pytest
from tests.reports.sample import sample_document

from scrutiny.errors import ScrutinyError
from scrutiny.reports import pictures
from scrutiny.reports.model import Chart


def _charts() -> list[Chart]:
    return [block for block in sample_document().walk() if isinstance(block, Chart)]


def _text_only(font: str) -> Chart:
    """A chart of one word and nothing else."""
    spec: dict[str, Any] = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": 200,
        "height": 60,
        "data": {"values": [{}]},
        "config": {"view": {"stroke": None}},
        "mark": {"type": "text", "font": font, "fontSize": 30},
        "encoding": {"text": {"value": "Robbery"}},
    }
    return Chart("words", 1, "Words", "Words", spec, 200, 60)


def _grey_levels(png: bytes) -> int:
    """How many different bytes the picture's rows hold: 2 at most for a blank one."""
    data, at = b"", 8
    while at < len(png):
        length, kind = int.from_bytes(png[at : at + 4], "big"), png[at + 4 : at + 8]
        if kind == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += length + 12
    return len(set(zlib.decompress(data)))


def test_words_leave_ink_on_the_png() -> None:
    assert _grey_levels(pictures.png(_text_only("'Source Sans 3'"))) > 20


@pytest.mark.parametrize("font", ["No Such Font", "Source Sans 3", "sans-serif"])
def test_a_font_that_would_lose_its_words_is_refused(font: str) -> None:
    with pytest.raises(ScrutinyError, match="would not be drawn"):
        pictures.svg(_text_only(font))


def test_the_same_chart_is_the_same_picture_however_many_were_drawn_before() -> None:
    chart = _charts()[0]
    first = pictures.svg(chart)
    pictures._drawn.cache_clear()
    pictures.svg(_charts()[1])
    assert pictures.svg(chart) == first


def test_two_charts_on_a_page_share_no_ids() -> None:
    def ids(chart: Chart) -> set[str]:
        spec = {**chart.spec}
        spec["layer"] = [
            {**layer, "mark": {**layer["mark"], "clip": True}} for layer in spec["layer"]
        ]
        return set(re.findall(r'\bid="([^"]+)"', pictures.svg(replace(chart, spec=spec))))

    one, two = _charts()
    assert ids(one)
    assert ids(one).isdisjoint(ids(two))


def test_the_png_is_as_many_times_the_size_as_asked() -> None:
    chart = _text_only("'Source Sans 3'")
    wide = [int.from_bytes(pictures.png(chart, scale)[16:20], "big") for scale in (1, 3)]
    assert wide[1] == 3 * wide[0]
