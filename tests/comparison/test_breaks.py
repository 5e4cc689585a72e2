"""A break of a force bears on the areas in it, and on the totals it is in."""

from scrutiny.analysis.control_chart import rebase_months
from scrutiny.areas import load_areas
from scrutiny.catalogue import load_catalogue
from scrutiny.catalogue.model import BreakKind
from scrutiny.comparison.breaks import measured_in
from scrutiny.periods import Month

AREAS, ALL_CRIME = load_areas(), load_catalogue().measure("all_crime")
APRIL_2018, NOW = Month(2018, 4), Month(2019, 12)


def test_a_force_s_break_rebases_the_districts_and_divisions_in_it() -> None:
    for area in ("E07000123", "LANCS-EAST"):
        assert APRIL_2018 in rebase_months(measured_in(ALL_CRIME, area, AREAS, NOW), area)


def test_a_force_s_break_is_told_of_a_total_that_it_is_in_and_does_not_rebase_it() -> None:
    group = measured_in(ALL_CRIME, "MSG-E23000003", AREAS, NOW)
    told = [b for b in group.breaks if b.month == APRIL_2018]
    assert [(b.area, b.kind) for b in told] == [("MSG-E23000003", BreakKind.EVENT)]
    assert APRIL_2018 not in rebase_months(group, "MSG-E23000003")


def test_another_force_is_not_touched() -> None:
    assert measured_in(ALL_CRIME, "E23000013", AREAS, NOW).breaks == ALL_CRIME.breaks
    assert APRIL_2018 not in rebase_months(ALL_CRIME, "E23000013")
