"""A force's scorecard says what the comparison, the chart and the table of forces say alone."""

from __future__ import annotations

import pytest

from scrutiny.analysis.exceptions import find_exceptions
from scrutiny.analysis.peers import peers
from scrutiny.catalogue.model import Kind
from scrutiny.comparison.charting import chart_of
from scrutiny.comparison.compare import compare, grain_of, series
from scrutiny.comparison.exceptions import exceptions_of
from scrutiny.comparison.forces import among_forces
from scrutiny.comparison.scorecard import SPARKLINE_POINTS, Scorecard, ScoreRow, scorecard_of
from scrutiny.comparison.standing import OLDEST_MONTHS
from scrutiny.errors import ScrutinyError
from scrutiny.measures.read import Reader
from scrutiny.periods import Month, Window

LANCASHIRE, GREATER_MANCHESTER, BURNLEY = "E23000003", "E23000005", "E07000117"
MONTHS = [
    (LANCASHIRE, Month(2019, 12)),
    (LANCASHIRE, Month(2025, 12)),
    (GREATER_MANCHESTER, Month(2025, 12)),
]


@pytest.fixture(params=MONTHS, ids=str)
def card(request: pytest.FixtureRequest, packaged_reader: Reader) -> Scorecard:
    return scorecard_of(packaged_reader, *request.param)


def row_of(card: Scorecard, measure: str) -> ScoreRow:
    [row] = [row for row in card.rows if row.measure.id == measure]
    return row


def test_the_figures_are_those_of_each_comparison_alone(
    packaged_reader: Reader, card: Scorecard
) -> None:
    assert len(card.rows) > 150
    for row in card.rows:
        found = row.comparison
        alone = compare(
            packaged_reader, row.measure, card.area, found.current.period.last, found.window,
            source=found.current.source,
        )  # fmt: skip
        assert found == alone
        assert (row.missing is None) == (found.current.value is not None)
        assert row.missing == found.current.missing


def test_a_figure_of_the_year_is_preferred_to_any_other(
    packaged_reader: Reader, card: Scorecard
) -> None:
    for row in card.rows:
        year = packaged_reader.observe(row.measure, card.area, Window.YEAR.ending(card.to))
        if year.value is not None:
            assert row.comparison.current == year
            assert row.late is None


def test_the_charts_are_those_of_each_measure_alone(
    packaged_reader: Reader, card: Scorecard
) -> None:
    drawn = [row for row in card.rows if row.chart is not None]
    assert len(drawn) > 90
    for row in drawn:
        at = (row.measure, card.area, row.points[-1].period.last)
        source = row.comparison.current.source
        chart = chart_of(packaged_reader, *at, source=source)
        assert row.chart == chart
        assert (row.variation, row.assurance) == (chart.variation, chart.assurance)
        assert row.verdict == chart.verdict
        alone = series(packaged_reader, *at, source=source)
        assert row.points == alone[-SPARKLINE_POINTS:]


def test_the_ranks_are_those_among_all_forces_and_among_similar_ones(
    packaged_reader: Reader, card: Scorecard
) -> None:
    ranked = [row for row in card.rows if row.among_all is not None]
    assert len(ranked) > 60
    for row in ranked:
        current = row.comparison.current
        forces = among_forces(
            packaged_reader, row.measure, card.area, current.period.last, row.comparison.window,
            source=current.source,
        )  # fmt: skip
        assert forces is not None
        assert row.forces == forces
        assert forces.row is not None
        assert row.among_all is not None
        assert (row.among_all.place, row.among_all.of) == (
            forces.row.rank,
            forces.comparison.ranked,
        )
        near = {code: o for code, o in forces.current.items() if code in forces.similar}
        if not near:
            assert row.among_similar is None
            continue
        alike = peers(row.measure, near | {card.area: forces.current[card.area]}, {})
        own = alike.row(card.area)
        assert own is not None
        assert row.among_similar is not None
        assert (row.among_similar.place, row.among_similar.of) == (own.rank, alike.ranked)


def test_its_exceptions_are_those_of_the_month(packaged_reader: Reader, card: Scorecard) -> None:
    assert list(card.exceptions) == exceptions_of(packaged_reader, card.area, card.to)


