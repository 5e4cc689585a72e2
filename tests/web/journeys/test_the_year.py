"""A year of scrutiny, from the home page, by nothing but the words of links, buttons and labels.

Only people and their organisations are there when it begins. The clock is moved from one day of the
year to the next; whoever then does something signs in anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from ..conftest import PATIENCE
from .conftest import Place
from .doing import choose, fill, go, heading, press, unfold, wait

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.xdist_group("browser")
BODY, FORCE = "Lancashire Police and Crime Commissioner", "Lancashire"
PLAN = "Strategic scrutiny plan"
MEETINGS = {  # the day of each, and the quarter that it looks at
    "2026-05-14": "April to June 2025",
    "2026-08-13": "July to September 2025",
    "2026-11-12": "October to December 2025",
    "2027-02-11": "January to March 2026",
}
REPORT = f"{FORCE}, July to September 2025"
PARTS = {"Recorded crime": "Head of Crime", "Victims": "Head of Public Protection"}
ASKED, ANSWER = "Why shoplifting rose in the towns", "Twelve shops now report every theft."
SAID = {  # what is noted at each meeting, besides that it was opened
    "2026-05-14": f"r Head of Crime due next meeting: {ASKED}",
    "2026-08-13": "d The answer on shoplifting is accepted.",
    "2026-11-12": "a DCC due next meeting: Write to the councils",
    "2027-02-11": "The councils were written to.",
}


@pytest.fixture(scope="module")
def place(new_place: Callable[[str, str], Any]) -> Iterator[Place]:
    with new_place("people", "2026-05-01T09:00") as site:
        yield site
        site.leave()
        assert site.wrong == []


def test_a_year_of_scrutiny(place: Place) -> None:
    officer = place.signed_in("Scrutiny Officer")
    put_a_plan_in_force(officer)
    for day, quarter in MEETINGS.items():
        add_a_meeting(officer, day, quarter)
    first, second, third, fourth = MEETINGS

    prepare(officer, first)
    accept_an_exception(officer)
    hold(place, first)

    write_a_report(place, second)
    prepare(place.signed_in("Scrutiny Officer"), second)
    hold(place, second)
    accept_the_answer(place)
    find_the_answer(place.visitor())

    for day in (third, fourth):
        place.at(f"{day}T09:00")
        prepare(place.signed_in("Scrutiny Officer"), day)
        hold(place, day)
    every_meeting_can_be_read(place.visitor())


def put_a_plan_in_force(page: Page) -> None:
    go(page, "Plan", "Begin a new plan")
    choose(page, "Oversight", BODY)
    fill(page, "Title", PLAN)
    fill(page, "Version", "1")
    fill(page, "Date of this version", "2026-05-01")
    fill(page, "From", "2026-05-01")
    fill(page, "Until", "2027-04-30")
    press(page, "Save")
    for number, (title, owner) in enumerate(PARTS.items(), 1):
        go(page, "Add a section")
        fill(page, "Number", str(number))
        fill(page, "Title", title)
        fill(page, "Owner", owner)
        choose(page, "Frequency", "Quarterly")
        press(page, "Save")
    press(page, "Put this version in force")
    wait(page, "This version is in force.")


def add_a_meeting(page: Page, day: str, quarter: str) -> None:
    go(page, "Meetings")
    press(page, "Add a meeting")
    choose(page, "Oversight body", BODY)
    fill(page, "Date", day)
    quarters = page.get_by_label("Quarter that it looks at")
    offered = quarters.get_by_role("option").filter(has_text=quarter)
    quarters.select_option(value=offered.get_attribute("value"))
    press(page, "Save the meeting")
    wait(page, "The meeting is saved.")


def prepare(page: Page, day: str) -> None:
    """Its agenda is made from the plan, and published."""
    open_meeting(page, day)
    go(page, "Edit the agenda")
    press(page, "Make the agenda")
    wait(page, re.compile(r"items? (is|are) added\."))
    press(page, "Publish the agenda")
    wait(page, "The agenda is published.")


def open_meeting(page: Page, day: str) -> None:
    go(page, "Meetings", in_words(day))
    wait(page, "Looks at")


def in_words(day: str) -> str:
    """`14 May 2026`, as the pages have it."""
    from datetime import date

    return f"{date.fromisoformat(day):%-d %B %Y}"


def accept_an_exception(page: Page) -> None:
    go(page, "Exceptions")
    page.get_by_label(re.compile("^Quarter")).select_option(label="to December 2025")
    press(page, "Look for exceptions")
    wait(page, "Exceptions added to the queue")
    page.get_by_role("heading", level=3).first.get_by_role("link").click()
    unfold(page, "Put it on an agenda")
    choose(page, "Meeting", f"Strategic scrutiny meeting, {in_words('2026-05-14')}")
    press(page, "Put it on an agenda")
    wait(page, "On the agenda of:")


def hold(place: Place, day: str) -> None:
    """Its notes are taken, its minutes agreed and published."""
    place.at(f"{day}T10:00")
    page = place.signed_in("Scrutiny Officer")
    open_meeting(page, day)
    go(page, "Take notes")
    for line, heard in (("The meeting was opened.", "Note saved"), (SAID[day], "saved|due")):
        fill(page, "Line", line)
        press(page, "Save the line")
        page.get_by_role("status").get_by_text(re.compile(heard)).first.wait_for(state="attached")
    go(page, "Minutes")
    press(page, "The meeting was held")
    wait(page, "The meeting was held.")
    press(page, "Agree the minutes")
    wait(page, "The minutes are agreed.")
    press(page, "Publish the minutes")
    wait(page, "The minutes are published.")


def write_a_report(place: Place, day: str) -> None:
    """A report is begun by an analyst, written by two, approved, locked and published."""
    place.at("2026-08-03T09:00")
    analyst = place.signed_in("Force Analyst")
    go(analyst, "Reports")
    choose(analyst, "Template", "Quarterly brief")
    press(analyst, "Begin the report")
    wait(analyst, "The report is here.")
    go(analyst, "Say who writes and approves")
    for number, (part, writer) in enumerate(PARTS.items(), 1):
        choose(analyst, f"Contributor, {number} {part}", writer)
        choose(analyst, f"Approver, {number} {part}", "Deputy Chief Constable")
    press(analyst, "Save")
    wait(analyst, "Who writes and who approves is saved.")

    for part, writer in PARTS.items():
        page = place.signed_in(writer)
        page.get_by_role("region", name="Sections to write").get_by_role("link").click()
        if part == "Recorded crime":
            unfold(page, f"Answer it here: {ASKED}")
            fill(page, "Answer", ANSWER)
            press(page, "Save the answer")
            wait(page, f"Answer: {ANSWER}")
        fill(page, "Text", f"What {part.lower()} shows.")
        press(page, "Save")
        wait(page, "Text 1 is saved.")
        press(page, "Give it to the approver")
        wait(page, "It is with the approver.")

    approver = place.signed_in("Deputy Chief Constable")
    for _ in PARTS:
        go(approver, "Your desk")
        waiting = approver.get_by_role("region", name="Sections to approve")
        waiting.get_by_role("link").first.click()
        press(approver, "Approve text 1")
        wait(approver, "It is approved.")

    officer = place.signed_in("Scrutiny Officer")
    go(officer, "Reports", REPORT)
    officer.get_by_role("link", name="Lock the report").click()
    press(officer, "Lock the report")
    wait(officer, "The report is locked.")
    press(officer, "Publish the report")
    officer.get_by_role("link", name="Go to it").click(timeout=3 * PATIENCE * 1000)
    wait(officer, "Published")


def accept_the_answer(place: Place) -> None:
    page = place.signed_in("Scrutiny Officer")
    waiting = page.get_by_role("region", name=re.compile("Answered, to be accepted"))
    waiting.get_by_role("link", name=ASKED).click()
    unfold(page, "Accept and close")
    press(page, "Accept and close")
    wait(page, "It is closed.")


def find_the_answer(page: Page) -> None:
    """As somebody who has no account."""
    go(page, "Scrutiny")
    fill(page, "Search meetings, requests, answers, reports and inspections", "shoplifting towns")
    press(page, "Search")
    page.get_by_role("link", name=ASKED).first.click()
    wait(page, ANSWER)
    go(page, "Read it in the report, with its figures")
    page.get_by_text(ANSWER).first.wait_for()


def every_meeting_can_be_read(page: Page) -> None:
    for day, said in SAID.items():
        go(page, "Scrutiny", "All meetings")
        page.get_by_role("link", name=re.compile(f"^{in_words(day)}")).click()
        heading(page, in_words(day))
        minutes = page.get_by_role("region", name="Minutes")
        minutes.get_by_text(said.rpartition(": ")[2].removeprefix("d ")).first.wait_for()
