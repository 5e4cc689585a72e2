"""Exceptions in the queue: raised once, remembered with their vintage, marked when revised away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from scrutiny.areas import load_areas
from scrutiny.catalogue import load_catalogue
from scrutiny.governance.audit.entries import history
from scrutiny.governance.meetings.models import AgendaItem, Meeting
from scrutiny.governance.raised import finding
from scrutiny.governance.raised.deciding import accept, merge, put_back, set_aside
from scrutiny.governance.raised.finding import Looked, figure_now, find, revisions
from scrutiny.governance.raised.models import Raised
from scrutiny.measures.calculate import calculate
from scrutiny.measures.read import Reader
from scrutiny.periods import Month
from scrutiny.sources import open_source
from scrutiny.warehouse.loads import load
from scrutiny.warehouse.workspace import Workspace

LANCASHIRE = "E23000003"
MEASURE = "response_median_grade_1"  # its target is under 15 minutes
TO = Month.parse("2019-12")
HEAD = "measure,area,period_start,period_end,value,unit,lower,upper,source,status,note\n"


class Figures:
    """A workspace in which a force publishes its response times, and looks for exceptions."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workspace = Workspace.create(folder / "workspace", LANCASHIRE)

    def publish(self, minutes: float, released: date, to: str = "2019-12") -> str:
        """The load that gives the median of the year that ends with `to`."""
        first = Month.parse(to) - 11
        file = self.folder / f"{released}.csv"
        row = f"{MEASURE},{LANCASHIRE},{first},{to},{minutes},minutes,,,force-command-and-control,final,\n"  # noqa: E501
        file.write_text(HEAD + row, "utf-8")
        areas, catalogue = load_areas(), load_catalogue()
        made = load(self.workspace, open_source("figures", [file], areas, catalogue), released)
        calculate(self.workspace, self.workspace.engine(), catalogue, areas)
        return made.record.load

    @property
    def reader(self) -> Reader:
        return Reader(self.workspace.snapshot(), load_catalogue(), load_areas())

    def look(self, to: Month = TO) -> Looked:
        reader = self.reader
        return find(reader, reader.vintage.snapshot.number, LANCASHIRE, to)


@pytest.fixture
def figures(tmp_path: Path, db: None) -> Figures:
    return Figures(tmp_path)


@pytest.fixture
def raised(figures: Figures) -> Raised:
    """An exception that waits: a median of 16 minutes, off its target."""
    figures.publish(16, date(2020, 1, 20))
    return figures.look().added[0]


def test_an_exception_keeps_the_value_and_the_vintage_that_raised_it(figures: Figures) -> None:
    made = figures.publish(16, date(2020, 1, 20))
    (raised,) = figures.look().added
    assert (raised.measure, raised.area, raised.kind) == (MEASURE, LANCASHIRE, "target")
    assert (raised.first, raised.to, raised.asked) == ("2019-01", "2019-12", "2019-12")
    assert (raised.value, raised.load, raised.loads) == (16.0, made, [made])
    assert raised.released == date(2020, 1, 20)
    assert raised.snapshot == figures.reader.vintage.snapshot.number
    assert raised.state == Raised.State.WAITING
    assert raised.reason.startswith("Grade 1, emergency: median time to arrive was 16.0 minutes")


def test_looking_again_adds_nothing_twice(figures: Figures, raised: Raised) -> None:
    assert figures.look() == Looked((), (), ())
    assert list(Raised.objects.all()) == [raised]
    assert history(raised).count() == 1


def test_two_who_look_at_once_add_an_exception_once(
    figures: Figures, monkeypatch: pytest.MonkeyPatch
) -> None:
    figures.publish(16, date(2020, 1, 20))
    raise_it = finding._raise

    def after_somebody_else(*given: Any) -> Raised:
        monkeypatch.setattr(finding, "_raise", raise_it)
        raise_it(*given)
        return raise_it(*given)

    monkeypatch.setattr(finding, "_raise", after_somebody_else)
    assert len(figures.look().added) == 1
    assert Raised.objects.count() == 1


def test_a_revision_that_removes_an_exception_marks_it_with_what_changed(
    figures: Figures, raised: Raised
) -> None:
    revised = figures.publish(14, date(2020, 2, 20))
    (gone,) = figures.look().gone
    assert gone == raised
    assert gone.gone is not None
    assert gone.gone_why == (
        "The figure was 16.0 minutes and is 14.0 minutes: "
        f"revised by {revised}, released 20 February 2020."
    )
    assert (gone.value, gone.state) == (16.0, Raised.State.WAITING)  # what was raised stays
    assert figures.look() == Looked((), (), ())


