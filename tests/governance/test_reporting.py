"""Writing the report: texts that collide are both kept; only what is approved is published."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from tests.reporting import approver, sign, sign_all, writer

from scrutiny.errors import ScrutinyError
from scrutiny.governance.asks.models import Ask
from scrutiny.governance.audit.entries import faults, history
from scrutiny.governance.audit.models import Entry
from scrutiny.governance.meetings.models import Meeting
from scrutiny.governance.people.models import Person
from scrutiny.governance.plan.models import Plan
from scrutiny.governance.reporting import approval, comparing, locking, restricting, writing
from scrutiny.governance.reporting.answering import answer_in, requests_of, requests_of_none
from scrutiny.governance.reporting.document import document_of
from scrutiny.governance.reporting.making import make_report
from scrutiny.governance.reporting.models import Edition, EditionFile, Part, Report, Text
from scrutiny.governance.reporting.preview import preview
from scrutiny.periods import Month
from scrutiny.reports.model import Paragraph, Section, Table

LANCASHIRE = "E23000003"


def words(found: Section) -> str:
    return " ".join(
        "".join(span.text for span in block.spans)
        for block in found.walk()
        if isinstance(block, Paragraph)
    )


def test_a_report_has_a_part_for_each_section_of_its_template(report: Report) -> None:
    assert [(p.number, p.section, p.to_write) for p in report.parts.all()] == [
        ("1", "crime", True), ("2", "burglary", True), ("", "sources", False),
    ]  # fmt: skip
    assert make_report(LANCASHIRE, Month(2019, 12), "short") == report
    assert report.parts.count() == 3


def test_the_next_report_has_the_people_of_the_one_before(crime: Part) -> None:
    following = make_report(LANCASHIRE, Month(2020, 3), "short").parts.get(section="crime")
    assert (following.contributor, following.approver) == (crime.contributor, crime.approver)


def test_a_report_ends_with_a_quarter(short_workspace: Path, db: None) -> None:
    with pytest.raises(ScrutinyError, match="ends with a quarter"):
        make_report(LANCASHIRE, Month(2019, 11), "short")


def test_nobody_approves_what_they_write(crime: Part) -> None:
    crime.approver = crime.contributor
    with pytest.raises(ValidationError, match="Somebody else approves"):
        crime.save()


def test_a_text_that_follows_the_last_is_the_next_version(crime: Part) -> None:
    first = writing.save_text(crime, "One.", None, writer(crime))
    second = writing.save_text(crime, "Two.", 1, writer(crime))
    assert (first.number, second.number, second.follows) == (1, 2, first)
    assert writing.latest(crime) == second
    assert writing.conflict(crime) is None


def test_the_same_form_sent_twice_saves_once(crime: Part) -> None:
    for text, follows in (("One.", None), ("One.", None), ("Two.", 1), ("Two.", 1), ("Two.", 2)):
        writing.save_text(crime, text, follows, writer(crime))
    assert [text.text for text in crime.texts.all()] == ["One.\n", "Two.\n"]


def test_two_who_edit_the_same_text_collide_and_both_texts_are_kept(
    crime: Part, person: Callable[..., Person]
) -> None:
    analyst = person("force-analyst")
    writing.save_text(crime, "One.", None, writer(crime))
    theirs = writing.save_text(crime, "Theirs.", 1, analyst)
    mine = writing.save_text(crime, "Mine.", 1, writer(crime))
    assert writing.conflict(crime) == writing.Conflict(theirs, mine)
    with pytest.raises(ScrutinyError, match="Two texts collided"):
        approval.submit(crime, writer(crime))
    # Somebody goes on meanwhile: the line that stands goes on, and the other still waits.
    more = writing.save_text(crime, "Theirs, and more.", 2, analyst)
    assert writing.conflict(crime) == writing.Conflict(more, mine)
    both = writing.save_text(crime, "Both.", 4, writer(crime), settles=3)
    assert writing.conflict(crime) is None
    assert writing.latest(crime) == both
    assert crime.texts.count() == 5


def test_two_who_begin_at_once_collide_too(crime: Part, person: Callable[..., Person]) -> None:
    first = writing.save_text(crime, "Mine.", None, writer(crime))
    second = writing.save_text(crime, "Theirs.", None, person("force-analyst"))
    assert writing.conflict(crime) == writing.Conflict(first, second)


def test_a_saved_text_ends_its_writers_draft(crime: Part) -> None:
    writing.save_draft(crime, writer(crime), "One", None)
    writing.save_draft(crime, writer(crime), "One and a half", None)
    assert [draft.text for draft in crime.drafts.all()] == ["One and a half"]
    writing.save_text(crime, "One and a half.", None, writer(crime))
    assert not crime.drafts.exists()


def test_a_text_keeps_what_its_figures_said(crime: Part) -> None:
    text = "Crime was {{ all_crime.12m.value }}, not {{ nothing.12m.value }}."
    saved = writing.save_text(crime, text, None, writer(crime))
    assert writing.as_said(saved) == "Crime was 146,063, not {{ nothing.12m.value }}.\n"
    assert not any(each.changed for each in comparing.figures_then_and_now(saved))
    saved.figures[0]["said"] = "146,060"  # as if the figures had been others then
    [moved] = [each for each in comparing.figures_then_and_now(saved) if each.changed]
    assert (moved.then, moved.now) == ("146,060", "146,063")


def test_last_quarters_text_is_found_and_compared_word_by_word(crime: Part) -> None:
    old = writing.save_text(crime, "Crime fell by a tenth.", None, writer(crime))
    following = make_report(LANCASHIRE, Month(2020, 3), "short").parts.get(section="crime")
    assert comparing.last_quarter(following) == old
    runs = list(comparing.differences(old.text, "Crime rose by a tenth.\n"))
    assert [(run.kind, run.text.strip()) for run in runs] == [
        ("same", "Crime"), ("gone", "fell"), ("added", "rose"), ("same", "by a tenth."),
    ]  # fmt: skip


def test_a_part_goes_to_its_approver_and_is_approved(crime: Part) -> None:
    sign(crime, "Crime fell.")
    crime.refresh_from_db()
    assert (crime.state, crime.moved_by) == ("approved", crime.approver)
    assert crime.moved is not None
    approved = [entry for entry in history(crime) if entry.did == "approved"]
    assert [entry.note for entry in approved] == ["Text 1"]


def test_only_the_approver_of_a_part_approves_it(
    crime: Part, person: Callable[..., Person]
) -> None:
    writing.save_text(crime, "Crime fell.", None, writer(crime))
    approval.submit(crime, writer(crime))
    for other in (writer(crime), person("approver"), person("force-analyst")):
        with pytest.raises(ScrutinyError, match="Only the person"):
            approval.approve(crime, other, 1)


def test_only_the_contributor_and_analysts_give_a_part_to_the_approver(
    crime: Part, person: Callable[..., Person]
) -> None:
    writing.save_text(crime, "Crime fell.", None, writer(crime))
    with pytest.raises(ScrutinyError, match="contributor"):
        approval.submit(crime, person("contributor"))
    assert approval.submit(crime, person("force-analyst")).state == "with-approver"


def test_what_changed_since_it_was_read_is_not_approved(crime: Part) -> None:
    writing.save_text(crime, "Crime fell.", None, writer(crime))
    approval.submit(crime, writer(crime))
    writing.save_text(crime, "Crime rose.", 1, writer(crime))
    with pytest.raises(ScrutinyError, match="It is drafting"):
        approval.approve(crime, approver(crime), 1)
    approval.submit(crime, writer(crime))
    with pytest.raises(ScrutinyError, match="Its text has changed"):
        approval.approve(crime, approver(crime), 1)


def test_a_new_text_takes_the_approval_back(crime: Part) -> None:
    sign(crime, "Crime fell.")
    writing.save_text(crime, "Crime fell again.", 1, writer(crime))
    crime.refresh_from_db()
    assert crime.state == "drafting"


def test_a_part_is_sent_back_with_a_comment(crime: Part) -> None:
    writing.save_text(crime, "Crime fell.", None, writer(crime))
    approval.submit(crime, writer(crime))
    with pytest.raises(ScrutinyError, match="Say what"):
        approval.send_back(crime, approver(crime), "  ")
    assert approval.send_back(crime, approver(crime), "Say why it fell.").state == "drafting"
    assert [comment.text for comment in crime.comments.all()] == ["Say why it fell."]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Nothing is written"),
        ("One.\n\n{{ nothing.12m.value }}", "Line 3: {{ nothing.12m.value }}: no measure"),
        ("::: restricted Why\nSecret", "Line 1: a restricted passage begins"),
    ],
)
def test_what_the_report_would_refuse_does_not_go_to_the_approver(
    crime: Part, text: str, why: str
) -> None:
    writing.save_text(crime, text, None, writer(crime))
    with pytest.raises(ScrutinyError, match=why.replace("{", r"\{")):
        approval.submit(crime, writer(crime))


def test_a_preview_is_the_section_that_the_report_will_have(crime: Part) -> None:
    found = preview(crime, "Crime was {{ all_crime.12m.value }}.\n\n# No")
    assert "Crime was 146,063." in words(found.section)
    assert any(isinstance(block, Table) for block in found.section.blocks)
    assert found.faults == [(3, "narrative cannot hold a heading")]


def test_a_report_is_locked_when_every_part_is_approved(report: Report, crime: Part) -> None:
    sign(crime, "Crime fell a little.")
    with pytest.raises(ScrutinyError, match="1 of its parts"):
        locking.lock(report)
    sign_all(report, crime)
    locked = locking.lock(report)
    assert (locked.state, locked.pin) == ("locked", f"report-{report.pk}-1")
    assert locked.snapshot is not None
    with pytest.raises(ScrutinyError, match="locked"):
        writing.save_text(crime, "Late words.", 1, writer(crime))
    with pytest.raises(ScrutinyError, match="locked"):
        restricting.restrict(crime, "Late", date(2020, 6, 1))


def test_a_locked_report_keeps_its_figures_until_it_is_unlocked(
    report: Report, crime: Part, short_workspace: Path
) -> None:
    from scrutiny.governance.reporting.figures import reader_of
    from scrutiny.warehouse.workspace import Workspace

    sign_all(report, crime)
    locked = locking.lock(report)
    assert Workspace.open(short_workspace).pinned(locked.pin)[0].number == locked.snapshot
    snapshots = short_workspace / "snapshots"
    newest = max(snapshots.iterdir())
    newer = snapshots / f"{int(newest.stem) + 1:08}.json"
    newer.write_text(newest.read_text().replace(str(locked.snapshot), str(locked.snapshot + 1), 1))
    assert reader_of(locked) is reader_of(locked)
    assert reader_of(locked).vintage.snapshot.number == locked.snapshot
    with pytest.raises(ScrutinyError, match="Say why"):
        locking.unlock(locked, "")
    opened = locking.unlock(locked, "A late return came")
    assert (opened.state, opened.pin, opened.snapshot) == ("drafting", "", None)


def test_publishing_makes_three_editions_in_every_format_once(report: Report, crime: Part) -> None:
    with pytest.raises(ScrutinyError, match="Lock the report first"):
        locking.publish(report)
    sign_all(report, crime)
    locking.lock(report)
    editions = locking.publish(report)
    assert locking.publish(report) == editions
    assert sorted(e.audience for e in editions) == ["panel", "public", "restricted"]
    [public] = [e for e in editions if e.audience == "public"]
    assert [f.name for f in public.files.all()] == [
        "lancashire-2019-12-data.zip", "lancashire-2019-12.docx", "lancashire-2019-12.html",
        "lancashire-2019-12.pdf", "lancashire-2019-12.xlsx",
    ]  # fmt: skip
    for file in public.files.all():
        assert len(file.file.read()) == file.size
        assert file.sha256 in file.file.name
    report.refresh_from_db()
    assert report.state == "published"
    assert Entry.objects.filter(did="published").count() == 3
    assert list(faults()) == []


def texts_of(edition: Edition) -> str:
    """All that an edition's files hold, as far as it is text; packed files unpacked."""
    found = []
    for file in edition.files.all():
        held = file.file.read()
        if zipfile.is_zipfile(io.BytesIO(held)):
            with zipfile.ZipFile(io.BytesIO(held)) as packed:
                found += [
                    name + packed.read(name).decode("utf-8", "replace")
                    for name in packed.namelist()
                ]
        elif not file.name.endswith(".pdf"):
            found.append(held.decode("utf-8"))
        else:
            found.append(pdf_text(held))
    return " ".join(found)


