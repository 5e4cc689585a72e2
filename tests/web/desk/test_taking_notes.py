"""Taking notes in a real browser: by keyboard alone, and without losing a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.staticfiles.finders import get_finder
from tests.governance.meeting_year import make_area, make_plan

from scrutiny.governance.meetings import agenda
from scrutiny.governance.meetings.models import Attendance, Meeting
from scrutiny.governance.people.models import Organisation

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import Browser, BrowserContext
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("browser")]


@pytest.fixture
def site(settings: Any, live_server: LiveServer, django_site: None) -> Iterator[str]:
    """The address of the site in this process, with its styles and scripts as they are served."""
    settings.STATICFILES_DIRS = [settings.STATIC_ROOT]
    get_finder.cache_clear()
    yield live_server.url
    get_finder.cache_clear()


@pytest.fixture
def prepared(meeting: Meeting, commissioner_of: Organisation, force: Organisation) -> Meeting:
    make_area(make_plan(commissioner_of), meeting)
    agenda.make_agenda(meeting)
    Attendance.objects.create(
        meeting=meeting, title="Deputy Chief Constable", organisation=force, state="present"
    )
    return meeting


@pytest.fixture
def officer(browser: Browser, site: str, desk: Callable[..., Client]) -> Iterator[BrowserContext]:
    cookie = desk("scrutiny-officer").cookies["sessionid"].value
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
    yield context
    context.close()


def taken(meeting: Meeting) -> list[tuple[str, str, str]]:
    notes = meeting.notes.filter(withdrawn=False).select_related("item")
    return [(note.kind, note.item.title if note.item else "", note.text) for note in notes]


def test_a_whole_meeting_is_minuted_without_the_mouse(
    officer: BrowserContext, site: str, prepared: Meeting
) -> None:
    page = officer.new_page()
    page.goto(f"{site}/desk/meetings/{prepared.pk}/notes/")
    keys = page.keyboard

    def line(text: str, said: str) -> None:
        """Type it where the focus is, and read what was understood."""
        keys.type(text)
        keys.press("Enter")
        page.locator("#heard").get_by_text(said).wait_for(state="attached")

    line("Recorded crime fell.", "Note saved: Recorded crime fell.")
    line("d The report is accepted.", "Decision saved")
    keys.press("Alt+ArrowDown")
    page.get_by_role("heading", name="2. Rural crime").wait_for()
    line("a DCC due 30 April: Visit every farm", "Action for Deputy Chief Constable")
    line("A slip", "Note saved: A slip")
    line("undo", "Taken back: A slip")
    line("<", "Item 1: Overview")
    line("Any other remark", "Note saved: Any other remark")
    assert taken(prepared) == [
        ("note", "Overview", "Recorded crime fell."),
        ("decision", "Overview", "The report is accepted."),
        ("action", "Rural crime", "Visit every farm"),
        ("note", "Overview", "Any other remark"),
    ]


def test_a_line_that_is_not_clear_stays_to_be_put_right(
    officer: BrowserContext, site: str, prepared: Meeting
) -> None:
    page = officer.new_page()
    page.goto(f"{site}/desk/meetings/{prepared.pk}/notes/")
    page.keyboard.type("r DCC due sometime: Figures")
    page.keyboard.press("Enter")
    page.get_by_role("alert").get_by_text("The date is not clear: sometime").wait_for()
    field = page.get_by_label("Line", exact=True)
    assert field.input_value() == "r DCC due sometime: Figures"
    field.fill("r DCC due Friday: Figures")
    page.keyboard.press("Enter")
    page.locator("#heard").get_by_text("Request for Deputy").wait_for(state="attached")
    assert taken(prepared) == [("request", "Overview", "Figures")]


def test_a_line_typed_while_the_connection_is_lost_is_kept_and_saved_once(
    officer: BrowserContext, site: str, prepared: Meeting
) -> None:
    page = officer.new_page()
    page.goto(f"{site}/desk/meetings/{prepared.pk}/notes/")
    officer.set_offline(True)
    page.keyboard.type("The line went down.")
    page.keyboard.press("Enter")
    page.get_by_text("Not saved: the site does not answer").wait_for()
    assert page.get_by_label("Line", exact=True).input_value() == "The line went down."
    officer.set_offline(False)
    page.keyboard.press("Enter")
    page.locator("#heard").get_by_text("Note saved").wait_for(state="attached")
    assert taken(prepared) == [("note", "Overview", "The line went down.")]


def test_who_types_on_while_a_line_is_saved_loses_nothing(
    officer: BrowserContext, site: str, prepared: Meeting
) -> None:
    page = officer.new_page()
    page.goto(f"{site}/desk/meetings/{prepared.pk}/notes/")
    texts = [f"Remark {number} of a meeting in which people speak fast." for number in range(5)]
    field = page.get_by_label("Line", exact=True)
    for text in texts:
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        page.keyboard.type("...")  # before the answer is there
        page.locator("#heard").get_by_text(f"Note saved: {text}").wait_for(state="attached")
        page.wait_for_function("document.activeElement.value === '...'")
        field.fill("")
    assert [text for _, _, text in taken(prepared)] == texts


def test_half_a_line_goes_with_its_writer_to_another_item(
    officer: BrowserContext, site: str, prepared: Meeting
) -> None:
    page = officer.new_page()
    page.goto(f"{site}/desk/meetings/{prepared.pk}/notes/")
    page.keyboard.type("Farms were ")
    page.keyboard.press("Alt+ArrowDown")
    page.get_by_role("heading", name="2. Rural crime").wait_for()
    page.keyboard.type("visited.")
    page.keyboard.press("Enter")
    page.locator("#heard").get_by_text("Note saved").wait_for(state="attached")
    assert taken(prepared) == [("note", "Rural crime", "Farms were visited.")]
    last = prepared.items.last()
    assert last is not None
    assert page.url.endswith(f"?item={last.pk}")
