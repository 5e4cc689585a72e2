"""What drove a change: shares of the rise and of the fall, and nothing left unnamed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutiny.analysis.change import Change
from scrutiny.analysis.drivers import drivers
from scrutiny.catalogue.model import Measure

Make = Callable[..., Measure]


def moved(count: float | None, comparable: bool = True) -> Change:
    return Change(
        current=None, previous=None, count=count, percent=None, points=None, direction=None,
        text="", significant=None, method=None, comparable=comparable, cautious=False,
        incomplete=count is None, caveats=(),
    )  # fmt: skip


@pytest.fixture(scope="session")
def parts(a_measure: Make) -> Callable[..., list[tuple[Measure, Change]]]:
    def make(**counts: float | None) -> list[tuple[Measure, Change]]:
        return [
            (a_measure(id=name, title=name.replace("_", " ").capitalize()), moved(count))
            for name, count in counts.items()
        ]

    return make


def test_four_offence_types_of_the_2017_report(parts: Callable) -> None:
    """The report of November 2017 says 43% of the rise; 5,811 of 13,320 is 43.6%, so 44%."""
    found = drivers(
        moved(13320),
        parts(
            assault_without_injury=2116,
            assault_less_serious_injury=1924,
            public_order=1193,
            harassment=578,
        ),
    )
    assert found is not None
    assert found.text == (
        "Four offence types make up 44% of the rise: assault without injury (+2,116), assault "
        "less serious injury (+1,924), public order (+1,193) and harassment (+578)."
    )
    rest = found.risers[-1]
    assert (rest.measure, rest.title, rest.count) == (None, "everything else", 7509)


def test_parts_that_offset_a_fall_are_said(parts: Callable) -> None:
    found = drivers(moved(-100), parts(burglary=-130, robbery=-20, public_order=50))
    assert found is not None
    assert found.text == (
        "One offence type makes up 87% of the fall: burglary (-130). Rises of 50 offset part of "
        "it, in public order (+50)."
    )


def test_what_the_parts_leave_over_is_named(parts: Callable) -> None:
    found = drivers(moved(100), parts(burglary=130))
    assert found is not None
    assert [(p.title, p.count) for p in found.fallers] == [("everything else", -30)]
    whole = drivers(moved(130), parts(burglary=130))
    assert whole is not None
    assert whole.fallers == ()


def test_a_part_without_a_figure_is_named_and_not_nought(parts: Callable) -> None:
    found = drivers(moved(100), parts(burglary=60, rape=None))
    assert found is not None
    assert found.missing == ("Rape",)
    assert found.text.endswith("There is no figure for Rape.")
    assert [p.title for p in found.risers] == ["Burglary", "everything else"]


def test_rises_and_falls_that_cancel_out_are_said(parts: Callable) -> None:
    found = drivers(moved(0), parts(burglary=60, robbery=-60))
    assert found is not None
    assert found.text.startswith("Rises in some parts and falls in others cancel out.")


def test_nothing_drove_what_cannot_be_compared(parts: Callable) -> None:
    assert drivers(moved(100, comparable=False), parts(burglary=100)) is None
    assert drivers(moved(None), parts(burglary=100)) is None


@given(st.lists(st.integers(-500, 500), min_size=1, max_size=12), st.integers(-800, 800))
def test_the_parts_add_up_to_the_total_and_the_shares_to_one(
    parts: Callable, counts: list[int], total: int
) -> None:
    found = drivers(moved(total), parts(**{f"part_{n}": c for n, c in enumerate(counts)}))
    assert found is not None
    assert sum(p.count for p in (*found.risers, *found.fallers)) == total
    for side in (found.risers, found.fallers):
        if side:
            assert sum(p.share for p in side) == pytest.approx(1)