def test_every_signal_is_that_of_the_chart_and_the_change_made_for_it_alone(
    packaged_reader: Reader, card: Scorecard
) -> None:
    expected = set()
    for row in card.rows:
        measure = row.measure
        year = packaged_reader.observe(measure, card.area, Window.YEAR.ending(card.to))
        if measure.grain == "window" or measure.kind is Kind.LEVEL or year.value is None:
            continue
        now = compare(packaged_reader, measure, card.area, card.to, grain_of(measure))
        chart = chart_of(packaged_reader, measure, card.area, card.to)
        found = find_exceptions(measure, now.current, change=now.change, chart=chart)
        expected |= {e.reason for e in found if e.kind == "signal"}
    assert {e.reason for e in card.exceptions if e.kind == "signal"} == expected


def test_measures_stand_under_their_priorities_in_the_catalogues_order(
    packaged_reader: Reader, card: Scorecard
) -> None:
    catalogue = packaged_reader.catalogue
    assert [s.priority for s in card.sections] == list(catalogue.priorities)
    for section in card.sections:
        listed = [*(row.measure for row in section.rows), *section.not_loaded]
        in_order = catalogue.for_priority(section.priority.id)
        assert sorted(m.id for m in listed) == sorted(m.id for m in in_order)
        assert [r.measure for r in section.rows] == [
            m for m in in_order if m not in section.not_loaded
        ]


def test_a_late_figure_says_so_and_is_not_a_year_old(card: Scorecard) -> None:
    late = [row for row in card.rows if row.late is not None]
    for row in late:
        current = row.comparison.current
        assert 0 < card.to.months_since(current.period.last) <= OLDEST_MONTHS
        assert current.period.name in (row.late or "")
    prompt = [row for row in card.rows if row.late is None and row.missing is None]
    assert {row.comparison.current.period.last for row in prompt} == {card.to}


def test_outcomes_that_stop_at_march_are_late_in_december(packaged_reader: Reader) -> None:
    card = scorecard_of(packaged_reader, LANCASHIRE, Month(2025, 12))
    row = row_of(card, "positive_outcome_rate")
    assert row.comparison.current.period.last == Month(2025, 3)
    assert row.late is not None
    assert "the latest figure is for April 2024 to March 2025. It usually comes out" in row.late


def test_a_year_with_a_month_missing_says_which(packaged_reader: Reader) -> None:
    card = scorecard_of(packaged_reader, LANCASHIRE, Month(2020, 12))
    row = row_of(card, "street_crime")
    assert row.comparison.current.value is None
    assert "June 2020" in (row.missing or "")
    assert row.among_all is None
    assert row.points[-1].value is not None  # the month itself is there


def test_a_measure_supplied_for_nine_months_stands_with_the_year_before(
    packaged_reader: Reader,
) -> None:
    card = scorecard_of(packaged_reader, LANCASHIRE, Month(2019, 12))
    row = row_of(card, "spend_operational_frontline")
    assert row.comparison.window is Window.FYTD
    assert str(row.comparison.current.period) == "2019-04 to 2019-12"
    assert row.chart is None
    assert row.verdict is None


def test_a_measure_never_loaded_for_a_force_is_told_apart_from_a_gap(
    packaged_reader: Reader,
) -> None:
    card = scorecard_of(packaged_reader, GREATER_MANCHESTER, Month(2025, 12))
    absent = {m.id for section in card.sections for m in section.not_loaded}
    assert "street_crime" in absent
    assert "street_crime" not in {row.measure.id for row in card.rows}


def test_a_district_has_a_scorecard_without_ranks(packaged_reader: Reader) -> None:
    card = scorecard_of(packaged_reader, BURNLEY, Month(2025, 12))
    assert row_of(card, "street_crime").comparison.current.value is not None
    assert all(row.forces is None and row.among_all is None for row in card.rows)


def test_an_unknown_area_has_none(packaged_reader: Reader) -> None:
    with pytest.raises(ScrutinyError, match="no area has the code"):
        scorecard_of(packaged_reader, "E23999999", Month(2025, 12))
