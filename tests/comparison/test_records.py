"""Records by what they say add up to the measures that count the same records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scrutiny.comparison.records import records_of
from scrutiny.periods import Period

if TYPE_CHECKING:
    from scrutiny.measures.read import Reader

LANCASHIRE, NATION = "E23000003", "K04000001"
YEAR_2019 = Period.parse("2019-01", "2019-12")
YEAR_2024 = Period.parse("2024-04", "2025-03")


@pytest.mark.parametrize(
    ("whole", "area", "period", "column"),
    [
        ("stop_and_search", LANCASHIRE, YEAR_2019, "object_of_search"),
        ("stop_and_search", LANCASHIRE, Period.parse("2019-05", "2019-07"), "gender"),
        ("crimes_by_outcome", LANCASHIRE, YEAR_2024, "offence_group"),
        ("crimes_by_outcome", NATION, YEAR_2024, "outcome_type"),
    ],
)
def test_the_parts_add_up_to_the_measure_of_the_whole(
    packaged_reader: Reader, whole: str, area: str, period: Period, column: str
) -> None:
    measure = packaged_reader.catalogue.measure(whole)
    counts = records_of(packaged_reader, measure, area, period).counts(column)
    assert len(counts) > 2
    assert sum(counts.values()) == packaged_reader.observe(measure, area, period).value


def test_a_blank_is_counted_as_none(packaged_reader: Reader) -> None:
    measure = packaged_reader.catalogue.measure("stop_and_search")
    counts = records_of(packaged_reader, measure, LANCASHIRE, YEAR_2019).counts("outcome_linked")
    assert counts == {(None,): 7771}


def test_a_force_without_records_has_none_to_count(packaged_reader: Reader) -> None:
    measure = packaged_reader.catalogue.measure("stop_and_search")
    records = records_of(packaged_reader, measure, "E23000013", YEAR_2019)
    assert (records.loads, records.counts("gender")) == ((), {})