def pdf_text(held: bytes) -> str:
    from pypdf import PdfReader

    read = PdfReader(io.BytesIO(held))
    return " ".join([*(page.extract_text() for page in read.pages), str(read.metadata)])


def test_what_is_restricted_is_in_the_restricted_edition_only(report: Report, crime: Part) -> None:
    restricting.withhold(crime, "forces-table-all-crime", "Being checked", date(2020, 6, 1))
    burglary = report.parts.get(section="burglary")
    restricting.restrict(burglary, "An operation", date(2020, 6, 1))
    open_words = "Open words.\n\n::: restricted Canarywhy (review 2020-06-01)\nCanarytext\n:::\n"
    sign_all(report, crime, open_words)
    locking.lock(report)
    editions = {edition.audience: texts_of(edition) for edition in locking.publish(report)}
    for canary in ("Canarywhy", "Canarytext", "Burglary fell", "similar forces, the region"):
        assert canary in editions["restricted"]
        assert canary not in editions["public"]
        assert canary not in editions["panel"]
    assert "Open words" in editions["public"]
    for sign_of_it in ("estricted", "Burglary", "withheld"):
        assert sign_of_it not in editions["public"]
    assert "Police and Crime Panel" in editions["panel"]


def test_a_section_of_which_everything_is_restricted_is_not_in_the_public_edition(
    report: Report, crime: Part
) -> None:
    burglary = report.parts.get(section="burglary")
    secret = "::: restricted An operation (review 2020-06-01)\nSecret\n:::"
    writing.save_text(burglary, secret, None, writer(crime))
    assert [s.id for s in document_of(report, "public").sections] == ["crime", "sources"]
    assert [s.id for s in document_of(report, "restricted").sections] == [
        "crime", "burglary", "sources",
    ]  # fmt: skip


