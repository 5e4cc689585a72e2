"""The section on inspection of a quarterly report: only what its audience may see."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.governance.inspecting import LANCASHIRE, WHY, make_finding, make_inspection, morning

from scrutiny.governance.clock import clock_at
from scrutiny.governance.inspection import responding
from scrutiny.governance.inspection.grades import give_grade
from scrutiny.governance.inspection.models import Inspection, NationalGrades
from scrutiny.governance.inspection.steps import move
from scrutiny.governance.people.models import Organisation
from scrutiny.governance.reporting.document import document_of
from scrutiny.governance.reporting.inspected import inspected
from scrutiny.governance.reporting.making import make_report
from scrutiny.governance.reporting.models import Report
from scrutiny.periods import Month
from scrutiny.reports.model import Block, Bullets, Paragraph

DAY = date(2020, 2, 20)
TEMPLATE = """
id = "short"
title = "performance report"
to = "Strategic Scrutiny Meeting"
oversight = "Police and Crime Commissioner"
description = "How {force} performed in {period}."
[[section]]
id = "inspection"
title = "Inspection"
records = true
[[section]]
id = "implications"
title = "Implications"
text = "None."
"""


def lines(blocks: list[Block]) -> list[str]:
    """The blocks as lines of text."""
    found = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append("".join(span.text for span in block.spans))
        elif isinstance(block, Bullets):
            found += ["- " + "".join(span.text for span in item) for item in block.items]
    return found


@pytest.fixture
def report(db: None) -> Report:
    """The report for the quarter to December 2019, which nothing is made from here."""
    made: Report = Report.objects.create(force=LANCASHIRE, to="2019-12", template="short")
    return made


@pytest.fixture
def told(report: Report) -> Any:
    """`told(restricted)`: what the section says on 20 February 2020."""

    def tell(restricted: bool = False) -> list[str]:
        with clock_at(morning(DAY)):
            return lines(inspected(report, restricted))

    return tell


@pytest.fixture
def inspection(db: None) -> Inspection:
    """An inspection with its grade, and a finding of each fate."""
    before = make_inspection("PEEL 2018", published=date(2018, 5, 2), needs_response=False)
    give_grade(before, "overall", "inspectors", "Requires improvement")
    old = make_finding(before)
    of = make_inspection("PEEL 2019")
    give_grade(of, "overall", "inspectors", "Good")
    for grade, forces in {"Outstanding": 1, "Good": 28, "Requires improvement": 14}.items():
        NationalGrades.objects.create(inspection=of, area="overall", grade=grade, forces=forces)
    with clock_at(morning(date(2020, 1, 20))):
        move(old, "done", "It is gone.", None)
        move(old, "closed", "", None)
    make_finding(
        of, "The backlog is still too high", repeats=old, reference="p. 12", due=date(2020, 2, 1)
    )
    make_finding(of, "Victims are not told", due=date(2020, 9, 1))
    make_finding(of, "Victims are not told in time", same_as=of.findings.last())
    make_finding(of, "The force plans well", kind="strength")
    make_finding(of, "How sources are run", **WHY)
    return of


def test_what_it_says_of_an_inspection(inspection: Inspection, told: Any) -> None:
    question = "How effective is the force at keeping people safe and reducing crime?"
    assert told() == [
        "PEEL 2019, published on 6 January 2020.",
        f"- {question} Good (before: Requires improvement; better). One of 28 forces graded Good, "
        "of 43; 1 better, 14 worse.",
        "No response is published. It is due by 1 March 2020: 10 days left.",
        "Findings to act on: 2. Of them open 2; overdue 1.",
        "- Overdue since 1 February 2020, area for improvement (p. 12): The backlog is still too "
        "high. Found before: PEEL 2018.",
        "PEEL 2018, published on 2 May 2018.",
        f"- {question} Requires improvement.",
        "Findings to act on: 1. Of them signed off 1.",
        "- Signed off, area for improvement: The backlog is high.",
    ]


def test_the_restricted_edition_alone_has_what_is_restricted_and_to_come(
    inspection: Inspection, told: Any
) -> None:
    make_inspection(
        "Custody", state="in-progress", published=None, begins=date(2020, 3, 2),
        ends=date(2020, 3, 13),
    )  # fmt: skip
    make_inspection("Counter-terrorism", published=date(2020, 2, 3), **WHY)
    public, restricted = told(), told(restricted=True)
    assert "Findings to act on: 3. Of them open 3; overdue 1." in restricted
    assert restricted[0] == "Counter-terrorism, published on 3 February 2020."
    assert restricted[-2:] == [
        "To come", "- Custody: in progress, fieldwork from 2 March 2020 until 13 March 2020.",
    ]  # fmt: skip
    for words in ("Counter-terrorism", "Custody", "To come", "to act on: 3"):
        assert not any(words in line for line in public), words


def test_the_response_as_it_stands(
    inspection: Inspection, told: Any, commissioner_of: Organisation, person: Any
) -> None:
    drafted = responding.draft(inspection, commissioner_of, "The force is to say how.")
    assert told()[2].startswith("No response is published")
    responding.approve(drafted, person("commissioner"))
    with clock_at(morning(date(2020, 2, 14))):
        responding.publish(drafted)
    assert told()[2] == (
        "Response of the Lancashire Police and Crime Commissioner: published on 14 February 2020, "
        "in time."
    )


def test_what_is_finished_or_not_out_yet_is_not_told(told: Any, report: Report) -> None:
    old = make_inspection("PEEL 2016", published=date(2017, 3, 2))
    assert told() == []  # no finding to act on, and published long before the quarter
    finding = make_finding(old)
    with clock_at(morning(date(2019, 6, 3))):
        move(finding, "done", "It is gone.", None)
        move(finding, "closed", "", None)
    assert told() == []
    make_inspection("PEEL 2020", published=date(2020, 3, 2))  # after the report's day
    make_inspection("Elsewhere", force="E23000002", published=date(2020, 2, 3))
    assert told() == told(restricted=True) == []


def test_a_report_has_the_section_only_where_there_is_something_to_tell(
    packaged_workspace: Path, tmp_path: Path, settings: Any, db: None
) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "short.toml").write_text(TEMPLATE, encoding="utf-8")
    for each in packaged_workspace.iterdir():
        (tmp_path / each.name).symlink_to(each)  # only read
    settings.SCRUTINY_WORKSPACE = str(tmp_path)
    report = make_report(LANCASHIRE, Month(2019, 12), "short")
    assert [part.to_write for part in report.parts.all()] == [False, False]

    def numbered() -> list[tuple[str, str]]:
        with clock_at(morning(DAY)):
            made = document_of(report, "public")
        return [(section.number, section.id) for section in made.sections]

    assert numbered() == [("1", "implications")]
    make_finding(make_inspection())
    assert numbered() == [("1", "inspection"), ("2", "implications")]