def test_an_exception_that_comes_back_is_not_gone_any_more(
    figures: Figures, raised: Raised
) -> None:
    figures.publish(14, date(2020, 2, 20))
    figures.look()
    figures.publish(17, date(2020, 3, 20))
    looked = figures.look()
    assert looked.back == (raised,)
    assert (looked.back[0].gone, looked.back[0].gone_why) == (None, "")
    assert looked.added == ()


def test_a_revision_that_leaves_an_exception_shows_beside_the_figure_then(
    figures: Figures, raised: Raised
) -> None:
    load = figures.publish(18, date(2020, 2, 20))
    assert figures.look() == Looked((), (), ())
    raised.refresh_from_db()
    now = figure_now(figures.reader, raised)
    assert now is not None
    assert (raised.value, now.value) == (16.0, 18.0)
    assert [each.load for each in revisions(now, raised)] == [load]


def test_looking_at_another_quarter_does_not_touch_the_exceptions_of_this_one(
    figures: Figures, raised: Raised
) -> None:
    figures.publish(14, date(2020, 4, 20), to="2020-03")
    assert figures.look(Month.parse("2020-03")) == Looked((), (), ())
    raised.refresh_from_db()
    assert raised.gone is None


def test_a_measure_that_is_no_more_has_no_figure_now(figures: Figures, raised: Raised) -> None:
    raised.measure = "dropped_from_the_catalogue"
    raised.save()
    assert figure_now(figures.reader, raised) is None
    looked = figures.look()
    assert [each.gone_why for each in looked.gone] == [
        "The catalogue no longer has its measure or source."
    ]


def test_an_exception_that_is_accepted_stands_on_the_agenda(
    raised: Raised, meeting: Meeting
) -> None:
    item = accept(raised, meeting)
    assert (raised.state, raised.meeting) == (Raised.State.ACCEPTED, meeting)
    assert (item.raised, item.origin, item.title) == (raised, "exception", raised.reason)
    accept(raised, meeting)
    assert AgendaItem.objects.count() == 1


def test_an_exception_that_goes_to_another_meeting_leaves_the_first_agenda(
    raised: Raised, meeting: Meeting
) -> None:
    other = Meeting.objects.create(
        oversight=meeting.oversight, force=LANCASHIRE, day=date(2020, 6, 11), to="2020-03"
    )
    accept(raised, meeting)
    accept(raised, other)
    assert [(i.meeting, i.dropped) for i in AgendaItem.objects.all()] == [
        (meeting, True), (other, False),
    ]  # fmt: skip


def test_a_meeting_that_was_held_takes_no_more_exceptions(raised: Raised, meeting: Meeting) -> None:
    meeting.state = Meeting.State.HELD
    meeting.save()
    with pytest.raises(ValidationError, match="is held"):
        accept(raised, meeting)


def test_an_exception_is_set_aside_with_a_reason(raised: Raised, meeting: Meeting) -> None:
    accept(raised, meeting)
    with pytest.raises(ValidationError, match="Say why"):
        set_aside(raised, "  ")
    set_aside(raised, "A change in how calls are graded")
    assert (raised.state, raised.why) == ("set-aside", "A change in how calls are graded")
    assert raised.meeting is None
    assert AgendaItem.objects.get().dropped
    assert [entry.note for entry in history(raised)][-1] == raised.why


def test_what_was_set_aside_stays_aside_when_exceptions_are_looked_for_again(
    figures: Figures, raised: Raised
) -> None:
    set_aside(raised, "Known")
    figures.look()
    raised.refresh_from_db()
    assert raised.state == Raised.State.SET_ASIDE
    put_back(raised)
    assert (raised.state, raised.why) == (Raised.State.WAITING, "")


@pytest.fixture
def another(raised: Raised) -> Callable[..., Raised]:
    def make(kind: str, area: str = LANCASHIRE) -> Raised:
        made: Raised = Raised.objects.create(
            measure=MEASURE, area=area, source=raised.source, first=raised.first, to=raised.to,
            asked=raised.asked, kind=kind, severity=2, reason="Worse than usual", value=16.0,
            unit="minutes", load=raised.load, loads=raised.loads, released=raised.released,
            snapshot=raised.snapshot,
        )  # fmt: skip
        return made

    return make


def test_an_exception_merged_into_another_goes_where_that_one_went(
    raised: Raised, another: Callable[..., Raised]
) -> None:
    second, third = another("signal"), another("peers")
    merge(second, raised)
    merge(third, second)
    assert third.merged_into == raised
    with pytest.raises(ValidationError, match="not into itself"):
        merge(raised, second)
    with pytest.raises(ValidationError, match="different areas"):
        merge(another("signal", "E23000001"), raised)
