"""Frameworks of inspections: what their papers state, what they only refer to, and their scales."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scrutiny.catalogue.criteria import criteria_of
from scrutiny.catalogue.frameworks import Framework, Rule, framework, load_frameworks, load_scales
from scrutiny.errors import DefinitionError, InputError, ScrutinyError

FOUR = ("Outstanding", "Good", "Requires improvement", "Inadequate")
OWN = """
title = "Ours"
inspectorate = "Us"
source = "A paper"
begins = "2023-01-01"
scale = "peel-2021"
rule = "judgement"
[areas.one]
name = "One"
"""


@pytest.fixture
def of_2007() -> Framework:
    return framework("hmic-2007")


def test_each_time_has_its_scale() -> None:
    grades = {id: scale.grades for id, scale in load_scales().items()}
    assert grades == {
        "hmic-2007": ("Excellent", "Good", "Fair", "Poor"),
        "peel-2014": FOUR,
        "peel-2021": ("Outstanding", "Good", "Adequate", "Requires improvement", "Inadequate"),
    }
    used = {id: found.scale.id for id, found in load_frameworks().items()}
    assert used == {"hmic-2007": "hmic-2007", "peel-2015": "peel-2014", "peel-2016": "peel-2014"}


def test_in_2007_six_areas_are_graded_and_an_overview_is_not(of_2007: Framework) -> None:
    assert [area.id for area in of_2007.areas if not area.graded] == ["pvp-overview"]
    assert [area.id for area in of_2007.areas if area.graded] == [
        "neighbourhood-policing",
        "performance-management",
        "child-abuse",
        "domestic-violence",
        "public-protection",
        "missing-persons",
    ]
    assert of_2007.rule is Rule.COUNTING


def test_in_2016_four_of_five_questions_are_graded_and_the_whole_is() -> None:
    of_2016 = framework("peel-2016")
    core = [area for area in of_2016.areas if not area.overall]
    assert [len(area.questions) for area in core] == [3, 4, 3, 3, 2]
    assert [area.id for area in core if not area.graded] == ["specialist-capabilities"]
    assert [area.id for area in of_2016.areas if area.overall] == ["overall"]
    assert of_2016.rule is Rule.JUDGEMENT


def test_criteria_that_a_paper_only_refers_to_are_marked_so(of_2007: Framework) -> None:
    """That of 2007 states the two factors of Excellent; those of Fair and Good are in a list."""
    for area in of_2007.areas:
        stated = {each.factor for each in of_2007.criteria_of(area.id) if each.stated}
        referred = [each.level for each in of_2007.criteria_of(area.id) if not each.stated]
        if area.graded:
            assert (stated, referred) == ({"beacon", "innovation"}, ["Fair", "Good"])
    marks = [each for each in framework("peel-2016").criteria if not each.stated]
    assert len(marks) == len(framework("peel-2016").criteria) == 5
    assert all("not in the source" in each.text for each in marks)


CSV = "id,area,level,text,significant,dominant\n"


def test_imported_criteria_take_the_place_of_the_mark_of_their_area_and_grade(
    of_2007: Framework,
) -> None:
    rows = CSV + "ca-1,child-abuse,Fair,Every referral is recorded,yes,no\n"
    toml = """
    [criteria.ca-1]
    area = "child-abuse"
    level = "Fair"
    text = "Every referral is recorded"
    significant = true
    """
    imported = criteria_of(rows, "ours.csv", of_2007)
    assert imported == criteria_of(toml, "ours.toml", of_2007)
    found = of_2007.with_criteria(imported)
    assert found.criterion("ca-1").significant
    fair = [each.id for each in found.criteria_of("child-abuse") if each.level == "Fair"]
    assert fair == ["ca-1"]
    assert [each.id for each in found.criteria if not each.stated and "child" in each.id] == [
        "child-abuse-good"
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a,elsewhere,Fair,Text,,", "line 2, field area: must be one of neighbourhood-policing, "),
        ("a,child-abuse,Adequate,Text,,", "level: must be one of Excellent, Good, Fair, Poor"),
        ("a,child-abuse,Fair,Text,maybe,", "significant: must be one of no, yes"),
        ("a,child-abuse,Fair,,,", "text: must not be empty"),
        ("a,child-abuse,Fair,T,,\na,child-abuse,Fair,T,,", "line 3, field id: stands in the file"),
        ("a,child-abuse,Fair,T,,,more", "line 2: has more fields than columns"),
    ],
)
def test_a_mistake_in_criteria_names_line_field_and_rule(
    of_2007: Framework, row: str, said: str
) -> None:
    with pytest.raises(InputError, match=re.escape("ours.csv")) as refused:
        criteria_of(CSV + row + "\n", "ours.csv", of_2007)
    assert said in str(refused.value)


def test_a_force_may_have_frameworks_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "ours-2023.toml").write_text(OWN, "utf-8")
    found = load_frameworks((tmp_path,))
    assert list(found)[-1] == "ours-2023"  # the last to begin
    assert found["ours-2023"].scale.grades[2] == "Adequate"
    assert "ours-2023" not in load_frameworks()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (OWN.replace("peel-2021", "school"), "scale: is no scale (got 'school')"),
        (OWN.replace("2023-01-01", "soon"), "begins: is a date"),
        (OWN.replace("judgement", "dice"), "rule: must be one of counting, judgement"),
        (OWN + '[criteria.c]\narea = "two"\nlevel = "Good"\ntext = "T"', "criteria.c.area: is no"),
        (OWN + '[criteria.c]\narea = "one"\nlevel = "Fair"\ntext = "T"', "criteria.c.level: must"),
        (OWN + "grade = true", "areas.one.grade: is not a key here"),
    ],
)
def test_a_mistake_in_a_framework_names_file_key_and_rule(
    tmp_path: Path, wrong: str, said: str
) -> None:
    (tmp_path / "ours.toml").write_text(wrong, "utf-8")
    with pytest.raises(DefinitionError, match=re.escape("ours.toml")) as refused:
        load_frameworks((tmp_path,))
    assert said in str(refused.value)


def test_what_a_framework_does_not_have_is_said(of_2007: Framework) -> None:
    with pytest.raises(ScrutinyError, match="no area or question 'traffic'; it has neighbourhood"):
        of_2007.area("traffic")
    with pytest.raises(ScrutinyError, match="no framework 'hmic-1999'; there are hmic-2007, peel"):
        framework("hmic-1999")
