"""An agenda is made from the plan and from what is open, and edited without losing anything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from tests.governance.meeting_year import (
    RESTRICTED,
    make_area,
    make_overdue,
    make_plan,
    make_raised,
)

from scrutiny.errors import ScrutinyError
from scrutiny.governance.audit.entries import history
from scrutiny.governance.meetings import agenda, steps
from scrutiny.governance.meetings.models import AgendaItem, Meeting, Note
from scrutiny.governance.people.models import Organisation


def titles(meeting: Meeting) -> list[str]:
    return [item.title for item in meeting.items.filter(dropped=False)]


@pytest.fixture
def full(meeting: Meeting, commissioner_of: Organisation) -> Meeting:
    """A meeting for which something of each kind waits."""
    plan = make_plan(commissioner_of)
    make_area(plan, meeting)
    make_raised(meeting)
    make_overdue(meeting)
    return meeting


def test_an_agenda_has_what_is_due_planned_raised_and_overdue_section_by_section(
    full: Meeting,
) -> None:
    agenda.make_agenda(full)
    assert [(i.origin, i.title, i.lead) for i in full.items.all()] == [
        ("standing", "Overview", "Chief Constable"),
        ("exception", "Burglary is above its upper limit.", "Chief Constable"),
        ("area", "Rural crime", "Director of Resources"),
        ("overdue", "Action due 31 January 2020: Write to the partners", "Head of Crime"),
    ]


def test_a_section_that_is_not_due_is_not_on_it(full: Meeting) -> None:
    agenda.make_agenda(full)
    assert "Resources" not in titles(full)


def test_making_it_again_adds_only_what_is_new_where_it_belongs(full: Meeting) -> None:
    agenda.make_agenda(full)
    overview, raised = full.items.all()[:2]
    agenda.drop(overview, "It was looked at in January")
    raised.title = "Burglary, and what is done about it"
    raised.save()
    assert agenda.make_agenda(full) == []
    area = full.areas.get()
    new = make_area(area.section.plan, full, "Fleet")
    made = agenda.make_agenda(full)
    assert [item.area for item in made] == [new]
    assert titles(full) == [
        "Burglary, and what is done about it",
        "Rural crime",
        "Fleet",
        "Action due 31 January 2020: Write to the partners",
    ]


def test_without_a_plan_in_force_what_is_open_is_on_it_all_the_same(meeting: Meeting) -> None:
    make_overdue(meeting)
    agenda.make_agenda(meeting)
    assert titles(meeting) == ["Action due 31 January 2020: Write to the partners"]


def test_what_was_done_or_set_aside_or_removed_by_a_revision_is_not_on_it(full: Meeting) -> None:
    raised = full.exceptions.get()
    raised.gone = date(2020, 3, 1)
    raised.save()
    ask = make_overdue_of(full)
    ask.state = "closed"
    ask.save()
    agenda.make_agenda(full)
    assert titles(full) == ["Overview", "Rural crime"]


def make_overdue_of(meeting: Meeting):  # type: ignore[no-untyped-def]
    from scrutiny.governance.asks.models import Ask

    return Ask.objects.get(meeting__day__lt=meeting.day)


def test_an_item_moves_past_the_next_one_that_is_shown(full: Meeting) -> None:
    agenda.make_agenda(full)
    first, second, third, _ = full.items.all()
    agenda.drop(second)
    agenda.move(first, 1)
    assert titles(full)[:2] == [third.title, first.title]
    agenda.move(AgendaItem.objects.get(pk=third.pk), -1)  # it is the first already
    assert titles(full)[:2] == [third.title, first.title]


def test_an_item_that_was_taken_off_comes_back_where_it_was(full: Meeting) -> None:
    agenda.make_agenda(full)
    before = titles(full)
    item = full.items.all()[1]
    agenda.drop(item, "Too early")
    agenda.restore(item)
    assert titles(full) == before
    assert [entry.note for entry in history(item)][-2:] == ["Too early", ""]


def test_an_item_with_notes_stays_on_the_agenda(full: Meeting) -> None:
    agenda.make_agenda(full)
    item = full.items.first()
    Note.objects.create(meeting=full, item=item, text="It fell")
    assert item is not None
    with pytest.raises(ScrutinyError, match="Notes were taken"):
        agenda.drop(item)


def test_the_agenda_of_a_cancelled_meeting_cannot_change(full: Meeting) -> None:
    steps.cancel(full, "The room flooded")
    with pytest.raises(ScrutinyError, match="cancelled"):
        agenda.make_agenda(full)


def test_what_hangs_on_something_restricted_is_not_public(full: Meeting) -> None:
    before = make_overdue_of(full).meeting
    for name, value in RESTRICTED.items():
        setattr(before, name, value)
    before.save()
    agenda.make_agenda(full)
    hidden = full.items.get(origin="overdue")
    assert hidden not in full.items.public()
    note = Note.objects.create(meeting=full, item=hidden, text="They wrote")
    assert note not in Note.objects.public()
    assert full.items.public().count() == full.items.count() - 1


@pytest.mark.parametrize("step", [steps.publish_agenda, steps.hold])
def test_a_step_that_is_asked_for_twice_is_taken_once(
    step: Callable[[Meeting], None], full: Meeting
) -> None:
    agenda.make_agenda(full)
    step(full)
    entries = history(full).count()
    step(full)
    assert history(full).count() == entries


def test_an_empty_agenda_is_not_published(meeting: Meeting) -> None:
    with pytest.raises(ScrutinyError, match="no items"):
        steps.publish_agenda(meeting)


def test_areas_on_the_agenda_of_a_held_meeting_have_been_considered(full: Meeting) -> None:
    make_area(full.areas.get().section.plan, full, "Fleet")
    agenda.make_agenda(full)
    agenda.drop(full.items.get(title="Fleet"))
    steps.hold(full)
    assert {a.title: a.state for a in full.areas.all()} == {
        "Rural crime": "considered",
        "Fleet": "planned",
    }


def test_a_meeting_goes_from_planned_to_published_minutes_in_order(full: Meeting) -> None:
    agenda.make_agenda(full)
    with pytest.raises(ScrutinyError, match="must be: held"):
        steps.agree_minutes(full)
    steps.publish_agenda(full)
    steps.hold(full)
    with pytest.raises(ScrutinyError, match="must be: minutes agreed"):
        steps.publish_minutes(full)
    steps.agree_minutes(full)
    steps.publish_minutes(full)
    with pytest.raises(ScrutinyError, match="cannot change"):
        agenda.make_agenda(full)
    did = [entry.did for entry in history(full)]
    assert [one for one in did if one not in ("made", "changed")] == [
        "published", "approved", "published",
    ]  # fmt: skip
    steps.reopen_minutes(full, "A figure was wrong")
    assert (full.state, full.minutes_published) == ("held", None)


def test_a_meeting_that_is_still_to_come_was_not_held(full: Meeting) -> None:
    full.day = date(2120, 3, 12)
    with pytest.raises(ScrutinyError, match="12 March 2120"):
        steps.hold(full)


def test_a_meeting_is_cancelled_with_a_reason_before_it_is_held(full: Meeting) -> None:
    with pytest.raises(ScrutinyError, match="why"):
        steps.cancel(full, " ")
    steps.cancel(full, "The room flooded")
    assert history(full).last().note == "The room flooded"
    with pytest.raises(ScrutinyError, match="must be"):
        steps.hold(full)