def test_the_panels_edition_has_the_sections_for_the_panel(report: Report, crime: Part) -> None:
    sign_all(report, crime)
    document = document_of(report, "panel")
    assert [s.id for s in document.sections] == ["crime", "sources"]
    assert document.to == "Police and Crime Panel"
    assert document.title.startswith("Draft: ")


def test_a_correction_is_a_new_edition_and_the_old_one_says_so(report: Report, crime: Part) -> None:
    sign_all(report, crime)
    locked = locking.lock(report)
    locking.publish(report)
    with pytest.raises(ScrutinyError, match="what is corrected"):
        locking.correct(report, " ")
    opened = locking.correct(report, "The name of a division was wrong.")
    assert opened.pin == locked.pin
    assert {e.state for e in report.editions.all()} == {"published"}
    sign(crime, "Crime fell, as corrected.")
    locking.lock(report)
    second = next(e for e in locking.publish(report) if e.audience == "public")
    assert second.number == 2
    assert "The name of a division was wrong." in texts_of(second)
    first = report.editions.get(audience="public", number=1)
    assert (first.state, first.why) == ("corrected", "The name of a division was wrong.")
    assert first.files.count() == 5
    report.refresh_from_db()
    assert (report.snapshot, report.as_at) == (locked.snapshot, locked.as_at)


