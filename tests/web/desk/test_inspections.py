"""Inspections at the desk: entering one, its findings, and the response with its days."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.governance.inspecting import (
    LANCASHIRE,
    PUBLISHED,
    WHY,
    make_finding,
    make_inspection,
    morning,
)

from scrutiny.governance.audit.models import Entry
from scrutiny.governance.clock import clock_at
from scrutiny.governance.inspection import responding
from scrutiny.governance.inspection.models import Asked, Finding, Inspection, Practice, Response
from scrutiny.governance.inspection.steps import move
from scrutiny.governance.people.models import Organisation, Person
from scrutiny.governance.plan.models import AreaForConsideration, Plan, Section
from scrutiny.governance.raised.late import find_late
from scrutiny.governance.raised.models import Raised

if TYPE_CHECKING:
    from django.test import Client

AREA = "investigating-crime"


@pytest.fixture(autouse=True)
def in_february_2020() -> Iterator[None]:
    with clock_at(morning(date(2020, 2, 3))):
        yield


@pytest.fixture
def liaison(desk: Callable[..., Client]) -> Client:
    return desk("inspection-liaison")


def said(client: Client, path: str, **sent: object) -> str:
    """What the page says after a form was sent to an address, or is read at it without one."""
    answer = client.post(path, sent, follow=True) if sent else client.get(path)
    assert answer.status_code == 200, (path, answer.content.decode())
    return " ".join(answer.content.decode().split())


def test_the_liaison_enters_an_inspection_and_both_sides_grade_it(liaison: Client) -> None:
    words = {
        "title": "Effectiveness", "framework": "peel-2016", "force": LANCASHIRE,
        "state": "in-progress", "begins": "2019-09-02", "needs_response": "on",
    }  # fmt: skip
    page = said(liaison, "/desk/inspections/new/", **words)
    assert "The inspection is saved." in page
    assert "Its days begin when the report is published" in page
    of = Inspection.objects.get()
    at = of.get_absolute_url()
    own, theirs = (f"{at}areas/{AREA}/{side}/" for side in ("self", "inspectors"))
    sent = liaison.post(f"{own}grade/", {"grade": "Good", "reason": ""})
    assert sent.status_code == 400
    assert "Say why this grade" in sent.content.decode()
    said(liaison, f"{own}grade/", grade="Good", reason="Most crimes are solved.")
    words |= {"state": "published", "published": "2020-01-06"}
    said(liaison, f"{at}edit/", **words)
    said(liaison, f"{at}national/{AREA}/", Outstanding=1, Good=2, **{"Requires improvement": 27})
    page = said(liaison, f"{theirs}grade/", grade="Requires improvement", reason="")
    assert "One of 27 forces graded Requires improvement, of 30; 3 better, 0 worse." in page
    assert "27 days left. The last day in time is 1 March 2020." in page
    assert "a self-assessment is made before it, and stays as it was" in said(liaison, own)
    late = liaison.post(f"{own}grade/", {"grade": "Outstanding", "reason": "On reflection"})
    assert late.status_code == 400
    assert {(g.side, g.grade) for g in of.grades.all()} == {
        ("self", "Good"), ("inspectors", "Requires improvement"),
    }  # fmt: skip


def test_criteria_are_judged_with_what_shows_it(liaison: Client) -> None:
    of = make_inspection(framework="hmic-2007", state="in-progress", published=None)
    area = next(e for e in of.frame.areas if e.graded and of.frame.criteria_of(e.id))
    first = next(each for each in of.frame.criteria_of(area.id) if each.stated)
    at = f"{of.get_absolute_url()}areas/{area.id}/self/"
    fields = {f"verdict-{e.id}": "not-judged" for e in of.frame.criteria_of(area.id) if e.stated}
    sent = liaison.post(f"{at}judge/", fields | {f"verdict-{first.id}": "met"})
    assert sent.status_code == 400
    assert "Say what shows it" in sent.content.decode()
    assert not of.judgements.exists()
    shows = {f"verdict-{first.id}": "met", f"evidence-{first.id}": "Twelve visits"}
    assert "are judged." in said(liaison, f"{at}judge/", **(fields | shows))
    assert [(j.criterion, j.evidence) for j in of.judgements.all()] == [(first.id, "Twelve visits")]


class TestAFinding:
    """Its owner says how it goes on; the liaison signs it off."""

    @pytest.fixture
    def owner(self, person: Callable[..., Person]) -> Person:
        return person("contributor")

    @pytest.fixture
    def finding(self, owner: Person) -> Finding:
        return make_finding(
            make_inspection(), owner=owner, owner_title=owner.title, due=date(2020, 2, 1),
            measures=["all_crime"],
        )  # fmt: skip

    def test_goes_from_its_owner_to_who_signs_it_off(
        self, finding: Finding, owner: Person, liaison: Client, desk: Callable[..., Client]
    ) -> None:
        at, mine = finding.get_absolute_url(), desk(who=owner)
        step, evidence = f"{at}step/", f"{at}evidence/"
        assert "Overdue" in said(mine, at)
        assert mine.post(step, {"move": "done", "comment": " "}).status_code == 400
        for _ in range(2):  # a form that is sent twice
            said(mine, step, move="progress", comment="Two teams were moved.")
        letter = SimpleUploadedFile("letter.txt", b"Dear all")
        assert "The evidence was added." in said(mine, evidence, what="A letter", file=letter)
        file = mine.get(f"{evidence}{finding.evidence.get().pk}/")
        assert file["Content-Disposition"].startswith("attachment")
        said(mine, step, move="done", comment="The backlog is gone.")
        assert "That cannot be done now" in said(mine, step, move="progress", comment="More")
        assert mine.post(step, {"move": "sign-off"}).status_code == 403
        assert "It is signed off." in said(liaison, step, move="sign-off")
        states = [(each.state, each.comment) for each in finding.steps.all()]
        assert states == [
            ("open", ""), ("under-way", "Two teams were moved."),
            ("done", "The backlog is gone."), ("closed", ""),
        ]  # fmt: skip

    def test_its_page_answers_whether_it_improved_with_the_chart(
        self, finding: Finding, liaison: Client
    ) -> None:
        at = finding.get_absolute_url()
        page = said(liaison, at)
        assert "signal" in page.partition("Has it improved since?")[2]
        assert f'src="{at}charts/all_crime.svg"' in page
        drawn = liaison.get(f"{at}charts/all_crime.svg")
        assert drawn["Content-Type"] == "image/svg+xml"
        assert ">Inspection<" in drawn.content.decode()
        assert liaison.get(f"{at}charts/robbery.svg").status_code == 404

    def test_a_date_changes_with_a_reason(self, finding: Finding, liaison: Client) -> None:
        at = f"{finding.get_absolute_url()}due/"
        assert "Say why the date changes." in said(liaison, at, due="2020-06-01")
        page = said(liaison, at, due="2020-06-01", why="The new system comes in May.")
        assert "It is due on 1 June 2020." in page
        assert "no longer 1 February 2020: The new system comes in May." in page

    def test_it_goes_on_the_plan_once(
        self, finding: Finding, desk: Callable[..., Client], commissioner_of: Organisation
    ) -> None:
        plan = Plan.objects.create(
            oversight=commissioner_of, force=LANCASHIRE, title="Plan", version="1",
            dated=date(2019, 4, 1), begins=date(2019, 4, 1), ends=date(2021, 3, 31),
            state="in-force",
        )  # fmt: skip
        section = Section.objects.create(
            plan=plan, number="1", title="Crime", frequency="quarterly"
        )
        officer, at = desk("scrutiny-officer"), finding.get_absolute_url()
        words = {"section": section.pk, "area_title": "The backlog", "rationale": "Found again"}
        for _ in range(2):
            assert "The backlog</a>" in said(officer, f"{at}plan/", **words)
        area = AreaForConsideration.objects.get()
        assert (area.section, area.origin, area.state) == (section, "inspection", "proposed")

    def test_a_later_one_repeats_it_and_an_identical_one_is_answered_with_it(
        self, finding: Finding, liaison: Client
    ) -> None:
        later = make_inspection("Effectiveness again", published=date(2020, 2, 1))
        words = {
            "kind": "area-for-improvement", "scope": "force", "area": AREA, "reference": "Page 9",
            "text": "The backlog is still high", "repeats": finding.pk, "measure_0": "robbery",
        }  # fmt: skip
        new = f"{later.get_absolute_url()}findings/new/"
        for _ in range(2):
            page = said(liaison, new, **words)
        assert "It repeats a finding of Effectiveness:" in page
        again = later.findings.get()
        assert again.measures == ["robbery"]
        assert "Effectiveness again:" in said(liaison, finding.get_absolute_url())
        page = said(liaison, f"{again.get_absolute_url()}edit/", **words, same_as=finding.pk)
        assert "It is answered there, for both." in page
        assert "Report progress" not in page
        assert Entry.objects.filter(kind="inspection.finding", key=str(again.pk)).count() == 2


def test_findings_are_listed_and_taken_out_and_in_as_csv(
    liaison: Client, desk: Callable[..., Client], person: Callable[..., Person]
) -> None:
    of, owner = make_inspection(), person("contributor")
    make_finding(of, "Late", due=date(2020, 1, 31), owner=owner, owner_title="Head of Crime")
    make_finding(of, "Done", state="done")
    make_finding(of, "Praised", kind="strength")
    mine = desk(who=owner)

    def listed(query: str) -> set[str]:
        page = said(mine, f"/desk/inspections/findings/?{query}")
        return {text for text in ("Late", "Done", "Praised") if f">{text}</a>" in page}

    assert listed("") == {"Late", "Done", "Praised"}
    assert listed("whose=mine") == listed("when=overdue") == listed("state=to-do") == {"Late"}
    assert listed("kind=strength") == listed("words=prais") == {"Praised"}
    assert listed("kind=nothing&inspection=99&state=gone") == {"Late", "Done", "Praised"}
    assert "Nothing is like that." in said(mine, "/desk/inspections/findings/?words=no+such")

    out = liaison.get(f"/desk/inspections/findings/list.csv?inspection={of.pk}&kind=strength")
    lines = out.content.decode().splitlines()
    assert len(lines) == 2
    at = f"{of.get_absolute_url()}findings/import/"

    def take(text: str) -> object:
        return SimpleUploadedFile("findings.csv", text.encode())

    wrong = liaison.post(at, {"file": take("kind,area,text\nstrength,nowhere,It is well led\n")})
    assert wrong.status_code == 400
    assert "line 2" in wrong.content.decode()
    assert "nowhere" in wrong.content.decode()
    assert liaison.post(at, {"file": SimpleUploadedFile("f.csv", b"\xff\xfe")}).status_code == 400
    new = take(f"kind,area,text\nstrength,{AREA},It is well led\n")
    assert "Findings added: 1; changed: 0; the same: 0." in said(liaison, at, file=new)
    same = take(out.content.decode())
    assert "Findings added: 0; changed: 0; the same: 1." in said(liaison, at, file=same)


def test_the_response_is_drafted_approved_and_published_with_its_days_told(
    desk: Callable[..., Client], commissioner_of: Organisation
) -> None:
    of = make_inspection()
    at = f"{of.get_absolute_url()}response/"
    officer, commissioner = desk("scrutiny-officer"), desk("commissioner")
    days = {54: "1 day left", 55: "Today is the last day", 56: "Late by 1 day"}
    for after, words in days.items():
        with clock_at(morning(PUBLISHED + timedelta(after))):
            for path in ("/desk/inspections/", of.get_absolute_url(), at):
                assert words in said(desk("scrutiny-officer"), path)
    draft = {"oversight": commissioner_of.pk, "text": "The force is to act by June."}
    assert "no response yet" in said(officer, f"{at}publish/", sent="")
    page = said(officer, f"{at}draft/", **draft)
    assert "It waits for the commissioner to approve it." in page
    assert "Read it again." in said(commissioner, f"{at}approve/", read="what was there before")
    assert "not approved yet" in said(officer, f"{at}publish/", sent="")
    read = said(commissioner, at).partition('name="read" value="')[2].partition('"')[0]
    assert "It is approved." in said(commissioner, f"{at}approve/", read=read)
    assert "Copies are sent of what is published." in said(officer, f"{at}copies/", to="All")
    assert "It is published" in said(officer, f"{at}publish/", sent="")
    for _ in range(2):
        page = said(officer, f"{at}copies/", to="Home Secretary", on="2020-02-03")
    assert page.count("<li>Home Secretary, 3 February 2020</li>") == 1
    assert "stay as they are" in said(officer, f"{at}draft/", **draft)
    found = Response.objects.get()
    assert (found.published_on, found.copies.count()) == (date(2020, 2, 3), 1)


def test_what_waits_is_on_each_desk_and_what_is_late_in_the_queue(
    desk: Callable[..., Client], person: Callable[..., Person], commissioner_of: Organisation
) -> None:
    of, owner = make_inspection(), person("contributor")
    found = make_finding(of, owner=owner, owner_title="Head of Crime", due=date(2020, 3, 1))
    officer, commissioner = person("scrutiny-officer"), person("commissioner")
    with clock_at(morning(PUBLISHED + timedelta(56))):
        assert "Findings of inspections that are yours (1)" in said(desk(who=owner), "/desk/")
        page = said(desk(who=officer), "/desk/")
        assert "Responses to inspections (1)" in page
        assert "Late by 1 day" in page
        assert "Responses to inspections" not in said(desk(who=commissioner), "/desk/")
        find_late(LANCASHIRE)
        assert "Effectiveness: no response is" in said(desk(who=officer), "/desk/exceptions/")
        for raised in Raised.objects.filter(measure=""):
            page = said(desk(who=officer), f"/desk/exceptions/{raised.pk}/")
            about = raised.finding.get_absolute_url() if raised.finding else None
            assert f'href="{about or of.get_absolute_url() + "response/"}"' in page
            assert "The figure then and now" not in page
        assert {r.finding for r in Raised.objects.filter(measure="")} == {None, found}
        responding.draft(of, commissioner_of, "The force is to act.")
        assert "Responses to inspections (1)" in said(desk(who=commissioner), "/desk/")
        move(found, "done", "It is gone.", owner)
        assert "Findings to sign off (1)" in said(desk("inspection-liaison"), "/desk/")


def test_the_log_keeps_what_was_asked_for_and_what_was_supplied(
    liaison: Client, desk: Callable[..., Client]
) -> None:
    of = make_inspection(state="in-progress", published=None)
    at = f"{of.get_absolute_url()}evidence/"
    words = {"text": "Rosters since spring", "by": "Lead inspector", "on": "2020-01-20",
             "due": "2020-01-31"}  # fmt: skip
    for _ in range(2):
        page = said(liaison, f"{at}new/", **words)
    assert "1 still to be supplied" in page
    assert "Overdue" in page
    asked = Asked.objects.get()
    sent = words | {"supplied_on": "2020-02-03"}
    assert liaison.post(f"{at}{asked.pk}/", sent).status_code == 400
    sent["file"] = SimpleUploadedFile("rosters.csv", b"week\n")  # type: ignore[assignment]
    assert "rosters.csv</a>" in said(liaison, f"{at}{asked.pk}/", **sent)
    file = desk("contributor").get(f"{at}{asked.pk}/file/")
    assert (file.content, file["X-Content-Type-Options"]) == (b"week\n", "nosniff")


def test_the_register_of_practice_is_searched_and_says_who_took_one_up(liaison: Client) -> None:
    words = {"title": "Ward panels", "force": LANCASHIRE, "problem": "Residents had no voice",
             "solution": "A panel meets", "outcomes": "More was solved",
             "evaluated": "true", "transferable": "unknown"}  # fmt: skip
    page = said(liaison, "/desk/inspections/practice/new/", **words)
    assert "The practice is saved." in page
    practice = Practice.objects.get()
    assert (practice.evaluated, practice.transferable) == (True, None)
    register = "/desk/inspections/practice/"
    assert "1 found" in said(liaison, f"{register}?q=voice+panel")
    assert "Nothing has all these words." in said(liaison, f"{register}?q=voice+nothing")
    for _ in range(2):
        page = said(
            liaison, f"{practice.get_absolute_url()}taken-up/", by="Cumbria", on="2020-02-01"
        )
    assert page.count("Cumbria, since 1 February 2020") == 1


def test_seeing_what_is_restricted_is_entered_and_says_why(desk: Callable[..., Client]) -> None:
    of = make_inspection(**WHY)
    found = make_finding(of)
    page = said(desk("contributor"), found.get_absolute_url())
    assert "Tactics" in page
    saw = Entry.objects.filter(did="saw", kind="inspection.finding", key=str(found.pk))
    assert [entry.roles for entry in saw] == ["contributor"]


def test_empty_lists_say_what_to_do(desk: Callable[..., Client], liaison: Client) -> None:
    assert "An inspection liaison enters them." in said(desk("commissioner"), "/desk/inspections/")
    assert "Enter one, forthcoming ones too." in said(liaison, "/desk/inspections/")
    assert "No finding is entered yet." in said(liaison, "/desk/inspections/findings/")
    assert "Add a practice." in said(liaison, "/desk/inspections/practice/")
