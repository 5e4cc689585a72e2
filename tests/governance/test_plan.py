"""The scrutiny plan: its file, its versions, what falls due when, and its order."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from scrutiny.catalogue import load_catalogue
from scrutiny.errors import DefinitionError, ScrutinyError
from scrutiny.governance.audit.entries import history
from scrutiny.governance.meetings.models import AgendaItem, Meeting
from scrutiny.governance.people.models import Organisation
from scrutiny.governance.plan.arranging import move, outline
from scrutiny.governance.plan.differences import differences
from scrutiny.governance.plan.file import EXAMPLE, read_plan
from scrutiny.governance.plan.forward import Sitting, due, falls_due, grid, turn
from scrutiny.governance.plan.load import load_plan
from scrutiny.governance.plan.models import AreaForConsideration, Plan, Section, StandingItem
from scrutiny.governance.plan.versions import in_force, new_version, put_in_force
from scrutiny.periods import Month, Period

LANCASHIRE = "E23000003"


@pytest.fixture
def plan(db: None) -> Plan:
    """The plan of 2013, as its paper states it."""
    return load_plan(EXAMPLE).plan


@pytest.fixture
def december(plan: Plan) -> Meeting:
    found: Meeting = Meeting.objects.get(day=date(2013, 12, 23))
    return found


# The file


def test_the_plan_of_2013_has_what_its_paper_states(plan: Plan) -> None:
    assert (plan.begins, plan.ends) == (date(2012, 11, 1), date(2014, 3, 31))
    assert str(plan.oversight) == "Lancashire Police and Crime Commissioner"
    assert [s.number for _, s in outline(plan.sections.current())] == [
        "1", "2", "A", "B", "B.1", "B.2", "C", "3", "4",
    ]  # fmt: skip
    spr = plan.sections.get(number="3")
    assert (spr.frequency, spr.due, spr.items.count()) == ("six-monthly", ["2013-12"], 5)
    assert spr.owner == "Assistant Chief Constable, Specialist Operations"
    assert plan.sections.get(number="A").priority.title == "Defend frontline policing"
    days = [m.day for m in Meeting.objects.all()]
    assert days == [date(2013, 12, 23), date(2014, 3, 13), date(2014, 6, 12)]
    assert plan.foresees == ["2014-09", "2014-12"]
    avert = AreaForConsideration.objects.get(title__startswith="Operation Avert")
    assert avert.rationale == "Links to re-offending / early action and impact on reducing crime."
    assert (avert.section.number, avert.meeting.day) == ("C", date(2013, 12, 23))


def test_a_plan_that_is_loaded_twice_is_there_once(plan: Plan) -> None:
    again = load_plan(EXAMPLE)
    assert (again.plan, again.already) == (plan, True)
    assert Plan.objects.count() == Organisation.objects.count() == 1
    assert Meeting.objects.count() == 3


def test_a_plan_finds_the_oversight_body_and_the_meetings_of_the_records(
    commissioner_of: Organisation,
) -> None:
    held = Meeting.objects.create(
        oversight=commissioner_of, force=LANCASHIRE, day=date(2013, 12, 23), to="2013-09",
        state=Meeting.State.HELD,
    )  # fmt: skip
    plan = load_plan(EXAMPLE).plan
    assert plan.oversight == commissioner_of
    assert held.areas.count() == 11


SMALL = """
title = "Plan"
version = "1"
dated = "2019-03-01"
from = "2019-04"
until = "2020-03"
force = "E23000003"
meetings = ["2019-06-13"]
[oversight]
kind = "commissioner"
name = "Commissioner"
from = "2012-11-22"
[[section]]
number = "1"
title = "Performance"
when = "quarterly"
[[section.item]]
text = "Knife crime"
measures = ["knife_crime"]
[[section.area]]
meeting = "2019-06-13"
title = "Knives"
rationale = "Why"
"""


@pytest.mark.parametrize(
    ("was", "becomes", "key", "rule"),
    [
        ("knife_crime", "knive_crime", "section[1].item[1].measures", "did you mean knife_crime"),
        ('when = "quarterly"', 'when = "often"', "section[1].when", "must be one of quarterly"),
        ('when = "quarterly"', 'when = "yearly"', "section[1].first", "is missing"),
        ('when = "quarterly"', 'when = "by-date"\nmonths = ["M"]', "section[1].months", "YYYY-MM"),
        ('when = "quarterly"', 'wen = "quarterly"', "section[1].wen", "is not a key here"),
        ('when = "quarterly"', 'part_of = "9"', "section[1].part_of", "no section before"),
        ('when = "quarterly"', 'priority = "Peace"', "section[1].priority", "strategy map"),
        ('meeting = "2019-06-13"', 'meeting = "2019-06-1"', "section[1].area[1].meeting", "-DD"),
        ('meeting = "2019-06-13"', 'meeting = "2019-06-14"', "section[1].area[1].meeting", "no"),
        ('"2019-06-13"]', '"soon"]', "meetings", "days and months"),
        ('"2019-03-01"', '"March 2019"', "dated", "YYYY-MM-DD"),
        ('until = "2020-03"', 'until = "2018-03"', "until", "must not come before"),
        ("E23000003", "E99", "force", "E99"),
        ('kind = "commissioner"', 'kind = "king"', "oversight.kind", "must be one of authority"),
        ('title = "Plan"', "title = ", "TOML", "Invalid value"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_file_is_one_error_with_file_key_and_rule(
    tmp_path: Path, db: None, was: str, becomes: str, key: str, rule: str
) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(SMALL.replace(was, becomes, 1), "utf-8")
    with pytest.raises(DefinitionError) as wrong:
        load_plan(file)
    assert (wrong.value.file, wrong.value.key) == (str(file), key)
    assert rule in wrong.value.rule
    assert Plan.objects.count() == Organisation.objects.count() == 0


def test_what_the_records_refuse_is_told_as_a_mistake_and_nothing_is_left(
    tmp_path: Path, db: None
) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(SMALL.replace('"Knives"', f'"{"x" * 301}"'), "utf-8")
    with pytest.raises(DefinitionError, match=r"section 1, area 1: .*at most 300 characters"):
        load_plan(file)
    assert Plan.objects.count() == Meeting.objects.count() == Organisation.objects.count() == 0


def test_a_file_that_is_not_there_is_named(tmp_path: Path, db: None) -> None:
    with pytest.raises(ScrutinyError, match=r"none\.toml: cannot be read"):
        load_plan(tmp_path / "none.toml")


# What falls due when


def sitting(month: str, quarter: str = "") -> Sitting:
    return Sitting(Month.parse(month), Month.parse(quarter or month))


def test_a_quarterly_section_is_due_once_for_each_quarter_that_is_looked_at() -> None:
    first, extra, after = (
        sitting("2013-12", "2013-09"), sitting("2014-01", "2013-09"), sitting("2014-03", "2013-12"),
    )  # fmt: skip
    assert falls_due("quarterly", (), first, [])
    assert not falls_due("quarterly", (), extra, [first])
    assert falls_due("quarterly", (), after, [first, extra])


@pytest.mark.parametrize(
    ("frequency", "month", "expected"),
    [
        ("six-monthly", "2013-11", None),
        ("six-monthly", "2013-12", "2013-12"),
        ("six-monthly", "2014-05", "2013-12"),
        ("six-monthly", "2014-06", "2014-06"),
        ("yearly", "2014-11", "2013-12"),
        ("yearly", "2014-12", "2014-12"),
        ("", "2014-12", None),
    ],
)
def test_turns_begin_with_the_first_month_in_which_a_section_is_due(
    frequency: str, month: str, expected: str | None
) -> None:
    found = turn(frequency, [Month.parse("2013-12")], sitting(month))
    assert found == (Month.parse(expected) if expected else None)


def test_a_section_by_date_is_due_at_the_first_meeting_from_each_date_on() -> None:
    months = [Month.parse("2014-02"), Month.parse("2014-06")]
    december, march, june = sitting("2013-12"), sitting("2014-03"), sitting("2014-06")
    assert not falls_due("by-date", months, december, [])
    assert falls_due("by-date", months, march, [december])
    assert falls_due("by-date", months, june, [december, march])


def test_what_was_due_in_a_month_without_a_meeting_falls_to_the_next() -> None:
    first = [Month.parse("2013-12")]
    assert falls_due("six-monthly", first, sitting("2014-01"), [])
    assert not falls_due("six-monthly", first, sitting("2014-03"), [sitting("2014-01")])


def test_the_plan_of_2013_brings_to_each_meeting_what_its_paper_says(plan: Plan) -> None:
    brought = {m.day.isoformat(): [s.number for s in due(plan, m)] for m in Meeting.objects.all()}
    assert brought == {
        "2013-12-23": ["1", "A", "B.1", "B.2", "C", "3", "4"],
        "2014-03-13": ["1", "A", "C", "4"],
        "2014-06-12": ["1", "A", "B.1", "B.2", "C", "3", "4"],
    }


def test_a_meeting_that_was_cancelled_brings_nothing_and_leaves_it_to_the_next(
    plan: Plan, december: Meeting
) -> None:
    december.state, december.cancelled_why = Meeting.State.CANCELLED, "Snow"
    december.save()
    march = Meeting.objects.get(day=date(2014, 3, 13))
    assert "3" in [s.number for s in due(plan, march)]


def test_a_year_is_a_grid_of_sections_by_meeting(plan: Plan) -> None:
    found = grid(plan, Period.parse("2013-12", "2014-12"), restricted=True)
    assert [str(s.month) for s in found.sittings] == [
        "2013-12", "2014-03", "2014-06", "2014-09", "2014-12",
    ]  # fmt: skip
    rows = {row.section.number: row for row in found.rows}
    assert [cell.due for cell in rows["3"].cells] == [True, False, True, False, True]
    assert [cell.due for cell in rows["1"].cells] == [True] * 5
    assert [len(cell.areas) for cell in rows["1"].cells] == [3, 0, 0, 0, 0]
    assert "2" not in rows  # a heading has no frequency


def test_what_was_due_at_a_meeting_that_was_held_without_it_was_missed(
    plan: Plan, december: Meeting
) -> None:
    for number in ("1", "A", "B.1", "B.2", "C", "4"):
        section = plan.sections.get(number=number)
        AgendaItem.objects.create(meeting=december, section=section, title=section.title)
    year = Period.parse("2013-04", "2014-03")
    assert grid(plan, year, restricted=True).missed == []
    december.state = Meeting.State.HELD
    december.save()
    assert [(s.number, m) for s, m in grid(plan, year, restricted=True).missed] == [("3", december)]
    item = AgendaItem.objects.get(section__number="4")
    item.dropped = True
    item.save()
    assert [s.number for s, _ in grid(plan, year, restricted=True).missed] == ["3", "4"]


def test_a_section_that_came_under_an_earlier_version_was_not_missed(
    plan: Plan, december: Meeting
) -> None:
    AgendaItem.objects.create(meeting=december, section=plan.sections.get(number="3"), title="SPR")
    december.state = Meeting.State.HELD
    december.save()
    later = new_version(plan, "2", date(2014, 1, 1))
    missed = grid(later, Period.parse("2013-04", "2014-03"), restricted=True).missed
    assert "3" not in [s.number for s, _ in missed]
    assert "4" in [s.number for s, _ in missed]


# Versions


def test_a_new_version_is_a_copy_that_can_be_edited(plan: Plan) -> None:
    made = new_version(plan, "2", date(2014, 4, 1))
    assert made.is_draft
    assert made.replaces == plan
    assert differences(plan, made, restricted=True) == []
    assert made.sections.get(number="B.1").part_of == made.sections.get(number="B")
    assert made.sections.get(number="A").priority in made.priorities.all()
    assert AreaForConsideration.objects.filter(section__plan=made).count() == 0


def test_the_difference_between_two_versions_is_told_part_by_part(plan: Plan) -> None:
    made = new_version(plan, "2", date(2014, 4, 1))
    made.ends = date(2015, 3, 31)
    made.save()
    section = made.sections.get(number="3")
    section.number, section.frequency, section.due = "9", "quarterly", []
    section.save()
    item = section.items.first()
    item.withdrawn = True
    item.save()
    StandingItem.objects.create(section=section, text="Cyber attack", order=9)
    told = [
        (d.about.split(" Req")[0], d.what, d.field, d.before, d.after)
        for d in differences(plan, made, restricted=True)
    ]
    assert told == [
        ("The plan", "changed", "until", "2014-03-31", "2015-03-31"),
        ("Section 9", "changed", "number", "3", "9"),
        ("Section 9", "changed", "frequency", "Six-monthly", "Quarterly"),
        ("Section 9", "changed", "months in which it is due (YYYY-MM)", "2013-12", ""),
        ("Section 9, item: Cyber attack", "added", "", "", ""),
        ("Section 9, item: Tier 1 terrorism.", "taken out", "", "", ""),
    ]


def test_a_version_in_force_replaces_the_one_before_and_takes_over_what_is_still_open(
    plan: Plan, december: Meeting
) -> None:
    put_in_force(plan)
    done, *opened = plan.sections.get(number="1").areas.all()
    done.state = AreaForConsideration.State.CONSIDERED
    done.save()
    made = new_version(plan, "2", date(2014, 4, 1))
    put_in_force(made)
    plan.refresh_from_db()
    assert (plan.state, in_force(LANCASHIRE)) == (Plan.State.REPLACED, made)
    assert list(made.sections.get(number="1").areas.all()) == opened
    assert list(plan.sections.get(number="1").areas.all()) == [done]
    assert [e.note for e in history(opened[0])][-1] == "Moved to version 2 of the plan"
    with pytest.raises(ValidationError, match="Only a draft"):
        put_in_force(plan)


def test_an_area_whose_section_was_taken_out_stays_and_is_not_lost(plan: Plan) -> None:
    made = new_version(plan, "2", date(2014, 4, 1))
    out = made.sections.get(number="4")
    out.withdrawn = True
    out.save()
    put_in_force(made)
    assert plan.sections.get(number="4").areas.count() == 2


# Its order and its rules


def numbers(plan: Plan) -> list[str]:
    return [section.number for section in plan.sections.current()]


def test_a_section_moves_with_its_parts_among_those_beside_it(plan: Plan) -> None:
    move(plan.sections.get(number="B"), -1)
    assert numbers(plan) == ["1", "2", "B", "B.1", "B.2", "A", "C", "3", "4"]
    move(plan.sections.get(number="B"), -1)
    assert numbers(plan) == ["1", "2", "B", "B.1", "B.2", "A", "C", "3", "4"]
    move(plan.sections.get(number="1"), 1)
    assert numbers(plan) == ["2", "B", "B.1", "B.2", "A", "C", "1", "3", "4"]


def test_an_item_moves_within_its_section(plan: Plan) -> None:
    section = plan.sections.get(number="3")
    first, second = section.items.all()[:2]
    move(first, 1)
    assert list(section.items.all()[:2]) == [second, first]


@pytest.mark.parametrize(
    ("frequency", "due_in", "wrong"),
    [
        ("six-monthly", [], "the first month"),
        ("yearly", ["2013-12", "2014-06"], "the first month"),
        ("by-date", [], "every month"),
        ("quarterly", ["2013-12"], "not quarterly"),
        ("by-date", ["2014-06", "2013-12"], "the earliest first"),
        ("by-date", ["June"], "YYYY-MM"),
        ("by-date", "2013-12", "list"),
    ],
)
def test_a_section_says_when_it_is_due(
    plan: Plan, frequency: str, due_in: object, wrong: str
) -> None:
    section = plan.sections.get(number="1")
    section.frequency, section.due = frequency, due_in
    with pytest.raises(ValidationError, match=wrong):
        section.save()


def test_a_section_is_part_of_another_of_its_own_plan(plan: Plan) -> None:
    other = new_version(plan, "2", date(2014, 4, 1))
    section = plan.sections.get(number="1")
    for wrong in (section, other.sections.get(number="2")):
        section.part_of = wrong
        with pytest.raises(ValidationError, match="its own plan"):
            section.save()


def test_the_public_sees_no_part_of_what_is_restricted_nor_what_was_taken_out(plan: Plan) -> None:
    protecting = plan.sections.get(number="B")
    protecting.restricted, protecting.restricted_why = True, "An operation"
    protecting.restricted_review = date(2014, 6, 1)
    protecting.save()
    out = plan.sections.get(number="4")
    out.withdrawn = True
    out.save()
    seen = [s.number for s in Section.objects.public()]
    assert seen == ["1", "2", "A", "C", "3"]
    assert not StandingItem.objects.public().filter(section=protecting).exists()
    assert not AreaForConsideration.objects.public().filter(section__part_of=protecting).exists()
    shown = grid(plan, Period.parse("2013-04", "2014-03"), restricted=False)
    assert [row.section.number for row in shown.rows] == ["1", "A", "C", "3"]


def test_every_key_of_the_file_is_explained(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs/how-to/scrutiny-plan.md").read_text("utf-8")

    def explained(head: str) -> set[str]:
        rows = guide.split(f"\n| {head} |")[1].split("\n\n")[0].splitlines()[2:]
        return {name for row in rows for name in re.findall(r"`([^`]+)`", row.split("|")[1])}

    def known(text: str) -> set[str]:
        file = tmp_path / "plan.toml"
        file.write_text(text, "utf-8")
        with pytest.raises(DefinitionError) as wrong:
            read_plan(file, load_catalogue())
        return set(re.findall(r"\w+", str(wrong.value).split("known keys are ")[1]))

    assert explained("key") == known(f"no_such_key = 1\n{SMALL}")
    section = SMALL.replace("[[section.item]]", "no_such_key = 1\n[[section.item]]")
    assert explained("key of a section") == known(section) | {"first", "months"}
