"""What a chart of a report marks: breaks and events in words, and the target."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scrutiny.catalogue.model import Measure, Target
from scrutiny.measures.read import Reader
from scrutiny.periods import Month
from scrutiny.reports.context import Context
from scrutiny.reports.drawn import control_chart, marked_breaks
from scrutiny.reports.model import Chart
from scrutiny.reports.template import BlockSpec

LANCASHIRE, BURNLEY, CLEVELAND = "E23000003", "E07000117", "E23000013"
RECORDING = "Apr 2018: Lancashire recording"


@pytest.mark.parametrize(
    ("area", "measure", "marked"),
    [
        (LANCASHIRE, "all_crime", True),
        (BURNLEY, "street_crime", True),
        (CLEVELAND, "all_crime", False),
    ],
)
def test_a_break_in_a_forces_recording_is_marked_by_name_on_the_charts_of_its_districts_too(
    packaged_reader: Reader, area: str, measure: str, marked: bool
) -> None:
    context = Context(packaged_reader, area, Month(2025, 12))
    found = marked_breaks(context, packaged_reader.catalogue.measure(measure), Month(2015, 1))
    assert (RECORDING in [each.text for each in found]) == marked
    assert "Mar 2020: lockdown" in [each.text for each in found]


def test_a_target_is_drawn_and_named(
    packaged_reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def with_target(self: Context, id: str) -> Measure:
        wanted = Target("under", 31_000.0, "under 31,000")
        return replace(self.reader.catalogue.measure(id), target=wanted)

    monkeypatch.setattr(Context, "measure", with_target)
    context = Context(packaged_reader, LANCASHIRE, Month(2025, 12))
    spec = BlockSpec("control-chart", measure="all_crime")
    chart = next(each for each in control_chart(context, spec) if isinstance(each, Chart))
    assert "Target under 31,000" in str(chart.spec)
