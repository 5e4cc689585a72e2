"""Figures of a report's texts that disagree: told while one writes, and before it is published."""

from __future__ import annotations

import pytest
from tests.reporting import approver, sign, sign_all

from scrutiny.errors import ScrutinyError
from scrutiny.governance.acting import acting
from scrutiny.governance.audit.entries import faults
from scrutiny.governance.audit.models import Entry
from scrutiny.governance.reporting import locking
from scrutiny.governance.reporting.checking import accept, accepted, check_part, check_report
from scrutiny.governance.reporting.models import Part, Report
from scrutiny.governance.reporting.preview import preview

WRONG = "Searches rose from 3,881 to 7,746, an increase of 50%."
RIGHT = "Searches rose from 3,881 to 7,746, an increase of 100%."


def test_a_figure_that_disagrees_is_told_with_its_line_while_one_writes(crime: Part) -> None:
    found = preview(crime, f"Crime fell.\n\n{WRONG}\n").checked
    [told] = found.wrong
    assert (told.part, told.line, told.check.stated) == (crime, 3, "50%")
    assert told.check.expected == "100%"
    assert (found.figures, found.checked) == (3, 3)
    assert check_part(crime, RIGHT).wrong == ()


def test_a_reference_is_held_to_what_is_typed_beside_it(crime: Part) -> None:
    """146,063 is a fall of 10% from 162,935."""
    text = (
        "All crime fell from {{ all_crime.12m.previous }} to {{ all_crime.12m.value }} "
        "in the 12 months, a decrease of PERCENT."
    )
    assert check_part(crime, text.replace("PERCENT", "10%")).wrong == ()
    [told] = check_part(crime, text.replace("PERCENT", "19%")).wrong
    assert told.check.stated == "19%"


def test_lines_are_counted_past_fences_and_placed_tables(crime: Part) -> None:
    text = (
        "{{ table: crime-1 }}\n\n::: restricted It names places (review 2021-01-01)\n"
        f"{WRONG}\n:::\n"
    )
    [told] = check_part(crime, text).wrong
    assert told.line == 4


def test_a_note_in_the_text_silences_a_figure_and_nobody_reads_it(crime: Part) -> None:
    note = '<!-- check: arithmetic.percent-of-counts "50%" because it is quoted from a letter -->'
    made = preview(crime, f"{WRONG} {note}\n\n{note.replace('50%', '51%')}\n\nMore.")
    assert made.checked.wrong == ()
    [(told, reason)] = made.checked.silenced
    assert (told.line, reason) == (1, "it is quoted from a letter")
    assert made.faults == []
    assert "letter" not in str(made.section)


def test_any_other_comment_is_refused(crime: Part) -> None:
    made = preview(crime, 'Words. <!-- check: a.b "1" because of it --> more <!-- hidden -->')
    assert [why for _, why in made.faults] == ["html_inline: narrative cannot hold this"]


def test_parts_are_held_to_each_other(report: Report, crime: Part) -> None:
    said = "Satisfaction was {}% in the 12 months to December 2019."
    sign_all(report, crime, said.format("73.8"))
    burglary = report.parts.get(section="burglary")
    sign(burglary, said.format("74.9"))
    [told] = check_report(report).wrong
    assert told.check.rule == "consistency.said-twice"
    assert (told.part, told.line) in {(crime, 1), (burglary, 1)}


def test_a_report_whose_figures_disagree_needs_an_approvers_reason_which_the_audit_keeps(
    report: Report, crime: Part
) -> None:
    sign_all(report, crime, WRONG)
    with pytest.raises(ScrutinyError, match="Lock the report first"):
        accept(report, approver(crime), "It was said so.")
    locking.lock(report)
    with pytest.raises(ScrutinyError, match="1 figure of its texts disagrees with others"):
        locking.publish(report)
    with pytest.raises(ScrutinyError, match="Say why"):
        accept(report, approver(crime), " ")
    with acting(approver(crime)):
        accept(report, approver(crime), "It was said so at the meeting.")
    entry = Entry.objects.filter(kind="reporting.accepted").last()
    assert entry is not None
    assert entry.person == approver(crime)
    assert entry.after["why"] == "It was said so at the meeting."
    assert entry.after["findings"][0]["stated"] == "50%"
    locking.publish(report)
    report.refresh_from_db()
    assert report.state == "published"
    assert list(faults()) == []


def test_an_acceptance_is_of_those_figures_only(report: Report, crime: Part) -> None:
    sign_all(report, crime, WRONG)
    locking.lock(report)
    accept(report, approver(crime), "It was said so at the meeting.")
    locking.unlock(report, "Another figure came")
    sign(crime, WRONG.replace("50%", "60%"))
    locked = locking.lock(report)
    assert accepted(locked, check_report(locked)) is None
    with pytest.raises(ScrutinyError, match="disagrees"):
        locking.publish(locked)


def test_a_report_whose_figures_agree_needs_no_reason(report: Report, crime: Part) -> None:
    sign_all(report, crime, RIGHT)
    locking.lock(report)
    with pytest.raises(ScrutinyError, match="No figure of the report disagrees"):
        accept(report, approver(crime), "To be safe.")
