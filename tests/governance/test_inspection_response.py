"""The published response: 56 days beginning with publication, and what happens on the 57th."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from tests.governance.inspecting import (
    LANCASHIRE,
    PUBLISHED,
    WHY,
    make_finding,
    make_inspection,
    morning,
)

from scrutiny.errors import ScrutinyError
from scrutiny.governance import publication
from scrutiny.governance.clock import clock_at
from scrutiny.governance.inspection import responding
from scrutiny.governance.inspection.models import Response
from scrutiny.governance.inspection.models.responses import response_due, standing
from scrutiny.governance.inspection.steps import change_due, move
from scrutiny.governance.people.models import Organisation, Person
from scrutiny.governance.raised.late import find_all_late, find_late
from scrutiny.governance.raised.models import Raised

LAST = date(2020, 3, 1)  # 55 days after 6 January of a leap year
WORDS = "The force is to say by June how the backlog falls."


@pytest.mark.parametrize(
    ("published", "last"),
    [
        (PUBLISHED, LAST),
        (date(2019, 1, 6), date(2019, 3, 2)),  # not a leap year
        (date(2019, 10, 31), date(2019, 12, 25)),  # a bank holiday: the Act moves nothing
        (date(2017, 3, 2), date(2017, 4, 26)),  # the clocks change between
    ],
)
def test_the_day_of_publication_is_the_first_of_the_56(published: date, last: date) -> None:
    assert response_due(published) == last
    assert len([published + timedelta(n) for n in range((last - published).days + 1)]) == 56


@pytest.mark.parametrize(
    ("after", "time", "days", "said"),
    [
        (0, "in-time", 55, "55 days left"),
        (54, "in-time", 1, "1 day left"),
        (55, "last-day", 0, "today is the last day"),
        (56, "late", 1, "late by 1 day"),
        (70, "late", 15, "late by 15 days"),
    ],
)
def test_the_countdown(after: int, time: str, days: int, said: str, db: None) -> None:
    stands = standing(make_inspection(), PUBLISHED + timedelta(after))
    assert stands is not None
    assert (stands.time, stands.days, stands.said, stands.due) == (time, days, said, LAST)


def test_only_a_published_report_that_asks_for_it_has_a_response(db: None) -> None:
    assert standing(make_inspection("One", needs_response=False)) is None
    assert standing(make_inspection("Two", state="in-progress", published=None)) is None


class TestAResponse:
    """Drafted, approved, published and sent, each once."""

    @pytest.fixture
    def response(self, commissioner_of: Organisation) -> Response:
        return responding.draft(make_inspection(), commissioner_of, f"  {WORDS} ")

    @pytest.fixture
    def commissioner(self, person: Callable[..., Person]) -> Person:
        return person("commissioner")

    @pytest.mark.parametrize(
        ("after", "said"), [(55, "published in time"), (56, "published 1 day late")]
    )
    def test_published_on_the_last_day_is_in_time_and_the_day_after_is_late(
        self, response: Response, commissioner: Person, after: int, said: str
    ) -> None:
        responding.approve(response, commissioner)
        assert not publication.responses().exists()
        with clock_at(morning(PUBLISHED + timedelta(after))):
            out = responding.publish(response)
        stands = out.standing(date(2026, 1, 1))  # it stays what it was, whenever one looks
        assert stands is not None
        assert stands.said == said
        assert list(publication.responses()) == [out]

    def test_words_that_change_are_approved_again(
        self, response: Response, commissioner: Person
    ) -> None:
        responding.approve(response, commissioner)
        same = responding.draft(response.inspection, response.oversight, WORDS)
        assert same.state == "approved"
        anew = responding.draft(response.inspection, response.oversight, "Other words.")
        assert (anew.pk, anew.state, anew.approved_by) == (response.pk, "draft", None)
        with pytest.raises(ScrutinyError, match="has changed since you read it"):
            responding.approve(response, commissioner)
        with pytest.raises(ScrutinyError, match="not approved yet"):
            responding.publish(anew)

    def test_what_is_published_stays_and_doing_it_again_changes_nothing(
        self, response: Response, commissioner: Person
    ) -> None:
        responding.approve(response, commissioner)
        with clock_at(morning(LAST)):
            responding.publish(response)
        again = responding.publish(response)
        assert again.published_on == LAST
        assert responding.approve(response, commissioner).state == "published"
        with pytest.raises(ScrutinyError, match="stays as it is"):
            responding.draft(response.inspection, response.oversight, "Other words.")

    def test_copies_go_out_from_the_day_of_publication(
        self, response: Response, commissioner: Person
    ) -> None:
        with pytest.raises(ValidationError, match="of what is published"):
            responding.send_copy(response, "Home Secretary", LAST)
        responding.approve(response, commissioner)
        with clock_at(morning(LAST)):
            out = responding.publish(response)
            for to in ("Home Secretary", "Chief Inspector of Constabulary", " Home Secretary"):
                responding.send_copy(out, to)
        assert [str(each) for each in out.copies.all()] == [
            "Home Secretary, 1 March 2020", "Chief Inspector of Constabulary, 1 March 2020",
        ]  # fmt: skip
        with pytest.raises(ValidationError, match="from that day on"):
            responding.send_copy(out, "Police and crime panel", LAST - timedelta(1))

    def test_nothing_is_approved_that_says_nothing(self, commissioner_of: Organisation) -> None:
        with pytest.raises(ValidationError, match="nothing to approve"):
            Response.objects.create(
                inspection=make_inspection(), oversight=commissioner_of, state="approved"
            )


class TestWhatIsLate:
    """An exception from 56 days after publication, and from the day after a finding's date."""

    def found_on(self, day: date) -> tuple[list[Raised], list[Raised], list[Raised]]:
        with clock_at(morning(day)):
            return find_late(LANCASHIRE)

    def test_a_response_is_an_exception_from_the_57th_day_until_it_is_published(
        self, commissioner_of: Organisation, person: Callable[..., Person]
    ) -> None:
        inspection = make_inspection()
        assert self.found_on(LAST) == ([], [], [])
        ((late,), _, _) = self.found_on(LAST + timedelta(1))
        assert (late.kind, late.inspection, late.severity) == ("late-response", inspection, 1)
        assert late.reason == (
            "Effectiveness: no response is published. It was due by 1 March 2020, the last of the "
            "56 days."
        )
        assert self.found_on(LAST + timedelta(2)) == ([], [], [])  # raised once
        drafted = responding.draft(inspection, commissioner_of, WORDS)
        assert self.found_on(LAST + timedelta(3)) == ([], [], [])  # a draft is no response
        responding.approve(drafted, person("commissioner"))
        with clock_at(morning(LAST + timedelta(4))):
            responding.publish(drafted)
        (_, (gone,), _) = self.found_on(LAST + timedelta(4))
        assert gone.gone_why == "The response was published on 5 March 2020."

    def test_a_finding_is_one_from_the_day_after_its_date_until_it_is_done(self, db: None) -> None:
        inspection, due = make_inspection(needs_response=False), date(2020, 6, 30)
        finding = make_finding(inspection, due=due, owner_title="Head of Crime")
        make_finding(inspection, "The same elsewhere", same_as=finding, due=due)
        make_finding(inspection, "Victims are kept informed", kind="strength", due=due)
        assert self.found_on(due) == ([], [], [])
        ((late,), _, _) = self.found_on(due + timedelta(1))
        assert (late.kind, late.finding) == ("late-finding", finding)
        assert late.reason == (
            "Overdue area for improvement of Effectiveness, due 30 June 2020: The backlog is high. "
            "Its owner is the Head of Crime."
        )
        move(finding, "done", "The backlog is gone.", None)
        (_, (gone,), _) = self.found_on(due + timedelta(2))
        assert gone.gone_why == "The finding is done."
        move(finding, "under-way", "It is back.", None)
        (_, _, (back,)) = self.found_on(due + timedelta(3))
        assert (back.pk, back.gone) == (late.pk, None)
        change_due(finding, date(2020, 9, 30), "The system comes in August.")
        (_, (moved,), _) = self.found_on(due + timedelta(4))
        assert moved.gone_why == "The finding is due on 30 September 2020 now."

    def test_a_daily_look_finds_it_for_every_force(self, db: None) -> None:
        for force in (LANCASHIRE, "E23000002"):
            make_inspection(force=force)
        assert find_all_late(LAST) == 0
        assert find_all_late(LAST + timedelta(1)) == 2
        assert find_all_late(LAST + timedelta(2)) == 0
        assert {each.area for each in Raised.objects.all()} == {LANCASHIRE, "E23000002"}

    def test_what_is_late_of_something_restricted_is_restricted_too(self, db: None) -> None:
        make_inspection(**WHY)
        open_ = make_inspection("Open", needs_response=False)
        make_finding(open_, due=LAST, **WHY)
        (added, _, _) = self.found_on(LAST + timedelta(1))
        assert len(added) == 2
        assert not Raised.objects.public().exists()
