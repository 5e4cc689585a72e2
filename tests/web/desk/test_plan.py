"""The pages of the plan: read by all, edited by the scrutiny officer as a draft, proposed to."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from tests.governance.inspecting import make_inspection

from scrutiny.governance.audit.models import Entry
from scrutiny.governance.inspection.models import Statement
from scrutiny.governance.meetings.models import Meeting
from scrutiny.governance.plan.file import EXAMPLE
from scrutiny.governance.plan.load import load_plan
from scrutiny.governance.plan.models import AreaForConsideration, Plan, Section, StandingItem
from scrutiny.governance.plan.versions import new_version, put_in_force

if TYPE_CHECKING:
    from django.test import Client


@pytest.fixture
def plan(db: None) -> Plan:
    """The plan of 2013, a draft still."""
    return load_plan(EXAMPLE).plan


@pytest.fixture
def officer(desk: Callable[..., Client]) -> Client:
    return desk("scrutiny-officer")


def text(client: Client, path: str, **query: str) -> str:
    answer = client.get(path, query)
    assert answer.status_code == 200, path
    return re.sub(r"\s+", " ", answer.content.decode())


def restrict(record: Section | AreaForConsideration | Plan) -> None:
    record.restricted = True
    record.restricted_why, record.restricted_review = "An operation", date(2030, 6, 1)
    record.save()


# Reading


def test_the_desk_leads_to_the_plan_and_a_plan_to_its_forward_plan(
    plan: Plan, officer: Client
) -> None:
    assert 'href="/desk/plan/"' in text(officer, "/desk/")
    assert f'href="/desk/plan/{plan.pk}/"' in text(officer, "/desk/plan/")
    assert f'href="/desk/plan/{plan.pk}/forward/"' in text(officer, f"/desk/plan/{plan.pk}/")


def test_without_a_plan_the_page_says_how_to_get_one(officer: Client) -> None:
    assert "scrutiny plan load" in text(officer, "/desk/plan/")


def test_a_plan_shows_its_map_its_sections_and_links_items_to_measures(
    plan: Plan, desk: Callable[..., Client]
) -> None:
    page = text(desk("panel-member"), f"/desk/plan/{plan.pk}/")
    assert "RE-ASSURE our communities" in page
    assert "<strong>Champion the rights of the victim</strong>" in page
    assert "<strong>When:</strong> Six-monthly, from December 2013." in page
    assert 'href="/measures/domestic_abuse_crime/">Domestic abuse crime</a>' in page
    assert "Investing to save: Leyland Mobile Office" in page
    assert "September 2014, December 2014" in page  # meetings without a day
    assert "Move up" not in page  # a panel member edits nothing


def test_the_forward_plan_is_a_table_of_sections_by_meeting(plan: Plan, officer: Client) -> None:
    page = text(officer, f"/desk/plan/{plan.pk}/forward/", **{"from": "2013-12"})
    assert re.findall(r'<th scope="col"[^>]*> ?(?:<a[^>]*>)?(\d+ \w+ \d+|Section)', page) == [
        "Section", "23 December 2013", "13 March 2014", "12 June 2014",
    ]  # fmt: skip
    row = page.split("Strategic Policing Requirement</a>")[1].split("</tr>")[0]
    assert re.findall(r">(Due|Not due)<", row) == ["Due", "Not due", "Due", "Not due"]
    assert "The year after" in page


def test_the_forward_plan_says_what_was_missed(plan: Plan, officer: Client) -> None:
    december = Meeting.objects.get(day=date(2013, 12, 23))
    december.state = Meeting.State.HELD
    december.save()
    page = text(officer, f"/desk/plan/{plan.pk}/forward/", **{"from": "2013-04"})
    missed = "4 Resources and value for money: due at the meeting of 23 December 2013, which was"
    assert missed in page


def test_a_year_without_meetings_says_so(plan: Plan, officer: Client) -> None:
    page = text(officer, f"/desk/plan/{plan.pk}/forward/", **{"from": "2001-04"})
    assert "No meeting is set or foreseen" in page


def test_the_forward_plan_has_what_inspection_brings_for_who_sees_inspections(
    plan: Plan, desk: Callable[..., Client], officer: Client
) -> None:
    coming = {"state": "forthcoming", "published": None}
    of = make_inspection("Custody", begins=date(2014, 3, 3), ends=date(2014, 3, 7), **coming)
    Statement.objects.create(force=of.force, year=2014, due=date(2014, 5, 29))
    make_inspection("Some day", **coming)
    path, of_year = f"/desk/plan/{plan.pk}/forward/", {"from": "2013-12"}
    row = text(officer, path, **of_year).split('id="inspection"')[1].split("<tbody")[1]
    for words in (
        f'href="{of.get_absolute_url()}">Custody</a>', "3 March 2014 to 7 March 2014",
        ">Forthcoming<", ">13 March 2014</a>",
        "Force management statement 2014", ">29 May 2014<", ">Late<", ">12 June 2014</a>",
    ):  # fmt: skip
        assert words in row, words
    assert "is due in these months" in text(officer, path, **{"from": "2015-04"})
    assert "Custody" not in text(desk("panel-member"), path, **of_year)


def test_who_may_not_see_what_is_restricted_does_not_find_it(
    plan: Plan, desk: Callable[..., Client], officer: Client
) -> None:
    area = AreaForConsideration.objects.get(title="Overview")
    restrict(area)
    restrict(plan.sections.get(number="3"))
    partner = desk("partner-analyst")
    for path in (f"/desk/plan/{plan.pk}/", f"/desk/plan/{plan.pk}/forward/"):
        shown, kept = text(officer, path), text(partner, path)
        assert "Restricted</strong> An operation" in shown
        for secret in ("Strategic Policing Requirement", ">Overview<", "An operation"):
            assert secret in shown, (path, secret)
            assert secret not in kept, (path, secret)
    assert partner.get(f"/desk/plan/areas/{area.pk}/").status_code == 404
    text(officer, f"/desk/plan/areas/{area.pk}/")
    assert Entry.objects.filter(did="saw", kind="plan.areaforconsideration").count() == 1
    restrict(plan)
    assert "Strategic Scrutiny Plan" not in text(partner, "/desk/plan/")
    assert partner.get(f"/desk/plan/{plan.pk}/").status_code == 404


# Editing a draft


def test_a_new_plan_is_begun_and_given_a_section_and_an_item(plan: Plan, officer: Client) -> None:
    sent = {
        "oversight": plan.oversight_id, "force": "E23000003", "title": "Scrutiny plan",
        "version": "1", "dated": "2019-03-01", "begins": "2019-04-01", "ends": "2020-03-31",
        "foresees": "2019-12, 2019-06",
    }  # fmt: skip
    wrong = officer.post("/desk/plan/new/", sent | {"ends": "2018-03-31"})
    assert "The plan ends after it begins." in wrong.content.decode()
    assert officer.post("/desk/plan/new/", sent).status_code == 302
    made = Plan.objects.get(version="1")
    assert made.foresees == ["2019-06", "2019-12"]
    again = officer.post("/desk/plan/new/", sent)  # the same form twice
    assert again.status_code == 200
    assert Plan.objects.filter(version="1").count() == 1

    section = {"number": "1", "title": "Performance", "frequency": "six-monthly", "due": "2019-06"}
    officer.post(f"/desk/plan/{made.pk}/sections/add/", section)
    added = made.sections.get()
    assert (added.due, added.order) == (["2019-06"], 1)
    item = {"text": "Knife crime", "measure_0": "knife_crime", "measure_1": "knife_crime"}
    officer.post(f"/desk/plan/sections/{added.pk}/items/add/", item)
    assert added.items.get().measures == ["knife_crime"]
    unknown = officer.post(f"/desk/plan/sections/{added.pk}/items/add/", {"measure_0": "no_such"})
    assert "Select a valid choice" in unknown.content.decode()
    box = {"kind": "priority", "title": "Victims"}
    officer.post(f"/desk/plan/{made.pk}/map/add/", box)
    assert made.priorities.get().title == "Victims"


def test_a_section_that_is_due_without_a_month_is_an_error_at_its_field(
    plan: Plan, officer: Client
) -> None:
    section = plan.sections.get(number="1")
    path = f"/desk/plan/parts/sections/{section.pk}/edit/"
    sent = {"number": "1", "title": "Performance", "frequency": "yearly"}
    answer = officer.post(path, sent)
    assert "Give the first month in which it is due" in answer.content.decode()
    assert 'href="#id_due"' in answer.content.decode()
    assert officer.post(path, sent | {"due": "2014-06"}).status_code == 302
    section.refresh_from_db()
    assert (section.frequency, section.due) == ("yearly", ["2014-06"])


def test_the_order_is_changed_by_buttons(plan: Plan, officer: Client) -> None:
    section = plan.sections.get(number="4")
    path = f"/desk/plan/parts/sections/{section.pk}/move/"
    answer = officer.post(path, {"places": "-1"})
    assert answer["Location"] == f"/desk/plan/{plan.pk}/#section-{section.pk}"
    assert [s.number for s in plan.sections.all()][-2:] == ["4", "3"]
    first, second = plan.sections.get(number="3").items.all()[:2]
    officer.post(f"/desk/plan/parts/items/{second.pk}/move/", {"places": "-1"})
    assert list(first.section.items.all()[:2]) == [second, first]


def test_what_is_taken_out_can_be_put_back(plan: Plan, officer: Client) -> None:
    item = StandingItem.objects.get(text="Civil contingencies.")
    officer.post(f"/desk/plan/parts/items/{item.pk}/out/")
    page = text(officer, f"/desk/plan/{plan.pk}/")
    assert "Taken out of this draft" in page
    assert item not in item.section.items.current()
    officer.post(f"/desk/plan/parts/items/{item.pk}/back/")
    assert item in item.section.items.current()


def test_a_section_with_parts_is_not_taken_out(plan: Plan, officer: Client) -> None:
    section = plan.sections.get(number="B")
    answer = officer.post(f"/desk/plan/parts/sections/{section.pk}/out/", follow=True)
    assert "Take out the parts of section B first." in answer.content.decode()
    section.refresh_from_db()
    assert not section.withdrawn


def test_a_plan_that_is_no_draft_is_changed_by_a_new_version(plan: Plan, officer: Client) -> None:
    officer.post(f"/desk/plan/{plan.pk}/in-force/")
    section = plan.sections.get(number="1")
    for path in (
        f"/desk/plan/{plan.pk}/edit/",
        f"/desk/plan/{plan.pk}/sections/add/",
        f"/desk/plan/parts/sections/{section.pk}/edit/",
        f"/desk/plan/parts/sections/{section.pk}/move/",
        f"/desk/plan/parts/sections/{section.pk}/out/",
    ):
        answer = officer.post(path, follow=True)
        assert "Only a draft can be changed" in answer.content.decode(), path
    version = {"version": "Second", "dated": "2014-02-01"}
    officer.post(f"/desk/plan/{plan.pk}/version/", version)
    made = Plan.objects.get(version="Second")
    again = officer.post(f"/desk/plan/{plan.pk}/version/", version)
    assert "There is a version of this name." in again.content.decode()
    assert made.replaces == plan
    assert "Nothing is different from version" in text(officer, f"/desk/plan/{made.pk}/changes/")
    officer.post(f"/desk/plan/parts/items/{made.sections.first().items.first().pk}/out/")
    changes = text(officer, f"/desk/plan/{made.pk}/changes/", against=str(plan.pk))
    assert "Section 1, item: High impact acquisitive crime" in changes
    assert ">Taken out<" in changes
    officer.post(f"/desk/plan/{made.pk}/in-force/")
    plan.refresh_from_db()
    assert plan.state == Plan.State.REPLACED


@pytest.mark.parametrize("form", ["plan/new", "plan/{}/map/add", "plan/{}/sections/add"])
def test_a_form_with_nothing_in_it_says_what_is_missing(
    plan: Plan, officer: Client, form: str
) -> None:
    answer = officer.post(f"/desk/{form.format(plan.pk)}/")
    assert answer.status_code == 200
    assert "Title: This field is required." in answer.content.decode()


# Areas identified for consideration


def test_an_area_is_proposed_by_an_analyst_and_planned_by_the_officer(
    plan: Plan, desk: Callable[..., Client], officer: Client
) -> None:
    put_in_force(plan)
    march = Meeting.objects.get(day=date(2014, 3, 13))
    section = plan.sections.get(number="1")
    sent = {"section": section.pk, "title": "Knife crime", "rationale": "Ambulance calls rose"}
    analyst = desk("partner-analyst")
    wrong = analyst.post("/desk/plan/areas/propose/", sent)
    assert "Origin: This field is required." in wrong.content.decode()
    analyst.post("/desk/plan/areas/propose/", sent | {"origin": "partner"})
    made = AreaForConsideration.objects.get(title="Knife crime")
    assert (made.state, made.meeting) == (AreaForConsideration.State.PROPOSED, None)
    assert "Knife crime" in text(officer, "/desk/plan/areas/")
    assert analyst.get(f"/desk/plan/areas/{made.pk}/edit/").status_code == 403

    planned = sent | {"origin": "partner", "state": "planned"}
    wrong = officer.post(f"/desk/plan/areas/{made.pk}/edit/", planned)
    assert "Say at which meeting." in wrong.content.decode()
    officer.post(f"/desk/plan/areas/{made.pk}/edit/", planned | {"meeting": march.pk})
    made.refresh_from_db()
    assert (made.state, made.meeting) == (AreaForConsideration.State.PLANNED, march)
    assert "Knife crime" in text(officer, f"/desk/plan/{plan.pk}/forward/", **{"from": "2014-01"})


def test_who_may_not_see_a_restricted_section_cannot_propose_under_it(
    plan: Plan, desk: Callable[..., Client]
) -> None:
    put_in_force(plan)
    section = plan.sections.get(number="3")
    restrict(section)
    partner = desk("partner-analyst")
    page = text(partner, "/desk/plan/areas/propose/")
    assert "Strategic Policing" not in page
    assert "Why it is restricted" not in page  # nor mark what they propose
    sent = {"section": section.pk, "title": "x", "rationale": "y", "origin": "partner"}
    assert partner.post("/desk/plan/areas/propose/", sent).status_code == 200
    assert not AreaForConsideration.objects.filter(title="x").exists()


def test_without_a_plan_in_force_nothing_can_be_proposed(
    plan: Plan, desk: Callable[..., Client]
) -> None:
    answer = desk("commissioner").get("/desk/plan/areas/propose/", follow=True)
    assert "No plan is in force" in answer.content.decode()


def test_headings_go_down_one_level_at_a_time_and_tables_have_captions(
    plan: Plan, officer: Client
) -> None:
    new_version(plan, "2", date(2014, 2, 1))
    page = text(officer, f"/desk/plan/{plan.pk}/")
    levels = [int(level) for level in re.findall(r"<h(\d)", page)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for table in re.findall(r"<table.*?</table>", page):
        assert "<caption" in table
        assert 'scope="col"' in table
