"""The pages on which a report is written, approved, locked and published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.reporting import sign_all

from scrutiny.governance import clock
from scrutiny.governance.asks.models import Ask
from scrutiny.governance.audit.models import Entry
from scrutiny.governance.people.models import Person
from scrutiny.governance.reporting import locking, restricting, writing
from scrutiny.governance.reporting.models import Part, Report

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

Desk = Callable[..., "Client"]


def page(client: Client, part: Part) -> str:
    answer = client.get(f"/desk/reports/parts/{part.pk}/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def save(client: Client, part: Part, text: str, follows: int | str = "") -> HttpResponse:
    sent = {"text": text, "follows": follows}
    answer: HttpResponse = client.post(f"/desk/reports/parts/{part.pk}/", sent)
    return answer


def act(client: Client, part: Part, what: str, **sent: str | int) -> str:
    """What the part's page says after an action."""
    answer = client.post(f"/desk/reports/parts/{part.pk}/{what}/", sent, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.fixture
def contributor(desk: Desk, crime: Part) -> Client:
    return desk(who=crime.contributor)


@pytest.fixture
def approver(desk: Desk, crime: Part) -> Client:
    return desk(who=crime.approver)


def test_an_analyst_begins_a_report_and_says_who_writes_it(
    desk: Desk, short_workspace: object, person: Callable[..., Person]
) -> None:
    analyst = desk("force-analyst")
    writer, signs = person("contributor"), person("approver")
    assert "No report has been begun" in analyst.get("/desk/reports/").content.decode()
    sent = {"to": "2019-12", "template": "short"}
    for _ in range(2):
        begun = analyst.post("/desk/reports/", sent)
    report = Report.objects.get()
    assert begun["Location"] == f"/desk/reports/{report.pk}/"
    crime = report.parts.get(section="crime")
    rows = {f"part-{crime.pk}-contributor": writer.pk, f"part-{crime.pk}-approver": writer.pk}
    wrong = analyst.post(f"/desk/reports/{report.pk}/people/", rows)
    assert "Select a valid choice" in wrong.content.decode()  # a contributor does not approve
    rows = {
        f"part-{crime.pk}-contributor": writer.pk, f"part-{crime.pk}-approver": signs.pk,
        f"part-{crime.pk}-due": "2020-02-20",
    }  # fmt: skip
    assert analyst.post(f"/desk/reports/{report.pk}/people/", rows).status_code == 302
    crime.refresh_from_db()
    assert (crime.contributor, crime.approver, crime.due) == (writer, signs, date(2020, 2, 20))
    listed = analyst.get(f"/desk/reports/{report.pk}/").content.decode()
    assert "Overdue" in listed
    assert "Waits for 2 parts" in listed


def test_only_the_contributor_and_analysts_write_a_part(
    desk: Desk, crime: Part, contributor: Client
) -> None:
    assert "data-writing" in page(contributor, crime)
    assert "data-writing" in page(desk("force-analyst"), crime)
    other = desk("contributor")
    assert "data-writing" not in page(other, crime)
    assert save(other, crime, "Mine.").status_code == 403
    assert not crime.texts.exists()


def test_two_contributors_collide_and_nothing_is_lost(
    desk: Desk, crime: Part, contributor: Client
) -> None:
    analyst = desk("force-analyst")
    save(contributor, crime, "One.")
    assert save(analyst, crime, "Crime fell in Preston.", 1)["Location"].endswith(f"/{crime.pk}/")
    collided = save(contributor, crime, "Crime rose in Preston.", 1)
    assert collided["Location"] == f"/desk/reports/parts/{crime.pk}/conflict/"
    shown = contributor.get(collided["Location"]).content.decode()
    assert "Crime fell in Preston." in shown
    assert '<del><span class="govuk-visually-hidden">taken out: </span>fell </del>' in shown
    assert '<ins><span class="govuk-visually-hidden">put in: </span>rose </ins>' in shown
    assert "Two texts collided" in page(analyst, crime)
    settled = {"text": "Crime fell, and rose, in Preston.", "follows": 2, "settles": 3}
    contributor.post(f"/desk/reports/parts/{crime.pk}/", settled)
    assert writing.conflict(crime) is None
    assert "Two texts collided" not in page(analyst, crime)
    assert crime.texts.count() == 4


def test_a_draft_is_kept_without_saving_and_offered_on_return(
    crime: Part, contributor: Client, desk: Desk
) -> None:
    save(contributor, crime, "One.")
    path = f"/desk/reports/parts/{crime.pk}/"
    answer = contributor.post(f"{path}draft/", {"text": "One and a half", "follows": 1})
    assert answer.json()["latest"] == 1
    assert writing.latest(crime).text == "One.\n"  # type: ignore[union-attr]
    assert "did not save it" in page(contributor, crime)
    assert "One and a half" in contributor.get(f"{path}?draft=1").content.decode()
    assert "One and a half" not in desk("force-analyst").get(f"{path}?draft=1").content.decode()
    act(contributor, crime, "drop")
    assert "did not save it" not in page(contributor, crime)


def test_a_draft_says_when_somebody_else_has_saved(
    crime: Part, contributor: Client, desk: Desk
) -> None:
    save(desk("force-analyst"), crime, "Theirs.")
    path = f"/desk/reports/parts/{crime.pk}/draft/"
    told = contributor.post(path, {"text": "Mine", "follows": ""}).json()
    assert told == {"latest": 1, "by": "Force analyst"}


def test_what_cannot_be_saved_is_kept_as_a_draft(
    report: Report, crime: Part, contributor: Client
) -> None:
    report.state = Report.State.LOCKED
    report.save()
    save(contributor, crime, "Late words.")
    assert [draft.text for draft in crime.drafts.all()] == ["Late words."]


def test_the_preview_shows_the_figures_and_tells_each_fault_with_its_line(
    crime: Part, contributor: Client
) -> None:
    text = "Crime was {{ all_crime.12m.value }}.\n\nAnd {{ nothing.12m.value }}, <b>so</b>."
    shown = act(contributor, crime, "preview", text=text)
    assert "Crime was 146,063." in shown
    assert "<strong>Line 3:</strong> {{ nothing.12m.value }}: no measure is called" in shown
    assert "<b>" not in shown
    assert not crime.texts.exists()
    path = f"/desk/reports/parts/{crime.pk}/"
    without_script = contributor.post(path, {"text": text, "follows": "", "preview": "yes"})
    assert "Crime was 146,063." in without_script.content.decode()
    assert not crime.texts.exists()


def test_a_figure_is_found_by_words_with_what_it_will_print(
    crime: Part, contributor: Client
) -> None:
    path = f"/desk/reports/parts/{crime.pk}/figures/"
    asked = {"q": "burglary residential", "window": "12m", "field": "value", "only": "list"}
    found = contributor.get(path, asked).content.decode()
    assert "<code>{{ burglary_residential.12m.value }}</code>" in found
    assert "<html" not in found
    nation = contributor.get(path, asked | {"area": "K04000001"}).content.decode()
    assert "{{ burglary_residential.12m.value of K04000001 }}" in nation
    assert (
        "No measure has these words" in contributor.get(path, asked | {"q": "zzz"}).content.decode()
    )
    # What is not a choice is the usual one.
    odd = contributor.get(path, asked | {"window": "x", "field": "y", "area": "z"})
    assert "<code>{{ burglary_residential.12m.value }}</code>" in odd.content.decode()


def test_a_part_is_approved_by_its_approver_and_by_nobody_else(
    desk: Desk, crime: Part, contributor: Client, approver: Client
) -> None:
    save(contributor, crime, "Crime fell.")
    assert "Give it to the approver" in page(contributor, crime)
    assert "It is with the approver." in act(contributor, crime, "submit")
    assert "needs approval again" in page(contributor, crime)
    assert contributor.post(f"/desk/reports/parts/{crime.pk}/approve/").status_code == 403
    assert "Only the person who is set" in act(desk("approver"), crime, "approve", text=1)
    assert "Approve text 1" in page(approver, crime)
    assert "Say what should change." in act(approver, crime, "send-back", why="")
    sent_back = act(approver, crime, "send-back", why="Say why it fell.")
    assert "Say why it fell." in sent_back
    save(contributor, crime, "Crime fell, because of patrols.", 1)
    act(contributor, crime, "submit")
    assert "Its text has changed" in act(approver, crime, "approve", text=1)
    assert "It is approved." in act(approver, crime, "approve", text=2)
    crime.refresh_from_db()
    assert crime.state == "approved"


def test_a_comment_quotes_what_it_is_about_and_is_settled(
    desk: Desk, crime: Part, contributor: Client
) -> None:
    officer = desk("scrutiny-officer")
    said = {"comment": "Since when?", "about": "Crime fell"}
    for _ in range(2):
        shown = act(officer, crime, "comment", **said)
    assert '<blockquote class="app-comment__about">Crime fell</blockquote>' in shown
    [comment] = crime.comments.all()
    contributor.post(f"/desk/reports/comments/{comment.pk}/settle/")
    comment.refresh_from_db()
    assert comment.settled
    assert "Write the comment first." in act(officer, crime, "comment", comment="  ")


def test_last_quarters_text_stands_beside_this_ones(
    report: Report, crime: Part, contributor: Client
) -> None:
    from scrutiny.governance.reporting.making import make_report
    from scrutiny.periods import Month

    save(contributor, crime, "Crime was {{ all_crime.12m.value }}.")
    following = make_report(report.force, Month(2020, 3), "short").parts.get(section="crime")
    save(contributor, following, "Crime was {{ all_crime.12m.value }}.")
    shown = contributor.get(f"/desk/reports/parts/{following.pk}/beside/").content.decode()
    assert "taken out: </span>146,063.</del>" in shown
    assert "Figures of this quarter’s text, then and now" in shown


def test_a_request_is_answered_in_its_part(
    crime: Part, contributor: Client, person: Callable[..., Person]
) -> None:
    ask = Ask.objects.create(
        kind="request", text="Why did crime rise?", owner=crime.contributor,
        owner_title="Head of crime", due=date(2020, 3, 1),
    )  # fmt: skip
    assert "Requests that no part is named for (1)" in page(contributor, crime)
    shown = act(contributor, crime, "answer", ask=ask.pk, answer="More of it was reported.")
    assert "More of it was reported." in shown
    ask.refresh_from_db()
    assert (ask.state, ask.answered_in) == ("answered", crime)
    assert contributor.post(
        f"/desk/reports/parts/{crime.pk}/answer/", {"ask": "999999"}
    ).status_code == 404  # fmt: skip


def test_what_is_restricted_is_marked_with_a_reason_and_a_review(
    crime: Part, contributor: Client
) -> None:
    path = f"/desk/reports/parts/{crime.pk}/restrict/"
    review = (clock.today() + timedelta(days=90)).isoformat()
    refused = contributor.post(path, {"do": "restrict", "part-why": ""})
    assert "This field is required" in refused.content.decode()
    contributor.post(path, {"do": "restrict", "part-why": "An operation", "part-review": review})
    crime.refresh_from_db()
    assert (crime.restricted, crime.restricted_why) == (True, "An operation")
    assert "An operation" in page(contributor, crime)
    assert Entry.objects.filter(did="saw", kind="reporting.part").exists()
    block = {
        "block-block": "forces-table-all-crime",
        "block-why": "Checked",
        "block-review": review,
    }
    contributor.post(path, {"do": "withhold", **block})
    [withheld] = crime.withheld.filter(ended=False)
    contributor.post(path, {"do": "show", "withheld": withheld.pk})
    assert not crime.withheld.filter(ended=False).exists()
    contributor.post(path, {"do": "open", "why": "It is over"})
    crime.refresh_from_db()
    assert not crime.restricted


def test_a_scrutiny_officer_locks_publishes_corrects_and_withdraws(
    desk: Desk, report: Report, crime: Part
) -> None:
    officer, path = desk("scrutiny-officer"), f"/desk/reports/{report.pk}/"

    def send(what: str, **sent: str) -> str:
        return str(officer.post(f"{path}{what}/", sent, follow=True).content.decode())

    assert "It waits for these parts" in officer.get(f"{path}lock/").content.decode()
    assert "parts are not approved yet" in send("lock")
    sign_all(report, crime)
    assert "No figure has changed" in officer.get(f"{path}lock/").content.decode()
    assert "The report is locked." in send("lock")
    assert "Publish the report" in officer.get(path).content.decode()
    send("publish")
    report.refresh_from_db()
    assert report.state == "published"
    shown = officer.get(path).content.decode()
    assert "lancashire-2019-12.pdf" in shown
    assert "Lock the report first." in send("publish")
    assert report.editions.count() == 3
    public = report.editions.get(audience="public")
    got = officer.get(f"/desk/reports/editions/{public.pk}/lancashire-2019-12.pdf")
    assert got.content.startswith(b"%PDF")
    assert got["Content-Disposition"] == 'attachment; filename="lancashire-2019-12.pdf"'
    assert "Say what is corrected." in send("correct", why="")
    assert "A correction is being made" in send("correct", why="A name was wrong.")
    send("lock")
    send("publish")
    assert "A name was wrong." in officer.get(path).content.decode()
    assert "The editions are withdrawn" in send("withdraw", why="The figures were wrong.")
    assert {e.state for e in report.editions.filter(number=2)} == {"withdrawn"}
    assert {e.state for e in report.editions.filter(number=1)} == {"corrected"}


def test_figures_that_disagree_are_published_only_with_an_approvers_reason(
    desk: Desk, report: Report, crime: Part
) -> None:
    sign_all(report, crime, "Searches rose from 3,881 to 7,746, an increase of 50%.")
    locking.lock(report)
    path = f"/desk/reports/{report.pk}/"
    officer, approving = desk("scrutiny-officer"), desk("approver")
    told = officer.get(path).content.decode()
    assert "Figures that do not agree" in told
    assert "It should be 100%." in told
    assert "Accept these figures" not in told
    sent = officer.post(f"{path}publish/", follow=True).content.decode()
    assert "1 figure of its texts disagrees with others" in sent
    assert officer.post(f"{path}accept/", {"why": "It is well."}).status_code == 403
    assert "Accept these figures" in approving.get(path).content.decode()
    kept = approving.post(f"{path}accept/", {"why": "So the meeting was told."}, follow=True)
    assert "So the meeting was told." in kept.content.decode()
    officer.post(f"{path}publish/")
    report.refresh_from_db()
    assert report.state == "published"


def test_what_is_typed_is_checked_beside_it(contributor: Client, crime: Part) -> None:
    text = "Crime fell.\n\nSearches rose from 3,881 to 7,746, an increase of 50%."
    made = contributor.post(f"/desk/reports/parts/{crime.pk}/preview/", {"text": text})
    told = made.content.decode()
    assert "Line 3: “50%”." in told
    assert "3,881 to 7,746 is a rise of 99.6%; the text says 50%." in told
    assert "3 figures in the text; 3 checked against another figure or the data." in told


def test_the_restricted_edition_is_seen_by_few_and_that_is_on_the_record(
    desk: Desk, report: Report, crime: Part
) -> None:
    restricting.restrict(crime, "An operation", date(2020, 6, 1))
    sign_all(report, crime)
    locking.lock(report)
    locking.publish(report)
    restricted = report.editions.get(audience="restricted")
    path = f"/desk/reports/editions/{restricted.pk}/lancashire-2019-12-restricted.html"
    assert "Crime fell." in desk("commissioner").get(path).content.decode()
    assert Entry.objects.filter(did="saw", kind="reporting.edition").count() == 1
    assert desk("panel-member").get(path).status_code == 403


def test_a_draft_of_the_whole_report_is_read_as_pdf(
    desk: Desk, report: Report, crime: Part
) -> None:
    approver = desk(who=crime.approver)
    got = approver.get(f"/desk/reports/{report.pk}/draft/public/")
    assert got.content.startswith(b"%PDF")
    assert approver.get(f"/desk/reports/{report.pk}/draft/nobody/").status_code == 404
    writing.save_text(crime, "{{ nothing.12m.value }}", None, crime.contributor)
    told = approver.get(f"/desk/reports/{report.pk}/draft/public/", follow=True).content.decode()
    assert "The draft cannot be made yet. crime.md: {{ nothing.12m.value }}" in told