def test_a_withdrawn_edition_stays_and_says_why(report: Report, crime: Part) -> None:
    sign_all(report, crime)
    locking.lock(report)
    locking.publish(report)
    locking.withdraw(report, "The figures of a partner were wrong.")
    assert {(e.state, e.why) for e in report.editions.all()} == {
        ("withdrawn", "The figures of a partner were wrong.")
    }
    assert EditionFile.objects.count() == 15


@pytest.fixture
def ask(report: Report, meeting: Meeting, crime: Part, commissioner_of: Any) -> Ask:
    """Asked about crime at the meeting before the report's."""
    meeting.to = "2019-09"
    meeting.save()
    plan = Plan.objects.create(
        oversight=commissioner_of, force=LANCASHIRE, title="Scrutiny plan", version="1",
        dated=date(2013, 1, 1), begins=date(2013, 1, 1), ends=date(2021, 1, 1),
    )  # fmt: skip
    section = plan.sections.create(number="2.A", title="Tackling crime", owner="Chief Constable")
    made: Ask = Ask.objects.create(
        kind="request", text="Why did crime rise in the east?", owner_title="Head of crime",
        owner=crime.contributor, due=date(2020, 3, 1), meeting=meeting, section=section,
    )  # fmt: skip
    return made


def test_a_request_stands_in_its_section_until_it_is_answered_there(
    report: Report, crime: Part, ask: Ask
) -> None:
    assert requests_of(crime) == [ask]
    assert requests_of_none(report) == []
    answered = answer_in(crime, ask, "Because more of it was reported.", writer(crime))
    assert (answered.state, answered.answered_in) == ("answered", crime)
    said = words(document_of(report, "public").sections[0])
    assert "Asked at the meeting of 12 March 2020: Why did crime rise in the east?" in said
    assert "Answer: Because more of it was reported." in said
    following = make_report(LANCASHIRE, Month(2020, 3), "short").parts.get(section="crime")
    assert requests_of(following) == []


def test_a_restricted_request_is_not_in_the_public_edition(
    report: Report, crime: Part, ask: Ask
) -> None:
    ask.restricted, ask.restricted_why = True, "An operation"
    ask.restricted_review = date(2020, 6, 1)
    ask.save()
    assert "in the east" not in words(document_of(report, "public").sections[0])
    assert "in the east" in words(document_of(report, "restricted").sections[0])


def test_a_request_of_no_section_can_be_answered_in_any_part(
    report: Report, crime: Part, ask: Ask
) -> None:
    ask.section = None
    ask.save()
    assert requests_of(crime) == []
    assert requests_of_none(report) == [ask]
    answer_in(crime, ask, "Because more of it was reported.", writer(crime))
    assert [each.pk for each in requests_of(crime)] == [ask.pk]
    assert requests_of_none(report) == []


def test_texts_are_records_and_drafts_are_not(crime: Part) -> None:
    writing.save_draft(crime, writer(crime), "One", None)
    saved = writing.save_text(crime, "One.", None, writer(crime))
    assert [entry.did for entry in history(saved)] == ["made"]
    assert isinstance(saved, Text)
    assert not Entry.objects.filter(kind="reporting.draft").exists()
