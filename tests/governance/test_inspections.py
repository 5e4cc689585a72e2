"""Inspections as records: grades on two sides, findings and how they go on, what is public."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from tests.governance.inspecting import LANCASHIRE, WHY, make_finding, make_inspection, morning

from scrutiny.errors import ScrutinyError
from scrutiny.governance import publication
from scrutiny.governance.audit.entries import history
from scrutiny.governance.clock import clock_at
from scrutiny.governance.inspection.grades import give_grade, judge, proposal, side_by_side
from scrutiny.governance.inspection.models import (
    Asked,
    Finding,
    Inspection,
    Judgement,
    NationalGrades,
    Practice,
    Statement,
    Step,
)
from scrutiny.governance.inspection.models.findings import may_update
from scrutiny.governance.inspection.steps import change_due, move, moves, to_plan
from scrutiny.governance.meetings.models import Meeting
from scrutiny.governance.people.models import Organisation, Person
from scrutiny.governance.plan.foreseen import foreseen
from scrutiny.governance.plan.models import Plan, Section
from scrutiny.periods import Month, Period

DUE = date(2020, 6, 30)


def refused(message: str, field: str = "") -> pytest.RaisesExc[ValidationError]:
    """A `ValidationError` that says this, of a field where one is named."""
    return pytest.raises(ValidationError, match=f"{field}.*{message}")


# An inspection and its grades


def test_an_inspection_is_of_a_framework_and_published_on_a_day_that_has_come(db: None) -> None:
    with refused("no framework", "framework"):
        make_inspection(framework="peel-1066")
    with refused("Say when", "published"):
        make_inspection(published=None)
    with refused("not come yet", "published"):
        make_inspection(published=date(2999, 1, 1))
    with refused("on or after", "ends"):
        make_inspection(begins=date(2019, 9, 2), ends=date(2019, 9, 1))


def test_a_judgement_needs_evidence_and_words_to_judge(db: None) -> None:
    of = make_inspection(framework="hmic-2007", published=None, state="in-progress")
    with refused("does not state this criterion", "criterion"):
        judge(of, "self", "child-abuse-fair", "met", "A review of files.")
    with refused("Say what shows it", "evidence"):
        judge(of, "self", "child-abuse-beacon", "met")
    with refused("has no criterion", "criterion"):
        judge(of, "self", "child-abuse-moonbeam", "met", "A review of files.")
    judge(of, "self", "child-abuse-beacon", "met", "Two forces took it up.")
    again = judge(of, "self", "child-abuse-beacon", "partly", "One force took it up.")
    assert Judgement.objects.get() == again
    assert [each.did for each in history(again)] == ["made", "changed"]


def test_a_grade_is_of_its_own_scale_and_stands_beside_what_the_rules_propose(db: None) -> None:
    of = make_inspection(framework="hmic-2007", published=None, state="in-progress")
    with refused("The grades are Excellent, Good, Fair, Poor", "grade"):
        give_grade(of, "child-abuse", "self", "Outstanding", "It is.")
    with refused("not graded", "area"):
        give_grade(of, "pvp-overview", "self", "Good", "It is.")
    with refused("Say why", "reason"):
        give_grade(of, "child-abuse", "self", "Good")
    judge(of, "self", "child-abuse-beacon", "met", "Two forces took it up.")
    given = give_grade(of, "child-abuse", "self", "Good", "The unit is at strength.")
    assert (given.proposed, given.grade) == ("", "Good")
    assert given.reasons == proposal(of, "child-abuse", "self").said
    assert given.reasons == ["The criteria of Fair are not in the source. Import them."]


def test_a_self_assessment_ends_with_the_report_and_stands_beside_its_grades(db: None) -> None:
    of = make_inspection(published=None, state="in-progress")
    give_grade(of, "overall", "self", "Good", "Better than last year.")
    of.state, of.published = "published", date(2020, 1, 6)
    of.save()
    given = give_grade(of, "overall", "inspectors", "Requires improvement")
    with refused("stays as it was"):
        give_grade(of, "overall", "self", "Requires improvement", "As they say.")
    first = side_by_side(of)[0]
    assert first.own is not None
    assert (first.own.grade, first.inspectors) == ("Good", given)
    public = side_by_side(of, public=True)[0]
    assert (public.own, public.inspectors) == (None, given)


def test_where_the_force_sits_among_the_nation_s_grades(db: None) -> None:
    of = make_inspection(framework="hmic-2007")
    for grade, forces in {"Excellent": 2, "Good": 14, "Fair": 22, "Poor": 5}.items():
        NationalGrades.objects.create(inspection=of, area="child-abuse", grade=grade, forces=forces)
    give_grade(of, "child-abuse", "inspectors", "Good")
    nation = next(row.nation for row in side_by_side(of) if row.area.id == "child-abuse")
    assert nation is not None
    assert nation.said == "One of 14 forces graded Good, of 43; 2 better, 27 worse."
    with refused("The grades are", "grade"):
        NationalGrades.objects.create(inspection=of, area="child-abuse", grade="Bad", forces=1)


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        ("peel-2016", "peel-2016", "better"),
        ("hmic-2007", "peel-2016", None),  # another framework does not ask the same questions
    ],
)
def test_a_grade_is_compared_with_the_one_before(
    then: str, now: str, said: str | None, db: None
) -> None:
    before = make_inspection("Before", framework=then, published=date(2018, 1, 8))
    area, grade = ("overall", "Requires improvement") if said else ("child-abuse", "Fair")
    give_grade(before, area, "inspectors", grade)
    of = make_inspection("Now", framework=now)
    give_grade(of, "overall", "inspectors", "Good")
    found = side_by_side(of)[0].before
    assert (found and found.comparison) == said
    before.restricted, before.restricted_why = True, "Tactics"
    before.restricted_review = date(2030, 1, 1)
    before.save()
    assert side_by_side(of, public=True)[0].before is None


# Findings


def test_a_finding_moves_by_its_owner_and_the_liaison_and_keeps_every_step(
    person: Callable[..., Person],
) -> None:
    owner, liaison = person("contributor"), person("inspection-liaison")
    finding = make_finding(make_inspection(), owner=owner)
    assert [each.id for each in moves(finding, owner)] == ["progress", "done"]
    with pytest.raises(ScrutinyError, match="say it, in a sentence"):
        move(finding, "under-way", " ", owner)
    for _ in range(2):  # a form sent twice is one step
        move(finding, "under-way", "A team is at work.", owner)
    move(finding, "under-way", "Half is done.", owner)
    finding = move(finding, "done", "The backlog is gone.", owner)
    assert moves(finding, owner) == []
    with pytest.raises(ScrutinyError, match="not yours to do"):
        move(finding, "closed", "", owner)
    move(finding, "under-way", "It is back.", liaison)
    move(finding, "done", "It is gone again.", owner)
    move(finding, "closed", "", liaison)
    with pytest.raises(ScrutinyError, match="signed off now, and cannot become done"):
        move(finding, "done", "Again.", owner)
    assert [(step.state, step.comment, step.person) for step in finding.steps.all()] == [
        ("open", "", None),
        ("under-way", "A team is at work.", owner),
        ("under-way", "Half is done.", owner),
        ("done", "The backlog is gone.", owner),
        ("under-way", "It is back.", liaison),
        ("done", "It is gone again.", owner),
        ("closed", "", liaison),
    ]


def test_the_history_is_only_added_to(db: None) -> None:
    finding = make_finding(make_inspection())
    for change in (
        finding.steps.all().delete,
        lambda: finding.steps.update(comment=""),
        lambda: Step.objects.bulk_create([Step(finding=finding, state="closed")]),
        finding.steps.get().delete,
        finding.delete,
    ):
        with pytest.raises(ScrutinyError):
            change()
    assert [step.state for step in finding.steps.all()] == ["open"]


def test_who_says_how_a_finding_goes_on(person: Callable[..., Person]) -> None:
    owner = person("contributor")
    owned = make_finding(make_inspection(), owner=owner)
    for role in ("contributor", "approver", "force-analyst", "inspection-liaison"):
        assert may_update(owned, person(role)), role  # of the owner's organisation
    for role in ("scrutiny-officer", "commissioner", "panel-member", "partner-analyst"):
        assert not may_update(owned, person(role)), role


def test_a_strength_is_noted_and_nobody_is_to_act_on_it(person: Callable[..., Person]) -> None:
    of = make_inspection()
    strength = make_finding(of, "Victims are kept informed", kind="strength", due=DUE)
    concern = make_finding(of, "The backlog is high", kind="cause-of-concern", due=DUE)
    assert strength.state == "noted"
    assert moves(strength, person("inspection-liaison")) == []
    late = date(2020, 7, 1)
    assert [each.overdue(late) for each in (strength, concern)] == [False, True]
    assert list(Finding.objects.overdue(late)) == [concern]
    assert not Finding.objects.overdue(DUE).exists()
    with pytest.raises(ScrutinyError, match="no date to change"):
        change_due(strength, late, "Later.")


def test_another_date_has_a_reason_and_is_a_step(db: None) -> None:
    finding = make_finding(make_inspection(), due=DUE)
    with pytest.raises(ScrutinyError, match="Say why"):
        change_due(finding, date(2020, 9, 30), " ")
    for _ in range(2):
        change_due(finding, date(2020, 9, 30), "The system comes in August.")
    assert [step.comment for step in finding.steps.all()] == [
        "", "Due 30 September 2020, no longer 30 June 2020: The system comes in August.",
    ]  # fmt: skip


def test_identical_findings_are_answered_once(person: Callable[..., Person]) -> None:
    first = make_finding(make_inspection("National"), scope="national", due=DUE)
    same = make_finding(make_inspection("Own"), "The backlog is too high", same_as=first)
    here = move(same, "done", "The backlog is gone.", person("inspection-liaison"))
    assert (here, same.answered_on.pk) == (first, first.pk)
    assert [step.comment for step in first.steps.all()] == ["", "The backlog is gone."]
    assert list(Finding.objects.followed()) == [first]
    with refused("the first of the identical", "same_as"):
        make_finding(first.inspection, "A third", same_as=same)
    with refused("it is first", "same_as"):
        first.same_as = make_finding(first.inspection, "Another")
        first.save()
    first.refresh_from_db()
    with refused("Only one of them is to be acted on", "same_as"):
        make_finding(same.inspection, "A strength", kind="strength", same_as=first)


def test_a_finding_repeats_one_of_an_earlier_inspection_of_the_force(db: None) -> None:
    earlier = make_finding(make_inspection("2015", published=date(2016, 2, 18)))
    now = make_inspection("2016", published=date(2017, 3, 2))
    again = make_finding(now, "The backlog is still too high", repeats=earlier)
    assert list(earlier.repeated_by.all()) == [again]
    with refused("not an earlier one", "repeats"):
        make_finding(earlier.inspection, "Before its time", repeats=again)
    elsewhere = make_inspection("Elsewhere", force="E23000002", published=date(2015, 1, 1))
    with refused("another force", "repeats"):
        make_finding(now, "Theirs", repeats=make_finding(elsewhere))


def test_a_finding_is_of_its_framework_and_the_catalogue(db: None) -> None:
    with refused("has no area or question", "area"):
        make_finding(make_inspection("One"), area="child-abuse")
    with refused("No measure has the id unheard_of", "measures"):
        make_finding(make_inspection("Two"), measures=["all_crime", "unheard_of"])


# What it leads to


@pytest.fixture
def section(commissioner_of: Organisation) -> Section:
    plan = Plan.objects.create(
        oversight=commissioner_of, force=LANCASHIRE, title="Strategic scrutiny plan",
        version="1", dated=date(2013, 4, 1), begins=date(2013, 4, 1), ends=date(2021, 4, 1),
    )  # fmt: skip
    made: Section = Section.objects.create(
        plan=plan, number="2", title="Recorded crime", owner="Chief Constable",
        frequency="quarterly",
    )  # fmt: skip
    return made


def test_a_finding_puts_an_area_for_consideration_on_the_plan_once(section: Section) -> None:
    finding = make_finding(make_inspection())
    area = to_plan(finding, section, "The backlog", "It was found twice.")
    assert (area.origin, area.state, area.restricted) == ("inspection", "proposed", False)
    assert to_plan(finding, section, "The backlog", "It was found twice.") == area
    area.state = "withdrawn"
    area.save()
    finding.refresh_from_db()
    assert to_plan(finding, section, "The backlog", "It was found a third time.") != area


def test_what_the_plan_gets_of_something_restricted_is_restricted(section: Section) -> None:
    kept = to_plan(make_finding(make_inspection(**WHY)), section, "Tactics", "As found.")
    assert (kept.restricted, kept.restricted_why) == (True, "Tactics")
    early = make_finding(make_inspection("Soon", state="in-progress", published=None))
    with refused("not published yet"):
        to_plan(early, section, "The backlog", "As we hear.")


def test_evidence_that_inspectors_ask_for_is_supplied_on_a_day(db: None) -> None:
    of = make_inspection(state="in-progress", published=None)
    asked = Asked.objects.create(
        inspection=of, text="Caseloads by month", on=date(2020, 2, 3), due=date(2020, 2, 14)
    )
    assert not asked.overdue(date(2020, 2, 14))
    assert asked.overdue(date(2020, 2, 15))
    asked.supplied = "Twelve months of caseloads"
    with refused("on which day", "supplied"):
        asked.save()
    asked.supplied_on = date(2020, 2, 13)
    asked.save()
    assert not asked.overdue(date(2020, 2, 15))
    with refused("on or after", "due"):
        Asked.objects.create(inspection=of, text="Rotas", on=DUE, due=date(2020, 2, 14))


# What is public


def test_only_published_inspections_and_what_is_open_of_them_are_public(db: None) -> None:
    out = make_inspection("Out")
    closed = make_inspection("Closed", **WHY)
    coming = make_inspection("Coming", state="in-progress", published=None)
    shown = make_finding(out)
    hidden = make_finding(out, "Tactics", **WHY)
    for of in (closed, coming):
        make_finding(of)
    make_finding(out, "As the tactics are", same_as=hidden)
    assert list(publication.inspections()) == [out]
    assert list(publication.findings()) == [shown]
    assert [step.finding for step in publication.finding_steps(shown)] == [shown]
    assert not publication.finding_steps(hidden).exists()


def test_a_practice_is_public_with_its_inspection_and_found_by_its_words(db: None) -> None:
    words = {"force": LANCASHIRE, "problem": "Repeat calls", "solution": "One desk"}
    register = [
        Practice.objects.create(title=title, outcomes="Fewer calls", inspection=of, **words)
        for title, of in (
            ("Own", None),
            ("Published", make_inspection("Out")),
            ("Early", make_inspection("Soon", state="in-progress", published=None)),
        )
    ]
    register[0].withdrawn = True
    register[0].save()
    assert [each.title for each in publication.practices()] == ["Published"]
    assert set(Practice.objects.search("desk fewer")) == set(register)
    assert not Practice.objects.search("desk more").exists()


def test_an_inspection_keeps_its_history(person: Callable[..., Person]) -> None:
    of = make_inspection(state="in-progress", published=None)
    of.state, of.published = Inspection.State.PUBLISHED, date(2020, 1, 6)
    of.save(note="The report is out")
    made, changed = history(of)
    assert (made.did, changed.did, changed.note) == ("made", "changed", "The report is out")
    assert (changed.before["state"], changed.after["state"]) == ("in-progress", "published")


def test_fieldwork_statements_and_responses_have_their_place_on_the_forward_plan(
    section: Section, meeting: Meeting
) -> None:
    coming = {"state": "forthcoming", "published": None}
    make_inspection("Custody", begins=date(2020, 3, 2), ends=date(2020, 3, 6), **coming)
    make_inspection("Crime data", begins=date(2020, 12, 31), ends=date(2021, 4, 2), **coming)
    make_inspection("Some day", **coming)
    make_inspection("Tactics", begins=date(2020, 3, 2), **coming, **WHY)
    make_inspection("Next year", begins=date(2021, 1, 4), **coming)
    make_inspection("Published in November", published=date(2019, 11, 4))  # until 29 December
    make_inspection("Answered by nobody", published=date(2019, 10, 1), needs_response=False)
    make_inspection("Published")  # in January: until 1 March 2020
    Statement.objects.create(force=LANCASHIRE, year=2020, due=date(2020, 5, 29))
    Statement.objects.create(force="E23000002", year=2020, due=date(2020, 5, 29))
    year = Period(Month(2020, 1), Month(2020, 12))

    def told(day: date, *, restricted: bool = False) -> list[tuple[str, str, bool]]:
        with clock_at(morning(day)):
            found = foreseen(section.plan, year, restricted=restricted)
        return [(each.what, each.stands, each.next == meeting) for each in found]

    expected = [
        ("Response to Published", "Not begun, 27 days left", True),
        ("Custody", "Forthcoming", True),
        ("Force management statement 2020", "Due", False),
        ("Crime data", "Forthcoming", False),
        ("Some day", "Forthcoming", False),
    ]
    assert told(date(2020, 2, 3)) == expected
    with_restricted = told(date(2020, 2, 3), restricted=True)
    assert [each for each in with_restricted if each not in expected] == [
        ("Tactics", "Forthcoming", True)
    ]
    later = {what: stands for what, stands, _ in told(date(2021, 2, 1))}
    assert later["Force management statement 2020"] == "Late"
    assert later["Response to Published"] == "Not begun, late by 337 days"
    assert "Some day" not in later  # it is in the year of today, while it has no day
