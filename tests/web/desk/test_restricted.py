"""What is restricted stands in one list, and is made public with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from tests.reporting import writer

from scrutiny.governance.asks.models import Ask
from scrutiny.governance.audit.entries import history
from scrutiny.governance.clock import clock_at, now
from scrutiny.governance.meetings.models import Meeting
from scrutiny.governance.reporting.models import Edition, EditionFile, Part, Report
from scrutiny.governance.reporting.writing import save_text

if TYPE_CHECKING:
    from django.test import Client

Desk = Callable[..., "Client"]


def restricted(meeting: Meeting, text: str, review: date) -> Ask:
    made: Ask = Ask.objects.create(
        kind="request", text=text, owner_title="Head of Crime", due=date(2020, 6, 1),
        meeting=meeting, restricted=True, restricted_why="An operation", restricted_review=review,
    )  # fmt: skip
    return made


def test_the_list_has_overdue_reviews_first(meeting: Meeting, desk: Desk) -> None:
    restricted(meeting, "The later one", date(2020, 9, 1))
    restricted(meeting, "The earlier one", date(2020, 4, 1))
    officer = desk("scrutiny-officer")
    with clock_at(now().replace(year=2020, month=5, day=1)):
        text = officer.get("/desk/restricted/").content.decode()
    assert text.count(">Overdue<") == 1
    assert text.index("The earlier one") < text.index("The later one")


def test_the_list_has_the_paragraphs_of_the_texts_that_stand(crime: Part, desk: Desk) -> None:
    said = "Burglary fell.\n\n::: restricted {why} (review 2020-04-01)\n{words}\n:::\n"
    first = said.format(why="An operation", words="What fell away")
    save_text(crime, first, None, writer(crime))
    save_text(crime, said.format(why="Named", words="A street"), 1, writer(crime))
    text = desk("scrutiny-officer").get("/desk/restricted/").content.decode()
    assert "Tackling crime: A street" in text
    assert f"/desk/reports/parts/{crime.pk}/" in text
    assert "Named" in text
    assert "What fell away" not in text
    assert "Burglary fell" not in text
    assert ">Where it is written<" in text


def test_making_something_public_needs_a_reason_which_the_history_keeps(
    meeting: Meeting, desk: Desk
) -> None:
    ask = restricted(meeting, "About the operation", date(2020, 9, 1))
    officer, page = desk("scrutiny-officer"), f"/desk/restricted/ask/{ask.pk}/"
    assert officer.get(page).status_code == 200
    assert history(ask).last().did == "saw"  # type: ignore[union-attr]
    assert "Say why it can be public." in officer.post(page, {"why": " "}).content.decode()
    officer.post(page, {"why": "The operation is over"})
    ask.refresh_from_db()
    assert not ask.restricted
    assert history(ask).last().note == "The operation is over"  # type: ignore[union-attr]
    assert officer.post(page, {"why": "Again"}).status_code == 404


def test_the_panel_reads_its_own_editions_and_no_other(meeting: Meeting, desk: Desk) -> None:
    from django.core.files.base import ContentFile

    report = Report.objects.create(force=meeting.force, to="2019-12", meeting=meeting)
    files = {}
    for audience in ("panel", "restricted"):
        edition = Edition.objects.create(report=report, audience=audience, published=now())
        files[audience] = EditionFile.objects.create(
            edition=edition, name=f"{audience}.pdf", size=1, sha256="0" * 64,
            file=ContentFile(audience.encode(), f"{audience}.pdf"),
        )  # fmt: skip
    member = desk("panel-member")
    text = member.get("/desk/panel/").content.decode()
    assert "panel.pdf" in text
    assert "restricted.pdf" not in text
    answers = [
        member.get(f"/desk/panel/{file.edition_id}/{file.name}").status_code
        for file in files.values()
    ]
    assert answers == [200, 404]
