"""The pages of what is done in the background."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from scrutiny.governance.background.models import Job
from scrutiny.governance.clock import clock_at
from scrutiny.governance.people.models import Person

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture
def job(person: Callable[..., Person]) -> Callable[..., Job]:
    def make(state: str, who: Person | None = None, **fields: object) -> Job:
        return Job.objects.create(
            name="send-reminders", key=f"k{Job.objects.count()}", title="Reminders",
            given={"day": "2020-04-09"}, state=state, person=who, **fields,
        )  # fmt: skip

    return make


def test_a_page_asks_again_until_its_job_is_over(
    job: Callable[..., Job], desk: Callable[..., Client]
) -> None:
    officer = desk("scrutiny-officer")
    running = job("running", doing="writing", done=3, total=12)
    page = officer.get(f"/desk/background/{running.pk}/").content.decode()
    assert f'hx-get="/desk/background/{running.pk}/progress/"' in page
    assert "Writing. 3 of 12." in page
    assert "Look again" in page  # without scripts
    running.state, running.said, running.where = Job.State.DONE, "All were reminded.", "/desk/asks/"
    running.save()
    part = officer.get(f"/desk/background/{running.pk}/progress/").content.decode()
    assert "hx-get" not in part
    assert "All were reminded." in part
    assert 'href="/desk/asks/"' in part


def test_one_sees_what_one_asked_for_and_who_looks_after_the_site_sees_all(
    job: Callable[..., Job], desk: Callable[..., Client], person: Callable[..., Person]
) -> None:
    mine = person("force-analyst")
    made = job("waiting", who=mine)
    for signed_in, status in ((desk(who=mine), 200), (desk("administrator"), 200),
                              (desk("force-analyst"), 404)):  # fmt: skip
        assert signed_in.get(f"/desk/background/{made.pk}/").status_code == status
    assert "Nothing was asked for yet" in desk("approver").get("/desk/background/").content.decode()
    assert "Reminders" in desk("administrator").get("/desk/background/").content.decode()


def test_only_what_was_not_done_is_tried_again(
    job: Callable[..., Job], desk: Callable[..., Client]
) -> None:
    officer = desk("scrutiny-officer")
    done, failed = job("done"), job("failed", why="The mail server is away.")
    officer.post(f"/desk/background/{done.pk}/again/")
    assert Job.objects.count() == 2
    page = officer.get(f"/desk/background/{failed.pk}/").content.decode()
    assert "The mail server is away." in page
    answer = officer.post(f"/desk/background/{failed.pk}/again/")
    made = Job.objects.exclude(pk__in=(done.pk, failed.pk)).get()
    assert answer["Location"] == f"/desk/background/{made.pk}/"
    assert (made.state, made.said) == ("done", "0 people were reminded.")


def test_a_scrutiny_officer_sends_the_reminders_of_a_day(desk: Callable[..., Client]) -> None:
    officer = desk("scrutiny-officer")
    assert "Send today's reminders" in officer.get("/desk/asks/").content.decode()
    with clock_at(datetime(2020, 4, 20, 9, tzinfo=UTC)):
        officer.post("/desk/background/reminders/")
    made = Job.objects.get()
    assert (made.title, made.state) == ("Reminders of 20 April 2020", "done")
