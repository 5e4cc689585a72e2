"""Findings and criteria from a file: all of it, or one error that says where and why."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from tests.governance.inspecting import make_finding, make_inspection

from scrutiny.errors import DefinitionError, InputError, ScrutinyError
from scrutiny.governance.audit.entries import history
from scrutiny.governance.inspection.criteria import import_criteria
from scrutiny.governance.inspection.findings_csv import read_findings, write_findings
from scrutiny.governance.inspection.frames import frame
from scrutiny.governance.inspection.grades import judge, proposal
from scrutiny.governance.inspection.models import Criterion, Finding

HEAD = "kind,area,reference,text,owner,due,measures\n"
FIRST = "area-for-improvement,investigating-crime,12,The backlog is high,Head of Crime,2020-06-30,"
SECOND = "strength,overall,3,“Victims” are informed,,,all_crime; burglary_all\n"
FILE = f"\ufeff{HEAD}{FIRST}\n{SECOND}"


class TestFindings:
    def test_they_are_added_in_order_and_not_twice(self, db: None) -> None:
        of = make_inspection()
        said = read_findings(of, FILE, "findings.csv").said
        assert said == "Findings added: 2; changed: 0; the same: 0."
        first, second = of.findings.all()
        assert (first.kind, first.state, first.owner_title, first.due) == (
            "area-for-improvement", "open", "Head of Crime", date(2020, 6, 30),
        )  # fmt: skip
        assert (second.text, second.state, second.scope) == (
            "“Victims” are informed", "noted", "force",
        )  # fmt: skip
        assert second.measures == ["all_crime", "burglary_all"]
        assert [entry.note for entry in history(first)] == ["Imported from findings.csv"]
        said = read_findings(of, FILE, "findings.csv").said
        assert said == "Findings added: 0; changed: 0; the same: 2."

    def test_what_goes_out_comes_in_again_and_changes_nothing(self, db: None) -> None:
        of = make_inspection()
        first = make_finding(of, "=SUM(backlog)\nis “high”, still", due=date(2020, 6, 30))
        make_finding(of, "'Quoted' from the start", same_as=first, order=1)
        earlier = make_finding(make_inspection("Before", published=date(2019, 1, 6)))
        make_finding(of, "-5 officers", repeats=earlier, order=2, measures=["all_crime"])
        out = write_findings(of.findings.all())
        rows = list(csv.DictReader(io.StringIO(out)))
        assert [row["text"][0] for row in rows] == ["'", "'", "'"]  # no spreadsheet runs it
        assert rows[2]["repeats"] == str(earlier.pk)
        before = list(of.findings.values())
        said = read_findings(of, out, "findings.csv").said
        assert said == "Findings added: 0; changed: 0; the same: 3."
        assert list(of.findings.values()) == before

    def test_a_numbered_one_is_changed_and_what_the_file_does_not_have_stays(
        self, db: None
    ) -> None:
        of = make_inspection()
        held = make_finding(of, owner_title="Head of Crime", due=date(2020, 6, 30))
        text = f"number,kind,area,text\n{held.pk},cause-of-concern,overall,It grows\n"
        assert read_findings(of, text, "f.csv").said.startswith("Findings added: 0; changed: 1")
        held.refresh_from_db()
        assert (held.kind, held.text, held.owner_title, held.due) == (
            "cause-of-concern", "It grows", "Head of Crime", date(2020, 6, 30),
        )  # fmt: skip

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("kind,text\n", "f.csv, line 1: needs the columns area"),
            ("kind,area,text,grade\n", "f.csv, line 1, field grade: is not a column here"),
            ("kind,area,text,kind\n", "f.csv, line 1: names a column twice"),
            ("", "f.csv, line 1: needs the columns kind, area, text"),
            (f"{HEAD}{FIRST}\nstrength,overall\n", "f.csv, line 3: must have 7 fields"),
            (f"{HEAD}{FIRST},,\n", "f.csv, line 2: must have 7 fields"),
            (f"{HEAD}{FIRST}\nwish,overall,,Text,,,\n",
             "f.csv, line 3, field kind: must be one of strength"),
            (f"{HEAD}{FIRST}\nstrength,weather,,Text,,,\n", "f.csv, line 3, field area: PEEL"),
            (f"{HEAD}{FIRST}\nstrength,overall,,,,,\n", "f.csv, line 3, field text: This field"),
            (f"{HEAD}{FIRST}\nstrength,overall,,Text,,30/6/2020,\n",
             "f.csv, line 3, field due: is a date, written YYYY-MM-DD (got '30/6/2020')"),
            (f"{HEAD}{FIRST}\nstrength,overall,,Text,,,crimes\n",
             "f.csv, line 3, field measures: No measure has the id crimes"),
            (f"{HEAD}{FIRST}\nstrength,overall,,\"Text,,,\n", "f.csv, line 3: is not CSV"),
            ('kind,area,"text\n', "f.csv, line 1: is not CSV"),
            (f'{HEAD}strength,overall,,"Over\n\ntwo",,,\nwish,overall,,"Over\ntwo",,,\n',
             "f.csv, line 5, field kind: must be one of strength"),
            (f"{HEAD}strength,overall,,Te\0xt,,,\n", "f.csv: is not text"),
            ("number,kind,area,text\n9999999,strength,overall,Text\n",
             "f.csv, line 2, field number: is not the number of a finding (got '9999999')"),
            ("number,kind,area,text\n²,strength,overall,Text\n",
             "f.csv, line 2, field number: is not the number of a finding"),
            (f"{HEAD.strip()},state\n{FIRST},closed\n",
             "f.csv, line 2, field state: is open here: change it by a step"),
            (f"{HEAD.strip()},same_as\n{FIRST},first\n",
             "f.csv, line 2, field same_as: is not the number of a finding (got 'first')"),
        ],
    )  # fmt: skip
    def test_a_mistake_is_one_error_and_nothing_is_kept(
        self, text: str, message: str, db: None
    ) -> None:
        with pytest.raises(InputError) as wrong:
            read_findings(make_inspection(), text, "f.csv")
        assert str(wrong.value).startswith(message)
        assert not Finding.objects.exists()

    def test_a_number_of_another_inspection_is_refused(self, db: None) -> None:
        theirs = make_finding(make_inspection("Another"))
        text = f"number,kind,area,text\n{theirs.pk},strength,overall,Text\n"
        with pytest.raises(InputError, match="field number: is not a finding of this inspection"):
            read_findings(make_inspection(), text, "f.csv")


AREA = "child-abuse"
CRITERIA = f"""id,area,level,text,significant,dominant,factor
ca1,{AREA},Fair,Referrals are answered within a day,yes,yes,
ca2,{AREA},Fair,The unit is at strength,,,
ca3,{AREA},Good,Supervisors read every file,,no,
"""


class TestCriteria:
    """What the paper of 2007 only refers to can be brought in, and then judged."""

    def test_they_take_the_place_of_the_marks_for_what_is_not_in_the_source(self, db: None) -> None:
        assert import_criteria("hmic-2007", CRITERIA, "sgc.csv", "The list of 2007") == 3
        found = {each.id: each for each in frame("hmic-2007").criteria_of(AREA)}
        assert set(found) == {"ca1", "ca2", "ca3", f"{AREA}-beacon", f"{AREA}-innovation"}
        assert (found["ca1"].significant, found["ca1"].dominant) == (True, True)
        of = make_inspection(framework="hmic-2007", published=None, state="in-progress")
        for id in found:
            judge(of, "self", id, "met", "A review of files.")
        assert proposal(of, AREA, "self").grade == "Excellent"
        judge(of, "self", "ca1", "not-met", "Three days.")
        assert proposal(of, AREA, "self").grade == "Poor"

    def test_brought_in_again_they_are_replaced_and_kept_in_the_history(self, db: None) -> None:
        import_criteria("hmic-2007", CRITERIA, "sgc.csv", "The list of 2007")
        anew = CRITERIA.replace("within a day", "within two days")
        import_criteria("hmic-2007", anew, "sgc.csv", "The list of 2007, amended")
        first = Criterion.objects.get(code="ca1")
        assert (first.text, Criterion.objects.count()) == (
            "Referrals are answered within two days", 3,
        )  # fmt: skip
        assert len(history(first)) == 2

    def test_toml_as_in_the_catalogue(self, db: None) -> None:
        text = f'[criteria.ca1]\narea = "{AREA}"\nlevel = "Fair"\ntext = "Referrals are answered"\n'
        assert import_criteria("hmic-2007", text, "sgc.toml", "The list of 2007") == 1

    @pytest.mark.parametrize(
        ("framework", "text", "file", "source", "message"),
        [
            ("hmic-1907", CRITERIA, "sgc.csv", "A list", "There is no framework 'hmic-1907'"),
            ("hmic-2007", CRITERIA, "sgc.csv", " ", "Say where the criteria come from"),
            ("hmic-2007", CRITERIA.replace("ca3", "ca2"), "sgc.csv", "A list",
             "sgc.csv, line 4, field id: stands in the file twice"),
            ("hmic-2007", CRITERIA.replace("Good", "Splendid"), "sgc.csv", "A list",
             "sgc.csv, line 4, field level: must be one of Excellent, Good, Fair, Poor"),
            ("hmic-2007", CRITERIA.replace("no", "perhaps"), "sgc.csv", "A list",
             "sgc.csv, line 4, field dominant: must be one of no, yes (got 'perhaps')"),
            ("hmic-2007", "criteria = 1", "sgc.toml", "A list", "sgc.toml: criteria"),
        ],
    )  # fmt: skip
    def test_a_mistake_keeps_nothing(
        self, framework: str, text: str, file: str, source: str, message: str, db: None
    ) -> None:
        with pytest.raises((ScrutinyError, DefinitionError)) as wrong:
            import_criteria(framework, text, file, source)
        assert str(wrong.value).startswith(message)
        assert not Criterion.objects.exists()
