"""The inspections of 2007 and 2016, entered whole: counted by hand in their reports.

Lines are those of the reports' text as it was entered from. A paragraph is one finding, with the
list that it introduces and where it goes on over a page.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from scrutiny.catalogue import load_catalogue
from scrutiny.catalogue.frameworks import load_frameworks
from scrutiny.errors import DefinitionError
from scrutiny.governance.inspection.entering import load_inspection
from scrutiny.governance.inspection.file import (
    EXAMPLES,
    InspectionRead,
    Kind,
    Scope,
    read_inspection,
)
from scrutiny.governance.inspection.grades import side_by_side
from scrutiny.governance.inspection.models import Finding, Inspection, Practice

# Of 2007: strengths, work in progress and areas for improvement of each area, with their lines.
COUNTED = {
    "neighbourhood-policing": (81, 9, 3),  # 287-481, 485-505, 509-513
    "performance-management": (29, 4, 2),  # 669-733, 737-743, 747-753
    "pvp-overview": (11, 7, 1),  # 837-861, 865-879, 883
    "child-abuse": (27, 6, 3),  # 912-995, 999-1015, 1019-1023
    "domestic-violence": (36, 11, 7),  # 1052-1144, 1148-1168, 1176-1188
    "public-protection": (33, 9, 4),  # 1236-1310, 1314-1334, 1338-1344
    "missing-persons": (21, 3, 2),  # 1370-1436, 1440-1444, 1448-1450
}
GRADES = {  # lines 227-235: the force's; 214-223: how many forces had each
    "neighbourhood-policing": ("Excellent", (6, 14, 21, 2)),
    "performance-management": ("Excellent", (6, 29, 8, 0)),
    "child-abuse": ("Good", (3, 17, 21, 2)),
    "domestic-violence": ("Good", (1, 13, 27, 2)),
    "public-protection": ("Good", (2, 16, 23, 2)),
    "missing-persons": ("Good", (1, 21, 21, 0)),
}
FORCES = 43
PRACTICES = {  # lines 517, 557, 605; 759, 775, 793; 1454, 1481, 1503
    "neighbourhood-policing": 3,
    "performance-management": 3,
    "child-abuse": 2,
    "domestic-violence": 1,
}
FOUND_IN_2016 = {  # lines 419, 629-632, 834, 974
    "preventing-crime": 1,
    "investigating-crime": 4,
    "protecting-vulnerable-people": 1,
    "serious-and-organised-crime": 1,
}


def read(path: Path) -> InspectionRead:
    return read_inspection(path, load_frameworks(), load_catalogue())


def test_2007_has_every_finding_of_its_report() -> None:
    found = Counter((each.area, each.kind) for each in read(EXAMPLES / "hmic-2007.toml").findings)
    kinds = (Kind.STRENGTH, Kind.WORK_IN_PROGRESS, Kind.AREA_FOR_IMPROVEMENT)
    assert found == {
        (area, kind): number
        for area, numbers in COUNTED.items()
        for kind, number in zip(kinds, numbers, strict=True)
    }
    assert [sum(numbers) for numbers in zip(*COUNTED.values(), strict=True)] == [238, 49, 22]


def test_2007_has_six_grades_each_with_the_nation_s_and_nine_practices() -> None:
    of_2007 = read(EXAMPLES / "hmic-2007.toml")
    assert {each.area: each.grade for each in of_2007.grades} == {
        area: grade for area, (grade, _) in GRADES.items()
    }
    for area, (_, numbers) in GRADES.items():
        given = [forces for of, _, forces in of_2007.national if of == area]
        assert tuple(given) == numbers
        assert sum(given) == FORCES
    assert Counter(each.area for each in of_2007.practices) == PRACTICES
    assert all(each.evaluated and each.transferable for each in of_2007.practices)


def test_2016_has_four_grades_the_whole_s_and_every_area_for_improvement() -> None:
    of_2016 = read(EXAMPLES / "peel-2016.toml")
    questions = [each for each in of_2016.framework.areas if not each.overall]
    assert {each.area: each.grade for each in of_2016.grades} == {
        each.id: "Good" for each in of_2016.framework.areas if each.graded
    }
    assert (len(questions), sum(each.graded for each in questions)) == (5, 4)
    assert Counter(each.area for each in of_2016.findings) == FOUND_IN_2016
    assert {each.kind for each in of_2016.findings} == {Kind.AREA_FOR_IMPROVEMENT}


def test_a_file_speaks_of_kinds_and_scopes_as_the_records_do() -> None:
    assert [kind.value for kind in Kind] == Finding.Kind.values
    assert [scope.value for scope in Scope] == Finding.Scope.values


def test_they_are_records_once_with_what_was_found_again_linked(db: None) -> None:
    paths = [EXAMPLES / f"{name}.toml" for name in ("hmic-2007", "peel-2015", "peel-2016")]
    loaded = [load_inspection(path) for path in paths]
    assert [each.already for each in loaded] == [False, False, False]
    assert [load_inspection(path).already for path in paths] == [True, True, True]
    of_2007, _, of_2016 = [each.inspection for each in loaded]
    assert of_2007.findings.count() == 309
    assert of_2007.findings.followed().count() == 21  # 22, of which two are word for word the same
    same = of_2007.findings.exclude(same_as=None).get()
    assert (same.area, same.same_as.area) == ("public-protection", "child-abuse")
    assert Practice.objects.search("drugs Chorley").get().title == "Operation Nimrod"
    first = {each.area.id: each for each in side_by_side(of_2007)}["domestic-violence"]
    assert first.nation is not None
    assert first.nation.said == "One of 13 forces graded Good, of 43; 1 better, 29 worse."

    # "The backlog was found in 2015 and is still too high" (line 534): the same question, twice.
    again = of_2016.findings.exclude(repeats=None).get()
    assert again.reference == "Question 2, areas for improvement 3"
    assert str(again.repeats.inspection) == "PEEL: Police effectiveness 2015"
    before = {each.area.id: each.before for each in side_by_side(of_2016)}["overall"]
    assert before is not None
    assert before.comparison == "the same"  # line 220


SMALL = """
framework = "peel-2016"
force = "E23000003"
title = "Small"
published = "2017-03-02"
source = "A report"
[[part]]
area = "investigating-crime"
kind = "recommendation"
heading = "Paragraph"
finding = [{ text = "One." }, { text = "Two.", PLACE }]
"""


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('PLACE = "x"', "part[1].finding[2].PLACE: is not a key here"),
        ('same_as = "first"', "part[1].finding[2].same_as: is no finding before this one"),
        ('measures = ["knive_crime"]', "did you mean knife_crime"),
        ('due = "soon"', "part[1].finding[2].due: is a date"),
        (
            'repeats = { inspection = "No such", reference = "1" }',
            "finding[2].repeats: is no finding of the records (got '1' of 'No such')",
        ),
    ],
)
def test_a_mistake_names_file_key_and_rule_and_nothing_is_kept(
    db: None, tmp_path: Path, wrong: str, said: str
) -> None:
    file = tmp_path / "small.toml"
    file.write_text(SMALL.replace("PLACE", wrong, 1), "utf-8")
    with pytest.raises(DefinitionError, match=r"small\.toml") as refused:
        load_inspection(file)
    assert said in str(refused.value)
    assert not Inspection.objects.exists()
