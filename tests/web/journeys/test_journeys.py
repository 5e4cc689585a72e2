"""What the people of the records come to do, each in a browser of their own.

They share a site in November 2026, a week before a meeting: see `beginnings.town`. No journey needs
what another did.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ..conftest import wait_for
from .beginnings import ACTION, ANSWER, ASKED
from .conftest import Place
from .doing import choose, fill, go, heading, press, unfold, wait

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.xdist_group("browser")
TABLET = {"viewport": {"width": 820, "height": 1180}, "has_touch": True}
MEETING, REPORT = "12 November 2026", "Lancashire, October to December 2025"
DAY_55, DAY_56 = "2026-09-11", "2026-09-10"  # so many days before the fifth of November
FOUND = "Plans for vulnerable victims are often missing"
ANSWERED = "The force told us how it will close the gap, and by when."
SLOW = """report,measure,area,period_start,period_end,value,unit,lower,upper,source,status,note
2025-12,response_median_grade_1,E23000003,2025-01,2025-12,16.4,minutes,,,\
force-command-and-control,final,
"""


@pytest.fixture(scope="module")
def town(new_place: Callable[[str, str], Any]) -> Iterator[Place]:
    with new_place("town", "2026-11-05T09:00") as place:
        yield place


@pytest.fixture
def place(town: Place) -> Iterator[Place]:
    yield town
    town.leave()
    wrong, town.wrong = town.wrong, []
    assert wrong == []


def test_an_analyst_loads_a_quarter_and_raises_exceptions(place: Place, tmp_path: Path) -> None:
    page = place.signed_in("Force Analyst")
    go(page, "Exceptions")
    press(page, "Look for exceptions")
    wait(page, "Exceptions added to the queue")
    late = page.get_by_role("heading", level=3).filter(has_text="16.4 minutes")
    assert late.count() == 0

    file = tmp_path / "figures.csv"
    file.write_text(SLOW, encoding="utf-8")
    place.command("load", "figures", str(file), "--released", "2026-04-30")
    place.command("calculate")
    data = place.visitor()
    go(data, "Data")
    wait_for(lambda: _has_come(data))
    press(page, "Look for exceptions")
    wait(page, "Exceptions added to the queue: 1.")
    late.get_by_role("link").click()
    heading(page, "Exception")
    wait(page, re.compile("16.4 minutes.*under 15 minutes"))


def _has_come(data: Page) -> bool:
    """Whether the site shows what was loaded: it looks for newer figures every second."""
    data.reload()
    loaded = data.get_by_role("link", name=re.compile("^30 April 2026")).count() > 0
    return loaded and not data.get_by_text("Loaded, and not calculated yet.").count()


def test_a_scrutiny_officer_builds_an_agenda(place: Place) -> None:
    page = place.signed_in("Scrutiny Officer")
    go(page, "Exceptions")
    press(page, "Look for exceptions")
    go(page, "Meetings", MEETING, "Edit the agenda")
    press(page, "Make the agenda")
    wait(page, "items are added.")
    items = page.get_by_role("main").locator("li > strong")
    assert items.all_inner_texts() == ["Recorded crime", "Victims"]
    page.get_by_role("button", name="Move down Recorded crime").click()
    wait(page, "Recorded crime is moved down.")
    go(page, "Exceptions")
    reason = page.get_by_role("heading", level=3).filter(has_text="Robbery (business)")
    reason.get_by_role("link").click()
    unfold(page, "Put it on an agenda")
    page.get_by_label("Meeting").select_option(index=1)
    press(page, "Put it on an agenda")
    wait(page, "On the agenda of:")
    go(page, "Meetings", MEETING, "Edit the agenda")
    press(page, "Publish the agenda")
    wait(page, "The agenda is published.")

    reader = place.visitor()
    go(reader, "Scrutiny", "All meetings")
    reader.get_by_role("link", name=re.compile(f"^{MEETING}")).click()
    agenda = reader.get_by_role("region", name="Agenda")
    agenda.get_by_text("Robbery (business)").first.wait_for()
    titles = agenda.locator("li > strong").all_inner_texts()
    assert [title.partition(":")[0] for title in titles] == [
        "Victims", "Recorded crime", "Robbery (business)",
    ]  # fmt: skip


def test_two_contributors_write_and_collide_and_nothing_is_lost(place: Place) -> None:
    first, second = place.signed_in("Head of Crime"), place.signed_in("Force Analyst")
    for page in (first, second):
        go(page, "Reports", REPORT)
        page.get_by_role("link", name=re.compile("Recorded crime$")).click()
    first.get_by_label("Text", exact=True).fill("Crime fell in the towns.")
    second.get_by_label("Text", exact=True).fill("Crime fell on the roads.")
    press(first, "Save")
    wait(first, "Text 1 is saved.")
    press(second, "Save")
    heading(second, re.compile("collided|Two texts", re.IGNORECASE))
    for words in ("Crime fell in the towns.", "Crime fell on the roads."):
        wait(second, words)
    second.get_by_label("The text from now on").fill("Crime fell in the towns and on the roads.")
    press(second, "Save the text that settles them")
    wait(second, "Text 3 is saved.")
    first.reload()
    field = first.get_by_label("Text", exact=True)
    assert field.input_value().strip() == "Crime fell in the towns and on the roads."


def test_an_approver_signs_the_text_that_was_read(place: Place) -> None:
    page = place.signed_in("Deputy Chief Constable")
    page.get_by_role("region", name="Sections to approve (1)").get_by_role("link").click()
    wait(page, "What victims shows.")
    press(page, "Approve text 1")
    wait(page, "It is approved.")
    go(page, "Your desk")
    heading(page, "Your desk")
    assert page.get_by_role("region", name=re.compile("Sections to approve")).count() == 0


def test_the_commissioner_reads_on_a_tablet_and_asks(place: Place) -> None:
    question = "How many shops have closed"
    page = place.signed_in("Commissioner", **TABLET)
    page.get_by_role("region", name="Meetings to come").get_by_role("link").first.click()
    wait(page, "Looks at")
    assert page.evaluate("document.documentElement.scrollWidth") <= 820
    page.get_by_role("button", name="Ask at this meeting").click()
    page.get_by_label("What is asked").fill(question)
    page.get_by_label("Owner").fill("Head of Crime")
    page.get_by_label("Due").fill("in two weeks")
    press(page, "Ask")
    wait(page, f"Request for Head of Crime, due Thursday 26 November 2026: {question}")
    asked = page.get_by_role("main").get_by_role("list").get_by_role("link", name=question)
    asked.tap()
    heading(page, re.compile(question))

    owner = place.signed_in("Head of Crime")
    go(owner, "Requests and actions")
    owner.get_by_role("link", name=question).wait_for()


def test_an_action_is_answered_in_the_next_quarter(place: Place) -> None:
    page = place.signed_in("Head of Crime")
    page.get_by_role("region", name=re.compile("Due in the next")).get_by_role(
        "link", name=ACTION
    ).click()
    unfold(page, "Answer")
    page.get_by_label("The answer, or what was done").fill("All nine shops were visited.")
    press(page, "Answer")
    wait(page, "Your answer was added.")

    officer = place.signed_in("Scrutiny Officer")
    region = officer.get_by_role("region", name=re.compile("Answered, to be accepted"))
    region.get_by_role("link", name=ACTION).click()
    wait(officer, "All nine shops were visited.")
    unfold(officer, "Accept and close")
    press(officer, "Accept and close")
    wait(officer, "It is closed.")


def test_a_response_goes_out_on_the_last_of_its_56_days_and_one_that_did_not_is_raised(
    place: Place,
) -> None:
    liaison = place.signed_in("Inspection Liaison")
    for title, published in (("Neighbourhoods", DAY_56), ("Effectiveness", DAY_55)):
        go(liaison, "Inspections", "Enter an inspection")
        fill(liaison, "Title", title)
        choose(liaison, "Framework", "PEEL: Police effectiveness 2016")
        choose(liaison, "State", "Published")
        fill(liaison, "Report published", published)
        press(liaison, "Save the inspection")
        wait(liaison, "The inspection is saved.")
    wait(liaison, "Today is the last day")
    liaison.get_by_role("link", name=re.compile("^None yet: .*, inspectors$")).first.click()
    choose(liaison, "Grade", "Good")
    press(liaison, "Give the grade")
    go(liaison, "Add a finding")
    choose(liaison, "Kind", "Area for improvement")
    fill(liaison, "Finding", FOUND)
    choose(liaison, "Owner", "Head of Crime, Lancashire Constabulary")
    fill(liaison, "Due", "2026-12-01")
    press(liaison, "Save the finding")
    wait(liaison, "The finding is saved.")

    owner = place.signed_in("Head of Crime")
    owner.get_by_role("region", name=re.compile("^Findings of")).get_by_role("link").click()
    unfold(owner, "Say it is done")
    fill(owner, "What was done, and what shows it", "Every case has a plan.")
    press(owner, "Say it is done")
    wait(owner, "The inspection liaison signs it off, or sends it back.")
    go(liaison, "Your desk")
    liaison.get_by_role("region", name="Findings to sign off").get_by_role("link").click()
    unfold(liaison, "Sign off")
    press(liaison, "Sign off")
    wait(liaison, "It is signed off.")

    officer, commissioner = place.signed_in("Scrutiny Officer"), place.signed_in("Commissioner")
    go(officer, "Effectiveness")
    fill(officer, "Response", ANSWERED)
    press(officer, "Save the draft")
    wait(officer, "The draft is saved.")
    commissioner.reload()
    go(commissioner, "Effectiveness")
    press(commissioner, "Approve the response")
    wait(commissioner, "It is approved.")
    officer.reload()
    press(officer, "Publish the response")
    wait(officer, "Published in time.")
    go(officer, "Exceptions")
    press(officer, "Look for exceptions")
    wait(officer, "Neighbourhoods: no response is published. It was due by 4 November 2026")
    assert officer.get_by_text("Effectiveness: no response").count() == 0

    reader = place.visitor()
    go(reader, "Scrutiny", "Inspections", "Effectiveness")
    wait(reader, ANSWERED)
    wait(reader, "published in time")
    reader.get_by_role("link", name=FOUND).click()
    wait(reader, "Signed off")


def test_a_member_of_the_public_finds_the_answer(place: Place) -> None:
    page = place.visitor()
    go(page, "Scrutiny")
    page.get_by_label(re.compile("^Search meetings")).fill("shoplifting towns")
    press(page, "Search")
    page.get_by_role("link", name=ASKED).first.click()
    wait(page, ANSWER)
    go(page, "Read it in the report, with its figures")
    page.get_by_text(ANSWER).first.wait_for()

    page.go_back()
    go(page, "Overview")
    feed = page.get_by_role("link", name=re.compile("Atom")).get_attribute("href")
    news = page.request.get(f"{place.address}{feed}").text()
    assert "Report: Lancashire, to 2025-09, edition 1" in news
    assert "Minutes: 14 May 2026" in news
